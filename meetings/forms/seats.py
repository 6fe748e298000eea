"""Seats to choose from, called by the people who hold them."""

from collections.abc import Mapping

from meetings.queries.replies import answering_first, people_of_seats
from partners.models import Appointment, Seat


def offer_seats(seats, *fields, there: Mapping[int, list[Appointment]] | None = None):
    """Offer these seats in selects by who answers for each today: in the room people go by their names. One query.

    `there` is who fills the seats at the meeting, by the seat's id, where that is known: whoever came is named.
    """
    people = people_of_seats(seats.order_by().values("pk"))
    came = there or {}

    def label(seat):
        return called(seat, came.get(seat.pk) or answering_first(people.get(seat.pk, [])))

    for field in fields:
        field.queryset = seats
        field.label_from_instance = label


def called(seat: Seat, people: list[Appointment]) -> str:
    """A seat as it is read in a list: "Daniel Okafor: Commander, West Midlands Police"."""
    return f"{', '.join(each.person.name for each in people) or 'Vacant'}: {seat}"
