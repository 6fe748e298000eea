"""A passkey is made, stands in for password and code, serves as the second step, and is removed: in a real browser."""

import pytest
from playwright.sync_api import expect

from partners import demo_codes
from tests.cast import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def key(visit):
    """A device of the browser's own, that its holder unlocks at once; `key(False)`: that nobody unlocks."""
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def unlocked(is_holder):
        session.send("WebAuthn.setUserVerified", {"authenticatorId": made, "isUserVerified": is_holder})

    return unlocked


def make_one(visit, called="My telephone"):
    visit.fill("Password", PASSWORD)
    visit.press("Continue")
    visit.sees("Make a passkey")
    expect(visit.page.get_by_role("alert")).to_be_hidden()
    expect(visit.page.get_by_text("This browser can")).to_be_hidden()
    visit.sound(visit.page)
    visit.fill("What to call it", called)
    visit.press("Make the passkey")


def test_a_member_makes_one_and_signs_in_with_nothing_else(visit, key, police_lead):
    page = visit.page
    visit.sign_in(police_lead, PASSWORD)
    visit.sees("Set up a second factor")
    visit.sound(page)
    page.get_by_role("button", name="Make a passkey").click()
    make_one(visit)
    visit.sees("Your recovery codes")
    page.get_by_role("button", name="I have kept them").click()
    visit.sees("Hello, Daniel Okafor")
    visit.open("/account/sign-out/")
    visit.press("Sign out")
    visit.open("/account/sign-in/?next=/partners/directory/")
    visit.sound(page)
    visit.press("Sign in with a passkey")
    visit.sees("Directory")
    sign_in = police_lead.sign_ins.get(way="passkey")
    assert (sign_in.outcome, sign_in.second) == ("let in", "")


def test_it_is_the_second_step_after_a_password(visit, key, secretary):
    visit.sign_in(secretary, PASSWORD)
    visit.page.get_by_role("button", name="Make a passkey").click()
    make_one(visit)
    visit.sees("Your recovery codes")
    visit.sign_in(secretary, PASSWORD)
    visit.sees("Enter your code")
    visit.sound(visit.page)
    key(False)
    expect(visit.page.get_by_role("alert")).to_be_hidden()
    visit.press("Use your passkey")
    expect(visit.page.get_by_role("alert")).to_contain_text("No passkey was used. Try again, or use another way.")
    visit.sound(visit.page)
    key(True)
    visit.press("Use your passkey")
    visit.sees("Hello, Asha Patel")
    assert secretary.sign_ins.filter(outcome="let in").latest("at").second == "webauthn"


def test_it_is_listed_and_removed_and_the_app_stays(visit, key, secretary, settings):
    settings.DEMO = True
    demo_codes.set_up_for([secretary])
    page = visit.page
    visit.sign_in(secretary, PASSWORD)
    visit.press("Sign in")
    visit.open("/account/passkeys/new/")
    make_one(visit, "Blue key")
    visit.sees("Your passkey is ready.")
    visit.sees("Blue key")
    visit.sound(page)
    page.get_by_role("link", name="Remove the passkey Blue key").click()
    visit.sound(page)
    visit.press("Remove the passkey")
    visit.sees("The passkey is removed.")
    visit.open("/home/")
    visit.sees("Hello, Asha Patel")


def test_without_scripts_the_page_says_what_it_takes(browser, live_server, secretary):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/account/sign-in/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.get_by_label("E-mail address").fill(secretary.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("it takes a newer browser, with scripts switched on")).to_be_visible()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator("main")).to_contain_text("No passkey came with the form.")
    context.close()
