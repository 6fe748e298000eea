"""What a meeting leaves behind: decisions and action points, with numbers that are never used twice."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ccsp_portal.history.tracking import governed
from meetings.models.agenda import AgendaItem, ItemInvitation
from partners.audience import Audience, Privacy, bodies_seen_by
from partners.models import Body, Seat


class NumberSeries(models.Model):
    """The last number drawn of a kind, for a body and financial year: the row that is locked while one is drawn."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    financial_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[("decision", "Decision"), ("action", "Action point")])
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "number series"
        verbose_name_plural = "number series"
        constraints = [models.UniqueConstraint(fields=["body", "financial_year", "kind"], name="one_series_a_year")]

    def __str__(self):
        return f"{self.body} {self.financial_year} {self.kind}: {self.last}"


class RecordQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A record of an open item is public once its minutes are; before, and of a private item, it is for those
        who may read the item: from a seat, or invited to it."""
        minuted = Q(item__privacy=Privacy.OPEN, item__meeting__minutes__state__in=["cleared", "approved", "signed"])
        open_records = Q(item__privacy=Privacy.OPEN, item__meeting__body__in=bodies_seen_by(person, Audience.SEATS))
        private_records = Q(
            item__privacy=Privacy.PRIVATE, item__meeting__body__in=bodies_seen_by(person, Audience.PRIVATE_READERS)
        )
        known = minuted | open_records | private_records
        if person.pk:
            known |= Q(item__in=ItemInvitation.objects.holding_for(person))
        return self.filter(known)


@governed()
class Decision(models.Model):
    """What a meeting decided on an item, or that it put the item off."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreed"
        NOT_AGREED = "not agreed", "Not agreed"
        DEFERRED = "deferred", "Deferred to a later meeting"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    reference = models.CharField("number", max_length=40, unique=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    text = models.TextField("decision")
    quorate = models.BooleanField("taken while quorate")
    decided_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey("partners.Appointment", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "decision"
        ordering = ["reference"]

    def __str__(self):
        return f"{self.reference}: {self.text}"

    def get_absolute_url(self):
        return reverse("meetings:show_decision", args=[self.pk])

    def governing_body_id(self):
        return self.item.meeting.body_id


class ActionPointQuerySet(RecordQuerySet):
    def unfinished(self):
        return self.filter(state=ActionPoint.State.OPEN)

    def due_by(self, day):
        return self.unfinished().filter(due_on__lte=day)

    def owned_by_seats(self, seats):
        return self.filter(owner__in=seats)


@governed()
class ActionPoint(models.Model):
    """Something a meeting asked of a seat, by a day. The seat owes it, whoever sits in it then."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        COMPLETE = "complete", "Complete"
        DROPPED = "dropped", "No longer needed"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="action_points")
    reference = models.CharField("number", max_length=40, unique=True)
    text = models.TextField("what is to be done")
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="action_points")
    due_on = models.DateField("due")
    first_due_on = models.DateField("first due")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    latest_update = models.TextField(blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("completed or dropped", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ActionPointQuerySet.as_manager()

    class Meta:
        verbose_name = "action point"
        ordering = ["due_on", "reference"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="an_ended_action_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.text}"

    def get_absolute_url(self):
        return reverse("meetings:show_action", args=[self.pk])

    def governing_body_id(self):
        return self.item.meeting.body_id
