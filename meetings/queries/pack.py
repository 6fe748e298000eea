"""What a pack is made of, and what a secretary should know before and after it goes out."""

from dataclasses import dataclass

from django.db.models import Prefetch

from ccsp_portal import clock, workdays
from ccsp_portal.documents.models import Document
from meetings.models import Advice, AgendaItem, CoverReport, Meeting, Pack, Paper, PaperVersion
from meetings.queries.files import SCANNED, UNTAGGED, remarks_on
from partners.audience import Audience, Privacy, may_see

BAD_PDF = {SCANNED, UNTAGGED}


def items_with_papers(meeting_pk: int):
    """The live items with `live_papers`, each with `latest`, its newest version with its document. Three queries."""
    versions = PaperVersion.objects.select_related("document", "submission", "paper__item__meeting").order_by("-number")
    papers = Paper.objects.filter(withdrawn_at__isnull=True).prefetch_related(
        Prefetch("versions", versions, to_attr="newest_first")
    )
    items = (
        AgendaItem.objects.live()
        .filter(meeting=meeting_pk)
        .select_related("presenter__organisation")
        .prefetch_related(Prefetch("papers", papers, to_attr="live_papers"))
    )
    items = list(items)
    for item in items:
        for paper in item.live_papers:
            paper.latest = paper.newest_first[0] if paper.newest_first else None
        item.live_papers = [paper for paper in item.live_papers if paper.latest]
    return items


def agenda_fingerprint(meeting_pk: int) -> tuple:
    """What a pack depends on: equal as long as no item, paper or version changed."""
    meeting = Meeting.objects.values_list("starts_at", "ends_at", "venue", "title").get(pk=meeting_pk)
    items = AgendaItem.objects.filter(meeting=meeting_pk).order_by("pk")
    papers = Paper.objects.filter(item__meeting=meeting_pk).order_by("pk")
    versions = PaperVersion.objects.filter(paper__item__meeting=meeting_pk).order_by("pk")
    advice = Advice.objects.filter(paper__item__meeting=meeting_pk).order_by("pk")
    return (
        meeting,
        tuple(items.values_list("pk", "version", "position", "withdrawn_at")),
        tuple(papers.values_list("pk", "withdrawn_at", "title")),
        tuple(versions.values_list("pk", "document__scan_state")),
        tuple(advice.values_list("pk", "given_at", "ended_at")),
    )


@dataclass(frozen=True)
class Readiness:
    """What stands in the way of circulating (`blocks`) and what the secretary should know (`warnings`): sentences."""

    blocks: tuple[str, ...]
    warnings: tuple[str, ...]


def readiness(meeting: Meeting) -> Readiness:
    """What to know before the agenda goes out today."""
    items = items_with_papers(meeting.pk)
    blocks = [] if items else ["There is nothing on the agenda yet."]
    blocks += [
        f"A virus was found in “{paper.title}”. Ask for a clean copy, or withdraw it."
        for item in items
        for paper in item.live_papers
        if paper.latest.document.is_infected
    ]
    return Readiness(
        tuple(blocks), (*_of_notice(meeting), *_of_items(items), *_of_papers(meeting, items), *_of_work(meeting))
    )


def _of_notice(meeting):
    clear = workdays.clear_working_days_between(clock.today(), meeting.day)
    if clear < meeting.notice_days and not meeting.is_circulated:
        days = "clear working day" if clear == 1 else "clear working days"
        yield f"Circulated today, members have {clear} {days} of notice. The rule is {meeting.notice_days}."


def _of_items(items):
    for item in items:
        if not item.standing and not item.live_papers and item.purpose == AgendaItem.Purpose.DECIDE:
            yield f"“{item.title}” is for decision and has no paper."


def _of_papers(meeting, items):
    for item in items:
        for paper in item.live_papers:
            if paper.latest.came_late:
                due = paper.latest.due_on or meeting.papers_due_on
                yield f"“{paper.title}” came late: papers were due on {due:%-d %B %Y}."
            document = paper.latest.document
            if document.scan_state == Document.ScanState.NOT_SCANNED and not document.facts.get("made_here"):
                yield f"“{paper.title}” was not scanned for viruses."
            yield from (f"“{paper.title}”: {remark}" for remark in remarks_on(document) if remark in BAD_PDF)


def _of_work(meeting):
    """What is on its way and would not go out today: papers to accept, and advice that was asked for."""
    waiting = CoverReport.objects.filter(
        state=CoverReport.State.SUBMITTED, paper__item__meeting=meeting, paper__withdrawn_at__isnull=True
    )
    for report in waiting:
        yield f"“{report.title}” waits for you to accept it: until then it does not go out."
    asked = Advice.objects.waiting().filter(paper__item__meeting=meeting, paper__withdrawn_at__isnull=True)
    for advice in asked.select_related("seat__organisation", "paper"):
        by = f"{advice.wanted_by:%-d %B %Y}"
        yield f"“{advice.paper.title}”: {advice.seat} has not given its advice, asked for by {by}."


def pack_for(meeting: Meeting, person) -> tuple[Pack | None, Document | None]:
    """The latest circulated pack, and which of its two files the person may open, if any."""
    packs = meeting.packs.filter(state=Pack.State.CIRCULATED).select_related("members_document", "open_document")
    pack = packs.first()
    if pack is None:
        return None, None
    if may_see(person, Audience.PRIVATE_READERS, meeting.body_id):
        return pack, pack.members_document
    return pack, open_file(pack)


def open_file(pack: Pack) -> Document | None:
    """The pack for everybody; None where an item that stands in it open has been made private since."""
    opened = [part["item"] for part in pack.contents if part["open_page"]]
    closed_since = AgendaItem.objects.filter(pk__in=opened, privacy=Privacy.PRIVATE).exists()
    return None if closed_since else pack.open_document
