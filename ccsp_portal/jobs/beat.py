"""Celery's beat, which also says that it is alive."""

import time
from contextlib import suppress

from celery.beat import PersistentScheduler
from django.db import DatabaseError, close_old_connections

from ccsp_portal.jobs.heartbeats import beat_heart

EVERY_SECONDS = 30


class WatchedScheduler(PersistentScheduler):
    """Beat as it comes, with a heartbeat in the database; a database that is away does not stop it."""

    _last_beat = float("-inf")
    max_interval = EVERY_SECONDS

    def tick(self, *args, **kwargs):
        if self._last_beat < 0:
            # a worker that is there need not wait for the timetable to say so
            self.app.send_task("jobs.heartbeat")
        if time.monotonic() - self._last_beat >= EVERY_SECONDS:
            self._last_beat = time.monotonic()
            close_old_connections()
            with suppress(DatabaseError):
                beat_heart("beat")
        return super().tick(*args, **kwargs)
