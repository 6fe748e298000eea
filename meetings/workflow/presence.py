"""Who came and left in a meeting, and who was there without a seat: until its minutes are with the chair."""

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Move, lock, save_if_fresh
from meetings.models import AgendaItem, Attendance, Guest, Meeting, Movement
from meetings.queries.comings import in_order, to_take_back_first, why_impossible
from meetings.queries.roll import CAME, FILLED, LEFT, TOOK_OVER, number_of, place_of, roll_of, step_of
from meetings.workflow.records import UNTIL_SETTLED, check_unsettled
from meetings.workflow.recounting import recount
from meetings.workflow.session import Filling, fill, refuse_filling
from partners.models import Appointment, User

#               verb                     from     to    permission
COME_AND_GO = Move("record who comes and leaves", UNTIL_SETTLED, None, "meetings.record_attendance")
RECORD_GUEST = Move("record a guest", UNTIL_SETTLED, None, "meetings.record_attendance")
MOVES = (COME_AND_GO, RECORD_GUEST)

VERBS = {CAME: "record who came", LEFT: "record who left", TOOK_OVER: "record who took a seat over"}


@transaction.atomic
def come(item: AgendaItem, who: Appointment | Guest, *, by: User) -> Attendance | Guest:
    """Somebody comes for an item: to a seat that nobody fills, or back. For the first item they were in time.

    Raises ValidationError for who is there already, a seat that another fills for the item, a person in two seats, or
    an item of another meeting.
    """
    roll, items = _ready(item, by)
    if isinstance(who, Guest):
        _refuse_strangers(roll.meeting, who)
        _add(who, None, CAME, item, items, by)
        return who
    return _come_to_seat(roll, item, items, who, by)


def _come_to_seat(roll, item, items, who, by) -> Attendance:
    seat = _seat_of(roll, who)
    was_filled = seat is not None and seat.status in FILLED
    if was_filled:
        _refuse_taken(roll, seat, who, item)
        refuse_filling(roll.meeting, _filling(who))
    else:
        seat = fill(roll.meeting, _filling(who), seat, by)
    if was_filled or item != items[0]:
        _add(seat, who, CAME, item, items, by)
    recount(roll.meeting, by)
    return seat


@transaction.atomic
def take_over(item: AgendaItem, who: Appointment, *, by: User) -> Attendance:
    """Somebody takes a seat over at an item from whoever fills it; where nobody does, they come.

    Raises ValidationError for who is in the seat already, for the meeting's first item, for a person in two seats, and
    for who was not appointed to the seat on the meeting's day.
    """
    roll, items = _ready(item, by)
    seat = _seat_of(roll, who)
    if seat is None or seat.status not in FILLED or not roll.is_at(seat, item):
        return _come_to_seat(roll, item, items, who, by)
    if item == items[0]:
        raise ValidationError(
            "This is the first item. Say under “Record attendance” who filled the seat from the beginning."
        )
    refuse_filling(roll.meeting, _filling(who))
    _add(seat, who, TOOK_OVER, item, items, by)
    recount(roll.meeting, by)
    return seat


@transaction.atomic
def leave(item: AgendaItem, who: Attendance | Appointment | Guest, *, before=False, by: User) -> Movement:
    """Somebody leaves after an item, or `before` it: that is after the item before. Of a seat it is whoever fills it.

    Raises ValidationError for who is not there, who leaves before the first item, or an item of another meeting.
    """
    roll, items = _ready(item, by)
    row = _seat_of(roll, who) if isinstance(who, Appointment) else who
    _refuse_strangers(roll.meeting, row)
    leaver = who if isinstance(who, Appointment) else None
    if isinstance(row, Attendance):
        row = roll.seat(row.pk)
        if row.status not in FILLED:
            raise ValidationError(f"Nobody is recorded in this seat: {row.seat}. Record first that they came.")
        leaver = leaver or roll.filler_at(row, item)
    if before and item == items[0]:
        raise ValidationError("This is the first item. Who was not there for it is recorded as absent, or as a guest.")
    last = items[items.index(item) - 1] if before else item
    movement = _add(row, leaver, LEFT, last, items, by)
    recount(roll.meeting, by)
    return movement


def _ready(item, by):
    """The roll of the meeting, which is locked, and its items in order; the item is one of them."""
    meeting = lock(item.meeting)
    check_unsettled(COME_AND_GO, meeting, by)
    items = list(meeting.items.live())
    if item not in items:
        raise ValidationError("This item was taken off the agenda. Choose another.")
    return roll_of(meeting), items


def _refuse_strangers(meeting, row):
    if row is None or row.meeting_id != meeting.pk or (isinstance(row, Guest) and row.taken_back_at):
        raise ValidationError("Choose somebody of this meeting.")


def _seat_of(roll, who):
    """What was recorded of the seat that they are appointed to, if anything was."""
    if who.seat.body_id != roll.meeting.body_id:
        raise ValidationError("Choose somebody of this meeting.")
    return next((each for each in roll.recorded if each.seat_id == who.seat_id), None)


