"""The pages of a pack: those that went out before, as they were, and new ones with the numbers that they are given."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO

import pikepdf
from django.core.exceptions import ValidationError

from ccsp_portal.documents.models import DOCX, ODT, PDF, Document
from ccsp_portal.typeset.convert import UnusablePaper, to_html, to_pdf
from ccsp_portal.typeset.packs import Part
from ccsp_portal.typeset.page_numbers import PageNumber, from_to, place
from ccsp_portal.typeset.reading import texts_of
from meetings.models import AgendaItem, PageRun, Paper
from meetings.queries.changes import REPLACED, WITHDRAWN

CONVERTED = {DOCX: "docx", ODT: "odt"}
CURRENT = "current"


@dataclass(frozen=True)
class Printed:
    """One PDF of a paper: the stored document where its bytes are that one's, else its text as HTML; words by page."""

    title: str
    pdf: bytes
    document: Document | None = None
    html: str = ""
    texts: list[str] = field(default_factory=list)


@dataclass
class Sheets:
    """The pages of one PDF of a paper, with the numbers that they have in every copy."""

    item: AgendaItem
    paper: Paper
    version: int
    version_pk: int
    part: int
    title: str
    first: PageNumber
    pages: int
    run: PageRun | None = None
    printed: Printed | None = None
    state: str = CURRENT
    note: str = ""
    marking: str = field(default="")

    @cached_property
    def pdf(self) -> bytes:
        """Read once, however many packs it is bound into."""
        if self.printed:
            return self.printed.pdf
        with self.run.document.file.open("rb") as stored:
            return stored.read()

    @property
    def words(self) -> str:
        return from_to(self.first, self.pages)

    def part_of_pack(self, numbers: dict[int, str]) -> Part:
        section = f"{numbers.get(self.item.pk, self.item.number)}. {self.item.title}"
        return Part(self.title, section, self.pdf, self.first, self.note)


def gather(
    items: list[AgendaItem], runs: list[PageRun], step: Callable[[str, int], None], *, with_new: bool
) -> list[Sheets]:
    """Every page that is out, and with `with_new` those of papers that are not, in the order in which they lie."""
    sheets = [_as_published(run) for run in runs]
    if with_new:
        numbered = {run.version_of_id for run in runs}
        waiting = [(item, paper) for item in items for paper in item.live_papers if paper.latest.pk not in numbered]
        sheets += _placed(items, runs, _papers_as_pdf(waiting, step))
    live = {paper.pk for item in items for paper in item.live_papers}
    _say_what_became_of_them(sheets, live)
    return sorted(sheets, key=lambda sheet: sheet.first)


def _as_published(run):
    version = run.version_of
    return Sheets(
        run.item,
        version.paper,
        version.number,
        version.pk,
        run.part,
        run.title,
        run.first,
        run.pages,
        run=run,
        marking=version.document.marking,
    )


def _papers_as_pdf(papers, step):
    """The PDFs of each paper: [(item, paper, [Printed, …])]. What a paper is printed as is decided here alone."""
    found = []
    for count, (item, paper) in enumerate(papers, start=1):
        step(f"Reading paper {count} of {len(papers)}", 5 + 70 * count // len(papers))
        found.append((item, paper, [_read(item, paper, printed) for printed in [_as_pdf(item, paper)]]))
    return found


def _read(item, paper, printed):
    """The same with the words of each page, for reading on the web."""
    try:
        with pikepdf.open(BytesIO(printed.pdf)) as pdf:
            return replace(printed, texts=texts_of(pdf))
    except pikepdf.PdfError:
        raise could_not_be_bound(paper.title, item.number) from None


def _as_pdf(item, paper):
    document = paper.latest.document
    where = f"“{paper.title}”, item {item.number}: "
    if document.is_infected:
        raise ValidationError(f"{where}a virus was found in it. Ask for a clean copy, or withdraw it, and try again.")
    with document.file.open("rb") as stored:
        data = stored.read()
    if document.media_type == PDF:
        return Printed(paper.title, data, document)
    kind = CONVERTED[document.media_type]
    try:
        return Printed(paper.title, to_pdf(data, kind, title=paper.title).pdf, html=to_html(data, kind))
    except UnusablePaper as reason:
        raise ValidationError(f"{where}{_lowered(str(reason))}") from None


def _lowered(sentence):
    return sentence[:1].lower() + sentence[1:]


def _placed(items, runs, papers):
    """The new PDFs with the numbers of their pages."""
    new = [
        Sheets(
            item,
            paper,
            paper.latest.number,
            paper.latest.pk,
            part,
            printed.title[:200],
            PageNumber(0),
            len(printed.texts),
            printed=printed,
            marking=paper.latest.document.marking,
        )
        for item, paper, prints in papers
        for part, printed in enumerate(prints)
    ]
    everything = {item.pk: item for item in [*(run.item for run in runs), *items]}
    order = [item.pk for item in sorted(everything.values(), key=lambda item: (item.position, item.pk))]
    published = [(run.item_id, run.first, run.pages) for run in runs]
    firsts = place(published, [(sheet.item.pk, sheet.pages) for sheet in new], order)
    for sheet, first in zip(new, firsts, strict=True):
        sheet.first = first
    return new


def could_not_be_bound(title: str, where: str) -> ValidationError:
    """What is said of a paper that is no proper PDF."""
    return ValidationError(
        f"“{title}”, item {where}: it could not be bound in. Save it again as PDF, upload the new copy, and try again."
    )


def _say_what_became_of_them(sheets, live):
    """Sets each one's state: withdrawn with its paper; replaced where pages of a newer version are out."""
    newest: dict[int, int] = {}
    for sheet in sheets:
        newest[sheet.paper.pk] = max(newest.get(sheet.paper.pk, 0), sheet.version)
    for sheet in sheets:
        if sheet.paper.pk not in live:
            sheet.state = WITHDRAWN
        elif sheet.version < newest[sheet.paper.pk]:
            sheet.state = REPLACED
            by = [each for each in sheets if each.paper.pk == sheet.paper.pk and each.version == newest[each.paper.pk]]
            sheet.note = f"Replaced by {' and '.join(each.words for each in sorted(by, key=lambda each: each.first))}"
