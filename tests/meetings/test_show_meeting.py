"""A meeting's page is its permanent address: it answers each reader by what they may see."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import AgendaItem, Meeting, Minutes
from meetings.workflow.replies import reply
from meetings.workflow.scheduling import convene, reschedule
from tests.cast import make_person, make_seat
from tests.meetings.conftest import NOW, sitting, text_of


@pytest.fixture
def url(meeting):
    return reverse("meetings:show_meeting", args=[meeting.pk])


def circulate(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state="circulated", circulated_at=NOW)


def test_members_see_when_where_why_and_what_is_due(url, sign_in, police_lead):
    page = text_of(sign_in(police_lead).get(url))
    assert "CCSP Board Thursday 10 June 2027" in page
    assert "Thursday 10 June 2027, 2pm to 4pm" in page
    assert "Why this date Chosen by Asha Patel." in page
    assert "Convened By Asha Patel on 4 May 2027" in page
    assert "Call for papers Tuesday 27 April 2027 Late" in page
    assert "Papers due Wednesday 26 May 2027 Ahead" in page
    assert "Agenda and papers out Wednesday 2 June 2027 Ahead" in page
    assert "Draft minutes with the chair Thursday 24 June 2027 Ahead" in page


def test_the_quorum_names_the_organisations_and_the_seats_that_must_be_there(url, sign_in, meeting, police_lead, board):
    make_seat(board, board.seats.first().organisation, "s151", title="Finance officer")
    Meeting.objects.update(quorum={"share": "1/3", "at_least": 3, "of": ["police", "board-s151"]})
    there = "never fewer than 3, with West Midlands Police and Finance officer present."
    assert there in text_of(sign_in(police_lead).get(url))


def test_what_was_not_done_in_time_is_late(url, sign_in, police_lead):
    with clock.set_to(NOW + timedelta(days=23)):
        assert "Papers due Wednesday 26 May 2027 Late" in text_of(sign_in(police_lead).get(url))


def test_it_says_that_the_meeting_was_moved_and_by_whom(url, sign_in, meeting, secretary):
    reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=secretary)
    assert "Last rescheduled by Asha Patel on 4 May 2027" in text_of(sign_in(secretary).get(url))


def test_before_circulation_it_is_not_there_for_those_without_a_seat(url, sign_in, cast):
    for name, person in cast.everybody.items():
        expected = 404 if name in {"public", "former_member"} else 200
        assert sign_in(person).get(url).status_code == expected, name


@pytest.mark.parametrize("name", ["public", "former_member"])
def test_the_public_sees_a_circulated_meeting_without_what_is_for_members(
    sign_in, cast, board, secretary, in_may, name
):
    link = "https://meet.example.com/secret-room"
    meeting = convene(board, sitting(date(2027, 6, 10), joining_link=link, access_notes="Ring the bell."), by=secretary)
    circulate(meeting)
    url = reverse("meetings:show_meeting", args=[meeting.pk])
    assert link in sign_in(secretary).get(url).content.decode()
    response = sign_in(cast.everybody[name]).get(url)
    assert "Ring the bell." in text_of(response)
    page = response.content.decode()
    for secret in (link, "Why this date", "Papers due", "Your reply", "Asha Patel", "Quorum"):
        assert secret not in page


def test_the_day_after_leaving_the_joining_link_is_gone(sign_in, board, secretary, police_lead, in_may):
    meeting = convene(board, sitting(date(2027, 6, 10), joining_link="https://meet.example.com/x"), by=secretary)
    circulate(meeting)
    police_lead.appointments.update(to_on=clock.today())
    url = reverse("meetings:show_meeting", args=[meeting.pk])
    assert "https://meet.example.com/x" in sign_in(police_lead).get(url).content.decode()
    with clock.set_to(NOW + timedelta(days=1)):
        page = sign_in(police_lead).get(url).content.decode()
        assert "https://meet.example.com/x" not in page
        assert "Your reply" not in page


def test_everybody_with_a_seat_sees_their_own_reply_and_only_theirs(url, sign_in, meeting, partnership, cast):
    reply(meeting, partnership.seats["police"], "apologies", note="On leave", by=cast.police_lead)
    assert "Apologies On leave" in text_of(sign_in(cast.police_lead).get(url))
    assert "On leave" not in text_of(sign_in(cast.council_officer).get(url))
    assert "Your reply" not in text_of(sign_in(cast.auditor).get(url))


def test_the_buttons_are_those_of_acts_that_are_open(url, sign_in, cast, meeting):
    def buttons(person):
        return [button["text"] for button in sign_in(person).get(url).context["buttons"]]

    assert {"Reschedule", "Cancel"} <= set(buttons(cast.secretary))
    assert buttons(cast.housing_rep) == []
    Meeting.objects.update(state="concluded", circulated_at=NOW, opened_at=NOW, concluded_at=NOW)
    assert "Reschedule" not in buttons(cast.secretary)


def test_replies_and_history_are_for_those_who_may_see_them(url, sign_in, cast):
    def offered(person):
        return {link["text"] for link in sign_in(person).get(url).context["links"]}

    brief, see_as = "Chair’s brief", "See it as somebody else"
    assert offered(cast.secretary) == {"Run the meeting", brief, "Replies", "Packs", see_as, "History"}
    assert offered(cast.chair) == {brief, "Replies"}
    assert offered(cast.auditor) == {"History"}
    assert offered(cast.police_lead) == set()


@pytest.mark.parametrize("seats", [1, 10, 50])
def test_it_costs_the_same_however_large_the_body(
    url, sign_in, partnership, secretary, seats, django_assert_max_num_queries
):
    for number in range(seats):
        seat = make_seat(partnership.board, partnership.organisations["housing"], f"more-{number}")
        make_person(f"Person {number}", seat)
    client = sign_in(secretary)
    client.get(url)
    with django_assert_max_num_queries(13):
        client.get(url)


@pytest.fixture
def private_item(meeting):
    return AgendaItem.objects.create(
        meeting=meeting,
        position=1,
        number="1",
        title="The murder at Hillfields",
        privacy="private",
        private_reason="It names a person under investigation",
        public_title="A serious incident",
    )


def test_a_private_item_shows_its_public_title_and_the_reason_to_those_who_may_not_read_it(
    url, sign_in, meeting, private_item, cast
):
    circulate(meeting)
    readers = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}
    for name, person in cast.everybody.items():
        page = text_of(sign_in(person).get(url))
        assert "Why it is private: It names a person under investigation" in page, name
        assert ("The murder at Hillfields" in page) is (name in readers), name
        assert ("A serious incident" in page) is (name not in readers), name


def test_draft_minutes_are_for_the_private_readers_until_the_chair_clears_them(url, sign_in, meeting, cast):
    circulate(meeting)
    minutes = Minutes.objects.create(meeting=meeting)
    for name, is_there in (("secretary", True), ("police_lead", True), ("observer", False), ("public", False)):
        assert (sign_in(cast.everybody[name]).get(url).context["minutes"] == minutes) is is_there, name
    Minutes.objects.update(state="cleared", cleared_at=NOW, cleared_by=cast.chair)
    assert sign_in(cast.public).get(url).context["minutes"] == minutes


def test_a_visitor_who_has_the_page_is_told_that_nothing_changed_until_something_has(
    url, client, meeting, private_item
):
    circulate(meeting)
    mark = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": mark}).status_code == 304
    AgendaItem.objects.update(public_title="An incident")
    again = client.get(url, headers={"If-None-Match": mark})
    assert again.status_code == 200
    assert "An incident" in text_of(again)


def test_what_is_drawn_for_a_member_is_kept_by_nobody(url, sign_in, meeting, police_lead):
    circulate(meeting)
    response = sign_in(police_lead).get(url)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
