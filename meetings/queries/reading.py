"""The pack as a page: the same papers and page numbers as in the file, for the same readers."""

import re
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from ccsp_portal.documents.models import Document
from ccsp_portal.typeset.page_numbers import PageNumber
from meetings.models import AgendaItem, Meeting, Pack, PageRun
from meetings.queries.agenda import AgendaLine, agenda_for
from meetings.queries.changes import WITHDRAWN
from meetings.queries.pack import pack_for, withdrawal_of
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


@dataclass(frozen=True)
class ReadPaper:
    """The pages of a paper. `html` is the whole of it where it came as a document with headings and tables."""

    run: PageRun
    note: str
    pages: list[ReadPage]

    @property
    def html(self) -> SafeString:
        """Cleaned when it was published: nothing in it can act. Its headings stand below the paper's own."""
        return mark_safe(HEADING.sub(_lower, self.run.html))  # noqa: S308

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


@dataclass(frozen=True)
class Reading:
    """What the reader reads: the pack, the file that it is the same as, and the agenda in order."""

    pack: Pack
    document: Document | None
    is_members: bool
    items: list[ReadItem]

    @property
    def has_private(self) -> bool:
        return any(item.line.item.is_private and item.papers for item in self.items)


def reading(meeting: Meeting, person) -> Reading | None:
    """The latest pack as this reader may read it; None before there is one. The same number of queries for any size."""
    pack, document = pack_for(meeting, person)
    if pack is None:
        return None
    is_members = may_see(person, Audience.PRIVATE_READERS, meeting.body_id)
    is_own = is_members and document != pack.members_document
    if not is_members and withdrawal_of(document):
        document = None
    told = {each["run"]: each for each in pack.contents if "run" in each}
    column = "at" if is_members else "open_at"
    papers: dict[int, list[ReadPaper]] = {}
    withdrawn: dict[int, list[PageRun]] = {}
    for run in _runs(meeting, person):
        if run.pk not in told or run.version_of.paper.withdrawn_at or told[run.pk]["state"] == WITHDRAWN:
            withdrawn.setdefault(run.item_id, []).append(run)
        else:
            each = told[run.pk]
            papers.setdefault(run.item_id, []).append(
                _paper(run, each.get("note", ""), document and not is_own and each[column])
            )
    lines = [line for line in agenda_for(meeting, person) if line.item.number]
    items = [ReadItem(line, papers.get(line.item.pk, []), withdrawn.get(line.item.pk, [])) for line in lines]
    return Reading(pack, document, is_members, items)


def _runs(meeting, person):
    readable = AgendaItem.objects.visible_to(person).live().filter(meeting=meeting)
    return meeting.page_runs.filter(item__in=readable).select_related("version_of__paper")


def _paper(run, note, begins):
    texts = run.texts + [""] * (run.pages - len(run.texts))
    pages = [
        ReadPage(number, text, begins + place if begins else None)
        for place, (number, text) in enumerate(zip(run.numbers, texts, strict=False))
    ]
    return ReadPaper(run, note, pages)
