"""The history of everything, and the sign-ins, which grow with every day: as long as ten years make them."""

import statistics
import time

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.queries import BACKEND, TRANSACTION, Undo
from ccsp_portal import clock
from ccsp_portal.history.models import Refusal
from partners.models import SignIn
from tests.cast import make_partnership, make_person

SIZES = (1_000, 10_000, 100_000)
ROUNDS, BATCH, MOST_GROWTH = 5, 10_000, 10


def measure_history():
    """Rows of the table: each page with ever more rows behind it."""
    yield from _page("history", _refusals, reverse("home:list_history"))
    yield from _page("sign-ins", _sign_ins, reverse("partners:list_sign_ins"))


def _page(name, fill, address):
    found = [_measured(size, fill, address) for size in SIZES]
    queries, taken = zip(*found, strict=True)
    sizes = ", ".join(f"{size:,}" for size in SIZES)
    yield f"{name}: queries", f"{', '.join(map(str, queries))} with {sizes} events", "constant", len(set(queries)) == 1
    times, growth = ", ".join(f"{each * 1000:.0f}" for each in taken), taken[-1] / taken[0]
    words = f"{growth:.1f} times for {SIZES[-1] // SIZES[0]} times the rows ({times} ms)"
    yield f"{name}: time", words, f"at most {MOST_GROWTH} times", growth <= MOST_GROWTH


def _measured(size, fill, address):
    found = None
    try:
        with transaction.atomic():
            house = make_partnership()
            by = make_person("Person secretary", house.seats["secretary"])
            fill(by, size)
            client = Client()
            client.force_login(by, backend=BACKEND)
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
            assert answer.status_code == 200, answer.status_code
            queries = sum(not each["sql"].startswith(TRANSACTION) for each in captured)
            found = queries, _median(lambda: client.get(address))
            raise Undo
    except Undo:
        return found


def _refusals(by, size):
    now = clock.now()
    for start in range(0, size, BATCH):
        rows = range(start, min(start + BATCH, size))
        Refusal.objects.bulk_create(
            Refusal(page=f"/meetings/{n}/", method="GET", refused_at=now, person=by) for n in rows
        )


def _sign_ins(by, size):
    now = clock.now()
    for start in range(0, size, BATCH):
        rows = range(start, min(start + BATCH, size))
        SignIn.objects.bulk_create(SignIn(person=by, at=now, way="password", outcome="let in") for _ in rows)


def _median(act):
    return statistics.median(_taken(act) for _ in range(ROUNDS))


def _taken(act):
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
