"""A visitor is told in one query that nothing has changed; what was drawn for a person is kept by nobody."""

from datetime import date

import pytest
from django.db import connection

from ccsp_portal.freshness import state_of
from partners.models import Body, Problem

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.freshness.urls")]


def test_a_visitor_who_has_the_page_is_told_that_nothing_changed(client, partnership, django_assert_num_queries):
    first = client.get("/problems")
    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first["Vary"] == "Cookie"
    with django_assert_num_queries(1):
        again = client.get("/problems", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda: Problem.objects.filter(key="crime").update(name="Crime of all kinds"), id="changed"),
        pytest.param(lambda: Problem.objects.create(key="fraud", name="Fraud", position=9), id="added"),
        pytest.param(lambda: Body.objects.filter(kind="board").update(name="The Board"), id="another table"),
        pytest.param(
            lambda: connection.cursor().execute("UPDATE partners_problem SET name = 'x' WHERE key = 'crime'"), id="raw"
        ),
    ],
)
def test_a_change_by_any_way_draws_the_page_again(client, partnership, change):
    mark = client.get("/problems")["ETag"]
    change()
    again = client.get("/problems", headers={"If-None-Match": mark})
    assert again.status_code == 200
    assert again["ETag"] != mark


def test_a_row_of_which_the_page_says_nothing_changes_nothing(client, partnership):
    mark = client.get("/problems")["ETag"]
    Body.objects.filter(kind="delivery group").update(name="Another name")
    assert client.get("/problems", headers={"If-None-Match": mark}).status_code == 304


def test_the_next_day_draws_the_page_again(client, partnership, clock_at):
    with clock_at(date(2027, 3, 1)):
        mark = client.get("/problems")["ETag"]
    with clock_at(date(2027, 3, 2)):
        assert client.get("/problems", headers={"If-None-Match": mark}).status_code == 200


def test_rows_that_are_gone_are_told_from_rows_that_stand(partnership):
    before = state_of([Problem.objects.all()])
    assert state_of([Problem.objects.exclude(key="crime")]) != before
    assert state_of([Problem.objects.all()]) == before
    assert state_of([Problem.objects.none()]) == []


def test_what_is_drawn_for_somebody_who_is_signed_in_is_kept_by_nobody(sign_in, secretary):
    for address in ("/plain", "/problems"):
        response = sign_in(secretary).get(address)
        assert response["Cache-Control"] == "private, no-store"
        assert not response.has_header("ETag")


def test_a_member_is_never_answered_from_what_the_public_was_sent(client, sign_in, partnership, secretary):
    mark = client.get("/problems")["ETag"]
    assert sign_in(secretary).get("/problems", headers={"If-None-Match": mark}).status_code == 200


def test_a_visitor_who_is_about_to_be_told_something_gets_the_page_drawn(client, partnership):
    mark = client.get("/problems")["ETag"]
    client.cookies["messages"] = "anything"
    response = client.get("/problems", headers={"If-None-Match": mark})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
