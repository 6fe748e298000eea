"""Page numbers that never move: 1, 2, 3 at first; what comes later stands between them as 12A, 12B …"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import get_text_list

ALPHABET = 26
WRITTEN = re.compile(r"\s*([0-9]{1,6})\s*([A-Z]{0,3})\s*")


@dataclass(frozen=True, order=True)
class PageNumber:
    """12, or 12A: `letters` counts A as 1, Z as 26, AA as 27; 0 is none. They sort as the pages lie."""

    whole: int
    letters: int = 0

    def __str__(self):
        return f"{self.whole}{_as_letters(self.letters)}"

    def after(self, pages: int) -> "PageNumber":
        """The number so many pages on within one run: 12 leads to 13, 12A to 12B."""
        return PageNumber(self.whole, self.letters + pages) if self.letters else PageNumber(self.whole + pages)

    @property
    def where_it_comes(self) -> str:
        """ "page 12A comes after page 12", for whoever puts it among the pages that they have; "" without a letter."""
        if not self.letters:
            return ""
        if self.letters == 1 and not self.whole:
            return f"page {self} comes before page 1"
        return f"page {self} comes after page {PageNumber(self.whole, self.letters - 1)}"


def where_they_come(runs: Iterable[list[PageNumber]]) -> str:
    """Where the first page of each run comes, in a sentence; "" where none is lettered. Of runs that lie one behind the
    other, the first says it."""
    runs = list(runs)
    new = {number for run in runs for number in run}
    firsts = [run[0] for run in runs if run and PageNumber(run[0].whole, run[0].letters - 1) not in new]
    return get_text_list([first.where_it_comes for first in firsts if first.letters], "and")


def parse(text: str) -> PageNumber | None:
    """The number that a person wrote, "12a" or " 12 A "; None where it is none."""
    found = WRITTEN.fullmatch(text.upper())
    if not found:
        return None
    letters = 0
    for letter in found[2]:
        letters = letters * ALPHABET + ord(letter) - ord("A") + 1
    return PageNumber(int(found[1]), letters)


def run(first: PageNumber, pages: int) -> list[PageNumber]:
    """The numbers of so many pages that lie one behind the other."""
    return [first.after(step) for step in range(pages)]


def from_to(first: PageNumber, pages: int) -> str:
    """ "page 12A", "pages 8 to 10"."""
    return f"page {first}" if pages == 1 else f"pages {first} to {first.after(pages - 1)}"


def in_words(numbers: Iterable[PageNumber]) -> str:
    """ "page 12A", "pages 8 to 10", "pages 8 to 10, page 12A": those that lie one behind the other said in one."""
    runs: list[list[PageNumber]] = []
    for number in numbers:
        if runs and runs[-1][-1].after(1) == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(from_to(each[0], len(each)) for each in runs)


def place(
    published: Iterable[tuple[int, PageNumber, int]], wanted: Iterable[tuple[int, int]], order: Iterable[int]
) -> list[PageNumber]:
    """The first number of each wanted run, given what is published already.

    `published` has (item, first number, pages) of every run that ever went out, `wanted` (item, pages) in the order of
    the agenda, `order` every item in that order. The first time, pages are 1, 2, 3. After that nothing moves: a run
    stands behind the last page that its item had then, or the item before it, and is lettered on from what is there.
    """
    published, places = list(published), {item: place for place, item in enumerate(order)}
    if not published:
        return _one_after_another(wanted)
    used: dict[int, int] = {}
    for _, first, pages in published:
        if first.letters:
            used[first.whole] = max(used.get(first.whole, 0), first.letters + pages - 1)
    found = []
    for item, pages in wanted:
        behind = [
            first.whole + length - 1
            for other, first, length in published
            if not first.letters and places[other] <= places[item]
        ]
        anchor = max(behind, default=0)
        found.append(PageNumber(anchor, used.get(anchor, 0) + 1))
        used[anchor] = used.get(anchor, 0) + pages
    return found


def _one_after_another(wanted):
    found, next_one = [], 1
    for _, pages in wanted:
        found.append(PageNumber(next_one))
        next_one += pages
    return found


def _as_letters(count):
    letters = ""
    while count:
        count, rest = divmod(count - 1, ALPHABET)
        letters = chr(ord("A") + rest) + letters
    return letters
