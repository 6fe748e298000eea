"""A double click is one act, and both clicks are shown what came of it."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import signing
from django.db import connection
from django.test import Client

from ccsp_portal import clock
from ccsp_portal.once.models import FormToken
from ccsp_portal.once.tasks import forget_old_tokens
from ccsp_portal.once.tokens import SALT, new_token
from partners.models import Problem

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.once.urls")]


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def names():
    return list(Problem.objects.values_list("name", flat=True))


def test_the_page_carries_a_new_token_each_time(client):
    pages = [client.get("/add").content.decode() for _ in range(2)]
    tokens = [re.search(r'name="form_token" value="([^"]+)"', page)[1] for page in pages]
    assert tokens[0] != tokens[1]
    assert FormToken.objects.count() == 0


def test_the_second_click_gets_the_first_outcome(client):
    sent = {"form_token": new_token(), "name": "Fly-tipping"}
    first, second = client.post("/add", sent), client.post("/add", sent)
    assert names() == ["Fly-tipping"]
    assert (first.status_code, first["Location"]) == (302, "/problems/1")
    assert (second.status_code, second["Location"]) == (302, "/problems/1")
    assert messages_of(second)[-1] == "Problem <b>1</b> added"


def test_an_htmx_form_is_sent_to_the_same_page_again(client):
    sent = {"form_token": new_token(), "name": "Fly-tipping", "htmx": "1"}
    first, second = client.post("/add", sent), client.post("/add", sent)
    assert names() == ["Fly-tipping"]
    assert (first["HX-Redirect"], second["HX-Redirect"]) == ("/problems/1", "/problems/1")


def test_two_forms_are_two_acts(client):
    for _ in range(2):
        client.post("/add", {"form_token": new_token(), "name": "Fly-tipping"})
    assert names() == ["Fly-tipping", "Fly-tipping"]


def test_one_token_sent_to_two_addresses_is_two_acts(client):
    sent = {"form_token": new_token(), "name": "Fly-tipping"}
    client.post("/add", sent)
    client.post("/add-elsewhere", sent)
    client.post("/add?of=another", sent)
    assert names() == ["Fly-tipping"] * 3


def test_a_form_to_correct_can_be_sent_again(client):
    token = new_token()
    assert client.post("/add", {"form_token": token, "name": ""}).status_code == 422
    assert client.post("/add", {"form_token": token, "name": "Fly-tipping"}).status_code == 302
    assert names() == ["Fly-tipping"]


def test_a_refused_act_leaves_nothing_and_frees_its_token(client):
    token = new_token()
    assert client.post("/add", {"form_token": token, "name": "too late"}).status_code == 409
    assert names() == []
    assert client.post("/add", {"form_token": token, "name": "Fly-tipping"}).status_code == 302


# made when the test runs: a token says when it was made, and the workers must collect tests of the same names
BAD = {
    "none": lambda: "",
    "nonsense": lambda: "nonsense",
    "three parts": lambda: "a:b:c",
    "a letter more": lambda: new_token() + "x",
    "of another page": lambda: signing.dumps(["x", 0], salt="another"),
    "no pair": lambda: signing.dumps(7, salt=SALT),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_post_without_a_good_token_does_nothing(client, bad):
    response = client.post("/add", {"form_token": BAD[bad](), "name": "Fly-tipping"})
    assert response.status_code == 400
    assert "Go back, reload the page and try again." in response.content.decode()
    assert names() == []


def test_a_token_is_good_only_for_the_person_for_whom_the_page_was_drawn(client, secretary, chair, sign_in):
    before = Problem.objects.count()
    response = sign_in(chair).post("/add", {"form_token": new_token(secretary), "name": "Fly-tipping"})
    assert (response.status_code, Problem.objects.count()) == (400, before)


def test_a_page_opened_before_signing_in_still_works_after(secretary, sign_in):
    response = sign_in(secretary).post("/add", {"form_token": new_token(), "name": "Fly-tipping"})
    assert response.status_code == 302


def test_a_token_older_than_a_fortnight_is_refused(client, monkeypatch):
    token = new_token()
    later = clock.now() + timedelta(days=14, seconds=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert client.post("/add", {"form_token": token, "name": "Fly-tipping"}).status_code == 400


def test_old_tokens_are_forgotten_and_recent_ones_kept():
    for days in (16, 14):
        sent_at = clock.now() - timedelta(days=days)
        FormToken.objects.create(key=str(days), path="/add", claim="0" * 32, sent_at=sent_at)
    forget_old_tokens()
    assert list(FormToken.objects.values_list("key", flat=True)) == ["14"]


def post_in_a_thread(sent):
    try:
        return Client().post("/add", sent)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_act():
    sent = {"form_token": new_token(), "name": "Fly-tipping", "seconds": "0.5"}
    with ThreadPoolExecutor(2) as clicks:
        responses = list(clicks.map(post_in_a_thread, [sent, sent]))
    assert names() == ["Fly-tipping"]
    assert [(response.status_code, response["Location"]) for response in responses] == [(302, "/problems/1")] * 2
    assert [messages_of(response) for response in responses] == [["Problem <b>1</b> added"]] * 2


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_clicks_acts_when_the_first_is_refused():
    token = new_token()
    late = {"form_token": token, "name": "too late", "seconds": "1"}
    with ThreadPoolExecutor(2) as clicks:
        refused = clicks.submit(post_in_a_thread, late)
        time.sleep(0.3)
        done = clicks.submit(post_in_a_thread, late | {"name": "Fly-tipping", "seconds": "0"})
        statuses = sorted([refused.result().status_code, done.result().status_code])
    assert (statuses, names()) == ([302, 409], ["Fly-tipping"])


def test_a_click_costs_these_queries(client, django_assert_num_queries):
    sent = {"form_token": new_token(), "name": "Fly-tipping"}
    # savepoint, token, its row, count, insert, outcome, release
    with django_assert_num_queries(7):
        client.post("/add", sent)
    # savepoint, token, its row, release
    with django_assert_num_queries(4):
        client.post("/add", sent)
