"""What the page of a running meeting says of people: who came when, who is in the chair, and what each item lacks."""

from dataclasses import dataclass, field, replace

from meetings.models import AgendaItem, Attendance, Chairing, Guest, Meeting, Movement
from meetings.queries.chair import Gap
from meetings.queries.doubts import Doubt
from meetings.queries.quorum import Shortfall
from meetings.queries.roll import TOOK_OVER, Roll, Seated, number_of, step_of
from meetings.queries.session import ItemInHand


@dataclass(frozen=True)
class Person:
    """Somebody at the meeting, and when they were there where that was not throughout."""

    row: Attendance | Guest
    name: str
    place: str
    when: str


@dataclass(frozen=True)
class Said:
    """A sentence that was recorded, and the row that can be taken back."""

    row: Movement | Chairing
    words: str


@dataclass(frozen=True)
class People:
    """All that the page says of people."""

    seats: list[Person]
    guests: list[Person]
    moves: list[Said]
    chairs: list[Said]


@dataclass
class Warnings:
    """What is the matter with an item: no quorum, nobody in the chair from here on, or votes that can't be so."""

    quorum: str = ""
    gap: Gap | None = field(default=None)
    doubts: list[Doubt] = field(default_factory=list)


def people_as_run(roll: Roll, items: list[AgendaItem]) -> People:
    """Who is and was there. No queries."""
    seated = roll.seated(items)
    seats = [Person(each.seat, str(each.who.person), _place(each), roll.when_in(each, items)) for each in seated]
    guests = [Person(each, each.name, each.organisation, roll.when(each, items)) for each in roll.guests]
    rows: list[Attendance | Guest] = [*roll.filled, *roll.guests]
    moves = [said for row in rows for said in _moves(row, roll.moves_of(row))]
    return People(seats, guests, moves, _chairs(roll))


def moves_by_seat(meeting: Meeting, recorded: list[Attendance]) -> dict[int, str]:
    """What was recorded of comings and goings in these seats, by the seat's id. One query."""
    moves = list(meeting.movements.standing().select_related("item", "appointment__person"))
    found = {each.seat_id: _moves(each, [one for one in moves if one.attendance_id == each.pk]) for each in recorded}
    return {seat: "; ".join(said.words for said in moved) for seat, moved in found.items() if moved}


def _moves(row: Attendance | Guest, moves: list[Movement]) -> list[Said]:
    """The comings and goings in a seat, or of a guest: "Megan Price took over from Daniel Okafor at item 5"."""
    said = []
    first = before = row.name if isinstance(row, Guest) else str(row.appointment and row.appointment.person)
    for move in sorted(moves, key=lambda each: step_of(each).order):
        name = str(move.appointment.person) if move.appointment else first
        did = f"took over from {before} at" if move.kind == TOOK_OVER else move.get_kind_display().lower()
        said.append(Said(move, f"{name} {did} item {number_of(move.item)}"))
        before = name
    return said


def _place(seated: Seated):
    return f"{seated.seat.seat}{', deputy' if seated.is_deputy else ''}"


def _chairs(roll):
    held = {each.pk for each in roll.filled}
    taken = sorted(
        (each for each in roll.chairings if each.attendance_id in held),
        key=lambda each: (each.item.position, each.item_id) if each.item else (-1, -1),
    )
    return [
        Said(
            each,
            f"{roll.who_took(each).person} from {f'item {number_of(each.item)}' if each.item else 'the beginning'}",
        )
        for each in taken
    ]


def warned(
    items: list[ItemInHand], lost: list[Shortfall], chairless: list[Gap], doubted: list[Doubt]
) -> list[ItemInHand]:
    """The items, each with what is the matter with who is there; a gap in the chair stands where it begins."""
    found: dict[int, Warnings] = {each.item.pk: Warnings() for each in items}
    for shortfall in lost:
        for item in shortfall.items:
            found[item.pk].quorum = shortfall.words
    for gap in chairless:
        found[gap.first.pk].gap = gap
    for doubt in doubted:
        if doubt.decision.item_id in found:
            found[doubt.decision.item_id].doubts.append(doubt)
    return [replace(each, warned=found[each.item.pk]) for each in items]
