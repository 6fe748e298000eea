"""Word and OpenDocument papers become tagged PDF, whatever stands in them."""

import io
import re
import subprocess
import zipfile

import pikepdf
import pypandoc
import pytest

from ccsp_portal.typeset.convert import UnusablePaper, to_html, to_pdf
from tests.meetings.files import repacked

PAPER = """# Knife crime

Some *text*, a [link](https://example.com) and a line.

### A heading that skips a level

| Ward | Count |
|------|-------|
| Foleshill | 12 |

1. First
2. Second

#read("/etc/passwd") and #import "@preview/x:1.0.0" and $x^2$ and `code #raw`
"""


def made(kind, text=PAPER):
    command = [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", kind, "--output", "-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_paper_is_accessible_and_its_code_stays_words(kind):
    converted = to_pdf(made(kind), kind, title="Knife crime")
    pdf = pikepdf.open(io.BytesIO(converted.pdf))
    assert converted.is_accessible
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.docinfo["/Title"]) == "Knife crime"


def test_what_is_no_paper_is_refused_with_what_to_do():
    with pytest.raises(UnusablePaper, match="Save it again, or as PDF"):
        to_pdf(b"PK\x03\x04nonsense", "docx", title="Knife crime")


def test_an_opendocument_file_that_does_not_even_name_styles_is_read():
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text")}
    declared = " ".join(f'xmlns:{name}="{urn}"' for name, urn in names.items())
    body = "<office:body><office:text><text:p>Plain words</text:p></office:text></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bare:
        bare.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        bare.writestr("content.xml", f"<office:document-content {declared}>{body}</office:document-content>")
    assert "Plain words" in to_html(out.getvalue(), "odt")


def test_an_opendocument_file_without_styles_of_its_own_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made("odt", "Plain words"))) as whole, zipfile.ZipFile(out, "w") as bare:
        for name in ("mimetype", "META-INF/manifest.xml"):
            bare.writestr(name, whole.read(name))
        content = whole.read("content.xml")
        before, _, after = content.partition(b"<office:automatic-styles")
        bare.writestr("content.xml", before + after.partition(b"</office:automatic-styles>")[2])
    assert "Plain words" in to_html(out.getvalue(), "odt")


# a picture of one dot
DOT = "data:image/png;base64," + (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def test_on_the_web_a_picture_is_told_by_its_description():
    page = to_html(made("docx", f"Before\n\n![Knife crime & harm]({DOT})\n\nAfter"), "docx")
    assert "[Picture: Knife crime &amp; harm. It is in the file.]" in page
    assert "<img" not in page
    assert "base64" not in page


def described(title, words):
    """An OpenDocument text with a picture that is described as LibreOffice writes it: Properties, Title and Text."""
    data = made("odt", f"![]({DOT})")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read("content.xml").decode()
    said = f"<svg:title>{title}</svg:title>" * bool(title) + f"<svg:desc>{words}</svg:desc>" * bool(words)
    return repacked(data, {"content.xml": content.replace("</draw:frame>", f"{said}</draw:frame>")})


@pytest.mark.parametrize(
    ("title", "words", "said"),
    [
        ("Lamp", "A lamp &amp; a post", "[Picture: A lamp &amp; a post. It is in the file.]"),
        ("Lamp", "", "[Picture: Lamp. It is in the file.]"),
        ("", "", "[Picture. It is in the file.]"),
    ],
)
def test_a_picture_in_an_open_document_is_told_by_its_description(title, words, said):
    assert said in to_html(described(title, words), "odt")


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_picture_keeps_its_words_in_the_pdf(kind):
    words = 'A "red" lamp \\ #post'
    typed = re.sub(r'["\\\\]', r"\\\g<0>", words)
    data = described("", words) if kind == "odt" else made(kind, f"Before ![{typed}]({DOT}) after ![]({DOT})")
    converted = to_pdf(data, kind, title="Lamps")
    pdf = pikepdf.open(io.BytesIO(converted.pdf))
    said = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert converted.is_accessible
    assert set(said) == {words} | ({"A picture without a description"} if kind == "docx" else set())
