"""Papers, their versions, and the packs they are bound into."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed
from meetings.models.agenda import AgendaItem
from partners.audience import Audience, bodies_seen_by


class PaperQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A paper is seen by those who may read its item: by the public once it was in a pack."""
        return self.filter(
            Exists(PaperVersion.objects.visible_to(person).filter(paper=OuterRef("pk"))),
        )

    def live(self):
        return self.filter(withdrawn_at__isnull=True, item__withdrawn_at__isnull=True)


@governed()
class Paper(models.Model):
    """A paper to an item. What was said in it is in its versions; a new version never overwrites the old one."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    # set where papers are listed, from the versions that the reader may see
    latest: "PaperVersion"
    first_brought_at: datetime

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "paper"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def governing_body_id(self):
        return self.item.meeting.body_id


class PaperVersionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Versions that were in a circulated pack are for the readers of their item; others for the body's own."""
        readable = self.filter(paper__item__in=AgendaItem.objects.visible_to(person))
        own = Q(paper__item__meeting__body__in=bodies_seen_by(person, Audience.SEATS))
        return readable.filter(Q(published_at__isnull=False, paper__withdrawn_at__isnull=True) | own)


@governed()
class PaperVersion(models.Model):
    """One upload of a paper: who brought it, for which seat, and when (so lateness shows)."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="paper_versions")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey("partners.Appointment", on_delete=models.PROTECT, null=True, related_name="+")
    # when it first went out in a pack: never changed after
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version of a paper"
        verbose_name_plural = "versions of papers"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="one_version_of_a_number")]

    def __str__(self):
        return f"{self.paper}, version {self.number}"

    @property
    def is_late(self):
        """Whether it was brought after the day on which papers were due."""
        return self.uploaded_at.astimezone(clock.LONDON).date() > self.paper.item.meeting.papers_due_on
