"""The words of text boxes put after the paragraph that a box hangs on: pandoc leaves out boxes, words and all.

Word writes a box twice, as a drawing and for programs that know none (ECMA-376, part 3, 9.3): its words are taken once.
Of a box that is hidden they are not taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from xml.parsers import expat

from ccsp_portal.typeset.changes import W_STRICT, W

DRAWN = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 "
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
ALTERNATIVES = "http://schemas.openxmlformats.org/markup-compatibility/2006 AlternateContent"
BOXES = {f"{W}txbxContent", *(f"{DRAWN}{name}" for name in ("text-box", "custom-shape", "rect", "ellipse"))}
PARAGRAPHS = {f"{W}p", f"{TEXT}p", f"{TEXT}h"}
HIDDEN_SHAPE = re.compile(r"visibility\s*:\s*hidden")
START_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
# boxes in boxes
DEEPEST = 20

Range = tuple[int, int]


@dataclass
class _Element:
    """An element that is open; the words to go after it; whether its shape is hidden; which alternative has a box."""

    name: str
    begins: int
    hidden: bool = False
    words: list[Range] = field(default_factory=list)
    taken: int | None = None


def with_words_of_boxes(data: bytes) -> bytes:
    """The XML of a text, in UTF-8, with all of its boxes' words in its own run of paragraphs."""
    for _ in range(DEEPEST):
        before, data = data, _with_words_of_outer_boxes(data)
        if data == before:
            break
    return data


def _with_words_of_outer_boxes(data):
    opened: list[_Element] = []
    # a stretch that goes, or a place (which begins and ends at once) where words come
    changes: list[tuple[int, int, list[Range]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name, attributes):
        element = _Element(name.replace(W_STRICT, W), parser.CurrentByteIndex, _is_hidden(attributes))
        if name.endswith(" docPr") and attributes.get("hidden") in {"1", "true", "on"}:
            opened[-1].hidden = True
        opened.append(element)

    def end(name):
        element, place = opened[-1], parser.CurrentByteIndex
        is_closed = data[place : place + 2] == b"</"
        ends = data.index(b">", place) + 1 if is_closed else place
        if element.name in BOXES and not any(each.name in BOXES for each in opened[:-1]):
            changes.append((element.begins, ends, []))
            if _counts(opened) and is_closed:
                _paragraph_of(opened).words.append((START_TAG.match(data, element.begins).end(), place))
        opened.pop()
        if element.words:
            changes.append((ends, ends, element.words))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    return b"".join(_changed(data, changes))


def _is_hidden(attributes):
    return attributes.get(f"{DRAWN}display") == "none" or bool(HIDDEN_SHAPE.search(attributes.get("style", "")))


def _counts(opened):
    """Whether the innermost box is to be read: it is not hidden, nor the second telling of one that was met."""
    counts = not any(each.hidden for each in opened)
    for around, alternative in pairwise(opened):
        if around.name == ALTERNATIVES:
            if around.taken is None:
                around.taken = alternative.begins
            counts = counts and around.taken == alternative.begins
    return counts


def _paragraph_of(opened):
    """What the words of the innermost box come after: of a box that stands on a page by itself, its own frame."""
    paragraph = next((each for each in reversed(opened[:-1]) if each.name in PARAGRAPHS), None)
    return paragraph or next((each for each in opened if each.name.startswith(DRAWN)), opened[0])


def _changed(data: bytes, changes: list[tuple[int, int, list[Range]]]) -> Iterator[bytes]:
    place = 0
    for begins, ends, words in sorted(changes):
        yield data[place:begins]
        yield from (data[first:last] for first, last in words)
        place = ends
    yield data[place:]
