"""Who is at a meeting, item by item, and whether that is a quorum: the one place that both are worked out."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject

from ccsp_portal.quorum import Presence, Quorum, QuorumRule, quorum
from meetings.models import AgendaItem, Attendance, Chairing, Declaration, Guest, ItemExclusion, Meeting, Movement
from meetings.queries.comings import Place, Step, in_words, is_there, who_is_in
from partners.models import Appointment, SeatTerms
from partners.models.dated import current

FILLED = (Attendance.Status.PRESENT, Attendance.Status.DEPUTY)
CAME, LEFT, TOOK_OVER = Movement.Kind
# an Attendance with what `attendances` adds to it
Recorded = Any


@dataclass(frozen=True)
class Seated:
    """Somebody in a seat of the meeting: one of those who filled it, where it was taken over."""

    seat: Attendance
    who: Appointment

    @property
    def is_deputy(self) -> bool:
        if self.who == self.seat.appointment:
            return self.seat.status == Attendance.Status.DEPUTY
        return not self.who.is_holder


@dataclass(frozen=True)
class Roll:
    """A meeting's attendance as it is recorded (by `attendances`), with who came late or left early.

    `others` is how many seats count of which nothing was recorded. What it answers asks the database nothing.
    """

    meeting: Meeting
    recorded: list[Recorded]
    others: int
    guests: list[Guest]
    movements: list[Movement]
    chairings: list[Chairing] = field(default_factory=list)

    @property
    def filled(self) -> list[Recorded]:
        """The seats that somebody fills, for the whole meeting or a part of it."""
        return [each for each in self.recorded if each.status in FILLED]

    def seated(self, items: list[AgendaItem]) -> list[Seated]:
        """Who filled the seats for any of the items: one after the other where a seat was taken over."""
        found = []
        for seat in self.filled:
            each_one = [Seated(seat, who) for who in self.fillers(seat)]
            found += [each for each in each_one if any(self.is_in(each, item) for item in items)] or each_one[:1]
        return found

    def fillers(self, seat: Attendance) -> list[Appointment]:
        """Who filled a filled seat, each once, in the order in which they came to it."""
        came = [each.appointment for each in self.moves_of(seat) if each.kind != LEFT and each.appointment]
        return list(dict.fromkeys([who_fills(seat), *came]))

    def moves_of(self, who: Attendance | Guest) -> list[Movement]:
        """The comings and goings in a seat, or of a guest, in the order of the agenda."""
        return [move for move, _ in self._moved.get(_key(who), [])]

    def steps_of(self, who: Attendance | Guest) -> list[Step]:
        return [step for _, step in self._moved.get(_key(who), [])]

    @cached_property
    def _moved(self) -> dict[tuple[bool, int], list[tuple[Movement, Step]]]:
        """Each movement with what arithmetic knows of it, in order, by whose it is: it is asked for seat by item."""
        rows: list[Attendance | Guest] = [*self.recorded, *self.guests]
        moves: dict[tuple[bool, int | None], list[Movement]] = {}
        for each in self.movements:
            moves.setdefault((each.attendance_id is None, each.attendance_id or each.guest_id), []).append(each)
        return {_key(row): _in_order(moves.get(_key(row), []), row) for row in rows}

    def filler_at(self, seat: Attendance, item: AgendaItem | None) -> Appointment:
        """Who fills a filled seat at an item, or did last; without an item, who was the first in it."""
        first = who_fills(seat)
        if item is None:
            return first
        person = who_is_in(self.steps_of(seat), place_of(item), first.person_id)
        return next(each for each in self.fillers(seat) if each.person_id == person)

    def when(self, who: Attendance | Guest, items: list[AgendaItem]) -> str:
        """For which of the items they were there, where that is not all of them: "from item 4"."""
        steps = self.steps_of(who)
        return in_words((number_of(item), is_there(steps, place_of(item))) for item in items)

    def when_in(self, seated: Seated, items: list[AgendaItem]) -> str:
        """The same of one of those who filled a seat."""
        return in_words((number_of(item), self.is_in(seated, item)) for item in items)

    def chaired(self, seated: Seated, items: list[AgendaItem]) -> str | None:
        """For which of the items they were in the chair, "" for all of them; None where they never were."""
        held = [(number_of(item), self.is_in(seated, item) and self.chair_at(item) == seated.who) for item in items]
        return in_words(held) if any(there for _, there in held) else None

    def is_at(self, who: Attendance | Guest, item: AgendaItem) -> bool:
        """Whether they had come and not left, whether or not they left the room for the item alone."""
        return is_there(self.steps_of(who), place_of(item))

    def is_in(self, seated: Seated, item: AgendaItem) -> bool:
        """The same of one of those who filled a seat."""
        return self.is_at(seated.seat, item) and self.filler_at(seated.seat, item) == seated.who

    def takes_part(self, seat: Recorded, item: AgendaItem | None) -> bool:
        """Whether the seat is filled, and who fills it is in the room for the item and takes part in it."""
        if seat.status not in FILLED or seat.appointment is None:
            return False
        if item is None:
            return True
        is_out = {"item": item.pk, "person": self.filler_at(seat, item).person_id} in seat.left_out_of
        return item.pk not in seat.left_room_for and not is_out and self.is_at(seat, item)

    def seats_for(self, item: AgendaItem | None) -> list[Seated]:
        """Who takes part in an item, one for each seat; without an item, all seats that somebody filled."""
        there = [each for each in self.recorded if self.takes_part(each, item)]
        return [Seated(each, self.filler_at(each, item)) for each in there]

    def quorum_for(self, item: AgendaItem | None) -> Quorum:
        """Whether the meeting is quorate for an item; without one, if all who came at all were there together."""
        counting = [each for each in self.recorded if each.counts_to_quorum]
        present = [_presence(each) for each in self.seats_for(item) if each.seat.counts_to_quorum]
        return quorum(QuorumRule.from_data(self.meeting.quorum), len(counting) + self.others, present)

    def voting_for(self, item: AgendaItem) -> int:
        """How many may vote on it: a person counts once, however many seats they fill."""
        return len({each.who.person_id for each in self.seats_for(item) if each.seat.voting})

    def chairing_at(self, item: AgendaItem | None) -> Chairing | None:
        """Who took the chair last, up to an item, or at the beginning; seats that are not filled any more don't."""
        held = {each.pk for each in self.filled}
        taken = [each for each in self.chairings if each.attendance_id in held]
        return max((each for each in taken if _begins(each) <= _at(item)), key=_begins, default=None)

    def chair_at(self, item: AgendaItem | None) -> Appointment | None:
        """The same, as who it was, there or not: whoever takes a seat over does not take the chair with it."""
        chairing = self.chairing_at(item)
        return self.who_took(chairing) if chairing else None

    def who_took(self, chairing: Chairing) -> Appointment:
        """Who took the chair."""
        return chairing.appointment or who_fills(self.seat(chairing.attendance_id))

    def lacks_chair(self, item: AgendaItem) -> bool:
        """Whether nobody who takes part in the item is known to be in the chair."""
        chair = self.chair_at(item)
        return chair is None or chair not in [each.who for each in self.seats_for(item)]

    def seat(self, attendance_id: int) -> Recorded:
        return next(each for each in self.recorded if each.pk == attendance_id)


