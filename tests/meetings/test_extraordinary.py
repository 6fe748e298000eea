"""An extraordinary meeting: called for one thing, with shorter notice where the rules allow it; not a quarterly one."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from meetings.models import Meeting
from meetings.queries.calendar import meetings_in_year
from meetings.queries.forward import meetings_to_choose
from meetings.queries.minutes import minutes_to_approve, next_meeting_after
from meetings.queries.timeline import days_of
from meetings.workflow import forward
from meetings.workflow.agenda import add_standing_items
from meetings.workflow.forward import Slot
from meetings.workflow.invitations import public_feed
from meetings.workflow.records import raise_action
from meetings.workflow.scheduling import convene
from partners.models import MeetingPolicy
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import NOW, boxes, sitting, text_of
from tests.meetings.running import seat_of

pytestmark = pytest.mark.usefixtures("in_may")

URL = "/meetings/convene/board/"
WHY = "the emergency closure of the underpass"
SOON = date(2027, 5, 11)


@pytest.fixture
def shorter(board):
    MeetingPolicy.objects.update(urgent_days=2, standing_items=[_standing("actions"), _standing("minutes")])
    board.refresh_from_db()


def _standing(key):
    return {"key": key, "title": key.title(), "purpose": "note", "minutes": 5}


@pytest.fixture
def called(board, secretary, shorter):
    return convene(board, sitting(SOON), called_for=WHY, by=secretary)


def answers(**changed):
    return {
        "title": "CCSP Board", "kind": "extraordinary", "called_for": WHY, "starts": "2pm", "ends": "3pm",
        "venue": "Council House", "joining_link": "", "access_notes": "", **boxes("day", SOON), **changed,
    }  # fmt: skip


def test_its_title_and_what_it_is_called_for_stand_everywhere(called, sign_in, cast):
    assert called.title == "Extraordinary meeting: CCSP Board"
    letter = Notice.objects.filter(template="meetings/notices/convened.txt").first()
    assert letter.subject == "Invitation: Extraordinary meeting: CCSP Board, Tuesday 11 May 2027"
    assert f"It is called for: {WHY}" in letter.text
    assert "Extraordinary meeting: CCSP Board" in text_of(sign_in(cast.observer).get("/meetings/"))
    assert WHY in text_of(sign_in(cast.observer).get(called.get_absolute_url()))
    told = public_feed([called], "Meetings").decode().replace("\r\n ", "")
    assert "SUMMARY:Extraordinary meeting: CCSP Board" in told
    assert f"called for: {WHY}" in told


def test_its_clock_follows_the_shorter_notice(called):
    assert (called.notice_days, called.paper_days, called.call_days, called.setting_days) == (2, 3, None, None)
    assert days_of(called)["circulate"] == called.papers_due_on == date(2027, 5, 6)


def test_its_page_says_that_papers_go_out_on_the_day_on_which_they_are_due(called, meeting, sign_in, cast):
    assert "Papers due Thursday 6 May 2027 Next in 2 working days They go out on the same day Agenda" in text_of(
        sign_in(cast.police_lead).get(called.get_absolute_url())
    )
    assert "on the same day" not in text_of(sign_in(cast.police_lead).get(meeting.get_absolute_url()))


def test_the_action_log_is_on_its_page_only_where_its_agenda_has_it(called, meeting, board, sign_in, secretary, cast):
    now = make_meeting(board, secretary, day=date(2027, 5, 4), state="in session", opened_at=NOW)
    owner = seat_of(cast.police_lead)
    raise_action(make_item(now), text="Count the lamps", owner=owner, due_on=SOON, by=secretary)
    client = sign_in(cast.police_lead)
    assert "Action log, for matters arising" in text_of(client.get(meeting.get_absolute_url()))
    assert "Action log" not in text_of(client.get(called.get_absolute_url()))
    add_standing_items(called, by=secretary)
    assert "Action log, for matters arising" in text_of(client.get(called.get_absolute_url()))


def test_without_a_shorter_notice_the_usual_one_holds(board, secretary):
    meeting = convene(board, sitting(SOON), called_for=WHY, by=secretary)
    assert (meeting.notice_days, meeting.call_days) == (5, 30)


def test_the_page_says_which_notice_holds_and_warns_by_it(post, sign_in, secretary, board, shorter):
    page = text_of(sign_in(secretary).get(URL))
    assert "An extraordinary meeting of this body needs 2 clear working days of notice, instead of 5." in page
    confirm = post(secretary, URL, answers())
    assert confirm.status_code == 200
    assert f"Extraordinary meeting, called for: {WHY}" in text_of(confirm)
    refused = post(secretary, URL, answers(kind="ordinary"))
    assert "There is no time left for 5 clear working days of notice" in text_of(refused)
    MeetingPolicy.objects.update(urgent_days=None)
    assert "it needs the usual 5 clear working days" in text_of(sign_in(secretary).get(URL))
    refused = post(secretary, URL, answers())
    assert "There is no time left for 5 clear working days of notice" in text_of(refused)


def test_it_is_convened_on_the_page(post, secretary, board, shorter):
    assert post(secretary, URL, answers(confirmed="yes")).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.is_extraordinary, meeting.called_for) == (True, WHY)


def test_what_it_is_called_for_is_asked(post, secretary, board, shorter):
    page = post(secretary, URL, answers(called_for=" "))
    assert page.status_code == 422
    assert "Enter what the meeting is called for" in text_of(page)
    assert not Meeting.objects.exists()


def test_an_ordinary_one_forgets_what_was_typed_for_the_other(post, secretary, board):
    later = boxes("day", date(2027, 6, 10))
    assert post(secretary, URL, answers(kind="ordinary", confirmed="yes", **later)).status_code == 302
    assert (Meeting.objects.get().is_extraordinary, Meeting.objects.get().called_for) == (False, "")


def test_its_agenda_begins_empty_and_the_secretary_may_add_standing_items(called, secretary):
    assert not called.items.exists()
    assert [item.standing for item in add_standing_items(called, by=secretary)] == ["actions", "minutes"]


def test_nothing_of_the_forward_plan_goes_to_it(called, board, secretary, partnership):
    asked = {
        "title": "Knife crime",
        "ground": "request",
        "ground_text": "The Panel",
        "owner": partnership.seats["police"],
    }
    waiting = forward.propose(board, Slot(year=2027, quarter=1), by=secretary, **asked)
    waiting = forward.place(waiting, Slot(year=2027, quarter=1), by=secretary)
    other = convene(board, sitting(date(2027, 5, 20)), called_for=WHY, by=secretary)
    assert not other.items.exists()
    assert called not in meetings_to_choose(board)
    with pytest.raises(ValidationError, match="takes only what it was called for"):
        forward.move(waiting, Slot(called), reason="Sooner", by=secretary)
    june = convene(board, sitting(date(2027, 6, 10)), by=secretary)
    assert june.items.filter(title="Knife crime").exists()


def test_it_is_no_quarterly_meeting_and_approves_no_minutes(called, board, secretary, cast):
    june = convene(board, sitting(date(2027, 6, 10)), by=secretary)
    assert list(meetings_in_year(board, 2027)) == [june]
    assert next_meeting_after(called) == june
    assert minutes_to_approve(called, cast.chair) == []


def test_the_database_wants_the_reason(called):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.update(called_for="")


def test_moved_it_keeps_its_own_notice(called, post, secretary):
    url = f"/meetings/{called.pk}/reschedule/"
    moved = answers(tell="now", version="1", confirmed="yes", **boxes("day", date(2027, 5, 13)))
    assert post(secretary, url, moved).status_code == 302
    called.refresh_from_db()
    assert called.starts_at == datetime.combine(date(2027, 5, 13), time(14), clock.LONDON)
    assert called.circulate_by == date(2027, 5, 10)


def test_the_search_finds_what_it_is_called_for_once_the_public_may_know_of_it(called, client, secretary, sign_in):
    def finds(reader):
        return called.title in text_of(reader.get("/search/", {"q": "underpass"}))

    client.logout()
    assert not finds(client)
    Meeting.objects.filter(pk=called.pk).update(state="circulated", circulated_at=NOW)
    assert finds(client)
    assert finds(sign_in(secretary))
