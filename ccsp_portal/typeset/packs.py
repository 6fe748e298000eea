"""Binding papers into one PDF: contents with links, bookmarks, stamped page numbers, and the tags that papers have.

PDF: ISO 32000-2 (structure trees: 14.7; artifacts: 14.8.2.2; outlines: 12.3.3).
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, OutlineItem, Pdf

from ccsp_portal.typeset.page_numbers import PageNumber, run
from ccsp_portal.typeset.seen import claims_accessibility, clean, flatten, forget_unseen
from ccsp_portal.typeset.stamps import label, stamp

GO_TO = "https://goto.invalid/"


class UnusablePart(Exception):
    """A part that can't be bound in: `part` is the one."""

    def __init__(self, part):
        super().__init__(part.title)
        self.part = part


@dataclass(frozen=True)
class Part:
    """One paper of a pack: its title, the bookmark that it stands under, and its bytes (PDF).

    Its pages are numbered from `first`; where none is given, on from the part before. `note` is stamped on each.
    """

    title: str
    section: str
    pdf: bytes
    first: PageNumber | None = None
    note: str = ""


@dataclass
class Bound:
    """A pack: its bytes, its sheets, on which sheet each part begins (1 is the cover), and parts without tags.

    The front's pages are numbered i, ii …, so that a longer table of contents moves no paper.
    """

    pdf: bytes
    pages: int
    starts: list[int]
    untagged: list[str] = field(default_factory=list)


def bind(front: Callable[[list[int]], bytes], parts: list[Part], *, title: str) -> Bound:
    """Bind the parts behind a front that is drawn from the pages on which they begin (twice, if it grows)."""
    sources = [_opened(part) for part in parts]
    lengths = [len(source.pages) for source in sources]
    drawn, starts = _front(front, lengths)
    pack = Pdf.open(io.BytesIO(drawn))
    front_pages = len(pack.pages)
    tags = _Tags(pack)
    pairs = list(zip(parts, sources, strict=True))
    untagged = [part.title for part, source in pairs if not _bound_in(pack, tags, part, source)]
    tags.finish()
    numbers = _numbers(parts, lengths)
    label(pack, front_pages, numbers)
    notes = [part.note for part, length in zip(parts, lengths, strict=True) for _ in range(length)]
    stamp(pack, [*map(_roman, range(1, front_pages + 1)), *map(str, numbers)], [""] * front_pages + notes)
    _link(pack, front_pages)
    _bookmark(pack, parts, starts)
    forget_unseen(pack)
    _name(pack, title, is_accessible=all(claims_accessibility(source) for source in sources))
    out = io.BytesIO()
    pack.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Bound(out.getvalue(), len(pack.pages), starts, untagged)


def _front(front, lengths):
    pages = 1
    while True:
        starts = [1 + pages + sum(lengths[:index]) for index in range(len(lengths))]
        drawn = front(starts)
        with Pdf.open(io.BytesIO(drawn)) as pdf:
            if len(pdf.pages) <= pages:
                return drawn, starts
            pages = len(pdf.pages)


def _opened(part):
    """A part's PDF, with only what is printed: links, and what was filled into its forms."""
    try:
        source = Pdf.open(io.BytesIO(part.pdf))
        flatten(source)
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError, KeyError, RuntimeError) as error:
        raise UnusablePart(part) from error
    return source


def _bound_in(pack, tags, part, source):
    """Add a part; whether it has tags of its own. Raises UnusablePart for one that is not built as a PDF should be."""
    try:
        return _add(pack, tags, part, source)
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError, KeyError, RuntimeError) as error:
        raise UnusablePart(part) from error


def _add(pack, tags, part, source):
    """Add a part's pages, cleaned, under a structure element of their own; whether it has tags of its own."""
    begin = len(pack.pages)
    pack.pages.extend(source.pages)
    pages = [pack.pages[index] for index in range(begin, len(pack.pages))]
    for page in pages:
        clean(page)
    tree = source.Root.get("/StructTreeRoot")
    language = source.Root.get("/Lang")
    element = tags.part(part.title, str(language) if language is not None else None)
    if tree is None:
        tags.wrap(element, pages)
        return False
    tags.graft(element, tree if tree.is_indirect else source.make_indirect(tree), pages)
    return True


