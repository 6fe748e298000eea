"""The access review: every account judged once a quarter, and kept as evidence."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from ccsp_portal import clock
from ccsp_portal.once.tokens import new_token
from partners.models import AccessReview, Appointment, ReviewedAccount, Suspension, User
from partners.workflow.reviews import quarter_of, record_review

LIST, NEW = "/partners/reviews/", "/partners/reviews/new/"


@pytest.fixture
def answers(cast):
    """Everybody's access is right, but the former member's."""
    people = User.objects.people()
    return {f"person_{each.pk}": "to end" if each == cast.former_member else "right" for each in people}


def test_she_sees_what_lets_everybody_in_and_keeps_a_review(sign_in, send, secretary, cast, answers, words):
    client = sign_in(secretary)
    assert "is not done yet" in words(client.get(LIST))
    page = words(client.get(NEW))
    assert "Holder: Local policing area commander, West Midlands Police, Board, from 1 April 2020" in page
    assert "Deputy: Local policing area commander, West Midlands Police, Board, from 1 April 2020" in page
    assert "Chair of the Board, from 1 April 2020" in page
    assert "Neil Marsden No seat, office or invitation: they read what everybody reads" in page
    kept = send(NEW, **answers)["Location"]
    review = AccessReview.objects.get()
    assert kept == f"{LIST}{review.pk}/"
    page = words(client.get(kept))
    assert "Asha Patel reviewed 13 accounts at" in page
    assert "Should end: 1" in page
    assert "Right: 12" in page
    assert "is not done yet" not in words(client.get(LIST))


def test_who_has_not_signed_in_for_90_days_is_marked(sign_in, secretary, chair, police_lead):
    ago = {chair: 90, police_lead: 89}
    client = sign_in(secretary)
    for person, days in ago.items():
        then = clock.now().astimezone(clock.LONDON) - timedelta(days=days)
        User.objects.filter(pk=person.pk).update(last_login=then)
    page = client.get(NEW)
    assert [account.person for account, _ in page.context["form"].rows() if account.is_dormant] == [chair]
    assert page.content.decode().count(">Dormant<") == 1


def test_an_account_without_a_verdict_is_named_and_nothing_typed_is_lost(sign_in, send, secretary, chair, answers):
    sign_in(secretary)
    del answers[f"person_{chair.pk}"]
    answer = send(NEW, **answers)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say whether Rosa Whitfield’s access is right" in page
    assert page.count(" checked") == 12
    assert not AccessReview.objects.exists()


def test_somebody_who_came_while_she_judged_is_judged_too(secretary, cast, answers):
    verdicts = {int(name.removeprefix("person_")): verdict for name, verdict in answers.items()}
    User.objects.create_user("new@ccsp.example", "New Person", "x")
    with pytest.raises(Exception, match="Say whether New Person’s access is right"):
        record_review(verdicts, by=secretary)


def test_a_double_click_keeps_one_and_a_second_review_of_the_quarter_is_too_late(sign_in, send, secretary, answers):
    client, token = sign_in(secretary), new_token(secretary)
    first, again = (send(NEW, token=token, **answers) for _ in range(2))
    assert first["Location"] == again["Location"]
    late = send(NEW, **answers)
    assert late.status_code == 409
    assert AccessReview.objects.count() == 1
    assert client.get(NEW)["Location"] == first["Location"]


def test_it_says_what_was_so_then_whatever_changes_after(sign_in, send, secretary, chair, answers, words):
    client = sign_in(secretary)
    kept = send(NEW, **answers)["Location"]
    Appointment.objects.filter(person=chair).update(to_on=clock.today() - timedelta(days=1))
    assert "Chair of the Board, from 1 April 2020" in words(client.get(kept))


def test_what_should_end_is_asked_for_until_it_has_ended(sign_in, send, secretary, chair, answers, words):
    client = sign_in(secretary)
    assert "The access review of this quarter is not done yet." in words(client.get("/home/"))
    send(NEW, **(answers | {f"person_{chair.pk}": "to end"}))
    page = words(client.get("/home/"))
    assert "is not done yet" not in page
    # the other one whose access should end holds no seat any more
    assert "The access of 1 person should have ended, as the last review found." in page
    assert "Access that should have ended" in words(client.get(LIST))
    assert f'href="/partners/people/{chair.pk}/"' in client.get(LIST).content.decode()
    Appointment.objects.filter(person=chair).update(to_on=clock.today() - timedelta(days=1))
    assert "should have ended" not in words(client.get("/home/"))
    assert "should have ended" not in words(client.get(LIST))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_much_stands(
    sign_in, send, secretary, cast, answers, number, django_assert_num_queries
):
    client = sign_in(secretary)
    standing = (cast.chair, cast.police_lead, cast.analyst)[:number]
    send(NEW, **(answers | {f"person_{person.pk}": "to end" for person in standing}))
    for person in standing:
        suspended = {"suspended_at": clock.now(), "warned_at": clock.now(), "open_until": clock.today()}
        Suspension.objects.create(person=person, **suspended)
    with django_assert_num_queries(6):
        client.get(LIST)


def test_a_review_is_not_deleted(sign_in, send, secretary, answers):
    sign_in(secretary)
    send(NEW, **answers)
    for model in (ReviewedAccount, AccessReview):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()


def test_it_is_due_again_in_the_next_quarter(sign_in, send, secretary, answers, words, clock_at):
    client = sign_in(secretary)
    send(NEW, **answers)
    with clock_at(clock.today() + timedelta(days=95)):
        assert "is not done yet" in words(client.get(LIST))


def test_the_board_s_secretary_reviews_and_the_auditor_reads(sign_in, send, cast, secretary, answers):
    sign_in(secretary)
    kept = send(NEW, **answers)["Location"]
    may = {name: sign_in(person).get(kept).status_code for name, person in cast.everybody.items() if name != "public"}
    assert {name for name, status in may.items() if status == 200} == {"secretary", "auditor"}
    assert set(may.values()) == {200, 403}
    assert sign_in(cast.auditor).get(NEW).status_code == 403


def test_it_is_taken_along_as_a_table(sign_in, send, secretary, answers):
    client = sign_in(secretary)
    table = client.get(send(NEW, **answers)["Location"] + "table/")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[0] == ["Person", "What lets them in", "Last signed in", "Second factor", "Verdict"]
    assert len(rows) == 14
    assert [
        "Neil Marsden",
        "No seat, office or invitation: they read what everybody reads",
        "",
        "no",
        "Should end",
    ] in rows


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 4, 1), (2026, 1)),
        (date(2026, 9, 30), (2026, 2)),
        (date(2026, 12, 31), (2026, 3)),
        (date(2027, 1, 1), (2026, 4)),
        (date(2027, 3, 31), (2026, 4)),
    ],
)
def test_quarters_are_those_of_the_financial_year(day, quarter):
    assert quarter_of(day) == quarter


@pytest.mark.parametrize("number", [1, 3])
def test_what_it_costs(sign_in, secretary, cast, number, django_assert_num_queries):
    for each in range(number):
        User.objects.create_user(f"p{each}@ccsp.example", f"Person {each}", "x")
    client = sign_in(secretary)
    with django_assert_num_queries(6):
        client.get(NEW)


def test_one_button_answers_for_all_the_others(sign_in, send, secretary, chair, answers, words):
    sign_in(secretary)
    refused = send(NEW, **{f"person_{chair.pk}": "to end"})
    assert refused.status_code == 422
    send(NEW, rest_is_right="yes", **{f"person_{chair.pk}": "to end"})
    review = AccessReview.objects.get()
    assert list(review.accounts.filter(verdict="to end").values_list("person", flat=True)) == [chair.pk]
    assert review.accounts.filter(verdict="right").count() == len(answers) - 1


def test_the_person_s_page_leads_to_the_end_of_each_appointment(sign_in, secretary, chair, police_lead):
    link = f'href="/partners/appointments/{chair.appointments.get().pk}/end/"'
    assert link in sign_in(secretary).get(f"/partners/people/{chair.pk}/").content.decode()
    assert link not in sign_in(police_lead).get(f"/partners/people/{chair.pk}/").content.decode()
