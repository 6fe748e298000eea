"""Which seat somebody means who names its body, its organisation and its position."""

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from partners.models import Body, Seat

# so many choices are named in a sentence
NAMED = 5


@dataclass
class Place:
    """A body's seats, by the words for their organisation and for their position."""

    body: Body
    seats: list[Seat] = field(default_factory=list)
    by_organisation: dict[str, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    by_title: dict[str, list[Seat]] = field(default_factory=lambda: defaultdict(list))

    def add(self, seat):
        self.seats.append(seat)
        for words in _folded(seat.organisation.name, seat.organisation.short_name, seat.organisation.key):
            self.by_organisation[words].append(seat)
        for words in _folded(seat.title, seat.key):
            self.by_title[words].append(seat)


def places_of(seats: Iterable[Seat]) -> list[Place]:
    """The bodies of these seats, with the words by which a seat is found; one query where the seats are a query."""
    places: dict[int, Place] = {}
    for seat in seats:
        places.setdefault(seat.body_id, Place(seat.body)).add(seat)
    return list(places.values())


def seat_called(places: list[Place], body: str, organisation: str, title: str) -> Seat:
    """The one seat that the words name, whatever their capitals. Raises LookupError, saying what to write instead."""
    place = _place(places, body)
    if not organisation and not title:
        raise LookupError("Write which seat it is: its organisation, its position, or both.")
    found, whose = place.seats, ""
    if organisation:
        whose = f" for “{organisation}”"
        found = place.by_organisation.get(organisation.casefold(), [])
        if not found:
            among = _among(organisation, _organisations(place.seats))
            raise LookupError(f"The {place.body.short_name} has no seat{whose}. {among}")
    if title:
        found = _titled(place, found, title, whose)
    if len(found) > 1:
        raise LookupError(f"The {place.body.short_name} has {len(found)} such seats. {_apart(found)}")
    return found[0]


def _place(places, words):
    if not words:
        raise LookupError("Write the body’s name in the column body.")
    for place in places:
        body = place.body
        if words.casefold() in _folded(body.name, body.short_name, body.key, body.also_known_as):
            return place
    among = _among(words, [place.body.short_name for place in places])
    raise LookupError(f"You are secretary of no body “{words}” with seats. {among}")


def _titled(place, among, title, whose):
    ids = {seat.pk for seat in among}
    found = [seat for seat in place.by_title.get(title.casefold(), []) if seat.pk in ids]
    if not found:
        titles = _among(title, [seat.title for seat in among])
        raise LookupError(f"The {place.body.short_name} has no seat “{title}”{whose}. {titles}")
    return found


def _folded(*names):
    return {" ".join(name.casefold().split()) for name in names if name}


def _organisations(seats):
    return list(dict.fromkeys(seat.organisation.short_name for seat in seats))


def _apart(seats):
    """How to tell these seats apart: by position where that differs, then by organisation, else by key."""
    titles, organisations = [seat.title for seat in seats], _organisations(seats)
    if len(set(titles)) == len(titles):
        return _among("", titles, "in the column seat ")
    if len(organisations) == len(seats):
        return _among("", organisations, "in the column organisation ")
    return _among("", [seat.key for seat in seats], "in the column seat ")


def _among(words, names, where=""):
    """What could be written, the likeliest first."""
    names = list(dict.fromkeys(names))
    likely = difflib.get_close_matches(words, names, NAMED, 0.3) if words else []
    shown = list(dict.fromkeys([*likely, *names]))[:NAMED]
    more = f", or another of {len(names)}" if len(names) > NAMED else ""
    return f"Write {where}{'one of: ' if len(shown) > 1 else ''}{'; '.join(shown)}{more}." if shown else ""
