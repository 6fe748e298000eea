"""Pages under gunicorn with two workers, as production runs them, against their floors."""

import gzip
import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench.queries import BACKEND
from bench.rows import make_agenda, make_meetings, make_people
from bench.saving import measure_saving
from ccsp_portal.demo.processes import commands_of
from meetings.models import Meeting

PORT = 8399
CONNECTIONS, REQUESTS, ROUNDS = 4, 400, 3
UNCHANGED_AIM, DRAWN_AIM, WIRE_AIM = 2, 6, 100_000


@dataclass(frozen=True)
class Page:
    """One page: its address, who looks, and whether it may be kept for visitors."""

    name: str
    url: str
    cookie: str = ""

    @property
    def floor(self):
        kind = "private" if self.cookie else "public"
        return f"/floor/{kind}/{self.name.replace(' ', '-')}"


def measure_pages():
    """Rows of the table, for the rows that it makes first."""
    board, secretary = make_people()
    meetings = make_meetings(board, secretary)
    make_agenda(meetings[0], secretary)
    client = Client()
    client.force_login(secretary, backend=BACKEND)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    pages = [
        Page("public meeting page", reverse("meetings:show_meeting", args=[meetings[0].pk])),
        Page("list of 200 meetings", reverse("meetings:list_meetings") + "?when=all"),
        Page("a meeting's .ics", reverse("meetings:meeting_calendar", args=[meetings[0].pk])),
        Page("signed-in home page", reverse("home:home"), cookie),
    ]
    with running() as process:
        for page in pages:
            yield from _rows(page, meetings[0])
        yield measure_saving(board, secretary, PORT)
        yield "first view over the wire", *_first_view(pages[0])
        yield "memory of the web processes", f"{peak_memory(process) / 2**20:,.0f} MB at most", "", True


def _rows(page, meeting):
    """The page's figures: a visitor's page is drawn afresh because the meeting was changed before each request."""
    body = _get(page.url, page.cookie)[1]
    (Path(settings.PORTAL_VAR) / f"floor-{page.floor.rsplit('/', 1)[1]}").write_bytes(body)
    floor = _fastest(lambda number: page.floor, page.cookie)
    if not page.cookie:
        yield _row(f"{page.name}, unchanged", _fastest(lambda number: page.url, ""), floor, UNCHANGED_AIM)

    def changed(number):
        Meeting.objects.filter(pk=meeting.pk).update(version=1000 + number)
        return page.url

    drawn = load(changed, page.cookie)
    yield _row(f"{page.name}, drawn", drawn, floor, DRAWN_AIM)


def _row(name, reached, floor, aim):
    ratio = floor.a_second / reached.a_second
    words = (
        f"{ratio:.1f} times its floor ({reached.a_second:,.0f} to {floor.a_second:,.0f} a second; "
        f"p95 {reached.p95 * 1000:.0f} to {floor.p95 * 1000:.0f} ms)"
    )
    return name, words, f"at most {aim} times", ratio <= aim


@dataclass(frozen=True)
class Load:
    a_second: float
    p95: float


def _fastest(address, cookie):
    """The best of some rounds: what a vacuum of the lines before takes is no part of a page."""
    return max((load(address, cookie) for _ in range(ROUNDS)), key=lambda reached: reached.a_second)


def load(address, cookie):
    """Ask REQUESTS times over CONNECTIONS connections; `address(n)` is the n-th request's. One round warms up."""
    _round(address, cookie, range(-40, 0))
    taken, started = [], time.perf_counter()
    parts = [range(first, REQUESTS, CONNECTIONS) for first in range(CONNECTIONS)]
    threads = [threading.Thread(target=lambda part=part: taken.extend(_round(address, cookie, part))) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - started
    return Load(len(taken) / whole, sorted(taken)[int(len(taken) * 0.95)])


def _round(address, cookie, numbers):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    taken = []
    for number in numbers:
        asked = address(number)
        started = time.perf_counter()
        connection.request("GET", asked, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (asked, answer.status)
        taken.append(time.perf_counter() - started)
    connection.close()
    return taken


def _first_view(page):
    """All that a browser fetches for the page at first, as it comes over the wire."""
    total, fetched = 0, {page.url}
    size, body = _get(page.url, "")
    total += size
    for link in re.findall(rb'(?:href|src)="(/static/[^"]+)"', body):
        if link.decode() not in fetched:
            fetched.add(link.decode())
            total += _get(link.decode(), "")[0]
    return f"{total / 1000:.0f} kB in {len(fetched)} files", "under 100 kB", total < WIRE_AIM


def _get(url, cookie):
    """The bytes over the wire, and the content."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    connection.request("GET", url, headers={"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {}))
    answer = connection.getresponse()
    data = answer.read()
    assert answer.status == 200, (url, answer.status)
    headers = len(str(answer.headers))
    is_packed = answer.headers.get("Content-Encoding") == "gzip"
    return len(data) + headers, gzip.decompress(data) if is_packed else data


@contextmanager
def running():
    """The Procfile's web command, on the rows that are here."""
    command = commands_of(settings.BASE_DIR / "Procfile")["web"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PORT": str(PORT),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(["/bin/sh", "-c", f"exec {command}"], env=environment, cwd=settings.BASE_DIR, **quiet)
    try:
        _wait()
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait():
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            _get(reverse("public:contact"), "")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("gunicorn did not come up in a minute.")


def peak_memory(process):
    """The most that gunicorn and its workers have held, in bytes."""
    children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)
    total = 0
    for number in [process.pid, *map(int, children.stdout.split())]:
        status = Path(f"/proc/{number}/status").read_text()
        total += int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024
    return total
