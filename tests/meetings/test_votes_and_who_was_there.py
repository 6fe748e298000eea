"""When who was there is put right, votes and dissents that can't be so any more are named, and nothing is changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Attendance
from meetings.queries.session import seats_at, version_of_attendance
from meetings.workflow.minuting import write_minute
from meetings.workflow.presence import take_over
from meetings.workflow.records import Votes, record_decision, record_dissent
from meetings.workflow.session import conclude
from tests.cast import make_person
from tests.factories import make_item
from tests.meetings.conftest import text_of
from tests.meetings.running import quorate, seat_of


@pytest.fixture
def there(sitting_now, cast):
    """Four seats are there."""
    quorate(sitting_now, cast)
    return sitting_now


@pytest.fixture
def voted(there, cast):
    item = make_item(there, title="The plan")
    return record_decision(item, outcome="agreed", text="Adopted.", votes=Votes(3, 1, 0), by=cast.secretary)


@pytest.fixture
def put_right(post, cast, there):
    """Send the attendance form as it stands, with these people's seats set to apologies; the pages that follow."""

    def send(*away):
        asked = seats_at(there)
        answers = {"version": version_of_attendance([each.attendance for each in asked if each.attendance])}
        for each in asked:
            at = each.attendance
            filled = f"{at.status}:{at.appointment_id}" if at and at.appointment_id else (at.status if at else "")
            answers[f"seat-{each.asked.seat.pk}"] = filled
        answers |= {f"seat-{seat_of(person).pk}": "apologies" for person in away}
        return post(cast.secretary, reverse("meetings:record_attendance", args=[there.pk]), answers, follow=True)

    return send


def page(sign_in, person, name, thing):
    return text_of(sign_in(person).get(reverse(f"meetings:{name}", args=[thing.pk])))


def test_a_vote_of_more_than_were_there_is_named_until_it_is_put_right(voted, there, put_right, post, cast, sign_in):
    said = f"{voted.reference} counts 4 votes, and by the roll 3 voting seats were there for item 1."
    assert said not in page(sign_in, cast.secretary, "run_meeting", there)
    answer = put_right(cast.council_officer)
    assert f"{said} Put the decision right, or who was there." in answer.content.decode()
    voted.refresh_from_db()
    assert (voted.votes_for, voted.voting_seats) == (3, 4)
    for name in ("run_meeting", "conclude_meeting"):
        assert f"{said} Put {voted.reference} right" in page(sign_in, cast.secretary, name, there)
    assert said in page(sign_in, cast.secretary, "show_decision", voted)
    assert said not in page(sign_in, cast.police_lead, "show_decision", voted)
    answers = {"outcome": "agreed", "text": "Adopted.", "version": 1}
    votes = {"votes_for": 3, "votes_against": 0, "votes_abstained": 0}
    assert (
        post(cast.secretary, reverse("meetings:correct_decision", args=[voted.pk]), answers | votes).status_code == 302
    )
    voted.refresh_from_db()
    assert voted.vote_in_words == "3 for, 0 against, 0 abstained, of 3 voting seats present"
    for name in ("run_meeting", "conclude_meeting"):
        assert "counts" not in page(sign_in, cast.secretary, name, there)
    assert "Votes and dissents agree with who was there." in page(sign_in, cast.secretary, "conclude_meeting", there)


def test_it_is_named_on_the_draft_minutes_for_who_writes_them(voted, there, put_right, cast, sign_in):
    conclude(there, by=cast.secretary)
    put_right(cast.council_officer)
    said = f"Put {voted.reference} right"
    assert said in page(sign_in, cast.secretary, "show_minutes", there)
    assert said not in page(sign_in, cast.chair, "show_minutes", there)


def test_words_alone_may_still_be_corrected(voted, put_right, post, cast):
    put_right(cast.council_officer)
    answers = {"outcome": "agreed", "text": "Adopted as it was.", "version": 1}
    votes = {"votes_for": 3, "votes_against": 1, "votes_abstained": 0}
    assert (
        post(cast.secretary, reverse("meetings:correct_decision", args=[voted.pk]), answers | votes).status_code == 302
    )


def test_a_dissent_of_who_was_not_there_is_named_when_a_take_over_is_taken_back(
    there, voted, partnership, post, cast, sign_in
):
    deputy = make_person("Imran Qureshi", seat_of(cast.police_lead), kind="deputy")
    later = make_item(there, title="Later", purpose="note")
    take_over(later, deputy.appointments.get(), by=cast.secretary)
    decision = record_decision(later, outcome="noted", text="Noted.", by=cast.secretary)
    record_dissent(decision, seat=seat_of(cast.police_lead), words="No.", by=cast.secretary)
    assert "(Imran Qureshi)" not in page(sign_in, cast.secretary, "conclude_meeting", there)
    move = Attendance.objects.get(seat=seat_of(cast.police_lead)).movements.get()
    answer = post(cast.secretary, reverse("meetings:take_back_movement", args=[move.pk]), follow=True)
    said = (
        f"{decision.reference} has the dissent of {seat_of(cast.police_lead)} (Imran Qureshi), who by the roll did not "
        "sit there for item 2."
    )
    assert said in text_of(answer)
    assert f"{said} Put {decision.reference} right" in page(sign_in, cast.secretary, "run_meeting", there)
    [dissent] = decision.dissents.all()
    post(cast.secretary, reverse("meetings:withdraw_dissent", args=[dissent.pk]))
    assert "(Imran Qureshi)" not in page(sign_in, cast.secretary, "run_meeting", there)


def test_what_it_costs_on_the_running_page(there, cast, sign_in):
    client = sign_in(cast.secretary)
    url = reverse("meetings:run_meeting", args=[there.pk])

    def record(number):
        for each in range(number):
            item = make_item(there, title=f"Matter {each}", purpose="note")
            write_minute(item, "Said.", by=cast.secretary)
            done = record_decision(item, outcome="noted", text="Noted.", votes=Votes(4, 0, 0), by=cast.secretary)
            record_dissent(done, seat=seat_of(cast.chair), words="No.", by=cast.secretary)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    record(1)
    one = cost()
    record(4)
    assert cost() == one
