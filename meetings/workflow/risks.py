"""The risk register: members suggest, the secretary keeps it, owners review their risks; nothing on it is deleted."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock, profile, workdays
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Move, NotOpen, Stale, lock, save_if_fresh
from meetings.models import Risk, RiskControl, RiskStep
from meetings.models.risks import WRITTEN
from meetings.models.scores import SCORES
from meetings.queries.people import people_in
from meetings.queries.replies import answering_first, people_of_seats
from meetings.workflow.records import draw_number_of
from partners.audience import PRIVATE_READERS, Privacy
from partners.models import Body, Role, Seat, SeatTerms, User
from partners.standing import appointment_for

State, Kind = Risk.State, RiskStep.Kind
SUGGESTED, OPEN, CLOSED = (frozenset({state}) for state in (State.SUGGESTED, State.OPEN, State.CLOSED))

#               verb                       from                to              permission
ACCEPT = Move("put on the register", SUGGESTED, State.OPEN, "meetings.keep_register")
DECLINE = Move("decline the suggestion", SUGGESTED, State.DECLINED, "meetings.keep_register")
REVIEW = Move("review the risk", OPEN, None, "meetings.review_risk")
CONTROL = Move("add a control", SUGGESTED | OPEN, None, "meetings.review_risk")
CHANGE = Move("change the risk", SUGGESTED | OPEN, None, "meetings.keep_register")
CLOSE = Move("close the risk", OPEN, State.CLOSED, "meetings.close_risk")
REOPEN = Move("reopen the risk", CLOSED, State.OPEN, "meetings.close_risk")
MOVES = (ACCEPT, DECLINE, REVIEW, CONTROL, CHANGE, CLOSE, REOPEN)


@transaction.atomic
def suggest_risk(body: Body, *, by: User, **fields) -> Risk:
    """A member suggests a risk: the secretary is told, and puts it on the register or declines it.

    `fields` are the columns that say what it is. PermissionDenied; ValidationError for a review date in the past, an
    owner who does not sit on the body or may not read it, or scores that cannot be.
    """
    if not by.has_perm("meetings.suggest_risk", body):
        raise PermissionDenied("Only those who sit on the body suggest risks for its register.")
    risk = _write(body, by, Kind.SUGGESTED, "suggest a risk", state=State.SUGGESTED, **fields)
    _tell(people_in(body, Role.SECRETARY).exclude(pk=by.pk), "risk_suggested", risk)
    return risk


@transaction.atomic
def add_risk(body: Body, *, by: User, **fields) -> Risk:
    """The secretary puts a risk on the register at once; its owner is told."""
    if not by.has_perm("meetings.keep_register", body):
        raise PermissionDenied("Only the body’s secretary puts risks on its register.")
    added = _write(
        body, by, Kind.ADDED, "add a risk", state=State.OPEN, reference=_number(body), **fields
    )  # fmt: skip
    _tell_owner(added, by)
    return added


@transaction.atomic
def accept_risk(risk: Risk, *, by: User) -> Risk:
    """What was suggested comes onto the register and gets its number; who suggested it and its owner are told.

    ValidationError where the review date has passed meanwhile, or the owner's seat has ended.
    """
    fresh = lock(risk)
    ACCEPT.check(fresh, by)
    _refuse_past(fresh.review_on)
    _refuse_unfit(fresh.body, {"owner": fresh.owner, "privacy": fresh.privacy})
    accepted = ACCEPT.make(fresh, by, reference=_number(fresh.body))
    _note(accepted, Kind.ADDED, by)
    _tell([accepted.raised_by] if accepted.raised_by_id != by.pk else [], "risk_answered", accepted)
    _tell_owner(accepted, by)
    return accepted


@transaction.atomic
def decline_risk(risk: Risk, *, reason: str, by: User) -> Risk:
    """It does not come onto the register, for a reason that whoever suggested it is told."""
    declined = DECLINE.make(risk, by, **_ended(reason, by, "Enter why it is declined."))
    _note(declined, Kind.DECLINED, by, declined.end_reason)
    _tell([declined.raised_by] if declined.raised_by_id != by.pk else [], "risk_answered", declined)
    return declined


@transaction.atomic
def change_risk(risk: Risk, *, version: int, by: User, **fields) -> Risk:
    """Change what is written of it. The scores of one on the register change by its review only, so that none is lost.

    Raises Stale with both texts when somebody changed it since `version`, and ValidationError.
    """
    fresh = lock(risk)
    CHANGE.check(fresh, by)
    if fresh.state == State.OPEN and fields.keys() & {*SCORES, "review_on"}:
        raise NotOpen("It is on the register: its scores and its next review change when it is reviewed.")
    _refuse_unfit(fresh.body, {"owner": fresh.owner, "privacy": fresh.privacy, **fields})
    changed = save_if_fresh(fresh, version, fields, by, verb=CHANGE.verb)
    _note(changed, Kind.CHANGED, by)
    if changed.owner_id != fresh.owner_id:
        _tell_owner(changed, by)
    return changed


@transaction.atomic
def review_risk(risk: Risk, *, review_on: date, note: str = "", version: int, by: User, **scores: int) -> Risk:
    """Its owner, or the secretary, looked at it again: with what scores it stands, and when it is next looked at.

    Scores that are not given stay. A second review of the same day by the same person corrects the first: the trend
    is from what stood before both. Raises Stale with both when somebody changed it since `version`, and
    ValidationError.
    """
    fresh = lock(risk)
    REVIEW.check(fresh, by)
    if fresh.version != version:
        raise Stale(theirs=fresh, yours={**scores, "review_on": review_on})
    _refuse_past(review_on)
    reviewed = REVIEW.make(
        fresh,
        by,
        **scores,
        review_on=review_on,
        score_before=_score_before(fresh, by),
        reviewed_at=clock.now(),
        reviewed_by=by,
    )
    _note(reviewed, Kind.REVIEWED, by, note)
    return reviewed


def _score_before(risk, by):
    day = risk.reviewed_at and risk.reviewed_at.astimezone(clock.LONDON).date()
    is_corrected = risk.reviewed_by_id == by.pk and day == clock.today()
    return risk.score_before if is_corrected else risk.residual_score


def review_unchanged(risk: Risk, *, version: int, by: User) -> Risk:
    """Nothing about it changed: it is looked at again after as many days as the profile says."""
    return review_risk(risk, review_on=next_review(), version=version, by=by)


def next_review() -> date:
    """When a risk that is reviewed today is to be looked at again, unless somebody says otherwise."""
    return clock.today() + timedelta(days=profile.current().risk.review_days)


@transaction.atomic
def close_risk(risk: Risk, *, reason: str, by: User) -> Risk:
    """It is over, or the body lives with it, for a reason. It stays on record with all that was done about it."""
    closed = CLOSE.make(risk, by, **_ended(reason, by, "Enter why it is closed."))
    _note(closed, Kind.CLOSED, by, closed.end_reason)
    return closed


@transaction.atomic
def reopen_risk(risk: Risk, *, reason: str, review_on: date, by: User) -> Risk:
    """It was closed too soon, or came back, for a reason; its owner is told."""
    said = _needed(reason, "Enter why it is opened again.")
    _refuse_past(review_on)
    opened = REOPEN.make(risk, by, ended_at=None, ended_by=None, end_reason="", review_on=review_on)
    _note(opened, Kind.REOPENED, by, said)
    _tell_owner(opened, by, "risk_reopened", reason=said)
    return opened


@transaction.atomic
def add_control(risk: Risk, *, text: str, owner: Seat, in_place: bool = False, by: User) -> RiskControl:
    """Something that is done about it, or is to be done, and whose it is."""
    fresh = lock(risk)
    CONTROL.check(fresh, by)
    _refuse_other_seat(fresh.body, owner)
    control = RiskControl(risk=fresh, text=text.strip(), owner=owner, in_place=in_place)
    control.full_clean()
    with acting(CONTROL.verb, by):
        control.save(force_insert=True)
    _note(fresh, Kind.CONTROLLED, by, _in_words(control))
    return control


@transaction.atomic
def change_control(
    control: RiskControl, *, version: int, text: str, owner: Seat, in_place: bool, by: User
) -> RiskControl:
    """Say it otherwise, give it another owner, or say that it is in place. Raises Stale; NotOpen once it ended."""
    risk = _risk_of(control, by)
    if owner.pk != control.owner_id:
        _refuse_other_seat(risk.body, owner)
    fields = {"text": text.strip(), "owner": owner, "in_place": in_place}
    changed = save_if_fresh(control, version, fields, by, verb="change a control")
    _note(risk, Kind.CONTROL_CHANGED, by, _in_words(changed))
    return changed


@transaction.atomic
def end_control(control: RiskControl, *, by: User) -> RiskControl:
    """It is no longer done, or was never any use: it goes from the risk, and its step stays."""
    risk = _risk_of(control, by)
    ended = save_if_fresh(
        control, lock(control).version, {"ended_at": clock.now(), "ended_by": by}, by, verb="end a control"
    )  # fmt: skip
    _note(risk, Kind.CONTROL_ENDED, by, _in_words(ended))
    return ended


def _risk_of(control, by):
    """The control's risk, locked, where the person may change its controls now."""
    risk = lock(control.risk)
    CONTROL.check(risk, by)
    if lock(control).ended_at:
        raise NotOpen("This control has ended already.")
    return risk


