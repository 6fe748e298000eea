"""Where pages begin is told by their words, and not guessed."""

import pytest

from ccsp_portal.typeset.page_breaks import Break, breaks

HTML = "<h2>Plan</h2><p>One two three four five six seven eight.</p><p>Nine &amp; ten, eleven twelve thirteen.</p>"


def test_a_page_that_begins_with_a_paragraph_begins_before_it():
    pages = ["Plan\nOne two three four five six seven eight.", "Nine & ten, eleven twelve thirteen."]
    assert breaks(HTML, pages) == [Break(HTML.index("<p>Nine"), True)]


def test_a_page_that_begins_within_a_paragraph_begins_at_its_word():
    pages = ["Plan One two three", "four five six\nseven eight. Nine"]
    assert breaks(HTML, pages) == [Break(HTML.index("four"), False)]


def test_a_page_that_begins_within_a_link_begins_before_it():
    html = '<p>One <a href="https://x.test/?a>b">two three four five six seven</a></p>'
    assert breaks(html, ["One two", "three four five six seven"]) == [Break(html.index("<a"), False)]


def test_the_number_of_a_list_that_only_paper_has_is_passed_over():
    html = "<p>Agree:</p><ol><li>The plan of the year</li><li>The budget of the year</li></ol>"
    assert breaks(html, ["Agree:\n1. The plan of the year", "2. The budget of the year"]) == [
        Break(html.index("The budget"), False)
    ]


def test_ligatures_and_case_make_no_difference():
    html = "<p>One.</p><p>The ﬁrst ﬁgures OF the year</p>"
    assert breaks(html, ["One.", "THE first figures of the year"]) == [Break(html.index("<p>The"), True)]


@pytest.mark.parametrize(
    "pages",
    [
        ["Same words", "Other words that are nowhere in it"],
        ["Same words", ""],
        ["Same words", "Other words of one"],
        # twice the same: which of them is not told
        ["One", "Same words. Same"],
    ],
)
def test_what_cannot_be_told_is_not_guessed(pages):
    assert breaks("<p>One</p><p>Same words.</p><p>Same words.</p><p>Same words.</p>", pages) is None


def test_one_page_has_nothing_to_find():
    assert breaks("<p>One</p>", ["One"]) == []
