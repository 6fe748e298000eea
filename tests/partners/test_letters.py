"""Forgotten passwords and changed addresses: by letters, and without saying who has an account."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ccsp_portal.notices.models import Mail, Notice
from ccsp_portal.once.tokens import new_token
from partners import demo_codes
from partners.models import User
from partners.workflow.people import want_address
from tests.cast import PASSWORD, make_person, make_seat

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


def test_an_address_that_is_only_asked_for_opens_no_account(sign_in, analyst):
    client = sign_in(analyst)
    ask_for_change(client, "thief@evil.example")
    client.logout()
    answer = client.post(FORGOTTEN, {"email": "thief@evil.example"})
    assert answer["Location"] == "/account/password/forgotten/sent/"
    assert not Notice.objects.filter(address="thief@evil.example").exists()


def test_the_links_lead_to_the_portal_whatever_host_the_request_named(client, analyst, settings):
    host = {"HTTP_HOST": "testserver:8443"}
    client.post(FORGOTTEN, {"email": analyst.email}, **host)
    client.force_login(analyst)
    client.post("/account/check-password/", {"password": PASSWORD})
    client.post(ADDRESS, {"email": "priya@new.example", "action_add": "add"}, **host)
    links = [link for letter in Notice.objects.all() for link in re.findall(r"https?://\S+", letter.text)]
    assert len(links) >= 2
    assert not [link for link in links if not link.startswith(settings.PORTAL_BASE_URL)]


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


def agree(client, person):
    """Open the link that was sent to the person's present address, and press the button."""
    link = link_in(Notice.objects.filter(address=person.email, subject="Do you want another e-mail address?")[0])
    return client.post(link, {"form_token": new_token(AnonymousUser())})


def test_a_new_address_holds_once_the_old_one_agreed_and_the_new_one_confirmed(sign_in, analyst, words):
    client = sign_in(analyst)
    ask_for_change(client, "p.nair@ccsp.example")
    assert not Notice.objects.filter(address="p.nair@ccsp.example").exists()
    client.logout()
    [asked] = Notice.objects.filter(address=analyst.email)
    assert "Agree to another e-mail address" in words(client.get(link_in(asked)))
    assert not Notice.objects.filter(address="p.nair@ccsp.example").exists()
    assert agree(client, analyst)["Location"] == "/account/e-mail/sent/"
    [letter] = Notice.objects.filter(address="p.nair@ccsp.example")
    link = link_in(letter)
    assert "Confirm your e-mail address" in words(client.get(link))
    analyst.refresh_from_db()
    assert analyst.email == "priya.nair@ccsp.example"
    client.post(link)
    analyst.refresh_from_db()
    assert analyst.email == "p.nair@ccsp.example"
    assert "Your e-mail address was changed" in Notice.objects.filter(address="priya.nair@ccsp.example")[0].subject
    assert client.get(link).status_code == 410
    assert client.get(link_in(asked)).status_code == 410


def test_who_holds_a_session_for_a_minute_does_not_take_the_account_with_them(sign_in, analyst, words):
    client = sign_in(analyst)
    ask_for_change(client, "thief@evil.example")
    assert [letter.address for letter in Notice.objects.all()] == [analyst.email]
    page = words(client.get(ADDRESS))
    assert "You asked for thief@evil.example ." in page


def test_agreeing_twice_writes_one_letter(sign_in, analyst, client):
    client = sign_in(analyst)
    ask_for_change(client, "p.nair@ccsp.example")
    link, token = link_in(Notice.objects.get()), new_token(analyst)
    for _ in range(2):
        assert client.post(link, {"form_token": token})["Location"] == "/account/e-mail/sent/"
    assert Notice.objects.filter(address="p.nair@ccsp.example").count() == 1


def test_the_link_to_agree_is_used_once(sign_in, analyst, words):
    client = sign_in(analyst)
    ask_for_change(client, "p.nair@ccsp.example")
    link = link_in(Notice.objects.get())
    assert client.post(link, {"form_token": new_token(analyst)}).status_code == 302
    again = client.post(link, {"form_token": new_token(analyst)})
    assert again.status_code == 410
    assert "You may have agreed already" in words(again)
    assert Notice.objects.filter(address="p.nair@ccsp.example").count() == 1


def test_who_has_a_second_factor_changes_their_address_too(sign_in, analyst):
    demo_codes.set_up_for([analyst])
    client = sign_in(analyst)
    client.post("/account/check-password/", {"password": PASSWORD})
    client.post(ADDRESS, {"email": "p.nair@ccsp.example", "action_add": "add"})
    assert [letter.address for letter in Notice.objects.all()] == [analyst.email]
    agree(client, analyst)
    client.post(link_in(Notice.objects.get(address="p.nair@ccsp.example")))
    analyst.refresh_from_db()
    assert analyst.email == "p.nair@ccsp.example"


def test_a_wanted_address_keeps_nobody_from_setting_up_a_second_factor(sign_in, secretary, analyst, client):
    want_address(analyst, "p.nair@ccsp.example", by=secretary)
    sign_in(analyst)
    client.post("/account/check-password/", {"password": PASSWORD})
    assert client.get("/account/second-factor/app/").status_code == 200


