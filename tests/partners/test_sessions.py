"""How long a person stays signed in."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from ccsp_portal import clock
from tests.cast import PASSWORD
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


@pytest.mark.parametrize(
    ("headers", "back"),
    [
        ({"Referer": "http://testserver/meetings/?year=2027"}, "/meetings/?year=2027"),
        ({"HX-Request": "true", "HX-Current-URL": "http://testserver/meetings/12/"}, "/meetings/12/"),
        ({"Referer": "https://evil.example/meetings/"}, "/meetings/items/1/move/down/"),
        ({}, "/meetings/items/1/move/down/"),
    ],
)
def test_who_pressed_something_after_their_session_comes_back_to_the_page_and_reads_that_it_was_not_done(
    limits, moments, sign_in, chair, headers, back
):
    said = "What you pressed was not done, because you were not signed in any more. Press it again."
    with moments(0):
        client = sign_in(chair)
    with moments(200):
        answer = client.post("/meetings/items/1/move/down/", headers=headers)
        place = answer.headers.get("Location") or answer.headers["HX-Redirect"]
        assert place == f"/account/sign-in/?{urlencode({'next': back}, safe='/')}"
        assert said not in words_of(client.get(place))
        answer = client.post(place, {"login": chair.email, "password": PASSWORD})
        assert answer["Location"] == back
        assert said in words_of(client.get("/home/"))
        assert said not in words_of(client.get("/home/"))


def test_what_a_script_saves_by_itself_is_no_press(limits, moments, sign_in, chair):
    with moments(0):
        client = sign_in(chair)
    with moments(200):
        answer = client.post("/meetings/items/1/minute/", headers={"Sec-Fetch-Mode": "cors"})
        client.post(answer["Location"], {"login": chair.email, "password": PASSWORD})
        assert "was not done" not in words_of(client.get("/home/"))


def test_a_session_is_not_written_at_every_request(limits, moments, sign_in, chair, django_assert_num_queries):
    with moments(0):
        client = sign_in(chair)
    with moments(4), django_assert_num_queries(5):
        client.get("/partners/account/")
