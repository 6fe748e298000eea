"""What happens to whom when something ends: what a secretary reads before the button that cannot be taken back.

Meetings and action points are asked through the rows that point at ours: their app stands above this one.
"""

from datetime import timedelta

from django.db.models import Count, Q

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import short_date
from partners.models import Appointment, Invitation, Seat

SHOWN = 5


def of_ending_appointment(appointment, last_day, deputies, leave_too) -> list[str]:
    """The sentences about a person who leaves a seat, and about its deputies, who leave too or stay."""
    seat, person = appointment.seat, appointment.person
    said = [_leaves(person, last_day)]
    offices = appointment.offices.lasting(last_day + timedelta(days=1)).select_related("body")
    said += [f"They are {each.get_kind_display().lower()} of the {each.body} no longer." for each in offices]
    stay = "{} stays, as the seat’s deputy."
    said += [_leaves(each.person, last_day) if leave_too else stay.format(each.person) for each in deputies]
    if appointment.kind == Appointment.Kind.SUBSTANTIVE:
        said += [*_action_points([seat]), f"The seat “{seat.title}” is vacant from {short_date(_day_after(last_day))}."]
    return said


def of_ending_seat(seat, last_day) -> list[str]:
    """The sentences about a seat that ends: who leaves it, what stays under its name, who is not asked any more."""
    return _of_seats([seat], last_day)


def of_ending_body(body, last_day) -> list[str]:
    """The sentences about a body that ends, with all its seats and with the meetings that lie ahead of it."""
    seats = list(body.seats.lasting(_day_after(last_day)))
    said = [f"{_number(len(seats), 'seat')} of the {body} {'ends' if len(seats) == 1 else 'end'}."] if seats else []
    ahead = [each for each in body.meetings.upcoming() if each.starts_at.astimezone(clock.LONDON).date() > last_day]
    for meeting in ahead[:SHOWN]:
        day = short_date(meeting.starts_at)
        said.append(f"The meeting on {day} is not called off by this: cancel it on its own page.")
    return said + _of_seats(seats, last_day)


def of_merger(organisation, into) -> list[str]:
    """The sentences about the seats that pass on, and the people who stay in them."""
    seats = list(organisation.seats.lasting().select_related("body").order_by("body__name", "position"))
    people = Appointment.objects.current().filter(seat__in=seats).select_related("person").order_by("person__sort_key")
    said = [f"{organisation} takes part no longer, and its page leads to {into}."]
    said += [f"The seat “{seat.title}” on the {seat.body} becomes {into}’s." for seat in seats]
    if people:
        said.append(f"Who sits in them stays: {_listed(each.person.name for each in people)}.")
    return [*said, *_action_points(seats), "A merger cannot be taken back."]


def of_ending_membership(organisation, last_day) -> list[str]:
    """The sentences about an organisation that leaves, which by then has no seats."""
    said = [f"{organisation} takes part to the end of {short_date(last_day)}, and cannot be given a seat after it."]
    contacts = organisation.contact_points.current().count()
    if contacts:
        said.append(f"{_number(contacts, 'contact')} of its stay on its page until somebody removes them.")
    return said


def _of_seats(seats, last_day):
    leaving = Appointment.objects.lasting(_day_after(last_day)).filter(seat__in=seats)
    said = [_leaves(each.person, last_day) for each in leaving.select_related("person").order_by("person__sort_key")]
    waiting = Invitation.objects.open().filter(seat__in=seats).order_by("name")
    said += [f"{each.name}’s invitation is withdrawn." for each in waiting]
    return said + _action_points(seats)


def _leaves(person, last_day):
    if last_day < clock.today():
        return f"{person} leaves the seat at once."
    return f"{person} leaves the seat at the end of {short_date(last_day)}."


def _action_points(seats):
    """Open action points stay where they are: with the seat, whoever sits in it."""
    waiting = Count("action_points", filter=Q(action_points__state="open"))
    owing = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).annotate(waiting=waiting).filter(waiting__gt=0)
    return [
        f"The seat “{seat.title}” keeps {_number(seat.waiting, 'open action point')}, whoever sits in it."
        for seat in owing.order_by("position", "pk")
    ]


def _day_after(day):
    return day + timedelta(days=1)


def _number(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _listed(names):
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
