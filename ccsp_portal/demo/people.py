"""Who can sign in to the demonstration: made-up people, one for each seat of the profile, and two deputies."""

import re
from typing import NamedTuple

from ccsp_portal.profile import Profile

PASSWORD = "three spires at dusk 26"  # noqa: S105

# in the order of a profile's seats; a longer profile begins again
NAMES = (
    "Rosa Whitfield",
    "Daniel Okafor",
    "Tom Hargreaves",
    "Amara Nwosu",
    "Bethan Rees",
    "Callum Doyle",
    "Harjit Sandhu",
    "Marek Zieliński",
    "Leila Haddad",
    "Owen Bright",
    "Jas Gill",
    "Priya Nair",
    "Hugh Ferris",
    "Grace Éloi",
    "Asha Patel",
    "Ken Lomas",
    "Nadia Rahman",
    "Siân Howells",
    "Peter Adeyemi",
    "Ruth Calder",
)
DEPUTIES = ("Megan Price", "Imran Qureshi")
IN_WORDS = {
    "secretary": "secretary: schedules, circulates, minutes",
    "analyst": "analyst: loads police figures, writes the assessment",
    "elected member": "elected member: reads the plan",
    "auditor": "auditor: reads the history",
    "observer": "observer",
    "adviser": "adviser",
    "pcc officer": "officer of the Police and Crime Commissioner",
}


class Account(NamedTuple):
    """A made-up person and the seat they hold, or deputise in."""

    name: str
    email: str
    seat: str
    is_deputy: bool
    is_chair: bool
    what: str


def accounts(profile: Profile) -> list[Account]:
    """Everybody who can sign in: the secretary first, then the others in the order of their seats, then deputies."""
    holders = [
        _account(f"{NAMES[number % len(NAMES)]}{_again(number)}", seat, number == 0)
        for number, seat in enumerate(profile.seats)
    ]
    seats = [seat for seat in profile.seats if seat.role == "member"][1:]
    deputies = [_account(name, seat, False, is_deputy=True) for name, seat in zip(DEPUTIES, seats, strict=False)]
    return sorted(holders, key=lambda account: not account.what.startswith("secretary")) + deputies


def _again(number):
    """What tells the second person of a name from the first."""
    return " junior" if number >= len(NAMES) else ""


def _account(name, seat, is_chair, is_deputy=False):
    what = IN_WORDS.get(seat.role, f"member: {seat.title}")
    if is_chair:
        what = f"chair: {seat.title}"
    if is_deputy:
        what = f"deputy: {seat.title}"
    return Account(name, f"{_address(name)}@ccsp.example", seat.key, is_deputy, is_chair, what)


PLAIN = str.maketrans("éńâíáóöüłż", "enaiaooulz")


def _address(name):
    return re.sub(r"[^a-z]+", ".", name.lower().translate(PLAIN))
