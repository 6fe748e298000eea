"""When somebody was there, by the items that they came for and left after: arithmetic only."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

# where an item stands on the agenda: its position, then its key
Place = tuple[int, int]


@dataclass(frozen=True)
class Step:
    """Somebody came for the item at this place, or else left after it; `number` is the item's, for sentences."""

    place: Place
    came: bool
    number: str = ""

    @property
    def order(self):
        """Who comes for an item and leaves after it does so in this order."""
        return (*self.place, not self.came)


def in_order(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.order)


def is_there(steps: Iterable[Step], place: Place) -> bool:
    """Whether who made these steps is there at a place: who made none is there throughout."""
    ordered = in_order(steps)
    made = [step for step in ordered if step.place < place or (step.came and step.place == place)]
    if made:
        return made[-1].came
    return not ordered or not ordered[0].came


def why_impossible(steps: Iterable[Step], new: Step) -> str:
    """Why the new step can't be added to those recorded, as a sentence without a subject; "" where it can."""
    before = in_order(steps)
    after = in_order([*before, new])
    at = after.index(new)
    # of the beginning it is only assumed that they were there
    was_assumed = at == 0 and not (before and before[0].came)
    if new.came and is_there(before, new.place) and not was_assumed:
        return f"are recorded as there for item {new.number} already"
    if not new.came and not is_there(before, new.place):
        return _not_there(before, new)
    neighbour = next((b if a is new else a for a, b in pairwise(after) if a.came == b.came), None)
    if neighbour is None:
        return ""
    done = "coming for" if neighbour.came else "leaving after"
    return f"are recorded as {done} item {neighbour.number}: take that back first"


def _not_there(before, new):
    later = next((step for step in before if step.came and step.place > new.place), None)
    if later:
        return f"came for item {later.number}, so they can't have left after item {new.number}"
    gone = next(step for step in reversed(before) if not step.came and step.place < new.place)
    return f"left after item {gone.number} already"


def in_words(items: Iterable[tuple[str, bool]]) -> str:
    """When they were there, from each item's number and whether they were: "from item 4", "until item 6", "for item 4",
    "until item 3, and from item 6"; "" for all of them or none."""
    runs: list[list[int]] = []
    listed = list(items)
    for at, (_, there) in enumerate(listed):
        if there and runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        elif there:
            runs.append([at])
    return ", and ".join(filter(None, (_run(listed, run[0], run[-1]) for run in runs)))


def _run(listed, first, last):
    begins, ends = first > 0, last < len(listed) - 1
    if (begins and first == last) or (first == last and ends):
        return f"for item {listed[first][0]}"
    return " ".join(
        [*([f"from item {listed[first][0]}"] if begins else []), *([f"until item {listed[last][0]}"] if ends else [])]
    )
