"""A vote in writing comes out the same in whatever order replies come, and more agreement never makes less of it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal.quorum import Ballot, Presence, QuorumRule, Vote, count_ballots

RULE = QuorumRule(share="1/3", at_least=2, of=("council",))
ORGANISATIONS = ["council", "police", "fire"]


def ballot(seat, vote="agree", *, person=None, organisation="council", **more):
    presence = Presence(str(seat), organisation, seat if person is None else person)
    return Ballot(seat, presence, Vote(vote), **more)


@st.composite
def ballots(draw):
    """One for each of some seats: some without a vote, some that do not count, some people in two of them."""
    seats = draw(st.lists(st.integers(0, 11), unique=True))
    return [
        ballot(
            seat,
            draw(st.sampled_from(list(Vote))),
            person=draw(st.integers(0, 11)),
            organisation=draw(st.sampled_from(ORGANISATIONS)),
            votes=draw(st.booleans()),
            counts=draw(st.booleans()),
            is_chair=seat == 0,
        )
        for seat in seats
    ]


rules = st.builds(
    QuorumRule,
    share=st.sampled_from(["0", "1/3", "1/2", "1"]),
    at_least=st.integers(1, 5),
    of=st.sampled_from([(), ("council",), ("council", "police")]),
)
casting = st.booleans()


@given(rules, st.integers(0, 12), ballots(), casting, st.randoms())
def test_the_order_of_replies_does_not_matter(rule, seats, given_, casting_vote, random):
    shuffled = list(given_)
    random.shuffle(shuffled)
    count = count_ballots(rule, seats, given_, casting_vote=casting_vote)
    assert count_ballots(rule, seats, shuffled, casting_vote=casting_vote) == count


@given(rules, st.integers(0, 12), ballots(), casting, st.data())
def test_who_comes_to_agree_never_undoes_an_agreement(rule, seats, given_, casting_vote, data):
    if not given_:
        return
    changed = data.draw(st.integers(0, len(given_) - 1))
    kinder = [replace(each, vote=Vote.AGREE) if place == changed else each for place, each in enumerate(given_)]
    before = count_ballots(rule, seats, given_, casting_vote=casting_vote)
    after = count_ballots(rule, seats, kinder, casting_vote=casting_vote)
    assert after.is_agreed >= before.is_agreed


@given(rules, st.integers(0, 12), ballots(), casting)
def test_one_more_who_agrees_never_undoes_an_agreement(rule, seats, given_, casting_vote):
    before = count_ballots(rule, seats, given_, casting_vote=casting_vote)
    after = count_ballots(rule, seats, [*given_, ballot(99)], casting_vote=casting_vote)
    assert after.is_agreed >= before.is_agreed


@given(rules, st.integers(0, 12), ballots(), casting, st.sampled_from(list(Vote)))
def test_a_seat_without_a_vote_and_out_of_the_quorum_changes_nothing(rule, seats, given_, casting_vote, vote):
    adviser = ballot(99, vote, organisation="housing", votes=False, counts=False)
    count = count_ballots(rule, seats, given_, casting_vote=casting_vote)
    assert count_ballots(rule, seats, [*given_, adviser], casting_vote=casting_vote) == count


@given(rules, st.integers(0, 12), ballots())
def test_without_a_casting_vote_a_tie_fails(rule, seats, given_):
    count = count_ballots(rule, seats, given_)
    assert count.is_agreed == (count.quorum.met and count.agreed > count.against)


def test_a_tie_is_as_the_chair_voted_where_the_rule_says_so():
    for_it, against = ballot(1, is_chair=True), ballot(2, "disagree")
    assert count_ballots(RULE, 6, [for_it, against], casting_vote=True).is_agreed
    assert not count_ballots(RULE, 6, [for_it, against]).is_agreed
    opposed = [ballot(1, "disagree", is_chair=True), ballot(2)]
    assert not count_ballots(RULE, 6, opposed, casting_vote=True).is_agreed


def test_a_person_in_two_seats_counts_once_in_the_seat_that_comes_first():
    count = count_ballots(RULE, 6, [ballot(2, "disagree", person=7), ballot(1, person=7)])
    assert (count.agreed, count.against, count.quorum.present) == (1, 0, 1)


def test_to_abstain_is_to_reply_and_a_vacant_seat_is_not_asked():
    two = [ballot(1, "abstain"), ballot(2)]
    assert count_ballots(RULE, 6, two).is_agreed
    # seven seats of which one is vacant are six; a third of seven would be three
    assert not count_ballots(RULE, 7, two).is_agreed