def _refuse_taken(roll, seat, who, item):
    filler = roll.filler_at(seat, item)
    if filler != who and roll.is_at(seat, item):
        raise ValidationError(
            f"{filler.person} is recorded in this seat for item {number_of(item)}: {seat.seat}. One person fills a "
            f"seat at a time. If {who.person} takes it over, choose “Takes over”; else record them as a guest."
        )


def _filling(appointment):
    is_holder = appointment.kind == Appointment.Kind.SUBSTANTIVE
    return Filling(
        appointment.seat, Attendance.Status.PRESENT if is_holder else Attendance.Status.DEPUTY, appointment
    )  # fmt: skip


def _moves_of(row):
    return list(row.movements.standing().select_related("item", "appointment__person"))


def _first(row):
    """Who was the first in a seat."""
    return row.appointment if isinstance(row, Attendance) else None


def _add(row, who, kind, item, items, by):
    """The movement, if it can be; the same again is that which is recorded, and who comes back at once never left."""
    first = _first(row)
    steps = {step_of(each, first): each for each in _moves_of(row)}
    movement = Movement(
        meeting_id=row.meeting_id,
        attendance=row if isinstance(row, Attendance) else None,
        guest=row if isinstance(row, Guest) else None,
        appointment=who,
        kind=kind,
        item=item,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    new = step_of(movement)
    if new in steps:
        return steps[new]
    gone = _never_missed(steps, new, item, items)
    if gone:
        return _take_back(steps[gone], by)
    why = why_impossible(steps, new, first and first.person_id)
    if why:
        raise ValidationError(f"{who.person if who else row.name}: they {why}.")
    movement.full_clean()
    with acting(VERBS[kind], by):
        movement.save(force_insert=True)
    return movement


def _never_missed(steps, new, item, items):
    """Their leaving after the item just before, for which nobody would have missed them."""
    last = in_order(steps)[-1] if steps else None
    at = items.index(item)
    is_back = new.came and last and not last.came and last.who == new.who
    return last if is_back and at and last.place == place_of(items[at - 1]) else None


@transaction.atomic
def take_back(movement: Movement, *, by: User) -> Movement:
    """It was recorded by mistake. Raises ValidationError where what is left could not be."""
    meeting = lock(movement.meeting)
    check_unsettled(COME_AND_GO, meeting, by)
    fresh = lock(movement)
    if fresh.taken_back_at:
        return fresh
    row = fresh.attendance or fresh.guest
    first = _first(row)
    taken = step_of(fresh, first)
    steps = [step_of(each, first) for each in _moves_of(row)]
    before = to_take_back_first(steps, taken, first and first.person_id)
    if before:
        raise ValidationError(
            f"Take back first that {'they' if before.who == taken.who else before.name} {before.done}."
        )
    _take_back(fresh, by)
    recount(meeting, by)
    return fresh


def _take_back(movement, by):
    movement.taken_back_at = clock.now()
    with acting("take back who came and left", by):
        movement.save(update_fields=["taken_back_at"])
    return movement


def _forget(moves, by):
    for movement in moves:
        _take_back(movement, by)


@transaction.atomic
def record_guest(
    meeting: Meeting,
    *,
    name: str,
    organisation: str = "",
    person: User | None = None,
    came_for: AgendaItem | None = None,
    left_after: AgendaItem | None = None,
    by: User,
) -> Guest:
    """Somebody is there who fills no seat, for the whole meeting or from an item and until one.

    Raises ValidationError for who is recorded already, for an item of another meeting, or for leaving before coming.
    """
    held = lock(meeting)
    check_unsettled(RECORD_GUEST, held, by)
    guest = Guest(
        meeting=held,
        name=" ".join(name.split()),
        organisation=" ".join(organisation.split()),
        person=person,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    guest.full_clean()
    with acting("record a guest", by):
        guest.save(force_insert=True)
    items = list(held.items.live())
    steps = [(kind, item) for kind, item in ((CAME, came_for), (LEFT, left_after)) if item]
    for kind, item in steps:
        if item not in items:
            raise ValidationError("Choose an item of this meeting.")
        _add(guest, None, kind, item, items, by)
    return guest


@transaction.atomic
def correct_guest(guest: Guest, *, name: str, organisation: str, version: int, by: User) -> Guest:
    """Correct how a guest is called. Raises Stale when somebody corrected it since `version`."""
    check_unsettled(RECORD_GUEST, lock(guest.meeting), by)
    fields = {"name": " ".join(name.split()), "organisation": " ".join(organisation.split())}
    return save_if_fresh(guest, version, fields, by, verb="correct a guest")


@transaction.atomic
def take_back_guest(guest: Guest, *, by: User) -> Guest:
    """They were not there after all. It stays in the history."""
    check_unsettled(RECORD_GUEST, lock(guest.meeting), by)
    fresh = lock(guest)
    if fresh.taken_back_at:
        return fresh
    _forget(_moves_of(fresh), by)
    return save_if_fresh(fresh, fresh.version, {"taken_back_at": clock.now()}, by, verb="take back a guest")
