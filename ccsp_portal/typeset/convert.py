"""Word and OpenDocument papers as tagged PDF and as a page: pandoc reads them, sandboxed, and Typst sets what it read.

Tracked changes count as accepted; comments, hidden text and what a camera wrote beside a picture are left out: nobody
who reads the copy learns of them.
"""

import io
import re
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nh3
import pypandoc

from ccsp_portal.typeset.hidden import UnreadablePackage, without_hidden
from ccsp_portal.typeset.pictures import UnusablePicture, cleaned
from ccsp_portal.typeset.typesetting import ACCESSIBLE, NotTypeset, compiled

PATIENCE = 60
# what pandoc may take: tables nested without end take all that there is
MOST_MEMORY = "-M600M"
# what Typst sets as it is, and the name by which a picture is written anew
PHOTOGRAPHS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP"}
PICTURES = Path(__file__).parent / "filters" / "pictures.lua"
TAGS = (
    {"h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code"}
    | {"a", "em", "strong", "u", "s", "sub", "sup"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
)
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
# a heading's level, and the anchor that OpenDocument headings begin with, after which Typst sees no title
HEADING = re.compile(r"^(=+) (?:<[\w.-]+>)?", re.MULTILINE)

# a picture in an OpenDocument text, with its title and the words for it
DESCRIBED = re.compile(
    rb"(?P<picture><draw:image\b[^>]*(?:/>|></draw:image>))\s*(?:<svg:title>(?P<title>[^<]*)</svg:title>)?"
    rb"\s*(?:<svg:desc>(?P<words>[^<]*)</svg:desc>)?\s*(?=</draw:frame>)"
)


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

    Only text, lists, tables and links survive; a picture is there by its description.
    """
    with tempfile.TemporaryDirectory() as place:
        written = _read(data, kind, Path(place), to="html", options=["--shift-heading-level-by=1", "--wrap=none"])
    return clean_html(written)


def clean_html(html: str) -> str:
    """HTML with nothing in it that can act, or that looks like the portal's own: text, lists, tables and links."""
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"})
    return re.sub(r"<p>\s*</p>", "", clean)


def _read(data, kind, root, *, to="typst", options=()):
    """The paper as markup, its pictures as files under `root`, without what is hidden in either."""
    try:
        data = without_hidden(data, kind)
    except UnreadablePackage:
        raise UnusablePaper(UNREADABLE) from None
    if kind == "odt":
        data = _with_words_for_pictures(data)
    command = [pypandoc.get_pandoc_path(), "+RTS", MOST_MEMORY, "-RTS", "--sandbox", "--from", kind, "--to", to]
    command += ["--track-changes=accept", "--lua-filter", str(PICTURES), "--extract-media", "media", *options]
    try:
        done = subprocess.run(command, input=data, cwd=root, capture_output=True, timeout=PATIENCE, check=True)
    except subprocess.TimeoutExpired:
        raise UnusablePaper("It took too long to convert. Save it as PDF and upload that instead.") from None
    except subprocess.CalledProcessError as failure:
        raise UnusablePaper(TOO_MUCH if b"Heap exhausted" in failure.stderr else UNREADABLE) from None
    _clean_pictures(root)
    return done.stdout.decode()


def _with_words_for_pictures(data):
    """The text with the words for each of its pictures where pandoc looks for them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, DESCRIBED.sub(_words_for, part) if name == "content.xml" else part)
    return out.getvalue()


def _words_for(picture):
    return picture["picture"] + (picture["words"] or picture["title"] or b"")


def _clean_pictures(root):
    """What a camera wrote beside a picture in the paper would go along into the PDF."""
    for picture in root.rglob("*"):
        kind = PHOTOGRAPHS.get(picture.suffix.lower())
        if kind:
            try:
                picture.write_bytes(cleaned(picture.read_bytes(), kind=kind))
            except UnusablePicture:
                raise UnusablePaper(BAD_PICTURE) from None


TOO_MUCH = "It is too large or too deeply nested to convert. Save it as PDF and upload that instead."
BAD_PICTURE = "A picture in it is damaged or far too large. Save it as PDF and upload that instead."
UNREADABLE = "It could not be read. Save it again, or as PDF, and upload the new copy."


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
