"""What is read of cover: who does a secretary's work for a while, in which of her seats, and until when."""

from dataclasses import dataclass
from datetime import date

from partners.models import Appointment, Role, User
from partners.models.dated import current
from partners.standing import standing_of


@dataclass(frozen=True)
class Cover:
    """One person's cover for another: the same days in one seat or several."""

    person: User
    from_on: date
    to_on: date
    appointments: tuple[Appointment, ...]

    @property
    def key(self):
        """The appointment by which its page is known."""
        return self.appointments[0].pk

    @property
    def has_begun(self):
        return self.appointments[0].is_current()

    @property
    def bodies(self):
        """Where: "the Board, the Drugs group"."""
        return ", ".join(f"the {each.seat.body.short_name}" for each in self.appointments)


def places_to_cover(person):
    """The person's own seats as a secretary today, with seat, organisation and body: what can be covered."""
    mine = [each.appointment_id for each in standing_of(person) if each.role == Role.SECRETARY and not each.deputy]
    rows = Appointment.objects.filter(pk__in=mine).select_related("person", "seat__organisation", "seat__body")
    return rows.order_by("seat__body__kind", "seat__body__name", "pk")


def covers_for(person) -> list[Cover]:
    """Who covers for the person, today and to come, soonest first. One query, and none for who is no secretary."""
    mine = {each.seat_id for each in standing_of(person) if each.role == Role.SECRETARY and not each.deputy}
    return covers_in(mine) if mine else []


def covers_in(seats) -> list[Cover]:
    """The cover in secretaries' seats, today and to come: one for each person and days. One query."""
    rows = Appointment.objects.lasting().filter(
        current(prefix="seat__terms__"),
        seat__in=seats,
        seat__terms__role=Role.SECRETARY,
        kind=Appointment.Kind.DEPUTY,
        to_on__isnull=False,
    )
    rows = rows.select_related("person", "seat__body").order_by("from_on", "seat__body__kind", "seat__body__name", "pk")
    found: dict[tuple, list] = {}
    for row in rows:
        found.setdefault((row.person, row.from_on, row.to_on), []).append(row)
    return [Cover(*whose, tuple(appointments)) for whose, appointments in found.items()]
