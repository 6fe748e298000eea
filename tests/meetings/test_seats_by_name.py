"""Whose an item, an interest or an action point is, is chosen by the names that people go by in the room."""

from datetime import timedelta

import pytest
from django.urls import reverse

from meetings.workflow.session import Filling, record_attendance
from partners.models import Appointment
from tests.factories import make_decision, make_item, make_meeting
from tests.meetings.conftest import NOW, text_of


@pytest.fixture
def sitting(in_may, board, secretary):
    return make_meeting(board, secretary, day=NOW.date(), state="in session", opened_at=NOW)


@pytest.fixture
def addresses(sitting, board, secretary):
    """Each page on which seats are chosen, and how often it offers each of them."""
    ahead = make_meeting(board, secretary, day=NOW.date() + timedelta(days=30))
    item = make_item(sitting)
    return {
        "who owns and supports an action point": (reverse("meetings:raise_action", args=[item.pk]), 2),
        "who presents an item": (reverse("meetings:add_item", args=[ahead.pk]), 1),
        "who proposes an item": (reverse("meetings:propose_item", args=[board.key]), 1),
        "who must act": (reverse("meetings:record_decision", args=[item.pk]), 1),
        "whose interest": (reverse("meetings:declare_interest", args=[sitting.pk]), 1),
        "who was there": (reverse("meetings:record_attendance", args=[sitting.pk]), 1),
    }


@pytest.mark.parametrize(
    "page",
    [
        "who owns and supports an action point",
        "who presents an item",
        "who proposes an item",
        "who must act",
        "whose interest",
        "who was there",
    ],
)
def test_a_seat_is_offered_by_who_answers_for_it(addresses, sign_in, secretary, partnership, deputy, page):
    seat, (address, times) = partnership.seats["police"], addresses[page]
    client = sign_in(secretary)
    assert text_of(client.get(address)).count(f"Daniel Okafor: {seat}") == times
    ended = NOW.date() - timedelta(days=1)
    Appointment.objects.filter(seat=seat, kind="substantive").update(to_on=ended)
    assert text_of(client.get(address)).count(f"Megan Price: {seat}") == times
    Appointment.objects.filter(seat=seat).update(to_on=ended)
    assert text_of(client.get(address)).count(f"Vacant: {seat}") == times


def test_an_interest_and_a_dissent_are_offered_by_who_sits_in_the_seat_at_the_meeting(
    sitting, sign_in, secretary, partnership, deputy
):
    seat = partnership.seats["police"]
    record_attendance(sitting, [Filling(seat, "deputy", deputy.appointments.get())], by=secretary)
    decision = make_decision(make_item(sitting), secretary)
    client = sign_in(secretary)
    for address in (
        reverse("meetings:declare_interest", args=[sitting.pk]),
        reverse("meetings:record_dissent", args=[decision.pk]),
    ):
        assert f"Megan Price: {seat}" in text_of(client.get(address))
