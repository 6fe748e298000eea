"""The secretary calls one meeting more."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.models import Meeting
from meetings.workflow.scheduling import cancel, convene
from tests.cast import make_person, make_seat
from tests.meetings.conftest import boxes, sitting, text_of

URL = reverse("meetings:convene_meeting", args=["board"])
ANSWERS = {
    "title": "Extraordinary Board meeting",
    "starts": "2pm",
    "ends": "3.30pm",
    "venue": "Council House",
    "joining_link": "https://meet.example.com/board",
    "access_notes": "Sign in at reception.",
    **boxes("day", date(2027, 7, 7)),
}


def test_she_looks_at_the_answers_before_anybody_is_told(in_may, post, secretary):
    page = post(secretary, URL, ANSWERS)
    assert page.status_code == 200
    assert "Wednesday 7 July 2027, 2pm to 3.30pm" in text_of(page)
    assert "11 people are told by email" in text_of(page)
    assert Meeting.objects.count() == 0


LINK = "https://meet.example.com/board"


@pytest.mark.parametrize(
    "url", [URL, reverse("meetings:schedule_year") + "?body=board&year=2028"], ids=["one more", "a year"]
)
@pytest.mark.parametrize(("venue", "is_known"), [("", True), ("Central Police Station", False)])
def test_how_to_join_and_get_there_is_filled_in_as_at_the_latest_meeting(
    in_may, board, sign_in, secretary, url, venue, is_known
):
    usual = venue or board.meeting_policy.venue
    place = {"joining_link": LINK, "access_notes": "Sign in at reception."}
    convene(board, sitting(date(2027, 9, 9), venue=usual, **place), by=secretary)
    convene(board, sitting(date(2027, 6, 10), venue=usual), by=secretary)
    gone = convene(board, sitting(date(2027, 12, 9), venue=usual), by=secretary)
    cancel(gone, reason="Local elections", by=secretary)
    page = sign_in(secretary).get(url).content.decode()
    assert f'value="{LINK}"' in page
    # notes about another building would mislead
    assert ("Sign in at reception." in page) is is_known


def test_confirming_convenes_the_meeting(in_may, post, secretary):
    response = post(secretary, URL, ANSWERS | {"confirmed": "yes"})
    meeting = Meeting.objects.get()
    assert response.url == reverse("meetings:show_meeting", args=[meeting.pk])
    assert (meeting.title, meeting.joining_link) == ("Extraordinary Board meeting", "https://meet.example.com/board")
    assert meeting.date_reasons == ["Chosen by Asha Patel."]


def test_going_back_keeps_what_was_typed(in_may, post, secretary):
    page = post(secretary, URL, ANSWERS | {"change": "yes"})
    assert page.status_code == 200
    assert 'value="Extraordinary Board meeting"' in page.content.decode()


def test_a_double_click_convenes_one_meeting(in_may, post, sign_in, secretary):
    client = sign_in(secretary)
    token = {"form_token": client.get(URL).content.decode().split('name="form_token" value="')[1].split('"')[0]}
    first = client.post(URL, ANSWERS | token | {"confirmed": "yes"})
    again = client.post(URL, ANSWERS | token | {"confirmed": "yes"})
    assert Meeting.objects.count() == 1
    assert first.headers["Location"] == again.headers["Location"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, ""),
        (boxes("day", date(2027, 5, 3)), "The meeting date must be in the future"),
        ({"day-day": "31", "day-month": "6"}, "The meeting date must be a real date"),
        ({"day-day": ""}, "The meeting date must include a day"),
        (boxes("day", date(2077, 6, 10)), "The meeting date must be at most 3 years ahead: check the year"),
        (boxes("day", date(9999, 12, 31)), "The meeting date is too far away: check the year"),
        ({"title": "\x1bBoard"}, "must not have hidden characters in it: type it again"),
        ({"ends": "1pm"}, "The end time must be after the start time"),
        ({"ends": "2pm"}, "The end time must be after the start time"),
        ({"starts": "teatime"}, "The start time must be a time, like 2pm or 2.30pm"),
        ({**boxes("day", date(2027, 5, 4)), "starts": "9am"}, "The meeting must start in the future"),
        ({"venue": ""}, "Enter the venue"),
        ({"title": " "}, "Enter what the meeting is called"),
        ({"joining_link": "meet me"}, "Enter a link in the correct format"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(in_may, post, secretary, wrong, sentence):
    page = post(secretary, URL, ANSWERS | wrong)
    assert page.status_code == (422 if wrong else 200)
    assert sentence in text_of(page)
    assert "Sign in at reception." in page.content.decode()
    if wrong:
        assert "<title>Error: Convene a meeting" in page.content.decode()
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        (date(2027, 7, 10), "Saturday 10 July is at the weekend."),
        (date(2027, 8, 30), "Monday 30 August is a bank holiday (Late Summer Bank Holiday)."),
        (
            date(2027, 5, 10),
            "There is no time left for 5 clear working days of notice: the papers should have gone out by "
            "Thursday 29 April 2027.",
        ),
    ],
)
def test_a_doubtful_date_is_taken_only_with_a_tick(in_may, post, secretary, day, warning):
    doubtful = ANSWERS | boxes("day", day)
    page = post(secretary, URL, doubtful)
    assert page.status_code == 422
    assert warning in text_of(page)
    # in the summary above, and beside the tick
    assert text_of(page).count(f"{warning} Change the date, or tick to keep it") == 2
    ticked = doubtful | {"keep": f"{day} 14:00 15:30", "confirmed": "yes"}
    assert post(secretary, URL, ticked).status_code == 302
    assert Meeting.objects.get().date_reasons == ["Chosen by Asha Patel.", f"Kept although: {warning}"]


def test_a_tick_does_not_hold_for_another_date(in_may, post, secretary):
    ticked = ANSWERS | boxes("day", date(2027, 7, 11)) | {"keep": "2027-07-10 14:00 15:30", "confirmed": "yes"}
    assert post(secretary, URL, ticked).status_code == 422
    assert Meeting.objects.count() == 0


def test_only_the_secretary_may(in_may, sign_in, post, cast):
    for name, person in cast.everybody.items():
        expected = {"secretary": 200, "public": 302}.get(name, 403)
        assert sign_in(person).get(URL).status_code == expected, name
        assert post(person, URL, ANSWERS).status_code == expected, name
    assert Meeting.objects.count() == 0


def test_a_body_that_is_not_there_is_not_found(in_may, sign_in, secretary):
    assert sign_in(secretary).get(reverse("meetings:convene_meeting", args=["bored"])).status_code == 404


def test_a_group_without_rules_for_its_meetings_is_told_so(in_may, sign_in, partnership):
    seat = make_seat(partnership.group, partnership.organisations["fire"], "secretary", role="secretary")
    answer = sign_in(make_person("Ewa Nowak", seat)).get(reverse("meetings:convene_meeting", args=["drugs-group"]))
    assert answer.status_code == 409
    assert "The Drugs group has no rules for its meetings yet." in text_of(answer)


def test_what_it_costs(in_may, sign_in, secretary, django_assert_num_queries):
    client = sign_in(secretary)
    with django_assert_num_queries(4):
        client.get(URL)
