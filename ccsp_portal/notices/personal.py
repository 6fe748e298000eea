"""Personal links in letters: the text that is kept has a mark in their place, and the token is made as the mail leaves.

So no table, log or page holds a token; who reads the letter has it. A token names its person and what it is for, and
is dead once their address has changed: it went to the old one. A mark counts at an address of ours alone: letters quote
what people wrote, and one of them could have the reader's own link lead elsewhere.
"""

import re

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "personal link in a letter"
MARK = re.compile(r"⟪([a-z]+)((?:/[0-9]{1,10})+)⟫")
INSTEAD = "(a personal link, which only the letter holds)"


def mark(purpose: str, *parts: int) -> str:
    """What stands for a link's token in a notice's text: `purpose` is a word, `parts` the ids that it is about."""
    return f"⟪{purpose}/{'/'.join(str(part) for part in parts)}⟫"


def marked_address(route: str, purpose: str, *parts: int) -> str:
    """The full address of a route that takes a token, with the mark in its place."""
    # the mark as it is, not as an address would have it: its token is to be put in
    return settings.PORTAL_BASE_URL + reverse(route, args=["TOKEN"]).replace("TOKEN", mark(purpose, *parts))


def fill_in(text: str, person) -> str:
    """The text as the person's letter has it: each mark at an address of ours is a token of theirs."""
    ours = re.compile(rf"(?<!\S)({re.escape(settings.PORTAL_BASE_URL)}/[\w/-]*){MARK.pattern}")

    def filled(found):
        address, purpose, parts = found.groups()
        return address + token_for(person, purpose, *map(int, parts.strip("/").split("/")))

    return ours.sub(filled, text)


def leave_out(text: str) -> str:
    """The text as others may read it: each address with a mark is left out."""
    # from the beginning of a word: from each of its letters a long one would take minutes
    return re.sub(rf"(?<!\S)\S*{MARK.pattern}\S*", INSTEAD, text)


def token_for(person, purpose: str, *parts: int) -> str:
    return signing.dumps([person.pk, _address_mark(person), purpose, *parts], salt=SALT)


def read_token(token: str, purpose: str):
    """(the person, the parts) of a token that we made for the purpose; None for any other, or a changed address."""
    try:
        pk, address_mark, used_for, *parts = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = get_user_model()._default_manager.filter(pk=pk, is_active=True).first()
    if person is None or used_for != purpose or not constant_time_compare(address_mark, _address_mark(person)):
        return None
    return person, parts


def _address_mark(person):
    return salted_hmac(SALT, person.email.lower(), algorithm="sha256").hexdigest()[:16]
