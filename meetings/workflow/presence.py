"""Who came and left in a meeting, and who was there without a seat: until its minutes are with the chair."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Move, lock, save_if_fresh
from meetings.models import AgendaItem, Attendance, Guest, Meeting, Movement
from meetings.queries.comings import Step, in_order, why_impossible
from meetings.queries.roll import FILLED, number_of, place_of, step_of
from meetings.workflow.records import UNTIL_SETTLED, check_unsettled
from meetings.workflow.recounting import recount
from meetings.workflow.session import Filling, fill
from partners.models import Appointment, User

#               verb                     from     to    permission
COME_AND_GO = Move("record who comes and leaves", UNTIL_SETTLED, None, "meetings.record_attendance")
RECORD_GUEST = Move("record a guest", UNTIL_SETTLED, None, "meetings.record_attendance")
MOVES = (COME_AND_GO, RECORD_GUEST)

CAME, LEFT = Movement.Kind.CAME, Movement.Kind.LEFT


@transaction.atomic
def come(item: AgendaItem, who: Appointment | Guest, *, by: User) -> Attendance | Guest:
    """Somebody comes for an item: to a seat that nobody filled, late; or back. For the first item they were in time.

    Raises ValidationError for who is there already, a person in two seats, or an item of another meeting.
    """
    meeting, items = _ready(item, by)
    row: Attendance | Guest
    if isinstance(who, Guest):
        row, is_new = who, False
    else:
        seat = _seated(meeting, who, by)
        is_new = seat.status not in FILLED
        row = fill(meeting, _filling(who), seat if seat.pk else None, by) if is_new else seat
    _refuse_strangers(meeting, row)
    if not (is_new and item == items[0]):
        _add(meeting, row, CAME, item, list(_moves_of(row)), items, by)
    recount(meeting, by)
    return row


@transaction.atomic
def leave(item: AgendaItem, who: Attendance | Guest, *, before: bool = False, by: User) -> Movement:
    """Somebody leaves after an item, or `before` it: that is after the item before.

    Raises ValidationError for who is not there, who leaves before the first item, or an item of another meeting.
    """
    meeting, items = _ready(item, by)
    _refuse_strangers(meeting, who)
    if isinstance(who, Attendance) and Attendance.objects.get(pk=who.pk).status not in FILLED:
        raise ValidationError(f"Nobody is recorded in this seat: {who.seat}. Record first that they came.")
    if before and item == items[0]:
        raise ValidationError("This is the first item. Who was not there for it is recorded as absent, or as a guest.")
    last = items[items.index(item) - 1] if before else item
    movement = _add(meeting, who, LEFT, last, list(_moves_of(who)), items, by)
    recount(meeting, by)
    return movement


def _ready(item, by):
    """The meeting, locked, and its items in order; the item is one of them."""
    meeting = lock(item.meeting)
    check_unsettled(COME_AND_GO, meeting, by)
    items = list(meeting.items.live())
    if item not in items:
        raise ValidationError("This item was taken off the agenda. Choose another.")
    return meeting, items


def _refuse_strangers(meeting, row):
    if row.meeting_id != meeting.pk or (isinstance(row, Guest) and row.taken_back_at):
        raise ValidationError("Choose somebody of this meeting.")


def _seated(meeting, appointment, by):
    """The seat's attendance, where this person fills it, or where nobody does."""
    if appointment.seat.body_id != meeting.body_id:
        raise ValidationError("Choose somebody of this meeting.")
    row = meeting.attendances.filter(seat=appointment.seat).select_related("appointment__person", "seat").first()
    if row is None:
        return Attendance(meeting=meeting, seat=appointment.seat, status=Attendance.Status.ABSENT)
    if row.status in FILLED and row.appointment_id != appointment.pk:
        raise ValidationError(
            f"{row.appointment.person} is recorded in this seat: {row.seat}. One person fills a seat at a meeting. "
            "Change it under “Record attendance”, or record the other as a guest."
        )
    return row


def _filling(appointment):
    is_holder = appointment.kind == Appointment.Kind.SUBSTANTIVE
    return Filling(
        appointment.seat, Attendance.Status.PRESENT if is_holder else Attendance.Status.DEPUTY, appointment
    )  # fmt: skip


def _moves_of(row):
    return row.movements.standing().select_related("item") if row.pk else Movement.objects.none()


def _add(meeting, row, kind, item, moves, items, by):
    """The movement, if it can be; the same again is that which is recorded, and who comes back at once never left."""
    said = next((each for each in moves if each.kind == kind and each.item_id == item.pk), None)
    if said:
        return said
    gone = _never_missed(moves, item, items) if kind == CAME else None
    if gone:
        return _take_back(gone, by)
    new = Step(place_of(item), kind == CAME, number_of(item))
    why = why_impossible([step_of(each) for each in moves], new)
    if why:
        raise ValidationError(f"{_name(row)}: they {why}.")
    movement = Movement(
        meeting=meeting,
        attendance=row if isinstance(row, Attendance) else None,
        guest=row if isinstance(row, Guest) else None,
        kind=kind,
        item=item,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    movement.full_clean()
    with acting("record who came" if kind == CAME else "record who left", by):
        movement.save(force_insert=True)
    return movement


def _never_missed(moves, item, items):
    """Their leaving after the item just before, for which nobody would have missed them."""
    at = items.index(item)
    before = items[at - 1] if at else None
    return next((each for each in moves if each.kind == LEFT and before and each.item_id == before.pk), None)


def _name(row):
    return row.name if isinstance(row, Guest) else str(row.appointment.person if row.appointment else row.seat)


@transaction.atomic
def take_back(movement: Movement, *, by: User) -> Movement:
    """It was recorded by mistake. Raises ValidationError where what is left would say that they came or left twice."""
    meeting = lock(movement.meeting)
    check_unsettled(COME_AND_GO, meeting, by)
    fresh = lock(movement)
    if fresh.taken_back_at:
        return fresh
    row = fresh.attendance or fresh.guest
    ordered = in_order(step_of(each) for each in _moves_of(row).exclude(pk=fresh.pk))
    twice = next((b for a, b in pairwise(ordered) if a.came == b.came), None)
    if twice:
        did = "came for" if twice.came else "left after"
        raise ValidationError(f"Take back first that they {did} item {twice.number}.")
    taken = _take_back(fresh, by)
    recount(meeting, by)
    return taken


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
        _add(held, guest, kind, item, list(_moves_of(guest)), items, by)
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
