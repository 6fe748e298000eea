"""The words of a text box are in the copy for readers, once, after the paragraph that the box hangs on."""

import io
import re
import zipfile

import pytest

from ccsp_portal.typeset.convert import to_html
from tests.meetings.files import WORD, hidden, repacked, text
from tests.meetings.pdfs import docx, made_by_pandoc

NAMES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def paragraphs(data, kind):
    return re.findall(r"<p>(.*?)</p>", to_html(data, kind).replace("\n", " "))


def word(*runs):
    body = "".join(f"<w:p>{each}</w:p>" for each in (text("Before"), "".join(runs), text("After")))
    return repacked(docx("x"), {"word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"})


def content(inside):
    return f"<w:txbxContent><w:p>{inside}</w:p></w:txbxContent>"


def drawn(inside, more=""):
    return (
        f'<w:drawing><wp:inline><wp:docPr id="1" name="Box"{more}/><wps:wsp><wps:txbx>{content(inside)}</wps:txbx>'
        "</wps:wsp></wp:inline></w:drawing>"
    )


def older(inside, style=""):
    return f'<w:pict><v:shape style="width:9pt{style}"><v:textbox>{content(inside)}</v:textbox></v:shape></w:pict>'


def both(inside, more=""):
    choice = f'<mc:Choice Requires="wps">{drawn(inside, more)}</mc:Choice>'
    return f"<mc:AlternateContent>{choice}<mc:Fallback>{older(inside)}</mc:Fallback></mc:AlternateContent>"


HIDDEN = ' hidden="1"'
BOX = text("In the box")


@pytest.mark.parametrize("box", [both(BOX), drawn(BOX), older(BOX)])
def test_the_words_of_a_box_in_a_word_file_are_read_once_after_its_paragraph(box):
    data = word(text("Beside it"), f"<w:r>{box}</w:r>", text(" more"))
    assert paragraphs(data, "docx") == ["Before", "Beside it more", "In the box", "After"]


def test_so_are_those_of_a_box_in_a_box():
    data = word(f"<w:r>{both(text('Outer') + f'<w:r>{both(BOX)}</w:r>')}</w:r>")
    assert paragraphs(data, "docx") == ["Before", "Outer", "In the box", "After"]


@pytest.mark.parametrize(
    "run",
    [
        pytest.param(f"<w:r>{both(hidden('Secret'))}</w:r>", id="hidden words in a box"),
        pytest.param(f"<w:r><w:rPr><w:vanish/></w:rPr>{both(text('Secret'))}</w:r>", id="a box in a hidden run"),
        pytest.param(f"<w:r>{both(text('Secret'), HIDDEN)}</w:r>", id="a hidden drawing"),
        pytest.param(f"<w:r>{older(text('Secret'), ';visibility:hidden')}</w:r>", id="a hidden shape"),
        pytest.param(f"<w:del><w:r>{both(text('Secret'))}</w:r></w:del>", id="a deleted box"),
        pytest.param(f"<w:r>{both('<w:del>' + text('Secret') + '</w:del>')}</w:r>", id="deleted words in a box"),
    ],
)
def test_what_is_hidden_or_deleted_in_a_box_or_with_it_is_not_read(run):
    assert [each for each in paragraphs(word(text("Beside it"), run), "docx") if each] == [
        "Before",
        "Beside it",
        "After",
    ]


def odt(inside):
    made = made_by_pandoc("Before\n\nXX\n\nAfter\n", "odt")
    return repacked(made, {"content.xml": _content_of(made).replace("XX", inside)})


def _content_of(made):
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return package.read("content.xml").decode()


def test_so_are_the_words_of_boxes_and_shapes_in_an_open_document():
    box = "<draw:frame><draw:text-box><text:p>In the box</text:p></draw:text-box></draw:frame>"
    shape = "<draw:custom-shape><text:p>In the shape</text:p><draw:enhanced-geometry/></draw:custom-shape>"
    unseen = '<draw:custom-shape draw:display="none"><text:p>Secret</text:p></draw:custom-shape>'
    data = odt(f"Beside them{box}{shape}{unseen}")
    assert paragraphs(data, "odt") == ["Before", "Beside them", "In the box", "In the shape", "After"]


def test_so_are_those_of_a_box_that_stands_on_an_open_documents_page_by_itself():
    made = made_by_pandoc("Before\n\nAfter\n", "odt")
    box = "<draw:frame><draw:text-box><text:p>In the box</text:p></draw:text-box></draw:frame>"
    data = repacked(made, {"content.xml": _content_of(made).replace("<office:text>", f"<office:text>{box}")})
    assert paragraphs(data, "odt") == ["In the box", "Before", "After"]
