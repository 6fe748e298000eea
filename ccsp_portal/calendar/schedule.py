"""The dates that a rule proposes for a financial year, and why each was chosen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ccsp_portal import workdays
from ccsp_portal.calendar.events import Event
from ccsp_portal.clock import LONDON

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ORDINALS = ("first", "second", "third", "fourth", "fifth")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`months`, the `nth` `weekday` ("thu") of each, at a time, for so many `minutes`."""

    months: Sequence[int]
    nth: int
    weekday: str
    at: time
    minutes: int


@dataclass
class ProposedDate:
    """A meeting's proposed time. `reasons` are sentences; `is_free` is False where its quarter has no free day left."""

    starts_at: datetime
    ends_at: datetime
    reasons: list[str] = field(default_factory=list)
    is_free: bool = True

    @property
    def day(self) -> date:
        return self.starts_at.date()


def propose(rule: Rule, year: int, events: Iterable[Event], committees: Collection[str]) -> list[ProposedDate]:
    """The year's dates by the rule, in order, each moved to the next free day of its quarter where it must be.

    A day is free when it is a working day and no event that goes ahead, of a committee named in `committees`, overlaps
    the meeting's time. `year` is the financial year by the year in which it begins.
    """
    named = {committee.casefold() for committee in committees}
    against = [event for event in events if event.goes_ahead and event.committee.casefold() in named]
    months = sorted(rule.months, key=lambda month: (month - 4) % 12)
    return [_proposal(rule, date(year + (month < 4), month, 1), against) for month in months]


def obstacles(
    starts_at: datetime, ends_at: datetime, events: Iterable[Event], committees: Collection[str]
) -> list[str]:
    """Why a meeting at that time would be a bad idea: a sentence each, none where it is free."""
    named = {committee.casefold() for committee in committees}
    against = [event for event in events if event.goes_ahead and event.committee.casefold() in named]
    return _obstacles(starts_at, ends_at, against)


def _proposal(rule, month, against):
    first = _nth_weekday(rule, month)
    reasons = [f"{_rule_in_words(rule, first)} is {_written(first)}."]
    day = first
    last = _last_day_of_quarter(first)
    while day <= last:
        starts_at, ends_at = _times(rule, day)
        in_the_way = _obstacles(starts_at, ends_at, against)
        if not in_the_way:
            if day != first:
                reasons.append(f"{_long(day)} is the next free day in the quarter.")
            return ProposedDate(starts_at, ends_at, reasons)
        if day.weekday() < 5 or day == first:
            reasons += in_the_way
        day += ONE_DAY
    reasons.append(f"No later day of the quarter is free, so {_written(first)} stands: choose another.")
    return ProposedDate(*_times(rule, first), reasons, is_free=False)


def _nth_weekday(rule, month):
    """The nth weekday of a month; its last, where the month has no fifth."""
    wanted = WEEKDAYS.index(rule.weekday)
    first = month + timedelta(days=(wanted - month.weekday()) % 7)
    day = first + timedelta(weeks=rule.nth - 1)
    return day if day.month == month.month else day - timedelta(weeks=1)


def _rule_in_words(rule, day):
    return f"The {ORDINALS[(day.day - 1) // 7]} {day:%A} of {day:%B %Y}"


def _last_day_of_quarter(day):
    """The last day of the financial quarter, which is the calendar quarter too."""
    month = (day.month - 1) // 3 * 3 + 3
    return date(day.year + month // 12, month % 12 + 1, 1) - ONE_DAY


def _times(rule, day):
    starts_at = datetime.combine(day, rule.at, tzinfo=LONDON)
    return starts_at, starts_at + timedelta(minutes=rule.minutes)


def _obstacles(starts_at, ends_at, against):
    day = starts_at.astimezone(LONDON).date()
    if day.weekday() >= 5:
        return [f"{_long(day)} is at the weekend."]
    holiday = workdays.bank_holiday(day)
    if holiday:
        return [f"{_long(day)} is a bank holiday ({holiday})."]
    return [
        f"{_long(day)} clashes with {event.committee}, {_clock(event.starts_at)} to {_clock(event.ends_at)}."
        for event in against
        if event.overlaps(starts_at, ends_at)
    ]


def _clock(moment):
    local = moment.astimezone(LONDON)
    minutes = f".{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def _written(day):
    return f"{day.day} {day:%B %Y}"


def _long(day):
    return f"{day:%A} {day.day} {day:%B}"
