"""What came of an item on other agendas: it was deferred, referred, or its meeting was cancelled."""

from django.db.models import Q, QuerySet

from meetings.models import AgendaItem
from partners.audience import Privacy


def items_that_follow(item: AgendaItem) -> QuerySet[AgendaItem]:
    """The items of other agendas, of whichever body, on which this one came back. One query.

    Also the one that a cancelled meeting keeps of what it was carried over from.
    """
    came = Q(planned__put_off=item) | Q(carried_from=item) | Q(carried_to__planned__put_off=item)
    return AgendaItem.objects.filter(came).select_related("meeting__body").order_by("meeting__starts_at", "pk")


def named_that_follow(item: AgendaItem) -> list[str]:
    """Those of them that are as private as it is, and stay so: as one reads of them, "“The plan”, CCSP Board, 10 June
    2027". One that is private in words of its own, or open where it is not, goes its own way."""
    return [f"“{each.title}”, {each.meeting}" for each in items_that_follow(item) if goes_with(each, item.public_title)]


def private_before(item: AgendaItem) -> list[str]:
    """The private items from which it came, whose privacy is their own: "item 3 of CCSP Board, 11 March 2027"."""
    went = Q(comes_back__item=item) | Q(carried_to=item) | Q(comes_back__item__carried_from=item)
    earlier = AgendaItem.objects.filter(went, privacy=Privacy.PRIVATE).select_related("meeting__body").distinct()
    return [
        f"{f'item {each.number}' if each.number else 'the item'} of {each.meeting}"
        for each in earlier.order_by("meeting__starts_at", "pk")
    ]


def goes_with(later: AgendaItem, public_title: str) -> bool:
    """Whether it is open as the one before it was, or private in the same words."""
    return later.public_title == public_title
