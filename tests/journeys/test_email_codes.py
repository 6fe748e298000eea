"""A member who has forgotten the password comes in by a code that is sent to them."""

import re

import pytest
from playwright.sync_api import expect

from ccsp_portal.notices import delivery

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_member_signs_in_with_a_code(page, live_server, chair, mail_server, sound):
    page.goto(live_server.url + "/partners/directory/")
    page.get_by_role("link", name="Send me a code by e-mail instead").click()
    sound(page)
    page.get_by_label("E-mail address").fill(chair.email)
    page.get_by_role("button", name="Send the code").click()
    sound(page)
    delivery.deliver()
    (letter,) = mail_server.to(chair)
    page.get_by_label("Code").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    sound(page)
    page.get_by_label("Code").fill(re.search(r"[B-Z]{4}-[B-Z]{4}", letter.get_body().get_content())[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(live_server.url + "/partners/directory/")


def test_who_waits_for_a_code_finds_the_other_ways_in(page, live_server, partnership, sound):
    page.goto(live_server.url + "/account/sign-in/code/")
    page.get_by_label("E-mail address").fill("mistyped@ccsp.example")
    page.get_by_role("button", name="Send the code").click()
    page.get_by_text("No code has come").click()
    sound(page)
    page.get_by_role("link", name="ask for another code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in with a code by e-mail")
    page.go_back()
    page.get_by_text("No code has come").click()
    page.get_by_role("link", name="sign in with your password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
