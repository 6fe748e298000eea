"""The timetable reminds people by working days before the date, once each."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal import clock, workdays
from ccsp_portal.documents.models import Document
from ccsp_portal.notices.models import Notice
from meetings.models import ActionPoint, AgendaItem, Meeting, Paper
from meetings.tasks import remind
from meetings.workflow.reminders import (
    remind_of_actions,
    remind_of_meetings,
    remind_of_papers,
    reminder_that_stands,
)
from meetings.workflow.replies import reply
from meetings.workflow.scheduling import cancel, convene, reschedule
from partners.workflow.people import choose_reminders
from tests.meetings.conftest import sitting


def on(day, at=time(8)):
    """Hold the clock at 8 in the morning of a day."""
    return clock.set_to(datetime.combine(day, at, clock.LONDON))


def sent(template):
    """Who has been sent a reminder, and its subject, in order."""
    notices = Notice.objects.filter(template=f"meetings/notices/{template}.txt")
    return sorted((notice.recipient.name, notice.subject) for notice in notices)


@pytest.fixture
def meeting(in_may, board, cast):
    """The Board meets on Thursday 10 June 2027; papers are due on Wednesday 26 May."""
    return convene(board, sitting(date(2027, 6, 10)), by=cast.secretary)


@pytest.fixture
def item(meeting, partnership):
    """The police present an item, and have not sent a paper."""
    return AgendaItem.objects.create(
        meeting=meeting, position=1, title="Knife crime", presenter=partnership.seats["police"]
    )


PAPER = "Paper due by Wednesday 26 May 2027: Knife crime"


def test_a_reminder_of_a_paper_gives_away_no_private_title(item):
    AgendaItem.objects.update(
        title="Operation Nightjar", privacy="private", private_reason="It names people", public_title="A private matter"
    )
    with on(date(2027, 5, 19)):
        remind_of_papers([5, 1])
    texts = [notice.text for notice in Notice.objects.filter(template__endswith="paper_due.txt")]
    assert len(texts) == 2
    assert all("Your seat presents “A private matter”" in text and "Nightjar" not in text for text in texts)


def test_a_paper_is_asked_for_so_many_working_days_before_it_is_due(item):
    with on(date(2027, 5, 18)):
        remind_of_papers([5, 1])
    assert sent("paper_due") == []
    with on(date(2027, 5, 19)):
        remind_of_papers([5, 1])
        remind_of_papers([5, 1])
    assert sent("paper_due") == [("Daniel Okafor", PAPER), ("Megan Price", PAPER)]
    with on(date(2027, 5, 25)):
        remind_of_papers([5, 1])
    assert len(sent("paper_due")) == 4
    with on(date(2027, 5, 27)):
        remind_of_papers([5, 1])
    assert len(sent("paper_due")) == 4


LATE = "Late: the paper due by Wednesday 26 May 2027: Knife crime"


def test_a_paper_for_decision_that_the_agenda_went_out_without_is_asked_for_until_the_meeting_begins(item):
    Meeting.objects.update(state="circulated", circulated_at=clock.now())
    AgendaItem.objects.update(purpose="decide")
    with on(date(2027, 6, 2)):
        remind_of_papers([5, 1])
    assert sent("paper_late") == []
    with on(date(2027, 6, 3)):
        remind_of_papers([5, 1])
        remind_of_papers([5, 1])
    assert sent("paper_late") == [("Daniel Okafor", LATE), ("Megan Price", LATE)]
    with on(date(2027, 6, 9)):
        remind_of_papers([5, 1])
    assert len(sent("paper_late")) == 4
    assert sent("paper_due") == []


def test_a_paper_that_is_not_for_decision_is_asked_for_no_more_once_the_agenda_is_out(item):
    Meeting.objects.update(state="circulated", circulated_at=clock.now())
    AgendaItem.objects.update(purpose="note")
    with on(date(2027, 6, 9)):
        remind_of_papers([5, 1])
    assert sent("paper_late") == []


def test_who_does_without_a_kind_of_reminder_gets_none_of_it_and_all_others(item, partnership, cast):
    choose_reminders(cast.police_lead, ["meeting", "action"], by=cast.police_lead)
    choose_reminders(cast.deputy, ["paper"], by=cast.deputy)
    with on(date(2027, 5, 19)):
        remind_of_papers([5])
    assert sent("paper_due") == [("Megan Price", PAPER)]
    with on(date(2027, 6, 9)):
        remind_of_meetings([1])
    reminded = [name for name, _ in sent("meeting_tomorrow")]
    assert "Daniel Okafor" in reminded
    assert "Megan Price" not in reminded


def test_a_reminder_missed_while_the_timetable_slept_still_goes_and_only_the_latest(item):
    with on(date(2027, 5, 26)):
        remind_of_papers([5, 1])
    assert len(sent("paper_due")) == 2


def test_no_paper_is_asked_for_that_is_there_or_not_needed(item, partnership, cast):
    AgendaItem.objects.create(
        meeting=item.meeting, position=2, title="Minutes", standing="minutes", presenter=partnership.seats["council"]
    )
    AgendaItem.objects.create(meeting=item.meeting, position=3, title="Any other business")
    withdrawn = AgendaItem.objects.create(
        meeting=item.meeting, position=4, title="Burglary", presenter=partnership.seats["council"]
    )
    AgendaItem.objects.filter(pk=withdrawn.pk).update(withdrawn_at=clock.now())
    document = Document.objects.create(**document_fields(cast.police_lead))
    paper = Paper.objects.create(item=item, title="Knife crime")
    paper.versions.create(number=1, document=document, uploaded_at=clock.now(), uploaded_by=cast.police_lead)
    with on(date(2027, 5, 19)):
        remind_of_papers([5])
    assert sent("paper_due") == []


def document_fields(by):
    """A stored file's row, without the file."""
    return {
        "name": "knife-crime.pdf",
        "media_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
        "file": "x",
        "uploaded_by": by,
        "uploaded_at": clock.now(),
    }


