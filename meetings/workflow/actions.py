"""What becomes of an action point: its owner says how it goes, and the secretary, the chair or a meeting closes it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Move, Stale, lock
from meetings.models import ActionPoint, ActionStep, Meeting, Rag
from meetings.queries.people import people_in
from meetings.queries.replies import answering_first, people_of_seats
from meetings.workflow.invitations import about
from meetings.workflow.redating import overtake
from meetings.workflow.steps import note
from partners.models import Role, User

OPEN = frozenset({ActionPoint.State.OPEN})
PROPOSED = frozenset({ActionPoint.State.PROPOSED})
UNFINISHED = OPEN | PROPOSED
ENDED = frozenset({ActionPoint.State.COMPLETE, ActionPoint.State.DROPPED})
Kind = ActionStep.Kind

#                  verb                      from        to                           permission
UPDATE = Move("update the action point", UNFINISHED, None, "meetings.update_action")
PROPOSE = Move("propose as complete", OPEN, ActionPoint.State.PROPOSED, "meetings.propose_completion")
SEND_BACK = Move("say that it is not complete yet", PROPOSED, ActionPoint.State.OPEN, "meetings.complete_action")
COMPLETE = Move("mark as complete", UNFINISHED, ActionPoint.State.COMPLETE, "meetings.complete_action")
DROP = Move("drop the action point", UNFINISHED, ActionPoint.State.DROPPED, "meetings.complete_action")
REOPEN = Move("reopen the action point", ENDED, ActionPoint.State.OPEN, "meetings.complete_action")
OVERRIDE = Move("set the RAG by hand", UNFINISHED, None, "meetings.override_rag")
SET_BACK = Move("set the RAG back", UNFINISHED, None, "meetings.override_rag")
MOVES = (UPDATE, PROPOSE, SEND_BACK, COMPLETE, DROP, REOPEN, OVERRIDE, SET_BACK)

# a RAG that was set by hand ends with what is next said
BY_RULE = {"override": "", "override_reason": "", "override_at": None, "override_by": None}


@transaction.atomic
def update_action(
    action: ActionPoint, *, text: str, version: int | None = None, by: User, by_link: bool = False
) -> ActionPoint:
    """The owner, a supporting seat, or the secretary for them, says how it goes.

    Raises Stale when somebody changed it since `version`.
    """
    said = needed(text, "Enter how it is going.")
    refuse_stale(action, version, said)
    updated = UPDATE.make(action, by, **heard(said, by))
    note(updated, Kind.UPDATED, by, said, by_link=by_link)
    return updated


@transaction.atomic
def propose_completion(
    action: ActionPoint, *, text: str, version: int | None = None, by: User, by_link: bool = False
) -> ActionPoint:
    """The owner says that it is complete: it waits for the secretary, the chair or the meeting to close it.

    Raises Stale when somebody changed it since `version`.
    """
    said = needed(text, "Enter what was done.")
    refuse_stale(action, version, said)
    proposed = PROPOSE.make(action, by, **heard(said, by), proposed_at=clock.now(), proposed_by=by)
    note(proposed, Kind.PROPOSED, by, said, by_link=by_link)
    outbox.put(
        people_in(proposed.item.meeting.body, Role.SECRETARY),
        "meetings/notices/action_done.txt",
        once=f"action-done/{proposed.reference}/{proposed.version}",
        subject_thing=proposed,
        action=proposed,
        owner=proposed.owner,
    )
    return proposed


@transaction.atomic
def send_back(action: ActionPoint, *, reason: str, by: User) -> ActionPoint:
    """It is not complete yet, for a reason: the owner goes on, and is told."""
    said = needed(reason, "Enter what is still to be done.")
    opened = SEND_BACK.make(action, by, proposed_at=None, proposed_by=None)
    note(opened, Kind.SENT_BACK, by, said)
    tell_owner(opened, "action_sent_back", reason=said)
    return opened


@transaction.atomic
def complete_action(action: ActionPoint, *, text: str = "", meeting: Meeting | None = None, by: User) -> ActionPoint:
    """It is done: so says the secretary or the chair, or the `meeting` that closed it."""
    return _end(COMPLETE, Kind.COMPLETED, action, text, meeting, by)


@transaction.atomic
def drop_action(action: ActionPoint, *, reason: str, meeting: Meeting | None = None, by: User) -> ActionPoint:
    """It is no longer needed, for a reason. Raises ValidationError without one."""
    return _end(DROP, Kind.DROPPED, action, needed(reason, "Enter why it is no longer needed."), meeting, by)


@transaction.atomic
def reopen_action(action: ActionPoint, *, reason: str, by: User) -> ActionPoint:
    """It was closed too soon, for a reason: it is open again, as it was, and its owner is told."""
    said = needed(reason, "Enter why it is opened again.")
    cleared = dict.fromkeys(("ended_at", "ended_by", "ended_at_meeting", "proposed_at", "proposed_by"))
    opened = REOPEN.make(action, by, **cleared)
    note(opened, Kind.REOPENED, by, said)
    tell_owner(opened, "action_reopened", reason=said)
    return opened


@transaction.atomic
def override_rag(action: ActionPoint, *, rag: str, reason: str, by: User) -> ActionPoint:
    """The secretary knows better than the rule, for a reason: the colour holds until something is next said of it."""
    said = needed(reason, "Enter why the RAG is set by hand.")
    if rag not in {Rag.RED, Rag.AMBER, Rag.GREEN}:
        raise ValidationError({"rag": "Select red, amber or green."})
    fields = {"override": rag, "override_reason": said, "override_at": clock.now(), "override_by": by}
    overridden = OVERRIDE.make(action, by, **fields)
    note(overridden, Kind.OVERRIDDEN, by, said, rag=rag)
    return overridden


@transaction.atomic
def set_rag_back(action: ActionPoint, *, by: User) -> ActionPoint:
    """The rule holds again. Where it does already, nothing is written."""
    fresh = lock(action)
    SET_BACK.check(fresh, by)
    if not fresh.override:
        return fresh
    set_back = SET_BACK.make(action, by, **BY_RULE)
    note(set_back, Kind.SET_BACK, by)
    return set_back


def heard(said: str, by: User) -> dict:
    """The columns of something that was said: it is the latest, and what was set by hand ends."""
    return {"latest_update": said, "updated_at": clock.now(), "updated_by": by, **BY_RULE}


def needed(text: str, sentence: str) -> str:
    """The text, trimmed. Raises ValidationError with the sentence where there is none."""
    if not text.strip():
        raise ValidationError(sentence)
    return text.strip()


def refuse_stale(action: ActionPoint, version: int | None, said: str) -> None:
    """Raise Stale when somebody changed the action point since `version`."""
    fresh = lock(action)
    if version is not None and fresh.version != version:
        raise Stale(theirs=fresh, yours={"latest_update": said})


def tell_owner(action: ActionPoint, template: str, **context) -> None:
    """Tell those who answer for the owner's seat what was decided about their action point."""
    people = people_of_seats([action.owner_id]).get(action.owner_id, [])
    outbox.put(
        [each.person for each in answering_first(people)],
        f"meetings/notices/{template}.txt",
        once=f"{template}/{action.pk}/{action.version}",
        action=action,
        **about(action.item.meeting, action.item) | {"subject_thing": action},
        **context,
    )


def _end(move, kind, action, text, meeting, by):
    refuse_other_meeting(action, meeting)
    said = text.strip()
    words = {"latest_update": said, "updated_at": clock.now(), "updated_by": by} if said else {}
    ended = move.make(
        action, by, **BY_RULE | words, ended_at=clock.now(), ended_by=by, ended_at_meeting=meeting
    )  # fmt: skip
    note(ended, kind, by, said, meeting=meeting)
    overtake(ended, by)
    return ended


def refuse_other_meeting(action: ActionPoint, meeting: Meeting | None) -> None:
    """Raise ValidationError unless the meeting that closes it is one that its body has opened since."""
    if meeting is None:
        return
    raised_at = action.item.meeting
    is_later = meeting.body_id == raised_at.body_id and meeting.starts_at >= raised_at.starts_at
    if not is_later or meeting.state not in (Meeting.State.IN_SESSION, Meeting.State.CONCLUDED):
        raise ValidationError({"meeting": "Select a meeting of the same body that has begun since it was raised."})
