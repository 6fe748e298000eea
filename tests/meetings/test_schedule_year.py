"""The secretary schedules a year: the portal proposes each date and says why, she changes one and confirms."""

from datetime import date, datetime

import pytest
from django.conf import settings
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from meetings.models import ClashingEvent, Meeting
from meetings.workflow.imports import import_calendar
from tests.meetings.conftest import boxes, text_of

URL = reverse("meetings:schedule_year")
REAL = settings.BASE_DIR.parent / "shared" / "data" / "meetings" / "coventry_council_meetings_union.csv"
YEAR = URL + "?body=board&year=2027"
CALENDAR = b"""committee,date,start,end,status
Council,10 June 2027,2pm,6pm,
Planning Committee,9 September 2027,2pm,4pm,
Cabinet,9 December 2027,2pm,4pm,cancelled
"""
PROPOSED = [date(2027, 6, 11), date(2027, 9, 9), date(2027, 12, 9), date(2028, 3, 9)]


@pytest.fixture
def council(in_may, board, secretary):
    import_calendar("council.csv", CALENDAR, by=secretary)


def answers(*days, **more):
    """What the page sends: the place, and a date and two times for each meeting."""
    sent = {"form-TOTAL_FORMS": len(days), "form-INITIAL_FORMS": len(days), "venue": "Council House"}
    for number, day in enumerate(days):
        sent |= {f"form-{number}-starts": "2pm", f"form-{number}-ends": "4pm", **boxes(f"form-{number}-day", day)}
    return sent | more


def days_convened():
    return [meeting.day for meeting in Meeting.objects.order_by("starts_at")]


def test_each_date_says_why_it_was_chosen(council, sign_in, secretary):
    page = text_of(sign_in(secretary).get(YEAR))
    assert "The second Thursday of June 2027 is 10 June 2027." in page
    assert "Thursday 10 June clashes with Council, 2pm to 6pm." in page
    assert "Friday 11 June is the next free day in the quarter." in page
    assert "clashes with Planning" not in page
    assert "clashes with Cabinet" not in page


@pytest.mark.skipif(not REAL.exists(), reason="the council's real calendar is not here")
def test_dates_move_off_the_real_council_calendar(board, secretary, sign_in):
    board.meeting_policy.weekday = "tue"
    board.meeting_policy.save()
    with clock.set_to(datetime(2026, 6, 1, 9, tzinfo=clock.LONDON)):
        import_calendar(REAL.name, REAL.read_bytes(), by=secretary)
        page = text_of(sign_in(secretary).get(URL + "?body=board&year=2026"))
    assert "Tuesday 8 September clashes with Council, 2pm to 6pm." in page
    assert "Wednesday 9 September is the next free day in the quarter." in page
    assert "Tuesday 9 June 2026 Why this date: The second Tuesday of June 2026 is 9 June 2026. Also free" in page


def test_she_changes_one_date_looks_and_confirms(council, post, secretary):
    days = [date(2027, 6, 17), *PROPOSED[1:]]
    page = post(secretary, YEAR, answers(*days))
    assert page.status_code == 200
    assert "Chosen by Asha Patel in place of Friday 11 June 2027." in text_of(page)
    assert "11 people are told by email, with a calendar invitation." in text_of(page)
    assert (Meeting.objects.count(), Notice.objects.count()) == (0, 0)
    response = post(secretary, YEAR, answers(*days, confirmed="yes"))
    assert response.url == reverse("meetings:list_meetings") + "?year=2027"
    assert days_convened() == days
    assert Notice.objects.count() == 4 * 11