class _Tags:
    """The pack's structure tree, which the parts' trees are grafted onto."""

    def __init__(self, pack):
        self.pack, self.root = pack, pack.Root.StructTreeRoot
        self.parents = NumberTree(self.root.ParentTree)
        self.next = max((key for key, _ in self.parents.items()), default=-1) + 1
        self.document = self.root.K[0] if isinstance(self.root.K, Array) else self.root.K
        if not isinstance(self.document.K, Array):
            self.document.K = Array([self.document.K])
        if "/RoleMap" not in self.root:
            self.root.RoleMap = Dictionary()

    def part(self, title, language):
        element = Dictionary(Type=Name.StructElem, S=Name.Part, P=self.document, K=Array([]), T=title)
        if language:
            element.Lang = language
        element = self.pack.make_indirect(element)
        self.document.K.append(element)
        return element

    def graft(self, element, tree, pages):
        """Hang a part's own tree under its element; its keys move up past those already in use."""
        tree = self.pack.copy_foreign(tree)
        offset, last = self.next, -1
        if "/ParentTree" in tree:
            for key, value in NumberTree(tree.ParentTree).items():
                self.parents[int(key) + offset] = value
                last = max(last, int(key))
        self.next = offset + last + 1
        for page in pages:
            _shift(page, offset)
        kids = tree.get("/K", Array([]))
        for kid in list(kids) if isinstance(kids, Array) else [kids]:
            kid.P = element
            element.K.append(kid)
        for role, meaning in (tree.get("/RoleMap") or {}).items():
            if role not in self.root.RoleMap:
                self.root.RoleMap[role] = meaning

    def wrap(self, element, pages):
        """Give the pages of a part without tags one paragraph each: readable in order, and no more than that."""
        for page in pages:
            paragraph = Dictionary(Type=Name.StructElem, S=Name.P, P=element, Pg=page.obj, K=0)
            paragraph = self.pack.make_indirect(paragraph)
            element.K.append(paragraph)
            page.contents_add(b"/P <</MCID 0>> BDC q\n", prepend=True)
            page.contents_add(b"\nQ EMC")
            page.obj.StructParents = self._hold(self.pack.make_indirect(Array([paragraph])))
            page.obj.Tabs = Name.S
            for note in page.obj.get("/Annots", []):
                if str(note.get("/Subtype")) == "/Link":
                    self._link(element, page, note)

    def _link(self, element, page, note):
        link = self.pack.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link, P=element, Pg=page.obj))
        note = note if note.is_indirect else self.pack.make_indirect(note)
        link.K = Dictionary(Type=Name.OBJR, Obj=note, Pg=page.obj)
        element.K.append(link)
        note.StructParent = self._hold(link)
        note.Contents = str(note.get("/A", Dictionary()).get("/URI", "Link"))

    def _hold(self, thing):
        key, self.next = self.next, self.next + 1
        self.parents[key] = thing
        return key

    def finish(self):
        self.root.ParentTreeNextKey = self.next


def _shift(page, offset):
    if "/StructParents" in page.obj:
        page.obj.StructParents = int(page.obj.StructParents) + offset
    for note in page.obj.get("/Annots", []):
        if "/StructParent" in note:
            note.StructParent = int(note.StructParent) + offset
    seen = set()
    for drawn in (page.obj.get("/Resources", Dictionary()).get("/XObject", Dictionary()) or {}).values():
        if drawn.objgen in seen:
            continue
        seen.add(drawn.objgen)
        for key in ("/StructParents", "/StructParent"):
            if key in drawn:
                drawn[key] = int(drawn[key]) + offset


def _numbers(parts, lengths):
    """The number of each page behind the front."""
    numbers, next_one = [], PageNumber(1)
    for part, length in zip(parts, lengths, strict=True):
        pages = run(part.first or next_one, length)
        numbers += pages
        next_one = pages[-1].after(1)
    return numbers


def _roman(number):
    signs = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    found = ""
    for worth, sign in signs:
        times, number = divmod(number, worth)
        found += sign * times
    return found


def _link(pack, front_pages):
    """Turn the front's links to page numbers into links within the pack."""
    for index in range(front_pages):
        for note in pack.pages[index].obj.get("/Annots", []):
            address = str(note.get("/A", Dictionary()).get("/URI", ""))
            if address.startswith(GO_TO):
                number = int(address.removeprefix(GO_TO))
                del note["/A"]
                note.Dest = Array([pack.pages[number - 1].obj, Name.Fit])
                note.Contents = f"Go to page {pack.pages[number - 1].label}"


def _bookmark(pack, parts, starts):
    with pack.open_outline() as outline:
        outline.root.clear()
        outline.root.append(OutlineItem("Contents", 0))
        sections: dict[str, OutlineItem] = {}
        for part, start in zip(parts, starts, strict=True):
            if part.section not in sections:
                sections[part.section] = OutlineItem(part.section, start - 1)
                outline.root.append(sections[part.section])
            sections[part.section].children.append(OutlineItem(part.title, start - 1))
    pack.Root.PageMode = Name.UseOutlines


def _name(pack, title, *, is_accessible):
    """Its own title and nothing of its papers'; it claims PDF/UA only where every part has tags."""
    with pack.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        if not is_accessible and "pdfuaid:part" in metadata:
            del metadata["pdfuaid:part"]
    pack.docinfo["/Title"] = title
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        if key in pack.Root:
            del pack.Root[key]
