"""Quorum is worked out from the rule: a share, a fewest, and who must be there; a person counts once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal.quorum import Presence, QuorumRule, quorum

RULE = QuorumRule(share="1/3", at_least=4, of=("council", "police"))
NAMES = {"council": "the Council", "police": "West Midlands Police"}


def filled(*organisations):
    return [Presence(f"seat {n}", organisation, n) for n, organisation in enumerate(organisations)]


def test_the_rule_is_said_in_a_sentence():
    assert RULE.explain(NAMES) == (
        "At least one third of the seats that count, never fewer than 4, "
        "with the Council and West Midlands Police present."
    )
    assert QuorumRule(at_least=3).explain() == "At least 3 of the seats that count."


@pytest.mark.parametrize(("seats", "needed"), [(8, 4), (12, 4), (13, 5), (15, 5), (16, 6), (0, 4)])
def test_a_third_of_the_seats_is_rounded_up_and_never_below_the_fewest(seats, needed):
    assert RULE.needed(seats) == needed


def test_four_with_both_who_must_be_there_are_a_quorum():
    result = quorum(RULE, 8, filled("council", "police", "fire", "icb"))
    assert (result.met, result.words()) == (True, "Quorate: 4 present, 4 needed.")


def test_without_the_police_there_is_none_however_many_come():
    result = quorum(RULE, 8, filled("council", "fire", "icb", "probation", "council"))
    assert result.words(NAMES) == "Not quorate: 5 present, 4 needed. It lacks West Midlands Police."


def test_a_person_in_two_seats_counts_once_in_the_first():
    twice = [Presence("probation", "probation", 7), Presence("health", "icb", 7)]
    assert quorum(QuorumRule(at_least=2), 8, twice).present == 1
    assert quorum(QuorumRule(of=("icb",)), 8, twice).missing == ("icb",)


presences = st.lists(
    st.builds(Presence, st.text(max_size=2), st.sampled_from(["council", "police", "fire"]), st.integers(0, 9))
)


@given(presences, presences, st.integers(0, 40))
def test_more_people_never_unmake_a_quorum(first, more, seats):
    if quorum(RULE, seats, first).met:
        assert quorum(RULE, seats, first + more).met


@given(st.integers(0, 200), st.fractions(0, 1), st.integers(1, 20))
def test_the_need_is_the_smallest_number_that_satisfies_the_share_and_the_fewest(seats, share, fewest):
    needed = QuorumRule(share=str(share), at_least=fewest).needed(seats)
    assert needed >= fewest
    assert needed >= share * seats
    assert needed == fewest or needed - 1 < share * seats


@given(st.fractions(0, 1), st.integers(1, 50), st.lists(st.sampled_from(["council", "police"]), unique=True))
def test_a_rule_survives_being_kept_as_data(share, fewest, of):
    rule = QuorumRule(share=str(share), at_least=fewest, of=tuple(of))
    assert QuorumRule.from_data(rule.as_data()) == rule
