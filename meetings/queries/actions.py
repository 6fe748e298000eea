"""The action log: lists of action points, as far as a reader may see them, and the story of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value, Window
from django.db.models.functions import JSONObject, RowNumber

from ccsp_portal import clock
from meetings.models import ActionPoint, Meeting, Rag, Redating, rag
from meetings.models.actions import ActionPointQuerySet
from partners.models import Appointment, Body, Organisation, Role, Seat
from partners.queries import bodies_where
from partners.standing import seats_of

OPEN, PROPOSED, DATES, OVERDUE, ESCALATED, MINE = "open", "proposed", "dates", "overdue", "escalated", "mine"
COMPLETE, DROPPED, ENDED, ALL = "complete", "dropped", "ended", "all"
# no row's id: of an empty list Django asks nothing, not even what stands beside it
NONE = frozenset({0})
# so long overdue, it is on the chair's list
ESCALATED_AFTER = timedelta(days=21)

# what a list may be sorted by: the word in the address, its label, the columns
SORTS = {
    "due": ("When it is due", ("due_on", "reference")),
    "rag": ("RAG, the gravest first", ("gravity", "due_on", "reference")),
    "number": ("Number", ("reference",)),
    "owner": ("Owner", ("owner__organisation__short_name", "owner__title", "due_on", "reference")),
    "heard": ("Longest without an update", ("heard_at", "reference")),
}


@dataclass(frozen=True)
class AskedActions:
    """Which action points a reader asks for. Empty answers ask for all; `seat` and `organisation` are ids."""

    which: str = OPEN
    body: str = ""
    seat: int | None = None
    organisation: int | None = None
    rag: str = ""
    words: str = ""
    sort: str = "due"


def actions_for(person, asked: AskedActions = AskedActions()) -> QuerySet[ActionPoint]:
    """The action points that the person may read and asks for, each with its `rag`, in the order that they ask for."""
    actions = _narrowed(person, asked)
    if asked.rag:
        actions = actions.filter(rag=asked.rag)
    _, columns = SORTS.get(asked.sort, SORTS["due"])
    return actions.annotate(gravity=rag.gravity()).order_by(*columns)


def counts_for(person, asked: AskedActions) -> list[tuple[Rag, int]]:
    """How many of each colour there are among those asked for, whichever colour is asked for: the gravest first.

    One query.
    """
    found = _narrowed(person, asked).order_by().values("rag").annotate(number=Count("pk"))
    counts = {row["rag"]: row["number"] for row in found}
    return [(colour, counts[colour]) for colour in Rag if counts.get(colour)]


def _narrowed(person, asked):
    actions = _which(ActionPoint.objects.visible_to(person), asked.which, person)
    if asked.body:
        actions = actions.filter(item__meeting__body__key=asked.body)
    if asked.seat:
        actions = actions.filter(owner=asked.seat)
    if asked.organisation:
        actions = actions.filter(owner__organisation=asked.organisation)
    for word in asked.words.split():
        actions = actions.filter(
            Q(text__icontains=word)
            | Q(reference__icontains=word)
            | Q(owner__title__icontains=word)
            | Q(owner__organisation__short_name__icontains=word)
        )
    return actions.with_rag()


def shown(actions: QuerySet[ActionPoint]) -> QuerySet[ActionPoint]:
    """The action points with what a list shows of each, its owner's holder of today among it. One query more."""
    return actions.select_related("owner__organisation", "item__meeting__body", "person").prefetch_related(
        Prefetch("owner__appointments", holders(), to_attr="holders_now")
    )


def holders() -> QuerySet[Appointment]:
    """Those who hold seats today, each with their person."""
    return Appointment.objects.current().substantive().select_related("person")


def _which(actions, which, person):
    if which == MINE:
        return actions.unfinished().concerning_seats(seats_of(person))
    return WHICH.get(which, ActionPointQuerySet.unfinished)(actions)


WHICH: dict[str, Callable] = {
    ALL: lambda actions: actions,
    OVERDUE: lambda actions: actions.overdue(),
    ESCALATED: lambda actions: actions.overdue().filter(due_on__lte=clock.today() - ESCALATED_AFTER),
    PROPOSED: lambda actions: actions.filter(state=ActionPoint.State.PROPOSED),
    DATES: lambda actions: actions.filter(pk__in=Redating.objects.filter(state=Redating.State.ASKED).values("action")),
    COMPLETE: lambda actions: actions.filter(state=ActionPoint.State.COMPLETE),
    DROPPED: lambda actions: actions.filter(state=ActionPoint.State.DROPPED),
    ENDED: lambda actions: actions.exclude(state__in=rag.UNFINISHED),
}


