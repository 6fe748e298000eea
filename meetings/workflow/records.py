"""What a meeting decides, and what it asks of whom: each with a number that nobody else gets."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Move, lock, save_if_fresh
from meetings.models import ActionPoint, AgendaItem, Decision, Dissent, Meeting, Minutes, NumberSeries
from meetings.queries.records import rests_on
from meetings.queries.session import quorum_now, seats_there, voting_seats_now
from meetings.workflow.coming_back import put_right
from partners.models import Appointment, Body, Organisation, Seat, User
from partners.standing import appointment_for

IN_SESSION, CONCLUDED = Meeting.State.IN_SESSION, Meeting.State.CONCLUDED
# with `check_unsettled`: until the minutes are with the chair
UNTIL_SETTLED = frozenset({IN_SESSION, CONCLUDED})

#               verb                    from                    to    permission
DECIDE = Move("record a decision", frozenset({IN_SESSION}), None, "meetings.record_decision")
REWORD = Move("correct a decision", UNTIL_SETTLED, None, "meetings.record_decision")
RAISE = Move("raise an action point", UNTIL_SETTLED, None, "meetings.raise_action")
MOVES = (DECIDE, REWORD, RAISE)

LETTER = {"decision": "", "action": "A", "risk": "R"}


class Keep(Enum):
    """That an answer was not given: what stands, stays."""

    KEEP = "keep"


KEEP = Keep.KEEP


class Votes(NamedTuple):
    """How a vote went, as it was counted."""

    in_favour: int
    against: int
    abstained: int


def draw_number(meeting: Meeting, kind: str) -> str:
    """The next number of a kind in the meeting's financial year."""
    return draw_number_of(meeting.body, meeting.financial_year, kind)


