"""Who came in, or was kept out: when, by which way, and from where. It needs no history: it is one."""

import pgtrigger
from django.db import models
from django.db.models import Q

from ccsp_portal.history.tracking import no_truncate
from partners.models.people import folded


class SignInQuerySet(models.QuerySet):
    def of_anybody_called(self, words):
        """Of people in whose name, accents and capitals aside, each of the words stands."""
        asked = [Q(person__sort_key__contains=word) for word in folded(words).split()]
        return self.filter(*asked)

    def since(self, moment):
        return self.filter(at__gte=moment)

    def refused(self):
        return self.exclude(outcome="let in")


class SignIn(models.Model):
    """Somebody's try to sign in. What it was stays as it was; only the address and the device are ever taken out."""

    class Way(models.TextChoices):
        PASSWORD = "password", "password"
        EMAIL_CODE = "e-mail code", "code by e-mail"
        SINGLE_SIGN_ON = "single sign-on", "account at work"
        PASSKEY = "passkey", "passkey"

    class Second(models.TextChoices):
        NONE = "", "no second factor"
        APP = "totp", "code of an app"
        RECOVERY_CODE = "recovery_codes", "recovery code"
        PASSKEY = "webauthn", "passkey"
        PROVIDER = "provider", "second factor at work"

    class Outcome(models.TextChoices):
        LET_IN = "let in", "signed in"
        WRONG = "wrong", "wrong password or code"
        WRONG_SECOND = "wrong second factor", "wrong second factor"
        NOT_VOUCHED_FOR = "not vouched for", "address not confirmed by the provider"
        UNKNOWN = "unknown", "no such account"
        CLOSED = "closed", "account closed"

    # empty where the address that was given is nobody's; the address itself is not kept: it may be a password
    person = models.ForeignKey(
        "partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="sign_ins"
    )
    at = models.DateTimeField()
    way = models.CharField(max_length=20, choices=Way)
    second = models.CharField("second factor", max_length=20, choices=Second, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    address = models.GenericIPAddressField("address of the device", null=True, blank=True)
    device = models.CharField(max_length=300, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = "sign-in"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-at"], name="sign_ins_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="let in") | Q(person__isnull=False), name="somebody_was_let_in"
            ),
        ]
        triggers = [
            no_truncate(),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="stays_as_it_was",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("person", "at", "way", "second", "outcome"),
            ),
        ]

    def __str__(self):
        return f"{self.person or 'Somebody'}, {self.get_outcome_display()} at {self.at}"
