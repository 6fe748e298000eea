"""Two texts beside each other: what was taken out, what was put in, word by word; and both kept where they differ."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TypeVar

from ccsp_portal.prose.pieces import Block, gather

WORD = re.compile(r"\s+|\w+|[^\w\s]")
# less than this share of their letters in common: two texts, rather than one that was changed
LITTLE = 0.3
# more lines or words against more than these take too long to compare one by one
MOST_PAIRS = 4_000_000
Same = TypeVar("Same", bound=Hashable)


@dataclass(frozen=True)
class Change:
    """A stretch of text: "same", "out" (only in the older) or "in" (only in the newer)."""

    kind: str
    text: str


def changes(older: str, newer: str) -> list[Change]:
    """What leads from the older text to the newer, line by line and within changed lines word by word.

    Without those taken out, the changes spell the newer text; without those put in, the older. Lines that have little
    in common are taken out and put in whole: word by word nobody could read them.
    """
    told: list[Change] = []
    old, new = older.splitlines(keepends=True), newer.splitlines(keepends=True)
    if len(old) * len(new) > MOST_PAIRS:
        old, new = [older], [newer]
    for kind, before, after in _steps(old, new):
        out, put = "".join(before), "".join(after)
        if kind == "equal":
            told.append(Change("same", out))
        elif out and put:
            told += _by_words(WORD.findall(out), WORD.findall(put))
        else:
            told += [Change("out", out), Change("in", put)]
    return _joined(each for each in told if each.text)


def _steps(before: Sequence[Same], after: Sequence[Same]) -> list[tuple[str, Sequence[Same], Sequence[Same]]]:
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(kind, before[i:j], after[k:m]) for kind, i, j, k, m in steps]


def _by_words(before: list[str], after: list[str]) -> list[Change]:
    whole = [Change("out", "".join(before)), Change("in", "".join(after))]
    if len(before) * len(after) > MOST_PAIRS:
        return whole
    steps = [(kind, "".join(out), "".join(put)) for kind, out, put in _steps(before, after)]
    shared = sum(len(words.strip()) for kind, words, _ in steps if kind == "equal")
    if shared < LITTLE * max(len(each.text) for each in whole):
        return whole
    told = []
    for kind, out, put in steps:
        told += [Change("same", out)] if kind == "equal" else [Change("out", out), Change("in", put)]
    return told


def _joined(told: Iterable[Change]) -> list[Change]:
    joined: list[Change] = []
    for change in told:
        if joined and joined[-1].kind == change.kind:
            joined[-1] = Change(change.kind, joined[-1].text + change.text)
        else:
            joined.append(change)
    return joined


def both(theirs: tuple[Block, ...], yours: tuple[Block, ...]) -> tuple[Block, ...]:
    """All that is in either: what they share once, and where they differ theirs before yours.

    Of more than can be compared, all between what they begin and end with alike counts as different.
    """
    begin = _alike(theirs, yours)
    end = _alike(theirs[begin:][::-1], yours[begin:][::-1])
    before, after = theirs[begin : len(theirs) - end], yours[begin : len(yours) - end]
    kept = list(theirs[:begin])
    if len(before) * len(after) > MOST_PAIRS:
        kept += [*before, *after]
    else:
        for kind, out, put in _steps(before, after):
            kept += out if kind == "equal" else [*out, *put]
    return gather([*kept, *theirs[len(theirs) - end :]])


def _alike(one: Sequence[Block], other: Sequence[Block]) -> int:
    """With how many equal blocks both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
