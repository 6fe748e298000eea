"""The front page: who the partnership is, what comes next, and whether it keeps its promises."""

from datetime import date

import pytest
from django.conf import settings as installed
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from tests.factories import make_item, make_meeting

FRONT = "/"

pytestmark = pytest.mark.django_db


def test_the_front_page_says_who_we_are_and_what_we_promised(client, assessment, plan, words):
    said = words(client.get(FRONT))
    assert "Working together for a safer Coventry" in said
    assert "Crime Disorder Anti-social behaviour Drugs and alcohol Reoffending" in said
    assert "is in force from April 2026 to March 2029" in said
    assert "Of its 3 commitments, 1 is complete, 1 is under way and 1 is late ." in said
    assert "Strategic Assessment 2026 , on November 2025 to October 2026" in said
    assert "West Midlands Fire and Rescue Authority" in said


def test_what_was_published_last_stands_first(client, assessment, plan, held, words):
    said = words(client.get(FRONT))
    latest = said[said.index("Latest") : said.index("Who we are")]
    order = ["Partnership plan", "Strategic assessment", "Draft minutes", "Agenda and papers"]
    assert sorted(order, key=latest.index) == order
    assert "Wednesday 20 January 2027" in latest


def test_an_empty_installation_says_what_is_not_there_yet(client, db, words):
    said = words(client.get(FRONT))
    assert "No plan that is in force has been published here yet." in said
    assert "No strategic assessment has been published here yet." in said
    assert "Nothing has been published yet." in said
    assert "The partners have not been entered yet." in said


def test_another_partnership_needs_a_profile_and_no_code(client, db, settings, words):
    settings.PORTAL_PROFILE = installed.BASE_DIR / "profiles" / "fenwick-and-marsh.toml"
    page = client.get(FRONT)
    assert "Working together for a safer Fenwick and Marsh" in words(page)
    assert "Coventry" not in page.content.decode()
    for name in ("accessibility", "privacy", "cookies", "contact"):
        assert "Coventry" not in client.get(reverse(f"public:{name}")).content.decode()


def test_the_public_learns_of_a_meeting_when_its_agenda_goes_out(
    client, sign_in, board, secretary, on_a_day_in_february, words
):
    meeting = make_meeting(board, secretary, day=date(2027, 3, 11))
    for person in (secretary, AnonymousUser()):
        assert "11 March 2027" not in sign_in(person).get(FRONT).content.decode()
    meeting.state, meeting.circulated_at = "circulated", meeting.starts_at
    meeting.save()
    assert "CCSP Board : 2pm on Thursday 11 March 2027, Council House" in words(client.get(FRONT))


def test_a_cancelled_meeting_is_not_next(client, board, secretary, on_a_day_in_february, words):
    made = {"cancelled_at": "2027-01-30T10:00Z", "cancelled_by": secretary, "cancelled_reason": "Snow"}
    make_meeting(board, secretary, state="cancelled", circulated_at="2027-01-20T10:00Z", **made)
    said = words(client.get(FRONT))
    assert "None is at the moment." in said
    assert "Cancelled meeting: CCSP Board, 11 March 2027" in said


def test_somebody_signed_in_is_led_to_their_own_page_and_the_page_is_kept_by_nobody(sign_in, secretary):
    page = sign_in(secretary).get(FRONT)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"


def test_the_front_page_costs_the_same_with_one_meeting_and_with_ten(
    client, board, secretary, assessment, plan, django_assert_num_queries
):
    for day in range(1, 11):
        make_item(make_meeting(board, secretary, day=date(2027, 3, day), state="circulated"))
    with django_assert_num_queries(12):
        page = client.get(FRONT)
    with django_assert_num_queries(1):
        assert client.get(FRONT, headers={"If-None-Match": page["ETag"]}).status_code == 304


@pytest.mark.parametrize("change", ["meeting", "minutes", "plan", "commitment", "partner"])
def test_whatever_the_front_page_shows_draws_it_again_when_it_changes(client, assessment, plan, held, change):
    rows = {
        "meeting": held.meeting,
        "minutes": held.meeting.minutes,
        "plan": plan.plan,
        "commitment": plan.commitments.first().commitment,
        "partner": held.meeting.body.seats.first().organisation,
    }
    mark = client.get(FRONT)["ETag"]
    rows[change].save()
    assert client.get(FRONT, headers={"If-None-Match": mark}).status_code == 200
