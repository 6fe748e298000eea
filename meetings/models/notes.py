"""What people note for themselves while they read the papers: nobody else's business."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ccsp_portal.typeset.page_numbers import PageNumber, parse
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting


class PrivateNoteQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A note is seen by its author alone, whatever else anybody may see."""
        return self.filter(person_id=person.pk) if person.pk else self.none()

    def kept(self):
        """Those that their author has not removed."""
        return self.filter(removed_at__isnull=True)


class PrivateNote(models.Model):
    """What one person noted on an item or on a page of its papers, one note for each place.

    It hangs on the page's number, which never moves: so it is there in the next pack, too. It has no history, so that
    nobody reads in it what was noted, and what its author removes can go.
    """

    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    # "12A"; none where it is on the item as a whole
    page = models.CharField(max_length=10, blank=True)
    text = models.TextField("note")
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField("removed", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "private note"
        ordering = ["-meeting__starts_at", "item__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "item", "page"], condition=Q(removed_at__isnull=True), name="one_note_in_a_place"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_note_says_something"),
        ]

    def __str__(self):
        return f"Note on {self.place}"

    def get_absolute_url(self):
        return f"{reverse('meetings:read_pack', args=[self.meeting_id])}#{self.anchor}"

    @property
    def number(self) -> PageNumber:
        """Its page's, to put notes in order; what is on the item comes first."""
        return parse(self.page) or PageNumber(0)

    @property
    def place(self) -> str:
        """ "page 12A", "item 3"."""
        if self.page:
            return f"page {self.page}"
        return f"item {self.item.number}" if self.item.number else "the item"

    @property
    def anchor(self) -> str:
        """Where it stands among the papers on the web."""
        return f"page-{self.page}" if self.page else f"item-{self.item.number}"
