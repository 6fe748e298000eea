"""Who records something on a page of its own comes back to the item, and not to the top of a long page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from meetings.workflow.records import record_decision
from tests.meetings.conftest import boxes
from tests.meetings.running import HELD_ON, quorate, seat_of


@pytest.fixture
def at_the_item(sitting_now, item):
    return f"{reverse('meetings:run_meeting', args=[sitting_now.pk])}#item-{item.pk}"


def test_a_decision_its_correction_an_action_point_and_an_interest_lead_back_to_the_item(
    sitting_now, item, cast, post, at_the_item
):
    quorate(sitting_now, cast)
    seat = seat_of(cast.police_lead).pk
    decided = {"outcome": "agreed", "text": "Agreed"}
    action = {"text": "Mend it", "owner": seat, **boxes("due_on", HELD_ON + timedelta(9))}
    interest = {"seat": seat, "nature": "personal", "interest": "A neighbour", "item": item.pk}
    decision = record_decision(item, outcome="noted", text="Noted", by=cast.secretary)
    for name, pk, answers in (
        ("record_decision", item.pk, decided),
        ("correct_decision", decision.pk, decided | {"version": 1}),
        ("raise_action", item.pk, action),
        ("declare_interest", sitting_now.pk, interest),
    ):
        answer = post(cast.secretary, reverse(f"meetings:{name}", args=[pk]), answers)
        assert (answer.status_code, answer.get("Location")) == (302, at_the_item), name


def test_so_does_cancelling(item, cast, sign_in, at_the_item):
    for name in ("record_decision", "raise_action"):
        page = sign_in(cast.secretary).get(reverse(f"meetings:{name}", args=[item.pk]))
        assert f'href="{at_the_item}"' in page.content.decode(), name
