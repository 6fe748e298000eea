"""The list of sign-ins: for the Board's secretary and the auditor."""

import csv
import io
from datetime import timedelta

import pytest

from ccsp_portal import clock
from partners.models import SignIn

PAGE, TABLE = "/partners/sign-ins/", "/partners/sign-ins/table/"


def write(person=None, *, outcome="let in", days_ago=0, device="A telephone", **more):
    at = clock.now() - timedelta(days=days_ago)
    return SignIn.objects.create(person=person, at=at, way="password", outcome=outcome, device=device, **more)


def test_the_secretary_finds_it_from_home_and_sees_who_was_refused(sign_in, secretary, chair, words):
    write(chair, second="totp", address="192.0.2.7")
    write(chair, outcome="wrong")
    write(outcome="unknown")
    client = sign_in(secretary)
    assert f'href="{PAGE}"' in client.get("/home/").content.decode()
    page = words(client.get(PAGE))
    assert "3 sign-ins" in page
    assert "signed in by password and code of an app, from 192.0.2.7" in page
    assert "refused (wrong password or code) by password" in page
    assert "Somebody," in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Rosa Whitfield", "Grace Éloi"}),
        ("?words=eloi", {"Grace Éloi"}),
        ("?words=rosa+white", set()),
        ("?refused=only", {"Grace Éloi"}),
        ("?days=366", {"Rosa Whitfield", "Grace Éloi", "Daniel Okafor"}),
        ("?days=x&refused=y&page=z", {"Rosa Whitfield", "Grace Éloi"}),
    ],
)
def test_it_is_narrowed_by_name_time_and_refusal(sign_in, cast, query, found):
    write(cast.chair)
    write(cast.auditor, outcome="wrong")
    write(cast.police_lead, days_ago=40)
    page = sign_in(cast.auditor).get(PAGE + query)
    assert {each.person.name for each in page.context["page"]} == found


def test_the_table_holds_the_same_and_no_formula(sign_in, auditor, chair):
    write(chair, device='=cmd|"/c calc"!A1', address="192.0.2.7")
    write(outcome="unknown", days_ago=40)
    answer = sign_in(auditor).get(TABLE)
    headings, row = csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff")))
    assert headings[:5] == ["When", "Who", "By", "Second factor", "What came of it"]
    assert row[1:6] == ["Rosa Whitfield", "password", "", "signed in", "192.0.2.7"]
    assert row[6].startswith("'=")


def test_an_empty_list_says_what_to_do(sign_in, secretary, words):
    assert "Try another name, or a longer time." in words(sign_in(secretary).get(PAGE))


@pytest.mark.parametrize("count", [1, 3])
def test_what_it_costs(sign_in, secretary, cast, count, django_assert_num_queries):
    for person in [cast.chair, cast.auditor, cast.observer][:count]:
        write(person)
    client = sign_in(secretary)
    client.get(PAGE)
    with django_assert_num_queries(4):
        client.get(PAGE)


def test_a_browser_has_its_name_and_what_it_said_is_for_the_auditor(sign_in, secretary, auditor, chair, words):
    said = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"
    write(chair, address="192.0.2.7", device=said)
    assert said in words(sign_in(auditor).get(PAGE))
    for person, page in ((secretary, PAGE), (chair, "/account/sessions/")):
        shown = words(sign_in(person).get(page))
        assert "from 192.0.2.7 Firefox on Windows" in shown
        assert "Mozilla/5.0" not in shown
