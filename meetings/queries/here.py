"""Who is there for one item, and who could come for it: what the page offers on which that is recorded."""

from dataclasses import dataclass, field

from meetings.models import AgendaItem, Attendance, Guest, ItemInvitation
from meetings.queries.roll import Roll
from meetings.queries.session import SeatAtMeeting, seats_at
from partners.models import Appointment


@dataclass(frozen=True)
class Somebody:
    """A line of the page: `key` is what its button sends, `name` what is read first, `place` where they sit."""

    key: str
    name: str
    place: str = ""


@dataclass(frozen=True)
class Here:
    """The people at an item: who is there, who is not, who was let into it."""

    there: list[Somebody] = field(default_factory=list)
    elsewhere: list[Somebody] = field(default_factory=list)
    invited: list[Somebody] = field(default_factory=list)


def here_for(roll: Roll, item: AgendaItem) -> Here:
    """Everybody at the meeting or asked to it, by whether they are there for the item. Six queries."""
    seated = [(each, roll.is_at(each, item)) for each in roll.filled if each.appointment]
    guests = [(each, roll.is_at(each, item)) for each in roll.guests]
    seats = seats_at(roll.meeting)
    there = [
        *(_of_seat(each) for each, is_in in seated if is_in),
        *(_of_guest(each) for each, is_in in guests if is_in),
    ]
    elsewhere = [
        *(_of_appointment(each.appointment) for each, is_in in seated if not is_in),
        *(_of_guest(each) for each, is_in in guests if not is_in),
        *(_of_appointment(each) for each in _not_counted(roll, seats)),
    ]
    return Here(there, elsewhere, [_of_invitation(each) for each in invited_and_not_recorded(roll, item)])


def _not_counted(roll: Roll, seats: list[SeatAtMeeting]) -> list[Appointment]:
    """The people of seats that nobody fills, but for those who fill another."""
    filled = {each.seat_id for each in roll.filled}
    people = {each.appointment.person_id for each in roll.filled if each.appointment}
    asked = [each for seat in seats if seat.asked.seat.pk not in filled for each in seat.asked.people]
    return [each for each in asked if each.person_id not in people]


def invited_and_not_recorded(roll: Roll, item: AgendaItem) -> list[ItemInvitation]:
    """Who was let into the item, and is neither a guest yet nor in a seat. One query."""
    known = {each.person_id for each in roll.guests} | {each.appointment.person_id for each in roll.filled}
    invitations = item.invitations.holding().select_related("person")
    return [each for each in invitations if each.person_id not in known]


def _of_seat(seat: Attendance):
    return Somebody(f"seat-{seat.pk}", str(seat.appointment.person), str(seat.seat))


def _of_guest(guest: Guest):
    return Somebody(f"guest-{guest.pk}", guest.name, guest.organisation or "guest")


def _of_appointment(appointment: Appointment):
    deputy = ", deputy" if appointment.kind == Appointment.Kind.DEPUTY else ""
    return Somebody(f"appointment-{appointment.pk}", str(appointment.person), f"{appointment.seat}{deputy}")


def _of_invitation(invitation: ItemInvitation):
    return Somebody(f"invited-{invitation.pk}", str(invitation.person), "invited to this item")
