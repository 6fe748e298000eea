"""Attendance by authority over any period, counted so that it is fair: the rule stands here, and beside the figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, DateField, Exists, OuterRef, Q
from django.db.models.functions import Cast, TruncDate

from ccsp_portal import clock, workdays
from meetings.models import Attendance, AttendanceRemark, Meeting
from partners.models import Appointment, Body, Organisation, Role, Seat
from partners.standing import roles_of, seats_of

PRESENT, DEPUTY, APOLOGIES, ABSENT = Attendance.Status
RULE = (
    "Only meetings that were held count, so cancelled ones do not.",
    "Of each, the seats count that counted to the quorum on that day.",
    "A seat that nobody held on that day does not count.",
    "A deputy who came counts for the seat.",
    "A seat that was taken over during a meeting counts once, by who was the first in it.",
    "A seat of which nothing was recorded does not count.",
)


@dataclass(frozen=True)
class Figures:
    """How often the seats of an authority were filled: whole numbers of seats at meetings, and the share in percent."""

    organisation: Organisation
    present: int
    by_deputy: int
    apologies: int
    absent: int
    vacant: int
    remarks: list[AttendanceRemark] = field(default_factory=list)

    @property
    def attended(self) -> int:
        return self.present + self.by_deputy

    @property
    def expected(self) -> int:
        return self.attended + self.apologies + self.absent

    @property
    def percent(self) -> int | None:
        """Attended of expected, to the nearest whole number, halves up; None where nothing was expected."""
        return share(self.attended, self.expected)


def share(part: int, whole: int) -> int | None:
    """The part of the whole in percent, to the nearest whole number, halves up; None of nothing. Never 100 for less
    than all, nor 0 for more than none."""
    if whole == 0:
        return None
    rounded = (200 * part + whole) // (2 * whole)
    return rounded if part in (0, whole) else min(max(rounded, 1), 99)


def meetings_held(body: Body, since: date, until: date):
    """The body's concluded meetings from a day to another, both included."""
    start, end = _midnight(since), _midnight(until + timedelta(days=1))
    return Meeting.objects.filter(
        body=body, state=Meeting.State.CONCLUDED, starts_at__gte=start, starts_at__lt=end
    ).order_by("starts_at")


def attendance_by_authority(body: Body, since: date, until: date) -> list[Figures]:
    """The figures of each authority that had a counting seat, by name. Three queries, however many meetings."""
    day = Cast(TruncDate("meeting__starts_at", tzinfo=clock.LONDON), DateField())
    held = Appointment.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=OuterRef("day")), seat=OuterRef("seat"), from_on__lte=OuterRef("day")
    )
    rows = (
        Attendance.objects.filter(meeting__in=meetings_held(body, since, until), counts_to_quorum=True)
        .annotate(day=day, is_filled=Q(status__in=[PRESENT, DEPUTY]) | Exists(held))
        .values("seat__organisation")
        .annotate(
            present=Count("pk", filter=Q(status=PRESENT)),
            by_deputy=Count("pk", filter=Q(status=DEPUTY)),
            apologies=Count("pk", filter=Q(status=APOLOGIES, is_filled=True)),
            absent=Count("pk", filter=Q(status=ABSENT, is_filled=True)),
            vacant=Count("pk", filter=Q(is_filled=False)),
        )
    )
    return _named(rows, _remarks(body, since, until))


def _named(rows, remarks):
    """The rows with their authorities and what these say. One query."""
    counted = {row.pop("seat__organisation"): row for row in rows}
    authorities = Organisation.objects.filter(pk__in=counted).order_by("name")
    return [Figures(each, **counted[each.pk], remarks=remarks.get(each.pk, [])) for each in authorities]


def _remarks(body, since, until):
    first, last = workdays.financial_year(since), workdays.financial_year(until)
    found: dict[int, list[AttendanceRemark]] = {}
    remarks = AttendanceRemark.objects.filter(body=body, financial_year__range=(first, last))
    for remark in remarks.select_related("said_by"):
        found.setdefault(remark.organisation_id, []).append(remark)
    return found


def authorities_of(person, body: Body) -> frozenset[int]:
    """The ids of the authorities for which the person may reply: their seats' own, or all for the body's secretary.
    One query; `meetings.reply_to_attendance` asks the same of one authority."""
    seats = Seat.objects.filter(body=body)
    if Role.SECRETARY not in roles_of(person, body.pk):
        seats = seats.filter(pk__in=seats_of(person))
    return frozenset(seats.values_list("organisation", flat=True))


def in_all(figures: Iterable[Figures]) -> tuple[int, int]:
    """Attended and expected of all the authorities."""
    rows = list(figures)
    return sum(each.attended for each in rows), sum(each.expected for each in rows)


def _midnight(day):
    return datetime.combine(day, time(), clock.LONDON)