def test_a_double_click_makes_one_set(council, sign_in, secretary):
    client = sign_in(secretary)
    token = client.get(YEAR).content.decode().split('name="form_token" value="')[1].split('"')[0]
    sent = answers(*PROPOSED, confirmed="yes", form_token=token)
    first, again = client.post(YEAR, sent), client.post(YEAR, sent)
    assert first.headers["Location"] == again.headers["Location"]
    assert days_convened() == PROPOSED


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (boxes("form-0-day", date(2027, 5, 3)), "The meeting date must be in the future"),
        ({"form-0-day-day": "31"}, "The meeting date must be a real date"),
        (boxes("form-0-day", date(2028, 6, 8)), "The meeting date must be between 1 April 2027 and 31 March 2028"),
        ({"form-0-ends": "1pm"}, "The end time must be after the start time"),
        ({"form-0-starts": "noonish"}, "The start time must be a time, like 2pm or 2.30pm"),
        (boxes("form-0-day", date(2027, 6, 10)), "Thursday 10 June clashes with Council, 2pm to 6pm."),
        (boxes("form-0-day", date(2027, 8, 30)), "Monday 30 August is a bank holiday"),
        ({"venue": ""}, "Enter the venue"),
        (
            boxes("form-0-day", date(2027, 9, 9)),
            "Thursday 9 September 2027 is the day of another of these meetings: choose another day",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(council, post, secretary, wrong, sentence):
    page = post(secretary, YEAR, answers(*PROPOSED, joining_link="https://meet.example.com/b") | wrong)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'value="https://meet.example.com/b"' in page.content.decode()
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("number", ["x", "0", "13"])
def test_a_page_that_did_not_come_whole_is_refused(council, post, secretary, number):
    page = post(secretary, YEAR, answers(*PROPOSED) | {"form-TOTAL_FORMS": number})
    assert page.status_code == 422
    assert "The page did not come whole. Open it again from “Schedule a year”" in text_of(page)


def test_a_clash_is_kept_when_she_says_so_and_the_reason_stays_with_the_meeting(council, post, secretary):
    days = [date(2027, 6, 10), *PROPOSED[1:]]
    keep = {"form-0-keep": "2027-06-10 14:00 16:00", "confirmed": "yes"}
    assert post(secretary, YEAR, answers(*days) | keep).status_code == 302
    assert Meeting.objects.first().date_reasons == [
        "Chosen by Asha Patel in place of Friday 11 June 2027.",
        "Kept although: Thursday 10 June clashes with Council, 2pm to 6pm.",
    ]


def test_a_year_already_scheduled_says_so(meeting, sign_in, post, secretary):
    page = sign_in(secretary).get(YEAR)
    assert "2027/28 is already scheduled" in text_of(page)
    assert "CCSP Board, 2pm on Thursday 10 June 2027" in text_of(page)
    response = post(secretary, YEAR, answers(*PROPOSED, confirmed="yes"))
    assert response.status_code == 409
    assert "already has meetings in 2027/28: Asha Patel convened them" in text_of(response)
    assert Meeting.objects.count() == 1


def test_a_year_must_be_chosen(in_may, sign_in, secretary):
    page = sign_in(secretary).get(URL + "?year=1999&body=board")
    assert page.status_code == 422
    assert "Select your answer to “Which financial year?” from the list" in text_of(page)


def test_only_the_secretary_may(in_may, sign_in, cast):
    for name, person in cast.everybody.items():
        expected = {"secretary": 200, "public": 302}.get(name, 403)
        assert sign_in(person).get(YEAR).status_code == expected, name


def test_it_costs_the_same_however_many_committees_meet(council, sign_in, secretary, django_assert_num_queries):
    client = sign_in(secretary)
    client.get(YEAR)
    for number in (2, 30):
        for _ in range(number):
            ClashingEvent.objects.create(
                calendar_import=ClashingEvent.objects.first().calendar_import,
                uid=f"more {ClashingEvent.objects.count()}",
                committee="Council",
                starts_at=datetime(2027, 6, 14, 9, tzinfo=clock.LONDON),
                ends_at=datetime(2027, 6, 14, 11, tzinfo=clock.LONDON),
            )
        with django_assert_num_queries(6):
            client.get(YEAR)
