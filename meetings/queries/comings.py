"""When somebody was there, by the items that they came for and left after: arithmetic only."""

from collections.abc import Iterable
from dataclasses import dataclass

# where an item stands on the agenda: its position, then its key
Place = tuple[int, int]


@dataclass(frozen=True)
class Step:
    """Somebody came for the item at this place, or else left after it; `over` for taking a seat over from whoever was
    in it until then. `number` is the item's and `name` theirs, for sentences; `who` tells those of one seat apart.
    """

    place: Place
    came: bool
    number: str = ""
    over: bool = False
    who: int | None = None
    name: str = ""

    @property
    def order(self):
        """Who comes for an item and leaves after it does so in this order."""
        return (*self.place, not self.came)

    @property
    def doing(self) -> str:
        """What it is to make it: "leaving after item 4"."""
        return f"{'taking over at' if self.over else 'coming for' if self.came else 'leaving after'} item {self.number}"

    @property
    def done(self) -> str:
        """The same once it is made: "left after item 4"."""
        return f"{'took over at' if self.over else 'came for' if self.came else 'left after'} item {self.number}"


def in_order(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.order)


def is_there(steps: Iterable[Step], place: Place) -> bool:
    """Whether anybody of those who made these steps is there at a place: who made none is there throughout."""
    ordered = in_order(steps)
    made = [step for step in ordered if step.place < place or (step.came and step.place == place)]
    return made[-1].came if made else _begins_there(ordered)


def _begins_there(ordered):
    return not ordered or not ordered[0].came or ordered[0].over


def who_is_in(steps: Iterable[Step], place: Place, first: int | None) -> int | None:
    """Who came to the seat last, up to a place; `first` is who was the first in it."""
    came = [step for step in in_order(steps) if step.came and step.place <= place]
    return came[-1].who if came else first


def flaw(steps: Iterable[Step], first: int | None = None) -> Step | None:
    """The first of the steps that can't be after those before it: one comes only to an empty seat, the `first` one
    before others; takes over only from another who is there; and leaves only where they are there themselves."""
    ordered = in_order(steps)
    inside, who, last = _begins_there(ordered), first, None
    for step in ordered:
        if not _can_be(step, inside, who, last):
            return step
        inside, who, last = step.came, step.who if step.came else who, step
    return None


def _can_be(step, inside, who, last):
    if step.over:
        # nobody is taken over from at the very item for which they came
        return inside and step.who != who and not (last and last.place == step.place)
    if step.came:
        return not inside and (last is not None or step.who == who)
    return inside and step.who == who


def why_impossible(steps: Iterable[Step], new: Step, first: int | None = None) -> str:
    """Why the new step can't be added to those recorded, as a sentence about "they"; "" where it can."""
    before = in_order(steps)
    is_in, is_theirs = is_there(before, new.place), who_is_in(before, new.place, first) == new.who
    if not new.came and not (is_in and is_theirs):
        return _not_there(before, new, first)
    already = is_theirs if new.over else (new.came and is_in and not _was_assumed(before, new))
    if already:
        return f"are recorded as there for item {new.number} already"
    other = flaw([*before, new], first)
    return _clash(before, new, other) if other else ""


def _clash(before, new, other):
    if other == new:
        # somebody else came for, or took over at, the very item
        other = next((step for step in before if step.place == new.place), None)
    if other is None:
        return (
            "can’t take over, as nobody is in the seat"
            if new.over
            else "can’t, as another was the first in the seat: say under “Record attendance” who was"
        )
    them = "are" if other.who == new.who else f"can’t, as {other.name} is"
    return f"{them} recorded as {other.doing}: take that back first"


def _was_assumed(before, new):
    """Whether nothing says that they were there at the beginning, which the new step then corrects."""
    earliest = before[0] if before else None
    return earliest is None or (new.order < earliest.order and (earliest.over or not earliest.came))


def _not_there(before, new, first):
    mine = [step for step in before if step.who == new.who]
    later = next((step for step in mine if step.came and step.place > new.place), None)
    if later:
        return f"{later.done}, so they can’t have left after item {new.number}"
    if mine and not mine[-1].came:
        return f"{mine[-1].done} already"
    over = next((step for step in before if step.over and (not mine or step.order > mine[-1].order)), None)
    was_in = over and (mine or new.who == first)
    return f"were in the seat until {over.name} {over.done}" if was_in else "are not recorded as there"


def to_take_back_first(steps: Iterable[Step], taken: Step, first: int | None = None) -> Step | None:
    """Which step has to be taken back before another of them can be: one that could not be without it."""
    rest = [step for step in in_order(steps) if step != taken]
    after = next((step for step in rest if step.order > taken.order), None)
    return flaw(rest, first) or (after if not taken.came else None)


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
