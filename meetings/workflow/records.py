"""What a meeting decides, and what it asks of whom: each with a number that nobody else gets."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Move, lock, save_if_fresh
from meetings.models import ActionPoint, AgendaItem, Decision, Meeting, Minutes, NumberSeries
from meetings.queries.session import quorum_now
from partners.models import Seat, User
from partners.standing import appointment_for

IN_SESSION, CONCLUDED = Meeting.State.IN_SESSION, Meeting.State.CONCLUDED

#               verb                    from                    to    permission
DECIDE = Move("record a decision", frozenset({IN_SESSION}), None, "meetings.record_decision")
REWORD = Move("correct a decision", frozenset({IN_SESSION, CONCLUDED}), None, "meetings.record_decision")
RAISE = Move("raise an action point", frozenset({IN_SESSION, CONCLUDED}), None, "meetings.raise_action")
MOVES = (DECIDE, REWORD, RAISE)

LETTER = {"decision": "", "action": "A"}


@transaction.atomic
def draw_number(meeting: Meeting, kind: str) -> str:
    """The next number of a kind ("decision" or "action") in the body's financial year: CCSP/2026/001, CCSP/2026/A001.

    The series is locked until the caller's transaction ends, and goes back with it: no gap, and no number twice.
    """
    which = {"body_id": meeting.body_id, "financial_year": meeting.financial_year, "kind": kind}
    NumberSeries.objects.bulk_create([NumberSeries(**which)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(**which)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{meeting.body.prefix}/{meeting.financial_year}/{LETTER[kind]}{series.last:03d}"


@transaction.atomic
def record_decision(item: AgendaItem, *, outcome: str, text: str, by: User) -> Decision:
    """The meeting decided on the item, or put it off; whether it was quorate is worked out now, and kept.

    Raises NotOpen unless the meeting is in session, and ValidationError without words.
    """
    meeting = lock(item.meeting)
    DECIDE.check(meeting, by)
    _refuse_withdrawn(item)
    decision = Decision(
        item=item,
        reference=draw_number(meeting, "decision"),
        outcome=outcome,
        text=text.strip(),
        quorate=quorum_now(meeting, item=item).met,
        decided_at=clock.now(),
        recorded_by=by,
        appointment_id=appointment_for(by, meeting.body_id),
    )
    decision.full_clean()
    with acting("record a decision", by):
        decision.save(force_insert=True)
    return decision


@transaction.atomic
def correct_decision(decision: Decision, *, text: str, version: int, by: User) -> Decision:
    """Correct the wording; the number, the outcome and the quorum stay, and so does the earlier wording, in history.

    Raises Stale when somebody corrected it since `version`, and Conflict once the minutes are with the chair.
    """
    meeting = lock(decision.item.meeting)
    REWORD.check(meeting, by)
    refuse_settled(meeting)
    return save_if_fresh(decision, version, {"text": text.strip()}, by, verb="correct a decision")


@transaction.atomic
def raise_action(item: AgendaItem, *, text: str, owner: Seat, due_on: date, by: User) -> ActionPoint:
    """The meeting asks something of a seat of its body, by a day.

    Raises Conflict once the minutes are with the chair, and ValidationError for a day that has passed.
    """
    meeting = lock(item.meeting)
    RAISE.check(meeting, by)
    refuse_settled(meeting)
    _refuse_withdrawn(item)
    if owner.body_id != meeting.body_id:
        raise ValidationError({"owner": "Choose a seat of the body that meets."})
    if due_on < clock.today():
        raise ValidationError({"due_on": "The due date must be today or later."})
    action = ActionPoint(
        item=item,
        reference=draw_number(meeting, "action"),
        text=text.strip(),
        owner=owner,
        due_on=due_on,
        first_due_on=due_on,
        raised_at=clock.now(),
        raised_by=by,
    )
    action.full_clean()
    with acting("raise an action point", by):
        action.save(force_insert=True)
    return action


def refuse_settled(meeting: Meeting) -> None:
    """Raise Conflict when the minutes are with the chair or beyond: what they hold can't be changed any more."""
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes and minutes.state != Minutes.State.DRAFT:
        raise Conflict(
            f"The minutes of this meeting are “{minutes.get_state_display()}”, so what they hold can't be changed."
        )


def _refuse_withdrawn(item):
    if item.withdrawn_at:
        raise Conflict("This item was taken off the agenda.")
