"""A meeting to run: in session on its own day, with items and, where asked, everybody there."""

from datetime import date, datetime, time

import pytest

from ccsp_portal import clock
from meetings.models import Attendance
from meetings.workflow.session import Filling, record_attendance
from partners.models import Appointment
from tests.factories import make_item, make_meeting

HELD_ON = date(2027, 3, 11)
AT_TWO = datetime.combine(HELD_ON, time(14, 5), tzinfo=clock.LONDON)


@pytest.fixture
def on_the_day():
    with clock.set_to(AT_TWO):
        yield


@pytest.fixture
def sitting_now(on_the_day, board, secretary):
    """The Board in session at five past two."""
    return make_meeting(board, secretary, state="in session", opened_at=AT_TWO)


@pytest.fixture
def item(sitting_now):
    return make_item(sitting_now, title="The plan")


@pytest.fixture
def private_item(sitting_now):
    return make_item(sitting_now, title="Operation Nightjar", purpose="discuss", privacy="private")


def seat_of(person):
    return person.appointments.first().seat


def filling(person, status=Attendance.Status.PRESENT):
    """The person in the first seat they were appointed to."""
    appointment = Appointment.objects.filter(person=person).first()
    return Filling(appointment.seat, status, appointment)


def quorate(meeting, cast):
    """Record four seats as present, the council and the police among them."""
    people = (cast.chair, cast.police_lead, cast.council_officer, cast.two_seats)
    return record_attendance(meeting, [filling(person) for person in people], by=cast.secretary)
