"""Files that show how far an action point is."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.documents.store import ATTACHMENT_KINDS, store
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Move, lock
from meetings.models import ActionPoint, ActionStep, Evidence
from meetings.workflow.copies import queue_copy
from meetings.workflow.steps import note
from partners.models import User

UNFINISHED = frozenset({ActionPoint.State.OPEN, ActionPoint.State.PROPOSED})

#                verb              from        to    permission
ATTACH = Move("attach evidence", UNFINISHED, None, "meetings.update_action")
MOVES = (ATTACH,)
# more would be an archive
MOST = 20


@transaction.atomic
def attach_evidence(action: ActionPoint, upload, *, title: str, by: User) -> Evidence:
    """Keep a file that shows how far it is, or that it is done; readers get a copy of it that holds what is seen.

    ValidationError, in a sentence that says what to do, where the file can't be used. A file of a private item is
    marked OFFICIAL-SENSITIVE.
    """
    fresh = lock(action)
    ATTACH.check(fresh, by)
    if _is_full(fresh):
        raise ValidationError({"file": f"There are {MOST} files already. Take one out before you attach another."})
    marking = Document.Marking.SENSITIVE if fresh.item.is_private else Document.Marking.OFFICIAL
    try:
        document = store(upload, by=by, marking=marking, kinds=ATTACHMENT_KINDS)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal.messages}) from refusal
    queue_copy(document, by=by)
    evidence = Evidence(
        action=fresh, document=document, title=title.strip() or document.name, attached_at=clock.now(), attached_by=by
    )
    evidence.full_clean()
    with acting("attach evidence", by):
        evidence.save(force_insert=True)
    note(fresh, ActionStep.Kind.ATTACHED, by, evidence.title)
    return evidence


def _is_full(action):
    return action.evidence.filter(withdrawn_at__isnull=True).count() >= MOST


def is_own(evidence: Evidence, person) -> bool:
    """Whether the person opens the file itself: who attached it, whose seat works on it, and the secretary."""
    return evidence.attached_by_id == person.pk or person.has_perm(ATTACH.permission, evidence.action)


def may_withdraw(evidence: Evidence, person) -> bool:
    """Whether the person may take it out, or put it back: who attached it, while they may update the action point; who
    may close it."""
    if person.has_perm("meetings.complete_action", evidence.action):
        return True
    return evidence.attached_by_id == person.pk and person.has_perm(ATTACH.permission, evidence.action)


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, reason: str, by: User) -> Evidence:
    """It should not be here: nobody opens it any more, until it is put back. ValidationError without a reason.

    Whoever reads the action point is told why. Taking it out a second time changes nothing.
    """
    fresh = _in_hand(evidence, by)
    if not reason.strip():
        raise ValidationError({"reason": "Enter why it is taken out"})
    if fresh.withdrawn_at:
        return fresh
    fresh.withdrawn_at, fresh.withdrawn_reason = clock.now(), reason.strip()
    with acting("take evidence out", by):
        fresh.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    note(fresh.action, ActionStep.Kind.DETACHED, by, f"{fresh.title}: {fresh.withdrawn_reason}")
    return fresh


@transaction.atomic
def restore_evidence(evidence: Evidence, *, by: User) -> Evidence:
    """Put it back, for those who read it before. What was not taken out stays as it is."""
    fresh = _in_hand(evidence, by)
    if fresh.withdrawn_at is None:
        return fresh
    if _is_full(fresh.action):
        raise Conflict(f"There are {MOST} files already. Take one out before you put this one back.")
    fresh.withdrawn_at, fresh.withdrawn_reason = None, ""
    with acting("put evidence back", by):
        fresh.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    note(fresh.action, ActionStep.Kind.PUT_BACK, by, fresh.title)
    return fresh


def _in_hand(evidence, by):
    fresh = lock(evidence)
    if not may_withdraw(fresh, by):
        raise PermissionDenied("Only who attached it, the secretary and the chair take evidence out, or put it back.")
    return fresh
