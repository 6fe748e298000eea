"""Each time that the contact details of people who left long ago were removed."""

from django.db import models

from ccsp_portal.history.tracking import governed


@governed()
class Removal(models.Model):
    """One run of the retention rule that found somebody: when, and how many. Whom, their own rows show."""

    removed_at = models.DateTimeField()
    # whose last appointment ended before it
    left_before = models.DateField("people who left before")
    people = models.PositiveIntegerField("number of people")
    by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "removal of contact details"
        verbose_name_plural = "removals of contact details"
        ordering = ["-removed_at"]

    def __str__(self):
        return f"Removal of the contact details of those who left before {self.left_before:%-d %B %Y}"
