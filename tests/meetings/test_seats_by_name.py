"""Whose an item or an action point is, is chosen by the names that people go by in the room."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partners.models import Appointment
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import NOW, text_of


@pytest.fixture
def addresses(in_may, board, secretary):
    meeting = make_meeting(board, secretary, day=NOW.date(), state="in session", opened_at=NOW)
    ahead = make_meeting(board, secretary, day=NOW.date() + timedelta(days=30))
    return [
        reverse("meetings:raise_action", args=[make_item(meeting).pk]),
        reverse("meetings:add_item", args=[ahead.pk]),
        reverse("meetings:propose_item", args=[board.key]),
    ]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_seat_is_offered_by_who_answers_for_it(addresses, sign_in, secretary, partnership, deputy, place):
    seat = partnership.seats["police"]
    client = sign_in(secretary)
    assert f"Daniel Okafor: {seat}" in text_of(client.get(addresses[place]))
    ended = NOW.date() - timedelta(days=1)
    Appointment.objects.filter(seat=seat, kind="substantive").update(to_on=ended)
    assert f"Megan Price: {seat}" in text_of(client.get(addresses[place]))
    Appointment.objects.filter(seat=seat).update(to_on=ended)
    assert f"Vacant: {seat}" in text_of(client.get(addresses[place]))
