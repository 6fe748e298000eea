"""Putting an action point right while the minutes that hold it are being written."""

from collections.abc import Iterable

from django.db import transaction

from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Move, lock, save_if_fresh
from meetings.models import ActionPoint
from meetings.workflow.actions import tell_owner
from meetings.workflow.records import UNTIL_SETTLED, holder_of, refuse_misplaced, refuse_settled
from partners.models import Seat, User

# of the meeting that raised it
REWORD = Move("correct an action point", UNTIL_SETTLED, None, "meetings.raise_action")
MOVES = (REWORD,)


@transaction.atomic
def correct_action(
    action: ActionPoint, *, text: str, owner: Seat, supporters: Iterable[Seat] = (), version: int, by: User
) -> ActionPoint:
    """Correct what is asked for, of which seat, and which seats support it. A seat that owns it newly is told.

    The number and the due date stay, and so do the earlier words and owner, in history. Raises Stale when somebody
    changed it since `version`, Conflict once the minutes are with the chair, ValidationError for another body's seat.
    """
    meeting = lock(action.item.meeting)
    REWORD.check(meeting, by)
    refuse_settled(meeting)
    supporting = [seat for seat in supporters if seat.pk != owner.pk]
    refuse_misplaced(action.item, meeting, owner, supporting, None)
    is_moved = owner.pk != action.owner_id
    fields = {"text": text.strip()} | ({"owner": owner, "person_id": holder_of(owner)} if is_moved else {})
    corrected = save_if_fresh(action, version, fields, by, verb=REWORD.verb)
    with acting(REWORD.verb, by):
        corrected.supporters.set(supporting)
    if is_moved:
        tell_owner(corrected, "action_moved")
    return corrected
