"""Seats say whether they will be at a meeting."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.workflow import Conflict
from meetings.models import Meeting, Reply
from meetings.workflow.replies import reply
from meetings.workflow.scheduling import cancel, reschedule
from tests.cast import make_person
from tests.meetings.conftest import NOW, sitting, text_of


@pytest.fixture
def seats(partnership):
    return partnership.seats


@pytest.fixture
def url(meeting, seats):
    return reverse("meetings:reply_to_meeting", args=[meeting.pk, seats["police"].pk])


def answers(answer, **more):
    return {"answer": answer, "sequence": "0", "note": "", **more}


def test_a_member_says_they_are_coming(url, post, police_lead, meeting, seats):
    response = post(police_lead, url, answers("attending", note="I will join online"))
    assert response.url == reverse("meetings:show_meeting", args=[meeting.pk])
    given = Reply.objects.get()
    assert (given.seat, given.answer, given.note, given.sequence, given.replied_by, given.replied_at) == (
        seats["police"],
        "attending",
        "I will join online",
        0,
        police_lead,
        NOW,
    )


def test_the_latest_reply_of_a_seat_stands(url, post, police_lead, deputy):
    post(police_lead, url, answers("attending"))
    chosen = deputy.appointments.get()
    post(police_lead, url, answers("deputy", deputy=str(chosen.pk)))
    assert Reply.objects.get().deputy == chosen
    post(deputy, url, answers("apologies", deputy=str(chosen.pk)))
    given = Reply.objects.get()
    assert (given.answer, given.deputy, given.replied_by) == ("apologies", None, deputy)


def test_the_page_keeps_the_last_reply(url, post, sign_in, police_lead):
    post(police_lead, url, answers("apologies", note="On leave"))
    page = sign_in(police_lead).get(url).content.decode()
    assert 'value="apologies" checked' in page
    assert 'value="On leave"' in page


def test_a_person_with_two_seats_replies_for_each(post, sign_in, two_seats, meeting, seats):
    for key, answer in (("probation", "attending"), ("health", "apologies")):
        address = reverse("meetings:reply_to_meeting", args=[meeting.pk, seats[key].pk])
        assert post(two_seats, address, answers(answer)).status_code == 302
    assert {given.seat.key: given.answer for given in Reply.objects.all()} == {
        "board-probation": "attending",
        "board-health": "apologies",
    }
    page = text_of(sign_in(two_seats).get(reverse("meetings:show_meeting", args=[meeting.pk])))
    assert "Your reply for Head of probation delivery unit, Probation" in page
    assert "Your reply for Director of partnerships, Integrated Care Board" in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"answer": "", "sequence": "0"}, "Select whether you will be there"),
        ({"answer": "perhaps", "sequence": "0"}, "Select"),
        ({"answer": "deputy", "sequence": "0"}, "Select which deputy you are sending"),
        ({"answer": "deputy", "deputy": "999999", "sequence": "0"}, "Select"),
        ({"answer": "attending", "note": "x" * 301, "sequence": "0"}, "300 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said(url, post, police_lead, deputy, sent, sentence):
    page = post(police_lead, url, sent)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert Reply.objects.count() == 0


def test_a_seat_without_deputies_is_told_how_to_send_one(sign_in, council_officer, meeting, seats):
    address = reverse("meetings:reply_to_meeting", args=[meeting.pk, seats["council"].pk])
    page = text_of(sign_in(council_officer).get(address))
    assert "To send one, ask the secretary to appoint them first." in page
    assert "No, send a deputy" not in page and "Which deputy?" not in page


def test_a_deputy_whose_days_end_before_the_meeting_can_not_be_sent(meeting, seats, cast):
    leaving = make_person("Ola Lindqvist", seats["police"], kind="deputy", to_on=date(2027, 6, 9)).appointments.get()
    with pytest.raises(ValidationError, match="Choose one of the deputies"):
        reply(meeting, seats["police"], "deputy", deputy=leaving, by=cast.police_lead)
    other = make_person("Ivy Chen", seats["fire"], kind="deputy").appointments.get()
    with pytest.raises(ValidationError, match="Choose one of the deputies"):
        reply(meeting, seats["police"], "deputy", deputy=other, by=cast.police_lead)


def test_the_secretary_records_a_reply_that_came_by_telephone(url, post, sign_in, secretary, meeting):
    assert "by other means" in text_of(sign_in(secretary).get(url))
    response = post(secretary, url, answers("apologies"))
    assert response.url == reverse("meetings:show_replies", args=[meeting.pk])
    assert Reply.objects.get().replied_by == secretary


def test_nobody_else_replies_for_a_seat(url, sign_in, post, cast):
    may = {"police_lead", "deputy", "secretary"}
    for name, person in cast.everybody.items():
        refused = {"public": 302, "former_member": 404}.get(name, 403)
        assert sign_in(person).get(url).status_code == (200 if name in may else refused), name
        if name not in may:
            assert post(person, url, answers("attending")).status_code == refused, name
    assert Reply.objects.count() == 0


def test_a_seat_of_another_body_or_none_is_not_found(sign_in, police_lead, meeting, seats):
    client = sign_in(police_lead)
    for seat in (999999, seats["auditor"].pk):
        assert client.get(reverse("meetings:reply_to_meeting", args=[meeting.pk, seat])).status_code == 404


def test_a_deputy_can_not_reply_the_day_after_they_leave(url, sign_in, deputy):
    deputy.appointments.update(to_on=clock.today())
    assert sign_in(deputy).get(url).status_code == 200
    with clock.set_to(NOW + timedelta(days=1)):
        assert sign_in(deputy).get(url).status_code == 404


@pytest.mark.parametrize("state", ["in session", "concluded"])
def test_it_is_too_late_once_the_meeting_has_opened(url, sign_in, post, police_lead, state):
    Meeting.objects.update(state=state, circulated_at=NOW, opened_at=NOW, concluded_at=NOW)
    assert sign_in(police_lead).get(url).status_code == 409
    assert post(police_lead, url, answers("attending")).status_code == 409
    assert Reply.objects.count() == 0


def test_a_cancelled_meeting_takes_no_replies(url, post, meeting, secretary, police_lead):
    cancel(meeting, reason="Local elections", by=secretary)
    assert post(police_lead, url, answers("attending")).status_code == 409


def test_a_moved_meeting_asks_again(url, post, sign_in, meeting, seats, secretary, police_lead):
    post(police_lead, url, answers("attending"))
    reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=secretary)
    assert "so we are asking again" in text_of(sign_in(police_lead).get(url))
    # a page opened before the move does not answer for the new date
    assert post(police_lead, url, answers("attending")).status_code == 409
    with pytest.raises(Conflict, match="was moved while you were replying"):
        reply(meeting, seats["police"], "attending", sequence=0, by=police_lead)
    assert post(police_lead, url, answers("attending", sequence="1")).status_code == 302
    assert Reply.objects.get().sequence == 1


def test_a_reply_for_a_seat_that_is_not_ones_own_is_refused_by_the_act_too(meeting, seats, housing_rep):
    with pytest.raises(PermissionDenied, match="your own seats only"):
        reply(meeting, seats["police"], "attending", by=housing_rep)


def test_what_it_costs(url, sign_in, police_lead, deputy, django_assert_num_queries):
    client = sign_in(police_lead)
    with django_assert_num_queries(9):
        client.get(url)


# ── when the seat passes on ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_next_holder_of_a_seat_is_asked_anew(url, post, sign_in, secretary, police_lead, meeting, seats):
    post(police_lead, url, answers("attending", note="I will bring figures"))
    today = clock.today()
    police_lead.appointments.update(to_on=today)
    following = make_person("Nia Rowe", seats["police"], from_on=today + timedelta(days=1))
    with clock.set_to(clock.now() + timedelta(days=1)):
        client = sign_in(following)
        page = text_of(client.get(meeting.get_absolute_url()))
        assert "The seat has passed on since Daniel Okafor replied (attending)." in page
        assert "I will bring figures" not in client.get(url).content.decode()
        assert "Your answer" not in text_of(client.get("/home/"))
        assert post(following, url, answers("apologies")).status_code == 302
        page = text_of(sign_in(following).get(meeting.get_absolute_url()))
        assert "Apologies" in page
        assert "passed on" not in page
