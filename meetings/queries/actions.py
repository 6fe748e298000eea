"""Lists of action points, as far as a reader may see them."""

from django.db.models import Q, QuerySet

from ccsp_portal import clock
from meetings.models import ActionPoint
from partners.models import Body
from partners.standing import seats_of

OPEN, OVERDUE, MINE, ENDED, ALL = "open", "overdue", "mine", "ended", "all"


def actions_for(person, *, which: str = OPEN, body: str = "", words: str = "") -> QuerySet[ActionPoint]:
    """The action points that the person may read: which of them, of a body (its key), with these words."""
    actions = _which(ActionPoint.objects.visible_to(person), which, person)
    if body:
        actions = actions.filter(item__meeting__body__key=body)
    for word in words.split():
        actions = actions.filter(
            Q(text__icontains=word)
            | Q(reference__icontains=word)
            | Q(owner__title__icontains=word)
            | Q(owner__organisation__short_name__icontains=word)
        )
    return actions.select_related("owner__organisation", "item__meeting__body").order_by("due_on", "reference")


def _which(actions, which, person):
    if which == OVERDUE:
        return actions.unfinished().filter(due_on__lt=clock.today())
    if which == MINE:
        return actions.unfinished().owned_by_seats(seats_of(person))
    if which == ENDED:
        return actions.exclude(state=ActionPoint.State.OPEN)
    return actions if which == ALL else actions.unfinished()


def bodies_with_actions(person) -> QuerySet[Body]:
    """The bodies of which the person may read an action point."""
    actions = ActionPoint.objects.visible_to(person)
    return Body.objects.filter(pk__in=actions.values("item__meeting__body")).order_by("name")


def days_late(action: ActionPoint) -> int:
    """How many days ago an open action point was due; 0 if it isn't late."""
    late = (clock.today() - action.due_on).days
    return late if action.state == ActionPoint.State.OPEN and late > 0 else 0
