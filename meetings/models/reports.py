"""A paper in the portal's own short form: as its seat writes it, as it was submitted, and what is attached to it."""

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed
from meetings.models.agenda import AgendaItem
from meetings.models.papers import Paper
from partners.models import Role, Seat
from partners.queries import bodies_where
from partners.standing import seats_of


def of_presenter_or_secretary(person, item: str) -> Q:
    """Rows that belong to the seat that presents an item, and to the secretary; `item` is the way to it."""
    own = Q(**{f"{item}__presenter__in": seats_of(person)})
    return own | Q(**{f"{item}__meeting__body__in": bodies_where(person, Role.SECRETARY)})


class CoverReportQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What is being written is for the people of the seat that presents it, and the secretary: nobody else."""
        readable = self.filter(paper__item__in=AgendaItem.objects.visible_to(person))
        return readable.filter(of_presenter_or_secretary(person, "paper__item"))


@governed()
class CoverReport(models.Model):
    """A paper's form as it stands with its seat. What was submitted of it is kept in `Submission`, and never changes.

    What goes to the members is a `PaperVersion`, made when the secretary accepts: until then no page, pack or search
    that reads papers can meet a draft.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "With the secretary"
        RETURNED = "returned", "Returned"
        ACCEPTED = "accepted", "Accepted"

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="report")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200)
    marking = models.CharField(max_length=20, choices=Document.Marking.choices, default=Document.Marking.OFFICIAL)
    purpose = models.TextField(blank=True)
    # a list of texts, in their order
    recommendations = models.JSONField(default=list, blank=True)
    summary = models.TextField(blank=True)
    # {"partners": {"none": false, "text": "…"}}: keys of `IMPLICATIONS`
    implications = models.JSONField(default=dict, blank=True)
    background = models.TextField("background papers", blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    # what the secretary asks to change, since it was returned last
    comments = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    IMPLICATIONS = {
        "partners": "Partners",
        "resources": "Resources",
        "legal": "Legal",
        "equality": "Equality",
        "crime": "Crime and disorder (section 17)",
        "data": "Data protection",
    }

    objects = CoverReportQuerySet.as_manager()

    class Meta:
        verbose_name = "paper in its form"
        verbose_name_plural = "papers in their form"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(comments=""),
                name="a_returned_paper_says_what_to_change",
                violation_error_message="Enter what should be changed.",
            ),
        ]

    def __str__(self):
        # its title is for its seat and the secretary, and this stands in histories
        return f"form of paper {self.paper_id}"

    def get_absolute_url(self):
        return reverse("meetings:show_draft", args=[self.paper_id])

    @property
    def item(self):
        return self.paper.item

    @property
    def presenter_id(self):
        return self.paper.item.presenter_id

    def governing_body_id(self):
        return self.paper.item.meeting.body_id


class AttachmentQuerySet(models.QuerySet):
    def live(self):
        return self.filter(removed_at__isnull=True)