def who_fills(seat: Attendance) -> Appointment:
    """Who fills a seat that is filled: the database refuses one without."""
    return cast(Appointment, seat.appointment)


def place_of(item: AgendaItem) -> Place:
    return (item.position, item.pk)


def step_of(movement: Movement, first: Appointment | None = None) -> Step:
    """The movement as arithmetic knows it; `first` is who was the first in the seat."""
    who = movement.appointment or first
    return Step(
        place_of(movement.item),
        came=movement.kind != LEFT,
        number=number_of(movement.item),
        over=movement.kind == TOOK_OVER,
        who=who.person_id if who else None,
        name=str(who.person) if who else "",
    )


def number_of(item: AgendaItem) -> str:
    """The item's number as a sentence says it; of one that has none, the title that anybody may read."""
    return item.number or f"“{item.shown_title}”"


def _key(who):
    return isinstance(who, Guest), who.pk


def _in_order(moves, row):
    first = row.appointment if isinstance(row, Attendance) else None
    return sorted(((each, step_of(each, first)) for each in moves), key=lambda moved: moved[1].order)


def _begins(chairing):
    return place_of(chairing.item) if chairing.item else (-1, -1)


def _at(item):
    return place_of(item) if item else (-1, -1)


def _presence(seated):
    seat = seated.seat.seat
    return Presence(seat.key, seat.organisation.key, seated.who.person_id)


def attendances(meeting: Meeting) -> QuerySet[Recorded]:
    """What was recorded of each seat, in the body's order, each with the ids of the items for which it left the room
    (`left_room_for`), and who of those appointed to it takes no part in which (`left_out_of`: [{"item": id, "person":
    id}]). One query."""
    withdrawn = Declaration.objects.standing().filter(withdrew=True, item__isnull=False)
    withdrawn = withdrawn.filter(meeting=OuterRef("meeting"), seat=OuterRef("seat"))
    # who is let back in once the meeting is over took no part in it all the same
    to_its_end = Q(ended_at__isnull=True) | Q(ended_at__gt=F("item__meeting__concluded_at"))
    excluded = ItemExclusion.objects.filter(
        to_its_end, item__meeting=OuterRef("meeting"), person__appointments__seat=OuterRef("seat")
    )
    return (
        meeting.attendances.select_related("seat__organisation", "appointment__person", "recorded_by")
        .annotate(
            left_room_for=ArraySubquery(withdrawn.values("item")),
            left_out_of=ArraySubquery(excluded.values(who=JSONObject(item="item_id", person="person_id"))),
        )
        .order_by("seat__position", "seat__title")
    )


def roll_of(meeting: Meeting) -> Roll:
    """The meeting's roll as it is recorded now. Five queries.

    The seats that count are those whose terms say so: copied, where attendance is recorded, else of the day.
    """
    takings = Chairing.objects.standing().select_related("item", "recorded_by", "appointment__person")
    recorded = list(attendances(meeting).prefetch_related(Prefetch("chairings", takings, "took_chair")))
    return Roll(
        meeting=meeting,
        recorded=recorded,
        others=_counting_seats(meeting).exclude(seat__in=[each.seat_id for each in recorded]).count(),
        guests=list(meeting.guests.standing()),
        movements=list(meeting.movements.standing().select_related("item", "recorded_by", "appointment__person")),
        chairings=[taking for each in recorded for taking in each.took_chair],
    )


def _counting_seats(meeting):
    return SeatTerms.objects.current(meeting.day).filter(
        current(meeting.day, "seat__"), seat__body=meeting.body_id, counts_to_quorum=True
    )
