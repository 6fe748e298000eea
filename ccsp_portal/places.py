"""Where PostgreSQL and Redis are: of an address, or of the folder under which embedded ones run."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

# a socket's path may have 107 bytes: a deep checkout needs a shorter one
LONGEST_SOCKET = 100


def database_url(var: Path) -> str:
    """The address of the embedded PostgreSQL under `var`: a URL whose host is a socket folder."""
    return f"postgresql://postgres@{quote(str(_postgres_sockets(var)), safe='')}/portal"


def _postgres_sockets(var):
    """The folder of PostgreSQL's socket: the one that a running server wrote down, else its data folder."""
    data = Path(var) / "postgres"
    with suppress(OSError, IndexError):
        written = (data / "postmaster.pid").read_text().splitlines()[4]
        if written:
            return Path(written)
    return data


def redis_socket(var: Path) -> Path:
    """Where the embedded Redis under `var` listens."""
    near = Path(var) / "redis" / "redis.sock"
    if len(os.fsencode(near)) <= LONGEST_SOCKET:
        return near
    name = hashlib.sha256(os.fsencode(near)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{name}" / "redis.sock"


def redis_url(var: Path) -> str:
    return f"unix://{redis_socket(var)}"


def redis_database(url: str, number: int) -> str:
    """The same Redis, another of its numbered databases: `redis://host:6379` or `unix:///path` with a number."""
    if url.startswith("unix://"):
        return f"{url.partition('?')[0]}?db={number}"
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/{number}"


def celery_broker(url: str) -> str:
    """The broker's address in the words that Celery wants."""
    if url.startswith("unix://"):
        return "redis+socket://" + url.removeprefix("unix://").partition("?")[0] + "?virtual_host=0"
    return redis_database(url, 0)
