"""Packs as they went out, the pages in them, whose numbers never move, and what was taken back."""

import pgtrigger
from django.db import models
from django.db.models import Q

from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed
from ccsp_portal.jobs.models import Job
from ccsp_portal.typeset.page_numbers import PageNumber, from_to, run
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from meetings.models.papers import PaperVersion
from meetings.models.publication import MinutesWithdrawal


@governed()
class Pack(models.Model):
    """One circulation: the members' PDF and the open one, made by a job. What was published is never made again.

    The first is whole. A later one is a supplement: what is new by itself, and the whole with that slotted in. When an
    item becomes private or open, the open file alone is published afresh.
    """

    class State(models.TextChoices):
        MAKING = "making", "Being made"
        CIRCULATED = "circulated", "Circulated"
        FAILED = "failed", "Could not be made"

    class Kind(models.TextChoices):
        WHOLE = "whole", "Agenda and papers"
        SUPPLEMENT = "supplement", "Supplement"
        REISSUE = "reissue", "Open pack published afresh"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField("version")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.WHOLE, db_default="whole")
    reason = models.CharField("why it goes out", max_length=300, blank=True, db_default="")
    state = models.CharField(max_length=20, choices=State.choices, default=State.MAKING)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    # whole, with every supplement slotted in
    members_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    open_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    members_pages = models.PositiveIntegerField(null=True, blank=True)
    open_pages = models.PositiveIntegerField(null=True, blank=True)
    # what is new, under a cover that says what changed; the open one only where something open did
    members_supplement = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    open_supplement = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # [{"run": pk, "item": pk, "paper": pk, "version": pk, "at": 12, "open_at": 9, "state": "current", "note": ""}]: on
    # which sheet of either file the pages begin (None: they are not in it), and by which they are replaced
    contents = models.JSONField(default=list, blank=True)
    # [{"what": "replaced", "item": pk, "paper": pk, "pages": "pages 12A to 12C", "was": "pages 8 to 10"}]
    changes = models.JSONField("what changed", default=list, blank=True, db_default=[])
    # the agenda that it told: {"sequence": 0, "items": [{"item": pk, "version": 1, "private": false}]}
    told = models.JSONField(default=dict, blank=True, db_default={})
    untagged = models.JSONField("papers that screen readers will find hard", default=list, blank=True)
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
            models.CheckConstraint(
                condition=~Q(kind="supplement") | ~Q(reason=""),
                name="a_supplement_says_why",
                violation_error_message="Say why the papers go out again.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="supplement", state="circulated") | Q(members_supplement__isnull=False),
                name="a_circulated_supplement_is_there",
            ),
        ]

    def __str__(self):
        return f"Pack {self.number} of {self.meeting}"

    @property
    def is_supplement(self):
        return self.kind == self.Kind.SUPPLEMENT

    @property
    def is_reissue(self):
        return self.kind == self.Kind.REISSUE

    @property
    def announced_id(self):
        """The open file that its reason is about: once that is withdrawn, the reason is told to nobody outside."""
        return self.open_supplement_id or self.open_document_id

    def governing_body_id(self):
        return self.meeting.body_id


class PageRunQuerySet(models.QuerySet):
    def of_papers(self):
        """Not what a standing item carries by itself."""
        return self.filter(version_of__isnull=False)

    def with_shown(self):
        """Each with its `shown_items`, and whether it `was_withdrawn`. One query more where there are any."""
        items = AgendaItem.objects.only("privacy")
        withdrawn = MinutesWithdrawal.objects.filter(version__files__document=models.OuterRef("document"))
        return self.annotate(was_withdrawn=models.Exists(withdrawn)).prefetch_related(
            models.Prefetch("shows", items, to_attr="shown_items")
        )


class Readers(models.TextChoices):
    """In whose files pages are. Of what a standing item carries there is one copy for each of the last two."""

    EVERYBODY = "everybody", "Everybody who may read the item"
    MEMBERS = "members", "Those who may read private items"
    PUBLIC = "public", "Everybody else"


