"""A job's states, and the acts of people upon it: to queue, to try again, to cancel."""

import logging
from datetime import timedelta
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from ccsp_portal import clock
from ccsp_portal.jobs.models import Job, subject_key
from ccsp_portal.workflow import Move

QUEUED, RUNNING, FAILED, CANCELLED = Job.State.QUEUED, Job.State.RUNNING, Job.State.FAILED, Job.State.CANCELLED

#              verb         from                          to         permission
RETRY = Move("try again", frozenset({FAILED, CANCELLED}), QUEUED, "jobs.retry_job")
CANCEL = Move("cancel", frozenset({QUEUED, RUNNING}), CANCELLED, "jobs.cancel_job")
MOVES = (RETRY, CANCEL)

# how long the worker has to pick up a waiting job before beat tells it again
TELL_AGAIN_AFTER = timedelta(minutes=1)

logger = logging.getLogger(__name__)


@transaction.atomic
def queue(kind, subject, *, once, by, title="", page_url="", facts=None):
    """Have the task `kind` work on `subject` (a row, or a text) in the background; returns its Job.

    The job is a row of the caller's transaction; Celery is told once that is committed. A dead broker stops nobody:
    the job waits, and beat tells the worker when both are back. With a `once` key that was used before, the job of
    that time is returned, whatever came of it. `facts` is JSON for the task; `page_url` is where people follow it.
    """
    job = Job(
        kind=kind,
        subject=subject_key(subject),
        title=title or str(subject),
        page_url=page_url,
        facts=facts or {},
        once_key=once,
        by=by,
        queued_at=clock.now(),
        lease_until=clock.now() + TELL_AGAIN_AFTER,
    )
    if once is None:
        job.save(force_insert=True)
    else:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        job = Job.objects.get(once_key=once)
    if job.state == QUEUED:
        tell_worker_on_commit(job)
    return job


@transaction.atomic
def retry(job, *, by):
    """Have a failed or cancelled job done after all, from its beginning."""
    fresh_start = {"attempts": 0, "progress": 0, "step": "", "error": "", "finished_at": None, "started_at": None}
    job = RETRY.make(
        job, by=by, queued_at=clock.now(), lease_until=clock.now() + TELL_AGAIN_AFTER, run=None, **fresh_start
    )
    tell_worker_on_commit(job)
    return job


def cancel(job, *, by):
    """Give a job up. One that runs notices at its next step, and stores nothing after that."""
    return CANCEL.make(job, by=by, run=None, lease_until=None, finished_at=clock.now())


def tell_worker_on_commit(job):
    """Send the job's id to its task when the transaction is committed."""
    transaction.on_commit(partial(_tell_worker, job.kind, job.pk))


def _tell_worker(kind, job_id):
    try:
        current_app.send_task(kind, args=[job_id])
    except (OperationalError, OSError) as reason:
        logger.warning("The worker could not be told of job %s (%s): beat will tell it again.", job_id, reason)
