"""What was put off comes back by itself: it is proposed for the next meeting of its body, or of the one it went to."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import Truncator

from ccsp_portal import clock, workdays
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, NotYet
from meetings.models import Decision, Meeting, PlannedItem, WrittenProcedure
from meetings.queries.reconciliation import sentences_of
from meetings.queries.records import comes_by_itself
from meetings.workflow.forward import TAKEN_OVER, Slot, propose_once, slot_of, tell_the_secretary
from meetings.workflow.statutory import owning_seat
from partners.models import Body, Role, Seat, User
from partners.models.dated import current

Outcome, Ground = Decision.Outcome, PlannedItem.Ground
PUT_OFF = (Outcome.DEFERRED, Outcome.REFERRED)


def bring_back(meeting: Meeting, *, by: User) -> None:
    """Propose what the meeting deferred, to its own body; and what it referred to another body, to that one.

    Each decision once; under what stands on every agenda, in the decision's own words. What is private stays so, and
    who was left out of it stays left out.
    """
    standing = Decision.objects.standing()
    decisions = standing.filter(item__meeting=meeting, superseded_by__isnull=True)
    for decision in decisions.select_related("item__presenter", "referred_to_body").order_by("pk"):
        _follow(decision, meeting, "conclude the meeting that put off", by)


def keepers_of_plans() -> QuerySet[Body]:
    """The bodies that keep a forward plan here: what is referred to one of them is proposed for it by itself."""
    with_secretary = Seat.objects.current().filter(current(prefix="terms__"), terms__role=Role.SECRETARY)
    return Body.objects.current().filter(pk__in=with_secretary.values("body"))


def what_is_next(decision: Decision) -> str:
    """Where something that a meeting put off is to come back, before it is on a forward plan; or that it doesn't."""
    if not decision.item or hasattr(decision, "superseded_by"):
        return ""
    if comes_by_itself(decision):
        return "It stands on the agenda of the next meeting by itself."
    if decision.outcome == Outcome.REFERRED and not _is_proposed(decision):
        return f"It doesn’t come back by itself: {decision.referred_to} keeps no forward plan here."
    if decision.outcome in PUT_OFF and decision.item.meeting.state == Meeting.State.IN_SESSION:
        return "It is proposed for another meeting once this one is concluded."
    return ""


def _is_proposed(decision):
    """Whether what was referred is proposed where it went, or was."""
    by_itself = keepers_of_plans().filter(pk=decision.referred_to_body_id)
    return by_itself.exists() or PlannedItem.objects.filter(once_key=decision.comes_back_key).exists()


def put_right(decision: Decision, *, by: User) -> None:
    """What a decision of a concluded meeting said came of its item was corrected: what it had brought back is proposed
    no more, and what it puts off now is.

    Raises ValidationError where that has been planned already: it may have papers by now.
    """
    try:
        end(decision, f"Decision {decision.reference} was corrected", by=by)
    except Conflict as refusal:
        raise ValidationError({"outcome": refusal.sentence}) from refusal
    if decision.item:
        _follow(decision, decision.item.meeting, "correct the decision that puts off", by)


def end(decision: Decision, why: str, *, by: User) -> None:
    """What a decision had brought onto a forward plan is proposed no more. Raises NotYet for what `placed` names."""
    brought = list(PlannedItem.objects.select_for_update(no_key=True).filter(once_key=decision.comes_back_key))
    first = placed(decision)
    if first:
        raise NotYet(" ".join(first))
    for planned in brought:
        _unpropose(planned, why, by)


def placed(decision: Decision) -> list[str]:
    """What to do first, where what a decision put off has been planned already: it may have papers by now."""
    brought = PlannedItem.objects.filter(once_key=decision.comes_back_key, state=PlannedItem.State.PLACED)
    return [f"It is planned for {slot_of(each)} by now. Withdraw it from the forward plan first." for each in brought]


def _unpropose(planned, why, by):
    # another may take its place
    changed = {"once_key": f"{planned.once_key}/before/{planned.pk}", "version": planned.version + 1}
    if planned.state == PlannedItem.State.PROPOSED:
        changed |= {
            "state": PlannedItem.State.WITHDRAWN,
            "reason": why,
            "decided_at": clock.now(),
            "decided_by": by,
        }
    with acting("withdraw", by):
        PlannedItem.objects.filter(pk=planned.pk).update(**changed)


def _follow(decision, meeting, verb, by):
    if decision.outcome == Outcome.DEFERRED and not comes_by_itself(decision):
        _bring_back(decision, meeting.body, "Deferred", verb, by)
    elif decision.outcome == Outcome.REFERRED and decision.referred_to_body:
        _bring_back(decision, decision.referred_to_body, f"Referred by the {meeting.body.short_name}", verb, by)


def _bring_back(decision, body, what, verb, by):
    item = decision.item
    is_own = item.presenter is not None and item.presenter.body_id == body.pk
    planned = PlannedItem.objects.filter(item=item).first()
    _propose(
        body,
        item.presenter if is_own else None,
        once=decision.comes_back_key,
        by=by,
        verb=verb,
        put_off=item,
        # a duty of the body's own stays one
        ground=planned.ground if planned and body.pk == planned.body_id else Ground.REQUEST,
        duty=planned.duty if planned and body.pk == planned.body_id else "",
        ground_text=f"{what} by decision {decision.reference}",
        **_what_was_put_off(decision),
    )


def _what_was_put_off(decision):
    """The item as it was; of one that stands on every agenda, what the decision says of this one matter."""
    put_off = {name: getattr(decision.item, name) for name in TAKEN_OVER}
    if not decision.item.standing:
        return put_off
    first = next(iter(sentences_of(decision.text)), "").rstrip(". ")
    return put_off | {"title": Truncator(first or put_off["title"]).chars(200), "description": decision.text}


def bring_to_a_meeting(procedure: WrittenProcedure, *, by: User) -> None:
    """Propose what a written procedure did not decide: somebody asked for a meeting, or too few replied."""
    if procedure.outcome in WrittenProcedure.DECIDED:
        return
    numbered = [f"{number}. {each}" for number, each in enumerate(procedure.numbered, start=1)]
    _propose(
        procedure.body,
        None,
        once=procedure.comes_back_key,
        by=by,
        verb="close the written procedure that did not decide",
        title=procedure.title,
        description="\n".join([procedure.text, "", "Recommendations", *numbered]),
        ground=Ground.REQUEST,
        ground_text="It could not be decided in writing",
        privacy=procedure.privacy,
        private_reason=procedure.private_reason,
        public_title=procedure.public_title,
    )


def _propose(body, owner, *, once, by, **fields):
    """For the body's next meeting whose agenda can change; by the seat that owns it, else by the secretary's."""
    owner = owner or owning_seat(body, Role.SECRETARY)
    if owner is None or not body.is_current():
        return
    planned = propose_once(body, _next_slot(body), once=once, by=by, owner=owner, **fields)
    if planned:
        tell_the_secretary(planned)


def _next_slot(body: Body) -> Slot:
    """The next meeting that is convened and not circulated; else the next quarter."""
    coming = Meeting.objects.upcoming().ordinary().filter(body=body, state=Meeting.State.CONVENED)
    meeting = coming.order_by("starts_at").first()
    if meeting:
        return Slot(meeting)
    year, quarter = workdays.quarter_after(*workdays.financial_quarter(clock.today()))
    return Slot(year=year, quarter=quarter)
