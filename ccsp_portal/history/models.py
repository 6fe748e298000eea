"""Who was refused a page: nothing changed, so no other table's history tells of it."""

from django.conf import settings
from django.db import models

from ccsp_portal.history.tracking import governed


@governed()
class Refusal(models.Model):
    """A page, or an act on it, that somebody signed in may not have. No device and no address: sign-ins have these."""

    # a page that is named by more than numbers is kept as its pattern: an address may hold a secret
    page = models.CharField(max_length=300)
    method = models.CharField(max_length=10)
    refused_at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "page"
        ordering = ["-refused_at", "-pk"]

    def __str__(self):
        return self.page
