"""Who was at a meeting, as minutes list it: the same lines on the page, in text and in print."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from meetings.models import AgendaItem, Attendance
from meetings.queries.roll import Roll, Seated
from partners.models import Appointment


@dataclass(frozen=True)
class Group:
    """A heading of the list, and those under it: "Present", "In attendance", "Apologies", "Absent"."""

    heading: str
    lines: list[str]


def who_was_there(roll: Roll, items: list[AgendaItem], *, names_people: bool, readable: Collection[int]) -> list[Group]:
    """The groups that have anybody in them. `readable` are the ids of the items that the readers may read.

    The public is told the seats and where guests came from, and no persons. A guest who came for nothing that the
    readers may read is not told at all, nor is for which other items a guest stayed. One query for who holds the seats
    that nobody filled, where persons are named.
    """
    may_read = [item for item in items if item.pk in readable]
    seated = roll.seated(items)
    members = [each for each in seated if each.seat.voting or each.seat.counts_to_quorum]
    others = [each for each in seated if each not in members]
    guests = [
        _guest(roll, each, may_read, names_people)
        for each in roll.guests
        if not items or any(roll.is_at(each, item) for item in may_read)
    ]
    unfilled = [each for each in roll.recorded if each not in roll.filled]
    holders = _holders_on(roll.meeting.day, unfilled) if names_people and unfilled else {}
    groups = (
        Group("Present", [_seat(roll, each, items, names_people) for each in members]),
        Group("In attendance", [*(_seat(roll, each, items, names_people) for each in others), *guests]),
        Group("Apologies", _of(unfilled, Attendance.Status.APOLOGIES, holders)),
        Group("Absent", _of(unfilled, Attendance.Status.ABSENT, holders)),
    )
    return [group for group in groups if group.lines]


def took_the_chair(roll: Roll, items: list[AgendaItem], names_people: bool) -> dict[int, str]:
    """What minutes say under an item for which another took the chair than for the one before, by the item's id."""
    said = {}
    for before, item in pairwise(items):
        chairing = roll.chairing_at(item)
        if chairing and roll.who_took(chairing) != roll.chair_at(before):
            took = Seated(roll.seat(chairing.attendance_id), roll.who_took(chairing))
            said[item.pk] = f"{_named(took, names_people)}, took the chair."
    return said


def _named(seated, names_people):
    """Who filled a seat, or to who may not know that, the seat alone."""
    who = f"{seated.who.person}, " if names_people else ""
    return f"{who}{seated.seat.seat}"


def _seat(roll, seated, items, names_people):
    chaired, when = roll.chaired(seated, items), roll.when_in(seated, items)
    notes = [
        "deputy" if seated.is_deputy else "",
        # as long as they were there
        "" if chaired is None else "in the chair" if chaired == when else f"in the chair {chaired}".strip(),
        when,
    ]
    return _with_notes(_named(seated, names_people), notes)


def _guest(roll, guest, may_read, names_people):
    name = str(guest) if names_people else guest.organisation or "A guest"
    return _with_notes(name, [roll.when(guest, may_read)])


def _with_notes(name, notes):
    said = "; ".join(filter(None, notes))
    return f"{name} ({said})" if said else name


def _of(unfilled, status, holders):
    """The seats that nobody filled, each after its holder's name, where that is told and somebody held it that day."""
    seats = [each for each in unfilled if each.status == status]
    return [", ".join(filter(None, (holders.get(each.seat_id, ""), str(each.seat)))) for each in seats]


def _holders_on(day, unfilled) -> dict[int, str]:
    held = Appointment.objects.current(day).filter(
        seat__in=[each.seat_id for each in unfilled], kind=Appointment.Kind.SUBSTANTIVE
    )
    return {each.seat_id: str(each.person) for each in held.select_related("person")}
