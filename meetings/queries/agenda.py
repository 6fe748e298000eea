"""The agenda as each reader may see it: of a private item only its public title, and why it is private."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch

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

    @property
    def title(self) -> str:
        return self.item.title if self.is_readable else self.item.shown_title


def agenda_for(meeting: Meeting, person) -> list[AgendaLine]:
    """The items on the meeting's agenda, in order, each as far as the person may read it, with its papers.

    Three queries, whatever its size. Items that wait for their circulation are for the body's own people.
    """
    this = {"pk": OuterRef("pk")}
    items = meeting.items.live().select_related("presenter__organisation")
    if not may_see(person, Audience.SEATS, meeting.body_id):
        items = items.exclude(number="")
    items = items.annotate(
        readable=Exists(AgendaItem.objects.visible_to(person).filter(**this)),
        lacks=Exists(items_without_paper().filter(**this)),
    ).prefetch_related(Prefetch("papers", papers_for(person), to_attr="shown_papers"))
    lines, moment = [], meeting.starts_at
    for item in items:
        papers = [paper for paper in item.shown_papers if paper.shown_versions] if item.readable else []
        for paper in papers:
            paper.latest = paper.shown_versions[0]
            paper.first_brought_at = paper.shown_versions[-1].uploaded_at
        lines.append(AgendaLine(item, item.readable, item.lacks, papers, moment))
        moment += timedelta(minutes=item.minutes_allotted)
    return lines


def papers_for(person):
    """The papers that the person may read, each with `shown_versions`, the newest first."""
    versions = PaperVersion.objects.visible_to(person).select_related("document").order_by("-number")
    return Paper.objects.filter(withdrawn_at__isnull=True).prefetch_related(
        Prefetch("versions", versions, to_attr="shown_versions")
    )
