"""The codes of the demonstration's people, who have no telephones: the pages that ask for a code tell it."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core.cache import cache

from partners.account_forms import used_code_key
from partners.second_factor import keyring

PERIOD = 30


def code_of(secret: str, later: int = 0) -> str:
    """The six digits that an app with the secret shows now, or so many half minutes later (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + later))


def told_to(person) -> str:
    """In the demonstration, a code that signs the person in now; "" everywhere else, and where they have no app."""
    if not settings.DEMO:
        return ""
    app = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    if app is None:
        return ""
    secret = keyring().decrypt(app.data["secret"].encode()).decode()
    # none is good twice, and two visitors may be the same person
    codes = [code_of(secret, later) for later in (0, 1, -1)]
    return next((code for code in codes if not cache.get(used_code_key(person.pk, code))), codes[0])


def set_up_for(people):
    """Give each of the demonstration's people an app and recovery codes."""
    for person in people:
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
