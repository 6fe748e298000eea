"""What rich text is made of: paragraphs and lists of runs. Whatever was sent is read into these."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

DEEPEST = 3
LONGEST_ADDRESS = 2000
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\]+", re.IGNORECASE)
# what nobody sees: control characters, and those that turn the direction of a line round
UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\ufffe\ud800-\udfff]"
)
SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Run:
    """Words in one manner. "\\n" is a new line within the paragraph; `href` is where a link leads."""

    text: str
    strong: bool = False
    em: bool = False
    href: str = ""

    @property
    def manner(self):
        return self.strong, self.em, self.href


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Entry:
    """One entry of a list, with the lists that stand under it."""

    runs: tuple[Run, ...]
    lists: tuple["Listing", ...] = ()


@dataclass(frozen=True)
class Listing:
    """A list, numbered or not."""

    is_numbered: bool
    entries: tuple[Entry, ...]


Block = Paragraph | Listing


def address(text: str) -> str:
    """The address if a link may lead there: http, https or mailto; else ""."""
    whole = UNSEEN.sub("", text).strip().replace("(", "%28").replace(")", "%29")
    return whole if len(whole) <= LONGEST_ADDRESS and ADDRESS.fullmatch(whole) else ""


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs with single spaces and new lines, none at an end, and neighbours of one manner joined."""
    spread = [part for run in runs for part in _spread(run)]
    joined: list[Run] = []
    for run in spread:
        text = run.text
        before = joined[-1].text if joined else "\n"
        if text == " " and before[-1] in " \n":
            continue
        if text == "\n":
            while joined and joined[-1].text in (" ", "\n"):
                joined.pop()
            if not joined:
                continue
        joined.append(run)
    while joined and joined[-1].text in (" ", "\n"):
        joined.pop()
    return _merged(joined)


def _spread(run):
    """Words, spaces and new lines apart: a space and a new line have no manner but the link's they stand in."""
    text = SPACES.sub(" ", UNSEEN.sub(" ", run.text.replace("\r\n", "\n").replace("\r", "\n")))
    for part in re.findall(r"\n| |[^ \n]+", text):
        yield replace(run, text=part) if part not in (" ", "\n") else Run(part)


def _merged(parts):
    """Neighbours of one manner as one run; a space between two of a manner takes theirs."""
    runs: list[Run] = []
    for index, part in enumerate(parts):
        is_space = part.text in (" ", "\n")
        follows = next((each for each in parts[index:] if each.text not in (" ", "\n")), part) if is_space else part
        if runs and runs[-1].manner in (follows.manner, part.manner):
            runs[-1] = replace(runs[-1], text=runs[-1].text + part.text)
        else:
            runs.append(part)
    return tuple(runs)


def gather(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without empty ones, and lists of a kind that follow one another as one."""
    gathered: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.runs:
                gathered.append(block)
            continue
        entries = _entries(block)
        last = gathered[-1] if gathered else None
        if isinstance(last, Listing) and last.is_numbered == block.is_numbered:
            gathered[-1] = replace(last, entries=last.entries + entries)
        elif entries:
            gathered.append(replace(block, entries=entries))
    return tuple(gathered)


def _entries(listing):
    """Its entries; of one without words, the lists under it take its place."""
    entries: list[Entry] = []
    for entry in listing.entries:
        lists = tuple(each for each in gather(entry.lists) if isinstance(each, Listing))
        if entry.runs:
            entries.append(Entry(entry.runs, lists))
        else:
            entries += [inner for each in lists for inner in each.entries]
    return tuple(entries)
