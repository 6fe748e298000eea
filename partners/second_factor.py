"""The second factor by which people sign in: how its secrets are kept, and in what words allauth speaks of it."""

from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from partners.models import Partnership

WORDS = {
    "cannot_delete_authenticator": "Your role needs a second factor: you can replace it, but not turn it off.",
    "cannot_generate_recovery_codes": "Set up a passkey or an authenticator app first: recovery codes stand in for it.",
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

    def generate_authenticator_name(self, user, type) -> str:
        earlier = Authenticator.objects.filter(user=user, type=type).count()
        return f"My passkey {earlier + 1}" if earlier else "My passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """By which name passkeys know the portal (WebAuthn, 5.4.2): its own, whatever host the request gave."""
        host = urlsplit(settings.PORTAL_BASE_URL).hostname or ""
        # a number is no name; the computer on which the portal is tried has one
        return {"id": "localhost" if host == "127.0.0.1" else host, "name": self.get_totp_issuer()}


def passkey_options(person):
    """What a browser is asked, so that the person shows one of their passkeys; None where they have none."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return auth.begin_authentication(person) if kept.exists() else None


__all__ = ["InvalidToken", "SecondFactorAdapter", "keyring", "locked_again", "passkey_options"]
