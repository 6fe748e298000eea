"""A member suggests a risk, the secretary puts it on the register, its owner reviews it: in a real browser."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from meetings.models import Risk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enter(page, live_server, sign_in):
    """`enter(person, address)` opens the page as that person."""

    def at(person, address):
        page.context.clear_cookies()
        cookie = sign_in(person).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page.goto(live_server.url + address)

    return at


def test_a_risk_from_its_suggestion_to_its_review(page, cast, enter, sound):
    enter(cast.council_officer, "/meetings/risks/")
    page.get_by_role("button", name="Suggest a risk").click()
    sound(page)
    page.get_by_label("Name", exact=True).fill("Probation capacity")
    page.get_by_label("Because of …").fill("a shortage of probation officers")
    page.get_by_label("there may be …").fill("fewer visits to those who offend most")
    page.get_by_label("which would …").fill("raise reoffending")
    page.get_by_label("What kind of risk is it?").select_option("Staff and skills")
    page.get_by_label("Whose risk is it?").select_option(label="Local policing area commander, West Midlands Police")
    for name, step in (("Inherent", "4"), ("Residual", "4"), ("Target", "2")):
        page.get_by_label(f"{name} likelihood").select_option(step)
        page.get_by_label(f"{name} impact").select_option("4" if name != "Residual" else "3")
    page.get_by_role("button", name="Suggest the risk").click()
    expect(page.get_by_text("The secretary answers.")).to_be_visible()
    sound(page)

    enter(cast.secretary, "/home/")
    page.get_by_role("link", name="Answer what is suggested for the risk register of the Board").click()
    page.get_by_role("link", name="Probation capacity").click()
    page.get_by_role("button", name="Put it on the register").click()
    expect(page.get_by_text("is on the register as")).to_be_visible()

    risk = Risk.objects.get()
    enter(cast.police_lead, risk.get_absolute_url())
    page.get_by_role("button", name="Reviewed, unchanged").click()
    expect(page.get_by_text("is reviewed, and stays as it was")).to_be_visible()
    page.get_by_role("button", name="Review the risk").click()
    sound(page)
    page.get_by_label("Residual likelihood").select_option("2")
    page.get_by_label("What did you find? (optional)").fill("Six officers came")
    page.get_by_role("button", name="Save the review").click()
    expect(page.get_by_text("Down from 12")).to_be_visible()
    sound(page)

    page.goto(page.url.split("/meetings")[0] + "/meetings/risks/board/map/")
    sound(page)
    page.get_by_role("link", name="with likelihood 2 and impact 3").click()
    expect(page.get_by_role("link", name=risk.reference)).to_be_visible()
    sound(page)
