"""Papers, their versions, and the packs they are bound into."""

from django.db import models
from django.db.models import Q

from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed
from ccsp_portal.jobs.models import Job
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting


class PaperQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A paper is seen by those who may read its item."""
        return self.filter(item__in=AgendaItem.objects.visible_to(person))

    def live(self):
        return self.filter(withdrawn_at__isnull=True, item__withdrawn_at__isnull=True)


@governed()
class Paper(models.Model):
    """A paper to an item. What was said in it is in its versions; a new version never overwrites the old one."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "paper"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def governing_body_id(self):
        return self.item.meeting.body_id


@governed()
class PaperVersion(models.Model):
    """One upload of a paper: who brought it, for which seat, and when (so lateness shows)."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="paper_versions")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey("partners.Appointment", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "version of a paper"
        verbose_name_plural = "versions of papers"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="one_version_of_a_number")]

    def __str__(self):
        return f"{self.paper}, version {self.number}"


@governed()
class Pack(models.Model):
    """One circulation: the members' PDF and the open one, made by a job. What was published is never made again."""

    class State(models.TextChoices):
        MAKING = "making", "Being made"
        CIRCULATED = "circulated", "Circulated"
        FAILED = "failed", "Could not be made"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField("version")
    state = models.CharField(max_length=20, choices=State.choices, default=State.MAKING)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    members_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    open_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    members_pages = models.PositiveIntegerField(null=True, blank=True)
    open_pages = models.PositiveIntegerField(null=True, blank=True)
    # [{"item": pk, "paper": pk, "version": pk, "page": 12, "open_page": 9}], and titles of papers without tags
    contents = models.JSONField(default=list)
    untagged = models.JSONField("papers that screen readers will find hard", default=list)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    circulated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "pack"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_pack_of_a_number"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(state="making"), name="one_pack_in_the_making"),
            models.CheckConstraint(
                condition=~Q(state="circulated")
                | Q(members_document__isnull=False, open_document__isnull=False, circulated_at__isnull=False),
                name="a_circulated_pack_is_whole",
            ),
        ]

    def __str__(self):
        return f"Pack {self.number} of {self.meeting}"

    def governing_body_id(self):
        return self.meeting.body_id