def test_the_meeting_is_recalled_the_working_day_before(meeting):
    subject = "Reminder: CCSP Board on Thursday 10 June 2027 at 2pm"
    with on(date(2027, 6, 8)):
        remind_of_meetings([1])
    assert sent("meeting_tomorrow") == []
    with on(date(2027, 6, 9)):
        remind_of_meetings([1])
        remind_of_meetings([1])
    assert len(sent("meeting_tomorrow")) == 11
    assert ("Daniel Okafor", subject) in sent("meeting_tomorrow")


def test_before_a_monday_the_reminder_goes_on_friday(in_may, board, cast):
    convene(board, sitting(date(2027, 6, 14)), by=cast.secretary)
    with on(date(2027, 6, 10)):
        remind_of_meetings([1])
    assert sent("meeting_tomorrow") == []
    with on(date(2027, 6, 11)):
        remind_of_meetings([1])
    assert len(sent("meeting_tomorrow")) == 11


def test_those_who_sent_apologies_are_not_reminded_and_their_deputy_is(meeting, partnership, cast):
    reply(meeting, partnership.seats["council"], "apologies", by=cast.council_officer)
    reply(meeting, partnership.seats["police"], "deputy", deputy=cast.deputy.appointments.get(), by=cast.police_lead)
    reply(meeting, partnership.seats["probation"], "apologies", by=cast.two_seats)
    with on(date(2027, 6, 9)):
        remind_of_meetings([1])
    names = {name for name, _ in sent("meeting_tomorrow")}
    assert "Tom Hargreaves" not in names
    assert "Megan Price" in names
    # Sam Tolland still has a second seat to fill
    assert "Sam Tolland" in names


