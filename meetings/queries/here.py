"""Who is there for one item, and who could come for it: what the page offers on which that is recorded."""

from dataclasses import dataclass, field

from meetings.models import AgendaItem, Guest, ItemInvitation
from meetings.queries.replies import appointments_asked
from meetings.queries.roll import Roll, Seated
from partners.models import Appointment


@dataclass(frozen=True)
class Somebody:
    """A line of the page: `key` is what its button sends, `name` what is read first, `place` where they sit. `over` is
    whose seat they could take over, who is there in it."""

    key: str
    name: str
    place: str = ""
    over: str = ""


@dataclass(frozen=True)
class Here:
    """The people at an item: who is there, who is not, who could take a seat over, who was let into it."""

    there: list[Somebody] = field(default_factory=list)
    elsewhere: list[Somebody] = field(default_factory=list)
    next: list[Somebody] = field(default_factory=list)
    invited: list[Somebody] = field(default_factory=list)


def here_for(roll: Roll, item: AgendaItem, *, is_first: bool) -> Here:
    """Everybody at the meeting or asked to it, by whether they are there for the item. Two queries.

    Nobody takes a seat over at the first item: who was in it then was in it from the beginning.
    """
    in_seats = [Seated(each, roll.filler_at(each, item)) for each in roll.filled if roll.is_at(each, item)]
    held = {each.seat.seat_id: each.who for each in in_seats}
    others = [each for each in _could_come(roll) if each not in held.values()]
    guests = [(each, roll.is_at(each, item)) for each in roll.guests]
    return Here(
        there=[*(_of_seated(each) for each in in_seats), *(_of_guest(each) for each, is_in in guests if is_in)],
        elsewhere=[
            *(_of_appointment(each) for each in others if each.seat_id not in held),
            *(_of_guest(each) for each, is_in in guests if not is_in),
        ],
        next=[_of_appointment(each, held[each.seat_id]) for each in others if each.seat_id in held and not is_first],
        invited=[_of_invitation(each) for each in invited_and_not_recorded(roll, item)],
    )


def _could_come(roll: Roll) -> list[Appointment]:
    """Who was asked to the meeting for their seats that day, the holder of each first, but for who fills another; and
    who else filled a seat at any time. One query."""
    came = [who for seat in roll.filled for who in roll.fillers(seat)]
    seats = {who.person_id: who.seat_id for who in came}
    asked = appointments_asked(roll.meeting.body, roll.meeting.day).select_related("person", "seat__organisation")
    asked = asked.order_by("seat__position", "seat__title", "-kind", "person__sort_key")
    free = [each for each in asked if seats.get(each.person_id, each.seat_id) == each.seat_id]
    return list(dict.fromkeys([*free, *came]))


def invited_and_not_recorded(roll: Roll, item: AgendaItem) -> list[ItemInvitation]:
    """Who was let into the item, and is neither a guest yet nor in a seat. One query."""
    came = {who.person_id for seat in roll.filled for who in roll.fillers(seat)}
    known = {each.person_id for each in roll.guests} | came
    invitations = item.invitations.holding().select_related("person")
    return [each for each in invitations if each.person_id not in known]


def _of_seated(seated: Seated):
    deputy = ", deputy" if seated.is_deputy else ""
    return Somebody(f"appointment-{seated.who.pk}", str(seated.who.person), f"{seated.seat.seat}{deputy}")


def _of_guest(guest: Guest):
    return Somebody(f"guest-{guest.pk}", guest.name, guest.organisation or "guest")


def _of_appointment(appointment: Appointment, holder: Appointment | None = None):
    deputy = "" if appointment.is_holder else ", deputy"
    over = str(holder.person) if holder else ""
    return Somebody(f"appointment-{appointment.pk}", str(appointment.person), f"{appointment.seat}{deputy}", over)


def _of_invitation(invitation: ItemInvitation):
    return Somebody(f"invited-{invitation.pk}", str(invitation.person), "invited to this item")
