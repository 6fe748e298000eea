"""Word and OpenDocument papers as tagged PDF and as a page: pandoc reads them, sandboxed; Typst sets what it read."""

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nh3
import pypandoc

from ccsp_portal.typeset.typesetting import ACCESSIBLE, NotTypeset, compiled

PATIENCE = 60
TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code"),
    *("em", "strong", "u", "s", "sub", "sup", "a", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "ol": {"start"}}
PRELUDE = """
#set document(title: sys.inputs.title)
#set text(lang: "en", region: "gb", font: "DejaVu Sans", size: 10.5pt)
#set page(paper: "a4", margin: (x: 2.2cm, top: 2.2cm, bottom: 2.4cm))
#set par(justify: false)
#set image(alt: "A picture without a description")
#set math.equation(alt: "A formula")
#set table(stroke: 0.5pt + luma(160), inset: 6pt)
#show link: underline
#let horizontalrule = line(length: 100%)
#let endnote(number, contents) = [#super[#number] #contents]
#let blockquote(body) = quote(block: true, body)
"""
# pictures stay in the file: in their place stands that they do
PICTURE = re.compile(r"<img\b[^>]*>")
DESCRIPTION = re.compile(r'\balt="([^"]+)"')
# a heading's level, and the anchor that OpenDocument headings begin with, after which Typst sees no title
HEADING = re.compile(r"^(=+) (?:<[\w.-]+>)?", re.MULTILINE)


class UnusablePaper(Exception):
    """The paper can't be converted; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class Converted:
    """A paper as PDF. `is_accessible`: it holds to PDF/UA-1."""

    pdf: bytes
    is_accessible: bool


def to_pdf(data: bytes, kind: str, *, title: str) -> Converted:
    """A paper of the kind "docx" or "odt" as PDF. Raises UnusablePaper. Links, tables, lists and pictures survive."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        source = (PRELUDE + _evened(_read(data, kind, root))).encode()
        for standard in (ACCESSIBLE, None):
            try:
                return Converted(compiled(source, root, {"title": title}, standard), standard is not None)
            except NotTypeset:
                continue
    raise UnusablePaper("It could not be converted. Save it as PDF and upload that instead.")


def to_html(data: bytes, kind: str) -> str:
    """The same paper as a part of a page, its headings from the second level on. Raises UnusablePaper.

    Only text, lists, tables and links survive; where a picture was, its description stands.
    """
    with tempfile.TemporaryDirectory() as place:
        written = _read(data, kind, Path(place), to="html", options=["--shift-heading-level-by=1", "--wrap=none"])
    clean = nh3.clean(
        PICTURE.sub(_described, written), tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}
    )
    return re.sub(r"<p>\s*</p>", "", clean)


def _described(picture):
    said = DESCRIPTION.search(picture[0])
    return f"<em>[Picture{f': {said[1]}' if said else ''}. It is in the file.]</em>"


def _read(data, kind, root, *, to="typst", options=()):
    """The paper as markup, its pictures as files under `root`."""
    command = [
        pypandoc.get_pandoc_path(),
        "--sandbox",
        "--from",
        kind,
        "--to",
        to,
        "--extract-media",
        "media",
        *options,
    ]
    try:
        done = subprocess.run(command, input=data, cwd=root, capture_output=True, timeout=PATIENCE, check=True)
    except subprocess.TimeoutExpired:
        raise UnusablePaper("It took too long to convert. Save it as PDF and upload that instead.") from None
    except subprocess.CalledProcessError:
        raise UnusablePaper("It could not be read. Save it again, or as PDF, and upload the new copy.") from None
    return done.stdout.decode()


def _evened(markup):
    """The markup with headings that begin at the first level and never skip one, as PDF/UA asks."""
    levels: list[int] = []

    def even(heading):
        level = len(heading[1])
        while levels and levels[-1] >= level:
            levels.pop()
        levels.append(level)
        return "=" * len(levels) + " "

    return HEADING.sub(even, markup)
