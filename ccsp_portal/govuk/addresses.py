"""E-mail addresses as people type them, made one: two that reach the same mailbox are never two people's."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

# as the columns have it
LONGEST_ADDRESS = 254
# what nobody types, and makes a text look like another: control characters, what has no width, and what turns the
# direction of writing
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
EXAMPLE = "like name@example.com"


def plain_address(typed: str) -> str:
    """The address in small letters, its domain as mail servers write it (RFC 5890). Raises ValidationError.

    Before the @ only plain letters are taken: few mail servers take others, and they make one address look like
    another.
    """
    typed = typed.strip()
    if UNSEEN.search(typed):
        raise ValidationError("The e-mail address has hidden characters in it: type it again")
    local, _, domain = unicodedata.normalize("NFC", typed).replace("\uff20", "@").rpartition("@")
    if not local.isascii():
        odd = next(letter for letter in local if not letter.isascii())
        raise ValidationError(f"“{odd}” can’t stand before the @ of an e-mail address: type it with plain letters")
    try:
        domain = punycode(unicodedata.normalize("NFKC", domain))
    except UnicodeError:
        domain = ""
    address = f"{local}@{domain}".lower()
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(f"The e-mail address must be {LONGEST_ADDRESS} characters or fewer")
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(f"Enter an e-mail address in the correct format, {EXAMPLE}") from None
    return address
