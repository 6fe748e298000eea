"""The meeting as it is run: who fills which seat, whether that is a quorum, and what each item still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from ccsp_portal.prose.marks import mark_of, to_marks
from ccsp_portal.prose.writing import as_html
from ccsp_portal.quorum import Quorum
from meetings.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Minutes,
    MinuteText,
    Paper,
    PaperVersion,
)
from meetings.queries.doubts import telling_dissents
from meetings.queries.replies import InvitedSeat, seats_invited
from meetings.queries.roll import Roll, attendances, roll_of
from partners.interests_queries import declared_by
from partners.models import Appointment, Interest


@dataclass(frozen=True)
class SeatAtMeeting:
    """A seat that was asked to the meeting, and how it is filled, where that has been recorded."""

    asked: InvitedSeat
    attendance: Attendance | None = None


@dataclass(frozen=True)
class ItemInHand:
    """An item as the secretary runs it: its minute, decisions and action points, if any, and the papers before it."""

    item: AgendaItem
    minute: MinuteText | None
    decisions: list[Decision]
    actions: list[ActionPoint]
    papers: list[Paper]
    # what is the matter with who is there for it, of `items_as_run`
    warned: object = None

    @property
    def needs_decision(self) -> bool:
        """Whether it is for decision, and none was taken nor the item put off."""
        return self.item.purpose == AgendaItem.Purpose.DECIDE and not self.decisions

    @property
    def is_recorded(self) -> bool:
        """Whether it left anything behind."""
        return bool(self.minute or self.decisions or self.actions)

    @property
    def is_minuted(self) -> bool:
        return bool(self.minute and self.minute.text.strip())

    @property
    def marked(self) -> str:
        """The minute as a plain box shows it."""
        return to_marks(self.minute.blocks) if self.minute else ""

    @property
    def shown(self) -> str:
        """The mark of what the plain box shows."""
        return mark_of(self.minute.blocks if self.minute else ())

    @property
    def editable(self) -> str:
        """The minute as an editor begins with it."""
        return as_html(self.minute.blocks) if self.minute else ""


def has_records(meeting: Meeting) -> bool:
    """Whether anything was recorded at the meeting, or approved by it, that stands. One query."""
    records = (
        meeting.attendances.all(),
        meeting.guests.standing(),
        meeting.declarations.standing(),
        MinuteText.objects.filter(item__meeting=meeting),
        Decision.objects.filter(item__meeting=meeting),
        ActionPoint.objects.filter(item__meeting=meeting),
        Minutes.objects.filter(approved_by_meeting=meeting),
    )
    anything = reduce(or_, (Q(Exists(rows)) for rows in records))
    return Meeting.objects.filter(anything, pk=meeting.pk).exists()


def seats_at(meeting: Meeting) -> list[SeatAtMeeting]:
    """Every seat asked to the meeting, in the body's order, with its attendance. Five queries."""
    recorded = {each.seat_id: each for each in attendances(meeting)}
    return [SeatAtMeeting(asked, recorded.get(asked.seat.pk)) for asked in seats_invited(meeting)]


def version_of_attendance(recorded: Iterable[Attendance]) -> int:
    """A number that rises with every change of the meeting's attendance: rows are never removed."""
    return sum(each.version for each in recorded)


def quorum_now(meeting: Meeting, *, item: AgendaItem | None = None) -> Quorum:
    """The quorum by the attendance recorded so far; for an item, of those who are there for it and take part in it.

    Five queries.
    """
    return roll_of(meeting).quorum_for(item)


def seats_there(meeting: Meeting, *, item: AgendaItem) -> dict[int, Appointment]:
    """Who takes part in an item, by the id of their seat. Five queries."""
    return {each.seat.seat_id: each.who for each in roll_of(meeting).seats_for(item)}


def filling_seats(meeting: Meeting) -> dict[int, list[Appointment]]:
    """Who fills each seat that somebody was recorded in, one after the other, by the seat's id. Five queries."""
    roll = roll_of(meeting)
    return {each.seat_id: roll.fillers(each) for each in roll.filled}


def voting_seats_now(meeting: Meeting, *, item: AgendaItem) -> int:
    """How many may vote on the item: the voting seats that take part in it. A person counts once. Five queries."""
    return roll_of(meeting).voting_for(item)


def items_in_hand(meeting: Meeting) -> list[ItemInHand]:
    """Every live item with its papers, and what has been written, decided and asked for. Four queries."""
    papers = _papers_of(meeting)
    items = (
        meeting.items.live()
        .select_related("minute__written_by", "presenter__organisation")
        .prefetch_related(
            Prefetch("decisions", telling_dissents(Decision.objects.standing())),
            Prefetch("action_points", ActionPoint.objects.select_related("owner__organisation").order_by("reference")),
        )
    )
    return [
        ItemInHand(
            item,
            getattr(item, "minute", None),
            list(item.decisions.all()),
            list(item.action_points.all()),
            papers.get(item.pk, []),
        )
        for item in items
    ]


def _papers_of(meeting) -> dict[int, list[Paper]]:
    """The papers before the meeting by the item's id, each with `latest`, its newest version."""
    newest = PaperVersion.objects.filter(paper__in=Paper.objects.live().filter(item__meeting=meeting))
    papers: dict[int, list[Paper]] = {}
    for version in (
        newest.select_related("paper", "document", "submission")
        .order_by("paper__position", "paper_id", "-number")
        .distinct("paper__position", "paper_id")
    ):
        version.paper.latest = version
        papers.setdefault(version.paper.item_id, []).append(version.paper)
    return papers


def undecided(meeting: Meeting) -> list[AgendaItem]:
    """The items for decision on which there is neither a decision nor a deferral."""
    return list(without_decision(meeting.items.live().filter(purpose=AgendaItem.Purpose.DECIDE)))


def without_decision(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Those of the items on which no decision stands."""
    return items.exclude(Exists(Decision.objects.standing().filter(item=OuterRef("pk"))))


def registered_interests(roll: Roll) -> list[Interest]:
    """What those who came have on the register of interests on the meeting's day. At most one query."""
    there = [who.person_id for seat in roll.filled for who in roll.fillers(seat)]
    return list(declared_by(there, roll.meeting.day)) if there else []


def declarations_of(meeting: Meeting):
    """The interests declared, in the order of the items."""
    return meeting.declarations.standing().select_related("seat__organisation", "item").order_by("item__position", "pk")
