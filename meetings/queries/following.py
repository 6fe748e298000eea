"""What came of an item on other agendas: it was deferred, referred, or its meeting was cancelled."""

from datetime import datetime

from django.db.models import Q, QuerySet

from ccsp_portal import clock
from meetings.models import AgendaItem, Submission
from partners.audience import Privacy

IN_TIME = {"is_late": False, "late_reason": ""}


def is_in_time(item: AgendaItem, came_at: datetime) -> bool:
    """Whether what came then came by the day on which papers are due for the item's meeting."""
    return came_at.astimezone(clock.LONDON).date() <= item.meeting.papers_due_on


def lateness_of(submission: Submission) -> dict:
    """When papers were due, whether it came late, and why: as that was then, but of an item that followed from another
    meeting, and for whose meeting now it came in time, as it is for this one. One query at most."""
    item = submission.report.item
    if submission.is_late and is_in_time(item, submission.submitted_at) and _follows(item):
        return {"due_on": item.meeting.papers_due_on, **IN_TIME}
    return {name: getattr(submission, name) for name in ("due_on", "is_late", "late_reason")}


def _follows(item):
    planned = getattr(item, "planned", None)
    return bool(item.carried_from_id or (planned and planned.put_off_id))


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
