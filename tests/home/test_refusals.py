"""Who was refused a page is told by the history, once, and with no secret of the page's address."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.history.models import Refusal
from ccsp_portal.once.tokens import new_token

HISTORY = "/home/history/"


def test_a_refusal_is_told_by_the_history(sign_in, secretary, cast, words):
    assert sign_in(cast.police_lead).get("/home/permissions/").status_code == 403
    refused = Refusal.objects.get()
    assert (refused.person, refused.method, refused.page) == (cast.police_lead, "GET", "/home/permissions/")
    told = f"{cast.police_lead.name} was refused: the page “/home/permissions/”."
    asked = {"kind": "history.refusal", "person": cast.police_lead.pk}
    assert told in words(sign_in(secretary).get(HISTORY, asked))


def test_an_act_that_is_refused_is_told_with_its_page(sign_in, cast):
    token = new_token(cast.observer)
    assert sign_in(cast.observer).get(reverse("partners:review_access")).status_code == 403
    assert sign_in(cast.observer).post(reverse("partners:review_access"), {"form_token": token}).status_code == 403
    assert [each.method for each in Refusal.objects.all()] == ["POST", "GET"]


def test_what_is_allowed_or_not_to_be_found_is_no_refusal(sign_in, cast):
    assert sign_in(cast.police_lead).get("/home/").status_code == 200
    assert sign_in(cast.police_lead).get("/meetings/999999/").status_code == 404
    assert not Refusal.objects.exists()


def test_who_is_not_signed_in_is_asked_to_and_not_noted(client, db):
    assert client.get("/home/permissions/").status_code == 302
    assert not Refusal.objects.exists()


def test_who_asks_on_and_on_fills_no_history_and_it_says_that_there_was_more(sign_in, cast):
    person = sign_in(cast.police_lead)
    for _ in range(102):
        assert person.get("/home/permissions/").status_code == 403
    pages = [each.page for each in Refusal.objects.order_by("pk")]
    assert len(pages) == 100
    assert pages[-2:] == ["/home/permissions/", "/home/permissions/ (more were refused within the hour)"]
    Refusal.objects.update(refused_at=clock.now() - timedelta(hours=1, seconds=1))
    person.get("/home/permissions/")
    assert Refusal.objects.count() == 101


def test_a_refusal_costs_one_insert(sign_in, cast):
    person = sign_in(cast.police_lead)
    person.get("/home/permissions/")
    with CaptureQueriesContext(connection) as asked:
        person.get("/home/permissions/")
    assert [query["sql"].count("INSERT INTO") for query in asked.captured_queries].count(1) == 1
