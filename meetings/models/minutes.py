"""The minutes of a meeting, from the secretary's draft to the next meeting's approval."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from partners.audience import Audience, bodies_seen_by


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The public sees minutes once cleared or approved; the private readers of the body see every draft."""
        return self.filter(
            Q(state__in=Minutes.PUBLIC) | Q(meeting__body__in=bodies_seen_by(person, Audience.PRIVATE_READERS))
        )


@governed()
class Minutes(models.Model):
    """A meeting's minutes as a whole: their state, and the dates and authority of each step."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        WITH_CHAIR = "with the chair", "With the chair"
        CLEARED = "cleared", "Cleared: draft until approved"
        APPROVED = "approved", "Approved"
        SIGNED = "signed", "Approved and signed"

    PUBLIC = (State.CLEARED, State.APPROVED, State.SIGNED)

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    chair_note = models.TextField("what the chair asks to change", blank=True)
    sent_to_chair_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_approved"
    )
    correction = models.TextField("corrections agreed on approval", blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    # set when published: the open minutes and the members' minutes as they were, with their hashes
    open_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    members_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = "minutes"
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["cleared", "approved", "signed"])
                | Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="cleared_minutes_say_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "signed"])
                | Q(approved_at__isnull=False, approved_by_meeting__isnull=False),
                name="approved_minutes_say_by_which_meeting",
            ),
        ]

    def __str__(self):
        return f"Minutes of {self.meeting}"

    def get_absolute_url(self):
        return reverse("meetings:show_minutes", args=[self.meeting_id])

    def governing_body_id(self):
        return self.meeting.body_id


@governed()
class MinuteText(models.Model):
    """What was said under one item: plain text, a blank line between paragraphs, which number 7.1, 7.2 …"""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="minute")
    text = models.TextField("minute", blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "minute"

    def __str__(self):
        return f"Minute of {self.item}"

    @property
    def paragraphs(self):
        """The paragraphs with their numbers: [("7.1", "The Board …"), …]."""
        written = [" ".join(part.split()) for part in self.text.replace("\r\n", "\n").split("\n\n")]
        return [(f"{self.item.number}.{n}", part) for n, part in enumerate(filter(None, written), start=1)]

    def governing_body_id(self):
        return self.item.meeting.body_id
