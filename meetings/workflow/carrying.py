"""The business of a cancelled meeting goes to another, with its papers, its guests and who is left out of it."""

from django.db import transaction
from django.db.models import QuerySet

from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Conflict, Move, lock
from meetings.models import AgendaItem, Meeting, PlannedItem
from meetings.workflow import agenda, following, forward
from meetings.workflow.forward import Slot
from meetings.workflow.invitations import about
from meetings.workflow.preparing import by_person
from partners.models import User

CANCELLED = frozenset({Meeting.State.CANCELLED})
#                 verb                               from       to    permission
CARRY = Move("move its business to another meeting", CANCELLED, None, "meetings.build_agenda")
MOVES = (CARRY,)
WHY = "The meeting was cancelled."


def business_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """What a cancelled meeting would have dealt with and no other has taken over: none of its standing items."""
    left = meeting.items.live().filter(standing="", carried_to__isnull=True)
    return left.select_related("planned", "presenter")


@transaction.atomic
def carry_over(meeting: Meeting, to: Meeting, *, by: User) -> list[AgendaItem]:
    """Put the business of a cancelled meeting on another's agenda: what did not go out moves, and what did is kept
    there and stands on the other agenda too, with its papers. What the forward plan holds is planned for it. Those who
    present or proposed it are told.

    Conflict where nothing is left to move; NotOpen where the other agenda can't change any more.
    """
    held = lock(meeting)
    CARRY.check(held, by)
    items = list(business_of(held))
    if not items:
        raise Conflict("Nothing is left to move: its business stands on another agenda already.")
    carried = [_carry(item, held, to, by) for item in items]
    _tell(carried, held, to, by)
    return carried


def _tell(carried, meeting, to, by):
    """One letter a person, with all that they present or proposed, and where it stands now."""
    theirs = by_person(carried)
    known = {item.pk: item for item in carried}
    for planned in PlannedItem.objects.filter(item__in=carried, once_key="").select_related("proposed_by"):
        items, item = theirs.setdefault(planned.proposed_by, []), known[planned.item_id or 0]
        items += [] if item in items else [item]
    for person, items in theirs.items():
        if person.pk != by.pk:
            once = f"carried/{meeting.uid}/{to.pk}/{items[0].pk}"
            outbox.put([person], "meetings/notices/carried.txt", once=once, held=meeting, items=items, **about(to))


def _carry(item, meeting, to, by):
    if item.number:
        return _again(item, meeting, to, by)
    planned = PlannedItem.objects.filter(item=item, state=PlannedItem.State.PLACED).first()
    if planned:
        return forward.move(planned, Slot(to), reason=WHY, is_told=False, by=by).item
    return agenda.bring_over(item, to, by=by)


def _again(item, meeting, to, by):
    """The item on another agenda: the one that went out stays where it was published."""
    copy = agenda.add_item(to, presenter=item.presenter, by=by, **{name: getattr(item, name) for name in agenda.COPIED})
    with acting("move", by):
        AgendaItem.objects.filter(pk=copy.pk).update(carried_from=item)
        following.let_in_the_same(item, copy)
        following.leave_out_the_same(item, copy)
        following.bring_papers(item, copy)
    waiting = _planned_as(item, meeting)
    if waiting:
        forward.take_over(waiting, copy, by=by)
    return copy


def _planned_as(item, meeting):
    """The item of the forward plan that it was: since the cancelling it waits in its quarter."""
    waiting = PlannedItem.objects.filter(
        body=meeting.body_id, state=PlannedItem.State.PLACED, item__isnull=True, title=item.title
    )
    return waiting.filter(owner=item.presenter_id, moves__from_words=str(meeting)[:100]).distinct().first()


def is_waiting(meeting: Meeting) -> bool:
    """Whether a cancelled meeting has business that no other has taken over: for drawing the button. One query."""
    return meeting.state == Meeting.State.CANCELLED and business_of(meeting).exists()
