"""Meetings come to be, move and are called off, and everybody invited hears of it."""

import threading
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal import clock, workdays
from ccsp_portal.workflow import Conflict, NotOpen, Stale
from meetings.models import Meeting
from meetings.workflow.scheduling import _deadlines, cancel, convene, reschedule, schedule_year
from tests.cast import QUORUM, make_partnership, make_person
from tests.meetings.conftest import NOW, sitting

QUARTERS = [date(2027, 6, 10), date(2027, 9, 9), date(2027, 12, 9), date(2028, 3, 9)]


def test_a_meeting_copies_the_rules_and_works_out_its_deadlines(meeting, board, secretary):
    assert meeting.quorum == QUORUM
    assert (meeting.notice_days, meeting.paper_days, meeting.minutes_days) == (5, 10, 10)
    # the bank holiday of 31 May is not counted
    assert meeting.papers_due_on == date(2027, 5, 26)
    assert meeting.circulate_by == date(2027, 6, 2)
    assert meeting.minutes_due_on == date(2027, 6, 24)
    assert (meeting.state, meeting.financial_year, meeting.sequence, meeting.convened_by) == (
        "convened",
        2027,
        0,
        secretary,
    )
    assert meeting.uid.startswith("meeting-") and meeting.uid.endswith("@127.0.0.1")
    board.meeting_policy.notice_days = 9
    board.meeting_policy.save()
    meeting.refresh_from_db()
    assert meeting.notice_days == 5


class Rules:
    def __init__(self, notice, paper, minutes):
        self.notice_days, self.paper_days, self.minutes_days = notice, paper, minutes
        self.call_days = self.setting_days = self.notes_days = None


@given(
    day=st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    notice=st.integers(0, 20),
    paper=st.integers(0, 30),
    minutes=st.integers(0, 30),
)
def test_deadlines_are_working_days_that_leave_the_time_the_rules_ask_for(day, notice, paper, minutes):
    found = _deadlines(day, Rules(notice, paper, minutes))
    circulate_by, papers_due, minutes_due = (
        found["circulate_by"],
        found["papers_due_on"],
        found["minutes_due_on"],
    )
    assert workdays.is_working_day(circulate_by)
    assert workdays.clear_working_days_between(circulate_by, day) >= notice
    later = circulate_by + timedelta(days=1)
    if workdays.is_working_day(later) and later < day:
        assert workdays.clear_working_days_between(later, day) < notice
    assert papers_due <= day <= minutes_due
    if paper > notice:
        assert papers_due <= circulate_by
    first, last = workdays.financial_year_days(found["financial_year"])
    assert first <= day <= last


def test_a_year_is_convened_in_one_act(in_may, board, secretary):
    made = schedule_year(board, 2027, [sitting(day) for day in QUARTERS], by=secretary)
    assert [meeting.day for meeting in made] == QUARTERS
    assert Meeting.objects.held_in(2027).count() == 4
    assert len({meeting.uid for meeting in made}) == 4


def test_a_year_is_convened_whole_or_not_at_all(in_may, board, secretary):
    with pytest.raises(ValidationError, match=r"financial year 2027/28"):
        schedule_year(board, 2027, [sitting(QUARTERS[0]), sitting(date(2028, 6, 8))], by=secretary)
    with pytest.raises(ValidationError, match="must start in the future"):
        schedule_year(board, 2027, [sitting(QUARTERS[0]), sitting(date(2027, 4, 8))], by=secretary)
    assert Meeting.objects.count() == 0


def test_a_year_that_has_meetings_is_not_scheduled_again(meeting, board, secretary):
    with pytest.raises(Conflict, match=r"already has meetings in 2027/28: Asha Patel convened them"):
        schedule_year(board, 2027, [sitting(day) for day in QUARTERS[1:]], by=secretary)
    assert Meeting.objects.count() == 1


def test_a_cancelled_meeting_does_not_stand_in_the_way_of_its_year(meeting, board, secretary):
    cancel(meeting, reason="Local elections", by=secretary)
    assert len(schedule_year(board, 2027, [sitting(day) for day in QUARTERS], by=secretary)) == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_secretaries_scheduling_at_once_the_second_is_told():
    partnership = make_partnership()
    first = make_person("Asha Patel", partnership.seats["secretary"])
    second = make_person("Ben Marsh", partnership.seats["secretary"], kind="deputy")
    ready, outcomes = threading.Barrier(2), []

    def schedule(person):
        with clock.set_to(NOW):
            ready.wait()
            try:
                outcomes.append(
                    len(schedule_year(partnership.board, 2027, [sitting(day) for day in QUARTERS], by=person))
                )
            except Conflict as conflict:
                outcomes.append(str(conflict))
        connection.close()

    threads = [threading.Thread(target=schedule, args=[person]) for person in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Meeting.objects.count() == 4
    done, told = sorted(outcomes, key=str)
    assert done == 4
    assert told.startswith("The Board already has meetings in 2027/28")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (sitting(date(2027, 5, 3)), "The meeting must start in the future"),
        (sitting(date(2027, 5, 4), time(9), time(11)), "The meeting must start in the future"),
        (sitting(date(2027, 6, 10), time(16), time(14)), "The meeting must end after it starts"),
        (sitting(date(2027, 6, 10), time(14), time(14)), "The meeting must end after it starts"),
    ],
)
def test_impossible_times_are_refused(in_may, board, secretary, wrong, sentence):
    with pytest.raises(ValidationError, match=sentence):
        convene(board, wrong, by=secretary)
    assert Meeting.objects.count() == 0


