"""What came of an item on other agendas: it was deferred, referred, or its meeting was cancelled."""

from django.db.models import Q, QuerySet

from meetings.models import AgendaItem


def items_that_follow(item: AgendaItem) -> QuerySet[AgendaItem]:
    """The items of other agendas, of whichever body, on which this one came back. One query.

    Also the one that a cancelled meeting keeps of what it was carried over from.
    """
    came = Q(planned__put_off=item) | Q(carried_from=item) | Q(carried_to__planned__put_off=item)
    return AgendaItem.objects.filter(came).select_related("meeting__body").order_by("meeting__starts_at", "pk")


def open_ones_in_words(item: AgendaItem) -> list[str]:
    """Those of them that are open, as one reads of them: "“The plan”, CCSP Board, 10 June 2027"."""
    return [f"“{each.title}”, {each.meeting}" for each in items_that_follow(item) if not each.is_private]
