"""FormToken: that a form was sent, and what came of it."""

from django.db import models


class FormToken(models.Model):
    """One form, sent to one address. The row and the act are one transaction: neither is there without the other."""

    # a hash of the token and the address: one page's token sent to two addresses is two acts
    key = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=500)
    # which of several concurrent requests made the row
    claim = models.UUIDField()
    status = models.PositiveSmallIntegerField(null=True)
    location = models.CharField(max_length=2000, blank=True)
    messages = models.JSONField(default=list)
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "form token"

    def __str__(self):
        return f"A form sent to {self.path}"
