"""Forgotten passwords and changed addresses: by letters, and without saying who has an account."""

import re

import pytest

from ccsp_portal.notices.models import Notice
from partners.models import User
from tests.cast import PASSWORD

FORGOTTEN, ADDRESS = "/account/password/forgotten/", "/account/e-mail/"
NEW = "correct horse battery staple"


def link_in(letter):
    return re.sub(r"^https?://[^/]+", "", re.search(r"https?://\S+", letter.text)[0])


def ask_for_change(client, address):
    """Ask for another address, and give the password that is asked for."""
    client.post("/account/check-password/", {"password": PASSWORD})
    return client.post(ADDRESS, {"email": address, "action_add": "add"})


def test_a_forgotten_password_says_the_same_whether_or_not_there_is_an_account(client, analyst, words):
    pages = []
    for address in (analyst.email, "nobody@ccsp.example"):
        answer = client.post(FORGOTTEN, {"email": address})
        assert answer["Location"] == "/account/password/forgotten/sent/"
        pages.append(words(client.get(answer["Location"])))
    assert pages[0] == pages[1]
    assert [letter.address for letter in Notice.objects.all()] == [analyst.email]


def test_a_new_password_is_set_by_the_link_once(client, analyst, words):
    client.post(FORGOTTEN, {"email": analyst.email.upper()})
    link = link_in(Notice.objects.get())
    for _ in range(2):
        page = client.get(link, follow=True)
        assert "Choose a new password" in words(page)
    answer = client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert answer["Location"] == "/account/password/forgotten/done/"
    assert User.objects.get(pk=analyst.pk).check_password(NEW)
    dead = client.get(link, follow=True)
    assert dead.status_code == 410
    assert "This link no longer works" in words(dead)


def test_an_altered_link_changes_nothing(client, analyst, words):
    client.post(FORGOTTEN, {"email": analyst.email})
    dead = client.get(link_in(Notice.objects.get())[:-3] + "xx/")
    assert dead.status_code == 410
    assert "Your password has not changed." in words(dead)


def test_a_new_address_holds_once_its_own_link_is_opened_and_the_button_pressed(sign_in, analyst, words):
    client = sign_in(analyst)
    ask_for_change(client, "p.nair@ccsp.example")
    analyst.refresh_from_db()
    assert analyst.email == "priya.nair@ccsp.example"
    [letter] = Notice.objects.filter(address="p.nair@ccsp.example")
    link = link_in(letter)
    assert "Confirm your e-mail address" in words(client.get(link))
    analyst.refresh_from_db()
    assert analyst.email == "priya.nair@ccsp.example"
    client.post(link)
    analyst.refresh_from_db()
    assert analyst.email == "p.nair@ccsp.example"
    assert Notice.objects.filter(address="priya.nair@ccsp.example").exists()
    assert client.get(link).status_code == 410


def test_an_address_of_somebody_else_is_not_taken_and_nobody_is_told_that_it_is_one(sign_in, analyst, secretary, words):
    client = sign_in(analyst)
    answers = [ask_for_change(client, address) for address in (secretary.email, "free@ccsp.example")]
    assert [answer.status_code for answer in answers] == [302, 302]
    link = link_in(Notice.objects.get(address=secretary.email))
    assert client.get(link).status_code == 410
    client.post(link)
    emails = User.objects.filter(pk__in=[analyst.pk, secretary.pk]).values_list("email", flat=True)
    assert set(emails) == {"priya.nair@ccsp.example", "asha.patel@ccsp.example"}


def test_an_altered_confirmation_says_what_to_do(client, db, words):
    dead = client.get("/account/e-mail/confirm/no-such/")
    assert dead.status_code == 410
    assert "ask for a new link" in words(dead)


def test_many_requests_for_a_new_password_are_stopped_politely(client, analyst, words):
    answers = [client.post(FORGOTTEN, {"email": analyst.email}) for _ in range(25)]
    assert answers[0].status_code == 302
    assert answers[-1].status_code == 429
    assert "Too many tries" in words(answers[-1])
    assert Notice.objects.count() < 25


def test_many_sign_ins_from_one_place_are_stopped_politely(client, analyst, words):
    for number in range(40):
        answer = client.post("/account/sign-in/", {"login": f"n{number}@ccsp.example", "password": "x" * 12})
    assert answer.status_code == 429
    assert "Wait a few minutes, then try again." in words(answer)


def test_behind_a_proxy_one_visitor_s_tries_do_not_stop_another(client, analyst, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    wrong = {"login": "nobody@ccsp.example", "password": "x" * 12}
    for _ in range(40):
        answer = client.post("/account/sign-in/", wrong, headers={"x-forwarded-for": "8.8.8.8, 198.51.100.1"})
    assert answer.status_code == 429
    right = {"login": analyst.email, "password": PASSWORD}
    spoofed = client.post("/account/sign-in/", right, headers={"x-forwarded-for": "203.0.113.9, 198.51.100.1"})
    assert spoofed.status_code == 429
    other = client.post("/account/sign-in/", right, headers={"x-forwarded-for": "203.0.113.9"})
    assert other.status_code == 302


@pytest.mark.parametrize("page", ["/account/sign-in/", "/account/sign-out/", FORGOTTEN])
def test_no_page_leads_out_of_the_portal(sign_in, analyst, client, page):
    client = sign_in(analyst) if "sign-out" in page else client
    answer = client.post(
        f"{page}?next=https://evil.example/",
        {"login": analyst.email, "password": PASSWORD, "email": analyst.email, "next": "https://evil.example/"},
    )
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