@pgtrigger.register(pgtrigger.Protect(name="a_published_number_never_moves", operation=pgtrigger.Update))
@governed(exclude=["html", "texts"])
class PageRun(models.Model):
    """The pages of a paper as they first went out: their numbers, which are the same in every copy and never move.

    Or of what a standing item carries by itself: the last minutes, the action log or the risk register of that day.
    """

    Readers = Readers

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="page_runs")
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="runs")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="page_runs")
    # none of what a standing item carries by itself
    version_of = models.ForeignKey(
        PaperVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="page_runs"
    )
    readers = models.CharField(
        max_length=10, choices=Readers.choices, default=Readers.EVERYBODY, db_default="everybody"
    )
    # the items, mostly of earlier meetings, of which minutes or a log in it tell more than a public title
    shows = models.ManyToManyField(AgendaItem, blank=True, related_name="shown_by")
    # the paper itself is 0; what is attached to it comes after
    part = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    # the pages themselves (PDF), without numbers: bound into every pack as they are, never converted again
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    whole = models.PositiveIntegerField("number of the first page")
    letters = models.PositiveIntegerField("letters after it: A is 1", default=0)
    pages = models.PositiveIntegerField()
    # for reading on the web: the words of each page, and the whole as cleaned HTML where the paper was no PDF
    texts = models.JSONField(default=list, blank=True)
    html = models.TextField(blank=True)

    # set by `with_shown`
    shown_items: list[AgendaItem]
    # the minutes that these pages are: of the public's copy, that it is nobody's any more
    was_withdrawn: bool

    objects = PageRunQuerySet.as_manager()

    class Meta:
        verbose_name = "run of pages"
        verbose_name_plural = "runs of pages"
        ordering = ["whole", "letters"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "whole", "letters"], name="one_run_at_a_page_number"),
            models.UniqueConstraint(fields=["version_of", "part"], name="pages_are_numbered_once"),
            models.UniqueConstraint(
                fields=["item", "part", "readers"],
                condition=Q(version_of__isnull=True),
                name="what_an_item_carries_is_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(version_of__isnull=False, readers="everybody")
                | Q(version_of__isnull=True, readers__in=["members", "public"]),
                name="what_an_item_carries_says_for_whom_it_is",
            ),
            models.CheckConstraint(condition=Q(pages__gt=0), name="a_run_has_pages"),
        ]

    def __str__(self):
        return f"{self.title}, {self.words}"

    @property
    def first(self) -> PageNumber:
        return PageNumber(self.whole, self.letters)

    @property
    def words(self) -> str:
        """ "pages 12A to 12C"."""
        return from_to(self.first, self.pages)

    @property
    def numbers(self) -> list[PageNumber]:
        return run(self.first, self.pages)

    @property
    def shown(self) -> frozenset[int]:
        """The keys of `shown_items`."""
        return frozenset(item.pk for item in self.shown_items)

    @property
    def shows_private(self) -> bool:
        """Whether anything in it is private now, or was told of in words that were taken back."""
        return self.was_withdrawn or any(item.is_private for item in self.shown_items)

    def governing_body_id(self):
        return self.meeting.body_id


@governed()
class PackWithdrawal(models.Model):
    """A published open file taken back: an item that it shows has been made private. Its address then says so."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="withdrawals")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    # written for everybody, as the reason of a private item is
    reason = models.CharField("why", max_length=300)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "withdrawn file"
        ordering = ["-withdrawn_at", "-pk"]

    def __str__(self):
        return self.document.name

    @property
    def words(self) -> str:
        """Why, for everybody. No query where item and pack were read with it."""
        if self.item.meeting_id != self.pack.meeting_id:
            return f"It shows an item of an earlier meeting, which is private now: {self.reason.rstrip('.')}."
        return f"Item {self.item.number} is private: {self.reason.rstrip('.')}."

    def governing_body_id(self):
        return self.pack.meeting.body_id


class PersonalPack(models.Model):
    """The members' pack made for one person, without the items that they take no part in."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="personal_packs")
    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    # the items' keys, sorted: another selection is another pack
    without = models.JSONField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "pack of one person"
        verbose_name_plural = "packs of one person"
        constraints = [models.UniqueConstraint(fields=["pack", "person", "without"], name="one_pack_for_a_person")]

    def __str__(self):
        return f"{self.pack}, for {self.person}"
