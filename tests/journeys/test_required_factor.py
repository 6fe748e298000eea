"""A member is led to set up a second factor, goes on, and signs in with it: in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from partners import demo_codes
from tests.cast import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_a_member_sets_it_up_and_is_where_they_wanted_to_be(visit, police_lead):
    page = visit.page
    visit.sign_in(police_lead, PASSWORD)
    expect(page).to_have_url(re.compile("/second-factor/begin/$"))
    visit.sound(page)
    page.get_by_role("button", name="Set up an app").click()
    visit.fill("Password", PASSWORD)
    visit.press("Continue")
    visit.sees("Set up an authenticator app")
    visit.sound(page)
    visit.fill("Authenticator code", demo_codes.code_of(page.locator(".portal-key").inner_text()))
    visit.press("Turn it on")
    visit.sees("Your recovery codes")
    code = page.locator(".portal-codes code").first.inner_text()
    visit.sound(page)
    page.get_by_role("button", name="I have kept them").click()
    visit.sees("Hello, Daniel Okafor")
    visit.sign_in(police_lead, PASSWORD)
    visit.sees("Enter your code")
    visit.sound(page)
    visit.fill("Code", code)
    visit.press("Sign in")
    visit.sees("Hello, Daniel Okafor")


def test_the_demonstration_has_the_code_in_the_box(visit, secretary, settings):
    settings.DEMO = True
    demo_codes.set_up_for([secretary])
    visit.sign_in(secretary, PASSWORD)
    visit.sees("It is in the box already.")
    visit.sound(visit.page)
    visit.press("Sign in")
    visit.sees("Hello, Asha Patel")
