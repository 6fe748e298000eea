"""The action log with 100, 1,000 and 10,000 rows: its queries, and its time against the rows that it shows."""

import time
from datetime import timedelta

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.queries import BACKEND, TRANSACTION, Undo
from bench.rows import FIRST_DAY, make_people
from ccsp_portal import clock
from meetings.models import ActionPoint
from tests.factories import make_item, make_meeting

SIZES = (100, 1_000, 10_000)
ROUNDS = 9
# what the log is asked for: as it opens, sorted by its colours, and one colour of all that there ever was
ASKED = {"as it opens": "", "by RAG": "?sort=rag", "all that are red": "?which=all&rag=red"}
# a page shows as many rows at each size: what grows is the counting, which may cost this much more
MOST_GROWTH = 3


def measure_log():
    """Rows of the table."""
    found = {size: _with_rows(size) for size in SIZES}
    for name in ASKED:
        queries = [found[size][name][0] for size in SIZES]
        taken = [found[size][name][1] for size in SIZES]
        sizes = ", ".join(f"{size:,}" for size in SIZES)
        yield (
            f"action log {name}: queries", f"{', '.join(map(str, queries))} with {sizes} rows", "constant",
            len(set(queries)) == 1,
        )  # fmt: skip
        growth = taken[-1] / taken[0]
        words = f"{growth:.1f} times for 100 times the rows ({', '.join(f'{each * 1000:.0f} ms' for each in taken)})"
        yield f"action log {name}: time", words, f"at most {MOST_GROWTH} times", growth <= MOST_GROWTH


def _with_rows(size):
    """{how it is asked: (queries, median seconds)} with so many action points, which are then taken back."""
    found = {}
    try:
        with transaction.atomic():
            secretary = _fill(size)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE meetings_actionpoint")
            client = Client()
            client.force_login(secretary, backend=BACKEND)
            for name, query in ASKED.items():
                found[name] = measured(client, reverse("meetings:list_actions") + query)
            raise Undo
    except Undo:
        return found


def _fill(size):
    """Action points over ten years of meetings, a third of them open, due before and after today; and their reader."""
    board, secretary = make_people()
    today = clock.today()
    seats = list(board.seats.all())
    items = [
        make_item(make_meeting(board, secretary, day=FIRST_DAY + timedelta(days=91 * number), state="concluded"))
        for number in range(40)
    ]
    ActionPoint.objects.bulk_create(_row(number, items, seats, secretary, today) for number in range(size))
    return secretary


def _row(number, items, seats, secretary, today):
    is_open = number % 3 == 0
    due_on = today + timedelta(days=number % 120 - 60)
    return ActionPoint(
        item=items[number % len(items)],
        reference=f"BENCH/{number:05d}",
        text="Bring the figures that the Board asked for, and say what they mean.",
        owner=seats[number % len(seats)],
        due_on=due_on,
        first_due_on=due_on,
        state="open" if is_open else "complete",
        ended_at=None if is_open else clock.now(),
        raised_at=clock.now() - timedelta(days=number % 90),
        raised_by=secretary,
    )


def measured(client, url):
    """The queries of a page that is asked for again, and the median of its seconds."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    queries = sum(not each["sql"].startswith(TRANSACTION) for each in captured)
    taken = sorted(_seconds(lambda: client.get(url)) for _ in range(ROUNDS))
    return queries, taken[ROUNDS // 2]


def _seconds(act):
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
