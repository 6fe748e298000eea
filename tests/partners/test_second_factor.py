"""A second factor: set up, asked for, never good twice, kept under lock; and where a person is signed in."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import Fernet, InvalidToken
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from ccsp_portal.notices.models import Notice
from partners.second_factor import SecondFactorAdapter
from tests.cast import PASSWORD
from tests.sending import words_of

APP = "/account/second-factor/app/"
CODE = "/account/second-factor/code/"
CODES = "/account/second-factor/recovery-codes/"


def signing_in(person, client=None):
    """A browser that has given the password."""
    client = client or Client()
    return client, client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})


# a code for setting up and one for signing in: both stay good if the half minute ends meanwhile
NOW, NEXT = 0, 1


def code_of(key, steps=NEXT):
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps))


def set_up(client):
    """The app is turned on, once the password is given again; its key."""
    client.post("/account/check-password/", {"password": PASSWORD})
    key = re.search(r'portal-key">(\w+)<', client.get(APP).content.decode())[1]
    answer = client.post(APP, {"code": code_of(key, NOW)})
    assert answer["Location"] == CODES
    return key


@pytest.fixture
def signed_in(chair):
    return signing_in(chair)[0]


@pytest.fixture
def key(signed_in):
    return set_up(signed_in)


def test_it_is_set_up_by_a_picture_or_a_key_and_gives_recovery_codes(signed_in, chair):
    signed_in.post("/account/check-password/", {"password": PASSWORD})
    page = signed_in.get(APP)
    assert b'src="data:image/svg+xml;base64,' in page.content
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    set_up(signed_in)
    codes = re.findall(r"<code>(\d{8})</code>", signed_in.get(CODES).content.decode())
    assert len(set(codes)) == 10
    assert signed_in.get(CODES + "file/").content.decode().split() == codes
    assert "On: a code from your authenticator app" in words_of(signed_in.get("/partners/account/"))


def test_the_person_is_told_by_letter(signed_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_up(signed_in)
    assert Notice.objects.filter(subject="You turned on a second factor").exists()


def test_without_a_fresh_password_it_cannot_be_set_up(sign_in, chair):
    assert sign_in(chair).get(APP)["Location"].startswith("/account/check-password/")


def test_signing_in_then_asks_for_the_code(key, chair):
    client, answer = signing_in(chair)
    assert answer["Location"] == CODE
    assert client.get("/home/")["Location"].startswith("/account/sign-in/")
    wrong = client.post(CODE, {"code": "000000"})
    assert wrong.status_code == 422
    assert "This code is not correct, or has been used." in words_of(wrong)
    assert client.post(CODE, {"code": ""}).status_code == 422
    assert client.post(CODE, {"code": code_of(key)})["Location"] == "/home/"
    assert client.get("/home/").status_code == 200


def test_a_code_is_good_once(key, chair):
    code = code_of(key)
    for status in (302, 422):
        client, _ = signing_in(chair)
        assert client.post(CODE, {"code": code}).status_code == status


def test_a_used_code_is_remembered_however_many_sign_in_meanwhile(db):
    cache.set("a used code", True)
    for number in range(700):
        cache.set(f"later-{number}", True)
    assert cache.get("a used code") is True


def test_the_code_that_set_it_up_does_not_sign_in(key, chair):
    client, _ = signing_in(chair)
    assert client.post(CODE, {"code": code_of(key, NOW)}).status_code == 422


def test_a_recovery_code_is_good_once_for_ever(key, signed_in, chair):
    codes = re.findall(r"<code>(\d{8})</code>", signed_in.get(CODES).content.decode())
    for status in (302, 422):
        client, _ = signing_in(chair)
        assert client.post(CODE, {"code": codes[0]}).status_code == status
    assert "9 of 10 are left." in words_of(signed_in.get(CODES))


def test_new_recovery_codes_replace_the_old(key, signed_in):
    before = signed_in.get(CODES + "file/").content
    signed_in.post(CODES + "new/")
    assert signed_in.get(CODES + "file/").content != before


def test_it_is_turned_off_by_who_has_it(key, signed_in, chair):
    assert signed_in.post(APP + "remove/").status_code == 302
    assert signing_in(chair)[1]["Location"] == "/home/"


def test_the_secretary_lets_in_who_has_lost_it_and_they_are_told(key, chair, secretary, sign_in, send, words):
    client = sign_in(secretary)
    page = f"/partners/people/{chair.pk}/"
    assert "Turn off their second factor" in words(client.get(page))
    send(page + "second-factor/")
    assert "Turn off their second factor" not in words(client.get(page))
    assert signing_in(chair)[1]["Location"] == "/home/"
    letter = Notice.objects.get(subject="Your second factor was turned off")
    assert letter.address == chair.email


def test_nobody_else_does(key, chair, police_lead, sign_in, send):
    sign_in(police_lead)
    assert send(f"/partners/people/{chair.pk}/second-factor/").status_code == 403
    assert signing_in(chair)[1]["Location"] == CODE


def test_who_has_none_is_not_let_in_again(chair, secretary, sign_in, send, words):
    sign_in(secretary)
    answer = send(f"/partners/people/{chair.pk}/second-factor/")
    assert answer.status_code == 422
    assert "Rosa Whitfield has no second factor." in words(answer)


# ── under lock ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_secret_lies_open_in_the_database(key):
    rows = [str(factor.data) for factor in Authenticator.objects.all()]
    assert len(rows) == 2
    assert not [row for row in rows if key in row]
    assert SecondFactorAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == key


def test_secrets_are_locked_again_with_a_new_key(key, chair, settings):
    old, new = settings.MFA_KEYS[0], Fernet.generate_key().decode()
    settings.MFA_KEYS = [new, old]
    call_command("rotate_mfa_keys")
    settings.MFA_KEYS = [new]
    client, _ = signing_in(chair)
    assert client.post(CODE, {"code": code_of(key)}).status_code == 302


def test_a_key_that_is_gone_is_missed_before_anything_is_changed(key, settings):
    settings.MFA_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="Put the older key back"):
        call_command("rotate_mfa_keys")
    with pytest.raises(InvalidToken):
        SecondFactorAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])


# ── devices ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_sees_where_they_are_signed_in_and_signs_the_others_out(chair):
    here, _ = signing_in(chair)
    said = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"
    there, _ = signing_in(chair, Client(headers={"user-agent": said}))
    page = words_of(here.get("/account/sessions/"))
    assert "This device" in page
    assert "Firefox on Windows" in page
    here.post("/account/sessions/")
    assert there.get("/home/")["Location"].startswith("/account/sign-in/")
    assert here.get("/home/").status_code == 200
    assert "You are signed in nowhere else." in words_of(here.get("/account/sessions/"))


def test_an_answer_without_a_code_is_refused_in_words(key, chair):
    client, _ = signing_in(chair)
    refused = client.post(CODE, {})
    assert refused.status_code == 422
    assert "There is a problem" in words_of(refused)
    assert client.post(CODE, {"code": code_of(key)})["Location"] == "/home/"
