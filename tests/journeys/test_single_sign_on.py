"""A member signs in with the account that they have at work."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_work(provider, settings, live_server, transactional_db):
    settings.PORTAL_BASE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    return provider


def begin(page, live_server, sound):
    page.goto(live_server.url + "/account/sign-in/?next=/partners/directory/")
    sound(page)
    page.get_by_role("button", name="Sign in with Coventry sign-in").click()


def give(page, address):
    """At the provider, whose page this is."""
    page.locator("input[name=sub]").first.fill(address)
    page.get_by_role("button", name="Authorize").click()


def test_a_member_signs_in_with_their_account_at_work(page, at_work, live_server, chair, sound):
    at_work.knows(chair)
    begin(page, live_server, sound)
    page.wait_for_url(at_work.issuer + "/**")
    give(page, chair.email)
    expect(page).to_have_url(live_server.url + "/partners/directory/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_stranger_is_told_what_to_do(page, at_work, live_server, partnership, sound):
    at_work.knows("stranger@ccsp.example")
    begin(page, live_server, sound)
    page.wait_for_url(at_work.issuer + "/**")
    give(page, "stranger@ccsp.example")
    expect(page.get_by_text("No account here has that address.")).to_be_visible()
    sound(page)


def test_who_is_not_led_on_reads_where_to_go(page, at_work, live_server, partnership, sound):
    def stay(route):
        answer = route.fetch()
        headers = {name: said for name, said in answer.headers.items() if name != "refresh"}
        route.fulfill(response=answer, headers=headers)

    page.route("**/account/single-sign-on/", stay)
    begin(page, live_server, sound)
    sound(page)
    page.get_by_role("link", name="go on to Coventry sign-in").click()
    page.wait_for_url(at_work.issuer + "/**")
