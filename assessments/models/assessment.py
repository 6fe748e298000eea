"""The strategic assessment: what the figures show, and what the partnership should do about it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed
from meetings.models import AgendaItem, Decision
from partners.audience import Audience, bodies_seen_by
from partners.models import Body, Problem


class AssessmentVersionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Published versions are for everybody; the others for the seat-holders of the body."""
        seen = Q(assessment__body__in=bodies_seen_by(person, Audience.SEATS))
        return self.filter(Q(state=AssessmentVersion.State.PUBLISHED) | seen)


@governed()
class Assessment(models.Model):
    """One year's strategic assessment (SI 2007/1830 reg. 5: prepared during each year; text to be confirmed)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField(max_length=200)
    financial_year = models.PositiveSmallIntegerField("financial year in which it is prepared")
    producer = models.CharField(max_length=200)

    class Meta:
        verbose_name = "strategic assessment"
        ordering = ["-financial_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "financial_year"],
                name="one_assessment_a_year",
                violation_error_message="There is already an assessment for this year: open that one.",
            ),
        ]

    def __str__(self):
        return self.title

    def governing_body_id(self):
        return self.body_id


@governed()
class AssessmentVersion(models.Model):
    """One version: its period, its findings, and the figures as they were when it was signed off."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        BEFORE_BOARD = "before the board", "Before the Board"
        SIGNED_OFF = "signed off", "Signed off"
        PUBLISHED = "published", "Published"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version", default=1)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    first_month = models.DateField("first month, by its first day")
    last_month = models.DateField("last month, by its first day")
    summary = models.TextField(blank=True)
    # frozen when it goes before the Board: {"months": [...], "rows": [[type, now, before, change], ...], "gaps": [...]}
    figures = models.JSONField(null=True, blank=True)
    chart = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_off"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField("hash of what was signed off", max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssessmentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version of an assessment"
        verbose_name_plural = "versions of assessments"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="one_assessment_version_of_a_number"),
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")),
                name="assessment_period_ends_after_it_begins",
                violation_error_message="The last month must be on or after the first month.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed off", "published"])
                | Q(signed_off_at__isnull=False, signed_off_by__isnull=False, figures__isnull=False),
                name="a_signed_off_assessment_says_by_which_decision",
            ),
        ]

    def __str__(self):
        return f"{self.assessment}, version {self.number}"

    def get_absolute_url(self):
        return reverse("assessments:show_assessment", args=[self.pk])

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def months(self):
        """How many months the version's period has."""
        years = self.last_month.year - self.first_month.year
        return years * 12 + self.last_month.month - self.first_month.month + 1

    def governing_body_id(self):
        return self.assessment.body_id


@governed()
class Recommendation(models.Model):
    """What the assessment asks the partnership to do; a plan's priorities answer it."""

    version_of = models.ForeignKey(AssessmentVersion, on_delete=models.PROTECT, related_name="recommendations")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField("recommendation")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "recommendation"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text

    def governing_body_id(self):
        return self.version_of.assessment.body_id


@governed()
class Finding(models.Model):
    """What the figures show, in words, on one of the problems that the partnership exists for."""

    version_of = models.ForeignKey(AssessmentVersion, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    text = models.TextField("what we found")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="findings")
    crime_type = models.CharField("figures it rests on", max_length=60, blank=True)
    recommendations = models.ManyToManyField(Recommendation, related_name="findings")
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "finding"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def governing_body_id(self):
        return self.version_of.assessment.body_id


@governed()
class AssessmentOnAgenda(models.Model):
    """That an agenda item is about a version of an assessment: a decision on the item can sign the version off."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="assessment_link")
    version_of = models.ForeignKey(AssessmentVersion, on_delete=models.PROTECT, related_name="agenda_links")

    class Meta:
        verbose_name = "assessment on an agenda"
        verbose_name_plural = "assessments on agendas"

    def __str__(self):
        return f"{self.item}: {self.version_of}"
