"""A paper that is not finished: circulating says so, and so does its seat once the meeting has opened without it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import Meeting
from meetings.workflow import reports
from tests.meetings.conftest import NOW, text_of
from tests.meetings.reporting import whole

OPENED = "The meeting has opened, and this paper did not go out with its papers."


@pytest.fixture
def circulating(meeting, secretary, sign_in):
    return lambda: sign_in(secretary).get(reverse("meetings:circulate", args=[meeting.pk]))


def opened(meeting, state="in session"):
    told = {"circulated_at": NOW, "opened_at": NOW}
    told |= {"concluded_at": NOW} if state == "concluded" else {}
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **told)


def test_circulating_says_what_is_still_being_written_by_whom_and_where_and_does_not_stop(
    meeting, draft, knives, secretary, circulating, post
):
    page = circulating()
    said = f"“Knives: what to do” , to “Knife crime”, is still being written by {knives.presenter}. It does not go out"
    assert said in text_of(page)
    assert f'href="{draft.get_absolute_url()}"' in page.content.decode()
    assert post(secretary, reverse("meetings:circulate", args=[meeting.pk])).status_code == 302


def test_it_says_what_is_with_the_secretary_and_what_was_returned(submitted, knives, secretary, circulating):
    assert f"from {knives.presenter}, waits for you to accept it." in text_of(circulating())
    reports.return_report(submitted, comments="Shorter", by=secretary)
    assert f"was returned to {knives.presenter}, who has not submitted it again." in text_of(circulating())


def test_it_says_nothing_of_what_is_accepted(submitted, secretary, circulating):
    reports.accept_report(submitted, by=secretary)
    assert "“Knives: what to do” , to" not in text_of(circulating())


@pytest.mark.parametrize("state", ["in session", "concluded"])
def test_once_the_meeting_has_opened_its_page_and_its_seats_home_say_so(meeting, draft, police_lead, sign_in, state):
    address = draft.get_absolute_url()
    assert OPENED not in text_of(sign_in(police_lead).get(address))
    opened(meeting, state)
    with clock.set_to(meeting.starts_at + timedelta(hours=1)):
        assert OPENED in text_of(sign_in(police_lead).get(address))
        home = text_of(sign_in(police_lead).get(reverse("home:home")))
        assert f"Your paper did not go out: Knives: what to do, {meeting}" in home


def test_after_four_weeks_home_no_longer_says_it_and_never_to_others(
    meeting, knives, police_lead, secretary, cast, sign_in
):
    whole(knives, police_lead)
    opened(meeting, "concluded")
    with clock.set_to(meeting.starts_at + timedelta(hours=1)):
        for other in (secretary, cast.housing_rep):
            assert "did not go out" not in text_of(sign_in(other).get(reverse("home:home")))
    with clock.set_to(meeting.starts_at + timedelta(days=29)):
        assert "did not go out" not in text_of(sign_in(police_lead).get(reverse("home:home")))
