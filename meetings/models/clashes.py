"""Other committees' calendars, imported so that the Board keeps out of their way."""

from django.conf import settings
from django.db import models

from ccsp_portal.history.tracking import governed


@governed()
class CalendarImport(models.Model):
    """One file of other committees' meetings; the latest file that names a meeting is believed."""

    name = models.CharField("file", max_length=200)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    problems = models.JSONField("lines left out, and why", default=list)

    class Meta:
        verbose_name = "imported calendar"
        ordering = ["-imported_at"]

    def __str__(self):
        return self.name


@governed()
class ClashingEvent(models.Model):
    """Another committee's meeting. Cancelled and "not required" ones are kept, and do not clash."""

    calendar_import = models.ForeignKey(CalendarImport, on_delete=models.PROTECT, related_name="clashes")
    uid = models.CharField("its own reference", max_length=255)
    committee = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    goes_ahead = models.BooleanField(default=True)

    class Meta:
        verbose_name = "meeting of another committee"
        verbose_name_plural = "meetings of other committees"
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["starts_at"])]
        constraints = [models.UniqueConstraint(fields=["calendar_import", "uid"], name="one_row_a_meeting_in_a_file")]

    def __str__(self):
        return f"{self.committee}: {self.title}"
