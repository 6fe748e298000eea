"""What a pack is made of, and what a secretary should know before and after it goes out."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.html import format_html
from django.utils.text import get_text_list

from ccsp_portal import clock, workdays
from ccsp_portal.documents.models import PDF, Document
from meetings.models import (
    Advice,
    AgendaItem,
    CoverReport,
    Meeting,
    MinutesVersion,
    Pack,
    PackWithdrawal,
    Paper,
    PaperVersion,
    PrivacyChange,
    ReadingCopy,
)
from meetings.queries.agenda import length_of
from meetings.queries.changes import Change, changes_in_words, changes_since, last_told
from meetings.queries.exclusions import exclusions_of_pack
from meetings.queries.files import SCANNED, UNTAGGED, WHITE_TEXT, remarks_on
from meetings.queries.own_supplement import own_supplements
from meetings.queries.reports import FAR, unfinished_reports
from partners.audience import Audience, may_see

TO_WARN_OF = {SCANNED, UNTAGGED, WHITE_TEXT}
# a Pack with what `packs_out` adds to it
PackOut = Any


def items_with_papers(meeting_pk: int):
    """The live items with `live_papers`, each with `latest`, its newest version with its document, and with
    `given_advice`. Four queries."""
    versions = PaperVersion.objects.select_related("document", "submission", "paper__item__meeting").order_by("-number")
    advice = Advice.objects.given().select_related("seat__organisation")
    papers = Paper.objects.filter(withdrawn_at__isnull=True).prefetch_related(
        Prefetch("versions", versions, to_attr="newest_first"), Prefetch("advice", advice, to_attr="given_advice")
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
    """What a pack depends on: equal as long as no item, paper or version changed, nor what the body's earlier items and
    minutes let it show."""
    meeting = Meeting.objects.values_list("starts_at", "ends_at", "venue", "title").get(pk=meeting_pk)
    asked = Pack.objects.filter(meeting=meeting_pk, state=Pack.State.MAKING).values_list("kind", "reason")
    items = AgendaItem.objects.filter(meeting=meeting_pk).order_by("pk")
    papers = Paper.objects.filter(item__meeting=meeting_pk).order_by("pk")
    versions = PaperVersion.objects.filter(paper__item__meeting=meeting_pk).order_by("pk")
    advice = Advice.objects.filter(paper__item__meeting=meeting_pk).order_by("pk")
    of_body = {"meeting__body__meetings": meeting_pk}
    return (
        meeting,
        _last(PrivacyChange, {f"item__{name}": pk for name, pk in of_body.items()}),
        _last(MinutesVersion, {f"minutes__{name}": pk for name, pk in of_body.items()}),
        tuple(asked),
        tuple(items.values_list("pk", "version", "position", "withdrawn_at")),
        tuple(papers.values_list("pk", "withdrawn_at", "title")),
        tuple(versions.values_list("pk", "document__scan_state")),
        tuple(advice.values_list("pk", "given_at", "ended_at")),
    )


def _last(model, of):
    return model.objects.filter(**of).aggregate(last=Max("pk"))["last"]


@dataclass(frozen=True)
class Readiness:
    """What stands in the way of circulating (`blocks`) and what the secretary should know (`warnings`): sentences."""

    blocks: tuple[str, ...]
    warnings: tuple[str, ...]
    # what a supplement would be about, where one is next
    changes: tuple[Change, ...] = ()
    is_supplement: bool = False


def readiness(meeting: Meeting) -> Readiness:
    """What to know before the agenda goes out today."""
    items = items_with_papers(meeting.pk)
    before = last_told(meeting)
    changes = pending_changes(meeting, before, items) if before else []
    blocks = [] if items else ["There is nothing on the agenda yet."]
    if before and not changes:
        blocks.append(UNCHANGED)
    blocks += [
        f"A virus was found in “{paper.title}”. Ask for a clean copy, or withdraw it."
        for item in items
        for paper in item.live_papers
        if paper.latest.document.is_infected
    ]
    unusable, without_copy = _unreadable([paper for item in items for paper in _new(item)])
    blocks += unusable
    warnings = (
        *(*_of_notice(meeting), *_of_length(meeting, items), *_of_items(items)),
        *(*_of_papers(meeting, items), *without_copy, *_of_work(meeting)),
    )
    return Readiness(tuple(blocks), warnings, tuple(changes), before is not None)


@dataclass(frozen=True)
class Waiting:
    """What came after the agenda went out, and has not gone out: items without a number, and papers to others."""

    items: list[AgendaItem]
    papers: list[Paper]

    def __bool__(self) -> bool:
        return bool(self.items or self.papers)

    @property
    def named(self) -> str:
        """Their titles, in a sentence; "" where nothing waits."""
        return get_text_list(
            [f"“{title}”" for title in [*(i.title for i in self.items), *(p.title for p in self.papers)]], "and"
        )

    @property
    def sentence(self) -> str:
        return f"{self.named} {'is' if len(self.items) + len(self.papers) == 1 else 'are'} not circulated."


def waiting_in(meeting: Meeting) -> Waiting:
    """What would have to go out as a supplement before the meeting opens. Two queries."""
    items = list(meeting.items.live().filter(number=""))
    versions = PaperVersion.objects.to_send().filter(paper__item__meeting=meeting).exclude(paper__item__number="")
    return Waiting(items, [each.paper for each in versions.select_related("paper")])


def pending_changes(meeting: Meeting, before: Pack, items: list[AgendaItem]) -> list[Change]:
    """What has changed since that pack, in the order of the agenda. One query, or two where an item went."""
    runs = list(meeting.page_runs.of_papers().select_related("item", "version_of__paper"))
    return changes_since(before, meeting, items, runs)


def _of_notice(meeting):
    clear = workdays.clear_working_days_between(clock.today(), meeting.day)
    if clear < meeting.notice_days and not meeting.is_circulated:
        days = "clear working day" if clear == 1 else "clear working days"
        yield f"Circulated today, members have {clear} {days} of notice. The rule is {meeting.notice_days}."


def _of_length(meeting, items):
    warning = length_of(meeting, sum(item.minutes_allotted for item in items)).warning
    if warning:
        yield warning


def _of_items(items):
    for item in items:
        if not item.standing and not item.live_papers and item.purpose == AgendaItem.Purpose.DECIDE:
            yield f"“{item.title}” is for decision and has no paper."


def _of_papers(meeting, items):
    for item in items:
        # of what went out before, this was said then
        for paper in _new(item):
            if paper.latest.came_late:
                due = paper.latest.due_on or meeting.papers_due_on
                yield f"“{paper.title}” came late: papers were due on {due:%-d %B %Y}."
            yield from (
                f"“{paper.title}”: {remark}" for remark in remarks_on(paper.latest.document) if remark in TO_WARN_OF
            )
    yield from _of_scans([paper for item in items for paper in _new(item)])


def _new(item):
    return [paper for paper in item.live_papers if paper.latest.published_at is None]


def _unreadable(papers):
    """Files that can't be bound in, and PDFs of which readers get no copy, each with what to do, as the worker found
    when it copied them. A query at most."""
    titles = {paper.latest.document_id: paper.title for paper in papers if not paper.latest.submission_id}
    sent = [paper.latest.submission for paper in papers if paper.latest.submission_id]
    attached = {each["pk"]: each["title"] for submission in sent for each in submission.content["attachments"]}
    unusable, without_copy = [], []
    if not titles and not attached:
        return unusable, without_copy
    files = Q(document__in=titles) | Q(document__attachments__in=attached)
    found = ReadingCopy.objects.filter(files).exclude(problem="").order_by("pk")
    columns = ("document", "document__attachments", "document__media_type", "problem")
    for document, attachment, media_type, problem in found.values_list(*columns):
        title = titles.get(document) or attached[attachment]
        if media_type == PDF:
            without_copy.append(f"“{title}”: no copy of it could be made for its readers. {problem}")
        else:
            unusable.append(f"“{title}” can’t go into the pack. {problem}")
    return unusable, without_copy


def _of_scans(papers):
    """Where there is no scanner it is said once: a line for each paper would hide what else is warned of."""
    scanned = [paper for paper in papers if not paper.latest.document.facts.get("made_here")]
    unscanned = [paper for paper in scanned if paper.latest.document.scan_state == Document.ScanState.NOT_SCANNED]
    if len(unscanned) > 1 and len(unscanned) == len(scanned):
        yield f"None of the {len(unscanned)} papers was scanned for viruses."
    else:
        for paper in unscanned:
            yield f"“{paper.title}” was not scanned for viruses."


def _of_work(meeting):
    """What is on its way and would not go out today: papers in the form, and advice that was asked for."""
    for report in unfinished_reports(meeting):
        yield format_html(
            '<a class="govuk-link" href="{}">“{}”</a>, to “{}”, {} It does not go out now.',
            report.get_absolute_url(),
            report.title,
            report.item.title,
            FAR[CoverReport.State(report.state)].format(report.item.presenter or "the secretary"),
        )
    asked = Advice.objects.waiting().filter(paper__item__meeting=meeting, paper__withdrawn_at__isnull=True)
    for advice in asked.select_related("seat__organisation", "paper"):
        by = f"{advice.wanted_by:%-d %B %Y}"
        yield f"“{advice.paper.title}”: {advice.seat} has not given its advice, asked for by {by}."


def packs_out(meeting: Meeting, person) -> QuerySet[PackOut]:
    """The packs that were circulated, the newest first, with their files; each `without` the ids of the private items
    in which the person takes no part, sorted. One query."""
    files = [column for column, _ in FILES.values()]
    circulated = meeting.packs.filter(state=Pack.State.CIRCULATED).select_related("asked_by", *files)
    return circulated.annotate(without=ArraySubquery(exclusions_of_pack(meeting, person).values("item")))


def pack_for(meeting: Meeting, person) -> tuple[PackOut | None, Document | None]:
    """The latest circulated pack, and which whole file the person may open; the open one, taken back or not."""
    pack = packs_out(meeting, person).first()
    if pack is None:
        return None, None
    is_private = may_see(person, Audience.PRIVATE_READERS, meeting.body_id)
    return pack, members_file(pack, person) if is_private else pack.open_document


def members_file(pack: PackOut, person) -> Document | None:
    """The members' whole file as one of them may open it. One query at most.

    Who takes no part in an item has a file of their own: None until it is made.
    """
    if not pack.without:
        return pack.members_document
    own = pack.personal_packs.filter(person_id=person.pk, without=pack.without).select_related("document").first()
    return own.document if own else None


def withdrawal_of(document: Document | None) -> PackWithdrawal | None:
    """When and why a published file was taken back, if it was."""
    return PackWithdrawal.objects.filter(document=document).select_related("item", "pack").first()


# the files of a pack by the name in their address: the column, and whether it is for the readers of private items
FILES = {
    "members": ("members_document", True),
    "open": ("open_document", False),
    "members-supplement": ("members_supplement", True),
    "supplement": ("open_supplement", False),
}


LABELS = {
    "members": "Pack for members",
    "open": "Open pack",
    "members-supplement": "Supplement for members",
    "supplement": "Supplement",
}


@dataclass(frozen=True)
class Published:
    """One file that went out."""

    pack: Pack
    name: str
    document: Document
    withdrawal: PackWithdrawal | None

    @property
    def label(self) -> str:
        return LABELS[self.name]

    @property
    def is_supplement(self) -> bool:
        return self.name.endswith("supplement")


@dataclass(frozen=True)
class Circulation:
    """One time that papers went out, as its reader may know of it: why, what changed, and the files."""

    pack: Pack
    files: list[Published]
    changes: list[str]
    # none where the open file that it is about was withdrawn, but for those who read every item
    reason: str
    withdrawal: PackWithdrawal | None
    # of a supplement, for somebody who has a pack of their own: the pages in that
    own_pages: str = ""


def circulations(meeting: Meeting, person, packs: list[PackOut]) -> list[Circulation]:
    """Every time that papers went out, the newest first, of `packs_out`. Each file stands where it was first published.

    What nobody outside may know of (a supplement of private papers alone) is left out for those outside. One query, and
    none where nothing went out.
    """
    if not packs:
        return []
    may_read = may_see(person, Audience.PRIVATE_READERS, meeting.body_id)
    without = packs[0].without if may_read else []
    own = own_supplements(meeting, without)
    reads_private = may_read and not without
    withdrawals = PackWithdrawal.objects.filter(pack__meeting=meeting).select_related("item", "pack")
    taken_back = {each.document_id: each for each in withdrawals}
    seen: set[int] = set()
    found = []
    words = changes_in_words([pack.changes for pack in packs], with_private=reads_private)
    for pack, changes in reversed(list(zip(packs, words, strict=True))):
        files = []
        for name, (column, is_private) in FILES.items():
            document = getattr(pack, column)
            if document and document.pk not in seen and (reads_private or not is_private):
                seen.add(document.pk)
                files.append(Published(pack, name, document, taken_back.get(document.pk)))
        own_pages = get_text_list([run.words for run in own.get(pack.number, [])], "and")
        if files or own_pages:
            withdrawal = taken_back.get(pack.announced_id)
            reason = pack.reason if reads_private or not withdrawal else ""
            found.append(Circulation(pack, files, changes, reason, withdrawal, own_pages))
    return found[::-1]


UNCHANGED = "Nothing on the agenda has changed since it was last circulated."
