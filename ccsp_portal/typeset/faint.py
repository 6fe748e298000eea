"""White text on white paper in a Word file: nobody sees it there, and whoever gets a copy of its words reads it.

ECMA-376, part 1: colour (17.3.2.6), shading (17.3.2.32 and 17.3.1.31), background (17.2.1). What may lie on a colour
(in a table or a shape, or by a style) is left alone.
"""

import io
import zipfile
from xml.etree import ElementTree

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
# in these, and with these said of a run or its paragraph, what is under it may have a colour
MAY_BE_COLOURED = {"tbl", "txbxContent", "pict", "drawing"}
SAYS_MORE = {"shd", "highlight", "rStyle", "vanish"}
# fewer letters are an accident
FEWEST = 3


def has_white_text(data: bytes) -> bool:
    """Whether a "docx" has words in white where the paper is white. To be asked of one that can be read."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        styles = package.read(STYLES) if STYLES in package.namelist() else b""
        with package.open(DOCUMENT) as document:
            return _white_letters(document, styles_matter=b":shd" in styles) >= FEWEST


def _white_letters(document, *, styles_matter):
    letters, inside = 0, 0
    for event, element in ElementTree.iterparse(document, events=("start", "end")):  # noqa: S314
        tag = _tag(element)
        if tag == "background":
            return 0
        if tag in MAY_BE_COLOURED:
            inside += 1 if event == "start" else -1
        if event == "end" and tag == "p":
            if not inside and not _on_colour(element, styles_matter):
                letters += sum(_letters_in(run) for run in element.iter() if _tag(run) == "r")
            element.clear()
    return letters


def _on_colour(paragraph, styles_matter):
    said = {_tag(each) for each in _properties(paragraph, "pPr")}
    return "shd" in said or (styles_matter and "pStyle" in said)


def _letters_in(run):
    said = {_tag(each): each for each in _properties(run, "rPr")}
    if "color" not in said or SAYS_MORE & said.keys() or "FFFFFF" not in map(str.upper, said["color"].attrib.values()):
        return 0
    return sum(len("".join((each.text or "").split())) for each in run if _tag(each) == "t")


def _properties(element, kind):
    return [each for child in element if _tag(child) == kind for each in child]


def _tag(element):
    return element.tag.rsplit("}", 1)[-1]
