"""A page keeps its number whatever comes after it: late pages are lettered and lie behind their item's."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal.typeset.page_numbers import PageNumber, from_to, in_words, parse, place, run, where_they_come

A_RUN = st.tuples(st.integers(0, 5), st.integers(1, 40))
ORDER = range(6)


def in_order(wanted):
    return sorted(wanted, key=lambda each: each[0])


@st.composite
def circulations(draw):
    """The first pack and up to four supplements: each a list of (item, pages) in the agenda's order."""
    return [in_order(draw(st.lists(A_RUN, max_size=5))) for _ in range(draw(st.integers(1, 5)))]


def publish(all_of_them):
    """What is out after each circulation: (item, first, pages)."""
    published, after = [], []
    for wanted in all_of_them:
        firsts = place(published, wanted, ORDER)
        published = published + [(item, first, pages) for (item, pages), first in zip(wanted, firsts, strict=True)]
        after.append(published)
    return after


def numbers(published):
    return [number for _, first, pages in published for number in run(first, pages)]


@given(circulations())
def test_no_number_is_ever_given_twice(all_of_them):
    given_out = numbers(publish(all_of_them)[-1])
    assert len(given_out) == len(set(map(str, given_out)))


@given(circulations())
def test_the_first_pack_is_numbered_one_two_three(all_of_them):
    first = publish(all_of_them)[0]
    assert [str(number) for number in numbers(first)] == [str(number) for number in range(1, len(numbers(first)) + 1)]


@given(circulations())
def test_nothing_that_is_out_moves_and_new_pages_of_a_run_lie_together(all_of_them):
    after = publish(all_of_them)
    for earlier, later in pairwise(after):
        assert later[: len(earlier)] == earlier
    whole = sorted(numbers(after[-1]))
    for _, first, pages in after[-1]:
        begin = whole.index(first)
        # a run of the first pack may have late pages behind it, never within it
        assert whole[begin : begin + pages] == run(first, pages)


@given(circulations())
def test_late_pages_lie_behind_their_items_pages_of_the_first_pack_and_before_the_next_items(all_of_them):
    after = publish(all_of_them)
    first = next((each for each in after if each), [])
    for item, number, _ in after[-1][len(first) :]:
        before = [start.whole + pages - 1 for other, start, pages in first if other <= item]
        behind = [start for other, start, _ in first if other > item]
        assert number.letters > 0
        assert number.whole == max(before, default=0)
        assert all(number < start for start in behind)


@given(st.integers(0, 999_999), st.integers(0, 10_000))
def test_a_number_that_is_written_is_read_again(whole, letters):
    number = PageNumber(whole, letters)
    assert parse(str(number)) == number


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 100)), min_size=2))
def test_numbers_sort_as_letters_are_counted(pairs):
    sorted_ones = sorted(PageNumber(*pair) for pair in pairs)
    assert [(each.whole, each.letters) for each in sorted_ones] == sorted(pairs)


@pytest.mark.parametrize(
    ("number", "written"),
    [((12, 0), "12"), ((12, 1), "12A"), ((12, 26), "12Z"), ((12, 27), "12AA"), ((0, 2), "0B"), ((7, 702), "7ZZ")],
)
def test_letters_go_on_after_z(number, written):
    assert str(PageNumber(*number)) == written


def test_a_later_supplement_letters_on_from_the_one_before():
    published = [("a", PageNumber(1), 3), ("b", PageNumber(4), 2), ("a", PageNumber(3, 1), 2)]
    assert place(published, [("a", 1), ("b", 30)], ["a", "b"]) == [PageNumber(3, 3), PageNumber(5, 1)]


def test_a_late_item_stands_behind_the_item_before_it():
    published = [("a", PageNumber(1), 3), ("b", PageNumber(4), 2)]
    assert place(published, [("late", 1)], ["a", "late", "b"]) == [PageNumber(3, 1)]
    assert place(published, [("late", 1)], ["late", "a", "b"]) == [PageNumber(0, 1)]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ((12, 1), "page 12A comes after page 12"),
        ((12, 3), "page 12C comes after page 12B"),
        ((0, 1), "page 0A comes before page 1"),
        ((0, 2), "page 0B comes after page 0A"),
        ((12, 0), ""),
    ],
)
def test_a_lettered_page_says_where_it_comes(number, said):
    assert PageNumber(*number).where_it_comes == said


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([((13, 1), 2), ((13, 3), 1), ((19, 1), 1)], "page 13A comes after page 13 and page 19A comes after page 19"),
        ([((20, 0), 2), ((19, 1), 1)], "page 19A comes after page 19"),
        ([((20, 0), 2)], ""),
        ([], ""),
    ],
)
def test_of_several_runs_the_first_page_of_each_says_where_it_comes(runs, said):
    assert where_they_come(run(PageNumber(*first), pages) for first, pages in runs) == said


@pytest.mark.parametrize("text", ["", "A", "12-", "-1", "1.5", "12 12A", "١٢", "1234567", "12ABCD", "<b>"])
def test_what_is_no_number_is_none(text):
    assert parse(text) is None


@pytest.mark.parametrize(("text", "number"), [("12a", (12, 1)), (" 12 A ", (12, 1)), ("012", (12, 0))])
def test_a_number_may_be_written_carelessly(text, number):
    assert parse(text) == PageNumber(*number)


def test_a_run_is_told_as_people_say_it():
    assert from_to(PageNumber(12, 1), 1) == "page 12A"
    assert from_to(PageNumber(8), 3) == "pages 8 to 10"


def test_pages_that_lie_one_behind_the_other_are_said_in_one():
    assert in_words([*run(PageNumber(6, 1), 2), PageNumber(6, 3), *run(PageNumber(6, 4), 9)]) == "pages 6A to 6L"
    assert in_words([*run(PageNumber(8), 3), PageNumber(12, 1)]) == "pages 8 to 10, page 12A"
    assert in_words([]) == ""


@given(circulations())
def test_what_is_said_in_one_is_the_pages_that_were_told(all_of_them):
    told = sorted(numbers(publish(all_of_them)[-1]))
    said = []
    for part in filter(None, in_words(told).split(", ")):
        first, _, last = part.split(" ", 1)[1].partition(" to ")
        first, last = parse(first), parse(last or first)
        said += [number for number in told if first <= number <= last]
    assert said == told
