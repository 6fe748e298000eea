"""What is private is planted everywhere, and looked for in every byte that somebody is sent who may not read it."""

import re

import pytest

pytestmark = pytest.mark.django_db

MARKER = re.compile(r"zq\d{3}x\w+")
# whoever holds the link is the one who was asked: it is kept nowhere but in their letter
LINKS = {"partners:accept_invitation (good)"}


@pytest.fixture(scope="module")
def met(walked):
    """{person: {planted word: the first row where they met it}}, in bodies and headers, of reading and of acting."""
    found = {name: {} for name in walked.cast}
    for (row, name), answers in walked.answers.items():
        for answer in () if row in LINKS else answers:
            for word in MARKER.findall(answer.said):
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
