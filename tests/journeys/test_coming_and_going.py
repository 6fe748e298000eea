"""Somebody leaves while the secretary types: a few strokes record it, the page warns, and no word typed is lost."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ccsp_portal import clock
from meetings.models import Chairing, MinuteText, Movement
from tests.cast import PASSWORD
from tests.factories import make_item, make_meeting
from tests.meetings.running import quorate
from tests.worker import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def running(board, cast):
    """The Board in session today with two items, quorate to the seat, and its chair in the chair."""
    meeting = make_meeting(board, cast.secretary, day=clock.today(), state="in session", opened_at=clock.now())
    make_item(meeting, title="Knives", purpose="discuss")
    make_item(meeting, title="The plan", purpose="discuss")
    quorate(meeting, cast)
    return meeting


def section(visit, number):
    return visit.page.locator("section[data-item]").nth(number - 1)


def test_the_chair_leaves_while_the_minute_is_typed(visit, running, cast):
    visit.sign_in(cast.secretary, PASSWORD).go("meetings:run_meeting", running.pk)
    keys = visit.page.keyboard
    section(visit, 1).locator(".portal-editor__text").click()
    keys.type("The chair spoke")
    keys.press("Enter")
    keys.type("/c")
    people = section(visit, 1).locator("[data-adding] form")
    expect(people).to_be_visible()
    visit.sound(visit.page)
    # a letter leads to the next of that name
    keys.type("t")
    expect(people.get_by_role("button", name=re.compile("Left after it.*Tom Hargreaves"))).to_be_focused()
    keys.type("r")
    keys.press("Enter")
    expect(section(visit, 2)).to_contain_text("The meeting is not quorate for item 2: 3 of the 4 needed are present")
    expect(section(visit, 2)).to_contain_text("Rosa Whitfield is in the chair, and is not there for item 2.")
    expect(visit.page.locator("#quorum-now")).to_contain_text("for item 2")
    assert Movement.objects.get().item.number == "1"
    # the cursor is back where it was, and what was typed is there
    keys.type("and left.")
    wait_until(lambda: MinuteText.objects.filter(text__contains="and left.").exists())
    assert "The chair spoke" in MinuteText.objects.get().text
    visit.sound(visit.page)
    keys.press("Control+Enter")
    keys.type("/h")
    chair = section(visit, 2).locator("[data-adding] form")
    expect(chair).to_be_visible()
    chair.get_by_label("Daniel Okafor").check()
    chair.get_by_role("button", name="Record who takes the chair").click()
    expect(section(visit, 2)).not_to_contain_text("Say who takes the chair")
    assert Chairing.objects.get(item__isnull=False).attendance.appointment.person == cast.police_lead


def test_the_pages_of_people_are_sound(look, running, cast):
    item = running.items.first()
    for name, thing in (
        ("come_and_go", item),
        ("take_chair", item),
        ("record_guest", running),
        ("show_brief", running),
    ):
        look(cast.secretary, reverse(f"meetings:{name}", args=[thing.pk]), name)
