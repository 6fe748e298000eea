"""Word and OpenDocument files without what is hidden in them, which pandoc would read out as if it were seen.

ECMA-376, part 1: hidden text (17.3.2.41), properties that toggle (17.7.3), hidden rows (17.4.20). ODF 1.3: hidden text
(7.7.6), hidden paragraphs (7.7.7), sections (19.899), styles (20.344), rows (19.744). It is cut out of the file as it
stands: nothing else in it is written anew.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ccsp_portal.typeset import changes
from ccsp_portal.typeset.changes import W_STRICT, W
from ccsp_portal.typeset.text_boxes import with_words_of_boxes

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, STYLE, TABLE, OFFICE = (f"{ODF}{name}:1.0 " for name in ("text", "style", "table", "office"))
OFF = {"0", "false", "off"}
# no file that people make lies this deep; what hides a run is looked for in all that it stands in
DEEPEST = 200
TEXTS_OF_WORD = re.compile(r"word/(?!styles|settings|theme/|fontTable|webSettings|numbering)[^/]+\.xml")


class UnreadablePackage(Exception):
    """It is no package, or a text in it is no XML, or lies deeper than anybody writes."""


def without_hidden(data: bytes, kind: str) -> bytes:
    """The same "docx" or "odt" file with only what is seen in it, and all of that. Raises UnreadablePackage."""
    parts = _parts_of(data)
    parts |= _with_words_of_boxes(_seen_of(parts, kind))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def has_hidden(data: bytes, kind: str) -> bool:
    """Whether something is hidden in it, beside changes and comments, which it shows. Raises UnreadablePackage."""
    parts = _parts_of(data)
    seen = _seen_of(parts, kind)
    return any(len(part) < len(_accepted(parts.get(name, part))) for name, part in seen.items())


def _parts_of(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise UnreadablePackage from None


def _seen_of(parts, kind):
    """Those of the parts in which something may be hidden, without it."""
    try:
        return _of_word(parts) if kind == "docx" else _of_open_document(parts)
    # of letters that it says to be in and are not known, or not there, with one of the last two
    except (expat.ExpatError, LookupError, ValueError):
        raise UnreadablePackage from None


def _with_words_of_boxes(parts):
    try:
        return {name: with_words_of_boxes(part) for name, part in parts.items()}
    # words that were moved out of where the names in their tags are declared
    except expat.ExpatError:
        raise UnreadablePackage from None


def _accepted(part):
    """A part with all that its program shows of it, and that readers get none of: changes and comments are cut."""
    return _cut(part, changes.deletes, lambda opened: changes.is_deleted(opened) or opened[-1].name in ALWAYS_CUT)


@dataclass
class _Element:
    """An element that is open: where it begins, and what its children have said of it so far."""

    name: str
    attributes: dict[str, str]
    begins: int
    styles: dict[str, str] = field(default_factory=dict)
    hidden: bool | None = None
    # by tracked changes: itself, or what it holds; and whether something that it held is lost, or kept
    deleted: bool = False
    emptied: bool = False
    lost: bool = False
    kept: bool = False


Rule = Callable[[list[_Element]], None]


def _cut(data: bytes, began: Rule, is_hidden: Callable[[list[_Element]], bool]) -> bytes:
    """The XML without the elements of which `is_hidden` says so when they end; `began` hears of each as it begins.

    Both get the elements that are open, the innermost last.
    """
    data = _as_utf8(data)
    opened: list[_Element] = []
    ranges: list[tuple[int, int]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name, attributes):
        if len(opened) == DEEPEST:
            raise UnreadablePackage
        opened.append(_Element(name.replace(W_STRICT, W), attributes, parser.CurrentByteIndex))
        began(opened)

    def end(name):
        if is_hidden(opened):
            place = parser.CurrentByteIndex
            # of an element without content it is where that ends already
            ends = data.index(b">", place) + 1 if data[place : place + 2] == b"</" else place
            ranges.append((opened[-1].begins, ends))
        opened.pop()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    return b"".join(_outside(data, ranges))


def _as_utf8(data):
    """Word writes UTF-8, and others may write UTF-16: places are counted in bytes."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return re.sub(r"^<\?xml[^>]*\?>", "", data.decode("utf-16")).encode()
    return data


def _outside(data: bytes, ranges: list[tuple[int, int]]) -> Iterator[bytes]:
    place = 0
    for begins, ends in sorted(ranges):
        if begins >= place:
            yield data[place:begins]
            place = ends
    yield data[place:]


class _Styles:
    """Which styles hide their text: each as it says itself, or as the one that it is based on."""

    def __init__(self):
        self.says: dict[str, bool] = {}
        self.parents: dict[str, str] = {}

    def _says(self, style):
        seen = set()
        while style and style not in seen:
            if style in self.says:
                return self.says[style]
            seen.add(style)
            style = self.parents.get(style, "")
        return False


