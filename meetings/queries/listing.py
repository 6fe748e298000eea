"""Lists of meetings, as far as a person may see them."""

from django.db.models import Q, QuerySet

from ccsp_portal import clock
from meetings.models import Meeting
from partners.models import Body
from partners.standing import standing_of

UPCOMING, PAST, CANCELLED, ALL = "upcoming", "past", "cancelled", "all"


def meetings_for(person, when: str = UPCOMING, year: int | None = None, body: str = "") -> QuerySet[Meeting]:
    """The meetings that the person may see: which of them, of which financial year, of which body (its key)."""
    meetings = _when(Meeting.objects.visible_to(person).select_related("body"), when)
    if year is not None:
        meetings = meetings.held_in(year)
    return meetings.filter(body__key=body) if body else meetings


def _when(meetings, when):
    if when == UPCOMING:
        # whoever looks for a meeting that was announced finds that it is off
        off = Q(state=Meeting.State.CANCELLED, circulated_at__isnull=False)
        return meetings.filter(Q(state__in=Meeting.AHEAD) | off, ends_at__gte=clock.now()).order_by("starts_at")
    if when == PAST:
        return meetings.past().exclude(state=Meeting.State.CANCELLED)
    if when == CANCELLED:
        return meetings.filter(state=Meeting.State.CANCELLED).order_by("-starts_at")
    return meetings.order_by("-starts_at")


def years_with_meetings(person) -> list[int]:
    """The financial years of which the person may see a meeting, latest first."""
    years = Meeting.objects.visible_to(person).order_by("-financial_year").values_list("financial_year", flat=True)
    return list(years.distinct())


def bodies_with_meetings(person) -> QuerySet[Body]:
    """The bodies of which the person may see a meeting."""
    return Body.objects.filter(pk__in=Meeting.objects.visible_to(person).values("body")).order_by("name")


def meetings_of(person) -> QuerySet[Meeting]:
    """What a person's own calendar holds: every meeting of the bodies on which they have a seat or an office today."""
    bodies = {each.body_id for each in standing_of(person) if each.body_id}
    return Meeting.objects.visible_to(person).filter(body__in=bodies).select_related("body").order_by("starts_at")


def public_meetings() -> QuerySet[Meeting]:
    """What the public feed holds: every meeting whose agenda was circulated, and those of them called off."""
    return Meeting.objects.filter(circulated_at__isnull=False).select_related("body").order_by("starts_at")
