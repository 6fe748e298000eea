"""The risk register with 100, 1,000 and 10,000 rows: its queries, and its time against the rows that it shows."""

from datetime import timedelta

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from bench.log import MOST_GROWTH, SIZES, measured
from bench.queries import BACKEND, Undo
from bench.rows import make_people
from ccsp_portal import clock
from meetings.models import Risk

# what is asked for: the register as it opens, one band of all that there ever was, and the heat map
ASKED = {"as it opens": ("list_risks", ""), "all that are high": ("list_risks", "?which=all&band=high"),
         "heat map": ("risk_map", "")}  # fmt: skip


def measure_register():
    """Rows of the table."""
    found = {size: _with_rows(size) for size in SIZES}
    sizes = ", ".join(f"{size:,}" for size in SIZES)
    for name in ASKED:
        queries = [found[size][name][0] for size in SIZES]
        taken = [found[size][name][1] for size in SIZES]
        words = f"{', '.join(map(str, queries))} with {sizes} rows"
        yield f"risk register {name}: queries", words, "constant", len(set(queries)) == 1
        growth = taken[-1] / taken[0]
        words = f"{growth:.1f} times for 100 times the rows ({', '.join(f'{each * 1000:.0f} ms' for each in taken)})"
        yield f"risk register {name}: time", words, f"at most {MOST_GROWTH} times", growth <= MOST_GROWTH


def _with_rows(size):
    """{what is asked: (queries, median seconds)} with so many risks, which are then taken back."""
    found = {}
    try:
        with transaction.atomic():
            board, secretary = make_people()
            seats, today = list(board.seats.all()), clock.today()
            Risk.objects.bulk_create(_row(number, board, seats, secretary, today) for number in range(size))
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE meetings_risk")
            client = Client()
            client.force_login(secretary, backend=BACKEND)
            for name, (page, query) in ASKED.items():
                found[name] = measured(client, reverse(f"meetings:{page}", args=[board.key]) + query)
            raise Undo
    except Undo:
        return found


def _row(number, board, seats, secretary, today):
    """A third of them open, of every score, reviewed before and after today."""
    is_open = number % 3 == 0
    likelihood, impact = 1 + number % 5, 1 + number // 5 % 5
    ended = {} if is_open else {"ended_at": clock.now(), "ended_by": secretary, "end_reason": "Over"}
    return Risk(
        body=board,
        reference=f"BENCH/R{number:05d}",
        title="The figures come late",
        cause="one analyst serving two partnerships",
        event="decisions on old figures",
        effect="send patrols to where the problem was",
        category="data",
        owner=seats[number % len(seats)],
        inherent_likelihood=5,
        inherent_impact=5,
        residual_likelihood=likelihood,
        residual_impact=impact,
        target_likelihood=1,
        target_impact=1,
        review_on=today + timedelta(days=number % 120 - 60),
        state="open" if is_open else "closed",
        raised_at=clock.now(),
        raised_by=secretary,
        **ended,
    )
