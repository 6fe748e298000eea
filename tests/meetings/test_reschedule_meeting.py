"""The secretary moves a meeting to another time or place."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.models import Meeting
from meetings.workflow.scheduling import cancel
from tests.meetings.conftest import NOW, boxes, text_of


@pytest.fixture
def url(meeting):
    return reverse("meetings:reschedule_meeting", args=[meeting.pk])


ANSWERS = {
    "starts": "2pm",
    "ends": "4pm",
    "venue": "Friargate",
    "joining_link": "",
    "access_notes": "",
    "version": "1",
    "tell": "now",
    **boxes("day", date(2027, 6, 17)),
}


def test_she_sees_what_changes_before_anybody_is_told(url, post, secretary):
    page = text_of(post(secretary, url, ANSWERS))
    assert "It is Thursday 10 June 2027, 2pm to 4pm. It will be Thursday 17 June 2027, 2pm to 4pm." in page
    assert "The venue is Council House. It will be Friargate." in page
    assert Meeting.objects.get().sequence == 0


def test_of_what_is_due_only_what_changes_is_shown(url, post, secretary):
    same = "Papers, the agenda and the minutes are due on the same days as before."
    table = "What is due, before and after"
    moved = text_of(post(secretary, url, ANSWERS))
    assert (table in moved, same in moved, "The same" in moved) == (True, False, False)
    elsewhere = text_of(post(secretary, url, ANSWERS | boxes("day", date(2027, 6, 10))))
    assert (table in elsewhere, same in elsewhere) == (False, True)


def test_confirming_moves_the_meeting(url, post, secretary):
    assert post(secretary, url, ANSWERS | {"confirmed": "yes"}).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.day, meeting.venue, meeting.sequence) == (date(2027, 6, 17), "Friargate", 1)
    assert meeting.date_reasons == ["Chosen by Asha Patel in place of Thursday 10 June 2027."]


def test_another_venue_leaves_the_reasons_for_the_date(url, post, meeting, secretary):
    post(secretary, url, ANSWERS | boxes("day", date(2027, 6, 10)) | {"confirmed": "yes"})
    moved = Meeting.objects.get()
    assert (moved.venue, moved.sequence, moved.date_reasons) == ("Friargate", 1, meeting.date_reasons)


def test_nothing_different_is_said(url, post, secretary):
    page = post(secretary, url, ANSWERS | boxes("day", date(2027, 6, 10)) | {"venue": "Council House"})
    assert page.status_code == 422
    assert "Nothing is different. Change the date, a time, the venue or the link." in text_of(page)


def test_a_version_that_no_meeting_has_however_long_is_one_that_is_out_of_date(url, post, secretary):
    assert post(secretary, url, ANSWERS | {"version": "1" * 5000, "confirmed": "yes"}).status_code == 409


def test_the_second_of_two_secretaries_is_told_and_changes_nothing(url, post, secretary):
    post(secretary, url, ANSWERS | {"confirmed": "yes"})
    page = post(secretary, url, ANSWERS | boxes("day", date(2027, 6, 24)) | {"confirmed": "yes"})
    assert page.status_code == 409
    assert Meeting.objects.get().day == date(2027, 6, 17)


def test_it_is_too_late_once_the_meeting_has_opened(url, sign_in, post, secretary):
    Meeting.objects.update(state="in session", circulated_at=NOW, opened_at=NOW)
    assert sign_in(secretary).get(url).status_code == 409
    assert post(secretary, url, ANSWERS | {"confirmed": "yes"}).status_code == 409
    assert Meeting.objects.get().sequence == 0


def test_it_is_too_late_once_the_meeting_is_cancelled(url, sign_in, meeting, secretary):
    cancel(meeting, reason="Local elections", by=secretary)
    assert sign_in(secretary).get(url).status_code == 409


def test_only_the_secretary_may(url, sign_in, post, cast):
    for name, person in cast.everybody.items():
        expected = {"secretary": 200, "public": 302, "former_member": 404}.get(name, 403)
        assert sign_in(person).get(url).status_code == expected, name
        assert post(person, url, ANSWERS).status_code == expected, name
    assert Meeting.objects.get().sequence == 0


def test_what_it_costs(url, sign_in, secretary, django_assert_num_queries):
    client = sign_in(secretary)
    with django_assert_num_queries(3):
        client.get(url)
