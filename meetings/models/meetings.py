"""A meeting: its date, the rules it copied when it was convened, and its state."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ccsp_portal import clock, workdays
from ccsp_portal.history.tracking import governed
from partners.audience import Audience, bodies_seen_by
from partners.models import Body


def _when_and_by_whom(step):
    """Both columns of a step, or neither."""
    return Q(**{f"{step}_at__isnull": True, f"{step}_by__isnull": True}) | Q(
        **{f"{step}_at__isnull": False, f"{step}_by__isnull": False}
    )


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Seat-holders of the body see every meeting; everybody sees those whose agenda has been circulated."""
        return self.filter(Q(circulated_at__isnull=False) | Q(body__in=bodies_seen_by(person, Audience.SEATS)))

    def ordinary(self):
        """Without the extraordinary ones: those that the body's rules bring."""
        return self.filter(is_extraordinary=False)

    def held_in(self, year: int):
        """Meetings of the financial year named by the year in which it begins."""
        return self.filter(financial_year=year)

    def upcoming(self):
        return self.filter(state__in=Meeting.AHEAD, ends_at__gte=clock.now()).order_by("starts_at")

    def to_come(self):
        """Those that will be held, or are being held: not one that passed without anybody opening it."""
        return self.filter(Q(state=Meeting.State.IN_SESSION) | Q(state__in=Meeting.AHEAD, ends_at__gte=clock.now()))

    def past(self):
        return self.filter(Q(state=Meeting.State.CONCLUDED) | Q(ends_at__lt=clock.now())).order_by("-starts_at")


@governed()
class Meeting(models.Model):
    """A body's meeting. `visible_to` decides who sees it; its items decide the rest for themselves."""

    class State(models.TextChoices):
        CONVENED = "convened", "Convened"
        CIRCULATED = "circulated", "Papers circulated"
        IN_SESSION = "in session", "In session"
        CONCLUDED = "concluded", "Concluded"
        CANCELLED = "cancelled", "Cancelled"

    AHEAD = (State.CONVENED, State.CIRCULATED, State.IN_SESSION)

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    # called for one purpose, besides those that its body's rules bring: why, and then it is "Extraordinary meeting"
    is_extraordinary = models.BooleanField("extraordinary meeting", default=False, db_default=False)
    called_for = models.CharField("why it was called", max_length=300, blank=True, db_default="")
    financial_year = models.PositiveSmallIntegerField("financial year, by the year in which it begins")
    state = models.CharField(max_length=20, choices=State.choices, default=State.CONVENED)
    starts_at = models.DateTimeField("start")
    ends_at = models.DateTimeField("end")
    venue = models.CharField(max_length=200)
    joining_link = models.URLField("link for joining online", blank=True)
    access_notes = models.TextField("getting there and access", blank=True)
    date_reasons = models.JSONField("why this date", default=list)

    # copied from the body's policy when convened
    quorum = models.JSONField("quorum rule")
    notice_days = models.PositiveSmallIntegerField("clear working days of notice")
    call_days = models.PositiveSmallIntegerField("working days before, papers are called for", null=True, blank=True)
    setting_days = models.PositiveSmallIntegerField("working days before, the agenda is set", null=True, blank=True)
    paper_days = models.PositiveSmallIntegerField("working days before, papers are due")
    notes_days = models.PositiveSmallIntegerField("working days after, action notes are due", null=True, blank=True)
    minutes_days = models.PositiveSmallIntegerField("working days after, draft minutes are due")
    papers_due_on = models.DateField("papers due")
    circulate_by = models.DateField("circulate by")
    minutes_due_on = models.DateField("draft minutes due")

    # iCalendar: the UID never changes, the sequence rises with each change that calendars must hear of
    uid = models.CharField(max_length=100, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    # the sequence at which its time was last set: an answer to an earlier one is asked for again
    asked_sequence = models.PositiveIntegerField("sequence of its latest time", default=0, db_default=0)

    convened_at = models.DateTimeField()
    convened_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    rescheduled_at = models.DateTimeField(null=True, blank=True)
    rescheduled_by = models.ForeignKey(
        "partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_at = models.DateTimeField("papers last called for", null=True, blank=True)
    called_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agenda_set_at = models.DateTimeField("agenda set", null=True, blank=True)
    agenda_set_by = models.ForeignKey(
        "partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    circulated_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField("opened", null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    notes_sent_at = models.DateTimeField("action notes sent", null=True, blank=True)
    notes_sent_by = models.ForeignKey(
        "partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_reason = models.CharField("why it was cancelled", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "meeting"
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["body", "starts_at"]), models.Index(fields=["state", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message="The meeting must end after it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["circulated", "in session", "concluded"]) | Q(circulated_at__isnull=False),
                name="a_meeting_is_held_on_a_circulated_agenda",
            ),
            models.CheckConstraint(
                condition=~Q(state="concluded") | Q(concluded_at__isnull=False),
                name="a_concluded_meeting_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancelled_reason="")),
                name="a_cancelled_meeting_says_when_why_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(is_extraordinary=False, called_for="") | (Q(is_extraordinary=True) & ~Q(called_for="")),
                name="an_extraordinary_meeting_says_why_it_was_called",
                violation_error_message="Enter why the meeting is called.",
            ),
            # one for all three: each is a question to the database when a meeting is saved
            models.CheckConstraint(
                condition=_when_and_by_whom("called")
                & _when_and_by_whom("agenda_set")
                & _when_and_by_whom("notes_sent"),
                name="a_step_taken_says_when_and_by_whom",
            ),
            models.UniqueConstraint(
                fields=["body", "starts_at"],
                condition=~Q(state="cancelled"),
                name="one_meeting_of_a_body_at_a_time",
                violation_error_message="The body already has a meeting at this time.",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.day:%-d %B %Y}"

    def get_absolute_url(self):
        return reverse("meetings:show_meeting", args=[self.pk])

    @property
    def day(self):
        """The London day on which it is held."""
        return self.starts_at.astimezone(clock.LONDON).date()

    @property
    def call_on(self):
        """The day by which papers are called for, where its rules have one; so are the two that follow."""
        return self._before(self.call_days)

    @property
    def setting_on(self):
        return self._before(self.setting_days)

    @property
    def notes_due_on(self):
        return None if self.notes_days is None else workdays.working_days_after(self.day, self.notes_days)

    def _before(self, count):
        return None if count is None else workdays.working_days_before(self.day, count)

    @property
    def is_circulated(self):
        return self.circulated_at is not None

    def governing_body_id(self):
        return self.body_id


class MembersMeetingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The meetings of the bodies that the person has a seat on, circulated or not."""
        return self.filter(body__in=bodies_seen_by(person, Audience.SEATS))


class MembersMeeting(Meeting):
    """A meeting as those see it who are asked to it: what a notice to members depends on until it leaves."""

    objects = MembersMeetingQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = "meeting, for its members"
