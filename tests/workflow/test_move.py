"""A state changes only through a Move."""

from datetime import datetime, timedelta

import pytest
import rules
from django.core.exceptions import PermissionDenied, ValidationError

from ccsp_portal import clock
from ccsp_portal.workflow import Move, NotOpen, Stale, open_to, save_if_fresh
from meetings.models import Meeting

CONVENED, CANCELLED = Meeting.State.CONVENED, Meeting.State.CANCELLED
CANCEL = Move("cancel", frozenset({CONVENED}), CANCELLED, "tests.secretary_only")
MOVE_ROOM = Move("move to another room", frozenset({CONVENED}), None, "tests.secretary_only")


@pytest.fixture(autouse=True)
def _permission(secretary):
    rules.set_perm("tests.secretary_only", rules.predicate(lambda user: user == secretary, name="secretary_only"))
    yield
    rules.remove_perm("tests.secretary_only")


@pytest.fixture
def meeting(board, secretary):
    starts = datetime(2026, 12, 10, 14, tzinfo=clock.LONDON)
    return Meeting.objects.create(
        body=board,
        title="Board",
        financial_year=2026,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        venue="Council House",
        quorum={"share": "1/3"},
        date_reasons=["The second Thursday"],
        notice_days=5,
        paper_days=10,
        minutes_days=10,
        papers_due_on=starts.date(),
        circulate_by=starts.date(),
        minutes_due_on=starts.date(),
        uid="one@ccsp.example",
        convened_at=clock.now(),
        convened_by=secretary,
    )


def cancel(meeting, by, reason="The chair is ill."):
    return CANCEL.make(meeting, by=by, cancelled_at=clock.now(), cancelled_by=by, cancelled_reason=reason)


def test_a_move_changes_the_state_and_the_fields(meeting, secretary):
    cancelled = cancel(meeting, secretary)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_reason, meeting.version) == ("cancelled", "The chair is ill.", 2)
    assert cancelled == meeting and cancelled is not meeting


def test_a_move_without_a_state_of_its_own_leaves_the_state(meeting, secretary):
    assert MOVE_ROOM.make(meeting, by=secretary, venue="Room 2").state == "convened"


def test_a_person_without_the_permission_is_refused(meeting, chair):
    with pytest.raises(PermissionDenied, match="You are not allowed to “cancel” for this meeting"):
        cancel(meeting, chair)
    meeting.refresh_from_db()
    assert meeting.state == "convened"


def test_a_move_from_another_state_says_why_not(meeting, secretary):
    cancel(meeting, secretary)
    with pytest.raises(NotOpen, match="You cannot “cancel” now: this meeting is “Cancelled”"):
        cancel(meeting, secretary)


def test_the_row_in_the_database_counts_not_the_one_in_hand(meeting, secretary):
    Meeting.objects.filter(pk=meeting.pk).update(state="in session", circulated_at=clock.now())
    assert meeting.state == "convened"
    with pytest.raises(NotOpen):
        cancel(meeting, secretary)


def test_what_the_model_refuses_is_refused(meeting, secretary):
    with pytest.raises(ValidationError):
        cancel(meeting, secretary, reason="x" * 301)


def test_buttons_are_for_those_who_may_press_them(meeting, secretary, chair):
    assert open_to(secretary, meeting, [CANCEL, MOVE_ROOM]) == [CANCEL, MOVE_ROOM]
    assert open_to(chair, meeting, [CANCEL, MOVE_ROOM]) == []


def test_no_button_is_drawn_for_what_is_too_late(meeting, secretary):
    assert open_to(secretary, cancel(meeting, secretary), [CANCEL]) == []


def test_the_act_and_the_person_are_in_the_history(meeting, secretary):
    cancel(meeting, secretary)
    context = Meeting.pgh_event_model.objects.filter(pgh_label="update").get().pgh_context
    assert (context["act"], context["user"]) == ("cancel", secretary.pk)


def test_a_fresh_save_raises_the_version(meeting, secretary):
    saved = save_if_fresh(meeting, 1, {"venue": "Room 2"}, by=secretary)
    assert (saved.venue, saved.version) == ("Room 2", 2)


def test_a_stale_save_shows_both_texts_and_changes_nothing(meeting, secretary, chair):
    save_if_fresh(meeting, 1, {"venue": "Room 2"}, by=chair)
    with pytest.raises(Stale) as refusal:
        save_if_fresh(meeting, 1, {"venue": "Room 3"}, by=secretary)
    assert refusal.value.theirs.venue == "Room 2"
    assert refusal.value.yours == {"venue": "Room 3"}
    assert refusal.value.sentence == "Somebody else changed this meeting while you were writing."
    meeting.refresh_from_db()
    assert meeting.venue == "Room 2"


def test_a_move_makes_an_edit_begun_before_it_stale(meeting, secretary):
    MOVE_ROOM.make(meeting, by=secretary, venue="Room 2")
    with pytest.raises(Stale):
        save_if_fresh(meeting, 1, {"venue": "Room 3"}, by=secretary)
