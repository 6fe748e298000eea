"""The plan, its versions, and the chain of bodies that agreed to each."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ccsp_portal.history.tracking import governed
from meetings.models import AgendaItem, Decision
from partners.audience import Audience, bodies_seen_by
from partners.models import Body


@governed()
class Plan(models.Model):
    """A plan over several financial years (SI 2007/1830 reg. 10: three years; text to be confirmed)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    first_year = models.PositiveSmallIntegerField("first financial year")
    years = models.PositiveSmallIntegerField(default=3)

    class Meta:
        verbose_name = "plan"
        ordering = ["-first_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "first_year"],
                name="one_plan_a_first_year",
                violation_error_message="There is already a plan that begins in this year: open that one.",
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=10),
                name="a_plan_lasts_one_to_ten_years",
                violation_error_message="A plan must last between 1 and 10 years.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def period(self):
        """The years in words: "April 2027 to March 2030"."""
        return f"April {self.first_year} to March {self.first_year + self.years}"

    def governing_body_id(self):
        return self.body_id


class PlanVersionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Published versions are for everybody; the others for the seat-holders of the body."""
        seen = Q(plan__body__in=bodies_seen_by(person, Audience.SEATS))
        return self.filter(Q(state=PlanVersion.State.PUBLISHED) | seen)


@governed()
class PlanVersion(models.Model):
    """One version of a plan: it holds the wording of the promises; the promises keep their identity across versions."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        BEFORE_BOARD = "before the board", "Before the Board"
        ADOPTED = "adopted", "Adopted"
        PUBLISHED = "published", "Published"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version", default=1)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    summary = models.TextField("summary", blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="adopted_plans"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField("hash of what was adopted", max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version of a plan"
        verbose_name_plural = "versions of plans"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version_of_a_number"),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "published"])
                | (Q(adopted_at__isnull=False, adopted_by__isnull=False) & ~Q(sha256="")),
                name="an_adopted_plan_says_by_which_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="a_published_plan_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.plan}, version {self.number}"

    def get_absolute_url(self):
        return reverse("plans:show_plan", args=[self.pk])

    def governing_body_id(self):
        return self.plan.body_id


@governed()
class Theme(models.Model):
    """A heading under which the plan's priorities stand."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "theme"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="one_theme_a_name",
                violation_error_message="The plan already has a theme of this name.",
            )
        ]

    def __str__(self):
        return self.name

    def governing_body_id(self):
        return self.plan.body_id


@governed()
class Approval(models.Model):
    """That a body agreed to a version, on a day: by a decision here, or by one of its own that is referred to."""

    version_of = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="approvals")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    external_reference = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "approval"
        ordering = ["approved_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | ~Q(external_reference=""),
                name="an_approval_rests_on_a_decision",
                violation_error_message="Give the decision, or the other body’s own reference.",
            ),
        ]

    def __str__(self):
        return f"{self.version_of}: {self.body}"


@governed()
class PlanOnAgenda(models.Model):
    """That an agenda item is about a version of a plan: an agreed decision on the item can adopt the version."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="plan_link")
    version_of = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="agenda_links")

    class Meta:
        verbose_name = "plan on an agenda"
        verbose_name_plural = "plans on agendas"

    def __str__(self):
        return f"{self.item}: {self.version_of}"
