"""A letter about a sign-in on a new device; and a session that outlives the last appointment."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from partners.sign_in_record import KNOWN_HERE
from tests.cast import PASSWORD
from tests.partners.test_second_factor import signing_in
from tests.sending import words_of


@pytest.fixture(autouse=True)
def _no_earlier_tries(db):
    cache.clear()


def letters_to(person):
    return Notice.objects.filter(address=person.email, subject="You signed in on a new device").order_by("pk")


def on(device):
    return Client(headers={"user-agent": device}, REMOTE_ADDR="192.0.2.7")


# ── a new device ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_sign_in_of_all_is_no_news_and_the_next_device_is(chair):
    signing_in(chair, on("A desk computer"))
    assert not letters_to(chair).exists()
    signing_in(chair, on("A telephone"))
    (letter,) = letters_to(chair)
    assert "by password\n  from the address 192.0.2.7\n  A telephone" in letter.text
    assert "/account/password/forgotten/" in letter.text
    assert "/account/sessions/" in letter.text


def test_a_device_is_known_again_to_each_who_signed_in_on_it(chair, secretary):
    shared = on("The computer in the meeting room")
    for _ in range(2):
        for person in (chair, secretary):
            signing_in(person, shared)
            shared.post("/account/sign-out/")
    assert not Notice.objects.filter(subject="You signed in on a new device").exists()


def test_somebody_elses_device_is_new(chair, secretary):
    signing_in(secretary, on("A desk computer"))
    theirs = on("A telephone")
    signing_in(chair, theirs)
    theirs.post("/account/sign-out/")
    signing_in(secretary, theirs)
    assert letters_to(secretary).count() == 1


def test_a_device_that_calls_itself_known_is_new(chair):
    signing_in(chair, on("A desk computer"))
    liar = on("A telephone")
    liar.cookies[KNOWN_HERE] = str(chair.pk)
    signing_in(chair, liar)
    assert letters_to(chair).count() == 1


def test_a_refused_sign_in_makes_no_device_known(chair):
    signing_in(chair, on("A desk computer"))
    other = on("A telephone")
    other.post("/account/sign-in/", {"login": chair.email, "password": "not the password at all"})
    assert KNOWN_HERE not in other.cookies
    assert not letters_to(chair).exists()


def test_the_cookie_is_kept_from_scripts_and_told_of(chair, client, words):
    known = signing_in(chair, client)[1].cookies[KNOWN_HERE]
    assert (known["httponly"], known["samesite"]) == (True, "Lax")
    assert KNOWN_HERE in words(client.get("/cookies/"))


# ── the last appointment ends ────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_ends_with_the_last_appointment_and_says_so(chair, settings):
    client, _ = signing_in(chair)
    assert client.get("/home/").status_code == 200
    today = clock.today()
    chair.appointments.update(to_on=today - timedelta(days=1))
    answer = client.get("/home/", follow=True)
    assert answer.redirect_chain == [("/account/sign-in/?next=/home/", 302)]
    assert "You were signed out because your last appointment ended on" in words_of(answer)


def test_they_may_sign_in_again_to_see_what_is_theirs(chair):
    chair.appointments.update(to_on=clock.today() - timedelta(days=1))
    client, _ = signing_in(chair)
    for _ in range(2):
        assert client.get("/partners/account/").status_code == 200


def test_who_keeps_another_seat_stays_signed_in(two_seats):
    client = Client()
    client.post("/account/sign-in/", {"login": two_seats.email, "password": PASSWORD})
    first = two_seats.appointments.first()
    two_seats.appointments.filter(pk=first.pk).update(to_on=clock.today() - timedelta(days=1))
    assert client.get("/home/").status_code == 200


def test_the_letter_names_the_browser_as_people_know_it(chair):
    signing_in(chair, on("A desk computer"))
    said = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1"
    signing_in(chair, on(said))
    (letter,) = letters_to(chair)
    assert f"192.0.2.7\n  Safari on iPhone\n  {said}\n" in letter.text
