"""The meeting opens, its attendance and interests are recorded, and it concludes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import long_date
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Move, NotOpen, Stale, lock, save_if_fresh
from meetings.models import AgendaItem, Attendance, Declaration, Meeting, Minutes
from meetings.queries.changes import numbered_at_opening
from meetings.queries.roll import FILLED
from meetings.queries.session import has_records, undecided, version_of_attendance
from meetings.workflow.agenda import draw_numbers, give_numbers
from meetings.workflow.chairing import chair_begins
from meetings.workflow.coming_back import bring_back
from meetings.workflow.procedures import note_as_reported
from meetings.workflow.records import UNTIL_SETTLED, check_unsettled
from meetings.workflow.recounting import recount
from partners.models import Appointment, Seat, SeatTerms, User
from partners.models.dated import current

CIRCULATED, IN_SESSION = Meeting.State.CIRCULATED, Meeting.State.IN_SESSION

#               verb                   from                    to                       permission
OPEN = Move("open the meeting", frozenset({CIRCULATED}), IN_SESSION, "meetings.open_meeting")
ATTEND = Move("record attendance", UNTIL_SETTLED, None, "meetings.record_attendance")
DECLARE = Move("record an interest", UNTIL_SETTLED, None, "meetings.record_attendance")
CONCLUDE = Move("conclude the meeting", frozenset({IN_SESSION}), Meeting.State.CONCLUDED, "meetings.conclude_meeting")
SHUT = Move("take back the opening", frozenset({IN_SESSION}), CIRCULATED, "meetings.open_meeting")
MOVES = (OPEN, SHUT, ATTEND, DECLARE, CONCLUDE)


@dataclass(frozen=True)
class Filling:
    """How a seat is filled at a meeting: the appointment is of who fills it, and None for apologies or absence."""

    seat: Seat
    status: str
    appointment: Appointment | None = None


@transaction.atomic
def open_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """The meeting begins, early or late: from now on attendance, minutes and decisions are recorded.

    An item that was not circulated gets its number, by which minutes and decisions go; its papers are not published,
    so those who could read them still can, and nobody else. Raises NotOpen unless the agenda has been circulated.
    """
    OPEN.check(lock(meeting), by) if meeting.state != Meeting.State.CONVENED else _refuse_unsent(meeting, by)
    with acting(OPEN.verb, by):
        give_numbers(meeting, draw_numbers(meeting))
    return OPEN.make(meeting, by, opened_at=clock.now())


def _refuse_unsent(meeting, by):
    if by.has_perm(OPEN.permission, meeting):
        raise NotOpen("The papers of this meeting have not been circulated. Circulate them, then open the meeting.")


@transaction.atomic
def take_back_opening(meeting: Meeting, *, by: User) -> Meeting:
    """It was opened by mistake, and is ahead again as it was circulated. Raises Conflict once anything is recorded."""
    held = lock(meeting)
    SHUT.check(held, by)
    if has_records(held):
        raise Conflict("Something has been recorded at this meeting already: its opening stands.")
    with acting(SHUT.verb, by):
        # what waited for its circulation waits for it again
        numbered_at_opening(held).update(number="")
    return SHUT.make(held, by, opened_at=None)


@transaction.atomic
def record_attendance(
    meeting: Meeting, fillings: Iterable[Filling], *, version: int | None = None, by: User
) -> list[Attendance]:
    """Record how seats are filled; until the minutes are with the chair it may be changed. Returns what changed.

    The body's chair, when present, is in the chair from the beginning. `version` is that of `version_of_attendance`
    when the form was drawn. Raises Stale when somebody recorded attendance since, and ValidationError for a person in
    two seats, or in a seat that is not theirs that day.
    """
    held = lock(meeting)
    check_unsettled(ATTEND, held, by)
    recorded = {each.seat_id: each for each in held.attendances.select_related("appointment__person")}
    fillings = list(fillings)
    if version is not None and version != version_of_attendance(recorded.values()):
        raise Stale(theirs=next(iter(recorded.values()), held), yours={"fillings": fillings})
    _refuse_wrong_people(held, fillings)
    _refuse_two_seats(held, recorded, fillings)
    changed = [_fill(held, filling, recorded.get(filling.seat.pk), by) for filling in _changed(fillings, recorded)]
    chair_begins(held, by)
    recount(held, by)
    return changed


def fill(meeting: Meeting, filling: Filling, row: Attendance | None, by: User) -> Attendance:
    """Fill one seat of a meeting that the caller has locked and checked, with what `record_attendance` refuses."""
    refuse_filling(meeting, filling)
    return _fill(meeting, filling, row, by)


def refuse_filling(meeting: Meeting, filling: Filling) -> None:
    """Raise ValidationError for somebody who was not in the seat on the meeting's day, or fills another."""
    recorded = {each.seat_id: each for each in meeting.attendances.select_related("appointment__person")}
    _refuse_wrong_people(meeting, [filling])
    _refuse_two_seats(meeting, recorded, [filling])


def _changed(fillings, recorded):
    for filling in fillings:
        row = recorded.get(filling.seat.pk)
        appointment = filling.appointment.pk if filling.appointment else None
        if row is None or (row.status, row.appointment_id) != (filling.status, appointment):
            yield filling


def _refuse_wrong_people(meeting, fillings):
    for filling in fillings:
        who = filling.appointment
        if filling.seat.body_id != meeting.body_id or (who and who.seat_id != filling.seat.pk):
            raise ValidationError(f"Choose one of the people appointed to the seat: {filling.seat}.")
        if filling.status in FILLED and who is None:
            raise ValidationError(f"Say who fills the seat: {filling.seat}.")
        if filling.status in FILLED and not who.is_current(meeting.day):
            raise ValidationError(
                f"{who.person} was not appointed to this seat on {long_date(meeting.day)}: {filling.seat}. Choose "
                "somebody who was, or record them as a guest."
            )