def test_a_body_does_not_meet_twice_at_one_time(meeting, board, secretary):
    with pytest.raises(ValidationError, match="already has a meeting at this time"):
        convene(board, sitting(date(2027, 6, 10)), by=secretary)


def test_a_body_without_rules_for_its_meetings_can_not_meet(in_may, partnership, secretary):
    with pytest.raises(PermissionDenied):
        convene(partnership.group, sitting(date(2027, 6, 10)), by=secretary)


def test_only_the_secretary_convenes_moves_and_cancels(meeting, cast, board):
    for name, person in cast.everybody.items():
        if name in {"secretary", "public"}:
            continue
        with pytest.raises(PermissionDenied):
            convene(board, sitting(date(2027, 7, 8)), by=person)
        with pytest.raises(PermissionDenied):
            reschedule(meeting, sitting(date(2027, 7, 8)), version=1, by=person)
        with pytest.raises(PermissionDenied):
            cancel(meeting, reason="Local elections", by=person)
    assert Meeting.objects.get().state == "convened"


def test_a_moved_meeting_has_new_deadlines_and_a_higher_sequence(meeting, secretary):
    moved = reschedule(
        meeting,
        sitting(date(2027, 6, 17), venue="Friargate", reasons=("Chosen by Asha Patel.",)),
        version=1,
        by=secretary,
    )
    assert (moved.day, moved.venue, moved.sequence, moved.version) == (date(2027, 6, 17), "Friargate", 1, 2)
    assert moved.papers_due_on == date(2027, 6, 3)
    assert (moved.rescheduled_by, moved.rescheduled_at) == (secretary, NOW)
    assert moved.uid == meeting.uid
    assert moved.date_reasons == ["Chosen by Asha Patel."]


def test_a_meeting_moved_into_another_year_belongs_to_it(meeting, secretary):
    assert reschedule(meeting, sitting(date(2028, 4, 13)), version=1, by=secretary).financial_year == 2028


def test_moving_a_meeting_to_where_it_is_changes_nothing(meeting, secretary):
    with pytest.raises(ValidationError, match="Nothing is different"):
        reschedule(meeting, sitting(date(2027, 6, 10)), version=1, by=secretary)
    meeting.refresh_from_db()
    assert meeting.sequence == 0


def test_the_second_of_two_who_move_a_meeting_is_told(meeting, secretary):
    reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=secretary)
    with pytest.raises(Stale):
        reschedule(meeting, sitting(date(2027, 6, 24)), version=1, by=secretary)
    meeting.refresh_from_db()
    assert meeting.day == date(2027, 6, 17)


def test_a_meeting_is_not_moved_into_the_past(meeting, secretary):
    with pytest.raises(ValidationError, match="must start in the future"):
        reschedule(meeting, sitting(date(2027, 4, 8)), version=1, by=secretary)


def test_a_cancelled_meeting_says_when_why_and_by_whom(meeting, secretary):
    cancelled = cancel(meeting, reason="  Local elections ", by=secretary)
    assert (cancelled.state, cancelled.cancelled_reason, cancelled.cancelled_by, cancelled.cancelled_at) == (
        "cancelled",
        "Local elections",
        secretary,
        NOW,
    )
    assert cancelled.sequence == 1


def test_a_meeting_is_not_cancelled_without_a_reason(meeting, secretary):
    with pytest.raises(ValidationError, match="Enter why the meeting is cancelled"):
        cancel(meeting, reason="  ", by=secretary)


@pytest.mark.parametrize("state", ["in session", "concluded", "cancelled"])
def test_a_meeting_that_has_opened_or_is_off_can_not_be_moved_or_cancelled(meeting, secretary, state):
    Meeting.objects.update(
        state=state,
        circulated_at=NOW,
        concluded_at=NOW,
        cancelled_at=NOW,
        cancelled_by=secretary,
        cancelled_reason="Local elections",
    )
    with pytest.raises(NotOpen):
        reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=secretary)
    with pytest.raises(NotOpen):
        cancel(meeting, reason="Local elections", by=secretary)
