"""The pack as a page: the same papers and page numbers as in the file, for the same readers."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter

from django.utils.safestring import SafeString, mark_safe

from ccsp_portal.documents.models import Document
from ccsp_portal.typeset.boxes import Boxes
from ccsp_portal.typeset.page_breaks import Break, breaks
from ccsp_portal.typeset.page_numbers import PageNumber
from meetings.models import AgendaItem, Meeting, Pack, PageRun, PrivateNote
from meetings.queries.agenda import AgendaLine, agenda_for
from meetings.queries.changes import WITHDRAWN
from meetings.queries.notes import Places
from meetings.queries.pack import pack_for, withdrawal_of
from meetings.queries.pages import pages_for
from meetings.queries.standing import said_instead
from partners.audience import Audience, may_see

HEADING = re.compile(r"<(/?)h([2-6])>")


def _lower(tag):
    return f"<{tag[1]}h{min(int(tag[2]) + 2, 6)}>"


@dataclass(frozen=True)
class ReadPage:
    """One page: its number, its words, and on which sheet of the reader's file it is (None: in none)."""

    number: PageNumber
    text: str
    sheet: int | None
    note: PrivateNote | None = None
    # what takes the place of words in the papers as one file: a picture of the page as an address of its own bytes
    picture: str = ""

    @property
    def label(self) -> str:
        """Its number as it is printed, for templates, which join texts alone."""
        return str(self.number)


@dataclass(frozen=True)
class ReadPassage:
    """What stands on a page, as a part of HTML that is whole only with the others.

    `is_between`: the page begins between two paragraphs, and not within one.
    """

    page: ReadPage | None
    is_between: bool
    html: SafeString


@dataclass(frozen=True)
class ReadPaper:
    """The pages of a paper. `passages` are for what came as a document with headings and tables."""

    run: PageRun
    note: str
    pages: list[ReadPage]
    # the reader's own, on pages of the version that this one replaces
    noted_before: list[PrivateNote] = field(default_factory=list)

    @property
    def is_carried(self) -> bool:
        """Whether the item carries it by itself: minutes or a log, and no paper."""
        return self.run.version_of_id is None

    @property
    def is_for_members(self) -> bool:
        """Whether it is a copy that others may not read."""
        return self.run.readers == PageRun.Readers.MEMBERS

    @cached_property
    def passages(self) -> list["ReadPassage"]:
        """The whole as HTML, cut where its pages begin; in one piece, of no page, where that can't be told.

        Cleaned when it was published: nothing in it can act. Its headings stand below the paper's own.
        """
        html, boxes = HEADING.sub(_lower, self.run.html), Boxes(self.run.title)
        found = breaks(html, [page.text for page in self.pages])
        if found is None:
            return [ReadPassage(None, True, mark_safe(boxes.around_tables(html)))]  # noqa: S308
        starts = [Break(0, is_between=True), *found]
        ends = [*(each.at for each in found), len(html)]
        return [
            ReadPassage(page, start.is_between, mark_safe(boxes.around_tables(html[start.at : end])))  # noqa: S308
            for page, start, end in zip(self.pages, starts, ends, strict=True)
        ]

    @property
    def is_cut(self) -> bool:
        """Whether the passages say where pages begin."""
        return self.passages[0].page is not None

    @property
    def asked(self) -> str:
        """The pages as an address asks for them: "12A-12C"."""
        first, last = self.pages[0].number, self.pages[-1].number
        return str(first) if first == last else f"{first}-{last}"


@dataclass(frozen=True)
class ReadItem:
    """An item with its papers as far as the reader may see them, and the pages that were withdrawn since."""

    line: AgendaLine
    papers: list[ReadPaper] = field(default_factory=list)
    withdrawn: list[PageRun] = field(default_factory=list)
    note: PrivateNote | None = None
    withdrawn_notes: list[PrivateNote] = field(default_factory=list)
    # where a standing item carries nothing for this reader
    said_instead: str = ""


