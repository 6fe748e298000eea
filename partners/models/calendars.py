"""A person's calendar address. It has no history: it holds a secret."""

import secrets

from django.core.signing import BadSignature, Signer
from django.db import models

SIGNER = Signer(sep=".", salt="calendar address")


def fresh_nonce():
    return secrets.token_hex(16)


class CalendarAddress(models.Model):
    """What makes the address at which a calendar program reads a person's meetings, without signing in."""

    person = models.OneToOneField("partners.User", on_delete=models.CASCADE, related_name="calendar_address")
    # signed for the address, so that the table alone gives none away
    nonce = models.CharField(max_length=32, unique=True, default=fresh_nonce)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "calendar address"
        verbose_name_plural = "calendar addresses"

    def __str__(self):
        return f"Calendar address of {self.person}"

    @property
    def token(self):
        return SIGNER.sign(self.nonce)

    @classmethod
    def person_by(cls, token):
        """The person whose address holds the token, if they may sign in; None for any other token."""
        try:
            nonce = SIGNER.unsign(token)
        except BadSignature:
            return None
        found = cls.objects.filter(nonce=nonce, person__is_active=True).select_related("person").first()
        return found.person if found else None
