"""What is written on the pages of a pack: their numbers, and who a copy is for; and the labels that readers show.

PDF: ISO 32000-2 (page labels: 12.4.2; artifacts: 14.8.2.2).
"""

import io
from collections.abc import Iterable
from functools import lru_cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from ccsp_portal.typeset.page_numbers import PageNumber
from ccsp_portal.typeset.typesetting import typeset

HEIGHT = 14.0
MARGIN = 3.0
# what numbers are put together from, each set but once
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZivxl"
FOOT, HEAD = "/Footer", "/Header"
# the operators between which content is tagged
TAGGING = {"BDC", "BMC", "EMC"}


def label(pack: Pdf, front_pages: int, numbers: Iterable[PageNumber]) -> None:
    """Have readers show the pages' own numbers: i, ii for the front, then these, whatever is missing between them."""
    labels: list = [0, Dictionary(S=Name.r)]
    last = None
    for place, number in enumerate(numbers, start=front_pages):
        if number.letters:
            labels += [place, Dictionary(P=pikepdf.String(str(number)))]
        elif last is None or last.letters or number.whole != last.whole + 1:
            labels += [place, Dictionary(S=Name.D, St=number.whole)]
        last = number
    pack.Root.PageLabels = Dictionary(Nums=Array(labels))


def labels_of(pack: Pdf) -> list[str]:
    """What readers show for each page."""
    return [str(page.label) for page in pack.pages]


def stamp(pack: Pdf, numbers: list[str], notes: list[str]) -> None:
    """Write "Page 12A" at the foot of each page but the cover, with its note where it has one, whichever way it lies.

    On white, so that it can be read on any page; as an artifact, so that it is not read out.
    """
    page_word = "Page\u00a0"
    drawn = _Drawn(pack, [*SIGNS, *dict.fromkeys([page_word, *(f"{note}.\u00a0" for note in notes if note)])])
    for place, page in list(enumerate(pack.pages))[1:]:
        note = [f"{notes[place]}.\u00a0"] if notes[place] else []
        _put(page, drawn.begin, drawn.line([*note, page_word, *numbers[place]]), FOOT)


def stamp_name(pack: Pdf, words: str) -> None:
    """Write the words at the head of every page: whose copy it is."""
    drawn = _Drawn(pack, [words])
    made = drawn.line([words])
    for page in pack.pages:
        _put(page, drawn.begin, made, HEAD)


# the four files of one circulation are stamped alike
@lru_cache(maxsize=4)
def _typeset_signs(signs):
    return typeset("stamps.typ", {"signs": signs}, standard=None)


class _Drawn:
    """Signs and words, each set but once, to put lines together from."""

    def __init__(self, pack, wanted):
        self.pack = pack
        with Pdf.open(io.BytesIO(_typeset_signs(tuple(wanted)))) as drawn:
            things = [_without_tags(pack.copy_foreign(page.as_form_xobject())) for page in drawn.pages]
        self.known = {
            sign: (f"/S{place}", float(thing.BBox[2]))
            for place, (sign, thing) in enumerate(zip(wanted, things, strict=True))
        }
        names = {name: thing for (name, _), thing in zip(self.known.values(), things, strict=True)}
        self.resources = pack.make_indirect(Dictionary(XObject=Dictionary(names)))
        # what keeps a page's own drawing to itself, the same before each
        self.begin = pack.make_stream(b"q\n")

    def line(self, signs):
        """The signs beside one another on a white ground, as one thing, and its width."""
        width = sum(self.known[sign][1] for sign in signs) + 2 * MARGIN
        drawn, left = [f"q 1 g 0 0 {width:.2f} {HEIGHT} re f Q"], MARGIN
        for sign in signs:
            name, size = self.known[sign]
            drawn.append(f"q 1 0 0 1 {left:.2f} 0 cm {name} Do Q")
            left += size
        look = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, width, HEIGHT], Resources=self.resources)
        return self.pack.make_stream("\n".join(drawn).encode(), look), width


def _without_tags(thing):
    """The sign with no tags: within an artifact PDF/UA-1 allows none."""
    steps = pikepdf.parse_content_stream(thing)
    thing.write(pikepdf.unparse_content_stream([step for step in steps if str(step.operator) not in TAGGING]))
    return thing


def _put(page, begin, line, where):
    thing, width = line
    name = page.add_resource(thing, Name.XObject)
    page.contents_add(begin, prepend=True)
    spot = _spot(page, width, where)
    drawn = f"\nQ /Artifact <</Type /Pagination /Subtype {where}>> BDC q {spot} cm {name} Do Q EMC"
    page.contents_add(drawn.encode())


def _spot(page, width, where):
    """Where a line of that width goes, as a matrix: the lower right, or the upper, as the reader sees the page."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    turned = int(page.obj.get("/Rotate", 0) or 0) % 360
    tall = right - left if turned in {90, 270} else top - bottom
    across, up = 20 + width, 14 if where == FOOT else tall - 14 - HEIGHT
    return {
        90: f"0 1 -1 0 {right - up:.2f} {top - across:.2f}",
        180: f"-1 0 0 -1 {left + across:.2f} {top - up:.2f}",
        270: f"0 -1 1 0 {left + up:.2f} {bottom + across:.2f}",
    }.get(turned, f"1 0 0 1 {right - across:.2f} {bottom + up:.2f}")
