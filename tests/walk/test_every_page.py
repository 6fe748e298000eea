"""Every page of the portal, as everybody finds it: held against the table in answers.txt, and searched for leaks.

One file, since the tests of a file share a process: the walk is walked once.
"""

import re

import pytest

from tests.walk import table
from tests.walk.places import EXAMPLES, pages

pytestmark = pytest.mark.django_db

TABLE = table.read()
MARKER = re.compile(r"zq\d{3}x\w+")
# whoever holds the link is the one who was asked: it is kept nowhere but in their letter
LINKS = {"partners:accept_invitation (good)", "meetings:my_calendar (good)", "meetings:update_by_link (good)"}


def test_every_page_stands_in_the_table(walked):
    walked_to = {row.split(" (")[0] for row in walked.rows}
    missing = [name for name in pages() if name not in walked_to]
    advice = (
        "These pages have parts in their address, and the walk does not know an example: {}. Add them to EXAMPLES in "
        "tests/walk/places.py, with an open and a private thing where that matters, and make such things in "
        "tests/walk/plenary.py or paperwork.py if there are none."
    )
    assert missing == [], advice.format(", ".join(missing))
    unlisted = [table.line(row, walked.line(row)) for row in walked.rows if row not in TABLE]
    advice = (
        "tests/walk/answers.txt has no row for these. Read each letter, ask whether that person may see or do that, "
        "and if so add the line:\n{}"
    )
    assert unlisted == [], advice.format("\n".join(unlisted))


def test_the_table_holds_no_page_that_is_gone(walked):
    assert [row for row in TABLE if row not in walked.rows] == []
    assert sorted(set(EXAMPLES) - set(pages())) == []


def test_everybody_is_answered_as_the_table_says(walked):
    wrong = [
        f"{name} at {row}, {way}: {was}, not {said}"
        for row in walked.rows
        if row in TABLE
        for way, got, wanted in zip(("GET", "POST"), walked.line(row), TABLE[row], strict=True)
        for name, was, said in zip(walked.cast, got, wanted, strict=True)
        if was != said
    ]
    assert wrong == []


def test_nobody_meets_an_error(walked):
    broken = [
        f"{name} at {row}"
        for (row, name), answers in walked.answers.items()
        if table.BROKEN in {answer.letter for answer in answers}
    ]
    assert broken == []


# ── what is private is planted everywhere, and looked for in every byte that somebody is sent ────────────────────────


def unfolded(said):
    """A calendar's lines in one piece: after 75 bytes it goes on behind a space (RFC 5545, section 3.1)."""
    return re.sub(r"\r?\n[ \t]", "", said) if "BEGIN:VCALENDAR" in said else said


@pytest.fixture(scope="module")
def met(walked):
    """{person: {planted word: the first row where they met it}}, in bodies and headers, of reading and of acting."""
    found = {name: {} for name in walked.cast}
    for (row, name), answers in walked.answers.items():
        for answer in () if row in LINKS else answers:
            for word in MARKER.findall(unfolded(answer.said)):
                found[name].setdefault(word, row)
    return found


def test_nobody_is_sent_what_they_may_not_read(walked, met):
    leaks = [
        f"{name} met the {walked.secrets.planted[word][0]} at {row}"
        for name, words in met.items()
        for word, row in words.items()
        if not walked.secrets.may_read(name, word)
    ]
    assert leaks == []


def test_every_field_that_was_planted_is_met_by_somebody_who_may_read_it(walked, met):
    """So that the test above would find a leak: what no page shows, none could leak."""
    planted = walked.secrets.planted
    seen = {planted[word] for words in met.values() for word in words}
    assert set(planted.values()) - seen == {(field, circle) for field, circle in planted.values() if circle == "nobody"}
