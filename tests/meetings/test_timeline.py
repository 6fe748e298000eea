"""The meeting's clock: every step has its day, from the rules that the meeting copied, and moves with the meeting."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal import clock, workdays
from ccsp_portal.notices.models import Notice
from meetings.models import Meeting
from meetings.queries.timeline import days_if_held_on, days_of, moved_steps, next_step, steps_of
from meetings.workflow import agenda
from meetings.workflow.scheduling import Sitting, cancel, convene, reschedule
from partners.models import MeetingPolicy
from tests.factories import make_item
from tests.meetings.conftest import NOW, boxes, sitting, text_of

JUNE = date(2027, 6, 10)


def at(meeting, **fields):
    Meeting.objects.filter(pk=meeting.pk).update(**fields)
    meeting.refresh_from_db()
    return meeting


def states(meeting):
    return {step.key: step.state for step in steps_of(meeting)}


def test_every_step_has_its_day_in_working_days(meeting):
    assert days_of(meeting) == {
        "call": date(2027, 4, 27),
        "set": date(2027, 5, 12),
        "papers": date(2027, 5, 26),
        "circulate": date(2027, 6, 2),
        "meet": JUNE,
        "notes": date(2027, 6, 14),
        "minutes": date(2027, 6, 24),
    }


class Rules:
    call_days, setting_days, paper_days, notice_days, notes_days, minutes_days = 30, 20, 10, 5, 2, 10


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)))
def test_the_steps_follow_one_another_whatever_the_day(day):
    days = list(days_if_held_on(day, Rules).values())
    assert days == sorted(days)
    assert all(workdays.is_working_day(each) for each in days if each != day)


def test_a_later_policy_does_not_rewrite_a_meeting_that_is_convened(meeting, board):
    before = days_of(meeting)
    MeetingPolicy.objects.update(call_days=60, setting_days=None, notes_days=9, paper_days=20)
    assert days_of(Meeting.objects.get()) == before


def test_a_body_that_does_without_a_step_has_none(in_may, board, secretary):
    MeetingPolicy.objects.update(call_days=None, setting_days=None, notes_days=None)
    board.refresh_from_db()
    held = convene(type(board).objects.get(pk=board.pk), sitting(JUNE), by=secretary)
    assert [step.key for step in steps_of(held)] == ["papers", "circulate", "meet", "minutes"]


def test_what_is_done_is_known_from_what_was_recorded(meeting, secretary):
    assert states(meeting)["call"] == "Late"
    at(meeting, called_at=NOW, called_by=secretary)
    assert states(meeting)["call"] == "Done late"
    assert next_step(steps_of(meeting)).key == "set"
    assert states(meeting)["set"] == "Next"
    at(meeting, agenda_set_at=NOW, agenda_set_by=secretary)
    assert states(meeting)["set"] == "Done"


def test_papers_are_not_late_once_the_agenda_is_agreed_and_all_have_come(meeting, secretary):
    def papers(missing=0):
        steps = {step.key: step for step in steps_of(meeting, papers_missing=missing, last_paper_at=NOW)}
        return steps["papers"].state

    with clock.set_to(datetime.combine(date(2027, 5, 27), time(9), clock.LONDON)):
        assert papers() == "Late"
        at(meeting, agenda_set_at=NOW, agenda_set_by=secretary)
        assert (papers(), papers(missing=1)) == ("Done", "Late")


def test_a_step_that_nobody_recorded_is_not_late_once_the_papers_are_out(meeting):
    at(meeting, state="circulated", circulated_at=NOW)
    assert (states(meeting)["call"], states(meeting)["set"]) == ("Not recorded", "Not recorded")
    assert next_step(steps_of(meeting)).key == "meet"


@pytest.mark.parametrize(
    ("days", "words"), [(0, ""), (-1, "in 1 working day"), (-7, "in 5 working days"), (1, "1 working day late")]
)
def test_how_far_off_it_is_is_said_in_working_days(meeting, days, words):
    with clock.set_to(datetime.combine(date(2027, 5, 12) + timedelta(days=days), time(9), clock.LONDON)):
        step = next(step for step in steps_of(meeting) if step.key == "set")
        assert step.how_far == words


def test_a_cancelled_meeting_has_no_clock(meeting, secretary):
    assert steps_of(cancel(meeting, reason="Snow", by=secretary)) == []


def test_members_read_it_and_the_public_does_not(meeting, sign_in, cast):
    at(meeting, state="circulated", circulated_at=NOW)
    url = reverse("meetings:show_meeting", args=[meeting.pk])
    assert "Agenda and papers out Wednesday 2 June 2027 Done" in text_of(sign_in(cast.observer).get(url))
    assert "What is due, and by when" not in text_of(sign_in(cast.public).get(url))


# ── rescheduling moves all of it ─────────────────────────────────────────────────────────────────────────────────────


def test_rescheduling_moves_every_step(meeting, secretary):
    before = days_of(meeting)
    moved = reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=secretary)
    after = days_of(moved)
    assert after.keys() == before.keys()
    assert all(after[key] > before[key] for key in before)
    assert after == days_if_held_on(date(2027, 6, 17), moved)


def test_she_sees_each_day_before_and_after_and_whose_paper_day_changes(meeting, post, secretary, partnership):
    make_item(meeting, title="Knife crime", presenter=partnership.seats["police"])
    answers = {
        "starts": "2pm",
        "ends": "4pm",
        "venue": "Friargate",
        "version": "1",
        "tell": "now",
        **boxes("day", date(2027, 6, 17)),
    }
    page = text_of(post(secretary, reverse("meetings:reschedule_meeting", args=[meeting.pk]), answers))
    assert "Papers due Wednesday 26 May 2027 Thursday 3 June 2027" in page
    assert "Call for papers Tuesday 27 April 2027 Wednesday 5 May 2027" in page
    assert "Whose paper day changes" in page
    assert "“Knife crime”: Local policing area commander, West Midlands Police, Daniel Okafor, Megan Price" in page
    assert Meeting.objects.get().sequence == 0


def test_a_day_that_would_have_passed_is_said(meeting):
    moved = {step.name: step for step in moved_steps(meeting, date(2027, 5, 14))}
    assert moved["Papers due"].is_too_late
    assert not moved["Draft minutes with the chair"].is_too_late


def test_presenters_are_told_of_their_new_day_and_others_are_not(meeting, secretary, partnership, cast):
    make_item(meeting, title="Knife crime", presenter=partnership.seats["police"])
    make_item(meeting, title="Operation Nightjar", presenter=partnership.seats["police"], privacy="private")
    reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=secretary)
    letters = {each.recipient: each.text for each in Notice.objects.filter(template__endswith="rescheduled.txt")}
    for person in (cast.police_lead, cast.deputy):
        assert "it was Wednesday 26 May 2027, and is now Thursday 3 June 2027" in letters[person]
        assert "- Knife crime" in letters[person] and "- A private matter" in letters[person]
    assert "Nightjar" not in "".join(letters.values())
    assert "Knife crime" not in letters[cast.council_officer]
    assert "Papers are now due by Thursday 3 June 2027" in letters[cast.council_officer]
    assert len(letters) == Notice.objects.filter(template__endswith="convened.txt").count()


# ── the night the clocks change ──────────────────────────────────────────────────────────────────────────────────────

AUTUMN, SPRING = date(2027, 10, 31), date(2028, 3, 26)


def night(day, starts, ends):
    return Sitting(datetime.combine(day, starts, clock.LONDON), datetime.combine(day, ends, clock.LONDON), "Friargate")


def test_a_meeting_at_half_past_one_on_the_night_the_clocks_go_back_keeps_its_day_and_its_minutes(
    in_may, board, secretary, sign_in
):
    held = convene(board, night(AUTUMN, time(1, 30), time(3)), by=secretary)
    held.refresh_from_db()
    assert held.day == AUTUMN
    assert days_of(held)["minutes"] == date(2027, 11, 12)
    agenda.add_item(held, title="First", purpose="note", minutes_allotted=60, by=secretary)
    agenda.add_item(held, title="Second", purpose="note", minutes_allotted=90, by=secretary)
    page = text_of(sign_in(secretary).get(reverse("meetings:edit_agenda", args=[held.pk])))
    # two and a half hours lie between half past one, summer time, and three, winter time
    assert "It takes 150 minutes, and ends at 3am." in page
    assert "longer than the meeting" not in page
    assert "1.30am (summer time) First" in page.replace("  ", " ")
    assert "1.30am (winter time)" in page


def test_a_time_that_does_not_come_on_the_night_the_clocks_go_forward_is_refused(in_may, board, post, secretary):
    answers = {"title": "Night", "starts": "1.30am", "ends": "3am", "venue": "Friargate", **boxes("day", SPRING)}
    page = post(secretary, reverse("meetings:convene_meeting", args=["board"]), answers)
    assert page.status_code == 422
    assert "The clocks go forward that night, so there is no 1.30am: enter another time" in text_of(page)
