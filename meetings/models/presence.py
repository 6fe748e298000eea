"""Who came and went during a meeting, who was there without a seat, and who was in the chair."""

from django.db import models
from django.db.models import Q

from ccsp_portal.history.tracking import governed
from meetings.models.agenda import AgendaItem
from meetings.models.attendance import Attendance
from meetings.models.meetings import Meeting
from partners.models import Appointment


class RecordedQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not taken back."""
        return self.filter(taken_back_at__isnull=True)


@governed()
class Guest(models.Model):
    """Somebody who is at a meeting and fills no seat: let into an item, or named freely with where they come from."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField("name", max_length=100)
    organisation = models.CharField("organisation", max_length=200, blank=True)
    # who has an account: they were let into an item
    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField("taken back", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = "guest"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_guest_has_a_name"),
            models.UniqueConstraint(
                fields=["meeting", "name", "organisation"],
                condition=Q(taken_back_at__isnull=True),
                name="a_guest_is_recorded_once",
                violation_error_message="This guest is recorded already. Say below when they came or left.",
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.name, self.organisation]))

    def governing_body_id(self):
        return self.meeting.body_id


@governed()
class Movement(models.Model):
    """Somebody came for an item, left after one, or at one took a seat over from whoever filled it until then.

    Who has none was there from beginning to end.
    """

    class Kind(models.TextChoices):
        CAME = "came", "Came for"
        LEFT = "left", "Left after"
        TOOK_OVER = "took over", "Took over at"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="movements")
    attendance = models.ForeignKey(
        Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="movements"
    )
    # who of the seat; empty where it was recorded before anybody could take a seat over: then who the attendance says
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="movements")
    kind = models.CharField("came or left", max_length=10, choices=Kind.choices)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="movements")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField("taken back", null=True, blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = "coming or going"
        verbose_name_plural = "comings and goings"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attendance__isnull=False, guest__isnull=True)
                | Q(attendance__isnull=True, guest__isnull=False),
                name="a_seat_or_a_guest_comes_or_goes",
            ),
            models.CheckConstraint(
                condition=Q(appointment__isnull=True) | Q(attendance__isnull=False),
                name="who_is_appointed_comes_to_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(kind="took over") | Q(appointment__isnull=False), name="who_takes_a_seat_over_is_named"
            ),
            models.UniqueConstraint(
                fields=["attendance", "kind", "item"],
                condition=Q(taken_back_at__isnull=True, attendance__isnull=False),
                name="a_seat_comes_or_goes_once_an_item",
            ),
            models.UniqueConstraint(
                fields=["guest", "kind", "item"],
                condition=Q(taken_back_at__isnull=True, guest__isnull=False),
                name="a_guest_comes_or_goes_once_an_item",
            ),
        ]

    def __str__(self):
        who = self.attendance.seat if self.attendance else self.guest
        return f"{who}: {self.get_kind_display().lower()} item {self.item.number}".rstrip()

    def governing_body_id(self):
        return self.meeting.body_id


@governed()
class Chairing(models.Model):
    """Somebody took the chair for an item, and kept it until the next one did; without an item, at the beginning."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="chairings")
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="chairings")
    # who of the seat: whoever takes the seat over does not take the chair with it. Empty as in a Movement
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="chairings")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField("taken back", null=True, blank=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = "taking of the chair"
        verbose_name_plural = "takings of the chair"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "item"],
                condition=Q(taken_back_at__isnull=True),
                nulls_distinct=False,
                name="one_takes_the_chair_for_an_item",
            ),
        ]

    def __str__(self):
        return f"{self.attendance.seat} in the chair"

    def governing_body_id(self):
        return self.meeting.body_id