@governed()
class Attachment(models.Model):
    """A file beside a paper's form. One that was submitted is kept, though it is removed from the draft after."""

    report = models.ForeignKey(CoverReport, on_delete=models.PROTECT, related_name="attachments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")
    title = models.CharField(max_length=200)
    alt_text = models.CharField("what the picture shows", max_length=1000, blank=True)
    position = models.PositiveSmallIntegerField()
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "attachment"
        ordering = ["position", "pk"]

    def __str__(self):
        return f"attachment {self.pk}"


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Before it goes out: the seat that presents it, the secretary, and seats that are asked for advice now."""
        readable = self.filter(report__paper__item__in=AgendaItem.objects.visible_to(person))
        asked = Advice.objects.waiting().filter(paper=OuterRef("report__paper"), seat__in=seats_of(person))
        return readable.filter(of_presenter_or_secretary(person, "report__paper__item") | Exists(asked))


SUBMITTED = ["report", "number", "title", "marking", "content", "submitted_at", "submitted_by", "appointment"]
SUBMITTED += ["due_on", "is_late", "late_reason"]


@pgtrigger.register(
    pgtrigger.Protect(
        name="what_was_submitted_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*SUBMITTED),
    ),
    pgtrigger.Protect(
        name="what_came_of_it_stays",
        operation=pgtrigger.Update,
        condition=(
            pgtrigger.Q(old__returned_at__isnull=False)
            & pgtrigger.Q(old__returned_at__df=pgtrigger.F("new__returned_at"))
        )
        | (
            pgtrigger.Q(old__accepted_at__isnull=False)
            & pgtrigger.Q(old__accepted_at__df=pgtrigger.F("new__accepted_at"))
        ),
    ),
)
@governed()
class Submission(models.Model):
    """A paper's form as it was submitted: its words, its attachments by name, when, by whom, and what came of it."""

    report = models.ForeignKey(CoverReport, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    marking = models.CharField(max_length=20, choices=Document.Marking.choices)
    # {"purpose": …, "recommendations": […], "summary": …, "implications": {…}, "background": …,
    #  "attachments": [{"pk": 7, "title": …, "alt": …}]}
    content = models.JSONField()
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey("partners.Appointment", on_delete=models.PROTECT, null=True, related_name="+")
    # the day on which papers were due then, and whether it had passed: a meeting that moves makes nothing late after
    due_on = models.DateField()
    is_late = models.BooleanField(default=False)
    late_reason = models.CharField("why it came late", max_length=500, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    comments = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "submission of a paper"
        verbose_name_plural = "submissions of papers"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_submission_of_a_number"),
            models.CheckConstraint(
                condition=Q(is_late=False) | ~Q(late_reason=""),
                name="a_late_submission_says_why",
                violation_error_message="Papers were due before today: enter why this one is late.",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(comments=""),
                name="a_returned_submission_says_what_to_change",
            ),
        ]

    def __str__(self):
        return f"submission {self.number} of paper {self.report.paper_id}"

    @property
    def shown_title(self):
        """The title that a letter may name: of a private item's paper, what everybody may know of the item."""
        item = self.report.item
        return item.shown_title if item.is_private else self.title


class AdviceQuerySet(models.QuerySet):
    def waiting(self):
        """Asked for and not given: what a seat is still to do."""
        return self.filter(given_at__isnull=True, ended_at__isnull=True)

    def given(self):
        return self.filter(given_at__isnull=False)

    def asked_of(self, person):
        """What the person's seats are to give, on items that they may read."""
        readable = AgendaItem.objects.visible_to(person)
        return self.waiting().filter(seat__in=seats_of(person), paper__item__in=readable)

    def visible_to(self, person):
        """The asked seat, the presenter and the secretary; what was given, for everybody who reads the paper."""
        readable = self.filter(paper__item__in=AgendaItem.objects.visible_to(person))
        own = Q(seat__in=seats_of(person), ended_at__isnull=True) | of_presenter_or_secretary(person, "paper__item")
        of_papers = Q(given_at__isnull=False, paper__in=Paper.objects.visible_to(person))
        return readable.filter(own | of_papers)


@pgtrigger.register(
    pgtrigger.Protect(
        name="given_advice_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__given_at__isnull=False)
        & (
            pgtrigger.Q(old__given_at__df=pgtrigger.F("new__given_at"))
            | pgtrigger.Q(old__view__df=pgtrigger.F("new__view"))
            | pgtrigger.Q(old__text__df=pgtrigger.F("new__text"))
            | pgtrigger.Q(old__wanted_by__df=pgtrigger.F("new__wanted_by"))
        ),
    )
)
@governed()
class Advice(models.Model):
    """What another authority, asked by the secretary, advises on a paper before it goes out."""

    class View(models.TextChoices):
        FAVOURABLE = "favourable", "Favourable"
        WITH_CONDITIONS = "with conditions", "Favourable with conditions"
        UNFAVOURABLE = "unfavourable", "Unfavourable"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="advice")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    question = models.TextField("what is asked", blank=True)
    wanted_by = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    view = models.CharField(max_length=20, choices=View.choices, blank=True)
    text = models.TextField(blank=True)
    is_late = models.BooleanField(default=False)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # the secretary asks no longer
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = "advice"
        verbose_name_plural = "advice"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "seat"],
                condition=Q(ended_at__isnull=True),
                name="one_advice_of_a_seat_on_a_paper",
                violation_error_message="This seat is asked already.",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, view="")
                | (Q(given_at__isnull=False, given_by__isnull=False) & ~Q(view="") & ~Q(text="")),
                name="given_advice_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | Q(ended_at__isnull=True), name="advice_is_given_or_ended"
            ),
        ]

    def __str__(self):
        return f"advice {self.pk} on paper {self.paper_id}"

    def get_absolute_url(self):
        return reverse("meetings:give_advice", args=[self.pk])

    def governing_body_id(self):
        return self.paper.item.meeting.body_id


@governed(exclude=["html", "tables"])
class ReadingCopy(models.Model):
    """What readers are given in place of a file that holds more than is seen: made once, by the worker."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="copy")
    # a part of a page, clean; and the sheets of a spreadsheet
    html = models.TextField(blank=True)
    tables = models.JSONField(default=list, blank=True)
    # a tagged PDF of a text, or a picture without what a camera wrote beside it
    file = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # why there is none, in a sentence that says what to do
    problem = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "reading copy"
        verbose_name_plural = "reading copies"

    def __str__(self):
        return f"reading copy of document {self.document_id}"
