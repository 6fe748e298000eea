"""Who is in the chair, from item to item."""

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Move, lock
from meetings.models import AgendaItem, Attendance, Chairing, Meeting
from meetings.queries.chair import chair_of
from meetings.queries.roll import FILLED, Roll, number_of, place_of, roll_of
from meetings.workflow.records import UNTIL_SETTLED, check_unsettled
from partners.models import User

#                   verb                        from                                  to    permission
TAKE = Move("record who takes the chair", UNTIL_SETTLED, None, "meetings.record_attendance")
MOVES = (TAKE,)
# as the history tells it, of the secretary who wrote it down
TOOK = "record who took the chair"


@transaction.atomic
def take_chair(item: AgendaItem, attendance: Attendance, *, only: bool = False, by: User) -> Chairing:
    """Whoever is in a seat takes the chair from an item on; `only` for that item, after which the one before has it
    back. At the meeting's first item it is from the beginning. Saying it again, or another, replaces what was said.

    Raises ValidationError for a seat that is not there for the item, or of another meeting.
    """
    meeting = lock(item.meeting)
    check_unsettled(TAKE, meeting, by)
    items = list(meeting.items.live())
    roll = roll_of(meeting)
    if item not in items or attendance not in roll.recorded:
        raise ValidationError("Choose a seat and an item of this meeting.")
    who = next((each.who for each in roll.seats_for(item) if each.seat == attendance), None)
    if who is None:
        raise ValidationError(
            f"{roll.seat(attendance.pk).seat} is not there for item {number_of(item)}. Choose somebody who is, or "
            "record first that they came."
        )
    begins, before = (None if item == items[0] else item), roll.chairing_at(item)
    taken = _replace(roll, begins, attendance, who, by)
    following = next((each for each in items if place_of(each) > place_of(item)), None)
    says_already = any(following == each.item for each in roll.chairings if each.item)
    if only and before and roll.who_took(before) != who and following and not says_already:
        _record(meeting, following, before.attendance, roll.who_took(before), by)
    return taken


def _replace(roll: Roll, item, attendance, who, by):
    """The taking of the chair for the item, in the place of what was recorded for it."""
    said = next((each for each in roll.chairings if each.item == item), None)
    if said and said.attendance_id == attendance.pk and roll.who_took(said) == who:
        return said
    if said:
        _take_back(said, by)
    return _record(roll.meeting, item, attendance, who, by)


def _record(meeting, item, attendance, who, by):
    taken = Chairing(
        meeting=meeting, item=item, attendance=attendance, appointment=who, recorded_at=clock.now(), recorded_by=by
    )
    taken.full_clean()
    with acting(TOOK, by):
        taken.save(force_insert=True)
    return taken


def chair_begins(meeting: Meeting, by: User) -> Chairing | None:
    """When nobody is recorded in the chair, and the body's chair is there, they have it from the beginning."""
    if meeting.chairings.standing().exists():
        return None
    chair = chair_of(meeting)
    held = chair and meeting.attendances.filter(status__in=FILLED, appointment__person=chair.appointment.person_id)
    attendance = held.first() if held else None
    return _record(meeting, None, attendance, attendance.appointment, by) if attendance else None


@transaction.atomic
def take_back_chairing(chairing: Chairing, *, by: User) -> Chairing:
    """It was recorded by mistake: who had the chair before is in it again."""
    check_unsettled(TAKE, lock(chairing.meeting), by)
    fresh = lock(chairing)
    return fresh if fresh.taken_back_at else _take_back(fresh, by)


def _take_back(chairing, by):
    chairing.taken_back_at = clock.now()
    with acting("take back who took the chair", by):
        chairing.save(update_fields=["taken_back_at"])
    return chairing
