"""Accounts that nobody signs in to: the warning, the suspension, and the way back. Each is evidence: it stays."""

from django.db import models
from django.db.models import Q

from ccsp_portal.history.tracking import governed


class DormancyQuerySet(models.QuerySet):
    def open(self):
        """Neither let in again nor overtaken by a sign-in."""
        return self.filter(ended_at__isnull=True)

    def suspended(self):
        return self.open().filter(suspended_at__isnull=False)


@governed()
class Dormancy(models.Model):
    """One time at which nobody signed in to an account for too long."""

    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="dormancies")
    warned_at = models.DateTimeField()
    # the last day on which signing in keeps the account open, as the letter said
    open_until = models.DateField()
    suspended_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = DormancyQuerySet.as_manager()

    class Meta:
        verbose_name = "dormant account"
        ordering = ["person__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="an_account_is_dormant_once_at_a_time"
            ),
        ]

    def __str__(self):
        return str(self.person)
