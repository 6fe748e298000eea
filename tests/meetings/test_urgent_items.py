"""What cannot wait is put on the agenda while the meeting sits: with a number, and with why in the minutes."""

import pytest
from django.urls import reverse

from meetings.models import AgendaItem, Minutes
from meetings.workflow import minutes as acts
from meetings.workflow.session import conclude
from tests.factories import make_item
from tests.meetings.conftest import text_of

ASKED = {
    "title": "Flooded hostel",
    "urgency": "Forty people need beds tonight.",
    "purpose": "note",
    "minutes_allotted": 10,
    "privacy": "open",
}
MINUTED = "The chair took this item as urgent: Forty people need beds tonight."


@pytest.fixture
def agenda(sitting_now):
    return [make_item(sitting_now, title=title, purpose="note", standing=key)
            for title, key in (("The plan", ""), ("Any other business", "aob"))]  # fmt: skip


@pytest.fixture
def add(sitting_now, agenda, post, cast):
    url = reverse("meetings:add_urgent_item", args=[sitting_now.pk])
    return lambda person=None, **changed: post(person or cast.secretary, url, {**ASKED, **changed})


def numbers(meeting):
    return [(item.number, item.title) for item in meeting.items.live()]


def test_it_has_the_next_number_and_its_minute_begins_with_why(sitting_now, add, cast, sign_in):
    answer = add()
    item = AgendaItem.objects.get(title="Flooded hostel")
    assert answer["Location"] == f"{reverse('meetings:run_meeting', args=[sitting_now.pk])}#item-{item.pk}"
    add(title="Another")
    assert numbers(sitting_now) == [
        ("1", "The plan"), ("1A", "Flooded hostel"), ("1B", "Another"), ("2", "Any other business")
    ]  # fmt: skip
    page = text_of(sign_in(cast.secretary).get(answer["Location"].split("#")[0]))
    assert "1A Flooded hostel To note Minuted" in page
    assert "Add an urgent item" in page
    conclude(sitting_now, by=cast.secretary)
    acts.clear_minutes(acts.send_to_chair(Minutes.objects.get(), by=cast.secretary), by=cast.chair)
    public = text_of(sign_in(cast.public).get(reverse("meetings:show_minutes", args=[sitting_now.pk])))
    assert f"1A. Flooded hostel 1A.1 {MINUTED}" in public


def test_a_private_one_says_why_to_its_readers_only(sitting_now, add, cast, sign_in):
    add(privacy="private", private_reason="It names people", public_title="A housing matter")
    page = sign_in(cast.public).get(reverse("meetings:show_meeting", args=[sitting_now.pk])).content.decode()
    assert "A housing matter" in page
    conclude(sitting_now, by=cast.secretary)
    acts.clear_minutes(acts.send_to_chair(Minutes.objects.get(), by=cast.secretary), by=cast.chair)
    minutes = sign_in(cast.public).get(reverse("meetings:show_minutes", args=[sitting_now.pk])).content.decode()
    for secret in ("Flooded", "Forty people"):
        assert secret not in page + minutes


def test_without_a_reason_it_is_refused_and_what_was_typed_is_kept(sitting_now, add):
    page = add(urgency=" ")
    assert page.status_code == 422
    assert "Enter why it cannot wait for the next meeting" in text_of(page)
    assert page.context["form"]["title"].value() == "Flooded hostel"
    assert len(numbers(sitting_now)) == 2


def test_only_the_secretary_adds_it_and_only_while_the_meeting_sits(sitting_now, add, cast):
    for person in (cast.chair, cast.police_lead, cast.observer):
        assert add(person).status_code == 403
    conclude(sitting_now, by=cast.secretary)
    assert add().status_code == 409
