"""The meeting as it is run: who fills which seat, whether that is a quorum, and what each item still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from ccsp_portal.prose.marks import to_marks
from ccsp_portal.prose.writing import as_html
from ccsp_portal.quorum import Presence, Quorum, QuorumRule, quorum
from meetings.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    Meeting,
    MinuteText,
    Paper,
    PaperVersion,
)
from meetings.queries.replies import InvitedSeat, seats_invited
from partners.interests_queries import declared_by
from partners.models import Interest, SeatTerms
from partners.models.dated import current

FILLED = (Attendance.Status.PRESENT, Attendance.Status.DEPUTY)


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

    @property
    def needs_decision(self) -> bool:
        """Whether it is for decision, and none was taken nor the item put off."""
        return self.item.purpose == AgendaItem.Purpose.DECIDE and not self.decisions

    @property
    def is_minuted(self) -> bool:
        return bool(self.minute and self.minute.text.strip())

    @property
    def marked(self) -> str:
        """The minute as a plain box shows it."""
        return to_marks(self.minute.blocks) if self.minute else ""

    @property
    def editable(self) -> str:
        """The minute as an editor begins with it."""
        return as_html(self.minute.blocks) if self.minute else ""


def seats_at(meeting: Meeting) -> list[SeatAtMeeting]:
    """Every seat asked to the meeting, in the body's order, with its attendance. Five queries."""
    recorded = {each.seat_id: each for each in attendances(meeting)}
    return [SeatAtMeeting(asked, recorded.get(asked.seat.pk)) for asked in seats_invited(meeting)]


def attendances(meeting: Meeting):
    """What was recorded of each seat, in the body's order. One query."""
    return meeting.attendances.select_related("seat__organisation", "appointment__person", "recorded_by").order_by(
        "seat__position", "seat__title"
    )


def version_of_attendance(recorded: Iterable[Attendance]) -> int:
    """A number that rises with every change of the meeting's attendance: rows are never removed."""
    return sum(each.version for each in recorded)


def quorum_now(meeting: Meeting, *, item: AgendaItem | None = None, recorded: list[Attendance] | None = None) -> Quorum:
    """The quorum by the attendance recorded so far; for an item, without those who left the room for it.

    The seats that count are those whose terms say so: copied, where attendance is recorded, else of the day. Two
    queries, one with what is `recorded`, and one more for an item.
    """
    recorded = list(attendances(meeting)) if recorded is None else recorded
    away = _left_for(item) if item else frozenset()
    counting = [each for each in recorded if each.counts_to_quorum]
    others = _counting_seats(meeting).exclude(seat__in=[each.seat_id for each in recorded])
    present = [_presence(each) for each in counting if each.status in FILLED and each.seat_id not in away]
    return quorum(QuorumRule.from_data(meeting.quorum), len(counting) + others.count(), present)


def seats_there(meeting: Meeting) -> dict[int, Attendance]:
    """The seats that somebody filled, by the seat's id. One query."""
    return {each.seat_id: each for each in attendances(meeting) if each.status in FILLED}


def voting_seats_now(meeting: Meeting, *, item: AgendaItem) -> int:
    """How many may vote on the item: the voting seats that are filled, without those who left the room for it.

    A person counts once, however many seats they fill. Two queries.
    """
    away = _left_for(item)
    voting = [each for each in seats_there(meeting).values() if each.voting and each.seat_id not in away]
    return len({each.appointment.person_id for each in voting if each.appointment})


def _left_for(item):
    return frozenset(Declaration.objects.filter(item=item, withdrew=True).values_list("seat", flat=True))


def _counting_seats(meeting):
    return SeatTerms.objects.current(meeting.day).filter(
        current(meeting.day, "seat__"), seat__body=meeting.body_id, counts_to_quorum=True
    )


def _presence(recorded):
    seat = recorded.seat
    return Presence(seat.key, seat.organisation.key, recorded.appointment.person_id)


def items_in_hand(meeting: Meeting) -> list[ItemInHand]:
    """Every live item with its papers, and what has been written, decided and asked for. Four queries."""
    papers = _papers_of(meeting)
    items = (
        meeting.items.live()
        .select_related("minute__written_by", "presenter__organisation")
        .prefetch_related(
            "decisions", Prefetch("action_points", ActionPoint.objects.select_related("owner__organisation"))
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
    return list(meeting.items.live().filter(purpose=AgendaItem.Purpose.DECIDE, decisions__isnull=True))


def registered_interests(meeting: Meeting, recorded: list[Attendance]) -> list[Interest]:
    """What those who are there have on the register of interests on the meeting's day. At most one query."""
    there = [each.appointment.person_id for each in recorded if each.status in FILLED and each.appointment]
    return list(declared_by(there, meeting.day)) if there else []


def declarations_of(meeting: Meeting):
    """The interests declared, in the order of the items."""
    return meeting.declarations.select_related("seat__organisation", "item").order_by("item__position", "pk")