def bodies_with_actions(person) -> QuerySet[Body]:
    """The bodies of which the person may read an action point."""
    actions = ActionPoint.objects.visible_to(person)
    return Body.objects.filter(pk__in=actions.values("item__meeting__body")).order_by("name")


def seats_with_actions(person) -> QuerySet[Seat]:
    """The seats that own an action point which the person may read."""
    seats = Seat.objects.filter(pk__in=ActionPoint.objects.visible_to(person).values("owner"))
    return seats.select_related("organisation").order_by("organisation__short_name", "title")


def organisations_of(seats) -> list[Organisation]:
    """The organisations of those seats, by name."""
    return sorted({seat.organisation for seat in seats}, key=lambda each: each.short_name)


def days_late(action: ActionPoint) -> int:
    """How many days ago an action point that is not closed was due; 0 if it isn't late."""
    late = (clock.today() - action.due_on).days
    return late if not action.is_ended and late > 0 else 0


def actions_at_home(person) -> QuerySet:
    """What the person owes, and what waits for their answer, in one row of which the parts are unioned with others':
    "actions"; a dict of pk, reference, text and due_on for each action point of their seats; and three numbers: said
    to be complete, asking for another date, and on the chair's list.
    """
    keeps = bodies_where(person, Role.SECRETARY) or NONE
    chairs = bodies_where(person, Role.CHAIR) | bodies_where(person, Role.VICE_CHAIR) or NONE
    owed = Q(state=ActionPoint.State.OPEN, owner__in=seats_of(person) or NONE)
    proposed = Q(item__meeting__body__in=keeps, state=ActionPoint.State.PROPOSED)
    dates = Q(item__meeting__body__in=keeps, asks=True)
    escalated = Q(item__meeting__body__in=chairs, state__in=rag.UNFINISHED, due_on__lte=clock.today() - ESCALATED_AFTER)
    asking = Redating.objects.filter(action=OuterRef("pk"), state=Redating.State.ASKED)
    rows = ActionPoint.objects.visible_to(person).annotate(asks=Exists(asking))
    told = JSONObject(pk="pk", reference="reference", text="text", due_on="due_on")
    rows = rows.filter(owed | proposed | dates | escalated).order_by()
    return rows.values(kind=Value("actions")).annotate(
        things=JSONBAgg(told, filter=owed),
        first=Count("pk", filter=proposed),
        second=Count("pk", filter=dates),
        third=Count("pk", filter=escalated),
    )


def meetings_that_may_close(action: ActionPoint, person) -> QuerySet[Meeting]:
    """The meetings of its body that have begun since it was raised, the latest first: any may have closed it."""
    raised_at = action.item.meeting
    begun = (Meeting.State.IN_SESSION, Meeting.State.CONCLUDED)
    meetings = Meeting.objects.visible_to(person).filter(body=raised_at.body_id, state__in=begun)
    return meetings.filter(starts_at__gte=raised_at.starts_at).order_by("-starts_at")


def log_of(meeting: Meeting, person) -> tuple[list[tuple[Rag, int]], list[ActionPoint]]:
    """What matters arising are about: how many open action points of the body are of each colour, and the red ones,
    the longest overdue first, ten at most. Two queries at most."""
    actions = actions_for(person, AskedActions(body=meeting.body.key)).annotate(
        place=Window(RowNumber(), partition_by="rag", order_by=("due_on", "reference")),
        number=Window(Count("pk"), partition_by="rag"),
    )
    # the first of each colour says how many there are
    firsts: list[Any] = list(shown(actions.filter(Q(place=1) | Q(place__lte=10, rag=Rag.RED))))
    numbers = {action.rag: action.number for action in firsts}
    red = [action for action in firsts if action.rag == Rag.RED]
    return [(colour, numbers[colour]) for colour in Rag if colour in numbers], red


def raised_at(meeting: Meeting, person) -> QuerySet[ActionPoint]:
    """What the meeting asked for, as far as the person may read it, each with its `rag`."""
    actions = ActionPoint.objects.visible_to(person).filter(item__meeting=meeting).with_rag()
    return actions.select_related("owner__organisation", "item").order_by("reference")
