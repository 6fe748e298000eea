"""The secretary sees what came from calendars, and why some of it did not count."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import Meeting, ReadMessage
from meetings.workflow.read_replies import take_in
from tests.factories import make_meeting
from tests.meetings.answering import answer, letter
from tests.meetings.conftest import NOW, text_of

URL = reverse("meetings:list_read_messages")


def some_messages(meeting, cast):
    """One that counts, one that proposes another time, and one that nobody can read."""
    take_in(letter(cast.council_officer, answer(meeting, cast.council_officer)))
    counter = answer(meeting, cast.police_lead, "TENTATIVE", method="COUNTER", comment="Could it be 3pm? <b>Please</b>")
    take_in(letter(cast.police_lead, counter))
    take_in(b"From: stranger@elsewhere.example\r\nSubject: Cheap <i>pens</i>\r\n\r\nBuy.")


def test_she_sees_first_what_did_not_count_and_why(sign_in, meeting, cast):
    some_messages(meeting, cast)
    response = sign_in(cast.secretary).get(URL)
    page = text_of(response)
    assert "2 messages" in page
    assert "Daniel Okafor daniel.okafor@ccsp.example CCSP Board, 10 June 2027" in page
    assert "They propose another time: Thursday 10 June 2027, 2pm to 4pm." in page
    assert "They wrote: “Could it be 3pm? <b>Please</b>”" in page
    assert "It holds no answer of a calendar program." in page
    assert "Tom Hargreaves" not in page
    assert "<b>Please" not in response.content.decode()


def test_of_one_that_is_refused_she_sees_for_whom_it_answers_and_what(sign_in, meeting, cast):
    declined = answer(meeting, cast.police_lead, "DECLINED")
    take_in(letter(cast.police_lead, declined, sender="daniel.okafor@gmail.example"))
    page = text_of(sign_in(cast.secretary).get(URL))
    assert "daniel.okafor@gmail.example CCSP Board, 10 June 2027" in page
    assert "It answers for Daniel Okafor: apologies." in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?show=all", "3 messages"),
        ("?show=counted", "1 message "),
        ("?show=refused", "No message fits."),
        ("?show=nonsense", "2 messages"),
        ("?page=99", "2 messages"),
        ("?show=all&meeting=x", "3 messages"),
    ],
)
def test_what_she_asks_for_narrows_the_list(sign_in, meeting, cast, query, count):
    some_messages(meeting, cast)
    assert count in text_of(sign_in(cast.secretary).get(URL + query))


def test_the_replies_page_leads_to_those_of_its_meeting(sign_in, meeting, cast):
    some_messages(meeting, cast)
    client = sign_in(cast.secretary)
    page = client.get(reverse("meetings:show_replies", args=[meeting.pk])).content.decode()
    assert f"{URL}?meeting={meeting.pk}" in page
    assert "1 message from calendars has not counted as a reply" in page
    assert "Cheap" not in text_of(client.get(f"{URL}?meeting={meeting.pk}"))


def test_the_chair_who_sees_the_replies_is_not_led_there(sign_in, meeting, cast):
    some_messages(meeting, cast)
    page = sign_in(cast.chair).get(reverse("meetings:show_replies", args=[meeting.pk])).content.decode()
    assert "from calendars" not in page


def test_where_nothing_came_it_says_so_and_how_to_begin(sign_in, in_may, cast, settings):
    client = sign_in(cast.secretary)
    assert "No mailbox for replies is set up" in text_of(client.get(URL))
    settings.REPLIES_ADDRESS = "replies@ccsp.example"
    page = text_of(client.get(URL))
    assert "it writes to replies@ccsp.example" in page
    assert "Nothing to deal with: every message that came has counted, or is marked as dealt with." in page


def test_a_group_s_secretary_sees_those_about_its_own_meetings_alone(sign_in, in_may, cast, partnership):
    theirs = make_meeting(partnership.group, cast.secretary)
    rows = (("board", make_meeting(partnership.board, cast.secretary)), ("group", theirs), ("none", None))
    for key, meeting in rows:
        ReadMessage.objects.create(
            key=key, read_at=clock.now(), outcome="refused", reason=f"About {key}", meeting=meeting
        )
    assert set(ReadMessage.objects.visible_to(cast.secretary).values_list("key", flat=True)) == {"board", "none"}
    assert not ReadMessage.objects.visible_to(cast.chair).exists()


def test_only_secretaries_may(sign_in, in_may, cast):
    for name, person in cast.everybody.items():
        expected = {"secretary": 200, "public": 302}.get(name, 403)
        assert sign_in(person).get(URL).status_code == expected, name


@pytest.mark.parametrize("count", [1, 3, 30])
def test_it_costs_the_same_however_many_came(sign_in, meeting, cast, count, django_assert_num_queries):
    for number in range(count):
        ReadMessage.objects.create(
            key=str(number),
            read_at=NOW + timedelta(seconds=number),
            outcome="refused",
            reason="Why",
            meeting=meeting,
            person=cast.police_lead,
        )
    client = sign_in(cast.secretary)
    assert Meeting.objects.count() == 1
    with django_assert_num_queries(4):
        client.get(URL)
