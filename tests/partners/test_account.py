"""A person's own account: name, password, and what they are."""

import pytest

from partners.models import User
from tests.cast import PASSWORD, PEOPLE

ACCOUNT = "/partners/account/"
REMINDERS = "/partners/account/reminders/"
NEW = "correct horse battery staple"


def test_the_page_says_what_a_person_is(sign_in, chair, words):
    page = words(sign_in(chair).get(ACCOUNT))
    assert "Holder of the seat “Cabinet Member for Policing and Equalities” for Coventry City Council" in page
    assert "Chair of the CCSP Board, since 1 April 2020" in page
    assert chair.email in page


def test_a_former_member_is_told_that_they_hold_no_seat(sign_in, former_member, words):
    assert "You hold no seat today." in words(sign_in(former_member).get(ACCOUNT))


@pytest.mark.parametrize("name", [*PEOPLE, "former_member", "public"])
def test_everybody_who_signs_in_has_an_account_page_and_the_public_has_none(cast, sign_in, name):
    response = sign_in(cast.everybody[name]).get(ACCOUNT)
    assert response.status_code == (302 if name == "public" else 200)


def test_a_person_changes_their_name(sign_in, send, analyst, words):
    client = sign_in(analyst)
    assert send(ACCOUNT, name="  Priya   Nair-Évans ")["Location"] == ACCOUNT
    analyst.refresh_from_db()
    assert (analyst.name, analyst.sort_key) == ("Priya Nair-Évans", "nair-evans priya")
    assert "Saved." in words(client.get(ACCOUNT))


@pytest.mark.parametrize(
    ("name", "complaint"), [("", "Enter your name"), ("x" * 151, "The name must be 150 characters or fewer")]
)
def test_a_name_that_will_not_do_is_refused(sign_in, send, analyst, words, name, complaint):
    sign_in(analyst)
    response = send(ACCOUNT, name=name)
    assert response.status_code == 422
    assert complaint in words(response)
    analyst.refresh_from_db()
    assert analyst.name == "Priya Nair"


def test_a_person_chooses_of_what_they_are_reminded(sign_in, send, analyst, words):
    client = sign_in(analyst)
    assert "Of meetings, papers and action points, by e-mail" in words(client.get(ACCOUNT))
    assert client.get(REMINDERS).content.count(b" checked") == 3
    assert send(REMINDERS, wanted=["paper"])["Location"] == ACCOUNT
    assert "Not all of them" in words(client.get(ACCOUNT))
    assert client.get(REMINDERS).content.count(b" checked") == 1
    assert "meeting, action" in client.get("/partners/account/data/file/").content.decode()
    assert send(REMINDERS, wanted=["meeting", "paper", "action"])["Location"] == ACCOUNT
    analyst.refresh_from_db()
    assert analyst.unwanted == []


def test_a_reminder_that_there_is_not_is_refused(sign_in, send, analyst):
    sign_in(analyst)
    assert send(REMINDERS, wanted=["everything"]).status_code == 422


def test_pronouns_are_shown_to_those_with_a_seat_and_kept_out_of_the_history(sign_in, send, analyst, chair, words):
    sign_in(analyst)
    send(ACCOUNT, name="Priya Nair", pronouns=" she/her ")
    client = sign_in(chair)
    assert "she/her" in words(client.get(f"/partners/people/{analyst.pk}/"))
    assert "Priya Nair (she/her)" in words(client.get("/partners/directory/")).replace(" (", " (")
    assert not hasattr(type(analyst).pgh_event_model, "pronouns")
    send_again = sign_in(analyst)
    send(ACCOUNT, name="Priya Nair", pronouns="")
    assert "she/her" not in words(send_again.get(f"/partners/people/{analyst.pk}/"))


def test_a_person_changes_their_password_and_stays_signed_in(sign_in, analyst):
    client = sign_in(analyst)
    response = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert response["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    assert User.objects.get(pk=analyst.pk).check_password(NEW)


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ({"oldpassword": "wrong", "password1": NEW, "password2": NEW}, "The current password is not correct."),
        ({"oldpassword": PASSWORD, "password1": NEW, "password2": "other"}, "The passwords do not match."),
        ({"oldpassword": PASSWORD, "password1": "short", "password2": "short"}, "at least 12 characters"),
        (
            {"oldpassword": PASSWORD, "password1": "password12345", "password2": "password12345"},
            "Many people use this password",
        ),
        ({}, "Enter your current password"),
    ],
)
def test_a_password_that_will_not_do_is_refused(sign_in, analyst, words, answers, complaint):
    client = sign_in(analyst)
    response = client.post("/account/password/", answers)
    assert response.status_code == 422
    assert complaint in words(response)
    assert User.objects.get(pk=analyst.pk).check_password(PASSWORD)


def test_the_rules_of_passwords_are_shown_before_one_is_chosen(sign_in, analyst, words):
    assert "Use at least 12 characters." in words(sign_in(analyst).get("/account/password/"))


def test_the_account_page_costs_the_same_however_many_seats_a_person_has(
    sign_in, analyst, two_seats, django_assert_num_queries
):
    for person in (analyst, two_seats):
        client = sign_in(person)
        with django_assert_num_queries(5):
            client.get(ACCOUNT)
