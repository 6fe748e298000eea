"""What the law and the terms of reference bring to the forward plan by themselves, each once a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from ccsp_portal import clock, workdays
from ccsp_portal.workflow import one_at_a_time
from meetings.models import AgendaItem, Meeting, PlannedItem
from meetings.queries.calendar import bodies_that_meet, year_in_words
from meetings.workflow.forward import Slot, propose_once
from partners.models import Body, Role, Seat, User
from partners.models.dated import current

# how far ahead it is proposed: far enough for the call for papers of its meeting
AHEAD = timedelta(days=365)
Ground = PlannedItem.Ground


@dataclass(frozen=True)
class Yearly:
    """Business of every year: in which quarter, which duty or rule asks for it, whose it is, and of which bodies."""

    key: str
    title: str
    quarter: int
    role: str
    minutes: int
    duty: str = ""
    rule: str = ""
    only_board: bool = True
    # the year that the title names: this one, or the one that follows
    names_year: int = 0


BUSINESS = (
    Yearly("terms", "Review of the terms of reference, {year}", 1, Role.SECRETARY, 10, only_board=False,
           rule="The terms of reference are reviewed each year"),
    Yearly("assessment", "Strategic Assessment {year}", 3, Role.ANALYST, 30, duty="C05"),
    Yearly("plan", "Revision of the partnership plan for {year}", 4, Role.SECRETARY, 30, duty="C14", names_year=1),
)  # fmt: skip


@transaction.atomic
def propose_what_must_come() -> list[PlannedItem]:
    """Propose each year's business of the quarters within a year from now, once: safe to run at any time.

    What the secretary declined or withdrew does not come again. A body without a seat to own it waits for one.
    """
    one_at_a_time("propose what must come")
    made = []
    for body in bodies_that_meet():
        for each, year in _ahead(clock.today()):
            if body.kind == Body.Kind.BOARD or not each.only_board:
                made += _propose_once(body, each, year)
    return made


def _ahead(today: date) -> Iterator[tuple[Yearly, int]]:
    this_year = workdays.financial_year(today)
    for year in (this_year, this_year + 1):
        for each in BUSINESS:
            first, last = workdays.financial_quarter_days(year, each.quarter)
            if last >= today and first <= today + AHEAD:
                yield each, year


def _propose_once(body, each, year):
    owner = owning_seat(body, each.role)
    if owner is None:
        return []
    planned = propose_once(
        body,
        _slot(body, year, each.quarter),
        once=f"{each.key}/{body.pk}/{year}",
        by=User.objects.timetable(),
        title=each.title.format(year=year_in_words(year + each.names_year)),
        purpose=AgendaItem.Purpose.DECIDE,
        owner=owner,
        minutes_allotted=each.minutes,
        ground=Ground.DUTY if each.duty else Ground.RULE,
        duty=each.duty,
        ground_text=each.rule,
    )
    return [planned] if planned else []


def owning_seat(body: Body, role: str) -> Seat | None:
    """The body's seat of that role; without one, its secretary's."""
    for wanted in (role, Role.SECRETARY):
        seats = Seat.objects.current().filter(current(prefix="terms__"), body=body, terms__role=wanted)
        found = seats.order_by("position", "pk").first()
        if found:
            return found
    return None


def _slot(body, year, quarter) -> Slot:
    """The first meeting that is convened in the quarter; else the quarter."""
    for meeting in Meeting.objects.upcoming().ordinary().filter(body=body, state=Meeting.State.CONVENED):
        if workdays.financial_quarter(meeting.day) == (year, quarter):
            return Slot(meeting)
    return Slot(year=year, quarter=quarter)