@transaction.atomic
def draw_number_of(body: Body, financial_year: int, kind: str) -> str:
    """The next number of a kind in the body's financial year: CCSP/2026/001 of a decision, A001 of an action point,
    R001 of a risk.

    The series is locked until the caller's transaction ends, and goes back with it: no gap, and no number twice.
    """
    which = {"body_id": body.pk, "financial_year": financial_year, "kind": kind}
    NumberSeries.objects.bulk_create([NumberSeries(**which)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(**which)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{body.prefix}/{financial_year}/{LETTER[kind]}{series.last:03d}"


@transaction.atomic
def record_decision(
    item: AgendaItem,
    *,
    outcome: str,
    text: str,
    by: User,
    referred_to: Body | Organisation | None = None,
    votes: Votes | None = None,
    must_act: Iterable[Seat] = (),
    supersedes: Decision | None = None,
) -> Decision:
    """The meeting decided on the item, noted or referred it, or put it off; whether it was quorate is worked out now,
    and kept, and so is how many voting seats were there where a vote was counted.

    Raises NotOpen unless the meeting is in session, and ValidationError without words, or for what can't be.
    """
    meeting = lock(item.meeting)
    DECIDE.check(meeting, by)
    _refuse_withdrawn(item)
    decision = Decision(
        item=item,
        outcome=outcome,
        text=text.strip(),
        quorate=quorum_now(meeting, item=item).met,
        **_referral(outcome, referred_to),
        **counted(votes, meeting, item, outcome),
        supersedes=_superseded(supersedes, meeting),
        decided_at=clock.now(),
        recorded_by=by,
        appointment_id=appointment_for(by, meeting.body_id),
    )
    seats = _seats_of(meeting, must_act)
    decision.reference = draw_number(meeting, "decision")
    decision.full_clean()
    with acting("record a decision", by):
        decision.save(force_insert=True)
        decision.must_act.set(seats)
    return decision


@transaction.atomic
def correct_decision(
    decision: Decision,
    *,
    text: str,
    version: int,
    by: User,
    outcome: str | Keep = KEEP,
    referred_to: Body | Organisation | None = None,
    votes: Votes | Keep | None = KEEP,
    must_act: Iterable[Seat] | Keep = KEEP,
    supersedes: Decision | Keep | None = KEEP,
) -> Decision:
    """Correct the wording, the outcome with where it is referred, the votes, who must act and what it supersedes; what
    is not given stays as it is. What its outcome brought onto a forward plan follows.

    The number and the quorum stay, and so does what it said earlier, in history. Raises Stale when somebody corrected
    it since `version`, Conflict once the minutes are with the chair, and ValidationError for an outcome on which
    something rests.
    """
    item = item_of(decision)
    meeting = lock(item.meeting)
    REWORD.check(meeting, by)
    refuse_settled(meeting)
    refuse_taken_back(decision)
    fields: dict = {"text": text.strip()}
    if not isinstance(outcome, Keep):
        fields |= {"outcome": outcome, **_referral(outcome, referred_to)}
        _refuse_resting(decision, outcome)
    if not isinstance(votes, Keep):
        now = decision.outcome if isinstance(outcome, Keep) else outcome
        kept = decision.voting_seats if votes == _votes_of(decision) else None
        fields |= counted(votes, meeting, item, now, kept=kept)
    if not isinstance(supersedes, Keep):
        fields["supersedes"] = _superseded(supersedes, meeting, by_decision=decision)
    corrected = save_if_fresh(decision, version, fields, by, verb="correct a decision")
    if meeting.state == CONCLUDED and _comes_of(corrected) != _comes_of(decision):
        put_right(corrected, by=by)
    if not isinstance(must_act, Keep):
        with acting("correct a decision", by):
            corrected.must_act.set(_seats_of(meeting, must_act))
    return corrected


def _votes_of(decision):
    return Votes(decision.votes_for, decision.votes_against, decision.votes_abstained) if decision.has_vote else None


def _refuse_resting(decision, outcome):
    if outcome != decision.outcome and rests_on(decision):
        raise ValidationError(
            {"outcome": "A plan or an assessment rests on this decision, so what was decided stands."}
        )


def _comes_of(decision):
    return decision.outcome, decision.referred_to_body_id


@transaction.atomic
def record_dissent(decision: Decision, *, seat: Seat, words: str, by: User) -> Dissent:
    """A seat that was there asks for its dissent to be recorded, in its own words; a second time corrects the first.

    Raises ValidationError for a seat that nobody filled, and Conflict once the minutes are with the chair.
    """
    item = item_of(decision)
    meeting = lock(item.meeting)
    REWORD.check(meeting, by)
    refuse_settled(meeting)
    refuse_taken_back(decision)
    if not words.strip():
        raise ValidationError({"words": "Enter the dissent in their words."})
    there = seats_there(meeting, item=item).get(seat.pk)
    if there is None:
        raise ValidationError({"seat": "Choose a seat that was there: see who is recorded as present."})
    earlier = decision.dissents.filter(seat=seat, withdrawn_at__isnull=True).first()
    if earlier:
        return save_if_fresh(earlier, earlier.version, {"words": words.strip()}, by, verb="correct a dissent")
    dissent = Dissent(
        decision=decision,
        seat=seat,
        appointment=there,
        words=words.strip(),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    dissent.full_clean()
    with acting("record a dissent", by):
        dissent.save(force_insert=True)
    return dissent


@transaction.atomic
def withdraw_dissent(dissent: Dissent, *, by: User) -> Dissent:
    """It was recorded by mistake: take it out; what it said stays in history. Conflict once the minutes are settled."""
    meeting = lock(item_of(dissent.decision).meeting)
    REWORD.check(meeting, by)
    refuse_settled(meeting)
    refuse_taken_back(dissent.decision)
    fields = {"withdrawn_at": dissent.withdrawn_at or clock.now()}
    return save_if_fresh(dissent, dissent.version, fields, by, verb="take a dissent out")


def item_of(decision: Decision) -> AgendaItem:
    """The item on which it was taken. Conflict for one by written procedure: it stands as it was put to the seats."""
    if decision.item is None:
        raise Conflict("This was decided by written procedure: it stands as it was put to the seats.")
    return decision.item


def refuse_taken_back(decision: Decision) -> None:
    """Raise Conflict for a decision that was taken back: it says nothing any more."""
    if not Decision.objects.standing().filter(pk=decision.pk).exists():
        raise Conflict("This decision was taken back: nothing of it can be changed.")


def counted(votes: Votes | None, meeting: Meeting, item: AgendaItem, outcome: str, kept: int | None = None) -> dict:
    """The columns of a vote, with the voting seats that were there: `kept` from then while the votes stay as they were,
    else worked out now.

    Raises ValidationError for more votes than seats, or for agreeing to what was voted down.
    """
    if votes is None:
        return dict.fromkeys(("votes_for", "votes_against", "votes_abstained", "voting_seats"))
    seats = voting_seats_now(meeting, item=item) if kept is None else kept
    if sum(votes) > seats:
        raise ValidationError({"votes_for": _too_many(sum(votes), seats)})
    if outcome == Decision.Outcome.AGREED and votes.against > votes.in_favour:
        raise ValidationError(
            {"votes_against": "More voted against than for. Correct the votes, or choose “Not agreed”."}
        )
    return {
        "votes_for": votes.in_favour,
        "votes_against": votes.against,
        "votes_abstained": votes.abstained,
        "voting_seats": seats,
    }


def _too_many(votes, seats):
    if not seats:
        return "No voting seat is recorded as present. Record attendance first, then the votes."
    there = "1 voting seat was" if seats == 1 else f"{seats} voting seats were"
    return f"These are {votes} votes, but {there} present. Correct the votes, or record attendance first."


def _referral(outcome, to):
    if (outcome == Decision.Outcome.REFERRED) != (to is not None):
        raise ValidationError({"referred_to": "Select to which body or organisation it is referred."})
    return {
        "referred_to_body": to if isinstance(to, Body) else None,
        "referred_to_organisation": to if isinstance(to, Organisation) else None,
    }


def _superseded(earlier, meeting, by_decision=None):
    """The earlier decision, if this one may supersede it: one of the same body, that no other has superseded."""
    if earlier is None:
        return None
    if earlier.governing_body_id() != meeting.body_id or earlier.taken_back_at:
        raise ValidationError({"supersedes": "Enter the number of a decision of the same body."})
    if by_decision and earlier.pk >= by_decision.pk:
        raise ValidationError({"supersedes": "A decision can only supersede an earlier one."})
    later = Decision.objects.filter(supersedes=earlier).exclude(pk=by_decision and by_decision.pk).first()
    if later:
        raise ValidationError(
            {"supersedes": f"{earlier.reference} is superseded already, by {later.reference}: enter that number."}
        )
    return earlier


def _seats_of(meeting, seats):
    """The seats, each of them of the body that meets."""
    seats = list(seats)
    if any(seat.body_id != meeting.body_id for seat in seats):
        raise ValidationError({"must_act": "Choose seats of the body that meets."})
    return seats


@transaction.atomic
def raise_action(
    item: AgendaItem,
    *,
    text: str,
    owner: Seat,
    due_on: date,
    by: User,
    supporters: Iterable[Seat] = (),
    decision: Decision | None = None,
    paragraph: int | None = None,
) -> ActionPoint:
    """The meeting asks something of a seat of its body, by a day; who holds the seat now is kept beside it.

    `decision` is the one that it follows from, `paragraph` that of the item's minute. Raises Conflict once the minutes
    are with the chair, and ValidationError for a day that has passed, or what is not of this item.
    """
    meeting = lock(item.meeting)
    RAISE.check(meeting, by)
    refuse_settled(meeting)
    _refuse_withdrawn(item)
    supporting = [seat for seat in supporters if seat.pk != owner.pk]
    refuse_misplaced(item, meeting, owner, supporting, decision)
    if due_on < clock.today():
        raise ValidationError({"due_on": "The due date must be today or later."})
    action = ActionPoint(
        item=item,
        paragraph=paragraph,
        decision=decision,
        reference=draw_number(meeting, "action"),
        text=text.strip(),
        owner=owner,
        person_id=holder_of(owner),
        due_on=due_on,
        first_due_on=due_on,
        raised_at=clock.now(),
        raised_by=by,
    )
    action.full_clean()
    with acting("raise an action point", by):
        action.save(force_insert=True)
        action.supporters.set(supporting)
    return action


def holder_of(seat: Seat) -> int | None:
    """The id of the person who holds the seat today."""
    holder = Appointment.objects.current().substantive().filter(seat=seat).first()
    return holder.person_id if holder else None


def refuse_misplaced(
    item: AgendaItem, meeting: Meeting, owner: Seat, supporting: Iterable[Seat], decision: Decision | None
) -> None:
    """Raise ValidationError for seats of another body, or a decision on another item."""
    if owner.body_id != meeting.body_id:
        raise ValidationError({"owner": "Choose a seat of the body that meets."})
    if any(seat.body_id != meeting.body_id for seat in supporting):
        raise ValidationError({"supporters": "Choose seats of the body that meets."})
    if decision and (decision.item_id != item.pk or decision.taken_back_at):
        raise ValidationError({"decision": "Choose a decision on this item."})


def refuse_settled(meeting: Meeting) -> None:
    """Raise Conflict when the minutes are with the chair or beyond: what they hold can't be changed any more."""
    minutes = _settled_minutes(meeting)
    if minutes:
        raise Conflict(
            f"The minutes of this meeting are “{minutes.get_state_display()}”, so what they hold can’t be changed. "
            + (
                "Use “Correct the minutes” on their page."
                if minutes.state in Minutes.PUBLIC
                else "Ask the chair to return them first."
            )
        )


def check_unsettled(move: Move, meeting: Meeting, by: User) -> None:
    """Raise what the move's check raises, and Conflict once the minutes of a concluded meeting are with the chair."""
    move.check(meeting, by)
    if meeting.state == CONCLUDED:
        refuse_settled(meeting)


def is_settled(meeting: Meeting) -> bool:
    """Whether the minutes are with the chair or beyond: for drawing buttons."""
    return _settled_minutes(meeting) is not None


def _settled_minutes(meeting):
    return Minutes.objects.filter(meeting=meeting).exclude(state=Minutes.State.DRAFT).first()


def _refuse_withdrawn(item):
    if item.withdrawn_at:
        raise Conflict("This item was taken off the agenda.")
