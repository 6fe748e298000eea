"""The register of decisions, as far as a reader may see it."""

from django.db.models import Q, QuerySet

from meetings.models import AgendaItem, Decision, Meeting, Minutes
from partners.models import Body, Partnership

SHOWN_WITH_IT = ("item__meeting__body",)


def decisions_for(person, *, words: str = "", year: int | None = None, outcome: str = "") -> QuerySet[Decision]:
    """The decisions that the person may read, latest first: with these words, of a financial year, of an outcome."""
    decisions = Decision.objects.visible_to(person).select_related(*SHOWN_WITH_IT)
    for word in words.split():
        decisions = decisions.filter(
            Q(text__icontains=word) | Q(reference__icontains=word) | Q(item__title__icontains=word)
        )
    if year is not None:
        decisions = decisions.filter(item__meeting__financial_year=year)
    if outcome:
        decisions = decisions.filter(outcome=outcome)
    return decisions.order_by("-item__meeting__starts_at", "-reference")


def decisions_of(meeting: Meeting, person) -> QuerySet[Decision]:
    """What the meeting decided, as far as the person may read it."""
    return Decision.objects.visible_to(person).filter(item__meeting=meeting).select_related("item")


def rows_of_register(request, pk: int | None = None) -> tuple[QuerySet, ...]:
    """Every table that the register, or one decision's page, shows the public."""
    return (
        Decision.objects.all(),
        AgendaItem.objects.all(),
        Meeting.objects.all(),
        Minutes.objects.all(),
        Body.objects.all(),
        Partnership.objects.all(),
    )


def years_with_decisions(person) -> list[int]:
    """The financial years of the decisions that the person may read, latest first."""
    years = Decision.objects.visible_to(person).order_by("-item__meeting__financial_year")
    return list(years.values_list("item__meeting__financial_year", flat=True).distinct())
