"""Work to be watched, and cut short: it adds a problem at its end."""

import time

from celery import shared_task
from django.db import transaction

from ccsp_portal.jobs.running import JobFailed, running
from partners.models import Problem

STEPS = 20


@shared_task(name="tests.slow")
def slow(job_id):
    with running(job_id) as job:
        seconds = job.row.facts.get("seconds", 0)
        for number in range(STEPS):
            job.step(f"Step {number + 1} of {STEPS}", progress=100 * number / STEPS)
            time.sleep(seconds / STEPS)
        with transaction.atomic():
            job.hold()
            Problem.objects.create(key=f"job-{Problem.objects.count()}", name="Made by the job")


@shared_task(name="tests.unusable")
def unusable(job_id):
    with running(job_id):
        raise JobFailed("Paper 3 is encrypted. Upload it again without a password.")


@shared_task(name="tests.faulty")
def faulty(job_id):
    with running(job_id):
        raise ZeroDivisionError
