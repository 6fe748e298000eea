"""A decision that was recorded twice, or on the wrong item, is taken back: it keeps its number, and counts nowhere."""

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.workflow import Conflict, Move, NotYet, lock, save_if_fresh
from meetings.models import ActionPoint, AgendaItem, Decision, Meeting
from meetings.queries.records import rests_on
from meetings.workflow import coming_back
from meetings.workflow.records import UNTIL_SETTLED, item_of, refuse_settled, refuse_taken_back
from partners.models import User

#                    verb                    from           to    permission
TAKE_BACK = Move("take a decision back", UNTIL_SETTLED, None, "meetings.record_decision")
MOVES = (TAKE_BACK,)


@transaction.atomic
def take_back_decision(decision: Decision, *, reason: str, by: User) -> Decision:
    """It was recorded by mistake: from now on it counts nowhere, and what it superseded is in force again. What it
    brought onto a forward plan and nobody placed yet is proposed no more.

    Raises ValidationError without a reason, and Conflict, saying what to do first, where something hangs on it or the
    minutes are with the chair.
    """
    meeting = lock(item_of(decision).meeting)
    TAKE_BACK.check(meeting, by)
    fresh = lock(decision)
    refuse_hanging(fresh, meeting)
    if not reason.strip():
        raise ValidationError({"reason": "Enter why it is taken back."})
    coming_back.end(fresh, f"Decision {fresh.reference} was taken back", by=by)
    ended = {
        "taken_back_at": clock.now(),
        "taken_back_by": by,
        "taken_back_because": reason.strip(),
        "supersedes": None,
    }
    return save_if_fresh(fresh, fresh.version, ended, by, verb=TAKE_BACK.verb)


def refuse_hanging(decision: Decision, meeting: Meeting) -> None:
    """Raise Conflict for a decision that can never be taken back, so that nothing is done in vain; else NotYet, with
    all that is to be done first."""
    refuse_taken_back(decision)
    refuse_settled(meeting)
    never = why_never(decision, meeting)
    if never:
        raise Conflict(never)
    first = [*_superseded(decision), *_followed(decision), *coming_back.placed(decision)]
    if first:
        raise NotYet(" ".join(first))


def why_never(decision: Decision, meeting: Meeting) -> str:
    """Why a decision can't be taken back, whatever is done first; "" if it can."""
    if rests_on(decision):
        return (
            "A plan or an assessment rests on this decision, so it can’t be taken back. Let a later decision supersede "
            "it."
        )
    item = item_of(decision)
    if _leaves_undecided(decision, item, meeting):
        return (
            f"This is the only decision on item {item.number}, which is for decision, and the meeting is "
            "concluded. Correct the decision instead."
        )
    return ""


def _superseded(decision):
    for later in Decision.objects.filter(supersedes=decision):
        yield f"{later.reference} supersedes this decision. Correct that one first: it supersedes another, or none."


def _followed(decision):
    actions = ActionPoint.objects.filter(decision=decision).exclude(state=ActionPoint.State.DROPPED)
    if actions:
        named = " and ".join(each.reference for each in actions.order_by("reference"))
        follows, them = ("follows", "it") if len(actions) == 1 else ("follow", "them")
        yield f"{named} {follows} from this decision. Drop {them} first: an action point is ended on its page."


def _leaves_undecided(decision, item, meeting):
    others = Decision.objects.standing().filter(item=item).exclude(pk=decision.pk)
    for_decision = item.purpose == AgendaItem.Purpose.DECIDE
    return meeting.state == Meeting.State.CONCLUDED and for_decision and not others.exists()
