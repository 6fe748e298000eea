"""The directory for those who hold a seat, and what everybody reads of bodies and partners: in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_visitor_reads_who_chairs_and_how_the_bodies_hang_together(page, live_server, cast, sound):
    page.goto(f"{live_server.url}/partners/")
    group = page.get_by_role("listitem").filter(has_text="CCSP Board").get_by_role("list")
    expect(group.get_by_role("link", name="Drugs and Alcohol Delivery Group")).to_be_visible()
    expect(page.get_by_text("Chair: Rosa Whitfield")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="West Midlands Police", exact=True).click()
    expect(page.get_by_text("@")).to_have_count(0)
    sound(page)


def test_a_member_finds_a_person_and_their_deputy(page, live_server, sign_in, cast, sound):
    cookie = sign_in(cast.observer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/partners/")
    page.get_by_role("link", name="Directory of people").click()
    sound(page)
    page.get_by_label("Name, position or organisation").fill("ELOI grace")
    page.get_by_role("button", name="Show people").click()
    expect(page.get_by_text("1 person")).to_be_visible()
    sound(page)
    page.get_by_label("Name, position or organisation").fill("nobody at all")
    page.get_by_role("button", name="Show people").click()
    expect(page.get_by_text("Nobody in a seat today fits.")).to_be_visible()
    sound(page)
    page.goto(f"{live_server.url}/partners/directory/?words=commander")
    page.get_by_role("link", name="Daniel Okafor").click()
    expect(page.get_by_text("Deputy: Megan Price")).to_be_visible()
    sound(page)
