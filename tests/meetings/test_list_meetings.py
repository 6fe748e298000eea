"""The list of meetings shows what its reader may see, narrowed down as they ask."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import Meeting
from meetings.workflow.scheduling import cancel, convene
from tests.factories import make_meeting
from tests.meetings.conftest import NOW, sitting, text_of

URL = reverse("meetings:list_meetings")


def test_members_see_the_meetings_ahead(sign_in, meeting, police_lead):
    page = text_of(sign_in(police_lead).get(URL))
    assert "Thursday 10 June 2027" in page
    assert "2pm to 4pm, Council House" in page


@pytest.mark.parametrize("name", ["public", "former_member"])
def test_a_meeting_not_yet_circulated_is_not_for_the_public(sign_in, cast, meeting, name):
    client = sign_in(cast.everybody[name])
    assert "There are no such meetings" in text_of(client.get(URL))
    Meeting.objects.update(state="circulated", circulated_at=NOW)
    assert "Thursday 10 June 2027" in text_of(client.get(URL))


def test_it_is_narrowed_by_time_year_and_body(sign_in, meeting, board, secretary):
    cancel(convene(board, sitting(date(2028, 6, 8)), by=secretary), reason="Local elections", by=secretary)
    client = sign_in(secretary)

    def days(query):
        return [row.day for row in client.get(URL + query).context["page"]]

    assert days("") == [date(2027, 6, 10)]
    assert days("?when=cancelled") == [date(2028, 6, 8)]
    assert days("?when=all") == [date(2028, 6, 8), date(2027, 6, 10)]
    assert days("?year=2028") == [date(2028, 6, 8)]
    assert days("?year=2028&when=upcoming") == []
    assert days("?when=past") == []
    assert days("?body=board") == [date(2027, 6, 10)]
    with clock.set_to(NOW + timedelta(days=60)):
        assert days("?when=past") == [date(2027, 6, 10)]


def test_a_filter_that_can_not_be_read_is_as_if_not_asked(sign_in, meeting, secretary):
    response = sign_in(secretary).get(URL + "?when=soon&year=next&body=nobody&page=many")
    assert response.status_code == 200
    assert len(response.context["page"].object_list) == 1


def test_only_the_secretary_is_offered_to_convene(sign_in, cast, board):
    for name, person in cast.everybody.items():
        assert ("Schedule a year" in text_of(sign_in(person).get(URL))) is (name == "secretary"), name


def test_before_the_first_meeting_the_secretary_is_told_what_to_do_first(sign_in, cast, board):
    page = text_of(sign_in(cast.secretary).get(URL))
    assert "No meeting is convened yet Import the council’s calendar" in page
    assert "No meeting is convened yet" not in text_of(sign_in(cast.police_lead).get(URL))


def test_two_hundred_meetings_come_in_pages_that_keep_what_was_asked(sign_in, in_may, board, secretary):
    for week in range(200):
        make_meeting(board, secretary, day=date(2027, 5, 6) + timedelta(weeks=week), state="circulated")
    client = sign_in(secretary)
    page = client.get(URL + "?when=all&page=10")
    assert "200 meetings Date" in text_of(page)
    assert len(page.context["page"].object_list) == 20
    assert page.context["page"].object_list[-1].day == date(2027, 5, 6)
    assert "?when=all&amp;page=9" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_it_costs_the_same_however_long(sign_in, in_may, board, secretary, count, django_assert_num_queries):
    for week in range(count):
        convene(board, sitting(date(2027, 6, 10) + timedelta(weeks=week)), by=secretary)
    client = sign_in(secretary)
    client.get(URL)
    with django_assert_num_queries(7):
        client.get(URL)
