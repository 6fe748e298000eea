"""What a meeting talks about, item by item, and which of it is private."""

from django.db import models
from django.db.models import Q

from ccsp_portal.history.tracking import governed
from meetings.models.meetings import Meeting
from meetings.models.privacy import A_PRIVATE_ONE_HAS_A_REASON_AND_A_PUBLIC_TITLE, PRIVACY_CHOICES, MayHaveAPublicTitle
from partners.audience import Audience, Privacy, bodies_seen_by
from partners.models import Seat


class AgendaItemQuerySet(models.QuerySet):
    def live(self):
        return self.filter(withdrawn_at__isnull=True)

    def taken_off(self):
        """What went out, or was added while its meeting sat, and is off the agenda."""
        return self.filter(withdrawn_at__isnull=False).exclude(number="")

    def visible_to(self, person):
        """Items whose substance the person may read. A private item's public title is for all who see the meeting:
        list those with `meetings.queries.agenda_for`, which hides what is behind it."""
        # an item added after circulation waits for the next one: it has no number till then
        is_circulated = Q(meeting__circulated_at__isnull=False) & ~Q(number="")
        open_items = Q(privacy=Privacy.OPEN) & (
            is_circulated | Q(meeting__body__in=bodies_seen_by(person, Audience.SEATS))
        )
        private_items = Q(privacy=Privacy.PRIVATE, meeting__body__in=bodies_seen_by(person, Audience.PRIVATE_READERS))
        invited = Q(pk__in=ItemInvitation.objects.holding_for(person)) if person.pk else Q()
        if not person.pk:
            return self.filter(open_items)
        # who takes no part in an item sees of it what everybody does
        left_out = Q(pk__in=ItemExclusion.objects.holding_for(person))
        return self.filter(open_items | private_items | invited).filter(
            ~left_out | (Q(privacy=Privacy.OPEN) & is_circulated)
        )


@governed()
class AgendaItem(MayHaveAPublicTitle):
    """One item of business. `title` of a private item is for its readers; `public_title` is written for everybody."""

    class Purpose(models.TextChoices):
        DECIDE = "decide", "For decision"
        DISCUSS = "discuss", "For discussion"
        NOTE = "note", "To note"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("place on the agenda")
    # drawn at circulation and never changed: "7"; an item added later is "7A"
    number = models.CharField(max_length=6, blank=True)
    title = models.CharField(max_length=200)
    description = models.TextField("what it is about", blank=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.NOTE)
    # "" for new business; else which standing item it is: "minutes", "actions", "declarations" …
    standing = models.CharField("standing item", max_length=30, blank=True)
    presenter = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    minutes_allotted = models.PositiveSmallIntegerField("minutes allotted", default=10)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # of one that the chair took while the meeting sat
    urgency = models.TextField("why it could not wait", blank=True)
    # asked for once it went out: everybody may read it
    withdrawn_because = models.CharField("why it was taken off", max_length=300, blank=True)
    # of a cancelled meeting, from which it was taken over
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    version = models.PositiveIntegerField(default=1)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "agenda item"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], condition=~Q(number=""), name="one_item_a_number"),
            models.CheckConstraint(
                condition=A_PRIVATE_ONE_HAS_A_REASON_AND_A_PUBLIC_TITLE,
                name="a_private_item_has_a_reason_and_a_public_title",
                violation_error_message="A private item needs a reason and a public title.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_because="") | Q(withdrawn_at__isnull=False),
                name="an_item_that_says_why_it_was_taken_off_is_off",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def governing_body_id(self):
        return self.meeting.body_id

    @property
    def was_taken_off(self) -> bool:
        """Whether it is off an agenda with which it went out."""
        return bool(self.number) and self.withdrawn_at is not None


@governed()
class PrivacyChange(models.Model):
    """When an item became open or private, and who decided: so that "who could see this on that day" has an answer."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="privacy_changes")
    privacy = models.CharField(max_length=10, choices=PRIVACY_CHOICES)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "change of privacy"
        verbose_name_plural = "changes of privacy"
        ordering = ["decided_at", "pk"]

    def __str__(self):
        return f"{self.get_privacy_display()} from {self.decided_at}"


class HoldingQuerySet(models.QuerySet):
    """Of people who are let into an item, or left out of it, until that is ended."""

    def holding(self):
        """Those that have not been ended."""
        return self.filter(ended_at__isnull=True)

    def holding_for(self, person):
        """The ids of the items for which that is so of the person now."""
        return self.holding().filter(person_id=person.pk).values("item")


@governed()
class ItemInvitation(models.Model):
    """A person let into one item, private or not, who has no seat that would let them in; until it is ended."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="item_invitations")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation to an item"
        verbose_name_plural = "invitations to items"
        ordering = ["invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_invitation_an_item_and_person",
                violation_error_message="This person is invited to the item already.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="an_ended_invitation_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.person} is invited to {self.item}"

    def governing_body_id(self):
        return self.item.meeting.body_id


@governed()
class ItemExclusion(models.Model):
    """A person left out of one item, for an interest that they have in it, say; until it is ended.

    They see of it what the public sees, and get a pack of their own without it.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="exclusions")
    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="item_exclusions")
    reason = models.CharField(max_length=300)
    excluded_at = models.DateTimeField()
    excluded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "person left out of an item"
        verbose_name_plural = "people left out of items"
        ordering = ["excluded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_exclusion_an_item_and_person",
                violation_error_message="This person is left out of the item already.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="who_is_left_out_is_so_for_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="an_ended_exclusion_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.person} takes no part in {self.item}"

    def governing_body_id(self):
        return self.item.meeting.body_id
