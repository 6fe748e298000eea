"""A visitor is told in one query that nothing has changed; what was drawn for a person is kept by nobody."""

from datetime import date, datetime

import pytest
from django.db import connection

from ccsp_portal import clock
from ccsp_portal.freshness import PAGES, state_of
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


def test_the_next_visitor_is_sent_what_was_drawn_for_the_last(client, partnership, django_assert_num_queries):
    first = client.get("/problems")
    with django_assert_num_queries(1):
        second = client.get("/problems")
    assert (second.status_code, second.content) == (200, first.content)
    assert second.headers == first.headers


def test_a_page_that_says_what_comes_next_is_drawn_again_within_a_quarter_of_an_hour(client, partnership):
    drawn = []
    for minute in (0, 14, 15):
        with clock.set_to(datetime(2027, 3, 1, 12, minute, tzinfo=clock.LONDON)):
            drawn.append(client.get("/problems")["ETag"])
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_form_is_drawn_for_each_visitor_and_kept_by_nobody(client, partnership):
    tokens = set()
    for _ in range(2):
        client.cookies.clear()
        page = client.get("/form")
        assert page["Cache-Control"] == "private, no-store"
        assert not page.has_header("ETag")
        tokens.add(page.content)
    assert len(tokens) == 2


def test_a_part_of_a_page_is_not_shown_to_others_as_the_whole(client, partnership):
    assert client.get("/part", headers={"HX-Request": "true"}).content == b"a part"
    assert client.get("/part").content == b"the whole"


def test_a_page_under_another_name_of_the_host_is_another_page(client, partnership):
    marks = {client.get("/problems", headers={"host": host})["ETag"] for host in ("localhost", "127.0.0.1")}
    assert len(marks) == 2


def test_no_more_pages_are_kept_than_were_meant_to_be(client, partnership):
    for number in range(60):
        client.get(f"/problems?page={number}")
    assert len(PAGES) == 50


def test_a_member_is_never_answered_from_what_the_public_was_sent(client, sign_in, partnership, secretary):
    mark = client.get("/problems")["ETag"]
    assert sign_in(secretary).get("/problems", headers={"If-None-Match": mark}).status_code == 200


def test_a_visitor_who_is_about_to_be_told_something_gets_the_page_drawn(client, partnership):
    mark = client.get("/problems")["ETag"]
    client.cookies["messages"] = "anything"
    response = client.get("/problems", headers={"If-None-Match": mark})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