def _write(body, by, kind, verb, **fields):
    _refuse_past(fields["review_on"])
    _refuse_unfit(body, {"privacy": Privacy.OPEN, **fields})
    risk = Risk(
        body=body, raised_at=clock.now(), raised_by=by, appointment_id=appointment_for(by, body.pk), **fields
    )  # fmt: skip
    risk.full_clean()
    with acting(verb, by):
        risk.save(force_insert=True)
    _note(risk, kind, by)
    return risk


def _number(body):
    return draw_number_of(body, workdays.financial_year(clock.today()), "risk")


def _note(risk, kind, by, note=""):
    """Write down the step, and the risk as it stands after it."""
    written = {name: getattr(risk, name) for name in WRITTEN}
    RiskStep.objects.create(
        **written,
        risk=risk,
        kind=kind,
        note=note.strip(),
        at=clock.now(),
        by=by,
        by_appointment_id=appointment_for(by, risk.body_id),
    )


def _needed(text, sentence):
    if not text.strip():
        raise ValidationError({"reason": sentence})
    return text.strip()


def _ended(reason, by, sentence):
    return {"end_reason": _needed(reason, sentence), "ended_at": clock.now(), "ended_by": by}


def _in_words(control):
    return f"{control.text} ({control.owner}, {'in place' if control.in_place else 'not in place yet'})"


