"""The words of a page are read to an end, whatever it draws, and what is no word in them is left out."""

import io

import pikepdf
import pytest

from ccsp_portal.typeset.reading import texts_of
from tests.meetings.files import drawn_in_itself
from tests.meetings.pdfs import pdf


def read(data):
    with pikepdf.open(io.BytesIO(data)) as opened:
        return texts_of(opened)


def with_content(data, content, **saving):
    """The same PDF with other content on its first page, and what that is packed with."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.pages[0].obj.Contents = opened.make_stream(content)
        opened.save(out, **saving)
    return out.getvalue()


WORDS = b" BT /F1 12 Tf 72 720 Td (Words) Tj ET"


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_that_unpacks_to_more_than_words_would_is_a_drawing(packed):
    drawing = with_content(pdf(2, words="Next"), b"q Q " * 400_000 + WORDS, compress_streams=packed)
    assert read(drawing) == ["", "Next"]
    assert read(with_content(pdf(1, words="x"), b"q Q " * 1000 + WORDS)) == ["Words"]


def test_pages_behind_more_than_words_fill_in_a_whole_document_are_drawings_and_small_ones_are_read_still():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(22, words="Small"))) as opened:
        large = opened.make_stream(b" " * 990_000 + WORDS)
        for page in opened.pages[:21]:
            page.obj.Contents = large
        opened.save(out)
    assert read(out.getvalue()) == [*["Words"] * 20, "", "Small"]


def test_lines_and_surfaces_are_passed_over_and_the_words_among_them_read():
    assert read(with_content(pdf(1, words="x"), b"1 2 m 3 4 l S 0 0 9 9 re f " * 1000 + WORDS)) == ["Words"]


def test_the_content_of_a_page_may_be_in_parts():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(1, words="x"))) as opened:
        parts = [b"BT /F1 12 Tf 72 720 Td", b"(Words) Tj ET", b"q Q " * 400_000]
        opened.pages[0].obj.Contents = pikepdf.Array([opened.make_stream(part) for part in parts[:2]])
        opened.save(out)
    assert read(out.getvalue()) == ["Words"]


def test_a_form_that_draws_itself_is_read_to_an_end():
    assert read(drawn_in_itself(30)) == [""]


@pytest.mark.parametrize("sign", ["/uniD800", "/u110000", "/uni0000"])
def test_signs_that_no_text_can_hold_are_left_out(sign):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(with_content(pdf(1, words="x"), WORDS + b" BT (A\\000B) Tj ET"))) as opened:
        names = pikepdf.Array([ord("A"), pikepdf.Name(sign)])
        opened.pages[0].Resources.Font.F1.Encoding = pikepdf.Dictionary(Differences=names)
        opened.save(out)
    [text] = read(out.getvalue())
    assert "\x00" not in text
    assert text == text.encode("utf-8", "ignore").decode()
