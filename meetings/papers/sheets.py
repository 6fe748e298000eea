"""The pages of a pack: those that went out before, as they were, and new ones with the numbers that they are given."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO

import pikepdf
from django.core.exceptions import ValidationError

from ccsp_portal.typeset.packs import Part
from ccsp_portal.typeset.page_numbers import PageNumber, from_to, place
from ccsp_portal.typeset.reading import texts_of
from meetings.models import AgendaItem, PageRun, Paper
from meetings.papers.report import PrintedPart, UnusableFile, parts_of, printed_advice
from meetings.queries.changes import REPLACED, WITHDRAWN, untold_advice

CURRENT = "current"


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
    printed: PrintedPart | None = None
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
    items: list[AgendaItem],
    runs: list[PageRun],
    step: Callable[[str, int], None],
    *,
    with_new: bool,
    told: frozenset[int] = frozenset(),
) -> list[Sheets]:
    """Every page that is out, and with `with_new` those of papers that are not, in the order in which they lie.

    A paper that is out gets pages for the advice on it that came since: `told` has the ids of what is out.
    """
    sheets = [_as_published(run) for run in runs]
    if with_new:
        sheets += _placed(items, runs, _new_parts(items, runs, told, step))
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


def _new_parts(items, runs, told, step):
    """What goes out for the first time: [(item, paper, place of the part in it, PrintedPart)]."""
    papers = [(item, paper) for item in items for paper in item.live_papers]
    found = []
    for count, (item, paper) in enumerate(papers, start=1):
        step(f"Reading paper {count} of {len(papers)}", 5 + 70 * count // len(papers))
        parts = [run.part for run in runs if run.version_of_id == paper.latest.pk]
        try:
            for part, printed in enumerate(_parts_to_print(paper, told, bool(parts)), start=max(parts, default=-1) + 1):
                found.append((item, paper, part, _read(item, printed)))
        except UnusableFile as unusable:
            raise ValidationError(f"“{unusable.title}”, item {item.number}: {unusable}") from None
    return found


def _parts_to_print(paper, told, is_out):
    """All of a version that is not out; of one that is, the advice that came since."""
    if not is_out:
        return parts_of(paper.latest, paper.given_advice)
    late = untold_advice(paper, told)
    return [printed_advice(paper.latest, late)] if late else []


def _read(item, printed):
    """The same with the words of each page, for reading on the web."""
    try:
        with pikepdf.open(BytesIO(printed.pdf)) as pdf:
            return replace(printed, texts=texts_of(pdf))
    except pikepdf.PdfError:
        raise could_not_be_bound(printed.title, item.number) from None


def _placed(items, runs, parts):
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
        for item, paper, part, printed in parts
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
