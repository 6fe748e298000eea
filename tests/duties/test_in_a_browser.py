"""The duties in a real browser: axe, narrow and wide."""

import pytest
from django.conf import settings

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_the_duties_are_sound_narrow_and_wide(page, live_server, sound, cast, client, plan):
    client.force_login(cast.secretary, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/duties/")
    sound(page)
