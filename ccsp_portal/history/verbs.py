"""Verbs in the past tense: acts are named by what their button says, and history tells what was done."""

IRREGULAR = {
    "be": "was",
    "begin": "began",
    "bring": "brought",
    "draw": "drew",
    "give": "gave",
    "hold": "held",
    "let": "let",
    "make": "made",
    "put": "put",
    "read": "read",
    "rewrite": "rewrote",
    "run": "ran",
    "say": "said",
    "send": "sent",
    "set": "set",
    "take": "took",
    "withdraw": "withdrew",
    "write": "wrote",
}
# short verbs whose last letter is doubled
DOUBLED = {"drop", "plan", "stop", "submit"}


def past(verb: str) -> str:
    """The verb, with whatever follows it, in the past tense: "sign off" gives "signed off"."""
    word, space, rest = (verb[:1].lower() + verb[1:]).partition(" ")
    return f"{_past(word)}{space}{rest}"


def _past(word):
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in DOUBLED:
        return f"{word}{word[-1]}ed"
    if word.endswith("e"):
        return f"{word}d"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ied"
    return f"{word}ed"
