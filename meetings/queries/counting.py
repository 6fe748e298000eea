"""How many rows belong to each of those that a query reads, counted in the same query."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from meetings.models import AgendaItem, Paper, PaperVersion


def how_many(rows: QuerySet) -> Coalesce:
    """The number of the rows, which are filtered by an OuterRef."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def papers_to_send() -> Coalesce:
    """Of a meeting: how many papers came after its pack went out."""
    return how_many(PaperVersion.objects.to_send().filter(paper__item__meeting=OuterRef("pk")))


def with_papers(items: Iterable[AgendaItem]) -> int:
    """How many of the items have papers. One query."""
    return Paper.objects.live().filter(item__in=items).values("item").distinct().count()
