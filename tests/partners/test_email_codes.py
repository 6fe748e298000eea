"""Signing in with a code that comes by e-mail instead of the password."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client

from ccsp_portal.notices import delivery
from ccsp_portal.notices.models import Notice
from partners.models import User
from tests.partners.test_second_factor import CODE as SECOND_FACTOR
from tests.partners.test_second_factor import code_of, set_up, signing_in

ASK = "/account/sign-in/code/"
ENTER = "/account/sign-in/code/enter/"
WRONG = "BCDF-GHJK"


@pytest.fixture(autouse=True)
def _no_earlier_tries(db):
    cache.clear()


def ask(client, address, **more):
    return client.post(ASK, {"email": address, **more})


def code_sent_to(address):
    """The code of the newest letter that waits for an address."""
    letter = Notice.objects.filter(address=address, template__endswith="login_code.txt").latest("pk")
    return re.search(r"[B-Z]{4}-[B-Z]{4}", letter.text)[0]


def is_in(client):
    return client.get("/home/").status_code == 200


# ── it works ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_sign_in_page_leads_to_it_and_on_to_the_page_that_was_asked_for(client, chair):
    page = client.get("/account/sign-in/?next=/partners/account/").content.decode()
    (link,) = re.findall(r'href="([^"]+)">Send me a code by e-mail instead<', page)
    assert link == ASK + "?next=/partners/account/"
    asked = client.post(link, {"email": chair.email})
    assert asked["Location"] == ENTER + "?next=%2Fpartners%2Faccount%2F"
    answer = client.post(asked["Location"], {"code": code_sent_to(chair.email)})
    assert answer["Location"] == "/partners/account/"
    assert client.get("/home/").context["user"] == chair


def test_the_code_may_be_typed_as_people_type(client, chair):
    ask(client, f" {chair.email.upper()} ")
    assert client.post(ENTER, {"code": f" {code_sent_to(chair.email).lower().replace('-', ' ')}"}).status_code == 302
    assert is_in(client)


def test_the_letter_says_what_the_code_is_for_and_keeps_it_out_of_its_subject(client, chair, mail_server):
    ask(client, chair.email)
    code = code_sent_to(chair.email)
    delivery.deliver()
    (letter,) = mail_server.to(chair)
    assert letter["Subject"] == "Your code to sign in"
    assert code in letter.get_body().get_content()
    assert "Give it to nobody" in letter.get_body().get_content()
    assert Notice.objects.get(address=chair.email).text == ""


def test_the_secretary_does_not_read_the_code_among_the_letters(client, chair, secretary, sign_in):
    ask(client, chair.email)
    letter = Notice.objects.get(address=chair.email)
    page = sign_in(secretary).get(f"/notices/{letter.pk}/")
    assert page.status_code == 200
    assert code_sent_to(chair.email) not in page.content.decode()


# ── what it is not ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_is_good_once(client, chair):
    ask(client, chair.email)
    code = code_sent_to(chair.email)
    client.post(ENTER, {"code": code})
    client.post("/account/sign-out/")
    assert client.post(ENTER, {"code": code})["Location"] == ASK
    assert not is_in(client)


def test_a_code_is_good_only_in_the_browser_that_asked_for_it(client, chair):
    ask(client, chair.email)
    elsewhere = Client()
    assert elsewhere.post(ENTER, {"code": code_sent_to(chair.email)})["Location"] == ASK
    assert not is_in(elsewhere)


def test_a_newer_code_ends_the_older(client, chair):
    ask(client, chair.email)
    older = code_sent_to(chair.email)
    ask(client, chair.email)
    assert client.post(ENTER, {"code": older}).status_code == 422
    assert client.post(ENTER, {"code": code_sent_to(chair.email)}).status_code == 302


def test_who_waits_for_a_code_can_come_in_by_password_instead(client, chair, words):
    ask(client, chair.email)
    assert "Sign in" in words(client.get("/account/sign-in/"))
    assert signing_in(chair, client)[1]["Location"] == "/home/"
    assert is_in(client)


def test_who_waits_for_the_second_factor_cannot_begin_anew_with_a_code(chair):
    set_up(signing_in(chair)[0])
    client, _ = signing_in(chair)
    assert client.get(ASK)["Location"] == SECOND_FACTOR


def test_a_code_is_good_for_ten_minutes(client, chair, words, monkeypatch):
    ask(client, chair.email)
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    late = client.post(ENTER, {"code": code_sent_to(chair.email)}, follow=True)
    assert late.redirect_chain == [(ASK, 302)]
    assert "That code was good for ten minutes. Ask for a new one." in words(late)
    assert not is_in(client)


def test_the_third_wrong_code_ends_it(client, chair, words):
    ask(client, chair.email)
    for _ in range(2):
        wrong = client.post(ENTER, {"code": WRONG})
        assert wrong.status_code == 422
        assert "This is not the code. Look in the newest letter from us" in words(wrong)
    third = client.post(ENTER, {"code": WRONG}, follow=True)
    assert "That was the third wrong code: the one that we sent is good no more." in words(third)
    assert client.post(ENTER, {"code": code_sent_to(chair.email)})["Location"] == ASK
    assert not is_in(client)


def test_it_does_not_stand_in_for_the_second_factor(chair):
    key = set_up(signing_in(chair)[0])
    client = Client()
    ask(client, chair.email)
    assert client.post(ENTER, {"code": code_sent_to(chair.email)})["Location"] == SECOND_FACTOR
    assert not is_in(client)
    client.post(SECOND_FACTOR, {"code": code_of(key)})
    assert is_in(client)


def test_where_a_role_requires_a_second_factor_it_is_none(client, chair, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    ask(client, chair.email)
    client.post(ENTER, {"code": code_sent_to(chair.email)})
    assert client.get("/home/")["Location"] == "/account/second-factor/begin/"


# ── nobody learns who has an account ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def strange(chair):
    """Addresses that have no account that could sign in, each for another reason."""
    chair.emailaddress_set.create(email="wanted@ccsp.example", verified=False)
    closed = User.objects.create_user("closed@ccsp.example", "Closed Account")
    closed.emailaddress_set.create(email=closed.email, verified=True, primary=True)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    timetable = User.objects.timetable()
    timetable.emailaddress_set.create(email=timetable.email, verified=True, primary=True)
    return ["nobody@ccsp.example", "wanted@ccsp.example", closed.email, timetable.email]


def test_every_address_is_answered_alike_and_only_the_known_are_written_to(chair, strange):
    answers = {}
    for address in [chair.email, *strange]:
        client = Client()
        asked = ask(client, address)
        seen = [asked.status_code, asked["Location"]]
        for _ in range(3):
            page = client.post(ENTER, {"code": WRONG})
            seen += [page.status_code, plain(page, address)]
        seen.append(plain(client.get(ASK), address))
        answers[address] = seen
    assert all(seen == answers[chair.email] for seen in answers.values())
    assert set(Notice.objects.values_list("address", flat=True)) == {chair.email}


def plain(page, address):
    """What a page says, without what differs each time."""
    said = re.sub(r'(csrfmiddlewaretoken|form_token)" value="[^"]+"', "", page.content.decode())
    return said.replace(address, "ADDRESS")


def test_an_address_is_written_to_five_times_in_a_quarter_of_an_hour_whoever_asks(chair, words):
    for address in (chair.email, "nobody@ccsp.example"):
        for _ in range(5):
            assert ask(Client(), address).status_code == 302
        sixth = ask(Client(), address.upper())
        assert sixth.status_code == 422
        assert "A code was asked for at this address several times." in words(sixth)
    assert Notice.objects.filter(address=chair.email).count() == 5


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_however_many_workers_are_asked_at_once(chair, transactional_db):
    def one_worker(_):
        try:
            return ask(Client(), chair.email).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as workers:
        answers = sorted(workers.map(one_worker, range(12)))
    assert answers == [302] * 5 + [422] * 7
    assert Notice.objects.filter(address=chair.email).count() == 5


def test_one_visitor_does_not_ask_for_everybody(db, client):
    answers = [ask(client, f"somebody-{number}@ccsp.example").status_code for number in range(21)]
    assert answers == [302] * 20 + [422]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("", "Enter your e-mail address"),
        ("not an address", "Enter an e-mail address in the correct format, like name@example.com"),
        ("a@b\x00.example", "must not have hidden characters in it: type it again"),
    ],
)
def test_an_answer_that_is_no_address_says_what_to_do(client, db, words, answer, sentence):
    refused = ask(client, answer)
    assert refused.status_code == 422
    assert sentence in words(refused)


def test_an_empty_code_says_what_to_do(client, chair, words):
    ask(client, chair.email)
    assert "Enter the code that came by e-mail" in words(client.post(ENTER, {"code": ""}))
