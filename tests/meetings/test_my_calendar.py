"""A person's own meetings at an address for their calendar program, which does not sign in."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from ccsp_portal import clock
from meetings.models import Meeting
from meetings.workflow.replies import reply
from meetings.workflow.scheduling import cancel, convene, reschedule
from partners.models import Appointment, CalendarAddress, MeetingPolicy
from partners.workflow.people import make_calendar_address
from tests.cast import make_person, make_seat
from tests.meetings.conftest import NOW, sitting

LINK = "https://meet.example.com/secret-room"
PAGE = reverse("partners:calendar_address")


def address_of(person):
    return reverse("meetings:my_calendar", args=[make_calendar_address(person, by=person).token])


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.fixture
def meeting(in_may, board, secretary):
    return convene(board, sitting(date(2027, 6, 10), joining_link=LINK), by=secretary)


@pytest.fixture
def group_secretary(partnership):
    """Of the delivery group alone, which meets by the Board's rules."""
    rules = MeetingPolicy.objects.get(body=partnership.board)
    rules.pk, rules.body = None, partnership.group
    rules.save()
    return make_person(
        "Eve Long", make_seat(partnership.group, partnership.organisations["fire"], "secretary", role="secretary")
    )


def test_a_member_makes_an_address_and_a_program_reads_it_without_signing_in(
    meeting, sign_in, send, police_lead, client, words
):
    sign_in(police_lead)
    assert "You have no address yet." in words(client.get(PAGE))
    assert send(PAGE)["Location"] == PAGE
    address = reverse("meetings:my_calendar", args=[CalendarAddress.objects.get().token])
    assert address in client.get(PAGE).content.decode()
    client.logout()
    [event] = events(client.get(address))
    assert str(event["UID"]) == meeting.uid
    assert LINK in str(event["DESCRIPTION"])


def test_a_group_s_meetings_are_not_in_the_calendar_of_who_does_not_sit_on_it(
    meeting, client, partnership, secretary, chair, group_secretary
):
    other = convene(partnership.group, sitting(date(2027, 6, 11)), by=group_secretary)
    assert [str(each["UID"]) for each in events(client.get(address_of(chair)))] == [meeting.uid]
    assert [str(each["UID"]) for each in events(client.get(address_of(group_secretary)))] == [other.uid]


def test_it_ends_with_the_last_seat(meeting, client, council_officer):
    address = address_of(council_officer)
    assert client.get(address).status_code == 200
    Appointment.objects.filter(person=council_officer).update(to_on=clock.today() - timedelta(days=1))
    assert client.get(address).status_code == 404


def test_a_new_address_stops_the_old_one_and_stopping_stops_it(meeting, client, send, sign_in, chair):
    first, second = address_of(chair), address_of(chair)
    assert [client.get(address).status_code for address in (first, second)] == [404, 200]
    sign_in(chair)
    assert send(reverse("partners:stop_calendar_address"))["Location"] == PAGE
    assert client.get(second).status_code == 404


@pytest.mark.parametrize("token", ["no-such", "0" * 32, "0" * 32 + ".AAAA"])
def test_an_address_that_was_never_given_is_not_found(client, cast, token):
    assert client.get(f"/meetings/calendar/{token}/mine.ics").status_code == 404


def test_the_table_alone_gives_no_address_away(chair):
    address = make_calendar_address(chair, by=chair)
    assert address.token != address.nonce
    assert CalendarAddress.person_by(address.nonce) is None


def test_it_is_kept_in_no_cache(meeting, client, chair):
    assert "no-store" in client.get(address_of(chair))["Cache-Control"]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_long(in_may, client, board, secretary, chair, count, django_assert_num_queries):
    for month in range(count):
        convene(board, sitting(date(2027, 6 + month, 10)), by=secretary)
    address = address_of(chair)
    with django_assert_num_queries(4):
        client.get(address)


def test_it_says_what_was_replied_and_keeps_no_time_for_a_meeting_with_apologies(
    meeting, client, cast, partnership, secretary
):
    address, seat = address_of(cast.police_lead), partnership.seats["police"]
    reply(meeting, seat, "attending", manner="online", by=cast.police_lead)
    [event] = events(client.get(address))
    assert str(event["DESCRIPTION"]).startswith("Your reply: attending online")
    [event_of_deputy] = events(client.get(address_of(cast.deputy)))
    assert str(event_of_deputy["DESCRIPTION"]).startswith("The seat’s reply: attending online")
    assert event["TRANSP"] == "OPAQUE"
    with clock.set_to(NOW + timedelta(hours=1)):
        reply(meeting, seat, "apologies", note="In court", by=cast.police_lead)
    [event] = events(client.get(address))
    assert (event["TRANSP"], event["LAST-MODIFIED"].dt) == ("TRANSPARENT", NOW + timedelta(hours=1))
    assert "In court" not in str(event["DESCRIPTION"])
    reschedule(meeting, sitting(date(2027, 6, 17), joining_link=LINK), version=1, by=secretary)
    [event] = events(client.get(address))
    assert "Your reply" not in str(event["DESCRIPTION"])
    assert event["TRANSP"] == "OPAQUE"


def test_it_shows_that_a_meeting_is_off(meeting, client, cast, secretary):
    address = address_of(cast.police_lead)
    cancel(meeting, reason="Local elections", by=secretary)
    [event] = events(client.get(address))
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CANCELLED", 1, "TRANSPARENT")


def test_the_public_feed_says_nothing_of_the_link(meeting, client):
    Meeting.objects.update(state="circulated", circulated_at=NOW)
    answer = client.get(reverse("meetings:calendar_feed"))
    [event] = events(answer)
    assert str(event["LOCATION"]) == "Council House"
    assert "CONFERENCE" not in event
    assert b"secret-room" not in answer.content
