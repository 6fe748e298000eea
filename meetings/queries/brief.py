"""What the chair wants to know before a meeting: what is to be decided, what is red, late or private, and who comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import short_date
from meetings.models import ActionPoint, AgendaItem, Attendance, Meeting, Paper, PaperVersion, Rag
from meetings.queries.actions import log_of
from meetings.queries.agenda import AgendaLine, agenda_for
from meetings.queries.attendance import Figures, attendance_by_authority
from meetings.queries.quorum import expected_quorum_in_words, names_in, replies_in_words
from meetings.queries.replies import InvitedSeat, seats_invited
from meetings.queries.roll import number_of

# what stands in place of what would be, once the meeting has opened
OPENED: dict[str, str] = {
    Meeting.State.IN_SESSION: "The meeting is in session: its page says who is there and whether it is quorate.",
    Meeting.State.CONCLUDED: "The meeting is over: its page says who was there. These were the replies.",
}
# how far back attendance is looked at
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Wanted:
    """An item for decision, and what the meeting is asked to decide."""

    item: AgendaItem
    recommendations: list[str]


@dataclass(frozen=True)
class Late:
    """An item whose paper came after the day on which it was due, and why; has not come; or was withdrawn."""

    item: AgendaItem
    words: str


@dataclass(frozen=True)
class Brief:
    """All of it, of what its reader may read. `hidden` are the items in which the reader takes no part."""

    meeting: Meeting
    wanted: list[Wanted]
    counts: list[tuple[Rag, int]]
    red: list[ActionPoint]
    late: list[Late]
    expected: str
    replies: str
    away: list[InvitedSeat]
    figures: list[Figures]
    private: list[AgendaItem]
    hidden: list[AgendaItem]


def brief_for(meeting: Meeting, person) -> Brief:
    """The brief on a meeting, for who may see it. As many queries however long the agenda is."""
    lines = agenda_for(meeting, person)
    mine = [each for each in lines if each.is_readable]
    decisions = [each for each in mine if each.item.purpose == AgendaItem.Purpose.DECIDE]
    asked = recommendations_of(decisions)
    counts, red = log_of(meeting, person)
    seats, names = seats_invited(meeting), names_in(meeting)
    return Brief(
        meeting=meeting,
        wanted=[Wanted(each.item, asked[each.item.pk]) for each in decisions],
        counts=counts,
        red=red,
        late=list(_late(meeting, lines)),
        expected=OPENED.get(meeting.state) or expected_quorum_in_words(meeting, seats, names),
        replies=replies_in_words(meeting, seats),
        away=[each for each in seats if each.reply and each.reply.answer == Attendance.Status.APOLOGIES],
        figures=attendance_by_authority(meeting.body, meeting.day - A_YEAR, min(clock.today(), meeting.day)),
        private=[each.item for each in mine if each.item.is_private],
        hidden=[each.item for each in lines if not each.is_readable],
    )


def recommendations_of(lines: Iterable[AgendaLine]) -> dict[int, list[str]]:
    """What each item asks the meeting to decide, by the item's id: what its papers recommend, else what the agenda says
    of it, line by line. The one place in which the brief reads recommendations. One query.
    """
    lines = list(lines)
    papers = [paper.latest.pk for line in lines for paper in line.papers]
    versions = PaperVersion.objects.filter(pk__in=papers).select_related("submission", "paper").order_by("pk")
    found: dict[int, list[str]] = {line.item.pk: [] for line in lines}
    for version in versions:
        found[version.paper.item_id] += version.recommendations
    for line in lines:
        said = [text.strip() for text in line.item.description.splitlines() if text.strip()]
        found[line.item.pk] = found[line.item.pk] or said
    return found


def _late(meeting: Meeting, lines: list[AgendaLine]):
    """The items that were to have a paper by the day and had not, or have it no more."""
    lines = [each for each in lines if each.is_readable and not each.item.standing]
    missing = [each.item for each in lines if not each.papers and each.item.presenter_id]
    gone, is_due = _withdrawn(missing), clock.today() > meeting.papers_due_on
    for line in lines:
        said = " ".join(gone.get(line.item.pk, []))
        if said or (is_due and line.item.pk in gone):
            yield Late(line.item, said or "No paper has come.")
        for paper in line.papers:
            days = paper.first.days_late
            if days:
                said = f"“{paper.title}” came {days} day{'s' if days > 1 else ''} after it was due"
                yield Late(line.item, f"{said}: {paper.latest.late_reason}" if paper.latest.late_reason else f"{said}.")


def _withdrawn(items) -> dict[int, list[str]]:
    """Which of their papers went out and were withdrawn, in sentences, by the item's id. One query, or none."""
    told: dict[int, list[str]] = {item.pk: [] for item in items}
    went_out = Exists(PaperVersion.objects.filter(paper=OuterRef("pk"), published_at__isnull=False))
    for paper in Paper.objects.filter(went_out, item__in=told, withdrawn_at__isnull=False) if told else ():
        why = f": {paper.withdrawn_reason.rstrip('.')}" if paper.withdrawn_reason else ""
        told[paper.item_id].append(f"“{paper.title}” was withdrawn on {short_date(paper.withdrawn_at)}{why}.")
    return told


def called(item: AgendaItem) -> str:
    """The item as the brief names it; `number_of` names one without a number by the title that anybody reads."""
    return f"{number_of(item)} {item.title}" if item.number else item.title
