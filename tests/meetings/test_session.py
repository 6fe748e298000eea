"""The secretary opens the meeting, runs it from one page, and concludes it once everything is decided."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ccsp_portal.workflow import Conflict, NotOpen
from meetings.models import Meeting, Minutes
from meetings.workflow.presence import record_guest
from meetings.workflow.records import record_decision
from meetings.workflow.session import conclude, declare_interest, open_meeting
from tests.factories import make_decision, make_item, make_meeting
from tests.meetings.conftest import text_of
from tests.meetings.running import AT_TWO, HELD_ON, quorate


def url(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.pk])


def test_a_circulated_meeting_opens_and_says_when(on_the_day, board, secretary, post):
    meeting = make_meeting(board, secretary, state="circulated")
    assert post(secretary, url("open_meeting", meeting)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.opened_at) == ("in session", AT_TWO)


def test_a_meeting_opens_on_another_day_only_when_that_is_said(on_the_day, board, secretary, post, sign_in):
    meeting = make_meeting(board, secretary, day=HELD_ON + timedelta(days=17), state="circulated")
    asked = "It is planned for Sunday 28 March 2027, in 17 days. Open it today, Thursday 11 March 2027"
    assert asked in text_of(sign_in(secretary).get(url("open_meeting", meeting)))
    refused = post(secretary, url("open_meeting", meeting))
    assert refused.status_code == 422
    assert "Tick to open it today, Thursday 11 March 2027, or come back on Sunday 28 March 2027" in text_of(refused)
    assert Meeting.objects.get().state == "circulated"
    assert post(secretary, url("open_meeting", meeting), {"today": "on"}).status_code == 302
    assert Meeting.objects.get().state == "in session"


def test_a_meeting_whose_day_has_passed_says_when_it_was(on_the_day, board, secretary, sign_in):
    meeting = make_meeting(board, secretary, day=HELD_ON - timedelta(days=1), state="circulated")
    page = text_of(sign_in(secretary).get(url("open_meeting", meeting)))
    assert "It was planned for Wednesday 10 March 2027, 1 day ago. Open it today, Thursday 11 March 2027" in page


def test_an_opening_by_mistake_is_taken_back_and_the_history_says_so(sitting_now, item, cast, post, sign_in):
    button = "Take back the opening"
    assert button in text_of(sign_in(cast.secretary).get(url("run_meeting", sitting_now)))
    assert post(cast.chair, url("take_back_opening", sitting_now)).status_code == 403
    assert post(cast.secretary, url("take_back_opening", sitting_now)).status_code == 302
    sitting_now.refresh_from_db()
    assert (sitting_now.state, sitting_now.opened_at) == ("circulated", None)
    assert button not in text_of(sign_in(cast.secretary).get(url("run_meeting", sitting_now)))
    assert "took back the opening" in text_of(sign_in(cast.secretary).get(url("show_history", sitting_now)))


def _attendance(item, cast):
    quorate(item.meeting, cast)


def _decision(item, cast):
    make_decision(item, cast.secretary)


def _guest(item, cast):
    record_guest(item.meeting, name="Ann Lee", by=cast.secretary)


def _interest(item, cast):
    declare_interest(item.meeting, cast.chair.appointments.first().seat, "A relation", by=cast.secretary)


def _approval(item, cast):
    earlier = make_meeting(item.meeting.body, cast.secretary, day=HELD_ON.replace(month=1), state="concluded")
    approved = {"approved_at": AT_TWO, "approved_by_meeting": item.meeting}
    Minutes.objects.create(meeting=earlier, state="approved", cleared_at=AT_TWO, cleared_by=cast.chair, **approved)


@pytest.mark.parametrize("recorded", [_attendance, _decision, _guest, _interest, _approval])
def test_an_opening_stays_once_anything_is_recorded(sitting_now, item, cast, post, sign_in, recorded):
    recorded(item, cast)
    page = text_of(sign_in(cast.secretary).get(url("run_meeting", sitting_now)))
    assert "Take back the opening" not in page
    refused = post(cast.secretary, url("take_back_opening", sitting_now))
    assert refused.status_code == 409
    assert "Something has been recorded at this meeting already" in text_of(refused)
    assert Meeting.objects.get(pk=sitting_now.pk).state == "in session"


def test_a_meeting_without_circulated_papers_does_not_open(on_the_day, board, secretary):
    with pytest.raises(NotOpen, match="Circulate them, then open the meeting"):
        open_meeting(make_meeting(board, secretary), by=secretary)


def test_only_the_secretary_opens_runs_and_concludes(sitting_now, cast, sign_in, post):
    for name, person in cast.everybody.items():
        if name == "secretary":
            continue
        expected = 302 if name == "public" else 403
        for page in ("run_meeting", "open_meeting", "record_attendance", "declare_interest", "conclude_meeting"):
            assert sign_in(person).get(url(page, sitting_now)).status_code == expected, (name, page)
        assert post(person, url("conclude_meeting", sitting_now)).status_code == expected, name
    with pytest.raises(PermissionDenied):
        conclude(sitting_now, by=cast.chair)


def test_the_page_says_what_the_quorum_lacks_and_what_each_item_needs(sitting_now, item, secretary, sign_in):
    page = text_of(sign_in(secretary).get(url("run_meeting", sitting_now)))
    assert "Not quorate: 0 present, 4 needed. It lacks 4 more present, The Council and West Midlands Police." in page
    assert "Decision needed" in page
    assert "No minute yet" in page


def test_the_page_says_once_it_is_quorate(sitting_now, item, cast, sign_in):
    quorate(sitting_now, cast)
    assert "Quorate: 4 present, 4 needed." in text_of(sign_in(cast.secretary).get(url("run_meeting", sitting_now)))


def test_a_meeting_is_not_concluded_while_an_item_for_decision_is_undecided(sitting_now, item, secretary, post):
    with pytest.raises(Conflict, match="1 “The plan”"):
        conclude(sitting_now, by=secretary)
    page = post(secretary, url("conclude_meeting", sitting_now))
    assert page.status_code == 409
    assert "This item is for decision and undecided: 1 “The plan”." in text_of(page)
    assert Meeting.objects.get().state == "in session"


def test_a_deferral_lets_it_conclude_and_its_minutes_are_a_draft(sitting_now, item, secretary, post):
    record_decision(item, outcome="deferred", text="To the next meeting.", by=secretary)
    assert post(secretary, url("conclude_meeting", sitting_now)).status_code == 302
    sitting_now.refresh_from_db()
    assert (sitting_now.state, sitting_now.concluded_at) == ("concluded", AT_TWO)
    assert Minutes.objects.get().state == "draft"


def test_the_checklist_says_what_is_open(sitting_now, item, secretary, sign_in):
    make_decision(item, secretary, quorate=False)
    page = text_of(sign_in(secretary).get(url("conclude_meeting", sitting_now)))
    assert "Attendance of 12 seats is not recorded" in page
    assert "1 item without a minute: 1 The plan" in page
    assert "Taken without a quorum: TEST/" in page


def test_the_minutes_of_the_last_meeting_are_there_to_be_approved(sitting_now, board, cast, sign_in):
    earlier = make_meeting(board, cast.secretary, day=HELD_ON.replace(month=1), state="concluded")
    Minutes.objects.create(meeting=earlier, state="cleared", cleared_at=AT_TWO, cleared_by=cast.chair)
    page = sign_in(cast.secretary).get(url("run_meeting", sitting_now))
    assert url("show_minutes", earlier) in page.content.decode()


@pytest.mark.parametrize("items", [1, 3])
def test_what_running_costs(sitting_now, items, cast, sign_in, django_assert_num_queries):
    quorate(sitting_now, cast)
    for _ in range(items):
        make_decision(make_item(sitting_now), cast.secretary)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(16):
        client.get(url("run_meeting", sitting_now))


def test_before_it_opens_papers_stand_alone_and_not_beside_an_empty_column(on_the_day, board, secretary, sign_in, post):
    meeting = make_meeting(board, secretary, state="circulated")
    make_item(meeting, description="What it is about")
    page = sign_in(secretary).get(url("run_meeting", meeting)).content.decode()
    assert "What it is about" in page
    assert "portal-minuting__columns" not in page
    post(secretary, url("open_meeting", meeting))
    assert "portal-minuting__columns" in sign_in(secretary).get(url("run_meeting", meeting)).content.decode()
