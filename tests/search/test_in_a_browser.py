"""The search pages in a real browser: axe, narrow and wide, by keyboard."""

import pytest

from tests.factories import make_item

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_visitor_searches_and_opens_what_was_found(page, live_server, sound, held):
    for number in range(21):
        make_item(held.meeting, title=f"Nuisance off-road motorcycling in the park, part {number}")
    page.goto(f"{live_server.url}/search/")
    sound(page)
    page.get_by_label("Words to look for").fill("motorcycle park")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="21 results for “motorcycle park”").wait_for()
    sound(page)
    page.get_by_role("link", name="Next").click()
    sound(page)
    page.get_by_label("Words to look for").fill("hippopotamus")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("heading", name="Nothing was found for “hippopotamus”").wait_for()
    sound(page)
