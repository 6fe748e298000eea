"""Rich text in a plain box, for who has no JavaScript: **bold**, *italic*, lists with dashes or numbers, [links](…).

What is written so and read again is the same, so that saving a plain box loses nothing of what was made in a rich one.
"""

import hashlib
import re
from collections.abc import Iterable

from ccsp_portal.prose.pieces import DEEPEST, Block, Entry, Listing, Paragraph, Run, address, gather, tidy

SPECIAL = re.compile(r"([\\*\[\]])")
# what would begin an entry of a list, where it is only how a line begins
LIKE_ENTRY = re.compile(r"^(\s*)(-|\d+[.)])(?=\s|$)", re.MULTILINE)
ENTRY = re.compile(r"^( *)(-|\d+[.)])(?:\s+(.*))?$")
TOKEN = re.compile(r"\\(.)|(\*{1,3})|(\[)|\]\(([^()\s]*)\)", re.DOTALL)


def to_marks(blocks: Iterable[Block]) -> str:
    """The text with its marks."""
    return "\n\n".join(_block(each, "") for each in blocks)


def _block(block, indent):
    if isinstance(block, Paragraph):
        return _runs(block.runs, "")
    lines = []
    for number, entry in enumerate(block.entries, start=1):
        mark = f"{number}." if block.is_numbered else "-"
        lines.append(f"{indent}{mark} {_runs(entry.runs, indent + '  ')}")
        lines += [_block(each, indent + "  ") for each in entry.lists]
    return "\n".join(lines)


def _runs(runs, indent):
    written, before = [], Run("")
    for run in [*runs, Run("")]:
        if before.href and run.href != before.href:
            written.append(f"]({before.href})")
        written.append("*" * (2 * (run.strong != before.strong) + (run.em != before.em)))
        if run.href and run.href != before.href:
            written.append("[")
        written.append(SPECIAL.sub(r"\\\1", run.text))
        before = run
    guarded = LIKE_ENTRY.sub(lambda found: f"{found[1]}\\{found[2]}" if found[2] == "-" else
                             f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", "".join(written))  # fmt: skip
    return guarded.replace("\n", f"\n{indent}")


def mark_of(blocks: Iterable[Block]) -> str:
    """A short mark of the text, the same for the same text: a box says with it what it showed at first."""
    return hashlib.sha256(to_marks(blocks).encode()).hexdigest()[:16]


def from_marks(text: str) -> tuple[Block, ...]:
    """Read what was typed: a blank line parts paragraphs, a new line stays one, a mark without its pair is itself."""
    blocks: list[Block] = []
    for part in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")):
        blocks += _part(part.split("\n"))
    return gather(blocks)


def _part(lines):
    """The paragraph and the lists of a part without blank lines."""
    words: list[str] = []
    entries: list[tuple[int, bool, list[str]]] = []
    for line in lines:
        entry = ENTRY.match(line)
        if entry:
            entries.append((min(len(entry[1]) // 2, DEEPEST - 1), entry[2] != "-", [entry[3] or ""]))
        elif entries:
            entries[-1][2].append(line.strip())
        else:
            words.append(line.strip())
    return [Paragraph(_read_runs("\n".join(words))), *_lists(entries, 0)]


def _lists(entries, depth):
    """The lists of one depth, from entries in the order in which they were written."""
    lists: list[Listing] = []
    while entries:
        (_, is_numbered, lines), *rest = entries
        under = []
        while rest and rest[0][0] > depth:
            under.append(rest.pop(0))
        entry = Entry(_read_runs("\n".join(lines)), tuple(_lists(under, depth + 1)))
        if lists and lists[-1].is_numbered == is_numbered:
            lists[-1] = Listing(is_numbered, (*lists[-1].entries, entry))
        else:
            lists.append(Listing(is_numbered, (entry,)))
        entries = rest
    return lists


def _read_runs(text):
    tokens = _tokens(text)
    _pair(tokens)
    runs, strong, em, href = [], False, False, ""
    for kind, value in tokens:
        if kind == "mark":
            strong, em = strong ^ (len(value) >= 2), em ^ (len(value) % 2 == 1)
        elif kind == "link":
            href = value
        elif kind == "end":
            href = ""
        else:
            runs.append(Run(value, strong, em, href))
    return tidy(runs)


def _tokens(text):
    tokens: list[list[str]] = []
    at = 0
    for found in TOKEN.finditer(text):
        tokens.append(["text", text[at : found.start()]])
        at = found.end()
        if found[1] is not None:
            tokens.append(["text", found[1] if re.match(r"[\\*\[\]\-.)]", found[1]) else found[0]])
        elif found[2]:
            tokens.append(["mark", found[2]] if _touches(text, found) else ["text", found[2]])
        elif found[3]:
            tokens.append(["opening", found[0]])
        else:
            tokens.append(["end", found[4]])
    return [*tokens, ["text", text[at:]]]


def _touches(text, found):
    """Whether stars touch a word: those between spaces are stars."""
    around = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
    return any(each and not each.isspace() for each in around)


def _pair(tokens):
    """Turn what has no pair back into text: a bold that nobody ends, a bracket that is no link."""
    for weight in (2, 1):
        marks = [token for token in tokens if token[0] == "mark" and len(token[1]) in (weight, 3)]
        if len(marks) % 2:
            _make_text(tokens, marks[-1], weight)
    opening = None
    for token in tokens:
        if token[0] == "opening":
            if opening:
                opening[0] = "text"
            opening = token
        elif token[0] == "end":
            leads_to = address(token[1])
            if opening and leads_to:
                opening[:] = ["link", leads_to]
            else:
                token[:] = ["text", f"]({token[1]})"]
                if opening:
                    opening[0] = "text"
            opening = None
    if opening:
        opening[0] = "text"


def _make_text(tokens, mark, weight):
    if len(mark[1]) == weight:
        mark[0] = "text"
        return
    mark[1] = "*" * (3 - weight)
    tokens.insert(tokens.index(mark), ["text", "*" * weight])