def test_on_the_day_itself_a_missed_reminder_still_goes_but_not_once_the_meeting_has_begun(meeting):
    with on(date(2027, 6, 10), time(14, 1)):
        remind_of_meetings([1])
    assert sent("meeting_tomorrow") == []
    with on(date(2027, 6, 10), time(9)):
        remind_of_meetings([1])
    assert len(sent("meeting_tomorrow")) == 11


def test_a_meeting_moved_after_its_reminder_is_recalled_again(meeting, cast):
    with on(date(2027, 6, 9)):
        remind_of_meetings([1])
        reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=cast.secretary)
    with on(date(2027, 6, 16)):
        remind_of_meetings([1])
    assert len(sent("meeting_tomorrow")) == 22


def test_nobody_is_reminded_of_a_cancelled_meeting_or_its_papers(item, cast):
    cancel(item.meeting, reason="Local elections", by=cast.secretary)
    with on(date(2027, 5, 19)):
        remind()
    with on(date(2027, 6, 9)):
        remind()
    assert sent("paper_due") == sent("meeting_tomorrow") == []


@pytest.fixture
def action(item, partnership, cast):
    """The council owes an action by Friday 16 July 2027."""
    return ActionPoint.objects.create(
        item=item,
        reference="CCSP/2027/A001",
        text="Bring figures on knife crime",
        owner=partnership.seats["council"],
        due_on=date(2027, 7, 16),
        first_due_on=date(2027, 7, 16),
        raised_at=clock.now(),
        raised_by=cast.secretary,
    )


def test_an_action_is_recalled_to_whoever_holds_the_seat_now(action, cast):
    with on(date(2027, 7, 8)):
        remind_of_actions([5, 1])
    assert sent("action_due") == []
    with on(date(2027, 7, 9)):
        remind_of_actions([5, 1])
        remind_of_actions([5, 1])
    assert sent("action_due") == [("Tom Hargreaves", "Action due by Friday 16 July 2027: CCSP/2027/A001")]
    with on(date(2027, 7, 19)):
        remind_of_actions([5, 1])
    assert len(sent("action_due")) == 1


def test_an_action_that_is_complete_is_not_recalled(action):
    ActionPoint.objects.update(state="complete", ended_at=clock.now())
    with on(date(2027, 7, 9)):
        remind_of_actions([5])
    assert sent("action_due") == []


def test_an_action_put_off_is_recalled_before_its_new_day(action):
    with on(date(2027, 7, 9)):
        remind_of_actions([5])
        ActionPoint.objects.update(due_on=date(2027, 7, 30))
    with on(date(2027, 7, 23)):
        remind_of_actions([5])
    assert len(sent("action_due")) == 2


def test_the_task_sends_all_of_them_by_the_days_of_the_profile(action):
    with on(date(2027, 5, 19)):
        remind()
        remind()
    assert len(sent("paper_due")) == 2
    with on(date(2027, 6, 9)):
        remind()
    assert len(sent("meeting_tomorrow")) == 11


@given(
    event=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    days=st.lists(st.integers(0, 20), max_size=4),
    offset=st.integers(-40, 10),
)
def test_the_reminder_that_stands_is_the_latest_whose_day_has_come_and_none_after_the_event(event, days, offset):
    today = event + timedelta(days=offset)
    with on(today):
        stands = reminder_that_stands(event, days)
    come = [count for count in days if workdays.working_days_before(event, count) <= today]
    if today > event or not come:
        assert stands is None
    else:
        assert stands == min(come)


@pytest.mark.parametrize("meetings", [1, 6])
def test_the_task_costs_little_when_there_is_nothing_to_say(
    in_may, board, cast, meetings, django_assert_max_num_queries
):
    for week in range(meetings):
        convene(board, sitting(date(2027, 9, 9) + timedelta(weeks=week)), by=cast.secretary)
    with django_assert_max_num_queries(35):
        remind()
    assert Meeting.objects.count() == meetings
