"""The agenda as each reader may see it: of a private item only its public title, and why it is private."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby, takewhile

from django.db.models import Exists, OuterRef, Value

from ccsp_portal.documents.models import PDF
from meetings.models import AgendaItem, Meeting, Paper, PaperVersion
from meetings.queries.deadlines import items_without_paper
from partners.audience import Audience, may_see


@dataclass(frozen=True)
class AgendaLine:
    """One item as one reader sees it: `is_readable` says whether what is behind its public title may be shown."""

    item: AgendaItem
    is_readable: bool
    lacks_paper: bool = False
    papers: list[Paper] = field(default_factory=list)
    starts_at: datetime | None = None
    # with it begins the private part, with which the meeting ends
    begins_private: bool = False
    # of a cancelled meeting: on whose agenda it stands now
    went_to: Meeting | None = None

    @property
    def has_page(self) -> bool:
        """Whether its own page says more than its line does."""
        return self.item.standing in ("", "minutes", "actions", "risks", "forward-plan") or bool(self.papers)

    @property
    def title(self) -> str:
        return self.item.title if self.is_readable else self.item.shown_title


def agenda_for(meeting: Meeting, person) -> list[AgendaLine]:
    """The items on the meeting's agenda, in order, each as far as the person may read it, with its papers.

    Two queries, whatever its size. Items that wait for their circulation are for the body's own people.
    """
    this = {"pk": OuterRef("pk")}
    items = meeting.items.live().select_related("presenter__organisation")
    is_member = may_see(person, Audience.SEATS, meeting.body_id)
    if not is_member:
        items = items.exclude(number="")
    items = items.annotate(
        readable=Exists(AgendaItem.objects.visible_to(person).filter(**this)),
        lacks=Exists(items_without_paper().filter(**this)) if is_member else Value(False),
    )
    papers = papers_by_item(meeting, person) if items else {}
    # in UTC: minutes that pass are the same on the night the clocks change
    lines, moment = [], meeting.starts_at.astimezone(UTC)
    for item in items:
        shown = papers.get(item.pk, []) if item.readable else []
        lines.append(AgendaLine(item, item.readable, item.lacks, shown, moment))
        moment += timedelta(minutes=item.minutes_allotted)
    return _with_sections(lines)


def _with_sections(lines):
    """The private items at the end are a section of their own; one that was put among the others is not."""
    begins = len(lines) - len(list(takewhile(lambda line: line.item.is_private, reversed(lines))))
    return [replace(line, begins_private=number == begins) for number, line in enumerate(lines)]


@dataclass(frozen=True)
class Length:
    """How long an agenda takes, against the time that its meeting has."""

    minutes: int
    ends_at: datetime
    over: int

    @property
    def warning(self) -> str:
        """What to say where it overruns; "" where it doesn't."""
        if self.over <= 0:
            return ""
        over = f"{self.over} minute{'' if self.over == 1 else 's'}"
        return f"The agenda takes {over} longer than the meeting: give items less time, or take some off."


def length_of(meeting: Meeting, minutes: int) -> Length:
    """The length of an agenda of so many minutes: real minutes, on the night the clocks change too. No query."""
    starts, ends = meeting.starts_at.astimezone(UTC), meeting.ends_at.astimezone(UTC)
    over = minutes - int((ends - starts).total_seconds() // 60)
    return Length(minutes, starts + timedelta(minutes=minutes), over)


def papers_by_item(meeting: Meeting, person) -> dict[int, list[Paper]]:
    """The papers that the person may read, by their item's id, each with its `latest` version. One query."""
    versions = (
        PaperVersion.objects.visible_to(person)
        .filter(paper__item__meeting=meeting, paper__withdrawn_at__isnull=True)
        .select_related("paper__item__meeting", "document")
        .order_by("paper__position", "paper_id", "-number")
    )
    papers: dict[int, list[Paper]] = {}
    for _, group in groupby(versions, key=lambda version: version.paper_id):
        newest_first = list(group)
        paper = newest_first[0].paper
        paper.latest, paper.first = newest_first[0], newest_first[-1]
        # what the portal holds as text is read as a page; a PDF is opened as it is
        paper.reads_as_page = bool(paper.latest.submission_id) or paper.latest.document.media_type != PDF
        papers.setdefault(paper.item_id, []).append(paper)
    return papers
