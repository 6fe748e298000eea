"""Quorum: how many must be there, and who; and how a vote in writing comes out. By the rule copied when it began."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, kw_only=True)
class QuorumRule:
    """`share` of the seats that count ("1/3"), never fewer than `at_least`, with each organisation of `of` there."""

    share: str = field(default="0", metadata={"write": "a fraction, like “1/3”"})
    at_least: int = field(default=1, metadata={"write": "a number of seats, like 4", "least": 1, "most": 200})
    of: tuple[str, ...] = field(
        default=(), metadata={"write": "keys of organisations or seats that must be there, like [“council”, “police”]"}
    )

    @classmethod
    def from_data(cls, data: Mapping) -> "QuorumRule":
        """The rule as a meeting's row holds it: {"share": "1/3", "at_least": 4, "of": ["council", "police"]}."""
        return cls(share=data.get("share", "0"), at_least=data.get("at_least", 1), of=tuple(data.get("of", ())))

    def as_data(self) -> dict:
        return {"share": self.share, "at_least": self.at_least, "of": list(self.of)}

    @property
    def fraction(self) -> Fraction:
        """The share as a number from 0 to 1. Raises ValueError for what is none."""
        share = Fraction(self.share)
        if not 0 <= share <= 1:
            raise ValueError("a share lies between 0 and 1")
        return share

    def needed(self, seats: int) -> int:
        """How many of so many counting seats must be filled."""
        return max(ceil(self.fraction * seats), self.at_least)

    def explain(self, names: Mapping[str, str] | None = None) -> str:
        """The rule as a sentence; `names` gives the words for its keys."""
        names = names or {}
        share = f"{_in_words(self.fraction)} of the seats that count, " if self.fraction else ""
        fewest = f"never fewer than {self.at_least}" if share else f"at least {self.at_least} of the seats that count"
        there = _listed([names.get(each, each) for each in self.of])
        present = f", with {there} present" if there else ""
        words = f"{share}{fewest}{present}."
        return words[0].upper() + words[1:]


@dataclass(frozen=True)
class Presence:
    """A counting seat that is filled: its key, its organisation's key, and the person, who counts once."""

    seat: str
    organisation: str
    person: int


@dataclass(frozen=True)
class Quorum:
    """Whether a meeting is quorate: how many are needed and there, and which organisations or seats are missing."""

    needed: int
    present: int
    missing: tuple[str, ...]

    @property
    def met(self) -> bool:
        return self.present >= self.needed and not self.missing

    def words(self, names: Mapping[str, str] | None = None) -> str:
        """A sentence: "Quorate: 6 present, 4 needed." or what is lacking."""
        names = names or {}
        if self.met:
            return f"Quorate: {self.present} present, {self.needed} needed."
        lacking = [f"{self.needed - self.present} more present"] if self.present < self.needed else []
        lacking += [names.get(each, each) for each in self.missing]
        return f"Not quorate: {self.present} present, {self.needed} needed. It lacks {_listed(lacking)}."


def quorum(rule: QuorumRule, seats: int, present: Iterable[Presence]) -> Quorum:
    """Work it out: `seats` is how many seats count to quorum, `present` those of them that are filled.

    A person in two seats counts once, in the seat that comes first in `present`; a required organisation is there if
    any of its filled seats counts.
    """
    counted: dict[int, Presence] = {}
    for presence in present:
        counted.setdefault(presence.person, presence)
    there = {each.seat for each in counted.values()} | {each.organisation for each in counted.values()}
    return Quorum(rule.needed(seats), len(counted), tuple(each for each in rule.of if each not in there))


class Vote(StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class Ballot:
    """What a seat said in writing. `place` is the seat's in the body's order, `votes` and `counts` are its terms:
    whether it votes, and whether it counts to the quorum."""

    place: int
    presence: Presence
    vote: Vote
    votes: bool = True
    counts: bool = True
    is_chair: bool = False


@dataclass(frozen=True)
class Count:
    """How a vote in writing came out: the votes, and the quorum of those that replied."""

    agreed: int
    against: int
    abstained: int
    quorum: Quorum
    # the chair's second vote, where the rule gives one and it was needed
    chair_decided: bool = False

    @property
    def is_agreed(self) -> bool:
        """More agreed than did not, or the casting vote said so; and enough replied."""
        return self.quorum.met and (self.agreed > self.against or self.chair_decided)


def count_ballots(rule: QuorumRule, seats: int, ballots: Iterable[Ballot], *, casting_vote: bool = False) -> Count:
    """Count a vote in writing, in whatever order the ballots came: `seats` is how many filled seats count to quorum.

    Who replies is there, and abstaining is a reply. A person in two seats counts once, in the seat that comes first in
    the body's order. As many for as against is not agreed, unless `casting_vote` and the chair is for it.
    """
    in_order = sorted(ballots, key=lambda each: (each.place, each.presence.seat))
    voting: dict[int, Ballot] = {}
    for each in in_order:
        if each.votes:
            voting.setdefault(each.presence.person, each)
    given = [each.vote for each in voting.values()]
    agreed, against = given.count(Vote.AGREE), given.count(Vote.DISAGREE)
    is_tie = agreed == against
    chair_is_for = any(each.is_chair and each.vote == Vote.AGREE for each in voting.values())
    return Count(
        agreed,
        against,
        given.count(Vote.ABSTAIN),
        quorum(rule, seats, [each.presence for each in in_order if each.counts]),
        chair_decided=casting_vote and is_tie and chair_is_for,
    )


def _in_words(share: Fraction) -> str:
    named = {
        Fraction(1, 2): "half",
        Fraction(1, 3): "one third",
        Fraction(1, 4): "a quarter",
        Fraction(2, 3): "two thirds",
    }
    return f"at least {named.get(share, share)}"


def _listed(words) -> str:
    *others, last = list(words) or [""]
    return f"{', '.join(others)} and {last}" if others else last
