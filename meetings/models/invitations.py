"""What members were last told of a meeting, and what came back from their calendars."""

from django.db import models
from django.db.models import Q

from ccsp_portal import clock
from ccsp_portal.history.tracking import governed
from meetings.models.meetings import Meeting
from partners.models import Role
from partners.standing import standing_of


class Announcement(models.Model):
    """A meeting as letters of one sequence tell of it: a later letter says what has changed since.

    It is no record: one whose letters never left is removed.
    """

    DETAILS = ("starts_at", "ends_at", "venue", "joining_link", "access_notes")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="announcements")
    sequence = models.PositiveIntegerField()
    asked_sequence = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    venue = models.CharField(max_length=200)
    joining_link = models.URLField(blank=True)
    access_notes = models.TextField(blank=True)

    class Meta:
        verbose_name = "announcement"
        constraints = [models.UniqueConstraint(fields=["meeting", "sequence"], name="one_announcement_a_sequence")]

    def __str__(self):
        return f"{self.meeting} as it was told at {self.sequence}"


class ReadMessageQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A body's secretary sees those about its meetings; the Board's secretary also those about none."""
        mine = [standing for standing in standing_of(person) if standing.role == Role.SECRETARY]
        about_none = Q(meeting=None) if any(standing.on_board for standing in mine) else Q(pk=None)
        return self.filter(Q(meeting__body__in={standing.body_id for standing in mine}) | about_none)

    def not_counted(self):
        """Those that made no reply of a seat: for the secretary to look at."""
        return self.exclude(outcome=ReadMessage.Outcome.COUNTED)

    def settled(self):
        """Those of which somebody said that they are dealt with."""
        return self.filter(settled__is_reopened=False)

    def to_deal_with(self):
        return self.not_counted().exclude(settled__is_reopened=False)


class ReadMessage(models.Model):
    """A message that came for the portal: what it was and what came of it. No history: it holds an address."""

    class Outcome(models.TextChoices):
        COUNTED = "counted", "Counted"
        NOTED = "noted", "To look at"
        REFUSED = "refused", "Not counted"
        UNREADABLE = "unreadable", "Could not be read"

    # a hash of its Message-ID, or of the whole of one that has none: the same message is read once
    key = models.CharField(max_length=64, unique=True)
    read_at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reason = models.CharField("what came of it", max_length=500)
    # these three go after a while
    sender = models.CharField("from", max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    comment = models.TextField("what they wrote", max_length=1000, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="read_messages")
    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # when their calendar wrote it: an older one that comes later does not count
    stamped_at = models.DateTimeField("written", null=True, blank=True)

    objects = ReadMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message from a calendar"
        verbose_name_plural = "messages from calendars"
        ordering = ["-read_at", "-pk"]

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.reason}"

    def governing_body_id(self):
        return self.meeting.body_id if self.meeting else None

    @property
    def from_whom(self):
        return str(self.person or self.sender or "Sender not known")

    @property
    def is_settled(self):
        """Whether somebody said that it is dealt with, and nobody since that it is not."""
        settled = getattr(self, "settled", None)
        return bool(settled and not settled.is_reopened)


class SettledMessageQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who sees the message sees what was done about it."""
        return self.filter(message__in=ReadMessage.objects.visible_to(person))


@governed()
class SettledMessage(models.Model):
    """A message from a calendar that did not count, and of which somebody said that it is dealt with, until reopened.

    It stands apart from the message, which holds an address and has no history.
    """

    message = models.OneToOneField(ReadMessage, on_delete=models.PROTECT, related_name="settled")
    note = models.CharField("what was done", max_length=300, blank=True)
    settled_at = models.DateTimeField("dealt with")
    settled_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    is_reopened = models.BooleanField("to be dealt with after all", default=False)

    objects = SettledMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message from a calendar"
        verbose_name_plural = "messages from calendars"

    def __str__(self):
        return self.note or f"dealt with on {self.settled_at.astimezone(clock.LONDON):%-d %B %Y}"

    def governing_body_id(self):
        return self.message.governing_body_id()
