"""Where the pages of a document begin in the same document as HTML, as far as its words tell."""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

# a tag, or what stands between tags
PIECE = re.compile(r"""<(/?)(\w+)(?:[^>"']|"[^"]*"|'[^']*')*>|[^<]+""")
WORD = re.compile(r"[^\W_]+")
ENTITY = re.compile(r"&#?\w+;")
BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "pre"}
# so many words must be the same, and stand there but once; where they don't, so many more
LENGTHS = (6, 12, 24)
# a page may begin with what only paper has: "2 of 3", the number of a list's entry
MOST_SKIPPED, LONGEST_SKIPPED = 3, 2


@dataclass(frozen=True)
class Break:
    """A place in HTML; `is_between` where it is between two blocks, rather than within one."""

    at: int
    is_between: bool


def breaks(html: str, pages: list[str]) -> list[Break] | None:
    """Where each page but the first begins; None where that can't be told of every one.

    `pages` are the words of each page; the HTML is clean and well formed.
    """
    words, places = _words_in(html)
    text = f" {' '.join(words)} "
    # where in the text the space before each word is
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    found: list[Break] = []
    behind = 0
    for page in pages[1:]:
        at = _only_place(_words(page), text, behind)
        if at is None:
            return None
        found.append(places[bisect_left(starts, at)])
        behind = at + 1
    return found


def _only_place(words, text, behind):
    """Where a page's first words are in the text, from some place on."""
    for skipped in range(min(MOST_SKIPPED + 1, len(words))):
        if any(len(word) > LONGEST_SKIPPED for word in words[:skipped]):
            return None
        for length in LENGTHS:
            phrase = f" {' '.join(words[skipped : skipped + length])} "
            at = text.find(phrase, behind)
            if at < 0:
                break
            if text.find(phrase, at + 1) < 0:
                return at
    return None


def _words(text):
    return [unicodedata.normalize("NFKC", word).casefold() for word in WORD.findall(text)]


def _words_in(html):
    """The words, and for each the place at which a page that begins with it begins."""
    words, places = [], []
    # where the innermost block begins, until a word of it was seen; and the link that a word is in
    block = link = None
    for piece in PIECE.finditer(html):
        closes, tag = piece[1], piece[2]
        if tag == "a":
            link = None if closes else piece.start()
        elif tag in BLOCKS:
            block = None if closes else piece.start()
        elif tag is None:
            # as long as before, so that places stay
            plain = ENTITY.sub(lambda entity: " " * len(entity[0]), piece[0])
            for word in WORD.finditer(plain):
                words += _words(word[0])
                within = piece.start() + word.start() if link is None else link
                places.append(Break(within, False) if block is None else Break(block, True))
                block = None
    return words, places