def _refuse_two_seats(meeting, recorded, fillings):
    """A person counts once: in the seat chosen for this meeting."""
    filled = {seat: (each.status, each.appointment) for seat, each in recorded.items()}
    filled |= {each.seat.pk: (each.status, each.appointment) for each in fillings}
    sat = {(seat, who.person) for seat, (status, who) in filled.items() if status in FILLED}
    # who came to a seat after another is in it as well, while it stays with whoever was the first
    kept = set(recorded) - {each.seat.pk for each in _changed(fillings, recorded)}
    later = meeting.movements.standing().filter(attendance__seat__in=kept, appointment__isnull=False)
    sat |= {(each.appointment.seat_id, each.appointment.person) for each in later.select_related("appointment__person")}
    people = [person for _, person in sat]
    twice = next((person for person in people if people.count(person) > 1), None)
    if twice:
        raise ValidationError(
            f"{twice} can be counted in one seat only. Choose the seat that they fill today, and record apologies or "
            "a deputy for the other."
        )


def _fill(meeting, filling, row, by):
    row = row or Attendance(meeting=meeting, seat=filling.seat, version=0)
    before = row.appointment_id
    terms = SeatTerms.objects.filter(current(meeting.day), seat=filling.seat).first()
    row.status = filling.status
    row.appointment = filling.appointment if filling.status in FILLED else None
    row.voting, row.counts_to_quorum = bool(terms and terms.voting), bool(terms and terms.counts_to_quorum)
    row.recorded_at, row.recorded_by, row.version = clock.now(), by, row.version + 1
    row.full_clean()
    with acting("record attendance", by):
        row.save()
        if before and before != row.appointment_id:
            # what was recorded of who was in the seat: they did not take the chair after all, nor come late
            row.chairings.standing().update(taken_back_at=clock.now())
            row.movements.standing().update(taken_back_at=clock.now())
    return row


@transaction.atomic
def declare_interest(
    meeting: Meeting,
    seat: Seat,
    interest: str,
    *,
    nature: str = "",
    item: AgendaItem | None = None,
    withdrew: bool = False,
    by: User,
) -> Declaration:
    """Record an interest that a seat declared, in one item or in none; `withdrew` for leaving the room for it.

    A seat that left does not count to the quorum of a decision on that item.
    """
    held = lock(meeting)
    check_unsettled(DECLARE, held, by)
    fields = _declared(held, seat, interest, nature, item, withdrew)
    declared = Declaration(meeting=held, **fields, recorded_at=clock.now(), recorded_by=by)
    declared.full_clean()
    with acting("record an interest", by):
        declared.save()
    recount(held, by)
    return declared


def _declared(meeting, seat, interest, nature, item, withdrew):
    if seat.body_id != meeting.body_id or (item and item.meeting_id != meeting.pk):
        raise ValidationError("Choose a seat and an item of this meeting.")
    if withdrew and item is None:
        raise ValidationError("Choose the item for which they left the room.")
    return {"seat": seat, "interest": interest.strip(), "nature": nature, "item": item, "withdrew": withdrew}


@transaction.atomic
def correct_declaration(
    declared: Declaration,
    *,
    seat: Seat,
    interest: str,
    nature: str = "",
    item: AgendaItem | None = None,
    withdrew: bool = False,
    version: int,
    by: User,
) -> Declaration:
    """Correct what was recorded of an interest. Raises Stale when somebody corrected it since `version`."""
    held = lock(declared.meeting)
    check_unsettled(DECLARE, held, by)
    fields = _declared(held, seat, interest, nature, item, withdrew)
    corrected = save_if_fresh(declared, version, fields, by, verb="correct an interest")
    recount(held, by)
    return corrected


@transaction.atomic
def take_back_declaration(declared: Declaration, *, by: User) -> Declaration:
    """It was recorded by mistake; what it said stays in the history."""
    held = lock(declared.meeting)
    check_unsettled(DECLARE, held, by)
    fresh = lock(declared)
    if fresh.taken_back_at:
        return fresh
    taken = save_if_fresh(fresh, fresh.version, {"taken_back_at": clock.now()}, by, verb="take back an interest")
    recount(held, by)
    return taken


@transaction.atomic
def conclude(meeting: Meeting, *, by: User) -> Meeting:
    """The meeting ends, its minutes are a draft from now on, and what it put off is proposed for another.

    Raises Conflict, naming them, while items for decision are undecided: each needs a decision or a deferral.
    """
    held = lock(meeting)
    CONCLUDE.check(held, by)
    left = undecided(held)
    if left:
        raise Conflict(f"{waiting_for(left)} Record a decision or a deferral for each, then conclude the meeting.")
    concluded = CONCLUDE.make(held, by, concluded_at=clock.now())
    with acting("conclude the meeting", by):
        Minutes.objects.get_or_create(meeting=concluded)
    note_as_reported(concluded, by=by)
    bring_back(concluded, by=by)
    return concluded


def waiting_for(items: list[AgendaItem]) -> str:
    """The undecided items in a sentence."""
    named = ", ".join(f"{item.number} “{item.title}”" for item in items)
    return (
        f"This item is for decision and undecided: {named}."
        if len(items) == 1
        else (f"These items are for decision and undecided: {named}.")
    )
