"""Who could take the chair of a meeting, and for which items nobody is known to be in it."""

from dataclasses import dataclass

from meetings.models import AgendaItem, Meeting
from meetings.queries.roll import Roll, Seated, number_of, place_of
from partners.models import Appointment, Office

OFFICES: dict[str, int] = {Office.Kind.VICE_CHAIR: 0, Office.Kind.CHAIR: 1}


@dataclass(frozen=True)
class Candidate:
    """Somebody in a seat who is there, and could take the chair; `office` is "chair", "vice chair" or nothing, and
    `holder` whose deputy they are, where somebody holds the seat."""

    seated: Seated
    office: str = ""
    holder: str = ""

    def __str__(self):
        deputy = (f"deputy for {self.holder}" if self.holder else "deputy") if self.seated.is_deputy else ""
        known = ", ".join(filter(None, [self.office, deputy]))
        return f"{self.seated.who.person}, {self.seated.seat.seat}{f' ({known})' if known else ''}"


@dataclass(frozen=True)
class Gap:
    """Items in a row for which nobody is known to be in the chair, and who was in it before, if anybody."""

    items: tuple[AgendaItem, ...]
    before: Appointment | None
    # the meeting has an item after them, for which who was before is there again
    comes_back: bool = False

    @property
    def first(self) -> AgendaItem:
        return self.items[0]

    def words(self) -> str:
        """What is the matter, and what to do."""
        number = number_of(self.first)
        if self.before is None:
            return f"Nobody is recorded in the chair from item {number}. Say who takes it."
        return (
            f"{self.before.person} is in the chair, and is not there for item {number}. Say who takes "
            f"the chair {'for' if self.comes_back else 'from'} item {number}."
        )


def officers_of(meeting: Meeting):
    """The body's chair and vice chair on the meeting's day. One query."""
    held = Office.objects.current(meeting.day).filter(body=meeting.body_id, kind__in=OFFICES)
    return held.select_related("appointment")


def chair_of(meeting: Meeting) -> Office | None:
    """The body's chair on the meeting's day. One query."""
    return officers_of(meeting).filter(kind=Office.Kind.CHAIR).first()


def candidates(roll: Roll, item: AgendaItem) -> list[Candidate]:
    """Who may preside over an item: the vice chair first, then the chair, then the others who vote; where nobody there
    votes, all who are there. One query, and one more where deputies are there.
    """
    seated = roll.seats_for(item)
    holders = _holders(roll.meeting, [each.seat.seat_id for each in seated if each.is_deputy])
    office = {each.appointment.person_id: each.kind for each in officers_of(roll.meeting)}
    found = [Candidate(each, office.get(each.who.person_id, ""), holders.get(each.seat.seat_id, "")) for each in seated]
    presiding = [each for each in found if each.office or each.seated.seat.voting]
    return sorted(presiding or found, key=lambda each: OFFICES.get(each.office, 2))


def _holders(meeting, seats) -> dict[int, str]:
    """Who held each of these seats on the meeting's day, by the seat's id."""
    if not seats:
        return {}
    held = Appointment.objects.current(meeting.day).substantive().filter(seat__in=seats).select_related("person")
    return {each.seat_id: str(each.person) for each in held}


def is_there_after(roll: Roll, item: AgendaItem, who: Appointment) -> bool:
    """Whether another item follows, and they take part in it: so that they can have the chair again. One query."""
    later = (each for each in roll.meeting.items.live() if place_of(each) > place_of(item))
    following = next(later, None)
    return following is not None and who in [each.who for each in roll.seats_for(following)]


def gaps(roll: Roll, items: list[AgendaItem]) -> list[Gap]:
    """The items without anybody in the chair, in runs that one person's going makes. Nothing before attendance is
    recorded: then nobody is there at all."""
    if not roll.filled:
        return []
    runs: list[list[AgendaItem]] = []
    for before, item in zip([None, *items], items, strict=False):
        if roll.lacks_chair(item):
            goes_on = runs and runs[-1][-1] == before and roll.chairing_at(before) == roll.chairing_at(item)
            runs[-1].append(item) if goes_on else runs.append([item])
    return [_gap(roll, items, run) for run in runs]


def _gap(roll, items, run):
    before = roll.chair_at(run[0])
    after = items[items.index(run[-1]) + 1 :]
    comes_back = bool(before and after and len(run) == 1 and before in [each.who for each in roll.seats_for(after[0])])
    return Gap(tuple(run), before, comes_back)
