"""What a person has done of the induction to their seat, step by step."""

from django.db import models

from ccsp_portal.history.tracking import governed
from partners.models.seats import Appointment


@governed()
class InductionStep(models.Model):
    """A step of the profile's checklist, for one appointment: done on a day, or, with no day, taken back."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="induction_steps")
    # of the profile; one that was struck from it stays here
    key = models.SlugField("key in the profile", max_length=60)
    # as the profile worded it when it was ticked
    label = models.CharField("step", max_length=200)
    done_on = models.DateField("day on which it was done", null=True, blank=True)
    ticked_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "step of an induction"
        verbose_name_plural = "steps of inductions"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["appointment", "key"], name="a_step_is_ticked_once")]

    def __str__(self):
        return f"{self.label}, {self.appointment}"