def test_an_address_that_is_too_long_says_so(sign_in, send, secretary, analyst, words):
    long = f"{'x' * 64}@{'y' * 63}.{'y' * 63}.{'y' * 63}.example"
    answers = [ask_for_change(sign_in(analyst), long)]
    sign_in(secretary)
    answers.append(send(f"/partners/people/{analyst.pk}/e-mail/", email=long))
    assert [answer.status_code for answer in answers] == [422, 422]
    assert ["must be 254 characters or fewer" in words(answer) for answer in answers] == [True, True]


def test_asking_twice_for_the_same_address_says_that_it_is_asked_for(sign_in, analyst, words):
    client = sign_in(analyst)
    ask_for_change(client, "p.nair@ccsp.example")
    answer = client.post(ADDRESS, {"email": "p.nair@ccsp.example", "action_add": "add"})
    assert "or the one that you have asked for" in words(answer)


@pytest.mark.parametrize("page", [FORGOTTEN, "/account/sign-in/code/"])
def test_as_much_is_done_for_an_address_that_is_nobody_s(analyst, page):
    """The time that an answer takes must not tell either: the letter is written, and goes to nobody."""
    told = []
    for address in (analyst.email, "nobody@ccsp.example"):
        with CaptureQueriesContext(connection) as captured:
            Client().post(page, {"email": address})
        told.append(sum("notices_notice" in each["sql"] and "INSERT" in each["sql"] for each in captured))
    assert told == [told[0], told[0]] and told[0] > 0
    assert set(Notice.objects.values_list("address", flat=True)) == {analyst.email}
    assert Mail.objects.count() == 1


def test_the_links_are_sent_again_from_the_beginning_or_the_old_address_is_kept(sign_in, analyst, words):
    client = sign_in(analyst)
    ask_for_change(client, "p.nair@ccsp.example")
    client.post(ADDRESS, {"email": "p.nair@ccsp.example", "action_send": "send"})
    assert Notice.objects.filter(address=analyst.email).count() == 2
    client.post(ADDRESS, {"email": "p.nair@ccsp.example", "action_remove": "remove"})
    for letter in Notice.objects.filter(subject="Do you want another e-mail address?"):
        dead = client.get(link_in(letter))
        assert dead.status_code == 410
        assert "Your address has not changed." in words(dead)


def test_an_altered_agreement_says_what_to_do(client, db, words):
    dead = client.get("/account/e-mail/agree/no-such/")
    assert dead.status_code == 410
    assert "ask for a new link" in words(dead)


def test_the_secretary_changes_the_address_of_who_has_lost_the_old_one_and_both_are_told(
    sign_in, send, secretary, analyst, client, words
):
    sign_in(secretary)
    page = f"/partners/people/{analyst.pk}/e-mail/"
    assert page in client.get(f"/partners/people/{analyst.pk}/").content.decode()
    assert send(page, email="P.Nair@new.example").status_code == 302
    assert Notice.objects.filter(address=analyst.email).get().subject == "Your e-mail address is about to change"
    client.logout()
    client.post(link_in(Notice.objects.get(address="p.nair@new.example")))
    analyst.refresh_from_db()
    assert analyst.email == "p.nair@new.example"


def test_the_secretary_is_told_that_an_address_is_somebody_s(sign_in, send, secretary, analyst, chair, words):
    sign_in(secretary)
    answer = send(f"/partners/people/{analyst.pk}/e-mail/", email=chair.email.upper())
    assert answer.status_code == 422
    assert "Rosa Whitfield has this address already. Give another one." in words(answer)


def test_an_address_of_somebody_else_is_not_taken_and_nobody_is_told_that_it_is_one(sign_in, analyst, secretary, words):
    client = sign_in(analyst)
    answers = [
        act
        for address in ("free@ccsp.example", secretary.email)
        for act in (ask_for_change(client, address), agree(client, analyst))
    ]
    assert [answer.status_code for answer in answers] == [302] * 4
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


def test_a_group_s_secretary_takes_nobody_s_account(sign_in, send, partnership, chair):
    seat = make_seat(partnership.group, partnership.organisations["police"], "group-secretary", role="secretary")
    sign_in(make_person("Group Secretary", seat))
    page = f"/partners/people/{chair.pk}/"
    assert send(f"{page}e-mail/", email="mine@ccsp.example").status_code == 403
    assert send(f"{page}second-factor/").status_code == 403
    assert send(f"{page}let-in-again/").status_code == 403
    assert not chair.emailaddress_set.filter(email="mine@ccsp.example").exists()


def test_the_secretary_changes_her_own_account_as_everybody_does(sign_in, send, secretary, words):
    sign_in(secretary)
    page = f"/partners/people/{secretary.pk}/"
    for answer in (send(f"{page}e-mail/", email="thief@evil.example"), send(f"{page}second-factor/")):
        assert answer.status_code == 422
        assert "This is your own account. Change it on your account page." in words(answer)
    assert not Notice.objects.exists()
