"""Bodies that meet, the rules they meet by, and the offices held in them."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from ccsp_portal.history.tracking import governed
from partners.models.dated import Dated, DatedQuerySet, ends_after_it_begins, ends_or_is_called_off


@governed()
class Body(Dated):
    """A group with seats: the Board, a delivery group, a scrutiny committee, the Panel."""

    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        DELIVERY_GROUP = "delivery group", "Delivery group"
        TASK_AND_FINISH = "task and finish group", "Task and finish group"
        OVERSIGHT = "oversight", "Oversight body"
        SCRUTINY = "scrutiny", "Scrutiny committee"

        @classmethod
        def looking_on(cls):
            """Those that hold the partnership to account from outside: their seats and meetings are elsewhere."""
            return frozenset({cls.OVERSIGHT, cls.SCRUTINY})

    key = models.SlugField("address", unique=True, max_length=60)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    # what stands before the year in its decisions' numbers: CCSP/2026/001
    prefix = models.CharField(
        "number prefix",
        max_length=20,
        unique=True,
        error_messages={"unique": "Another body’s decisions have this number prefix: enter another."},
    )
    also_known_as = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    purpose = models.TextField(blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    problem = models.ForeignKey("Problem", on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    rotation = models.CharField("how its chair is chosen, and for how long", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "body"
        verbose_name_plural = "bodies"
        ordering = ["name"]
        constraints = [ends_after_it_begins("body_ends_after_it_begins")]

    def __str__(self):
        return self.name

    @property
    def looks_on(self):
        return self.kind in self.Kind.looking_on()

    def governing_body_id(self):
        return self.pk


@governed()
class TermsOfReference(models.Model):
    """What a body is for and how it works, as it was agreed: a version, which a later one replaces but never alters."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="terms_of_reference")
    number = models.PositiveSmallIntegerField("version")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField("day on which they were agreed")
    review_on = models.DateField("day by which they are to be reviewed")

    class Meta:
        verbose_name = "terms of reference"
        verbose_name_plural = "terms of reference"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="one_version_of_a_number_a_body"),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("agreed_on")),
                name="terms_are_reviewed_after_they_are_agreed",
                violation_error_message="The review must be after the day on which the terms were agreed.",
            ),
        ]

    def __str__(self):
        return f"Terms of reference of the {self.body}, version {self.number}"


@governed()
class MeetingPolicy(models.Model):
    """How a body meets. A meeting copies these when it is convened: changing them does not rewrite the past."""

    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="meeting_policy")
    months = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(12)]),
        verbose_name="months it meets in",
    )
    nth = models.PositiveSmallIntegerField(
        "which one in the month", validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    weekday = models.CharField(max_length=3)
    starts_at = models.TimeField("start time")
    lasts_minutes = models.PositiveSmallIntegerField("length in minutes", default=120)
    venue = models.CharField(max_length=200)
    # model.md's grammar: {"share": "1/3", "at_least": 4, "of": ["council", "police"]}
    quorum = models.JSONField("quorum rule")
    notice_days = models.PositiveSmallIntegerField("clear working days of notice", default=5)
    # a body that does without one of these steps has none
    call_days = models.PositiveSmallIntegerField(
        "working days before, papers are called for", null=True, blank=True, default=30, db_default=30
    )
    setting_days = models.PositiveSmallIntegerField(
        "working days before, the agenda is set", null=True, blank=True, default=20, db_default=20
    )
    paper_days = models.PositiveSmallIntegerField("working days before, papers are due", default=10)
    notes_days = models.PositiveSmallIntegerField(
        "working days after, action notes are due", null=True, blank=True, default=2, db_default=2
    )
    minutes_days = models.PositiveSmallIntegerField("working days after, draft minutes are due", default=10)
    # what an extraordinary meeting may make do with; None where the usual notice holds
    urgent_days = models.PositiveSmallIntegerField(
        "clear working days of notice of an extraordinary meeting", null=True, blank=True
    )
    casting_vote = models.BooleanField("the chair has a casting vote", default=False, db_default=False)
    clash_committees = ArrayField(
        models.CharField(max_length=200), verbose_name="committees not to clash with", default=list, blank=True
    )
    standing_items = models.JSONField("standing agenda items", default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "meeting policy"
        verbose_name_plural = "meeting policies"

    def __str__(self):
        return f"How the {self.body} meets"


@governed()
class BodyMembers(models.Model):
    """How a body outside the portal is made up, with the day and source of the count: sources differ."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="counts")
    councillors = models.PositiveSmallIntegerField()
    independents = models.PositiveSmallIntegerField("independent members")
    authorities = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    as_at = models.DateField("as at")
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name = "make-up of a body"
        verbose_name_plural = "make-ups of bodies"
        ordering = ["-as_at"]
        constraints = [models.UniqueConstraint(fields=["body", "as_at", "source"], name="one_count_a_source_and_day")]

    def __str__(self):
        return f"{self.body}: {self.councillors} councillors, {self.independents} independent members"


@governed()
class Problem(models.Model):
    """One of the problems that the partnership exists for: crime, disorder, anti-social behaviour …"""

    key = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "problem"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


@governed()
class Office(Dated):
    """Chair, vice chair or lead of a body: held by an appointment, from one day to another."""

    class Kind(models.TextChoices):
        CHAIR = "chair", "Chair"
        VICE_CHAIR = "vice chair", "Vice chair"
        LEAD = "lead", "Lead"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="offices")
    appointment = models.ForeignKey("partners.Appointment", on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "office"
        ordering = ["kind", "from_on"]
        constraints = [ends_or_is_called_off("office_ends_after_it_begins")]

    def __str__(self):
        return f"{self.get_kind_display()} of the {self.body}"
