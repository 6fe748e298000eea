"""Looking at a page in a real browser as one person: sound, narrow and wide, and a picture where one is wanted."""

import os
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture
def look(page, live_server, sound, sign_in):
    """`look(person, address)` opens the page as that person, and asserts that it is sound narrow and wide."""

    def at(person, address, name):
        page.context.clear_cookies()
        cookie = sign_in(person).cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie:
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page.goto(live_server.url + address)
        sound(page)
        keep_picture(page, name)

    return at


def keep_picture(page, name):
    """Where PORTAL_PICTURES names a folder, keep what was looked at there, narrow and wide."""
    folder = os.environ.get("PORTAL_PICTURES")
    for width in (320, 1280) if folder else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
