"""Papers, their versions, and the packs they are bound into."""

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed
from meetings.models.agenda import AgendaItem
from partners.audience import Audience, Privacy, bodies_seen_by


class PaperQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A paper is seen by those who may read its item: by the public once it was in a pack."""
        return self.filter(
            Exists(PaperVersion.objects.visible_to(person).filter(paper=OuterRef("pk"))),
        )

    def live(self):
        return self.filter(withdrawn_at__isnull=True, item__withdrawn_at__isnull=True)


@pgtrigger.register(
    pgtrigger.Trigger(
        name="what_went_out_is_withdrawn_for_a_reason",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(
            old__withdrawn_at__isnull=True, new__withdrawn_at__isnull=False, new__withdrawn_reason=""
        ),
        func="""
            IF EXISTS (SELECT FROM meetings_paperversion WHERE paper_id = NEW.id AND published_at IS NOT NULL) THEN
                RAISE EXCEPTION 'A paper that went out is withdrawn for a reason';
            END IF;
            RETURN NEW;
        """,
    )
)
@governed()
class Paper(models.Model):
    """A paper to an item. What was said in it is in its versions; a new version never overwrites the old one."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # asked for once it went out; none of those withdrawn before it was
    withdrawn_reason = models.CharField("why it was withdrawn", max_length=300, blank=True, db_default="")
    # given while its item was private: it stays with the readers of private items, whatever becomes of the item
    is_reason_private = models.BooleanField(default=False, db_default=False)

    # why it was withdrawn, as far as its reader may know
    why: str
    # set where papers are listed, from the versions that the reader may see
    latest: "PaperVersion"
    first: "PaperVersion"
    reads_as_page: bool
    has_form: bool
    remarks: list[str]

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "paper"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_reason="", is_reason_private=False),
                name="only_a_withdrawn_paper_says_why",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:show_paper", args=[self.pk])

    def governing_body_id(self):
        return self.item.meeting.body_id

    def reason_for(self, *, reads_private: bool) -> str:
        """Why it was withdrawn, for somebody who may read its item, and maybe private ones."""
        return self.withdrawn_reason if reads_private or not self.is_reason_private else ""


class PaperVersionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Versions that were in a circulated pack are for the readers of their item; others for the body's own.

        What is marked OFFICIAL-SENSITIVE stays with the readers of private items when its item is opened.
        """
        readable = self.filter(paper__item__in=AgendaItem.objects.visible_to(person))
        own = Q(paper__item__meeting__body__in=bodies_seen_by(person, Audience.SEATS))
        kept = Q(document__marking=Document.Marking.SENSITIVE, paper__item__privacy=Privacy.OPEN) & ~Q(
            paper__item__meeting__body__in=bodies_seen_by(person, Audience.PRIVATE_READERS)
        )
        stand = {"paper__withdrawn_at__isnull": True, "paper__item__withdrawn_at__isnull": True}
        return readable.filter(Q(published_at__isnull=False, **stand) | own).exclude(kept)

    def to_send(self):
        """The latest versions of papers, where these were in no pack yet."""
        later = self.model.objects.filter(paper=OuterRef("paper"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later), paper__in=Paper.objects.live(), published_at__isnull=True)


@pgtrigger.register(
    pgtrigger.Protect(
        name="when_it_came_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__uploaded_at__df=pgtrigger.F("new__uploaded_at"))
        | (
            pgtrigger.Q(old__due_on__isnull=False)
            & (
                pgtrigger.Q(old__due_on__df=pgtrigger.F("new__due_on"))
                | pgtrigger.Q(old__is_late__df=pgtrigger.F("new__is_late"))
            )
        )
        | (
            pgtrigger.Q(old__accepted_at__isnull=False)
            & pgtrigger.Q(old__accepted_at__df=pgtrigger.F("new__accepted_at"))
        )
        | (
            pgtrigger.Q(old__published_at__isnull=False)
            & pgtrigger.Q(old__published_at__df=pgtrigger.F("new__published_at"))
        ),
    )
)
@governed()
class PaperVersion(models.Model):
    """A paper as it goes to the members: a file that was brought, or the portal's form that the secretary accepted.

    Who brought it, for which seat, and when it was submitted, accepted and published never change (so lateness shows).
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="paper_versions")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey("partners.Appointment", on_delete=models.PROTECT, null=True, related_name="+")
    # the form that it was made of: without one the file itself is the paper
    submission = models.ForeignKey(
        "meetings.Submission", on_delete=models.PROTECT, null=True, blank=True, related_name="paper_versions"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    # the day on which papers were due then; None for those brought before the portal kept it
    due_on = models.DateField(null=True, blank=True)
    is_late = models.BooleanField(default=False, db_default=False)
    late_reason = models.CharField("why it came late", max_length=500, blank=True, db_default="")
    # when it first went out in a pack: never changed after
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version of a paper"
        verbose_name_plural = "versions of papers"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="one_version_of_a_number"),
            models.CheckConstraint(
                condition=Q(is_late=False) | Q(due_on__isnull=True) | ~Q(late_reason=""),
                name="a_late_version_says_why",
                violation_error_message="Papers were due before today: enter why this one is late.",
            ),
        ]

    def __str__(self):
        return f"{self.paper}, version {self.number}"

    @property
    def recommendations(self) -> list[str]:
        """What the paper's form recommends, in its order. No query where the submission was read with it."""
        return self.submission.content["recommendations"] if self.submission else []

    @property
    def days_late(self) -> int:
        """How long after the day on which papers were due it was submitted: as that was then, whichever meeting it is
        moved to; of older ones, as it is now."""
        due = self.due_on or self.paper.item.meeting.papers_due_on
        return max(0, (self.uploaded_at.astimezone(clock.LONDON).date() - due).days)

    @property
    def came_late(self) -> bool:
        return self.days_late > 0
