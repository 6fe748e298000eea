"""How often papers came late, by quarter and by authority: fairly, so that nobody answers for an empty seat."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ccsp_portal import clock, workdays
from meetings.models import Meeting, Paper, PaperVersion, Submission
from partners.models import Appointment, Body, Role
from partners.queries import bodies_where

CHARTING = (Role.SECRETARY, Role.CHAIR, Role.VICE_CHAIR)
# of a bar, in the units of its picture
WIDEST = 300


@dataclass
class Count:
    """The papers of one authority in one quarter, or of several: how many came, how many late, how many don't count."""

    in_time: int = 0
    late: int = 0
    vacant: int = 0

    @property
    def counted(self) -> int:
        return self.in_time + self.late

    @property
    def share_late(self) -> float | None:
        return self.late / self.counted if self.counted else None


@dataclass(frozen=True)
class Row:
    """A line of the table and of the chart: a quarter, or an authority, with what is counted and two bars."""

    name: str
    count: Count
    in_time_width: int = 0
    late_width: int = 0


def bodies_charted(person) -> QuerySet[Body]:
    """The bodies whose papers the person may see counted: whose secretary or chair they are."""
    return Body.objects.filter(pk__in=_charted_by(person)).order_by("kind", "name")


def sees_lateness(person) -> bool:
    """Whether there is such a body: for drawing the link. No query of its own."""
    return bool(_charted_by(person))


def _charted_by(person):
    return frozenset[int]().union(*(bodies_where(person, role) for role in CHARTING))


def lateness_page(bodies: QuerySet[Body], asked) -> dict:
    """The chart and the table for one of the bodies and one financial year: those that were asked for, or the first
    and this year. Three queries."""
    charted = list(bodies)
    body = next((each for each in charted if each.key == asked.get("body")), charted[0])
    years = sorted(set(Meeting.objects.filter(body=body).values_list("financial_year", flat=True)), reverse=True)
    this = workdays.financial_year(clock.today())
    chosen = next((year for year in years if str(year) == asked.get("year")), this if this in years else None)
    chosen = chosen if chosen is not None else (years[0] if years else this)
    counts = counted(body, chosen)
    return {
        "bodies": charted,
        "body": body,
        "years": [(year, _year_in_words(year)) for year in years or [this]],
        "year": chosen,
        "year_in_words": _year_in_words(chosen),
        "quarters": _rows(_by(counts, 0, [quarter_in_words(chosen, number) for number in range(4)])),
        "authorities": _rows(_by(counts, 1, sorted({name for _, name in counts}))),
        "lines": [(quarter, name, count) for (quarter, name), count in sorted(counts.items(), key=_in_order(chosen))],
        "total": _sum(counts.values()),
    }


def counted(body: Body, year: int) -> dict[tuple[str, str], Count]:
    """The papers to a body's meetings of a financial year: {(quarter, authority): Count}. One query.

    A paper counts on the day on which it was first submitted, whatever came back since; one that followed its item from
    another meeting is late only where it came too late for both. Papers to cancelled meetings and withdrawn ones do not
    count. Where nobody held the seat on the day that papers were due, it is told apart.
    """
    counts: dict[tuple[str, str], Count] = defaultdict(Count)
    for paper in _papers(body, year):
        comings = ((paper.first_submitted, paper.due_then), (paper.first_brought, paper.due_when_brought))
        came_at, due = min((each for each in comings if each[0]), key=lambda each: each[0])
        day = came_at.astimezone(clock.LONDON).date()
        count = counts[quarter_in_words(year, _quarter_of(paper.held_at)), paper.authority or "Without a presenter"]
        if paper.has_seat and not paper.was_held:
            count.vacant += 1
        elif day > (due or paper.due_now) and not (paper.follows and day <= paper.due_now):
            count.late += 1
        else:
            count.in_time += 1
    return dict(counts)


def _papers(body, year):
    first = Submission.objects.filter(report__paper=OuterRef("pk")).order_by("number")
    brought = PaperVersion.objects.filter(paper=OuterRef("pk")).order_by("number")
    holding = Appointment.objects.substantive().filter(
        seat=OuterRef("item__presenter"), from_on__lte=OuterRef("item__meeting__papers_due_on")
    )
    held = holding.exclude(to_on__lt=OuterRef("item__meeting__papers_due_on"))
    rows = Paper.objects.live().filter(item__meeting__body=body, item__meeting__financial_year=year)
    rows = rows.exclude(item__meeting__state=Meeting.State.CANCELLED)
    return rows.annotate(
        first_submitted=first.values("submitted_at")[:1],
        due_then=first.values("due_on")[:1],
        first_brought=brought.values("uploaded_at")[:1],
        due_when_brought=brought.values("due_on")[:1],
        due_now=F("item__meeting__papers_due_on"),
        held_at=F("item__meeting__starts_at"),
        authority=F("item__presenter__organisation__name"),
        has_seat=F("item__presenter"),
        was_held=Exists(held),
        follows=Q(item__carried_from__isnull=False) | Q(item__planned__put_off__isnull=False),
    ).exclude(first_submitted=None, first_brought=None)


def quarter_in_words(year: int, number: int) -> str:
    """ "April to June 2026": the first quarter (0) of the financial year that begins in 2026."""
    first = date(year + (number == 3), (4, 7, 10, 1)[number], 1)
    last = ("June", "September", "December", "March")[number]
    return f"{first:%B} to {last} {first.year}"


def _quarter_of(moment):
    return (moment.astimezone(clock.LONDON).month - 4) % 12 // 3


def _by(counts, part, names):
    return [(name, _sum(count for key, count in counts.items() if key[part] == name)) for name in names]


def _sum(counts) -> Count:
    total = Count()
    for each in counts:
        total.in_time += each.in_time
        total.late += each.late
        total.vacant += each.vacant
    return total


def _rows(named) -> list[Row]:
    most = max((count.counted for _, count in named), default=0) or 1
    return [
        Row(name, count, round(WIDEST * count.in_time / most), round(WIDEST * count.late / most))
        for name, count in named
    ]


def _in_order(year):
    order = [quarter_in_words(year, number) for number in range(4)]
    return lambda pair: (order.index(pair[0][0]), pair[0][1])


def _year_in_words(year):
    return f"April {year} to March {year + 1}"
