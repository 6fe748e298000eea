"""A private item that is made open after its meeting: what everybody reads then is listed before it is so."""

import pytest
from django.urls import reverse

from meetings.models import AgendaItem, Meeting, Minutes
from tests.meetings.conftest import text_of
from tests.meetings.publishing import HIDDEN, url

OPEN = {"privacy": "open", "private_reason": "", "public_title": ""}


@pytest.fixture
def address(private_item):
    return reverse("meetings:set_privacy", args=[private_item.pk])


@pytest.fixture
def answers(private_item):
    private_item.refresh_from_db()
    return OPEN | {"version": private_item.version}


def test_it_asks_first_and_lists_what_becomes_public(approved, private_item, address, answers, secretary, post, client):
    page = post(secretary, address, answers)
    assert page.status_code == 200
    said = text_of(page)
    assert "Check before you go on: everybody may read this" in said
    for thing in (
        "its title: “Operation Nightjar”.",
        "what is minuted under it, in a new version of the minutes.",
        "decision CCSP/2026/002: Decided Q7-witness.",
        "action point CCSP/2026/A002: Do Q7-witness.",
        f"a correction that was written for its readers alone: For Q7-witness read {HIDDEN}.",
    ):
        assert f"Everybody can read {thing}" in said
    assert "Who may see it? Everybody: it is open" in said
    for gone in ("Why is it private?", "Public title", "Save who may see it"):
        assert gone not in said
    assert "Make it open to everybody" in said
    assert AgendaItem.objects.get(pk=private_item.pk).is_private
    assert post(secretary, address, answers | {"confirmed": "yes"}).status_code == 302
    assert not AgendaItem.objects.get(pk=private_item.pk).is_private
    client.logout()
    assert HIDDEN in client.get(url("show_minutes", approved.meeting)).content.decode()


def test_who_wants_to_change_something_has_the_form_again(approved, private_item, address, answers, secretary, post):
    page = post(secretary, address, answers | {"change": "yes"})
    assert "Who may see “Operation Nightjar”?" in text_of(page)
    assert AgendaItem.objects.get(pk=private_item.pk).is_private


def test_before_the_minutes_are_public_it_says_when_they_will_be(unsent, address, answers, secretary, post):
    said = text_of(post(secretary, address, answers))
    assert "once the chair clears the minutes" in said
    assert "Q7-witness" not in said


def test_before_its_meeting_is_over_an_item_is_opened_at_once(
    sitting_now, private_item, address, answers, secretary, post
):
    assert Meeting.objects.get().state == "in session"
    assert not Minutes.objects.exists()
    assert post(secretary, address, answers).status_code == 302
