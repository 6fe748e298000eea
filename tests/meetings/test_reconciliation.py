"""Each sentence that says agreed, resolved or will has a decision or an action point behind it, or is listed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.queries.reconciliation import kind_of, loose_sentences, sentences_of

words = st.sampled_from(
    "the Board police agreed resolved will shall noted plan schools to circulate write Ms Dr e.g. Gill - 1.".split()  # noqa: SIM905
)
said = st.lists(st.one_of(words, st.sampled_from([". ", ".\n", "! ", "\n\n", ": "])), max_size=40).map(" ".join)
anything = st.one_of(said, st.text(max_size=80))


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The Board agreed the plan.", "decision"),
        ("RESOLVED: that the plan be adopted.", "decision"),
        ("It was agreed that the group meet monthly.", "decision"),
        ("AGREED", "decision"),
        ("Cllr Gill will write to schools.", "action"),
        ("The police shall report in June.", "action"),
        ("They\u2019ll send the figures.", "action"),
        ("Jas Gill to circulate the slides.", "action"),
        ("To circulate the slides.", "action"),
        ("The secretary is to invite the college.", "action"),
        ("Probation undertook to share its figures.", "action"),
        ("ACTION: slides round by Friday.", "action"),
        ("Members disagreed.", ""),
        ("There was goodwill on all sides.", ""),
        ("Will Smith gave his apologies.", ""),
        ("The report was noted.", ""),
        ("Burglary fell to the level of 2019.", ""),
        ("Members spoke of what was unresolved.", ""),
    ],
)
def test_what_a_sentence_says(sentence, kind):
    assert kind_of(sentence) == kind


def test_a_text_is_parted_into_sentences():
    text = "Dr. A. Gill spoke, e.g. Of knives. It was agreed.\n\n- Jas to circulate it\n1. RESOLVED “so.” The end"
    assert sentences_of(text) == [
        "Dr. A. Gill spoke, e.g. Of knives.",
        "It was agreed.",
        "Jas to circulate it",
        "RESOLVED “so.”",
        "The end",
    ]


def test_what_has_no_record_is_listed_and_what_has_one_is_not():
    text = (
        "The Board agreed that schools be visited. It was agreed to lend cameras. The police will visit every school."
    )
    loose = loose_sentences(text, decisions=["That schools be visited"], actions=[])
    assert [each.sentence for each in loose] == ["It was agreed to lend cameras."]
    assert [each.sentence for each in loose_sentences(text)] == sentences_of(text)


def test_a_bare_word_has_any_record_behind_it():
    assert loose_sentences("Agreed.", decisions=["That the plan be adopted"]) == []
    assert len(loose_sentences("Agreed.")) == 1


@given(anything)
def test_every_sentence_that_is_listed_stands_in_the_text_and_says_so(text):
    whole = " ".join(text.split())
    for each in loose_sentences(text):
        assert each.sentence in whole
        assert each.kind == kind_of(each.sentence) != ""


@given(anything)
def test_a_sentence_that_was_recorded_or_settled_is_not_listed(text):
    listed = [each.sentence for each in loose_sentences(text)]
    assert loose_sentences(text, settled=listed) == []
    assert loose_sentences(text, decisions=listed[:1], actions=listed[1:]) == []


@given(anything, st.lists(said, max_size=3))
def test_a_record_more_lists_nothing_more(text, records):
    few, many = loose_sentences(text), loose_sentences(text, decisions=records)
    assert [each for each in few if each in many] == many


@given(anything)
def test_no_sentence_is_listed_twice(text):
    listed = [each.sentence for each in loose_sentences(text)]
    assert len(listed) == len(set(listed))
