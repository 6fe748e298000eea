"""Whether the database, Redis, the worker and beat are alive: for a monitor, and for whoever is called at night."""

from contextlib import suppress

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache

from ccsp_portal.jobs.heartbeats import is_alive, last_seen

OK = "ok"


@never_cache
@login_not_required
def health(request):
    """Each part with "ok" or a sentence; 200 when all are well, else 503. It tells nothing else."""
    parts = {"web": OK, "database": OK, "redis": _redis()}
    try:
        seen = last_seen()
    except DatabaseError:
        parts["database"] = "The database does not answer."
        unknown = "Not known while the database does not answer."
        parts |= {"worker": unknown, "beat": unknown}
    else:
        parts |= {name: _process(name, seen) for name in ("worker", "beat")}
    return JsonResponse(parts, status=200 if set(parts.values()) == {OK} else 503)


def _redis():
    with suppress(redis.RedisError):
        client = redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
        with client:
            client.ping()
        return OK
    return "Redis does not answer: work waits, and is done when it is back."


def _process(name, seen):
    if is_alive(name, seen):
        return OK
    if name not in seen:
        return f"The {name} has never been seen."
    return f"The {name} was last seen at {seen[name]:%H:%M on %d %B %Y} (UTC)."