@dataclass(frozen=True)
class Reading:
    """What the reader reads: the pack, the file that it is the same as, and the agenda in order."""

    pack: Pack
    document: Document | None
    is_members: bool
    items: list[ReadItem]
    notes: Places

    @property
    def numbers(self) -> list[PageNumber]:
        """The pages that the reader has."""
        return [page.number for item in self.items for paper in item.papers for page in paper.pages]

    @property
    def has_private(self) -> bool:
        private = (item.line.item.is_private for item in self.items for _ in item.papers)
        return any(private) or any(paper.is_for_members for item in self.items for paper in item.papers)


def reading(meeting: Meeting, person, notes: Places | None = None) -> Reading | None:
    """The latest pack as this reader may read it; None before there is one. The same number of queries for any size.

    `notes` are the reader's own, for themselves alone: see `notes_on`.
    """
    pack, document = pack_for(meeting, person)
    if pack is None:
        return None
    is_members = may_see(person, Audience.PRIVATE_READERS, meeting.body_id)
    # a file of one's own has other sheets
    is_own = is_members and document != pack.members_document
    if not is_members and withdrawal_of(document):
        document = None
    pages = _Pages(pack, "at" if is_members else "open_at", has_sheets=bool(document) and not is_own, notes=notes or {})
    runs = _runs(meeting, person)
    pages.went_out = runs
    without = pack.without if is_members else ()
    for run in pages_for(runs, for_members=is_members, without=without):
        pages.take(run)
    items = [pages.item(line) for line in agenda_for(meeting, person) if line.item.number]
    return Reading(pack, document, is_members, items, notes or {})


def _runs(meeting, person):
    readable = AgendaItem.objects.visible_to(person).live().filter(meeting=meeting)
    return list(meeting.page_runs.filter(item__in=readable).select_related("version_of__paper").with_shown())


class _Pages:
    """What is out, sorted by item, with the reader's own notes in their places."""

    def __init__(self, pack, column, *, has_sheets, notes):
        self.pack, self.told = pack, {each["run"]: each for each in pack.contents if "run" in each}
        self.column, self.has_sheets, self.notes = column, has_sheets, notes
        self.papers: dict[int, list[ReadPaper]] = {}
        self.withdrawn: dict[int, list[PageRun]] = {}
        # for anybody
        self.went_out: list[PageRun] = []

    def take(self, run):
        told = self.told.get(run.pk)
        is_off = run.version_of and run.version_of.paper.withdrawn_at
        if told is None or is_off or told["state"] == WITHDRAWN:
            self.withdrawn.setdefault(run.item_id, []).append(run)
        else:
            self.papers.setdefault(run.item_id, []).append(self._paper(run, told))

    def item(self, line):
        pk = line.item.pk
        papers, withdrawn = self.papers.get(pk, []), self.withdrawn.get(pk, [])
        gone = [note for run in withdrawn for note in self._noted(run)]
        papers = [replace(paper, noted_before=self._noted_before(paper, papers)) for paper in papers]
        item = ReadItem(line, papers, withdrawn, self.notes.get((pk, "")), gone)
        if papers or withdrawn or not line.is_readable:
            return item
        went_out = (run for run in self.went_out if run.item_id == pk)
        return replace(item, said_instead=said_instead(line.item, self.pack.told, went_out))

    def _paper(self, run, told):
        begins = self.has_sheets and told[self.column]
        texts = run.texts + [""] * (run.pages - len(run.texts))
        pages = [
            ReadPage(number, text, begins + place if begins else None, self.notes.get((run.item_id, str(number))))
            for place, (number, text) in enumerate(zip(run.numbers, texts, strict=False))
        ]
        return ReadPaper(run, told.get("note", ""), pages)

    def _noted(self, run):
        """The notes on a run's pages, as they lie."""
        return [note for number in run.numbers if (note := self.notes.get((run.item_id, str(number))))]

    def _noted_before(self, paper, papers):
        """The notes on pages of earlier versions, for the version that stands."""
        version = paper.run.version_of
        if paper.note or not self.notes or version is None:
            return []
        others = [(other.run, other.run.version_of) for other in papers if other.run.version_of]
        earlier = [run for run, of in others if of.paper_id == version.paper_id and of.number < version.number]
        return sorted((note for run in earlier for note in self._noted(run)), key=attrgetter("number"))
