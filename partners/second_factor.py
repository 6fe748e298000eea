"""The second factor by which people sign in: how its secrets are kept, and in what words allauth speaks of it."""

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from partners.models import Partnership

WORDS = {
    "cannot_delete_authenticator": "Your role needs a second factor: you can replace it, but not turn it off.",
    "cannot_generate_recovery_codes": "Set up an authenticator app first: recovery codes stand in for it.",
    "incorrect_code": "This code is not correct, or has been used. Wait for the next one in your app, and enter that.",
    "unverified_email": "Confirm your e-mail address first.",
}


def keyring() -> MultiFernet:
    """The keys of PORTAL_MFA_KEYS, newest first: the first one locks, and every one opens (Fernet: AES-128, HMAC)."""
    return MultiFernet([Fernet(key) for key in settings.MFA_KEYS])


def locked_again(text: str) -> str:
    """A secret as the newest key locks it. Raises InvalidToken where no key opens it."""
    return keyring().rotate(text.encode()).decode()


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | WORDS

    def encrypt(self, text: str) -> str:
        return keyring().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keyring().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        partnership = Partnership.objects.first()
        return partnership.short_name if partnership else "CSP portal"


__all__ = ["InvalidToken", "SecondFactorAdapter", "keyring", "locked_again"]
