"""How long a person stays signed in."""

from datetime import timedelta

import pytest

from ccsp_portal import clock
from tests.sending import words_of


@pytest.fixture
def limits(settings):
    settings.SESSION_IDLE, settings.SESSION_WHOLE = timedelta(hours=2), timedelta(hours=12)


@pytest.fixture
def moments(clock_at):
    """`moments(minutes)`: the portal so many minutes after the test began."""
    began = clock.now()
    return lambda minutes: clock.set_to(began + timedelta(minutes=minutes))


def test_two_hours_without_a_request_end_a_session_with_a_reason(limits, moments, sign_in, chair):
    with moments(0):
        client = sign_in(chair)
    with moments(119):
        assert client.get("/home/").status_code == 200
    with moments(119 + 121):
        answer = client.get("/home/", follow=True)
    assert "nothing was asked for 120 minutes. Sign in again to go on." in words_of(answer)
    assert answer.redirect_chain == [("/account/sign-in/?next=/home/", 302)]


def test_twelve_hours_end_a_session_that_is_used_all_along(limits, moments, sign_in, chair):
    with moments(0):
        client = sign_in(chair)
    for minutes in range(60, 12 * 60, 60):
        with moments(minutes):
            assert client.get("/home/").status_code == 200
    with moments(12 * 60):
        assert "you signed in 12 hours ago" in words_of(client.get("/home/", follow=True))


def test_an_act_by_a_session_that_is_over_is_not_done(limits, moments, sign_in, send, chair):
    with moments(0):
        sign_in(chair)
    with moments(200):
        answer = send("/partners/account/", name="Somebody Else")
    assert answer["Location"].startswith("/account/sign-in/")
    chair.refresh_from_db()
    assert chair.name == "Rosa Whitfield"


def test_a_session_is_not_written_at_every_request(limits, moments, sign_in, chair, django_assert_num_queries):
    with moments(0):
        client = sign_in(chair)
    with moments(4), django_assert_num_queries(6):
        client.get("/partners/account/")
