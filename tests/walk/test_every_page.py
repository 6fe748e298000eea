"""Every page of the portal, as everybody finds it: held against the table in answers.txt."""

import pytest

from tests.walk import table
from tests.walk.places import EXAMPLES, pages

pytestmark = pytest.mark.django_db

TABLE = table.read()


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
