"""The secretary sees who has read, who has replied, and asks the rest."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import Receipt
from meetings.workflow.replies import nudge, people_to_nudge, record_reading, reply
from tests.cast import make_person, make_seat
from tests.meetings.conftest import NOW, text_of


@pytest.fixture
def url(meeting):
    return reverse("meetings:show_replies", args=[meeting.pk])


def test_it_says_who_has_read_and_who_has_replied(url, sign_in, meeting, partnership, cast):
    reply(meeting, partnership.seats["police"], "deputy", deputy=cast.deputy.appointments.get(), by=cast.police_lead)
    reply(meeting, partnership.seats["council"], "apologies", note="On leave", by=cast.council_officer)
    record_reading(meeting, cast.deputy)
    page = text_of(sign_in(cast.secretary).get(url))
    assert "So far: 1 by a deputy, 1 with apologies, 9 without a reply, 1 vacant." in page
    assert "12 seats are invited, 9 still to reply" in page
    assert "Daniel Okafor, Megan Price (deputy) Deputy Megan Price Change for Local policing area" in page
    assert "commander, West Midlands Police 4 May 2027" in page
    assert "the meeting would not be quorate with 1 of 6: 4 are needed, and nobody comes from The Council." in page
    assert "Apologies On leave" in page
    # a seat that nobody holds is not waited for
    assert "Operations commander, West Midlands Fire Nobody holds this seat No reply yet" in page


def test_reading_is_noted_when_a_member_has_the_page_in_front_of_them(sign_in, meeting, cast):
    address = reverse("meetings:show_meeting", args=[meeting.pk])
    client = sign_in(cast.police_lead)
    client.head(address)
    client.get(address, headers={"Sec-Purpose": "prefetch;prerender"})
    client.get(address, headers={"Purpose": "prefetch"})
    client.get(address, headers={"X-Moz": "prefetch"})
    assert Receipt.objects.count() == 0
    client.get(address)
    with clock.set_to(NOW + timedelta(hours=1)):
        client.get(address)
    assert Receipt.objects.get().person == cast.police_lead
    assert Receipt.objects.get().page_read_at == NOW + timedelta(hours=1)


def test_reading_the_pack_is_noted_beside_reading_the_page(meeting, police_lead):
    record_reading(meeting, police_lead)
    with clock.set_to(NOW + timedelta(hours=1)):
        record_reading(meeting, police_lead, pack=True)
    receipt = Receipt.objects.get()
    assert (receipt.page_read_at, receipt.pack_read_at) == (NOW, NOW + timedelta(hours=1))


def test_the_nudge_goes_to_those_who_owe_an_answer_once_each(meeting, partnership, cast):
    seats = partnership.seats
    reply(meeting, seats["police"], "attending", by=cast.police_lead)
    reply(meeting, seats["probation"], "attending", by=cast.two_seats)
    names = [person.name for person in people_to_nudge(meeting)]
    # Sam Tolland still owes an answer for a second seat; the deputy is not asked while there is a holder
    assert names == [
        "Owen Bright",
        "Hugh Ferris",
        "Jas Gill",
        "Leila Haddad",
        "Tom Hargreaves",
        "Priya Nair",
        "Asha Patel",
        "Sam Tolland",
        "Rosa Whitfield",
    ]
    make_person("Ivy Chen", seats["fire"], kind="deputy")
    assert "Ivy Chen" in [person.name for person in people_to_nudge(meeting)]


def test_the_secretary_sees_whom_the_nudge_would_reach_before_it_goes(sign_in, meeting, secretary):
    page = text_of(sign_in(secretary).get(reverse("meetings:nudge_members", args=[meeting.pk])))
    assert "Tom Hargreaves" in page
    assert "Neil Marsden" not in page


def test_nudging_says_how_many_were_asked(post, meeting, secretary, url):
    response = post(secretary, reverse("meetings:nudge_members", args=[meeting.pk]))
    assert response.url == url
    assert [str(message) for message in response.wsgi_request._messages] == ["10 people are being asked to reply."]


def test_whoever_was_asked_today_is_not_counted_again_before_tomorrow(post, sign_in, meeting, secretary, partnership):
    address = reverse("meetings:nudge_members", args=[meeting.pk])
    assert "This asks 10 people by email" in text_of(sign_in(secretary).get(address))
    post(secretary, address)
    assert "There is nobody to nudge" in text_of(sign_in(secretary).get(address))
    make_person("Ivy Chen", partnership.seats["fire"], kind="deputy")
    assert "This asks 1 person by email" in text_of(sign_in(secretary).get(address))
    assert [person.name for person in nudge(meeting, by=secretary)] == ["Ivy Chen"]
    with clock.set_to(NOW + timedelta(days=1)):
        assert "This asks 11 people by email" in text_of(sign_in(secretary).get(address))


@pytest.mark.parametrize("address_of", ["show_replies", "nudge_members"])
def test_who_may(sign_in, cast, meeting, address_of):
    allowed = {"secretary", "chair"} if address_of == "show_replies" else {"secretary"}
    address = reverse(f"meetings:{address_of}", args=[meeting.pk])
    for name, person in cast.everybody.items():
        refused = {"public": 302, "former_member": 404}.get(name, 403)
        assert sign_in(person).get(address).status_code == (200 if name in allowed else refused), name


def test_the_chair_can_not_nudge(meeting, post, chair):
    assert post(chair, reverse("meetings:nudge_members", args=[meeting.pk])).status_code == 403


@pytest.mark.parametrize("seats", [1, 10, 50])
def test_it_costs_the_same_however_many_seats(url, sign_in, partnership, secretary, seats, django_assert_num_queries):
    for number in range(seats):
        seat = make_seat(partnership.board, partnership.organisations["housing"], f"more-{number}")
        make_person(f"Person {number}", seat)
    client = sign_in(secretary)
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)
