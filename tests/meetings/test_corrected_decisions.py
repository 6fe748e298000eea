"""What was put right in the minutes of an item stands beside the decisions on it: who reads one reads the other."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Decision, Minutes
from meetings.workflow.publication import Correction, correct_minutes
from tests.meetings.conftest import text_of
from tests.meetings.publishing import HIDDEN

REGISTER = reverse("meetings:list_decisions")
SAID = "In 1.1, for plan read <b>draft</b> plan."


@pytest.fixture
def decision(approved, item):
    return Decision.objects.get(item=item)


def test_a_correction_agreed_with_the_minutes_stands_beside_the_decision(decision, client):
    page = text_of(client.get(decision.get_absolute_url()))
    assert f"Correction to the minutes of this item , agreed by the meeting of Friday 11 June 2027: {SAID}" in page
    assert "The meeting ended at 4pm." not in page
    assert f"Correction , 11 June 2027: {SAID}" in text_of(client.get(REGISTER))
    table = client.get(reverse("meetings:export_decisions")).content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(table))
    assert row["Corrections to its minutes"] == SAID


def test_one_found_later_draws_the_pages_again_and_says_when(decision, item, secretary, client):
    marks = {address: client.get(address)["ETag"] for address in (decision.get_absolute_url(), REGISTER)}
    version = Minutes.objects.get().version
    later = [Correction("For three years read five.", item)]
    correct_minutes(decision.item.meeting.minutes, corrections=later, reason="A slip", version=version, by=secretary)
    for address, mark in marks.items():
        answer = client.get(address, headers={"If-None-Match": mark})
        assert "For three years read five." in text_of(answer)
    assert "recorded on Thursday 11 March 2027: For three years" in text_of(client.get(decision.get_absolute_url()))


def test_a_correction_to_a_private_item_is_for_its_readers(approved, private_item, cast, sign_in):
    hidden = Decision.objects.get(item=private_item)
    for name, person in cast.everybody.items():
        page = sign_in(person).get(hidden.get_absolute_url())
        assert (HIDDEN in page.content.decode()) == (page.status_code == 200), name
        reads = page.status_code == 200
        assert (HIDDEN in sign_in(person).get(REGISTER).content.decode()) == reads, name


def test_they_cost_one_query_however_many_there_are(decision, item, secretary, client):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(decision.get_absolute_url(), headers={"If-None-Match": ""})
        return len(asked)

    before = cost()
    version = Minutes.objects.get().version
    more = [Correction(f"Correction {number}", item) for number in range(3)]
    correct_minutes(decision.item.meeting.minutes, corrections=more, reason="A slip", version=version, by=secretary)
    assert cost() == before