def _refuse_past(review_on):
    if review_on < clock.today():
        raise ValidationError({"review_on": "The next review must be today or later."})


def _refuse_unfit(body, fields):
    """Raise ValidationError where the owner sits elsewhere, or may not read what is private."""
    owner = fields["owner"]
    _refuse_other_seat(body, owner)
    readers = SeatTerms.objects.current().filter(seat=owner, role__in=PRIVATE_READERS)
    if fields["privacy"] == Privacy.PRIVATE and not readers.exists():
        raise ValidationError({"owner": f"{owner} may not read what is private. Choose another seat, or make it open."})


def _refuse_other_seat(body, owner):
    if owner.body_id != body.pk or not owner.is_current():
        raise ValidationError({"owner": f"Choose a seat of the {body.short_name} as it is today."})


def _tell_owner(risk, by, template="risk_owned", **context):
    people = people_of_seats([risk.owner_id]).get(risk.owner_id, [])
    _tell([each.person for each in answering_first(people) if each.person_id != by.pk], template, risk, **context)


def _tell(people, template, risk, **context):
    """Tell people of a risk; of a private one a letter has no words."""
    outbox.put(
        people,
        f"meetings/notices/{template}.txt",
        once=f"{template}/{risk.pk}/{risk.version}",
        subject_thing=risk,
        # without words it is for whoever it is sent to, such as the observer who suggested what is private
        sight=None if risk.is_private else risk,
        risk=risk,
        **context,
    )
