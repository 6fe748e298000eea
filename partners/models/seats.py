"""Seats, their terms, and the people appointed to them: the seat is stable, people pass through it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from ccsp_portal.history.tracking import governed
from partners.models.bodies import Body
from partners.models.dated import Dated, DatedQuerySet, ends_after_it_begins, ends_or_is_called_off
from partners.models.organisations import Organisation, ServiceArea


class Role(models.TextChoices):
    """What a seat lets its holder do. The last four are not roles of seats: offices, and the timetable's own."""

    SECRETARY = "secretary", "Secretary"
    MEMBER = "member", "Member"
    ADVISER = "adviser", "Adviser"
    OBSERVER = "observer", "Observer"
    ANALYST = "analyst", "Analyst"
    ELECTED_MEMBER = "elected member", "Elected member"
    PCC_OFFICER = "pcc officer", "Police and Crime Commissioner’s officer"
    AUDITOR = "auditor", "Auditor"
    CHAIR = "chair", "Chair"
    VICE_CHAIR = "vice chair", "Vice chair"
    LEAD = "lead", "Lead"
    TIMETABLE = "timetable", "The timetable"

    @classmethod
    def of_seats(cls):
        return [choice for choice in cls.choices if choice[0] not in {"chair", "vice chair", "lead", "timetable"}]


@governed()
class Seat(Dated):
    """A place on a body, for an organisation. What it allows is in its dated terms."""

    key = models.SlugField("key in the profile", unique=True, max_length=60)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    service_area = models.ForeignKey(ServiceArea, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    title = models.CharField("position", max_length=200)
    position = models.PositiveSmallIntegerField("place in lists", default=0)
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "seat"
        ordering = ["position", "title"]
        constraints = [ends_after_it_begins("seat_ends_after_it_begins")]

    def __str__(self):
        return f"{self.title}, {self.organisation.short_name}"

    def governing_body_id(self):
        return self.body_id


class Int8Range(Func):
    function = "INT8RANGE"
    output_field = IntegerRangeField()


class DateRange(Func):
    """What earlier migrations ask for: it fails for what was called off, as `Days` does not."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Days(Func):
    """From the first day to the last, both included; no days at all for what was called off, which overlaps nothing."""

    template = "DATERANGE(%(expressions)s::date + 1)"
    output_field = DateRangeField()


def never_two_at_once(name, *rows, condition=None, message=""):
    """Refuse two rows of the same ids (`rows`) whose days overlap. Without btree_gist, an id is a range of one."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((Int8Range(F(row), F(row), Value("[]")), RangeOperators.OVERLAPS) for row in rows),
            (Days(F("from_on"), F("to_on")), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )


@governed()
class SeatTerms(Dated):
    """What a seat was, from one day to another: who could see or do what on a day is answered from here."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="terms")
    role = models.CharField(max_length=20, choices=Role.of_seats())
    voting = models.BooleanField(default=False)
    counts_to_quorum = models.BooleanField(default=False)
    senior = models.BooleanField("a senior position", default=False)
    # a member whom the body took in itself; the other members are its core
    co_opted = models.BooleanField("co-opted", default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "terms of a seat"
        verbose_name_plural = "terms of seats"
        ordering = ["from_on"]
        constraints = [
            ends_after_it_begins("seat_terms_end_after_they_begin"),
            never_two_at_once(
                "one_set_of_terms_at_a_time", "seat", message="The seat already has terms for some of these days."
            ),
            models.CheckConstraint(
                condition=Q(co_opted=False) | Q(role="member"),
                name="only_members_are_co_opted",
                violation_error_message="Only a member’s seat is core or co-opted. Clear the box, or choose “Member”.",
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_role_display()}"

    @property
    def place(self):
        """The role in words, and of a member whether the seat is core or co-opted."""
        if self.role != Role.MEMBER:
            return self.get_role_display()
        return "Co-opted member" if self.co_opted else "Core member"

    @property
    def in_words(self):
        """What the seat is by these terms: "Core member, votes, counts to the quorum"."""
        rights = {"votes": self.voting, "counts to the quorum": self.counts_to_quorum, "senior": self.senior}
        return ", ".join([self.place, *(word for word, holds in rights.items() if holds)])


class AppointmentQuerySet(DatedQuerySet):
    def substantive(self):
        return self.filter(kind=Appointment.Kind.SUBSTANTIVE)

    def of_body(self, body, on=None):
        """Current appointments to a body's seats, with what lists need to show of them."""
        return (
            self.current(on)
            .filter(seat__body=body)
            .select_related("person", "seat__organisation")
            .order_by("seat__position", "seat__title", "kind", "person__sort_key")
        )


@governed()
class Appointment(Dated):
    """A person in a seat, from one day to another, as its holder or as the holder's deputy."""

    class Kind(models.TextChoices):
        SUBSTANTIVE = "substantive", "Holder"
        DEPUTY = "deputy", "Deputy"

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SUBSTANTIVE)
    appointed_by = models.ForeignKey(
        "partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="appointments_made"
    )
    inducted_on = models.DateField("day of the induction", null=True, blank=True)
    signed_terms_on = models.DateField("day on which they signed their terms", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "appointment"
        ordering = ["from_on"]
        constraints = [
            ends_or_is_called_off("appointment_ends_after_it_begins"),
            never_two_at_once(
                "one_holder_of_a_seat_at_a_time",
                "seat",
                condition=Q(kind="substantive"),
                message="The seat has a holder for some of these days. End that appointment first.",
            ),
            never_two_at_once(
                "one_appointment_of_a_person_to_a_seat_at_a_time",
                "seat",
                "person",
                message="This person is in this seat already on some of these days.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.seat}"

    @property
    def part(self):
        """What they are in the seat, in a word: "Holder", "Deputy", "Cover" for a secretary for some days."""
        return "Cover" if self.is_cover else self.get_kind_display()

    @property
    def is_holder(self) -> bool:
        """Whether they hold the seat, and are no deputy."""
        return self.kind == self.Kind.SUBSTANTIVE

    @property
    def is_cover(self):
        """Whether they do a secretary's work for a while. Uses the seat's `terms_today`, prefetched."""
        if self.kind != self.Kind.DEPUTY or self.to_on is None:
            return False
        return any(terms.role == Role.SECRETARY for terms in self.seat.terms_today)

    def governing_body_id(self):
        return self.seat.body_id
