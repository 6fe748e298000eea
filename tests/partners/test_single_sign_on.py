"""Signing in at the council's own provider: a real one, over HTTP, with real signatures."""

import dataclasses
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from ccsp_portal.open_id import ALWAYS, NEVER, WHEN_SAID, Misconfigured, from_environment
from partners.models import User
from tests.partners.test_second_factor import CODE, set_up, signing_in
from tests.provider import BEGIN, challenge_of, leads_to

SIGN_IN = "/account/sign-in/"
BACK = "/account/single-sign-on/back/"


def is_in(client):
    return client.get("/home/").status_code == 200


@pytest.fixture
def known(provider, chair):
    provider.knows(chair)
    return chair


# ── it works ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_sign_in_page_offers_it_by_name(client, provider, partnership, words):
    page = client.get(SIGN_IN)
    assert "Sign in with Coventry sign-in" in words(page)
    assert f'action="{BEGIN}"' in page.content.decode()


def test_an_invited_person_signs_in_there_and_comes_home(client, provider, known):
    answer = provider.lead(client, known)
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert client.get("/home/").context["user"] == known


def test_it_leads_on_to_the_page_that_was_asked_for_and_nowhere_outside(client, provider, known):
    assert provider.lead(client, known, next="/partners/account/")["Location"] == "/partners/account/"
    assert provider.lead(Client(), known, next="https://evil.example/")["Location"] == "/home/"


def test_the_page_of_the_way_out_leads_there_without_a_redirection_of_the_form(client, provider, words):
    page = client.post(BEGIN)
    assert page.status_code == 200
    assert leads_to(page).startswith(provider.issuer + "/oauth2/authorize?")
    policy = [each.strip() for each in page["Content-Security-Policy"].split(";")]
    assert "form-action 'self'" in policy
    assert "You are taken to Coventry sign-in" in words(page)


