"""Written procedures: a text is drafted, agreed by the chair and put to all seats; closing it draws the decision."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock, workdays
from ccsp_portal.documents.models import Document
from ccsp_portal.documents.store import store
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Conflict, Move, Stale, lock, save_if_fresh
from meetings.models import Decision, WrittenPaper, WrittenProcedure, WrittenReply
from meetings.models.procedures import leaves_little_time
from meetings.queries.people import people_in
from meetings.queries.procedures import Standing, people_asked, standing_of_procedure
from meetings.workflow.coming_back import bring_to_a_meeting
from meetings.workflow.copies import queue_copy
from meetings.workflow.records import draw_number_of
from meetings.workflow.replies import HOLDER_REPLIED
from meetings.workflow.scheduling import policy_of
from partners.models import Appointment, Body, Role, Seat, User
from partners.standing import appointment_for, standing_of

State, Outcome = WrittenProcedure.State, WrittenProcedure.Outcome
DRAFT, WITH_CHAIR, OPEN = State.DRAFT, State.WITH_CHAIR, State.OPEN
SAY_WHY_SO_SOON = "Enter why seats must reply so soon, or leave them at least one clear working day"
WRITE, CHAIR = "meetings.write_procedure", "meetings.agree_procedure"

#                  verb                        from                  to               permission
CHANGE = Move("change the text", frozenset({DRAFT}), None, WRITE)
ASK_CHAIR = Move("send to the chair", frozenset({DRAFT}), WITH_CHAIR, WRITE)
RETURN = Move("return to the secretary", frozenset({WITH_CHAIR}), DRAFT, CHAIR)
AGREE = Move("agree and put to all seats", frozenset({WITH_CHAIR}), OPEN, CHAIR)
REPLY = Move("reply", frozenset({OPEN}), None, "meetings.reply_to_procedure")
CLOSE = Move("close", frozenset({OPEN}), State.CLOSED, "meetings.close_procedure")
WITHDRAW = Move("withdraw", frozenset({DRAFT, WITH_CHAIR, OPEN}), State.WITHDRAWN, WRITE)
MOVES = (CHANGE, ASK_CHAIR, RETURN, AGREE, REPLY, CLOSE, WITHDRAW)


@transaction.atomic
def draft(body: Body, *, by: User, **fields) -> WrittenProcedure:
    """Begin a text for the seats of a body; nobody is told before the chair has agreed to it.

    `fields` are its words, who may see it, and its deadline. PermissionDenied; NotOpen for a body without rules, since
    its quorum decides; ValidationError for a deadline that has passed, or that leaves less than one clear working day
    without a reason.
    """
    if not by.has_perm(WRITE, body):
        raise PermissionDenied("Only the body’s secretary puts a text to its seats.")
    policy_of(body)
    _refuse_past(fields["closes_at"])
    procedure = WrittenProcedure(body=body, **fields, drafted_at=clock.now(), drafted_by=by)
    _refuse_short(procedure.closes_at, procedure.short_notice_reason)
    procedure.full_clean()
    with acting("draft", by):
        procedure.save(force_insert=True)
    return procedure


@transaction.atomic
def change(procedure: WrittenProcedure, *, version: int, by: User, **fields) -> WrittenProcedure:
    """Change the text before it goes to the chair. Raises Stale if somebody changed it since `version`."""
    held = lock(procedure)
    CHANGE.check(held, by)
    _refuse_past(fields["closes_at"])
    _refuse_short(fields["closes_at"], fields.get("short_notice_reason", held.short_notice_reason))
    sensitive = held.papers.filter(withdrawn_at__isnull=True, document__marking=Document.Marking.SENSITIVE)
    if fields["privacy"] == "open" and sensitive.exists():
        raise ValidationError(
            {"privacy": "A paper to it is marked OFFICIAL-SENSITIVE: withdraw that, or keep it private."}
        )
    return save_if_fresh(held, version, fields, by, verb="change the text")


@transaction.atomic
def bring_paper(procedure: WrittenProcedure, upload, *, title: str, marking: str, by: User) -> WrittenPaper:
    """Bring a paper to the draft. ValidationError, in a sentence, where the file can't be used."""
    held = lock(procedure)
    CHANGE.check(held, by)
    if marking == Document.Marking.SENSITIVE and not held.is_private:
        raise ValidationError("Anybody could read this paper later. Make the procedure private first.")
    document = store(upload, by=by, marking=marking)
    queue_copy(document, by=by)
    paper = WrittenPaper(procedure=held, title=title.strip(), document=document, brought_at=clock.now(), brought_by=by)
    paper.full_clean()
    with acting("bring", by):
        paper.save(force_insert=True)
    return paper