# ── Word ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_word(parts):
    styles = _StylesOfWord()
    if "word/styles.xml" in parts:
        _cut(parts["word/styles.xml"], styles.began, lambda opened: False)
    texts = {name: _accepted(part) for name, part in parts.items() if TEXTS_OF_WORD.match(name)}
    return {name: _cut(part, _began_in_word, styles.hides) for name, part in texts.items()}


def _is_on(element):
    value = element.attributes.get(f"{W}val") or element.attributes.get(f"{W_STRICT}val")
    return value not in OFF


def _names(opened, depth):
    return [element.name.removeprefix(W) for element in opened[-depth:]]


def _began_in_word(opened):
    """A run hears of its style, and whether it is hidden itself; a paragraph of its style; a row of being hidden."""
    names = _names(opened, 3)
    if len(names) < 3:
        return
    if names[1:] == ["rPr", "vanish"] and _is_run(opened[-3]):
        opened[-3].hidden = _is_on(opened[-1])
    elif names[-1] in {"rStyle", "pStyle"}:
        value = opened[-1].attributes
        opened[-3].styles[names[-1]] = value.get(f"{W}val") or value.get(f"{W_STRICT}val") or ""
    elif names == ["tr", "trPr", "hidden"]:
        opened[-3].hidden = _is_on(opened[-1])


def _is_run(element):
    return element.name.endswith(" r")


class _StylesOfWord(_Styles):
    def __init__(self):
        super().__init__()
        self.usual = ""
        self.everything = False

    def began(self, opened):
        names = _names(opened, 3)
        if names[-1] == "style":
            style = opened[-1].attributes
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
                self.usual = style.get(f"{W}styleId", "")
        elif names == ["style", "rPr", "vanish"]:
            self.says[opened[-3].attributes.get(f"{W}styleId", "")] = _is_on(opened[-1])
        elif names[-2:] == ["style", "basedOn"]:
            self.parents[opened[-2].attributes.get(f"{W}styleId", "")] = opened[-1].attributes.get(f"{W}val", "")
        elif names == ["rPrDefault", "rPr", "vanish"]:
            self.everything = _is_on(opened[-1])

    def hides(self, opened):
        element = opened[-1]
        if element.name == f"{W}tr":
            return bool(element.hidden)
        if not _is_run(element):
            return False
        if element.hidden is not None:
            return element.hidden
        paragraph = next((each for each in reversed(opened) if each.name == f"{W}p"), None)
        of_paragraph = paragraph.styles.get("pStyle", self.usual) if paragraph else self.usual
        return self.everything or self._says(of_paragraph) != self._says(element.styles.get("rStyle", ""))


# ── OpenDocument ─────────────────────────────────────────────────────────────────────────────────────────────────────

ALWAYS_CUT = {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end"}
PARAGRAPHS = {f"{TEXT}p", f"{TEXT}h"}
STYLED = {*PARAGRAPHS, f"{TEXT}span", f"{TEXT}a"}
COLLAPSED = {"collapse", "filter"}
# a file may do without any, but pandoc may not
NO_STYLES = f'<o:document-styles xmlns:o="{OFFICE.strip()}" o:version="1.3"><o:styles/></o:document-styles>'.encode()


def _of_open_document(parts):
    styles = _StylesOfOpenDocument()
    for name in ("styles.xml", "content.xml"):
        if name in parts:
            _cut(parts[name], styles.began, lambda opened: False)
    seen = _cut(parts["content.xml"], _began_in_open_document, styles.hides)
    return {"styles.xml": parts.get("styles.xml", NO_STYLES), "content.xml": seen}


def _began_in_open_document(opened):
    element = opened[-1]
    if element.name == f"{TEXT}hidden-paragraph" and element.attributes.get(f"{TEXT}is-hidden") != "false":
        paragraph = next((each for each in reversed(opened) if each.name in PARAGRAPHS), None)
        if paragraph:
            paragraph.hidden = True


class _StylesOfOpenDocument(_Styles):
    def began(self, opened):
        element = opened[-1]
        if element.name == f"{STYLE}style":
            self.parents[element.attributes.get(f"{STYLE}name", "")] = element.attributes.get(
                f"{STYLE}parent-style-name", ""
            )
        elif element.name == f"{STYLE}text-properties" and f"{TEXT}display" in element.attributes:
            style = opened[-2].attributes.get(f"{STYLE}name", "") if len(opened) > 1 else ""
            self.says[style] = element.attributes[f"{TEXT}display"] == "none"

    def hides(self, opened):
        element = opened[-1]
        name, attributes = element.name, element.attributes
        if name in ALWAYS_CUT or element.hidden:
            return True
        if name in STYLED:
            return self._says(attributes.get(f"{TEXT}style-name", ""))
        if name == f"{TEXT}section":
            return _is_hidden_section(attributes)
        if name == f"{TEXT}hidden-text":
            return attributes.get(f"{TEXT}is-hidden") != "false"
        return name == f"{TABLE}table-row" and attributes.get(f"{TABLE}visibility") in COLLAPSED


def _is_hidden_section(attributes):
    display = attributes.get(f"{TEXT}display")
    return display == "none" or (display == "condition" and attributes.get(f"{TEXT}is-hidden") != "false")
