"""The pages of a pack: those that went out before, as they were, and new ones with the numbers that they are given."""

import logging
from collections.abc import Callable, Container
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO

import pikepdf
from django.core.exceptions import ValidationError

from ccsp_portal.typeset.packs import Part
from ccsp_portal.typeset.page_numbers import PageNumber, from_to, place
from ccsp_portal.typeset.page_numbers import run as numbers_of
from ccsp_portal.typeset.reading import texts_of
from ccsp_portal.typeset.typesetting import NotTypeset
from meetings.models import AgendaItem, PageRun, Paper
from meetings.papers.report import PrintedPart, UnusableFile, parts_of, printed_advice
from meetings.papers.standing import carried_by
from meetings.queries.changes import REPLACED, WITHDRAWN, untold_advice

logger = logging.getLogger(__name__)

CURRENT = "current"


@dataclass
class Sheets:
    """The pages of one PDF of a paper, with the numbers that they have in every copy.

    Without a paper: of what a standing item carries by itself, for some readers alone.
    """

    item: AgendaItem
    paper: Paper | None
    version: int
    version_pk: int | None
    part: int
    title: str
    first: PageNumber
    pages: int
    run: PageRun | None = None
    printed: PrintedPart | None = None
    state: str = CURRENT
    note: str = ""
    marking: str = field(default="")
    readers: str = PageRun.Readers.EVERYBODY
    # the items of which they tell
    shown: frozenset[int] = frozenset()
    shows_private: bool = False

    @property
    def item_id(self) -> int:
        return self.item.pk

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

    @property
    def numbers(self) -> list[PageNumber]:
        return numbers_of(self.first, self.pages)

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
    carrying: Container[int] = frozenset(),
) -> list[Sheets]:
    """Every page that is out, and with `with_new` those of papers that are not, in the order in which they lie.

    A paper that is out gets pages for the advice on it that came since: `told` has the ids of what is out. `carrying`
    has the keys of the standing items that get pages of what they carry by themselves.
    """
    sheets = [_as_published(run) for run in runs]
    if with_new:
        sheets += _placed(items, runs, _new_parts(items, runs, told, carrying, step))
    _say_what_became_of_them(sheets, items)
    return sorted(sheets, key=lambda sheet: sheet.first)


def _as_published(run):
    version = run.version_of
    if version is None:
        return Sheets(
            run.item,
            None,
            0,
            None,
            run.part,
            run.title,
            run.first,
            run.pages,
            run=run,
            marking=run.document.marking,
            readers=run.readers,
            shown=run.shown,
            shows_private=run.shows_private,
        )
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


def _new_parts(items, runs, told, carrying, step):
    """What goes out for the first time, in the order of the agenda, as Sheets without numbers."""
    total, count, found = sum(len(item.live_papers) for item in items), 0, []
    for item in items:
        if item.pk in carrying:
            step(f"Typesetting item {item.number}", 5 + 70 * count // max(total, 1))
            found += _carried(item)
        for paper in item.live_papers:
            count += 1
            step(f"Reading paper {count} of {total}", 5 + 70 * count // total)
            found += _of_paper(item, paper, runs, told)
    return found


def _carried(item):
    """What a standing item carries by itself."""
    try:
        return [
            _new(item, None, each.part, _read(item, each.printed), each.marking, readers=each.readers, shown=each.shows)
            for each in carried_by(item)
        ]
    except NotTypeset as failure:
        logger.exception("What item %s carries could not be set", item.pk)
        raise ValidationError(f"“{item.title}”, item {item.number}: it could not be typeset. Try again.") from failure


def _of_paper(item, paper, runs, told):
    parts = [run.part for run in runs if run.version_of_id == paper.latest.pk]
    try:
        return [
            _new(item, paper, part, _read(item, printed), paper.latest.document.marking)
            for part, printed in enumerate(_parts_to_print(paper, told, bool(parts)), start=max(parts, default=-1) + 1)
        ]
    except UnusableFile as unusable:
        raise ValidationError(f"“{unusable.title}”, item {item.number}: {unusable}") from None


def _new(item, paper, part, printed, marking, **more):
    return Sheets(
        item,
        paper,
        paper.latest.number if paper else 0,
        paper.latest.pk if paper else None,
        part,
        printed.title[:200],
        PageNumber(0),
        len(printed.texts),
        printed=printed,
        marking=marking,
        **more,
    )


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


def _placed(items, runs, new):
    """The new PDFs with the numbers of their pages."""
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


def _say_what_became_of_them(sheets, items):
    """Sets each one's state: withdrawn with its paper, or item; replaced where pages of a newer version are out."""
    live, on_it = {paper.pk for item in items for paper in item.live_papers}, {item.pk for item in items}
    newest: dict[int, int] = {}
    for sheet in sheets:
        if sheet.paper:
            newest[sheet.paper.pk] = max(newest.get(sheet.paper.pk, 0), sheet.version)
    for sheet in sheets:
        if sheet.paper is None:
            sheet.state = CURRENT if sheet.item.pk in on_it else WITHDRAWN
        elif sheet.paper.pk not in live:
            sheet.state = WITHDRAWN
        elif sheet.version < newest[sheet.paper.pk]:
            sheet.state = REPLACED
            own = [each for each in sheets if each.paper and each.paper.pk == sheet.paper.pk]
            by = [each for each in own if each.version == newest[sheet.paper.pk]]
            sheet.note = f"Replaced by {' and '.join(each.words for each in sorted(by, key=lambda each: each.first))}"
