"""What becomes of an action point: its owner says how it goes, and the secretary or the chair closes it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Move, Stale, lock
from meetings.models import ActionPoint
from meetings.queries.people import people_in
from partners.models import Role, User

OPEN = frozenset({ActionPoint.State.OPEN})

#                  verb                      from  to                           permission
UPDATE = Move("update the action point", OPEN, None, "meetings.update_action")
POSTPONE = Move("change the due date", OPEN, None, "meetings.complete_action")
COMPLETE = Move("mark as complete", OPEN, ActionPoint.State.COMPLETE, "meetings.complete_action")
DROP = Move("drop the action point", OPEN, ActionPoint.State.DROPPED, "meetings.complete_action")
MOVES = (UPDATE, POSTPONE, COMPLETE, DROP)


@transaction.atomic
def update_action(
    action: ActionPoint, *, text: str, is_done: bool = False, version: int | None = None, by: User
) -> ActionPoint:
    """The owner, or the secretary for them, says how it goes; `is_done` asks the secretary to mark it complete.

    Raises Stale when somebody changed it since `version`.
    """
    said = _needed(text, "Enter how it is going.")
    _refuse_stale(action, version, said)
    updated = UPDATE.make(action, by, latest_update=said, updated_at=clock.now(), updated_by=by)
    if is_done:
        outbox.put(
            people_in(updated.item.meeting.body, Role.SECRETARY),
            "meetings/notices/action_done.txt",
            once=f"action-done/{updated.reference}/{updated.version}",
            subject_thing=updated,
            action=updated,
            owner=updated.owner,
        )
    return updated


@transaction.atomic
def complete_action(action: ActionPoint, *, text: str = "", by: User) -> ActionPoint:
    """It is done."""
    return COMPLETE.make(action, by, **_last_words(text, by), ended_at=clock.now())


@transaction.atomic
def drop_action(action: ActionPoint, *, reason: str, by: User) -> ActionPoint:
    """It is no longer needed, for a reason. Raises ValidationError without one."""
    return DROP.make(
        action, by, **_last_words(_needed(reason, "Enter why it is no longer needed."), by), ended_at=clock.now()
    )


@transaction.atomic
def postpone_action(action: ActionPoint, *, due_on: date, reason: str, by: User) -> ActionPoint:
    """It is due on another day, for a reason; the day it was first due stays. Raises ValidationError for the past."""
    if due_on < clock.today():
        raise ValidationError({"due_on": "The due date must be today or later."})
    return POSTPONE.make(action, by, due_on=due_on, **_last_words(_needed(reason, "Enter why the date changes."), by))


def _last_words(text, by):
    said = text.strip()
    return {"latest_update": said, "updated_at": clock.now(), "updated_by": by} if said else {}


def _needed(text, sentence):
    if not text.strip():
        raise ValidationError(sentence)
    return text.strip()


def _refuse_stale(action, version, said):
    fresh = lock(action)
    if version is not None and fresh.version != version:
        raise Stale(theirs=fresh, yours={"latest_update": said})
