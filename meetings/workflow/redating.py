"""Changing when an action point is due: the owner asks with a reason, the secretary or the chair answers.

Each change is a dated row, so that no earlier date is ever lost.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Move, NotOpen, Stale, lock
from meetings.models import ActionPoint, ActionStep, Redating
from meetings.queries.people import people_in
from meetings.queries.replies import answering_first, people_of_seats
from meetings.workflow.invitations import about
from meetings.workflow.steps import note
from partners.models import Role, User

OPEN = frozenset({ActionPoint.State.OPEN})
UNFINISHED = OPEN | {ActionPoint.State.PROPOSED}
ASKED = frozenset({Redating.State.ASKED})
Kind = ActionStep.Kind

#               verb                    from        to    permission
ASK = Move("ask for another date", OPEN, None, "meetings.ask_for_date")
POSTPONE = Move("change the due date", UNFINISHED, None, "meetings.complete_action")
AGREE = Move("agree to another date", ASKED, Redating.State.AGREED, "meetings.complete_action")
REFUSE = Move("refuse another date", ASKED, Redating.State.REFUSED, "meetings.complete_action")
OVERTAKE = Move("close the question about the date", ASKED, Redating.State.OVERTAKEN, "meetings.complete_action")
MOVES = (ASK, POSTPONE, AGREE, REFUSE, OVERTAKE)


@transaction.atomic
def ask_for_date(
    action: ActionPoint, *, due_on: date, reason: str, version: int | None = None, by: User, by_link: bool = False
) -> Redating:
    """The owner asks for another date, with a reason, which is also their latest word on it.

    Raises Stale when somebody changed it since `version`, and ValidationError for the past, or while another is asked.
    """
    said = _needed(reason, reason="Enter why you need another date.")
    fresh = lock(action)
    if version is not None and fresh.version != version:
        raise Stale(theirs=fresh, yours={"latest_update": said})
    _refuse_date(fresh, due_on)
    if fresh.redatings.filter(state=Redating.State.ASKED).exists():
        raise ValidationError({"due_on": "Another date is asked for already. Wait for the answer."})
    words = {"latest_update": said, "updated_at": clock.now(), "updated_by": by}
    by_rule = {"override": "", "override_reason": "", "override_at": None, "override_by": None}
    asking = ASK.make(action, by, **words, **by_rule)
    redating = Redating(
        action=asking, due_was=asking.due_on, due_on=due_on, reason=said, asked_at=clock.now(), asked_by=by
    )
    redating.full_clean()
    with acting(ASK.verb, by):
        redating.save(force_insert=True)
    note(asking, Kind.ASKED, by, said, by_link=by_link, due_was=asking.due_on, due_on=due_on)
    outbox.put(
        people_in(asking.item.meeting.body, Role.SECRETARY),
        "meetings/notices/action_date_asked.txt",
        once=f"action-date-asked/{redating.pk}",
        subject_thing=asking,
        action=asking,
        owner=asking.owner,
        redating=redating,
    )
    return redating


@transaction.atomic
def agree_to_date(redating: Redating, *, answer: str = "", by: User) -> Redating:
    """It is due on the day that was asked for, from now on. Raises ValidationError when that day has passed."""
    action = lock(redating.action)
    fresh = lock(redating)
    AGREE.check(fresh, by)
    if fresh.due_on < clock.today():
        raise ValidationError("The date that was asked for has passed. Refuse it, or change the due date yourself.")
    agreed = AGREE.make(fresh, by, answer=answer.strip(), answered_at=clock.now(), answered_by=by)
    was = action.due_on
    moved = POSTPONE.make(action, by, due_on=agreed.due_on)
    note(moved, Kind.REDATED, by, agreed.answer, due_was=was, due_on=agreed.due_on)
    _tell(moved, "action_date_agreed", agreed)
    return agreed


@transaction.atomic
def refuse_date(redating: Redating, *, answer: str, by: User) -> Redating:
    """It stays due when it is, for a reason. Raises ValidationError without one."""
    said = _needed(answer, answer="Enter why the date is refused.")
    action = lock(redating.action)
    refused = REFUSE.make(redating, by, answer=said, answered_at=clock.now(), answered_by=by)
    note(action, Kind.REFUSED, by, said, due_was=action.due_on, due_on=refused.due_on)
    _tell(action, "action_date_refused", refused)
    return refused


@transaction.atomic
def postpone_action(action: ActionPoint, *, due_on: date, reason: str, by: User) -> ActionPoint:
    """The secretary or the chair changes the day, for a reason; the day it was first due stays, and each one between.

    What was asked for meanwhile is overtaken. Raises ValidationError for the past.
    """
    said = _needed(reason, reason="Enter why the date changes.")
    fresh = lock(action)
    POSTPONE.check(fresh, by)
    _refuse_date(fresh, due_on)
    overtake(fresh, by)
    now = clock.now()
    redating = Redating(
        action=fresh, due_was=fresh.due_on, due_on=due_on, reason=said, asked_at=now, asked_by=by,
        state=Redating.State.AGREED, answered_at=now, answered_by=by,
    )  # fmt: skip
    redating.full_clean()
    with acting(POSTPONE.verb, by):
        redating.save(force_insert=True)
    moved = POSTPONE.make(action, by, due_on=due_on)
    note(moved, Kind.REDATED, by, said, due_was=redating.due_was, due_on=due_on)
    return moved


def overtake(action: ActionPoint, by: User) -> None:
    """Close what was asked about the date and not answered: the action point ended, or its date changed otherwise."""
    asked = action.redatings.select_for_update(no_key=True).filter(state=Redating.State.ASKED).first()
    if asked:
        OVERTAKE.make(asked, by, answered_at=clock.now(), answered_by=by)
        note(action, Kind.OVERTAKEN, by, due_was=asked.due_was, due_on=asked.due_on)


def asked_of(action: ActionPoint) -> Redating:
    """The question about its date that waits for an answer. Raises NotOpen where there is none."""
    asked = action.redatings.filter(state=Redating.State.ASKED).select_related("asked_by").first()
    if asked is None:
        raise NotOpen("Nobody asks for another date now: it was answered already.")
    return asked


def _refuse_date(action, due_on):
    if due_on < clock.today():
        raise ValidationError({"due_on": "The due date must be today or later."})
    if due_on == action.due_on:
        raise ValidationError({"due_on": "Enter another date than the one that it is due on now."})


def _needed(text, **sentence):
    if not text.strip():
        raise ValidationError(sentence)
    return text.strip()


def _tell(action, template, redating):
    people = people_of_seats([action.owner_id]).get(action.owner_id, [])
    outbox.put(
        {redating.asked_by, *(each.person for each in answering_first(people))},
        f"meetings/notices/{template}.txt",
        once=f"{template}/{redating.pk}",
        action=action,
        redating=redating,
        **about(action.item.meeting, action.item) | {"subject_thing": action},
    )