def test_the_way_there_carries_a_state_a_nonce_and_a_challenge(client, provider):
    asked = parse_qs(urlsplit(leads_to(client.post(BEGIN))).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"][0].endswith(BACK)
    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 16


def test_the_code_is_bought_with_the_verifier_of_the_challenge(client, provider, known):
    there = leads_to(client.post(BEGIN))
    client.get(provider.sign_in(there, known.email))
    (bought,) = provider.middle.asked
    assert challenge_of(bought["code_verifier"]) == parse_qs(urlsplit(there).query)["code_challenge"][0]


def test_a_visitor_cannot_ask_the_provider_for_more(client, provider):
    page = client.post(BEGIN + "?scope=offline_access&auth_params=prompt%3Dnone&process=connect")
    assert "offline_access" not in leads_to(page)
    assert "prompt" not in leads_to(page)


def test_nothing_is_kept_of_the_visit(client, provider, known):
    provider.lead(client, known)
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()


def test_the_session_is_seen_among_the_persons_devices(client, provider, known, words):
    provider.lead(client, known)
    assert "This device" in words(client.get("/account/sessions/"))


# ── who is not let in ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_address_is_refused_with_what_to_do(client, provider, chair, words):
    provider.knows("stranger@ccsp.example")
    answer = provider.lead(client, "stranger@ccsp.example")
    assert answer.status_code == 403
    assert "No account here has that address." in words(answer)
    assert "If you were invited, open the link in the invitation first." in words(answer)
    assert not is_in(client)
    assert not User.objects.filter(email="stranger@ccsp.example").exists()


@pytest.mark.parametrize("claim", [False, None, "false", "", 0, [], "no"])
def test_an_address_that_is_not_vouched_for_is_refused_with_what_to_do(client, provider, chair, words, claim):
    provider.knows(chair, email_verified=claim)
    answer = provider.lead(client, chair)
    assert answer.status_code == 403
    assert "Coventry sign-in does not say that your e-mail address is confirmed" in words(answer)
    assert not is_in(client)


def test_the_answer_to_an_unverified_address_is_the_same_whether_or_not_there_is_an_account(provider, chair):
    answers = []
    for address in (chair.email, "stranger@ccsp.example"):
        provider.knows(address, email_verified=False)
        answers.append(provider.lead(Client(), address).content)
    assert answers[0] == answers[1]


def test_an_address_that_a_person_only_wrote_down_is_not_theirs(client, provider, chair):
    chair.emailaddress_set.create(email="somebody.else@ccsp.example", verified=False)
    provider.knows("somebody.else@ccsp.example")
    assert provider.lead(client, "somebody.else@ccsp.example").status_code == 403
    assert not is_in(client)


def test_who_gives_no_address_is_refused(client, provider, chair):
    provider.knows(chair, email=None)
    assert provider.lead(client, chair).status_code == 403


def test_a_closed_account_stays_closed(client, provider, known):
    User.objects.filter(pk=known.pk).update(is_active=False)
    assert provider.lead(client, known)["Location"] == "/account/closed/"
    assert not is_in(client)


def test_nobody_signs_in_as_the_timetable(client, provider, partnership):
    timetable = User.objects.timetable()
    timetable.emailaddress_set.create(email=timetable.email, verified=True)
    provider.knows(timetable)
    assert provider.lead(client, timetable).status_code == 403


def test_who_turns_back_is_told_so(client, provider, partnership, words):
    there = leads_to(client.post(BEGIN))
    answer = client.get(provider.turn_back(there), follow=True)
    assert answer.redirect_chain == [(SIGN_IN, 302)]
    assert "You did not sign in with Coventry sign-in." in words(answer)


# ── Microsoft Entra ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def entra(provider, settings):
    settings.SINGLE_SIGN_ON = dataclasses.replace(settings.SINGLE_SIGN_ON, vouched_by="xms_edov")
    return provider


@pytest.mark.parametrize("claim", [True, "1", 1, "true"])
def test_entra_vouches_for_the_domain_of_an_address(client, entra, chair, claim):
    entra.knows(chair, email_verified=None, xms_edov=claim)
    entra.lead(client, chair)
    assert is_in(client)


@pytest.mark.parametrize("claims", [{}, {"xms_edov": False}, {"xms_edov": "0"}, {"preferred_username": "{email}"}])
def test_an_address_that_entra_only_passes_on_is_not_believed(client, entra, chair, claims):
    entra.knows(chair, **{name: chair.email if said == "{email}" else said for name, said in claims.items()})
    assert entra.lead(client, chair).status_code == 403
    assert not is_in(client)


# ── forgeries ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _refused(client, provider, person, words):
    answer = provider.lead(client, person)
    assert answer.status_code == 400
    assert "The sign-in with Coventry sign-in was not finished." in words(answer)
    assert not is_in(client)


SPOILED = {
    "signed by another key": lambda middle, token: middle.forge(token),
    "not signed": lambda middle, token: jwt.encode(_claims(token), None, "none", headers=_headers(token)),
    "signed with our secret": lambda middle, token: jwt.encode(_claims(token), "x" * 64, "HS256", _headers(token)),
    "not a token": lambda middle, token: "three.small.words",
    "nothing": lambda middle, token: None,
}


def _claims(token):
    return jwt.decode(token, options={"verify_signature": False})


def _headers(token):
    return {"kid": jwt.get_unverified_header(token)["kid"]}


@pytest.mark.parametrize("how", SPOILED)
def test_an_id_token_is_not_believed_when_it_is(client, provider, known, words, how):
    provider.middle.spoil = lambda token: SPOILED[how](provider.middle, token)
    _refused(client, provider, known, words)


def test_a_token_that_answers_another_question_is_not_believed(client, provider, known, words):
    """A token that was stolen elsewhere, well signed, has another nonce."""
    stolen = []
    provider.middle.spoil = lambda token: stolen.append(token) or token
    provider.lead(Client(), known)
    provider.middle.spoil = lambda token: stolen[0]
    _refused(client, provider, known, words)


def test_a_token_for_another_application_is_not_believed(client, provider, known, words, settings):
    provider.middle.spoil = lambda token: stolen[0]
    stolen = []
    provider.middle.spoil = lambda token: stolen.append(token) or token
    settings.SINGLE_SIGN_ON = dataclasses.replace(settings.SINGLE_SIGN_ON, client_id="another")
    provider.lead(Client(), known)
    settings.SINGLE_SIGN_ON = dataclasses.replace(settings.SINGLE_SIGN_ON, client_id="portal")
    provider.middle.spoil = lambda token: stolen[0]
    _refused(client, provider, known, words)


def test_an_answer_is_good_once_and_only_where_it_was_asked_for(client, provider, known, words):
    there = leads_to(client.post(BEGIN))
    back = provider.sign_in(there, known.email)
    elsewhere = Client()
    assert elsewhere.get(back).status_code == 400
    assert not is_in(elsewhere)
    assert client.get(back).status_code == 302
    client.post("/account/sign-out/")
    again = client.get(back)
    assert again.status_code == 400
    assert "Begin again." in words(again)


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=x", "?error=server_error", "?error=access_denied"])
def test_an_answer_that_nobody_asked_for_is_refused(client, provider, partnership, query):
    assert client.get(BACK + query).status_code == 400


# ── when it is not there ─────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_provider_there_is_no_such_page(client, partnership, words):
    assert client.post(BEGIN).status_code == 404
    assert client.get(BACK).status_code == 404
    assert "Or with your password here" not in words(client.get(SIGN_IN))


def test_a_provider_that_does_not_answer_is_said_so(client, provider, settings, partnership, words):
    settings.SINGLE_SIGN_ON = dataclasses.replace(settings.SINGLE_SIGN_ON, issuer="http://localhost:1")
    answer = client.post(BEGIN)
    assert answer.status_code == 503
    assert "Coventry sign-in does not answer just now. Wait a few minutes" in words(answer)


def test_a_provider_that_says_it_is_another_is_not_spoken_to(client, provider, settings, partnership):
    at = settings.SINGLE_SIGN_ON
    settings.SINGLE_SIGN_ON = dataclasses.replace(at, issuer=at.issuer.replace("localhost", "127.0.0.1"))
    # it writes its issuer from the name by which it is asked for: another name, another issuer
    assert client.post(BEGIN).status_code == 200
    settings.SINGLE_SIGN_ON = dataclasses.replace(at, issuer=at.issuer + "/tenant")
    assert client.post(BEGIN).status_code in {400, 503}


def test_opening_the_page_begins_nothing(client, provider, partnership):
    assert client.get(BEGIN)["Location"] == SIGN_IN


def test_it_is_not_begun_without_end(client, provider, partnership):
    answers = {client.get(BEGIN).status_code for _ in range(121)}
    assert answers == {302, 429}


# ── the second factor ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def with_app(known):
    set_up(signing_in(known)[0])
    assert Authenticator.objects.filter(user=known, type="totp").exists()
    return known


@pytest.mark.parametrize(
    ("counts", "claims", "is_asked"),
    [
        (NEVER, {"amr": ["pwd", "mfa"]}, True),
        (WHEN_SAID, {}, True),
        (WHEN_SAID, {"amr": ["pwd"]}, True),
        (WHEN_SAID, {"amr": "pwd mfa"}, True),
        (WHEN_SAID, {"amr": ["pwd", "mfa"]}, False),
        (WHEN_SAID, {"acr": "https://refeds.org/profile/mfa"}, False),
        (ALWAYS, {}, False),
    ],
)
def test_whether_the_second_factor_of_the_provider_counts_is_a_setting(
    client, provider, with_app, settings, counts, claims, is_asked
):
    settings.SINGLE_SIGN_ON = dataclasses.replace(settings.SINGLE_SIGN_ON, mfa_counts=counts)
    provider.knows(with_app, **claims)
    assert provider.lead(client, with_app)["Location"] == (CODE if is_asked else "/home/")
    assert is_in(client) is not is_asked


@pytest.mark.parametrize(("counts", "leads_to"), [(NEVER, "/account/second-factor/begin/"), (ALWAYS, None)])
def test_where_a_role_requires_one_the_providers_is_enough_only_if_it_counts(
    client, provider, known, settings, counts, leads_to
):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.SINGLE_SIGN_ON = dataclasses.replace(settings.SINGLE_SIGN_ON, mfa_counts=counts)
    provider.lead(client, known)
    assert client.get("/home/").headers.get("Location") == leads_to


def test_it_does_not_count_for_who_comes_by_password_afterwards(client, provider, with_app, settings):
    settings.SINGLE_SIGN_ON = dataclasses.replace(settings.SINGLE_SIGN_ON, mfa_counts=ALWAYS)
    provider.lead(client, with_app)
    client.post("/account/sign-out/")
    assert signing_in(with_app, client)[1]["Location"] == CODE


# ── the settings ─────────────────────────────────────────────────────────────────────────────────────────────────────

GIVEN = {
    "PORTAL_SSO_ISSUER": "https://id.council.example",
    "PORTAL_SSO_CLIENT_ID": "portal",
    "PORTAL_SSO_CLIENT_SECRET": "secret",
    "PORTAL_SSO_NAME": "Council",
}
ENTRA = "https://login.microsoftonline.com/"


def test_the_environment_names_the_provider():
    assert from_environment({}) is None
    given = from_environment(GIVEN)
    assert (given.issuer, given.name, given.mfa_counts) == ("https://id.council.example", "Council", NEVER)
    assert given.vouched_by == "email_verified"
    directory = from_environment(GIVEN | {"PORTAL_SSO_ISSUER": ENTRA + "3f1c/v2.0"})
    assert directory.vouched_by == "xms_edov"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"PORTAL_SSO_CLIENT_SECRET": ""}, "PORTAL_SSO_CLIENT_SECRET is not set"),
        ({"PORTAL_SSO_ISSUER": "id.council.example"}, "beginning with https://"),
        ({"PORTAL_SSO_ISSUER": "http://id.council.example"}, "beginning with https://"),
        ({"PORTAL_SSO_ISSUER": ENTRA + "common/v2.0"}, "Write your own directory’s id"),
        ({"PORTAL_SSO_ISSUER": ENTRA + "Organizations/v2.0"}, "Write your own directory’s id"),
        ({"PORTAL_SSO_MFA_COUNTS": "yes"}, "Set it to never, when-said or always."),
    ],
)
def test_a_setting_that_is_wrong_says_what_to_write(change, words):
    with pytest.raises(Misconfigured, match=words):
        from_environment(GIVEN | change)
