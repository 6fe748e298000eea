"""A real Celery worker for the tests that are about one: started, stopped, and killed."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from ccsp_portal.celery import app


def database_url():
    """The address of the database that the tests are using."""
    there = connection.settings_dict
    port = f":{there['PORT']}" if there["PORT"] else ""
    return f"postgresql://{there['USER']}@{quote(there['HOST'], safe='')}{port}/{there['NAME']}"


class Worker:
    """One worker process, which `kill` ends without a word."""

    def __init__(self, modules, environment):
        command = [sys.executable, "-m", "celery", "-A", "ccsp_portal", "worker", "--pool", "solo"]
        command += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        command += [part for module in modules for part in ("--include", module)]
        here = {"DATABASE_URL": database_url(), "PORTAL_QUEUE": settings.CELERY_TASK_DEFAULT_QUEUE}
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | here | environment)

    def kill(self):
        """`kill -9`: nothing is tidied up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


@pytest.fixture
def worker(transactional_db):
    """`with worker("tests.jobs.slow") as one:` runs a worker on the tests' own queue, with those modules' tasks."""
    app.control.purge()

    @contextmanager
    def running_worker(*modules, **environment):
        one = Worker(modules, environment)
        try:
            yield one
        finally:
            one.stop()

    return running_worker


def wait_until(condition, seconds=20):
    """Wait until `condition()` is true, and give what it returned; fail when it takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"Not within {seconds} seconds.")
