"""Who is at a meeting, item by item, and whether that is a quorum: the one place that both are worked out."""

from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet

from ccsp_portal.quorum import Presence, Quorum, QuorumRule, quorum
from meetings.models import AgendaItem, Attendance, Chairing, Declaration, Guest, ItemExclusion, Meeting, Movement
from meetings.queries.comings import Place, Step, in_words, is_there
from partners.models import Appointment, SeatTerms
from partners.models.dated import current

FILLED = (Attendance.Status.PRESENT, Attendance.Status.DEPUTY)
# an Attendance with what `attendances` adds to it
Recorded = Any


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

    def moves_of(self, who: Attendance | Guest) -> list[Movement]:
        """Their comings and goings, in the order of the agenda."""
        mine = [each for each in self.movements if who.pk == (_guest_or_seat(each, who))]
        return sorted(mine, key=lambda each: step_of(each).order)

    def steps_of(self, who: Attendance | Guest) -> list[Step]:
        return [step_of(each) for each in self.moves_of(who)]

    def when(self, who: Attendance | Guest, items: list[AgendaItem]) -> str:
        """For which of the items they were there, where that is not all of them: "from item 4"."""
        steps = self.steps_of(who)
        return in_words((number_of(item), is_there(steps, place_of(item))) for item in items)

    def chaired(self, seat: Attendance, items: list[AgendaItem]) -> str | None:
        """For which of the items the seat was in the chair, "" for all of them; None where it never was."""
        chairings = [(item, self.chairing_at(item)) for item in items]
        held = [
            (number_of(item), each is not None and each.attendance_id == seat.pk and self.is_at(seat, item))
            for item, each in chairings
        ]
        return in_words(held) if any(there for _, there in held) else None

    def is_at(self, who: Attendance | Guest, item: AgendaItem) -> bool:
        """Whether they had come and not left, whether or not they left the room for the item alone."""
        return is_there(self.steps_of(who), place_of(item))

    def takes_part(self, seat: Recorded, item: AgendaItem | None) -> bool:
        """Whether the seat is filled, and who fills it is in the room for the item and takes part in it."""
        if seat.status not in FILLED or seat.appointment is None:
            return False
        if item is None:
            return True
        is_away = item.pk in seat.left_room_for or item.pk in seat.left_out_of
        return not is_away and self.is_at(seat, item)

    def seats_for(self, item: AgendaItem | None) -> list[Recorded]:
        """The seats that take part in an item; without one, all that somebody filled."""
        return [each for each in self.recorded if self.takes_part(each, item)]

    def quorum_for(self, item: AgendaItem | None) -> Quorum:
        """Whether the meeting is quorate for an item; without one, if all who came at all were there together."""
        counting = [each for each in self.recorded if each.counts_to_quorum]
        present = [_presence(each) for each in self.seats_for(item) if each.counts_to_quorum]
        return quorum(QuorumRule.from_data(self.meeting.quorum), len(counting) + self.others, present)

    def voting_for(self, item: AgendaItem) -> int:
        """How many may vote on it: a person counts once, however many seats they fill."""
        return len({each.appointment.person_id for each in self.seats_for(item) if each.voting and each.appointment})

    def chairing_at(self, item: AgendaItem | None) -> Chairing | None:
        """Who took the chair last, up to an item, or at the beginning; seats that are not filled any more don't."""
        held = {each.pk for each in self.filled}
        taken = [each for each in self.chairings if each.attendance_id in held]
        return max((each for each in taken if _begins(each) <= _at(item)), key=_begins, default=None)

    def lacks_chair(self, item: AgendaItem) -> bool:
        """Whether nobody who takes part in the item is known to be in the chair."""
        chairing = self.chairing_at(item)
        return chairing is None or not self.takes_part(self.seat(chairing.attendance_id), item)

    def seat(self, attendance_id: int) -> Recorded:
        return next(each for each in self.recorded if each.pk == attendance_id)


def who_fills(seat: Attendance) -> Appointment:
    """Who fills a seat that is filled: the database refuses one without."""
    return cast(Appointment, seat.appointment)


def place_of(item: AgendaItem) -> Place:
    return (item.position, item.pk)


def step_of(movement: Movement) -> Step:
    return Step(place_of(movement.item), movement.kind == Movement.Kind.CAME, number_of(movement.item))


def number_of(item: AgendaItem) -> str:
    """The item's number as a sentence says it; of one that has none, the title that anybody may read."""
    return item.number or f"“{item.shown_title}”"


def _guest_or_seat(movement, who):
    return movement.guest_id if isinstance(who, Guest) else movement.attendance_id


def _begins(chairing):
    return place_of(chairing.item) if chairing.item else (-1, -1)


def _at(item):
    return place_of(item) if item else (-1, -1)


def _presence(recorded):
    return Presence(recorded.seat.key, recorded.seat.organisation.key, recorded.appointment.person_id)


def attendances(meeting: Meeting) -> QuerySet[Recorded]:
    """What was recorded of each seat, in the body's order, each with the ids of the items for which it left the room
    (`left_room_for`), and of those in which who fills it takes no part (`left_out_of`). One query."""
    withdrawn = Declaration.objects.standing().filter(withdrew=True, item__isnull=False)
    withdrawn = withdrawn.filter(meeting=OuterRef("meeting"), seat=OuterRef("seat"))
    excluded = ItemExclusion.objects.holding().filter(
        item__meeting=OuterRef("meeting"), person=OuterRef("appointment__person")
    )
    return (
        meeting.attendances.select_related("seat__organisation", "appointment__person", "recorded_by")
        .annotate(
            left_room_for=ArraySubquery(withdrawn.values("item")), left_out_of=ArraySubquery(excluded.values("item"))
        )
        .order_by("seat__position", "seat__title")
    )


def roll_of(meeting: Meeting) -> Roll:
    """The meeting's roll as it is recorded now. Five queries.

    The seats that count are those whose terms say so: copied, where attendance is recorded, else of the day.
    """
    taken = Prefetch("chairings", Chairing.objects.standing().select_related("item", "recorded_by"), "took_chair")
    recorded = list(attendances(meeting).prefetch_related(taken))
    return Roll(
        meeting=meeting,
        recorded=recorded,
        others=_counting_seats(meeting).exclude(seat__in=[each.seat_id for each in recorded]).count(),
        guests=list(meeting.guests.standing()),
        movements=list(meeting.movements.standing().select_related("item", "recorded_by")),
        chairings=[taking for each in recorded for taking in each.took_chair],
    )


def _counting_seats(meeting):
    return SeatTerms.objects.current(meeting.day).filter(
        current(meeting.day, "seat__"), seat__body=meeting.body_id, counts_to_quorum=True
    )
