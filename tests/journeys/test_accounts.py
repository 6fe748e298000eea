"""A person comes to their seat, keeps their account, and leaves: in a real browser, by the letters that they get."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ccsp_portal.notices import delivery
from tests.cast import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FIRST, SECOND = "three random words 1", "four more random words 2"
ADDRESS, NEW_ADDRESS = "nia.rowe@fire.example", "n.rowe@fire.example"


@pytest.fixture
def go(page, live_server):
    """`go("/home/")` opens a page of the portal; a link out of a letter too, wherever the letter says it is."""

    def to(address):
        page.goto(live_server.url + re.sub(r"^https?://[^/]+", "", address))

    return to


@pytest.fixture
def newest_link(mail_server):
    """`newest_link(address)` delivers what waits, and gives the link in the newest letter to the address."""

    def link(address):
        delivery.deliver()
        letters = [arrived.message for arrived in mail_server.messages if address in arrived.to]
        return re.search(r"https?://\S+", letters[-1].get_body().get_content())[0]

    return link


@pytest.fixture
def sign_in_here(page, go):
    def as_person(address, password=PASSWORD):
        go("/account/sign-in/")
        page.get_by_label("E-mail address").fill(address)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).to_have_url(re.compile("/home/$"))

    return as_person


def sign_out(page):
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def wide(page):
    page.set_viewport_size({"width": 1280, "height": 900})


def invite_nia(page, go, sound, fire):
    """The secretary invites a person to an empty seat."""
    go("/partners/bodies/board/")
    sound(page)
    wide(page)
    page.get_by_role("link", name=f"Invite a holder to the seat {fire.title}").click()
    sound(page)
    wide(page)
    page.get_by_label("Full name").fill("Nia Rowe")
    page.get_by_label("E-mail address").fill("Nia.Rowe@fire.example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("We are sending Nia Rowe an invitation.")).to_be_visible()
    sound(page)
    wide(page)


def accept(page, sound):
    """The invited person takes the seat."""
    heading(page, "Accept your invitation")
    sound(page)
    wide(page)
    page.get_by_label("Choose a password").fill(FIRST)
    page.get_by_label("The password again").fill(FIRST)
    page.get_by_role("button", name="Accept the invitation").click()
    heading(page, "Sign in")


def change_address(page, sound):
    """A person asks for another address, giving their password once more."""
    page.get_by_role("link", name="Account").click()
    sound(page)
    wide(page)
    page.get_by_role("link", name="Change your e-mail address").click()
    heading(page, "Change your e-mail address")
    page.get_by_label("New e-mail address").fill(NEW_ADDRESS)
    page.get_by_role("button", name="Ask for the change").click()
    heading(page, "Check that it is you")
    sound(page)
    wide(page)
    page.get_by_label("Password", exact=True).fill(FIRST)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(f"You asked for {NEW_ADDRESS}.")).to_be_visible()
    sound(page)
    wide(page)


def set_new_password(page, go, sound, newest_link):
    """A person who has forgotten their password sets another."""
    go("/account/sign-in/")
    sound(page)
    wide(page)
    page.get_by_role("link", name="I have forgotten my password").click()
    sound(page)
    wide(page)
    page.get_by_label("E-mail address").fill(NEW_ADDRESS)
    page.get_by_role("button", name="Send the link").click()
    heading(page, "Look in your mail")
    go(newest_link(NEW_ADDRESS))
    heading(page, "Choose a new password")
    sound(page)
    wide(page)
    page.get_by_label("New password", exact=True).fill(SECOND)
    page.get_by_label("New password again").fill(SECOND)
    page.get_by_role("button", name="Set the password").click()
    heading(page, "Your password is set")


def test_a_person_is_invited_accepts_changes_their_address_resets_their_password_and_signs_out(
    page, go, sound, cast, partnership, sign_in_here, newest_link
):
    sign_in_here(cast.secretary.email)
    sound(page)
    wide(page)
    invite_nia(page, go, sound, partnership.seats["fire"])
    sign_out(page)
    go(newest_link(ADDRESS))
    accept(page, sound)
    sign_in_here(ADDRESS, FIRST)
    sound(page)
    wide(page)
    change_address(page, sound)
    go(newest_link(ADDRESS))
    heading(page, "Agree to another e-mail address")
    sound(page)
    wide(page)
    page.get_by_role("button", name="I agree").click()
    heading(page, "Confirm the address")
    go(newest_link(NEW_ADDRESS))
    heading(page, "Confirm your e-mail address")
    sound(page)
    wide(page)
    page.get_by_role("button", name="Use this address").click()
    go("/partners/account/")
    expect(page.get_by_text(NEW_ADDRESS)).to_be_visible()
    sign_out(page)
    set_new_password(page, go, sound, newest_link)
    sign_in_here(NEW_ADDRESS, SECOND)
    sign_out(page)


def test_a_person_signs_in_by_keyboard_alone(page, go, cast):
    go("/account/sign-in/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(cast.chair.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    heading(page, "Hello, Rosa Whitfield")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()


def test_the_pages_of_partners_are_sound(page, go, sound, cast, sign_in_here):
    for name in ("list_bodies", "accept_invitation"):
        go(reverse(f"partners:{name}", args=["no-such"] if name == "accept_invitation" else []))
        sound(page)
    wide(page)
    sign_in_here(cast.secretary.email)
    appointment = cast.police_lead.appointments.get()
    for address in (
        "/partners/",
        "/partners/bodies/board/office/",
        f"/partners/appointments/{appointment.pk}/end/",
        "/partners/invitations/",
        "/partners/invitations/many/",
        "/home/permissions/",
        "/home/failed-work/",
        "/account/password/",
        "/account/sign-out/",
        "/account/closed/",
    ):
        go(address)
        sound(page)
