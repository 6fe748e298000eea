"""A job ends as done, failed or cancelled, runs once at a time, and is never lost."""

import time
from datetime import timedelta

import pytest
from celery import Celery
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.jobs import workflow
from ccsp_portal.jobs.models import Job
from ccsp_portal.jobs.running import FAULT, LeaseLost, running
from ccsp_portal.jobs.tasks import GIVEN_UP, requeue_lost
from ccsp_portal.jobs.workflow import cancel, queue, retry
from ccsp_portal.workflow import NotOpen
from partners.models import Problem
from tests.jobs.slow import faulty, slow, unusable
from tests.worker import wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(secretary):
    return queue("tests.slow", "a text", once="slow:1", by=secretary, title="The slow work")


def now_is(job):
    job.refresh_from_db()
    return job.state


def let_the_lease_lapse(job):
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))


def made():
    return Problem.objects.filter(name="Made by the job").count()


def test_a_job_that_ends_well_is_done(job):
    slow(job.pk)
    assert (now_is(job), job.progress, job.attempts, job.run, job.lease_until) == ("done", 100, 1, None, None)
    assert made() == 1


def test_people_see_each_step(job):
    with running(job.pk) as run:
        run.step("Converting paper 3 of 20", progress=15)
        assert (now_is(job), job.step, job.progress) == ("running", "Converting paper 3 of 20", 15)


def test_a_step_renews_the_lease(job):
    with running(job.pk, lease=timedelta(seconds=50)) as run, clock.set_to(clock.now() + timedelta(seconds=40)):
        run.step("Still at it")
        job.refresh_from_db()
        assert job.lease_until == clock.now() + timedelta(seconds=50)


def test_what_a_person_can_mend_is_said_in_the_works_own_words(job):
    Job.objects.update(kind="tests.unusable")
    unusable(job.pk)
    assert (now_is(job), job.error) == ("failed", "Paper 3 is encrypted. Upload it again without a password.")


def test_what_a_model_refuses_is_said_too(job):
    with running(job.pk):
        raise ValidationError(["The file is empty.", "Choose another."])
    assert (now_is(job), job.error) == ("failed", "The file is empty. Choose another.")


def test_a_fault_is_a_plain_sentence_on_the_page_and_an_exception_in_the_log(job):
    with pytest.raises(ZeroDivisionError):
        faulty(job.pk)
    assert (now_is(job), job.error) == ("failed", FAULT)


def test_a_job_never_runs_twice_at_once(job):
    with running(job.pk), pytest.raises(LeaseLost):
        slow(job.pk)
    assert made() == 0


def test_a_finished_job_does_not_run_again_when_the_worker_is_told_twice(job):
    slow(job.pk)
    with pytest.raises(LeaseLost):
        slow(job.pk)
    assert made() == 1


def test_a_lost_job_is_given_to_the_worker_again(job):
    with pytest.raises(SystemExit), running(job.pk):
        raise SystemExit
    requeue_lost()
    assert now_is(job) == "running"
    let_the_lease_lapse(job)
    requeue_lost()
    assert (now_is(job), job.attempts) == ("queued", 1)


def test_a_run_that_wakes_after_losing_its_lease_stores_nothing(job):
    with pytest.raises(LeaseLost), running(job.pk) as sleeper:
        let_the_lease_lapse(job)
        requeue_lost()
        slow(job.pk)
        with transaction.atomic():
            sleeper.hold()
            Problem.objects.create(key="too-late", name="Made by the job")
    assert (now_is(job), made()) == ("done", 1)


def test_a_run_that_lost_its_lease_cannot_report_a_step_or_an_end(job):
    with pytest.raises(LeaseLost), running(job.pk) as sleeper:
        let_the_lease_lapse(job)
        requeue_lost()
        with running(job.pk):
            sleeper.step("I am still here")
    assert now_is(job) == "running"


