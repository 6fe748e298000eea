"""The secretary calls a meeting off."""

import pytest
from django.urls import reverse

from meetings.models import Meeting
from tests.meetings.conftest import NOW, text_of


@pytest.fixture
def url(meeting):
    return reverse("meetings:cancel_meeting", args=[meeting.pk])


def test_the_page_says_how_many_are_told(url, sign_in, secretary):
    assert "11 people are told why, by email" in text_of(sign_in(secretary).get(url))


def test_cancelling_keeps_the_meeting_and_its_reason(url, post, sign_in, secretary):
    assert post(secretary, url, {"reason": "Local elections"}).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.cancelled_reason) == ("cancelled", "Local elections")
    page = text_of(sign_in(secretary).get(reverse("meetings:show_meeting", args=[meeting.pk])))
    assert "This meeting is cancelled: Local elections" in page


def test_a_reason_is_asked_for(url, post, secretary):
    page = post(secretary, url, {"reason": " "})
    assert page.status_code == 422
    assert "Enter why the meeting is cancelled" in text_of(page)
    assert Meeting.objects.get().state == "convened"


def test_it_is_too_late_once_the_meeting_has_opened(url, sign_in, post, secretary):
    Meeting.objects.update(state="in session", circulated_at=NOW, opened_at=NOW)
    assert sign_in(secretary).get(url).status_code == 409
    assert post(secretary, url, {"reason": "Local elections"}).status_code == 409
    assert Meeting.objects.get().state == "in session"


def test_only_the_secretary_may(url, sign_in, post, cast):
    for name, person in cast.everybody.items():
        if name == "secretary":
            continue
        expected = {"public": 302, "former_member": 404}.get(name, 403)
        assert sign_in(person).get(url).status_code == expected, name
        assert post(person, url, {"reason": "Local elections"}).status_code == expected, name
    assert Meeting.objects.get().state == "convened"


def test_what_it_costs(url, sign_in, secretary, django_assert_num_queries):
    client = sign_in(secretary)
    with django_assert_num_queries(5):
        client.get(url)
