"""What the timetable does about jobs."""

from celery import shared_task
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.jobs.heartbeats import beat_heart
from ccsp_portal.jobs.models import Job
from ccsp_portal.jobs.workflow import TELL_AGAIN_AFTER, tell_worker_on_commit

MOST_ATTEMPTS = 5
GIVEN_UP = (
    f"It was cut short {MOST_ATTEMPTS} times, and has been given up. Try again, or ask the people who run the portal."
)


@shared_task(name="jobs.heartbeat")
def heartbeat():
    """Say that the worker is alive: every 30 seconds."""
    beat_heart("worker")


@shared_task(name="jobs.requeue_lost")
@transaction.atomic
def requeue_lost():
    """Give the worker the jobs whose run was lost, and tell it again of those it never heard of: every 30 seconds."""
    overdue = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING], lease_until__lt=clock.now())
    for job in overdue.select_for_update(skip_locked=True):
        if job.state == Job.State.RUNNING and job.attempts >= MOST_ATTEMPTS:
            give_up(job)
        else:
            queue_again(job)


def queue_again(job):
    job.state, job.run, job.lease_until = Job.State.QUEUED, None, clock.now() + TELL_AGAIN_AFTER
    job.save(update_fields=["state", "run", "lease_until"])
    tell_worker_on_commit(job)


def give_up(job):
    job.state, job.run, job.lease_until = Job.State.FAILED, None, None
    job.error, job.finished_at = GIVEN_UP, clock.now()
    job.save(update_fields=["state", "run", "lease_until", "error", "finished_at"])
