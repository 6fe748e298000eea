"""The page on which minutes are typed, in a browser: its boxes, what each says, and what the browser keeps."""

import pytest
from playwright.sync_api import expect

from ccsp_portal import clock
from meetings.models import MinuteText
from partners.models import Role
from tests.cast import PASSWORD, make_person, make_seat
from tests.factories import make_item, make_meeting
from tests.meetings.running import quorate


@pytest.fixture
def meeting_today(board, cast, partnership):
    """The Board in session today with two items, and a second secretary."""
    meeting = make_meeting(board, cast.secretary, day=clock.today(), state="in session", opened_at=clock.now())
    make_item(meeting, title="Knives", purpose="discuss")
    make_item(meeting, title="The plan", purpose="discuss")
    quorate(meeting, cast)
    seat = make_seat(board, partnership.organisations["council"], "second-secretary", role=Role.SECRETARY)
    meeting.other = make_person("Bela Second", seat)
    return meeting


@pytest.fixture
def minuting_page(visit, meeting_today, cast):
    """The secretary on the page of the running meeting."""
    visit.sign_in(cast.secretary, PASSWORD).go("meetings:run_meeting", meeting_today.pk)
    return visit


def editor(visit, number):
    return visit.page.locator("section[data-item]").nth(number - 1).locator(".portal-editor__text")


def said(visit, number, words):
    expect(visit.page.locator("[data-said]").nth(number - 1)).to_contain_text(words, timeout=15000)


def text_of_item(number):
    minute = MinuteText.objects.filter(item__number=number).first()
    return minute.text if minute else ""


def type_in(visit, number, words):
    editor(visit, number).click()
    visit.page.keyboard.press("Control+End")
    visit.page.keyboard.type(words)


def kept(visit):
    return visit.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('minute/')).length")
