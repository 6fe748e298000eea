"""Rich text is read into nine tags and no more, and is the same whichever way it was written."""

import re

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsp_portal.prose.comparing import both, changes
from ccsp_portal.prose.marks import from_marks, to_marks
from ccsp_portal.prose.reading import read, read_plain
from ccsp_portal.prose.writing import as_data, as_html, as_text

ALLOWED = {"p", "strong", "em", "ul", "ol", "li", "br", "a"}
TAGS = ["p", "b", "i", "strong", "em", "ul", "ol", "li", "div", "h1", "script", "span", "a href='https://x.org/(a)'",
        "a href='javascript:x'", "table", "td", "style", "svg", "img src=x onerror=y", "br"]  # fmt: skip
scraps = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS]),
    st.text(alphabet="ab *_-1.2)[]()\\\n\t<>&'\"\u2019é\x00\u202e", max_size=8),
)
pages = st.lists(scraps, max_size=25).map("".join)
texts = st.text(alphabet="ab *-1.)[](\\\n :/hmtpslo", max_size=60)


@given(pages)
@settings(max_examples=150)
def test_what_is_read_has_only_the_tags_that_are_allowed(page):
    html = as_html(read(page))
    assert nh3.clean(html, tags=ALLOWED, attributes={"a": {"href"}}, link_rel=None).count("<") == html.count("<")
    assert set(re.findall(r"</?(\w+)", html)) <= ALLOWED
    assert not re.search(r"\son\w+=|style=", re.sub(r">[^<]*<", "><", html))


@given(pages)
@settings(max_examples=150)
def test_reading_what_was_written_changes_nothing(page):
    blocks = read(page)
    assert read(as_html(blocks)) == blocks
    assert read(as_html(blocks, for_page=True)) == blocks


@given(pages)
@settings(max_examples=250)
def test_a_plain_box_loses_nothing(page):
    blocks = read(page)
    assert from_marks(to_marks(blocks)) == blocks


@given(texts)
@settings(max_examples=150)
def test_whatever_is_typed_in_a_plain_box_can_be_read_and_read_again(typed):
    blocks = from_marks(typed)
    assert from_marks(to_marks(blocks)) == blocks
    assert read(as_html(blocks)) == blocks


@given(pages, pages)
def test_changes_spell_both_texts(older, newer):
    before, after = as_text(read(older)), as_text(read(newer))
    told = changes(before, after)
    assert "".join(each.text for each in told if each.kind != "in") == before
    assert "".join(each.text for each in told if each.kind != "out") == after


def test_texts_of_very_many_lines_are_told_apart_as_a_whole():
    before, after = "a\n" * 20_000, "b\n" + "a\n" * 20_000
    assert [(each.kind, each.text) for each in changes(before, after)] == [("out", before), ("in", after)]


@given(pages, pages)
def test_both_texts_hold_every_word_of_either(theirs, yours):
    kept = as_text(both(read(theirs), read(yours)))
    for text in (theirs, yours):
        assert set(re.findall(r"[ab]+", as_text(read(text)))) <= set(re.findall(r"[ab]+", kept))


def test_texts_of_very_many_paragraphs_are_kept_both_whole_between_what_they_share_at_either_end():
    theirs, yours = (
        read("<p>First</p>" + "".join(f"<p>{each}</p>" for each in middle) + "<p>Last</p>")
        for middle in (["Noted"] * 16_000, ["Seen", *["Noted"] * 16_000, "Heard"])
    )
    said = ["First", *["Noted"] * 16_000, "Seen", *["Noted"] * 16_000, "Heard", "Last"]
    assert as_text(both(theirs, yours)).split() == said
    assert both(theirs, theirs) == theirs


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<p>One</p><p><br></p><p>Two</p>", "<p>One</p><p>Two</p>"),
        ("One<br>Two", "<p>One<br>Two</p>"),
        ("<p><script>alert(1)</script>Said</p>", "<p>Said</p>"),
        ('<p onclick="x" style="color:red">Said <b>so</b></p>', "<p>Said <strong>so</strong></p>"),
        ('<a href="javascript:alert(1)">here</a>', "<p>here</p>"),
        ('<a href="https://a.org/?q=1&amp;r=2">here</a>', '<p><a href="https://a.org/?q=1&amp;r=2">here</a></p>'),
        ("<ul><li><p>One</p></li><li>Two<ol><li>a</li></ol></li></ul>",
         "<ul><li>One</li><li>Two<ol><li>a</li></ol></li></ul>"),
        ("<h2>Item</h2><table><tr><td>a</td><td>b</td></tr></table>", "<p>Item</p><p>a</p><p>b</p>"),
        ("<p>Fish &amp; <em> chips </em>.</p>", "<p>Fish &amp; <em>chips</em> .</p>"),
        ("<p>&lt;script&gt;</p>", "<p>&lt;script&gt;</p>"),
        ("<ul>" * 500 + "<li>deep" + "</ul>" * 500, "<ul><li>deep</li></ul>"),
    ],
)  # fmt: skip
def test_what_is_kept_of_what_is_sent(sent, kept):
    assert as_html(read(sent)) == kept


def test_the_old_plain_minutes_are_paragraphs():
    assert as_html(read_plain("One\r\nline.\r\n\r\n\r\nTwo <b>.")) == "<p>One line.</p><p>Two &lt;b&gt;.</p>"


def test_marks_are_what_people_type():
    html = as_html(from_marks("**Agreed** to *go on*:\n- one\n- two\n  1. of two\n\n5 * 3 = 15 [see](https://a.org)"))
    assert html == (
        "<p><strong>Agreed</strong> to <em>go on</em>:</p><ul><li>one</li><li>two<ol><li>of two</li></ol></li></ul>"
        '<p>5 * 3 = 15 <a href="https://a.org">see</a></p>'
    )


def test_plain_words_and_data_for_print():
    blocks = read("<p>The <b>Board</b></p><ul><li>one</li></ul>")
    assert as_text(blocks) == "The Board\n\n- one"
    assert as_data(blocks)[0]["runs"][1] == {"text": "Board", "strong": True, "em": False, "href": ""}
    assert as_data(blocks)[1] == {
        "kind": "ul",
        "entries": [{"runs": [{"text": "one", "strong": False, "em": False, "href": ""}], "lists": []}],
    }
