"""Some pages of a pack hold what is on them and nothing else; the words of a page are read as it draws them."""

import io

import pikepdf
import pytest

from ccsp_portal.typeset.convert import to_html, to_pdf
from ccsp_portal.typeset.excerpts import excerpt
from ccsp_portal.typeset.packs import Part, bind
from ccsp_portal.typeset.reading import texts_of
from tests.meetings.pdfs import docx, pdf
from tests.typeset.test_packs import everything_in, front

WORDS = """# Report

The *figures* rose “sharply”, by £1,200 — see [here](https://example.com).

| Year | Crimes |
|------|--------|
| 2026 | 1200   |
"""


@pytest.fixture(scope="module")
def word():
    return to_pdf(docx(WORDS), "docx", title="Report").pdf


@pytest.fixture
def pack(word):
    parts = [Part("Report", "1. Item", word), Part("Scan", "2. Item", pdf(2, words="PLANTED"))]
    bound = bind(front([part.title for part in parts]), parts, title="Board")
    return pikepdf.open(io.BytesIO(bound.pdf))


def cut(pack, *sheets):
    return pikepdf.open(io.BytesIO(excerpt(pack, sheets, "Some pages")))


def test_nothing_of_the_other_pages_is_left(pack):
    cutting = cut(pack, 1)
    assert len(cutting.pages) == 1
    assert b"PLANTED" not in everything_in(cutting)
    assert str(cutting.docinfo["/Title"]) == "Some pages"
    assert cutting.check_pdf_syntax() == []


def test_the_tags_of_what_is_there_stay(pack):
    cutting = cut(pack, 1)
    found = []

    def walk(element):
        if isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                found.append(str(element.S))
            if "/K" in element:
                walk(element.K)
        elif isinstance(element, pikepdf.Array):
            for kid in element:
                walk(kid)

    walk(cutting.Root.StructTreeRoot)
    assert found.count("/Part") == 1
    assert {"/H1", "/Table", "/Link"} <= set(found)
    key = int(cutting.pages[0].obj.StructParents)
    assert key in pikepdf.NumberTree(cutting.Root.StructTreeRoot.ParentTree)


def test_links_of_the_front_to_pages_that_are_not_there_are_gone(pack):
    cutting = cut(pack, 0)
    assert list(cutting.pages[0].obj.get("/Annots", [])) == []


def test_the_words_of_a_page_are_told_line_by_line(word):
    with pikepdf.open(io.BytesIO(word)) as opened:
        [text] = texts_of(opened)
    assert text.split("\n") == [
        "Report",
        "The figures rose “sharply”, by £1,200 — see here.",
        "Year Crimes",
        "2026 1200",
    ]


def test_a_page_of_pictures_has_no_words_and_a_broken_one_stops_nothing():
    made = pikepdf.new()
    made.add_blank_page()
    page = made.add_blank_page()
    page.obj.Contents = made.make_stream(b"BT /F1 12 Tf (half a str")
    page = made.add_blank_page()
    page.obj.Contents = made.make_stream(b"BT /None 12 Tf 1 Td (Words) Tj <</A Do ET")
    assert len(texts_of(made)) == 3


def test_a_form_that_draws_itself_comes_to_an_end():
    made = pikepdf.new()
    page = made.add_blank_page()
    look = pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    form = made.make_stream(b"BT (again) Tj ET /X Do", look)
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    page.obj.Resources = form.Resources
    page.obj.Contents = made.make_stream(b"/X Do")
    [text] = texts_of(made)
    assert 1 <= text.count("again") <= 10


def test_nothing_in_a_word_paper_can_act_on_the_web():
    html = to_html(
        docx("# Title\n\n[Link](javascript:alert(1)) [Good](https://example.com) <script>alert(1)</script>"), "docx"
    )
    assert "javascript" not in html
    assert "<script" not in html
    assert '<a href="https://example.com" rel="noopener noreferrer">Good</a>' in html
