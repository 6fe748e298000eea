"""The papers on the web and as one file, with 100, 300 and 1,000 pages: queries, time, size and memory."""

import resource
import time

from django.db import connection, transaction
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.queries import BACKEND, TRANSACTION, Undo
from bench.rows import FIRST_DAY, make_agenda, make_people
from ccsp_portal import clock
from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import store_bytes
from meetings.models import Pack, PageRun, PaperVersion, PrivateNote
from tests.factories import make_meeting

SIZES = (100, 300, 1_000)
PAGES_A_PAPER = 20
WORDS = "\n".join(["The partnership looked at what was recorded in the last twelve months."] * 25)
PAGES = {"papers on the web": "meetings:read_pack", "papers as one file": "meetings:download_offline_pack"}
# beside the same words as bare paragraphs: numbers, anchors, links and notes
MOST, MOST_MEMORY = 8, 300
FLOOR = "{% for page in pages %}{{ page|linebreaks }}{% endfor %}"
REPEATS = 3


def measure_reader():
    """Rows of the table."""
    found = {size: _with_pages(size) for size in SIZES}
    sizes = ", ".join(f"{size:,}" for size in SIZES)
    for name in PAGES:
        queries = [found[size][name][0] for size in SIZES]
        yield (
            f"{name}: queries", f"{', '.join(map(str, queries))} with {sizes} pages", "constant",
            len(set(queries)) == 1,
        )  # fmt: skip
        _, taken, floor, length = found[SIZES[-1]][name]
        words = f"{taken / floor:.1f} times bare words ({taken:.2f} s to {floor:.2f} s), {length / 2**20:.1f} MB"
        yield f"{name}: 1,000 pages", words, f"at most {MOST} times", taken / floor <= MOST
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "memory of the process by then", f"{most:.0f} MB", f"at most {MOST_MEMORY} MB", most <= MOST_MEMORY


def _with_pages(size):
    """{page: (queries, seconds, the floor's seconds, bytes)} with so many pages, which are then taken back."""
    found = {}
    try:
        with transaction.atomic():
            meeting, secretary = _fill(size)
            client = Client()
            client.force_login(secretary, backend=BACKEND)
            bare = engines["django"].from_string(FLOOR)
            floor = _quickest(lambda: bare.render({"pages": [WORDS] * size}))
            for name, address in PAGES.items():
                url = reverse(address, args=[meeting.pk])
                client.get(url)
                with CaptureQueriesContext(connection) as captured:
                    answer = client.get(url)
                queries = sum(not each["sql"].startswith(TRANSACTION) for each in captured)
                found[name] = queries, _quickest(lambda url=url: client.get(url)), floor, len(answer.content)
            raise Undo
    except Undo:
        return found


def _fill(size):
    """A meeting whose pack is out, with papers of 20 pages of 300 words; the reader noted something on each paper."""
    board, secretary = make_people()
    meeting = make_meeting(board, secretary, day=FIRST_DAY, state="circulated")
    make_agenda(meeting, secretary, size // PAGES_A_PAPER, 1)
    file = store_bytes(b"%PDF-1.7", "pack.pdf", PDF, by=secretary)
    now = clock.now()
    pack = Pack.objects.create(
        meeting=meeting, number=1, state="circulated", open_document=file, members_document=file, asked_at=now,
        asked_by=secretary, circulated_at=now,
    )  # fmt: skip
    contents = []
    for place, version in enumerate(PaperVersion.objects.filter(paper__item__meeting=meeting).select_related("paper")):
        first = 1 + place * PAGES_A_PAPER
        run = PageRun.objects.create(
            meeting=meeting, pack=pack, item_id=version.paper.item_id, version_of=version, title=version.paper.title,
            document=file, whole=first, pages=PAGES_A_PAPER, texts=[WORDS] * PAGES_A_PAPER,
        )  # fmt: skip
        contents.append({"run": run.pk, "at": first + 1, "open_at": first + 1, "state": "current", "note": ""})
        PrivateNote.objects.create(
            person=secretary, meeting=meeting, item_id=run.item_id, page=str(first), text="Ask", written_at=now
        )
    Pack.objects.filter(pk=pack.pk).update(contents=contents)
    return meeting, secretary


def _quickest(act):
    return min(_seconds(act) for _ in range(REPEATS))


def _seconds(act):
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
