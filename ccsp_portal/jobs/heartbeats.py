"""Whether the worker and beat are alive, as far as the database has heard."""

from datetime import datetime, timedelta

from ccsp_portal import clock
from ccsp_portal.jobs.models import Heartbeat

# beat sends one every 30 seconds; three in a row may be missed
ALIVE_FOR = timedelta(seconds=100)


def beat_heart(process: str):
    """Write down that the process is alive: "worker" or "beat"; or "mailbox", that replies were read to their end."""
    Heartbeat.objects.update_or_create(process=process, defaults={"seen_at": clock.now()})


def begin_to_listen(process: str):
    """Count the time in which nothing is heard of it from now on, unless it is counted already."""
    Heartbeat.objects.get_or_create(process=process, defaults={"seen_at": clock.now()})


def last_seen() -> dict[str, datetime]:
    """When each process was last seen alive, one query; a process never seen is not in it."""
    return dict(Heartbeat.objects.values_list("process", "seen_at"))


def is_alive(process: str, seen: dict[str, datetime] | None = None) -> bool:
    """Whether the process was seen in the last 100 seconds. Nothing the worker does is seen while beat is dead."""
    moment = (last_seen() if seen is None else seen).get(process)
    return moment is not None and clock.now() - moment < ALIVE_FOR
