"""Who is there at an item follows from which they came for and left after, whatever the order of recording."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.queries.comings import Step, in_words, is_there, why_impossible


def step(number, *, came):
    return Step((number, number * 10), came, str(number))


STEPS = st.lists(st.sampled_from([step(n, came=came) for n in range(1, 9) for came in (True, False)]), max_size=6)


def came(number):
    return step(number, came=True)


def left(number):
    return step(number, came=False)


def place(number):
    return (number, number * 10)


def recorded(steps):
    """Those of the steps that are let in, one after the other."""
    kept = []
    for each in steps:
        if not why_impossible(kept, each):
            kept.append(each)
    return kept


@pytest.mark.parametrize(
    ("steps", "there"),
    [
        ([], "12345"),
        ([came(3)], "345"),
        ([left(3)], "123"),
        ([came(2), left(4)], "234"),
        ([left(4), came(2)], "234"),
        ([came(3), left(3)], "3"),
        ([left(1), came(4)], "145"),
        ([came(2), left(2), came(5)], "25"),
    ],
)
def test_who_came_for_an_item_is_there_from_it_and_who_left_after_one_until_it(steps, there):
    assert "".join(str(n) for n in range(1, 6) if is_there(steps, place(n))) == there


@pytest.mark.parametrize(
    ("before", "new", "why"),
    [
        ([came(6)], left(4), "came for item 6, so they can't have left after item 4"),
        ([left(4)], left(6), "left after item 4 already"),
        ([left(6)], left(4), "are recorded as leaving after item 6: take that back first"),
        ([came(4)], came(6), "are recorded as there for item 6 already"),
        ([came(6)], came(4), "are recorded as coming for item 6: take that back first"),
        ([], came(4), ""),
        ([left(6)], came(4), ""),
        ([left(4)], came(6), ""),
        ([came(4)], left(4), ""),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(before, new, why):
    assert why_impossible(before, new) == why


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ("12345", ""),
        ("", ""),
        ("345", "from item 3"),
        ("123", "until item 3"),
        ("234", "from item 2 until item 4"),
        ("3", "for item 3"),
        ("1", "for item 1"),
        ("5", "for item 5"),
        ("1245", "until item 2, and from item 4"),
        ("235", "from item 2 until item 3, and for item 5"),
    ],
)
def test_it_is_said_as_minutes_say_it(there, words):
    assert in_words([(number, number in there) for number in "12345"]) == words


@given(STEPS)
def test_what_is_let_in_goes_to_and_fro_and_the_order_of_recording_does_not_matter(steps):
    kept = recorded(steps)
    there = [is_there(kept, place(n)) for n in range(10)]
    assert there == [is_there(reversed(kept), place(n)) for n in range(10)]
    ordered = sorted(kept, key=lambda each: each.order)
    assert all(a.came != b.came for a, b in pairwise(ordered))


@given(STEPS)
def test_each_step_that_is_let_in_is_seen_at_its_item(steps):
    kept = recorded(steps)
    for each in kept:
        assert is_there(kept, each.place)
    for each in kept:
        after = (each.place[0], each.place[1] + 1)
        comes_back = any(other.came and other.place == after for other in kept)
        assert is_there(kept, after) is (each.came and left(each.place[0]) not in kept) or comes_back


@given(STEPS)
def test_a_walk_from_item_to_item_finds_the_same_people(steps):
    kept = recorded(steps)
    first = min(kept, key=lambda each: each.order, default=None)
    inside = first is None or not first.came
    for n in range(1, 9):
        inside = inside or came(n) in kept
        assert is_there(kept, place(n)) is inside
        inside = inside and left(n) not in kept
