"""Each sign-in is written down, and each refusal: when, by which way, and from where."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from ccsp_portal import clock
from ccsp_portal.open_id import ALWAYS
from partners.models import SignIn, User
from partners.workflow.retention import DEVICES, apply
from tests.cast import PASSWORD
from tests.partners.test_email_codes import ASK, ENTER, code_sent_to
from tests.partners.test_second_factor import CODE, code_of, set_up, signing_in


@pytest.fixture(autouse=True)
def _no_earlier_tries(db):
    cache.clear()


def written():
    """(who, way, second factor, outcome) of each, the first one first."""
    return [
        (each.person and each.person.email, each.way, each.second, each.outcome)
        for each in SignIn.objects.order_by("pk").select_related("person")
    ]


def enter(client, email, password=PASSWORD):
    client.post("/account/sign-in/", {"login": email, "password": password})


def test_a_sign_in_is_written_down_with_the_moment_the_address_and_the_device(chair):
    before = clock.now()
    enter(Client(headers={"user-agent": "A telephone"}, REMOTE_ADDR="192.0.2.7"), chair.email.upper())
    (found,) = SignIn.objects.all()
    assert written() == [(chair.email, "password", "", "let in")]
    assert (found.address, found.device) == ("192.0.2.7", "A telephone")
    assert before <= found.at <= clock.now()


def test_a_wrong_password_is_written_down_and_an_unknown_address_without_what_was_typed(client, chair):
    enter(client, chair.email, "not the password at all")
    enter(client, "nobody@ccsp.example")
    assert written() == [(chair.email, "password", "", "wrong"), (None, "password", "", "unknown")]


def test_a_closed_account_is_written_down(client, chair):
    User.objects.filter(pk=chair.pk).update(is_active=False)
    enter(client, chair.email)
    assert written() == [(chair.email, "password", "", "closed")]


def test_the_second_factor_is_written_down_with_the_way(chair):
    client, _ = signing_in(chair)
    key = set_up(client)
    client, _ = signing_in(chair)
    client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code_of(key)})
    assert written()[1:] == [
        (chair.email, "password", "", "wrong second factor"),
        (chair.email, "password", "totp", "let in"),
    ]


def test_a_code_by_email_is_written_down(client, chair):
    client.post(ASK, {"email": chair.email})
    client.post(ENTER, {"code": "BCDF-GHJK"})
    client.post(ENTER, {"code": code_sent_to(chair.email)})
    stranger = Client()
    stranger.post(ASK, {"email": "nobody@ccsp.example"})
    stranger.post(ENTER, {"code": "BCDF-GHJK"})
    assert written() == [
        (chair.email, "e-mail code", "", "wrong"),
        (chair.email, "e-mail code", "", "let in"),
        (None, "e-mail code", "", "unknown"),
    ]


def test_single_sign_on_is_written_down(provider, chair, settings):
    object.__setattr__(settings.SINGLE_SIGN_ON, "mfa_counts", ALWAYS)
    provider.knows(chair)
    provider.lead(Client(), chair)
    provider.knows("stranger@ccsp.example")
    provider.lead(Client(), "stranger@ccsp.example")
    provider.knows(chair, email_verified=False)
    provider.lead(Client(), chair)
    assert written() == [
        (chair.email, "single sign-on", "provider", "let in"),
        (None, "single sign-on", "", "unknown"),
        (None, "single sign-on", "", "not vouched for"),
    ]


def test_to_be_asked_again_for_the_password_is_no_sign_in(client, chair):
    enter(client, chair.email)
    client.post("/account/check-password/", {"password": "not the password at all"})
    client.post("/account/check-password/", {"password": PASSWORD})
    assert written() == [(chair.email, "password", "", "let in")]


def test_what_is_written_can_be_neither_changed_nor_deleted_but_for_the_device(client, chair, police_lead):
    enter(client, chair.email)
    for attempt in (
        lambda: SignIn.objects.update(outcome="wrong"),
        lambda: SignIn.objects.update(person=police_lead),
        lambda: SignIn.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert SignIn.objects.update(address=None, device="") == 1
    assert written() == [(chair.email, "password", "", "let in")]


def test_a_person_sees_their_own_and_nobody_elses(chair, police_lead, words):
    enter(Client(REMOTE_ADDR="192.0.2.66"), chair.email, "not the password at all")
    enter(Client(REMOTE_ADDR="192.0.2.99"), police_lead.email)
    client, _ = signing_in(chair)
    page = words(client.get("/account/sessions/"))
    assert "Refused: wrong password or code." in page
    assert "from 192.0.2.66" in page
    assert "by password, from 127.0.0.1" in page
    assert "192.0.2.99" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_page_costs(sign_in, chair, count, django_assert_num_queries):
    for _ in range(count):
        enter(Client(), chair.email, "not the password at all")
    client = sign_in(chair)
    client.get("/account/sessions/")
    with django_assert_num_queries(4):
        client.get("/account/sessions/")


def test_a_year_later_it_is_forgotten_from_where_they_came_and_nothing_else(chair, clock_at):
    enter(Client(headers={"user-agent": "A telephone"}), chair.email)
    assert apply(DEVICES, by=User.objects.timetable()) == 0
    with clock_at(clock.today() + timedelta(days=367)):
        assert [apply(DEVICES, by=User.objects.timetable()) for _ in range(2)] == [1, 0]
    assert (SignIn.objects.get().address, SignIn.objects.get().device) == (None, "")
    assert written() == [(chair.email, "password", "", "let in")]
    with pytest.raises(PermissionDenied):
        apply(DEVICES, by=chair)


def test_a_person_takes_their_sign_ins_along(chair):
    enter(Client(headers={"user-agent": "A telephone"}), chair.email)
    client, _ = signing_in(chair)
    told = client.get("/partners/account/data/file/").json()["about_you"]["Sign-in"]
    assert told[0]["Device"] == "A telephone"
    assert told[0]["What came of it"] == "signed in"
