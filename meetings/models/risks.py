"""The risk register of each body: what may go wrong, how grave that is, who owns it, and what is done about it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.history.tracking import governed, no_truncate
from meetings.models.agenda import AgendaItem
from meetings.models.privacy import MayBePrivate
from meetings.models.scores import SCORES, Scored, score_of, within_the_steps
from partners.audience import Audience, Privacy, bodies_seen_by
from partners.models import Appointment, Body, Seat


class RiskState(models.TextChoices):
    SUGGESTED = "suggested", "Suggested"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    DECLINED = "declined", "Declined"


class RiskAsWritten(MayBePrivate, Scored):
    """What is written of a risk: on the risk as it is now, and on each step as it was then."""

    class Category(models.TextChoices):
        HARM = "harm", "Harm to people"
        DELIVERY = "delivery", "Delivery of the plan"
        MONEY = "money", "Money and grants"
        STAFF = "staff", "Staff and skills"
        LAW = "law", "Law and duties"
        DATA = "data", "Information and systems"
        TRUST = "trust", "Public confidence"
        PARTNERS = "partners", "The partnership itself"

    title = models.CharField("name", max_length=120)
    cause = models.TextField()
    event = models.TextField()
    effect = models.TextField()
    category = models.CharField(max_length=12, choices=Category.choices)
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField("next review")
    state = models.CharField(max_length=12, choices=RiskState.choices)

    class Meta:
        abstract = True

    @property
    def sentence(self) -> str:
        """ "Because of …, there may be …, which would …." """
        because, may_be, would = (each.strip().rstrip(". ") for each in (self.cause, self.event, self.effect))
        return f"Because of {because}, there may be {may_be}, which would {would}."


# what a step copies of the risk
WRITTEN = (
    *("title", "cause", "event", "effect", "category", "owner", "review_on", "privacy", "state"),
    *SCORES,
)


class RiskQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the bodies on which the person sits; private ones, for those who may read private items, and for
        whoever suggested one, until that is answered. The public sees no register."""
        if not person.pk:
            return self.none()
        its_own = Q(body__in=bodies_seen_by(person, Audience.SEATS))
        readable = Q(privacy=Privacy.OPEN) | Q(body__in=bodies_seen_by(person, Audience.PRIVATE_READERS))
        return self.filter(its_own & (readable | Q(state=RiskState.SUGGESTED, raised_by=person.pk)))

    def live(self):
        """On the register now."""
        return self.filter(state=RiskState.OPEN)

    def overdue(self):
        return self.live().filter(review_on__lt=clock.today())

    def with_gravity(self):
        """Each with its `gravity`, the residual score: for sorting and counting."""
        return self.annotate(gravity=score_of("residual"))


@governed()
class Risk(RiskAsWritten):
    """Something that may go wrong for a body. A seat owns it, whoever sits in it then. It is closed, never deleted."""

    State = RiskState

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="risks")
    # drawn when it comes onto the register; a suggestion has none
    reference = models.CharField("number", max_length=40, blank=True)
    linked_item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="risks", verbose_name="agenda item"
    )
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField("last reviewed", null=True, blank=True)
    reviewed_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # the residual score before its last review
    score_before = models.PositiveSmallIntegerField("residual score before", null=True, blank=True)
    ended_at = models.DateTimeField("closed or declined", null=True, blank=True)
    ended_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField("why it was closed or declined", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RiskQuerySet.as_manager()

    class Meta:
        verbose_name = "risk"
        ordering = ["reference", "pk"]
        indexes = [models.Index(fields=["body", "state", "review_on"])]
        constraints = [
            models.CheckConstraint(
                condition=within_the_steps(*SCORES),
                name="a_risk_is_scored_from_1_to_5",
                violation_error_message="Score likelihood and impact from 1 to 5.",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(score_of("residual"), score_of("inherent")),
                name="what_is_done_makes_no_risk_graver",
                violation_error_message="The residual score cannot be more than the inherent one. Score that higher.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["suggested", "declined"], reference="")
                | (Q(state__in=["open", "closed"]) & ~Q(reference="")),
                name="a_risk_on_the_register_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["suggested", "open"], ended_at__isnull=True, ended_by__isnull=True, end_reason=""
                )
                | (
                    Q(state__in=["closed", "declined"], ended_at__isnull=False, ended_by__isnull=False)
                    & ~Q(end_reason="")
                ),
                name="an_ended_risk_says_when_by_whom_and_why",
                violation_error_message="Enter why.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, score_before__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, score_before__isnull=False),
                name="a_reviewed_risk_says_when_by_whom_and_what_it_was",
            ),
            models.CheckConstraint(condition=Q(privacy__in=["open", "private"]), name="a_risk_is_open_or_private"),
            models.UniqueConstraint(fields=["reference"], condition=~Q(reference=""), name="one_risk_a_number"),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}".strip()

    def get_absolute_url(self):
        return reverse("meetings:show_risk", args=[self.pk])

    def governing_body_id(self):
        return self.body_id

    @property
    def days_overdue(self) -> int:
        """How many days ago an open risk was to be reviewed; 0 if that is still to come."""
        late = (clock.today() - self.review_on).days
        return late if self.state == RiskState.OPEN and late > 0 else 0

    @property
    def movement(self) -> str:
        """Which way its last review moved the residual score: "up", "down", "same"; "" before there was one."""
        if self.score_before is None:
            return ""
        if self.residual_score == self.score_before:
            return "same"
        return "up" if self.residual_score > self.score_before else "down"


@governed()
class RiskControl(models.Model):
    """Something that is done, or is to be done, to make a risk less likely or less grave."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="controls")
    text = models.CharField("what is done", max_length=300)
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    in_place = models.BooleanField("in place", default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "control of a risk"
        verbose_name_plural = "controls of risks"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="a_control_says_what_is_done", violation_error_message="Enter what is done."
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="an_ended_control_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return self.text

    def governing_body_id(self):
        return self.risk.body_id


class RiskStep(RiskAsWritten):
    """One thing that was done to a risk, and the risk as it stood after it. Never changed and never removed.

    It has no history of its own: it is one. The register as it stood on a day is the last step of each risk by then.
    """

    class Kind(models.TextChoices):
        SUGGESTED = "suggested", "Suggested it"
        ADDED = "added", "Put it on the register"
        DECLINED = "declined", "Declined it"
        CHANGED = "changed", "Changed what is written"
        REVIEWED = "reviewed", "Reviewed it"
        CONTROLLED = "controlled", "Added a control"
        CONTROL_CHANGED = "control changed", "Changed a control"
        CONTROL_ENDED = "control ended", "Ended a control"
        CLOSED = "closed", "Closed it"
        REOPENED = "reopened", "Opened it again"

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # what was said with it, or the control
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    by_appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "step of a risk"
        verbose_name_plural = "steps of risks"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["risk", "at"])]
        triggers = [
            pgtrigger.Protect(name="what_was_done_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            no_truncate(),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.risk_id}"
