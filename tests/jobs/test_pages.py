"""The page of a job says truly how far it is, to those who may know."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.celery import app
from ccsp_portal.jobs.heartbeats import beat_heart, is_alive
from ccsp_portal.jobs.models import Job
from ccsp_portal.jobs.running import JobFailed, running
from ccsp_portal.jobs.tasks import heartbeat
from ccsp_portal.jobs.workflow import queue
from ccsp_portal.once.tokens import new_token
from tests.cast import make_person, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(analyst):
    return queue("tests.slow", "x", once=None, by=analyst, title="The pack of the Board", page_url="/meetings/12/")


def page(client, job, name="jobs:show_job", **headers):
    return client.get(reverse(name, args=[job.pk]), headers=headers)


def text(response):
    return " ".join(response.content.decode().split())


def press(client, job, name, person):
    return client.post(reverse(name, args=[job.pk]), {"form_token": new_token(person)})


def fail(job):
    with running(job.pk):
        raise JobFailed("Paper 3 is encrypted.")


def test_it_says_that_it_waits_for_its_turn(job, analyst, sign_in):
    heartbeat()
    assert "Waiting for the worker. It starts by itself." in text(page(sign_in(analyst), job))


def test_it_says_that_the_worker_has_not_been_seen(job, analyst, sign_in):
    with clock.set_to(datetime(2026, 12, 10, 14, 30, tzinfo=clock.LONDON)):
        beat_heart("worker")
    with clock.set_to(datetime(2026, 12, 10, 15, tzinfo=clock.LONDON)):
        shown = text(page(sign_in(analyst), job))
    assert "has not been seen since 2.30pm on Thursday 10 December 2026. Nothing is lost." in shown


def test_it_says_that_there_is_no_worker(job, analyst, sign_in):
    assert "Waiting: the background worker is not running. Nothing is lost." in text(page(sign_in(analyst), job))


def test_it_shows_the_step_and_asks_again_every_two_seconds(job, analyst, sign_in):
    with running(job.pk) as run:
        run.step("Converting paper 3 of 20", progress=15)
        shown = text(page(sign_in(analyst), job))
        polled = page(sign_in(analyst), job, "jobs:job_progress", **{"HX-Request": "true"})
    assert f'hx-get="/jobs/{job.pk}/progress?has_cancel=1" hx-trigger="every 2s"' in shown
    assert f'<label for="job-{job.pk}-bar">Converting paper 3 of 20</label>' in shown
    assert f'<progress id="job-{job.pk}-bar" max="100" value="15">15%</progress> 15%' in shown
    assert polled.status_code == 200
    assert "Converting paper 3 of 20" in text(polled)


def test_it_stops_asking_when_the_job_is_finished(job, analyst, sign_in):
    with running(job.pk):
        pass
    polled = page(sign_in(analyst), job, "jobs:job_progress", **{"HX-Request": "true"})
    assert polled.status_code == 286
    assert '<a class="govuk-link" href="/meetings/12/">See the result</a>' in text(polled)
    assert "hx-get" not in text(page(sign_in(analyst), job))


def test_it_takes_the_cancel_button_from_its_own_page_alone(job, analyst, sign_in):
    with running(job.pk):
        pass
    client, polled = sign_in(analyst), reverse("jobs:job_progress", args=[job.pk])
    assert f'id="job-{job.pk}-cancel" hx-swap-oob' in text(client.get(f"{polled}?has_cancel=1"))
    # a page of the job's subject has none
    assert "hx-swap-oob" not in text(client.get(polled))


def test_a_failed_job_says_why_and_offers_another_try(job, analyst, sign_in):
    fail(job)
    shown = text(page(sign_in(analyst), job))
    assert "Paper 3 is encrypted." in shown
    assert f'action="/jobs/{job.pk}/try-again"' in shown


def test_trying_again_queues_it_and_goes_back_to_its_subject(job, analyst, sign_in):
    fail(job)
    response = press(sign_in(analyst), job, "jobs:retry_job", analyst)
    job.refresh_from_db()
    assert (response.status_code, response["Location"], job.state) == (302, "/meetings/12/", "queued")


def test_trying_a_waiting_job_again_is_refused(job, analyst, sign_in):
    response = press(sign_in(analyst), job, "jobs:retry_job", analyst)
    assert response.status_code == 409
    assert "You cannot “try again” now: this job is “Waiting”." in text(response)


def test_it_can_be_cancelled(job, analyst, sign_in):
    press(sign_in(analyst), job, "jobs:cancel_job", analyst)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_only_those_who_began_it_or_look_after_all_jobs_see_it(job, cast, sign_in):
    statuses = {
        name: page(sign_in(person), job).status_code for name, person in cast.everybody.items() if name != "public"
    }
    assert {name for name, status in statuses.items() if status == 200} == {"analyst", "secretary"}
    assert set(statuses.values()) == {200, 404}
    assert page(sign_in(cast.public), job).status_code == 302


def test_others_can_neither_retry_nor_cancel_it(job, chair, sign_in):
    fail(job)
    for name in ("jobs:retry_job", "jobs:cancel_job"):
        assert press(sign_in(chair), job, name, chair).status_code == 404
    assert Job.objects.get().state == "failed"


def test_asking_again_after_signing_out_leads_to_the_sign_in_page(job, client):
    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/meetings/12/"}
    response = page(client, job, "jobs:job_progress", **here)
    assert (response.status_code, "Location" in response) == (200, False)
    assert response["HX-Redirect"] == "/account/sign-in/?next=/meetings/12/"


def test_a_refused_act_gives_htmx_a_part_of_a_page(job, analyst, sign_in):
    client = sign_in(analyst)
    address = reverse("jobs:retry_job", args=[job.pk])
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/meetings/12/?tab=papers"}
    response = client.post(address, {"form_token": new_token(analyst)}, headers=headers)
    assert response.status_code == 409
    assert "<html" not in text(response)
    assert 'href="/meetings/12/?tab=papers"' in text(response)


def test_a_process_is_alive_for_a_hundred_seconds():
    began = clock.now()
    with clock.set_to(began):
        beat_heart("beat")
    for seconds, alive in ((99, True), (100, False)):
        with clock.set_to(began + timedelta(seconds=seconds)):
            assert is_alive("beat") is alive
    assert is_alive("worker") is False


def test_every_task_of_the_timetable_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


@pytest.mark.parametrize("finish", [False, True])
def test_the_page_costs_the_same_whatever_its_state(job, analyst, sign_in, finish, django_assert_max_num_queries):
    client = sign_in(analyst)
    if finish:
        fail(job)
    with django_assert_max_num_queries(8):
        page(client, job)


def test_another_body_s_secretary_sees_nothing_of_it(job, partnership, sign_in):
    """What went wrong names papers, which may be private."""
    fail(job)
    seat = make_seat(partnership.group, partnership.organisations["fire"], "secretary", role="secretary")
    client = sign_in(make_person("Ewa Nowak", seat))
    assert page(client, job).status_code == 404
    assert page(client, job, "jobs:job_progress").status_code == 404
    assert client.get(reverse("home:list_failed_work")).status_code == 403
