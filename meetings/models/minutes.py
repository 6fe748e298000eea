"""The minutes of a meeting, from the secretary's draft to the next meeting's approval."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ccsp_portal.history.tracking import governed
from ccsp_portal.prose.pieces import Block, Paragraph
from ccsp_portal.prose.reading import read, read_plain
from ccsp_portal.prose.writing import as_data, as_html, as_text
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
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # none for minutes that were signed between meetings
    signed_at_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
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
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="signed_minutes_say_by_whom",
            ),
        ]

    def __str__(self):
        return f"Minutes of {self.meeting}"

    def get_absolute_url(self):
        return reverse("meetings:show_minutes", args=[self.meeting_id])

    def governing_body_id(self):
        return self.meeting.body_id


# the act of a save within a revision, which goes on every few seconds: the history keeps what it comes to
GO_ON = "go on with the minute"


@governed(quiet=GO_ON)
class MinuteText(models.Model):
    """What was said under one item, as its current revision: rich text, whose paragraphs number 7.1, 7.2 …

    `html` is what was written, cleaned; `text` its words alone, for search and lists. Minutes from before there was
    rich text have no `html`: their words are paragraphs, with a blank line between them.
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="minute")
    text = models.TextField("minute", blank=True)
    html = models.TextField("minute as written", blank=True, default="", db_default="")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    # which revision it is, when that was begun, and of which earlier one it is a copy
    revision = models.PositiveIntegerField(default=1, db_default=1)
    begun_at = models.DateTimeField("begun", null=True, blank=True)
    restored_from = models.PositiveIntegerField("copy of revision", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "minute"

    def __str__(self):
        return f"Minute of {self.item}"

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its paragraphs and lists."""
        return read(self.html) if self.html else read_plain(self.text)

    @property
    def passages(self) -> list["Passage"]:
        """The paragraphs, each with its number and the lists that follow it."""
        return passages(self.item.number, self.blocks)

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """The words of each paragraph with its number: [("7.1", "The Board …"), …]."""
        return [(each.number, each.text) for each in self.passages]

    def governing_body_id(self):
        return self.item.meeting.body_id


@governed()
class MinuteRevision(models.Model):
    """A minute as it stood before its current revision was begun. It is written once, and never changed."""

    minute = models.ForeignKey(MinuteText, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("revision")
    html = models.TextField("minute as written", blank=True)
    written_at = models.DateTimeField("last written")
    written_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    restored_from = models.PositiveIntegerField("copy of revision", null=True, blank=True)

    class Meta:
        verbose_name = "revision of a minute"
        verbose_name_plural = "revisions of minutes"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["minute", "number"], name="one_revision_of_a_number")]

    def __str__(self):
        return f"{self.minute}, revision {self.number}"

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its paragraphs and lists."""
        return read(self.html)

    @property
    def item_id(self):
        return self.minute.item_id

    def governing_body_id(self):
        return self.minute.item.meeting.body_id


@governed()
class SettledSentence(models.Model):
    """A sentence that sounds like a decision or a promise, and of which somebody said that it needs no record."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="settled_sentences")
    sentence = models.TextField()
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "sentence that needs no record"
        verbose_name_plural = "sentences that need no record"

    def __str__(self):
        return self.sentence

    def governing_body_id(self):
        return self.item.meeting.body_id


@dataclass(frozen=True)
class Passage:
    """A numbered paragraph with the lists that follow it."""

    number: str
    blocks: tuple[Block, ...]

    @property
    def html(self) -> str:
        """It as a page shows it."""
        return as_html(self.blocks, for_page=True)

    @property
    def text(self) -> str:
        """Its words, on one line."""
        return " ".join(as_text(self.blocks).split())

    @property
    def data(self) -> dict:
        """It as print sets it."""
        return {"number": self.number, "blocks": as_data(self.blocks)}


def passages(number: str, blocks: Iterable[Block]) -> list[Passage]:
    """Blocks as numbered passages of the item of this number: 7.1, 7.2 …"""
    groups: list[list[Block]] = []
    for block in blocks:
        if isinstance(block, Paragraph) or not groups:
            groups.append([block])
        else:
            groups[-1].append(block)
    return [Passage(f"{number}.{n}", tuple(group)) for n, group in enumerate(groups, start=1)]