@transaction.atomic
def withdraw_paper(paper: WrittenPaper, *, by: User) -> WrittenPaper:
    """Take a paper off the draft; it is kept, for the record."""
    CHANGE.check(lock(paper.procedure), by)
    with acting("withdraw", by):
        WrittenPaper.objects.filter(pk=paper.pk, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    paper.refresh_from_db()
    return paper


@transaction.atomic
def ask_chair(procedure: WrittenProcedure, *, by: User) -> WrittenProcedure:
    """Ask the chair, or the vice chair, to agree that it goes out: it is they who say that it cannot wait."""
    held = lock(procedure)
    ASK_CHAIR.check(held, by)
    _refuse_past(held.closes_at)
    _refuse_short(held.closes_at, held.short_notice_reason)
    asked = ASK_CHAIR.make(held, by, returned_reason="")
    chairing = people_in(asked.body, Role.CHAIR, Role.VICE_CHAIR)
    _tell(chairing, "procedure_to_agree", asked, once=f"procedure to agree/{asked.pk}/{asked.version}")
    return asked


@transaction.atomic
def return_to_secretary(procedure: WrittenProcedure, *, reason: str, by: User) -> WrittenProcedure:
    """The chair asks for another text, or that it waits for the meeting."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter what should change"})
    returned = RETURN.make(procedure, by, returned_reason=reason.strip())
    secretaries = people_in(returned.body, Role.SECRETARY)
    _tell(secretaries, "procedure_returned", returned, once=f"procedure returned/{returned.pk}/{returned.version}")
    return returned


@transaction.atomic
def agree(procedure: WrittenProcedure, *, by: User) -> WrittenProcedure:
    """The chair agrees, and it goes to all seats at once, under the body's rules of today.

    Raises Conflict once its deadline has passed meanwhile, or has come so near that it needs a reason.
    """
    held = lock(procedure)
    AGREE.check(held, by)
    refuse_too_late_to_send(held)
    policy = policy_of(held.body)
    sent = AGREE.make(
        held, by, quorum=policy.quorum, casting_vote=policy.casting_vote, opened_at=clock.now(), opened_by=by
    )
    _tell(people_asked(sent), "procedure_opened", sent, once=f"procedure opened/{sent.pk}")
    return sent


@transaction.atomic
def reply(
    procedure: WrittenProcedure, seat: Seat, answer: str, *, remark: str = "", version: int | None = None, by: User
) -> WrittenReply:
    """A seat replies, by its holder or a deputy on its behalf; it may say otherwise until the deadline.

    The holder hears what a deputy replied. `version` is that of the reply that the form was drawn with, 0 where there
    was none: Stale, with both, where somebody replied for the seat since. Raises Conflict from the deadline on, and for
    a deputy once the holder has replied; PermissionDenied for another's seat.
    """
    held = lock(procedure)
    REPLY.check(held, by)
    _refuse_late(held)
    appointment = _appointment_in(held, seat, by)
    said = {"answer": answer, "remark": remark.strip()}
    given = WrittenReply.objects.filter(procedure=held, seat=seat).first()
    if given and not appointment.is_holder and _is_the_holder_s(given):
        raise Conflict(HOLDER_REPLIED)
    if given and version is not None and version != given.version:
        raise Stale(theirs=given, yours=said)
    fields = {**said, "replied_at": clock.now(), "replied_by": by, "appointment": appointment}
    if given:
        given = save_if_fresh(given, given.version, fields, by, verb="change")
    else:
        given = WrittenReply(procedure=held, seat=seat, **fields)
        given.full_clean()
        with acting("give", by):
            given.save(force_insert=True)
    if not appointment.is_holder:
        _tell_holder(given)
    tell_if_ready(held, standing_of_procedure(held))
    return given


def _refuse_late(procedure):
    if procedure.is_over:
        raise Conflict("The deadline has passed, so replies can no longer be given or changed.")


def _appointment_in(procedure, seat, by):
    """The appointment by which the person speaks for the seat; PermissionDenied without one."""
    if not WrittenProcedure.objects.visible_to(by).filter(pk=procedure.pk).exists():
        raise PermissionDenied("You can reply only to what you may read.")
    mine = [each for each in standing_of(by) if each.seat_id == seat.pk and each.body_id == procedure.body_id]
    mine = [each for each in mine if each.appointment_id]
    if not mine:
        raise PermissionDenied("You can reply for your own seats only.")
    return Appointment.objects.get(pk=min(mine, key=lambda each: each.deputy).appointment_id)


def _is_the_holder_s(reply):
    return Appointment.objects.current().substantive().filter(pk=reply.appointment_id).exists()


def _tell_holder(reply):
    """Tell the seat's holder what a deputy replied for it, each time."""
    holding = Appointment.objects.current().substantive().filter(seat=reply.seat_id)
    holders = User.objects.filter(pk__in=holding.values("person"), is_active=True)
    once = f"procedure replied for/{reply.pk}/{reply.version}"
    _tell(holders, "procedure_replied_for", reply.procedure, once=once, reply=reply)


def tell_if_ready(procedure: WrittenProcedure, standing: Standing) -> None:
    """Tell the secretary, once, that nothing more is waited for: all have replied, one asks for a meeting, or the
    deadline has passed."""
    if standing.may_close:
        secretaries = people_in(procedure.body, Role.SECRETARY)
        why = standing.why_it_may_close
        _tell(secretaries, "procedure_to_close", procedure, once=f"procedure to close/{procedure.pk}", why=why)


def too_early(standing) -> str:
    """Why it can't be closed while replies are waited for."""
    return f"It can be closed once all seats have replied, or at the deadline. {standing.waiting_in_words}"


@transaction.atomic
def close(procedure: WrittenProcedure, *, by: User) -> WrittenProcedure:
    """Count the replies by the body's rule, and record what came of it, with its number where it is a decision.

    Whoever was asked is told; what is not decided is proposed for a meeting. Raises Conflict while replies are waited
    for.
    """
    held = lock(procedure)
    CLOSE.check(held, by)
    standing = standing_of_procedure(held)
    if not standing.may_close:
        raise Conflict(too_early(standing))
    now = clock.now()
    closed = CLOSE.make(
        held,
        by,
        outcome=standing.outcome,
        account=standing.account,
        closed_at=now,
        closed_by=by,
        financial_year=workdays.financial_year(now.astimezone(clock.LONDON).date()),
    )
    if closed.outcome in WrittenProcedure.DECIDED:
        _record(closed, standing, by)
    bring_to_a_meeting(closed, by=by)
    _tell(people_asked(closed), "procedure_closed", closed, once=f"procedure closed/{closed.pk}")
    return closed


def _record(procedure, standing, by):
    count = standing.count
    decision = Decision(
        procedure=procedure,
        reference=draw_number_of(procedure.body, procedure.financial_year, "decision"),
        outcome=procedure.outcome,
        text="\n".join(f"{number}. {each}" for number, each in enumerate(procedure.numbered, start=1)),
        quorate=count.quorum.met,
        votes_for=count.agreed,
        votes_against=count.against,
        votes_abstained=count.abstained,
        voting_seats=standing.voting_seats,
        decided_at=procedure.closed_at,
        recorded_by=by,
        appointment_id=appointment_for(by, procedure.body_id),
    )
    decision.full_clean()
    with acting("record a decision", by):
        decision.save(force_insert=True)


@transaction.atomic
def withdraw(procedure: WrittenProcedure, *, reason: str, by: User) -> WrittenProcedure:
    """Take it back, and say why; whoever was asked is told. What was replied is kept, and decides nothing."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter why it is withdrawn"})
    withdrawn = WITHDRAW.make(procedure, by, withdrawn_reason=reason.strip(), withdrawn_at=clock.now(), withdrawn_by=by)
    if withdrawn.opened_at:
        _tell(people_asked(withdrawn), "procedure_withdrawn", withdrawn, once=f"procedure withdrawn/{withdrawn.pk}")
    return withdrawn


def note_as_reported(meeting, *, by: User) -> None:
    """The meeting has concluded: what was put in writing before it opened has been reported to it."""
    if meeting.is_extraordinary:
        return
    waiting = WrittenProcedure.objects.filter(
        body=meeting.body_id, state=State.CLOSED, reported_to__isnull=True, closed_at__lt=meeting.opened_at
    )
    with acting("report to the meeting", by):
        waiting.update(reported_to=meeting)


def refuse_too_late_to_send(procedure: WrittenProcedure) -> None:
    """Raises Conflict where too little of the time for replies is left for the chair to agree."""
    if procedure.is_over:
        raise Conflict("The deadline passed while it was with you. Return it to the secretary, who sets another.")
    if procedure.leaves_little_time and not procedure.short_notice_reason:
        raise Conflict(
            "Seats would have less than one clear working day to reply by now. Return it to the secretary, who sets "
            "another deadline or says why they must reply so soon."
        )


def _refuse_past(closes_at: datetime):
    if closes_at <= clock.now():
        raise ValidationError({"closes_on": "The deadline must be in the future"})


def _refuse_short(closes_at: datetime, reason: str):
    if leaves_little_time(closes_at) and not reason.strip():
        raise ValidationError({"short_notice_reason": SAY_WHY_SO_SOON})


def _tell(people, template, procedure, *, once, **more):
    outbox.put(
        people,
        f"meetings/notices/{template}.txt",
        once=once,
        subject_thing=procedure,
        procedure=procedure,
        **more,
    )
