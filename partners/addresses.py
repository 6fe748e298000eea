"""How a person's e-mail address changes: who reads the old one agrees, then who reads the new one confirms.

Whoever holds a person's session for a minute must not be able to take their account with them.
"""

import hashlib
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.cache import cache
from django.urls import reverse

from partners import letters

SALT = "agree to another address"
# as long as the link that confirms the new address
LINK_LASTS = timedelta(days=3)


def ask_the_old_address(wanted: EmailAddress):
    """Send the address that the person has now a link with which to agree to the one that they want."""
    token = signing.dumps([wanted.pk, wanted.user.email], salt=SALT)
    letters.agreement_to_new_address(wanted.user, wanted.email, reverse("agree_to_address", args=[token]))


def spend(token: str) -> bool:
    """Take a link as used: whether it was not before. Who reads the old address agrees once, and one letter follows."""
    seen = f"agreed/{hashlib.sha256(token.encode()).hexdigest()}"
    return cache.add(seen, "used", LINK_LASTS.total_seconds())


def wanted_by(token: str) -> EmailAddress | None:
    """The wanted address that a link agrees to; None where the link is altered or old, or the matter is settled."""
    try:
        pk, old = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    return EmailAddress.objects.filter(pk=pk, verified=False, user__email=old).select_related("user").first()
