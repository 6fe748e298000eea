"""`make demo` brings everything up, keeps what was entered, starts again what dies, and leaves no process behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from ccsp_portal.demo.people import accounts
from ccsp_portal.profile import load
from tests.mail import free_port
from tests.worker import wait_until

COMMAND = [sys.executable, "-m", "ccsp_portal.demo"]


def free_ports():
    """A port whose neighbours 100 and 200 above are free too, as the demo asks for."""
    return next(port for port in iter(free_port, None) if port < 60_000 and are_free(port + 100, port + 200))


def are_free(*ports):
    try:
        for port in ports:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


class Demo:
    """One demonstration in a folder of its own."""

    def __init__(self, var, port=None):
        self.var, self.port = var, port or free_ports()
        self.log = var.parent / f"{var.name}.log"
        env = os.environ | {"PORTAL_MODE": "demo", "PORTAL_VAR": str(var), "PORT": str(self.port)}
        env.pop("DATABASE_URL", None)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(COMMAND, cwd=settings.BASE_DIR, env=env, stdout=log, stderr=log)

    @property
    def said(self):
        return self.log.read_text()

    def wait_until_ready(self):
        wait_until(lambda: "Ctrl-C stops everything" in self.said or self.process.poll() is not None, seconds=500)
        assert f"Portal ready at http://localhost:{self.port}" in self.said, self.said

    def get(self, path):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read().decode()
        return ""

    def shell(self, code):
        """What Python says in the demo's own house."""
        env = os.environ | {"PORTAL_MODE": "demo", "PORTAL_VAR": str(self.var)}
        env.pop("DATABASE_URL", None)
        command = [sys.executable, "manage.py", "shell", "-c", code]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=True
        ).stdout

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(40) == 0

    def processes(self):
        """Those that work on this demo's data, by what they were told."""
        told = f"PORTAL_VAR={self.var}".encode()
        found = {}
        for place in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                is_ours = told in (place / "environ").read_bytes() or str(self.var) in (place / "cmdline").read_text()
                if is_ours and "(zombie)" not in (place / "status").read_text():
                    found[int(place.name)] = (place / "cmdline").read_text().replace("\0", " ")
        return found


@pytest.fixture(scope="module")
def var(open_folder):
    return open_folder / "var"


def test_it_comes_up_and_goes_without_a_trace_and_keeps_what_was_entered(var):
    demo = Demo(var)
    demo.wait_until_ready()
    for account in accounts(load(settings.PORTAL_PROFILE)):
        assert re.search(rf"^  {re.escape(account.email)} ", demo.said, re.M), account
    wait_until(lambda: set(json.loads(demo.get("/health") or "{}").values()) == {"ok"}, seconds=60)
    assert "Read the mail that it caught" in demo.get("/")
    _a_killed_worker_is_started_again(demo)
    _another_is_refused_its_data_and_its_port(demo)
    demo.shell("from partners.models import Problem; Problem.objects.create(key='kept', name='Kept')")
    demo.interrupt()
    assert demo.processes() == {}
    again = Demo(var, demo.port)
    again.wait_until_ready()
    assert "1" in again.shell("from partners.models import Problem; print(Problem.objects.filter(key='kept').count())")
    again.process.send_signal(signal.SIGHUP)
    again.process.wait(40)
    assert again.processes() == {}


def _a_killed_worker_is_started_again(demo):
    workers = {number for number, said in demo.processes().items() if " worker " in said}
    os.kill(min(workers), signal.SIGKILL)
    wait_until(lambda: "The worker stopped and is started again." in demo.said, seconds=20)


def _another_is_refused_its_data_and_its_port(demo):
    same_data = Demo(demo.var.parent / ".." / demo.var.parent.name / "var")
    assert same_data.process.wait(20) != 0
    assert "is running on" in same_data.said
    same_port = Demo(demo.var.parent / "other", demo.port)
    assert same_port.process.wait(20) != 0
    assert f"Port {demo.port} (PORT) is taken." in same_port.said


def test_a_port_that_is_none_is_refused(open_folder):
    demo = Demo(open_folder / "none", "eighty")
    assert demo.process.wait(20) != 0
    assert "PORT=eighty is not a port." in demo.said
