"""Suspended accounts: why, from when, and the way back. Each is evidence: it stays."""

from django.db import models
from django.db.models import Q

from ccsp_portal.history.tracking import governed


class SuspensionQuerySet(models.QuerySet):
    def open(self):
        """Neither let in again nor overtaken by a sign-in."""
        return self.filter(ended_at__isnull=True)

    def suspended(self):
        return self.open().filter(suspended_at__isnull=False)


@governed()
class Suspension(models.Model):
    """An account that nobody signed in to for too long, warned first; or one that the secretary suspended at once."""

    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="suspensions")
    warned_at = models.DateTimeField(null=True, blank=True)
    # the last day on which signing in keeps the account open, as the letter said
    open_until = models.DateField(null=True, blank=True)
    # the secretary's own words; empty where nobody signed in
    reason = models.CharField(max_length=300, blank=True, db_default="")
    suspended_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = "suspension"
        ordering = ["person__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="an_account_is_suspended_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(warned_at__isnull=False, open_until__isnull=False)
                | (Q(suspended_at__isnull=False) & ~Q(reason="")),
                name="a_suspension_has_a_warning_or_a_reason",
                violation_error_message="Say why the account is suspended.",
            ),
        ]

    def __str__(self):
        return str(self.person)
