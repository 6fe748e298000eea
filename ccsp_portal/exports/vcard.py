"""People as vCard 3.0 (RFC 2426), the form that every address book still reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse

LONGEST_LINE = 75


@dataclass(frozen=True)
class Card:
    """One person. `uid` stays the same, so that an address book that has the card already updates it."""

    uid: str
    name: str
    email: str
    organisation: str = ""
    title: str = ""


def vcard_response(filename: str, cards: Iterable[Card]) -> HttpResponse:
    """The cards to download, one after the other."""
    response = HttpResponse("".join(map(_written, cards)), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _written(card):
    *given, surname = card.name.split() or [""]
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"UID:{_escaped(card.uid)}",
        f"N:{_escaped(surname)};{_escaped(' '.join(given))};;;",
        f"FN:{_escaped(card.name)}",
        f"EMAIL;TYPE=INTERNET,WORK:{_escaped(card.email)}",
        *([f"ORG:{_escaped(card.organisation)}"] if card.organisation else []),
        *([f"TITLE:{_escaped(card.title)}"] if card.title else []),
        "END:VCARD",
    ]
    return "".join(_folded_line(line) for line in lines)


def _escaped(text):
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded_line(line):
    """A line of at most 75 octets, gone on with after a space; no letter is cut in two."""
    parts, part = [], b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > LONGEST_LINE - (1 if parts else 0):
            parts.append(part.decode())
            part = b""
        part += octets
    return "\r\n ".join([*parts, part.decode()]) + "\r\n"
