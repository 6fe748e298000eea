"""Who signed in, as the person and as the secretary see it."""

import pytest
from playwright.sync_api import expect

from ccsp_portal import clock
from partners.models import SignIn
from tests.cast import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LONG_ADDRESS = "2001:db8:85a3:1234:5678:8a2e:1370:7334"
LONG_DEVICE = "Mozilla/5.0 (X11; Linux x86_64) " + "AppleWebKit" * 20


def test_the_secretary_finds_a_refusal_and_the_person_it(page, live_server, secretary, chair, sound):
    for person in (secretary, chair, None):
        SignIn.objects.create(
            person=person,
            at=clock.now(),
            way="password",
            outcome="wrong" if person else "unknown",
            address=LONG_ADDRESS,
            device=LONG_DEVICE,
        )
    page.goto(live_server.url + "/account/sign-in/")
    page.get_by_label("E-mail address").fill(secretary.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Who signed in, and who was refused").click()
    sound(page)
    page.get_by_label("Name").fill("rosa")
    page.get_by_role("button", name="Show sign-ins").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("1 sign-in")
    page.goto(live_server.url + "/account/sessions/")
    expect(page.get_by_text("Refused: wrong password or code.")).to_be_visible()
    sound(page)
