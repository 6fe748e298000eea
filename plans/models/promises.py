"""What the plan promises: priorities, measures and commitments, and how each version words them."""

from django.db import models
from django.db.models import Q

from assessments.models import Recommendation
from ccsp_portal.history.tracking import governed
from partners.models import Problem, Seat
from plans.models.plan import Plan, PlanVersion, Theme


@governed()
class Priority(models.Model):
    """One thing that the partnership will work on first, because an assessment recommended it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="priorities")
    recommendations = models.ManyToManyField(Recommendation, related_name="priorities")
    problems = models.ManyToManyField(Problem, related_name="priorities")

    class Meta:
        verbose_name = "priority"
        verbose_name_plural = "priorities"

    def __str__(self):
        return f"Priority {self.pk} of {self.plan}"

    def governing_body_id(self):
        return self.plan.body_id


@governed()
class PriorityWording(models.Model):
    """A priority as one version of the plan words it. Not in a version: the version dropped it."""

    version_of = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="priorities")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="wordings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="priorities")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    text = models.TextField("why, and what will be different", blank=True)
    lead = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="priorities_led")
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "wording of a priority"
        verbose_name_plural = "wordings of priorities"
        ordering = ["theme__position", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version_of", "priority"], name="one_wording_of_a_priority")]

    def __str__(self):
        return self.title

    def governing_body_id(self):
        return self.version_of.plan.body_id


@governed()
class Measure(models.Model):
    """How the partnership will know whether a priority is being met."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="measures")

    class Meta:
        verbose_name = "measure"

    def __str__(self):
        return f"Measure {self.pk}"


@governed()
class MeasureWording(models.Model):
    """A measure as one version of the plan words it."""

    class Direction(models.TextChoices):
        DOWN = "down", "Lower is better"
        UP = "up", "Higher is better"
        WATCH = "watch", "To be watched: a rise can be a good sign"

    version_of = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="measures")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="wordings")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=200)
    source = models.CharField("where the figure comes from", max_length=200)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    baseline = models.CharField("where we start", max_length=200, blank=True)
    target = models.CharField("where we want to be", max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "wording of a measure"
        verbose_name_plural = "wordings of measures"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version_of", "measure"], name="one_wording_of_a_measure")]

    def __str__(self):
        return self.name

    def governing_body_id(self):
        return self.version_of.plan.body_id


@governed()
class Commitment(models.Model):
    """Something that a seat's organisation will do by a day. It ends; it is never deleted."""

    class State(models.TextChoices):
        OPEN = "open", "Under way"
        COMPLETE = "complete", "Complete"

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="commitments")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    completed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "commitment"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", completed_on__isnull=True) | Q(state="complete", completed_on__isnull=False),
                name="a_complete_commitment_says_when",
            ),
        ]

    def __str__(self):
        return f"Commitment {self.pk}"

    def governing_body_id(self):
        return self.priority.plan.body_id


@governed()
class CommitmentWording(models.Model):
    """A commitment as one version of the plan words it, with its owner's seat and its day."""

    version_of = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="commitments")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="wordings")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField("what will be done")
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="commitments")
    due_on = models.DateField("by")
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "wording of a commitment"
        verbose_name_plural = "wordings of commitments"
        ordering = ["due_on", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version_of", "commitment"], name="one_wording_of_a_commitment")]

    def __str__(self):
        return self.text

    def governing_body_id(self):
        return self.version_of.plan.body_id


@governed()
class ProgressReport(models.Model):
    """What the owner of a commitment said about it, and when."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="progress")
    text = models.TextField("how it is going")
    complete = models.BooleanField("it is complete", default=False)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey("partners.Appointment", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "progress report"
        ordering = ["-reported_at"]

    def __str__(self):
        return f"{self.commitment}, {self.reported_at}"
