"""Signing in and out."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import NoReverseMatch, reverse

from partners.models import User
from tests.cast import PASSWORD

SIGN_IN = "/account/sign-in/"
WRONG = "The e-mail address or the password is not correct. Check both and try again."


def sign_in_as(client, email, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def test_a_person_signs_in_and_is_taken_home(client, secretary):
    response = sign_in_as(client, secretary.email)
    assert (response.status_code, response["Location"]) == (302, "/home/")
    assert client.get("/home/").context["user"] == secretary


def test_the_case_of_the_address_does_not_matter(client, secretary):
    assert sign_in_as(client, secretary.email.upper()).status_code == 302


def test_signing_in_leads_to_the_page_that_was_asked_for(client, secretary):
    asked = client.get("/partners/account/")
    assert asked["Location"] == "/account/sign-in/?next=/partners/account/"
    response = client.post(asked["Location"], {"login": secretary.email, "password": PASSWORD})
    assert response["Location"] == "/partners/account/"


def test_signing_in_leads_nowhere_outside_the_portal(client, secretary):
    response = client.post(SIGN_IN + "?next=https://evil.example/", {"login": secretary.email, "password": PASSWORD})
    assert response["Location"] == "/home/"


def test_signing_in_gives_a_new_session(client, secretary):
    session = client.session
    session["before"] = "x"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in_as(client, secretary.email)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize("email", ["asha.patel@ccsp.example", "nobody@ccsp.example"])
def test_a_wrong_password_says_the_same_whether_or_not_there_is_an_account(client, secretary, words, email):
    response = sign_in_as(client, email, "not the password at all")
    assert response.status_code == 422
    assert WRONG in words(response)
    assert email in response.content.decode()


def test_empty_answers_say_what_to_do(client, db, words):
    response = client.post(SIGN_IN, {})
    assert response.status_code == 422
    assert "Enter your e-mail address" in words(response)
    assert "Enter your password" in words(response)


def test_a_closed_account_does_not_sign_in(client, secretary, words):
    User.objects.filter(pk=secretary.pk).update(is_active=False)
    response = sign_in_as(client, secretary.email)
    assert response["Location"] == "/account/closed/"
    assert client.get("/home/").status_code == 302
    assert "This account is closed" in words(client.get("/account/closed/"))


def test_a_person_whose_account_is_closed_is_signed_out_at_once(sign_in, secretary):
    client = sign_in(secretary)
    User.objects.filter(pk=secretary.pk).update(is_active=False)
    assert client.get("/home/").status_code == 302


def test_nobody_signs_in_as_the_timetable(client, db):
    timetable = User.objects.timetable()
    assert sign_in_as(client, timetable.email, "!").status_code == 422
    assert client.get("/home/").status_code == 302


def test_there_is_no_way_to_sign_up(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert client.get("/account/signup/").status_code == 404


def test_many_wrong_passwords_are_stopped(client, secretary, words):
    for _ in range(5):
        sign_in_as(client, secretary.email, "not the password at all")
    response = sign_in_as(client, secretary.email)
    assert response.status_code == 422
    assert "There have been many failed tries to sign in. Wait five minutes, then try again." in words(response)


def test_opening_the_sign_out_page_signs_nobody_out(sign_in, secretary):
    client = sign_in(secretary)
    assert client.get("/account/sign-out/").status_code == 200
    assert client.get("/home/").status_code == 200


def test_the_button_signs_out(sign_in, secretary):
    client = sign_in(secretary)
    assert client.post("/account/sign-out/").status_code == 302
    assert client.get("/home/").status_code == 302
