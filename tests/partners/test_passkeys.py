"""What comes with the forms of passkeys, and is none; the ceremonies themselves are in the journey."""

import pytest
from allauth.mfa.models import Authenticator

from ccsp_portal.once.tokens import new_token
from tests.cast import PASSWORD

SIGN_IN, NEW = "/account/passkeys/sign-in/", "/account/passkeys/new/"
AGAIN, CODE = "/account/passkeys/check/", "/account/second-factor/code/"
NOT_ONE = [
    "",
    "null",
    "x",
    "[]",
    "1",
    '"text"',
    "{}",
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": []}',
    '{"response": {"userHandle": "MQ"}}',
    '{"response": {"userHandle": 1}}',
    '{"response": {"userHandle": "////"}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "clientExtensionResults": {}, "response": {"clientDataJSON": '
    '"e30", "authenticatorData": "YQ", "signature": "YQ", "userHandle": "MQ", "attestationObject": "oA"}}',
]


@pytest.mark.parametrize("sent", NOT_ONE)
def test_what_is_no_passkey_signs_nobody_in(client, partnership, words, sent):
    client.get(SIGN_IN, headers={"Accept": "application/json"})
    answer = client.post(SIGN_IN, {"credential": sent})
    assert answer["Location"] == "/account/sign-in/"
    assert "That passkey was not accepted. Try again, or use another way." in words(client.get("/account/sign-in/"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("sent", NOT_ONE)
def test_what_is_no_passkey_is_not_kept(sign_in, chair, sent):
    client = sign_in(chair)
    client.post("/account/check-password/", {"password": PASSWORD})
    client.get(NEW)
    assert client.post(NEW, {"name": "Mine", "credential": sent}).status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("sent", NOT_ONE)
def test_nor_is_it_a_second_step(client, chair, words, sent):
    Authenticator.objects.create(user=chair, type="totp", data={"secret": ""})
    client.post("/account/sign-in/", {"login": chair.email, "password": PASSWORD})
    answer = client.post(CODE, {"credential": sent})
    assert answer.status_code == 422
    assert "That passkey was not accepted. Try again, or use another way." in words(answer)
    assert client.get("/home/").status_code == 302


def test_without_a_fresh_password_none_is_made(sign_in, chair):
    assert sign_in(chair).get(NEW)["Location"].startswith("/account/check-password/")


def test_nobody_removes_another_person_s(sign_in, chair, police_lead):
    other = Authenticator.objects.create(user=chair, type="webauthn", data={"name": "Blue key", "credential": {}})
    client = sign_in(police_lead)
    client.post("/account/check-password/", {"password": PASSWORD})
    page = f"/account/passkeys/{other.pk}/remove/"
    assert client.get(page).status_code == 404
    assert client.post(page, {"form_token": new_token(police_lead)}).status_code == 404
    assert Authenticator.objects.filter(pk=other.pk).exists()


def test_the_portal_is_known_to_passkeys_by_its_own_name(client, partnership, settings):
    settings.PORTAL_BASE_URL = "https://portal.example:8443"
    answer = client.get(SIGN_IN, headers={"Accept": "application/json", "Host": "localhost"})
    assert answer.json()["request_options"]["publicKey"]["rpId"] == "portal.example"
    assert answer.json()["request_options"]["publicKey"]["userVerification"] == "required"
