"""The meeting's clock: each step before and after it, the day for it, and whether it is done, due or late."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from ccsp_portal import clock, workdays
from meetings.models import Meeting, Minutes

CALL, SET, PAPERS, CIRCULATE, MEET, NOTES, MINUTES = "call", "set", "papers", "circulate", "meet", "notes", "minutes"
# each step in its order, as the timeline calls it
NAMES = {
    CALL: "Call for papers",
    SET: "Agenda set with the chair",
    PAPERS: "Papers due",
    CIRCULATE: "Agenda and papers out",
    MEET: "Meeting",
    NOTES: "Action notes out",
    MINUTES: "Draft minutes with the chair",
}
COLOURS = {"Done": "green", "Done late": "yellow", "Late": "red", "Due today": "orange", "Next": "blue"}


@dataclass(frozen=True)
class Step:
    """One step of a meeting's clock: the last day for it, and the day on which it was done, if it was.

    `is_moot`: nobody recorded it, and what it was for has happened since. `is_next`: the first that is still to do.
    """

    key: str
    on: date
    done_on: date | None = None
    note: str = ""
    is_moot: bool = False
    is_next: bool = False

    @property
    def name(self) -> str:
        return NAMES[self.key]

    @property
    def is_open(self) -> bool:
        return self.done_on is None and not self.is_moot

    @property
    def state(self) -> str:
        """The state as a word: done, done late, not recorded, late, due today, next, or ahead."""
        if self.done_on:
            return "Done late" if self.done_on > self.on else "Done"
        if self.is_moot:
            return "Not recorded"
        if self.on <= clock.today():
            return "Late" if self.on < clock.today() else "Due today"
        return "Next" if self.is_next else "Ahead"

    @property
    def colour(self) -> str:
        return COLOURS.get(self.state, "grey")

    @property
    def how_far(self) -> str:
        """How far off an open step is, in working days: "in 3 working days", "2 working days late"."""
        if not self.is_open or self.on == clock.today():
            return ""
        is_late = self.on < clock.today()
        first, last = sorted((self.on, clock.today()))
        count = workdays.clear_working_days_between(first, last) + workdays.is_working_day(last)
        days = f"{count} working day{'' if count == 1 else 's'}"
        return f"{days} late" if is_late else f"in {days}"


def days_of(meeting: Meeting) -> dict[str, date]:
    """The day of each step that the meeting's rules have, in order."""
    days = {
        CALL: meeting.call_on,
        SET: meeting.setting_on,
        PAPERS: meeting.papers_due_on,
        CIRCULATE: meeting.circulate_by,
        MEET: meeting.day,
        NOTES: meeting.notes_due_on,
        MINUTES: meeting.minutes_due_on,
    }
    return {key: day for key, day in days.items() if day is not None}


def days_if_held_on(day: date, rules) -> dict[str, date]:
    """The day of each step, were the meeting held on that day, by `rules`: a policy, or the meeting that copied one."""
    before, after = workdays.working_days_before, workdays.working_days_after
    days = {
        CALL: None if rules.call_days is None else before(day, rules.call_days),
        SET: None if rules.setting_days is None else before(day, rules.setting_days),
        PAPERS: before(day, rules.paper_days),
        CIRCULATE: workdays.latest_day_for_clear_notice(day, rules.notice_days),
        MEET: day,
        NOTES: None if rules.notes_days is None else after(day, rules.notes_days),
        MINUTES: after(day, rules.minutes_days),
    }
    return {key: each for key, each in days.items() if each is not None}


def steps_of(
    meeting: Meeting,
    minutes: Minutes | None = None,
    papers_missing: int = 0,
    last_paper_at: datetime | None = None,
    first_called_at: datetime | None = None,
) -> list[Step]:
    """The meeting's clock in the order of its steps; none once it is cancelled. No query.

    `papers_missing` of its papers are still to come; the last of those that came did so at `last_paper_at`. All are in
    once an agenda that is agreed lacks none, and in any case once they are out. They were called for first at
    `first_called_at`: the meeting itself keeps the latest call.
    """
    if meeting.state == Meeting.State.CANCELLED:
        return []
    out = day_of(meeting.circulated_at)
    is_all_in = bool(out) or bool(meeting.agenda_set_at and last_paper_at and not papers_missing)
    brought = (day_of(last_paper_at) or out) if is_all_in else None
    done = {
        CALL: day_of(first_called_at or meeting.called_at),
        SET: day_of(meeting.agenda_set_at),
        PAPERS: brought,
        CIRCULATE: out,
        MEET: day_of(meeting.concluded_at),
        NOTES: day_of(meeting.notes_sent_at),
        MINUTES: day_of(minutes.sent_to_chair_at if minutes else None),
    }
    moot = {CALL, SET} if out else set()
    if done[MINUTES]:
        moot.add(NOTES)
    days = days_of(meeting)
    at_once = "They go out on the same day" if days[PAPERS] == days[CIRCULATE] else ""
    notes = {PAPERS: ". ".join(filter(None, (_papers_to_come(papers_missing), at_once)))}
    return _with_next(
        Step(key, day, done[key], notes.get(key, ""), is_moot=key in moot and done[key] is None)
        for key, day in days.items()
    )


def next_step(steps: Iterable[Step]) -> Step | None:
    """The first step that is still to do."""
    return next((step for step in steps if step.is_open), None)


def _with_next(steps):
    steps = list(steps)
    first = next_step(steps)
    return [replace(step, is_next=step is first) for step in steps]


def _papers_to_come(count):
    if not count:
        return ""
    return "1 paper is still to come" if count == 1 else f"{count} papers are still to come"


def day_of(moment: datetime | None) -> date | None:
    """The London day of a moment, if there is one."""
    return moment.astimezone(clock.LONDON).date() if moment else None


@dataclass(frozen=True)
class MovedStep:
    """A step of a meeting that moves: its day before and after, and whether the new one has passed already."""

    name: str
    before: date
    after: date
    is_done: bool

    @property
    def is_moved(self) -> bool:
        return self.before != self.after

    @property
    def is_too_late(self) -> bool:
        return not self.is_done and self.after < clock.today()


def moved_steps(meeting: Meeting, to: date) -> list[MovedStep]:
    """Each step's day as it is and as it would be, were the meeting held on another day. No query."""
    after = days_if_held_on(to, meeting)
    done = {step.key for step in steps_of(meeting) if step.done_on}
    return [MovedStep(NAMES[key], day, after[key], key in done) for key, day in days_of(meeting).items()]
