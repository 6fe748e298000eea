"""`make demo`: the whole portal on this machine, with a mail catcher, until Ctrl-C; `--forget` forgets its data."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from ccsp_portal import embedded
from ccsp_portal.demo.people import PASSWORD, accounts
from ccsp_portal.demo.processes import Processes, commands_of, python
from ccsp_portal.profile import load

HERE = Path(__file__).resolve().parent.parent.parent
# what the demo makes under PORTAL_VAR, and may therefore forget
OURS = ("postgres", "redis", "files", "mail", "replies", "samples", "log", "beat-schedule")
PATIENCE = 90


def main(arguments):
    var = Path(os.environ.get("PORTAL_VAR", HERE / "var" / "demo")).resolve()
    port = _port()
    # a closed terminal says SIGHUP; a shell that starts it in the background has it deaf to SIGINT
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)
    try:
        with _alone(var):
            if "--forget" in arguments:
                _forget(var)
            else:
                _run(var, port)
    except KeyboardInterrupt:
        print("\nStopped. What was entered is kept: make demo goes on from there.")


def _port():
    asked = os.environ.get("PORT", "8000")
    if not asked.isdigit() or not 1024 <= int(asked) <= 65_000:
        sys.exit(f"PORT={asked} is not a port. Give a number from 1024 to 65000.")
    return int(asked)


def _interrupt(*_):
    raise KeyboardInterrupt


@contextmanager
def _alone(var):
    """Refuse to share data with another portal that runs on it."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.exit(f"A portal is running on {var} already. Stop it, or give this one a folder: PORTAL_VAR=…")
        yield


def _forget(var):
    embedded.stop(var)
    for name in OURS:
        place = var / name
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    print(f"Forgot the demonstration’s data in {var}.")


def _run(var, port):
    mail_page, mail_port = port + 100, port + 200
    for each, called in ((port, "PORT"), (mail_page, "PORT+100"), (mail_port, "PORT+200")):
        _refuse_taken(each, called)
    environment = os.environ | {
        "PORTAL_MODE": "demo",
        "PORTAL_VAR": str(var),
        "PORT": str(port),
        # a name and no number: browsers keep no passkey for a number
        "PORTAL_BASE_URL": f"http://localhost:{port}",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_port),
        # what is put into it is read within a minute: the answers of calendars
        "PORTAL_REPLIES_ADDRESS": "replies@ccsp.example",
        "PORTAL_REPLIES_MAILDIR": str(var / "replies"),
        "MAIL_CATCHER_URL": f"http://localhost:{mail_page}",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",
    }
    try:
        _say("Starting PostgreSQL and Redis")
        embedded.start(var)
        _prepare(environment)
        _serve(var, port, environment)
    finally:
        embedded.stop(var)


def _refuse_taken(port, called):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} ({called}) is taken. Stop what uses it, or choose another: make demo PORT=8001")


def _prepare(environment):
    for words, *command in (
        ("Bringing the database up to date", "migrate", "--verbosity", "0"),
        ("Collecting the front end", "collectstatic", "--noinput", "--verbosity", "0"),
        ("Loading the demonstration", "load_demo"),
    ):
        _say(words)
        whole = [sys.executable, "manage.py", *command]
        done = subprocess.run(whole, cwd=HERE, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"Failed: {words}.\n{done.stdout}{done.stderr}\nmake demo-reset starts afresh.")


def _serve(var, port, environment):
    _say("Starting web, worker, beat and the mail catcher")
    commands = commands_of(HERE / "Procfile") | {"catcher": python("-m", "ccsp_portal.demo.catcher")}
    os.chdir(HERE)
    processes = Processes(commands, environment, var / "log")
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", processes)
        _announce(port, environment)
        processes.watch()
    finally:
        # a second Ctrl-C must not leave half of them running
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _say("Stopping")
        processes.stop()


def _wait_for(address, processes):
    """Wait until all is well; a part that does not come up in time is named by the page itself."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):  # noqa: S310
            return
        dead = [each for each in processes.all if each.has_died]
        if dead:
            sys.exit(f"Failed: the {dead[0].name} did not start.\n{dead[0].log.read_text()[-2000:]}")
        time.sleep(0.3)
    sys.exit(f"Failed: the portal is not well after {PATIENCE} seconds. {address} says what is wrong.")


def _announce(port, environment):
    print(f"\nPortal ready at {environment['PORTAL_BASE_URL']}")
    print(f"Mail it would have sent: {environment['MAIL_CATCHER_URL']}\n")
    print(f"Sign in with the password {PASSWORD} (who is asked for a code besides is told it on the page) as")
    for account in accounts(load(Path(environment.get("PORTAL_PROFILE", HERE / "profiles" / "coventry.toml")))):
        print(f"  {account.email:<38} {account.name}, {account.what}")
    print("\nCtrl-C stops everything and keeps what you entered.", flush=True)


def _say(words):
    print(words, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
