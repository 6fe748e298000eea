"""Minutes as they were published: each version with its files and hashes, its corrections, and what was taken back.

None of these rows is ever changed: the database refuses it.
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ccsp_portal.documents.models import DOCX, ODT, PDF, Document
from ccsp_portal.history.tracking import governed
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from meetings.models.minutes import Minutes

stays = pgtrigger.Protect(name="what_was_published_stays", operation=pgtrigger.Update)


@pgtrigger.register(stays)
@governed(exclude=["open_data", "members_data"])
class MinutesVersion(models.Model):
    """Minutes as they were published once: as a draft, approved, signed, or corrected. The version before is kept."""

    class Stage(models.TextChoices):
        DRAFT = "draft", "Draft minutes"
        APPROVED = "approved", "Approved minutes"
        SIGNED = "signed", "Signed minutes"
        CORRECTED = "corrected", "Corrected minutes"
        AFRESH = "afresh", "Minutes published afresh"

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    stage = models.CharField(max_length=20, choices=Stage.choices)
    # for everybody: why this version replaces the one before
    note = models.CharField("why it replaces the one before", max_length=300, blank=True)
    # all that its files say, for the public and for the readers of private items; empty in what is older than this
    open_data = models.JSONField(default=dict, blank=True)
    members_data = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "version of minutes"
        verbose_name_plural = "versions of minutes"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="one_version_of_minutes_of_a_number"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(note=""), name="what_replaces_published_minutes_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.minutes}, version {self.number}"

    def get_absolute_url(self):
        return reverse("meetings:show_minutes_version", args=[self.minutes.meeting_id, self.number])

    def governing_body_id(self):
        return self.minutes.meeting.body_id


@pgtrigger.register(stays)
@governed()
class MinutesFile(models.Model):
    """One file of a version: for the readers of private items, or for everybody."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word document"
        ODT = "odt", "OpenDocument text"

    MEDIA_TYPES = {Kind.PDF: PDF, Kind.DOCX: DOCX, Kind.ODT: ODT}

    version = models.ForeignKey(MinutesVersion, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    for_members = models.BooleanField()
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "file of minutes"
        verbose_name_plural = "files of minutes"
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "for_members"], name="one_file_of_minutes_of_a_kind"),
        ]

    def __str__(self):
        return self.document.name

    @property
    def name(self) -> str:
        """What it is called in its address: "docx", "members-docx"."""
        return f"members-{self.kind}" if self.for_members else self.kind


@pgtrigger.register(stays)
@governed()
class MinutesCorrection(models.Model):
    """What was put right in minutes that were published: of an item, whose readers alone see it, or of the whole."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrections")
    first_version = models.PositiveSmallIntegerField("version that it first stands in")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("correction")
    # the meeting that agreed it when it approved the minutes; none for what was put right otherwise
    agreed_by = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "correction of minutes"
        verbose_name_plural = "corrections of minutes"
        ordering = ["first_version", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_correction_of_minutes_says_what")]

    def __str__(self):
        return f"Correction of {self.minutes}"

    def governing_body_id(self):
        return self.minutes.meeting.body_id


@pgtrigger.register(stays)
@governed()
class MinutesWithdrawal(models.Model):
    """The open files of a version taken back: an item that they show was made private. Their addresses then say so."""

    version = models.OneToOneField(MinutesVersion, on_delete=models.PROTECT, related_name="withdrawal")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    # written for everybody, as the reason of a private item is
    reason = models.CharField("why", max_length=300)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "withdrawn minutes"
        verbose_name_plural = "withdrawn minutes"

    def __str__(self):
        return f"Withdrawal of {self.version}"

    @property
    def words(self) -> str:
        """Why, for everybody."""
        return f"Item {self.item.number} is private: {self.reason.rstrip('.')}."

    def governing_body_id(self):
        return self.version.minutes.meeting.body_id
