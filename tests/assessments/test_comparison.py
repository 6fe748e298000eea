"""Twelve months against twelve: what may honestly be said of two counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.comparison import Change

counts = st.integers(min_value=0, max_value=100_000)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (112, 100, "up 12.0%"),
        (88, 100, "down 12.0%"),
        (100, 100, "no change"),
        (0, 0, "no change"),
        (15, 19, "down 4 (too few for a percentage)"),
        (1300, 19, "up 1,281 (too few for a percentage)"),
        (2, 20, "down 90.0%"),
    ],
)
def test_a_change_is_said_in_words(now, before, words):
    assert Change(now, before).words == words


def test_a_difference_is_beyond_chance_from_196_standard_errors_on():
    # 100 against 130: z = -30 / sqrt(230) = -1.978; 101 against 130: -29 / sqrt(231) = -1.908
    assert Change(100, 130).beyond_chance
    assert not Change(101, 130).beyond_chance


@given(counts, counts)
def test_the_earlier_and_the_later_count_swapped_turn_the_sign_of_the_difference(now, before):
    assert Change(now, before).z == -Change(before, now).z


@given(counts, counts)
def test_a_percentage_is_given_exactly_when_the_earlier_count_is_20_or_more(now, before):
    assert (Change(now, before).percent is None) is (before < 20)


@given(counts, st.integers(min_value=20, max_value=100_000))
def test_the_percentage_leads_from_the_earlier_count_to_the_later(now, before):
    assert before * (1 + Change(now, before).percent / 100) == pytest.approx(now)
