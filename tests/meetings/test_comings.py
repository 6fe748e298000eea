"""Who is there at an item follows from which they came for and left after, whatever the order of recording."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.queries.comings import Step, flaw, in_words, is_there, to_take_back_first, who_is_in, why_impossible


def step(number, *, came):
    return Step((number, number * 10), came, str(number))


STEPS = st.lists(st.sampled_from([step(n, came=came) for n in range(1, 9) for came in (True, False)]), max_size=6)


def came(number):
    return step(number, came=True)


def left(number):
    return step(number, came=False)


def of(who, number, did):
    """A step of one of those who share a seat: "came", "left" or "over"."""
    return Step((number, number * 10), did != "left", str(number), did == "over", ord(who), who)


SHARED = st.lists(
    st.builds(of, st.sampled_from("ABC"), st.integers(1, 8), st.sampled_from(["came", "left", "over"])), max_size=9
)
FIRST = ord("A")


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
        ([came(6)], left(4), "came for item 6, so they can’t have left after item 4"),
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


# a seat that several fill, one after the other


def kept_of_seat(steps):
    kept = []
    for each in steps:
        if not why_impossible(kept, each, FIRST):
            kept.append(each)
    return kept


def filled_by(steps):
    """Who fills the seat at the items 1 to 8: "-" for nobody."""
    return "".join(
        chr(who_is_in(steps, place(n), FIRST)) if is_there(steps, place(n)) else "-" for n in range(1, 9)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "by"),
    [
        ([], "AAAAAAAA"),
        ([of("B", 5, "over")], "AAAABBBB"),
        ([of("B", 5, "over"), of("A", 7, "over")], "AAAABBAA"),
        ([of("B", 3, "over"), of("B", 4, "left"), of("A", 7, "came")], "AABB--AA"),
        ([of("A", 3, "came"), of("B", 5, "over")], "--AABBBB"),
        ([of("A", 3, "left"), of("B", 5, "came"), of("C", 7, "over")], "AAA-BBCC"),
    ],
)
def test_a_seat_is_filled_by_who_came_to_it_last(steps, by):
    assert kept_of_seat(steps) == steps
    assert filled_by(steps) == filled_by(steps[::-1]) == by


@pytest.mark.parametrize(
    ("before", "new", "why"),
    [
        ([of("B", 5, "over")], of("C", 5, "over"), "can’t, as B is recorded as taking over at item 5: take that back"),
        ([of("A", 5, "came")], of("B", 5, "over"), "can’t, as A is recorded as coming for item 5: take that back"),
        ([of("A", 6, "left")], of("B", 5, "over"), "can’t, as A is recorded as leaving after item 6: take that back"),
        ([of("B", 5, "over")], of("A", 4, "left"), "can’t, as B is recorded as taking over at item 5: take that back"),
        ([of("B", 5, "over")], of("A", 6, "left"), "were in the seat until B took over at item 5"),
        ([of("A", 5, "came")], of("B", 2, "came"), "can’t, as another was the first in the seat: say under"),
        ([of("A", 3, "left")], of("B", 5, "over"), "can’t take over, as nobody is in the seat"),
        ([of("B", 5, "over")], of("C", 6, "left"), "are not recorded as there"),
        ([of("B", 5, "over")], of("B", 4, "left"), "took over at item 5, so they can’t have left after item 4"),
        ([of("B", 5, "over")], of("B", 7, "over"), "are recorded as there for item 7 already"),
        ([of("B", 5, "over")], of("B", 3, "over"), "are recorded as taking over at item 5: take that back first"),
        ([of("A", 3, "left"), of("A", 7, "came")], of("B", 5, "came"), "can’t, as A is recorded as coming for item 7"),
    ],
)
def test_what_cannot_be_of_a_shared_seat_is_refused_with_the_reason(before, new, why):
    assert why_impossible(before, new, FIRST).startswith(why)


@given(SHARED)
def test_whatever_is_let_in_one_at_most_fills_the_seat_and_leaves_it_themselves(steps):
    kept = kept_of_seat(steps)
    assert flaw(kept, FIRST) is None
    inside = "A" if is_there(kept, place(0)) else ""
    for n in range(1, 9):
        for each in (each for each in kept if each.place == place(n) and each.came):
            assert bool(inside) is each.over
            assert inside != each.name
            inside = each.name
        assert filled_by(kept)[n - 1] == (inside or "-")
        for each in (each for each in kept if each.place == place(n) and not each.came):
            assert inside == each.name
            inside = ""


@given(SHARED)
def test_what_may_be_taken_back_leaves_what_can_be_and_everything_can_in_the_end(steps):
    kept = kept_of_seat(steps)
    while kept:
        free = [each for each in kept if to_take_back_first(kept, each, FIRST) is None]
        assert free
        for each in kept:
            first = to_take_back_first(kept, each, FIRST)
            assert first is None or first in kept
        kept.remove(free[0])
        assert flaw(kept, FIRST) is None
