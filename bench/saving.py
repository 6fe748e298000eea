"""A minute that saves itself: the round trip under gunicorn, against a page that does nothing."""

import http.client
import json
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import reverse

from bench.queries import BACKEND
from bench.rows import FIRST_DAY
from ccsp_portal import clock
from ccsp_portal.once.tokens import new_token
from tests.factories import make_item, make_meeting

SAVES, AIM = 60, 6
MINUTE = "<p>The Commander presented the report. Members asked about <strong>the city centre</strong>.</p>" * 10


def measure_saving(board, secretary, port):
    """The row of the table: the median of some saves of one growing minute, and how many times its floor it is."""
    held = make_meeting(board, secretary, day=FIRST_DAY - timedelta(days=60), state="in session", opened_at=clock.now())
    address = reverse("meetings:save_minute", args=[make_item(held).pk])
    (Path(settings.PORTAL_VAR) / "floor-saving").write_bytes(json.dumps({"state": "saved"}).encode())
    client, secret = Client(), _get_new_csrf_string()
    client.force_login(secretary, backend=BACKEND)
    cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={secret}"
    fields = {"csrfmiddlewaretoken": secret, "form_token": new_token(secretary)}

    def save(number):
        body = urlencode(fields | {"html": f"{MINUTE}<p>{number}</p>", "version": number})
        return (
            "POST",
            address,
            body,
            {"Content-Type": "application/x-www-form-urlencoded", "Referer": "http://127.0.0.1"},
        )

    floor = _median(lambda number: ("GET", "/floor/private/saving", None, {}), cookie, port)
    reached = _median(save, cookie, port)
    words = f"{reached / floor:.1f} times its floor ({reached * 1000:.0f} to {floor * 1000:.0f} ms, median of {SAVES})"
    return "saving a minute, round trip", words, f"at most {AIM} times", reached / floor <= AIM


def _median(request, cookie, port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    taken = []
    for number in range(SAVES):
        method, address, body, headers = request(number)
        started = time.perf_counter()
        connection.request(method, address, body, headers | {"Cookie": cookie})
        answer = connection.getresponse()
        said = answer.read()
        assert answer.status == 200, (address, answer.status, said[:200])
        taken.append(time.perf_counter() - started)
    connection.close()
    return sorted(taken)[SAVES // 2]