def test_a_job_cut_short_five_times_is_given_up(job):
    for _ in range(5):
        with pytest.raises(SystemExit), running(job.pk):
            raise SystemExit
        let_the_lease_lapse(job)
        requeue_lost()
    assert (now_is(job), job.attempts, job.error) == ("failed", 5, GIVEN_UP)


def test_the_same_key_is_the_same_job(job, chair):
    assert queue("tests.slow", "a text", once="slow:1", by=chair) == job
    assert Job.objects.count() == 1


def test_jobs_without_a_key_are_each_their_own(secretary):
    assert queue("tests.slow", "x", once=None, by=secretary) != queue("tests.slow", "x", once=None, by=secretary)


def test_a_job_knows_the_row_that_it_is_about(secretary, board):
    job = queue("tests.slow", board, once=None, by=secretary)
    assert (job.subject, job.subject_pk, job.title) == (f"partners.body:{board.pk}", board.pk, "CCSP Board")
    assert list(Job.objects.about(board)) == [job]


def test_a_failed_job_can_be_tried_again_from_the_beginning(job, secretary):
    with pytest.raises(ZeroDivisionError):
        faulty(job.pk)
    again = retry(job, by=secretary)
    assert (again.state, again.attempts, again.error, again.finished_at) == ("queued", 0, "", None)
    slow(job.pk)
    assert now_is(job) == "done"


def test_a_done_job_cannot_be_tried_again(job, secretary):
    slow(job.pk)
    with pytest.raises(NotOpen, match="You cannot “try again” now: this job is “Done”"):
        retry(job, by=secretary)


def test_a_cancelled_run_stops_at_its_next_step(job, secretary):
    with pytest.raises(LeaseLost), running(job.pk) as run:
        cancel(job, by=secretary)
        run.step("And on we go")
    assert now_is(job) == "cancelled"


def test_a_job_cancelled_before_its_turn_does_not_run(job, secretary):
    cancel(job, by=secretary)
    with pytest.raises(LeaseLost):
        slow(job.pk)


def test_only_those_who_began_it_or_look_after_all_jobs_may_cancel_it(cast):
    job = queue("tests.slow", "x", once=None, by=cast.analyst)
    may = {name for name, person in cast.everybody.items() if person.has_perm("jobs.cancel_job", job)}
    assert may == {"analyst", "secretary"}
    with pytest.raises(PermissionDenied):
        cancel(job, by=cast.chair)


def test_a_dead_broker_stops_nobody(secretary, monkeypatch, django_capture_on_commit_callbacks):
    dead = Celery(set_as_current=False)
    dead.config_from_object("django.conf:settings", namespace="CELERY")
    dead.conf.broker_url = "redis+socket:///nowhere/redis.sock?virtual_host=0"
    monkeypatch.setattr(workflow, "current_app", dead)
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        job = queue("tests.slow", "x", once=None, by=secretary)
    assert time.monotonic() - began < 3
    assert now_is(job) == "queued"
    let_the_lease_lapse(job)
    with django_capture_on_commit_callbacks() as told:
        requeue_lost()
    assert len(told) == 1


def finished(job):
    return now_is(job) in Job.FINISHED


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_the_job(worker, secretary):
    with worker("tests.jobs.slow"):
        job = queue("tests.slow", "x", once=None, by=secretary)
        wait_until(lambda: finished(job))
    assert (job.state, job.attempts, made()) == ("done", 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_is_killed_is_finished_by_the_next_one(worker, secretary):
    with worker("tests.jobs.slow") as first:
        job = queue("tests.slow", "x", once=None, by=secretary, facts={"seconds": 10})
        wait_until(lambda: now_is(job) == "running" and job.progress >= 10)
        first.kill()
    assert now_is(job) == "running"
    Job.objects.update(lease_until=clock.now() - timedelta(seconds=1), facts={})
    with worker("tests.jobs.slow"):
        requeue_lost()
        wait_until(lambda: finished(job))
    assert (job.state, job.attempts, made()) == ("done", 2, 1)
