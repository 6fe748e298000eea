"""What a task does with its job: take the lease, report each step, and end in a sentence."""

import logging
import uuid
from contextlib import contextmanager
from datetime import timedelta

from celery.exceptions import Ignore
from django.core.exceptions import ValidationError
from django.db.models import F

from ccsp_portal import clock
from ccsp_portal.jobs.models import Job
from ccsp_portal.workflow import Conflict

LEASE = timedelta(minutes=2)
FAULT = (
    "It stopped because of a fault in the portal, which has been written down for the people who run it. "
    "Try again; if it stops again, tell them."
)

logger = logging.getLogger(__name__)


class JobFailed(Exception):
    """The work can't be done, for a reason that the person can understand: "Paper 3 is encrypted. Upload it …"."""


class LeaseLost(Ignore):
    """The job is not this run's (any more): it is done, cancelled, or given to another. The task ends in silence."""


class Run:
    """One run of a job, for as long as it has the lease."""

    def __init__(self, job: Job, lease: timedelta):
        self.row = job
        self._lease = lease

    def step(self, text: str, progress: int | None = None):
        """Say what is being done, and how far the whole is (0 to 100); renews the lease. Raises LeaseLost.

        Call it outside `atomic`, so that people see it at once, and more often than the lease is long.
        """
        news = {"step": text[:300], "lease_until": clock.now() + self._lease}
        if progress is not None:
            news["progress"] = max(0, min(100, int(progress)))
        self._update(**news)

    def hold(self):
        """Call first in the transaction that stores the result: while it lasts nobody else gets the job.

        Raises LeaseLost if somebody has it already, so that a run which slept past its lease stores nothing.
        """
        held = Job.objects.select_for_update().filter(pk=self.row.pk, run=self.row.run, state=Job.State.RUNNING)
        if not held.exists():
            raise LeaseLost

    def done(self):
        self._update(state=Job.State.DONE, step="", progress=100, finished_at=clock.now(), run=None, lease_until=None)

    def fail(self, sentence: str):
        self._update(state=Job.State.FAILED, error=sentence, finished_at=clock.now(), run=None, lease_until=None)

    def _update(self, **fields):
        mine = Job.objects.filter(pk=self.row.pk, run=self.row.run, state=Job.State.RUNNING)
        if not mine.update(**fields):
            raise LeaseLost


@contextmanager
def running(job_id: int, lease: timedelta = LEASE):
    """Run a job: `with running(job_id) as job: job.step("Converting paper 3 of 20", progress=15)`.

    Not inside `atomic`: its steps must be seen at once. The job is done when the block ends. JobFailed,
    ValidationError and Conflict end it as failed, with their sentence; any other exception too, with a plain one, and
    is raised again for the log. Raises LeaseLost, which Celery passes over in silence, when the job is not to be run
    now. A killed worker leaves the lease to lapse: `jobs.requeue_lost` then has the job run again.
    """
    run = Run(_take_lease(job_id, lease), lease)
    try:
        yield run
    except LeaseLost:
        logger.info("Job %s was taken from this run.", job_id)
        raise
    except (JobFailed, ValidationError, Conflict) as reason:
        run.fail(_sentence(reason))
    except Exception:
        run.fail(FAULT)
        raise
    else:
        run.done()


def _take_lease(job_id, lease):
    taken = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING,
        run=(run := uuid.uuid4()),
        lease_until=clock.now() + lease,
        attempts=F("attempts") + 1,
        started_at=clock.now(),
        progress=0,
        step="",
        error="",
    )
    if not taken:
        raise LeaseLost
    return Job.objects.select_related("by").get(pk=job_id, run=run)


def _sentence(reason):
    return " ".join(reason.messages) if isinstance(reason, ValidationError) else str(reason)
