"""Seats to choose from, called by the people who hold them."""

from meetings.queries.replies import answering_first, people_of_seats


def offer_seats(field, seats):
    """Offer these seats in a select by who answers for each today: in the room people go by their names. One query."""
    people = people_of_seats(seats.order_by().values("pk"))

    def label(seat):
        names = [each.person.name for each in answering_first(people.get(seat.pk, []))]
        return f"{', '.join(names) or 'Vacant'}: {seat}"

    field.queryset = seats
    field.label_from_instance = label
