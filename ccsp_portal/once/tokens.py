"""What a form carries: a signed token, good for one act by the person for whom the page was drawn."""

import hashlib
import uuid
from datetime import timedelta

from django.core import signing

FIELD = "form_token"
SALT = "ccsp_portal.once"
# a page left open with half-written minutes still saves; rows are kept longer, so that no token outlives its own
GOOD_FOR = timedelta(days=14)
KEPT_FOR = timedelta(days=15)
EVERYBODY = 0


def new_token(user=None) -> str:
    """A token for a form shown to `user`, or to a visitor; nothing is stored until the form is sent."""
    return signing.dumps([uuid.uuid4().hex, _owner(user)], salt=SALT)


def is_good(token: str, user) -> bool:
    """Whether we made the token, in the last fortnight, for this person; a visitor's is also good once signed in."""
    return owner_of(token) in {EVERYBODY, _owner(user)}


def owner_of(token: str) -> int | None:
    """For whom we made it in the last fortnight: a person's key, or 0 for a visitor; None if we did not."""
    try:
        _, owner = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return owner


def key_of(token: str, address: str) -> str:
    """The token's row for one address: a SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(f"{token} {address}".encode()).hexdigest()


def _owner(user):
    return getattr(user, "pk", None) or EVERYBODY
