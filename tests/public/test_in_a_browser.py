"""The public pages in a real browser: axe, narrow and wide."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_every_public_page_is_sound_narrow_and_wide(page, live_server, sound, assessment, plan):
    for name in ("front", "accessibility", "privacy", "cookies", "contact"):
        page.goto(f"{live_server.url}{reverse(f'public:{name}')}")
        sound(page)
