"""Our meetings as calendars: one to add, and all to follow, for members and for the public."""

from datetime import date

import pytest
import vobject
from django.urls import reverse
from icalendar import Calendar

from meetings.models import Meeting
from meetings.workflow.scheduling import cancel, convene
from tests.meetings.conftest import NOW, sitting

FEED = reverse("meetings:calendar_feed")
LINK = "https://meet.example.com/secret-room"


@pytest.fixture
def meeting(in_may, board, secretary):
    return convene(board, sitting(date(2027, 6, 10), joining_link=LINK), by=secretary)


@pytest.fixture
def url(meeting):
    return reverse("meetings:meeting_calendar", args=[meeting.pk])


def circulate():
    Meeting.objects.update(state="circulated", circulated_at=NOW)


def test_a_member_adds_the_meeting_with_its_link_and_the_public_without(url, sign_in, police_lead, cast):
    circulate()
    member, public = (sign_in(person).get(url).content.decode() for person in (police_lead, cast.public))
    assert LINK in member.replace("\r\n ", "")
    assert LINK not in public.replace("\r\n ", "")
    event = Calendar.from_ical(public).walk("VEVENT")[0]
    assert event["DTSTART"].to_ical() == b"20270610T140000"
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    vobject.readOne(public).validate(raiseException=True)


def test_before_circulation_it_is_for_those_with_a_seat(url, sign_in, cast):
    for name, person in cast.everybody.items():
        expected = 404 if name in {"public", "former_member"} else 200
        assert sign_in(person).get(url).status_code == expected, name


def test_the_feed_holds_what_was_circulated_and_what_of_it_was_called_off(client, meeting, board, secretary):
    convene(board, sitting(date(2027, 9, 9), venue="Not yet public"), by=secretary)
    Meeting.objects.filter(pk=meeting.pk).update(state="circulated", circulated_at=NOW)
    cancel(meeting, reason="Local elections", by=secretary)
    content = client.get(FEED).content.decode()
    assert "Not yet public" not in content
    assert LINK not in content.replace("\r\n ", "")
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [(str(event["UID"]), str(event["STATUS"])) for event in events] == [(meeting.uid, "CANCELLED")]


@pytest.mark.parametrize("feed", [True, False])
def test_a_calendar_that_asks_again_is_told_that_nothing_changed(url, client, meeting, secretary, feed):
    circulate()
    address = FEED if feed else url
    mark = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 304
    cancel(meeting, reason="Local elections", by=secretary)
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_a_meeting_that_is_taken_back_is_gone_from_its_calendar_address_at_once(url, client):
    circulate()
    mark = client.get(url)["ETag"]
    Meeting.objects.update(state="convened", circulated_at=None)
    assert client.get(url, headers={"If-None-Match": mark}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_feed_costs_the_same_however_long(in_may, client, board, secretary, count, django_assert_num_queries):
    for month in range(count):
        convene(board, sitting(date(2027, 6 + month, 10)), by=secretary)
    circulate()
    with django_assert_num_queries(2):
        client.get(FEED)
