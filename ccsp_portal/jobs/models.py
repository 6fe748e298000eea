"""Job: the row that is the truth about long work. Celery only carries its id."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q


class JobQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Jobs that the person began; all of them for those who look after the portal's work."""
        if person.has_perm("jobs.see_all"):
            return self
        return self.filter(by_id=person.pk) if person.pk else self.none()

    def about(self, thing):
        """Jobs about a row or a subject's key, the latest first."""
        return self.filter(subject=subject_key(thing)).order_by("-queued_at", "-pk")

    def finished(self):
        return self.filter(state__in=Job.FINISHED)


class Job(models.Model):
    """One piece of long work: who asked for it, how far it is, and what came of it."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    FINISHED = (State.DONE, State.FAILED, State.CANCELLED)

    # the name of the Celery task, which takes the job's id and nothing else
    kind = models.CharField(max_length=100)
    # "meetings.meeting:12": what it is about
    subject = models.CharField(max_length=200, db_index=True)
    title = models.CharField(max_length=300)
    page_url = models.CharField("page of its subject", max_length=300, blank=True)
    facts = models.JSONField("what the task needs to know", default=dict, blank=True)
    once_key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField("per cent done", default=0, validators=[MaxValueValidator(100)])
    step = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # who runs it: a run that lost its lease finds another value here, or none
    run = models.UUIDField(null=True, blank=True)
    # running: when its run is given up for lost; waiting: when the worker is told again
    lease_until = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "job"
        ordering = ["-queued_at"]
        indexes = [models.Index(fields=["lease_until"], condition=Q(state__in=["queued", "running"]), name="job_lease")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(run__isnull=False, lease_until__isnull=False),
                name="a_running_job_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="a_failed_job_says_what_went_wrong"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_finished(self):
        return self.state in self.FINISHED

    @property
    def subject_pk(self):
        """The key of the row that the job is about, or None where its subject is no row."""
        _, colon, pk = self.subject.rpartition(":")
        return int(pk) if colon and pk.isdigit() else None


class Heartbeat(models.Model):
    """When a process was last seen alive: "worker" (which also needs beat and the broker) and "beat"."""

    process = models.CharField(max_length=20, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "heartbeat"

    def __str__(self):
        return f"{self.process}, {self.seen_at}"


def subject_key(thing) -> str:
    """What a job says of its subject: "meetings.meeting:12" for a row; a text stands for itself."""
    return thing if isinstance(thing, str) else f"{thing._meta.label_lower}:{thing.pk}"
