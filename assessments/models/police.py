"""Police street-level figures: the files, the area's rows with their file and line, and the counts that pages read."""

from django.db import models
from django.db.models import Q

from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed
from ccsp_portal.jobs.models import Job


class PoliceFileQuerySet(models.QuerySet):
    def in_force(self):
        """The files whose rows count: loaded, and not replaced by a later file of the same force and month."""
        return self.filter(state=PoliceFile.State.LOADED)


@governed()
class PoliceFile(models.Model):
    """One street file of a force and month. Loading another for the same force and month replaces it, whole."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be loaded"
        LOADED = "loaded", "Loaded"
        REPLACED = "replaced", "Replaced by a later file"
        REFUSED = "refused", "Refused"

    name = models.CharField("file", max_length=200)
    sha256 = models.CharField(max_length=64)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    force = models.CharField(max_length=100, blank=True)
    month = models.DateField("month, by its first day", null=True, blank=True)
    rows = models.PositiveIntegerField("rows in the file", default=0)
    rows_in_area = models.PositiveIntegerField("rows in our area", default=0)
    rows_without_area = models.PositiveIntegerField("rows with no location", default=0)
    lsoa_vintage = models.CharField("LSOA codes of", max_length=20, blank=True)
    problem = models.TextField("why it was refused", blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(null=True, blank=True)

    objects = PoliceFileQuerySet.as_manager()

    class Meta:
        verbose_name = "police file"
        ordering = ["-month", "force", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "month"], condition=Q(state="loaded"), name="one_file_in_force_a_force_and_month"
            ),
        ]

    def __str__(self):
        return self.name


class PoliceRow(models.Model):
    """One row of the area, as it stood in its file. Never de-duplicated: ASB rows repeat truly."""

    file = models.ForeignKey(PoliceFile, on_delete=models.PROTECT, related_name="area_rows")
    line = models.PositiveIntegerField("line of the file")
    crime_id = models.CharField(max_length=64, blank=True)
    lsoa_code = models.CharField(max_length=9, blank=True)
    lsoa_name = models.CharField(max_length=100, blank=True)
    crime_type = models.CharField(max_length=60)
    location = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = "police row"
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="one_row_a_line")]

    def __str__(self):
        return f"{self.file} line {self.line}"


class MonthlyCount(models.Model):
    """How many rows of a type a file held for our area. A month with no loaded file has no rows here: not zero."""

    file = models.ForeignKey(PoliceFile, on_delete=models.PROTECT, related_name="counts")
    month = models.DateField()
    crime_type = models.CharField(max_length=60)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = "monthly count"
        indexes = [models.Index(fields=["month", "crime_type"])]
        constraints = [
            models.UniqueConstraint(fields=["file", "month", "crime_type"], name="one_count_a_file_and_type")
        ]

    def __str__(self):
        return f"{self.crime_type}, {self.month:%B %Y}: {self.count}"


class FiguresChart(models.Model):
    """The chart of the months that end with `last_month`, drawn by the worker after the figures last changed."""

    last_month = models.DateField(unique=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    words = models.TextField("what it shows, in words")
    drawn_at = models.DateTimeField()

    class Meta:
        verbose_name = "chart of figures"
        verbose_name_plural = "charts of figures"

    def __str__(self):
        return f"Chart to {self.last_month:%B %Y}"
