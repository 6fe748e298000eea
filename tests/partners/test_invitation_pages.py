"""Invitations, as pages: the secretary's, and the one that the link opens."""

from datetime import timedelta

import pytest
from django.db import connection
from psycopg import sql

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.once.tokens import new_token
from partners.models import Appointment, Invitation, User
from partners.workflow import invitations
from tests.cast import PASSWORD, PEOPLE
from tests.partners.conftest import three_boxes

LIST, NEW = "/partners/invitations/", "/partners/invitations/new/"
CHOSEN = "three random words 1"


@pytest.fixture
def seat(partnership):
    """A seat that nobody holds."""
    return partnership.seats["fire"]


@pytest.fixture
def invited(secretary, seat):
    return invitations.invite(seat, email="nia.rowe@fire.example", name="Nia Rowe", by=secretary)


def link(invited):
    return f"/partners/invitation/{invited[1]}/"


def answers(empty, **changes):
    asked = {"seat": empty.pk, "kind": "substantive", "name": "Nia Rowe", "email": "Nia.Rowe@Fire.example"}
    return asked | three_boxes("from_on", clock.today()) | changes


def accepting(**changes):
    return {"name": "Nia Rowe", "password": CHOSEN, "password_again": CHOSEN} | changes


# ── the secretary's pages ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [*PEOPLE, "former_member"])
def test_only_the_secretary_opens_them(cast, sign_in, invited, name):
    client = sign_in(cast.everybody[name])
    one = f"/partners/invitations/{invited[0].pk}/"
    answers = {path: client.get(path).status_code for path in (LIST, NEW, one, f"{one}withdraw/")}
    assert set(answers.values()) == {200 if name == "secretary" else 403}


def test_an_invitation_is_sent_once_however_often_the_button_is_pressed(sign_in, send, secretary, seat, words):
    client, token = sign_in(secretary), new_token()
    for _ in range(2):
        assert send(NEW, token=token, **answers(seat))["Location"] == LIST
    assert Invitation.objects.get().email == "nia.rowe@fire.example"
    assert Notice.objects.count() == 1
    assert "We are sending Nia Rowe an invitation." in words(client.get(LIST))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"seat": ""}, "Choose the seat"),
        ({"email": "nia"}, "Enter an e-mail address in the correct format"),
        ({"name": ""}, "Enter the person’s full name"),
        ({"from_on-month": 13}, "The first day must be a real date"),
        ({"from_on-year": 2020}, "The first day must be"),
        ({"to_on-day": 1, "to_on-month": 1, "to_on-year": 2020}, "The last day must be"),
    ],
)
def test_bad_answers_say_what_to_do_and_lose_nothing(sign_in, send, secretary, seat, words, changes, complaint):
    sign_in(secretary)
    answer = send(NEW, **answers(seat, **changes))
    assert answer.status_code == 422
    assert complaint in words(answer)
    assert changes.get("name", "Nia Rowe") in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_person_already_in_the_seat_is_not_invited_to_it_whatever_the_case_of_the_address(
    sign_in, send, secretary, police_lead, partnership, words
):
    sign_in(secretary)
    police = partnership.seats["police"]
    answer = send(NEW, **answers(police, kind="deputy", email=police_lead.email.upper()))
    assert "This person is in this seat already." in words(answer)
    assert not Invitation.objects.exists()


def test_the_same_address_is_asked_once_to_a_seat_whatever_its_case(sign_in, send, secretary, seat, words, invited):
    sign_in(secretary)
    answer = send(NEW, **answers(seat, email="NIA.ROWE@fire.example"))
    assert "This address has an invitation to this seat already. Send that one again." in words(answer)
    assert Invitation.objects.count() == 1


def test_an_invitation_is_sent_again_and_withdrawn(sign_in, send, secretary, client, invited, words):
    sign_in(secretary)
    one = f"/partners/invitations/{invited[0].pk}/"
    assert send(f"{one}send-again/")["Location"] == one
    assert Notice.objects.count() == 2
    assert send(f"{one}withdraw/")["Location"] == one
    page = words(client.get(one))
    assert "Withdrawn" in page
    assert "Send again" not in page
    assert client.get(f"{one}withdraw/").status_code == 409
    assert words(client.get(f"{LIST}?state=withdrawn")).count("Nia Rowe") == 1
    assert "There are none of these." in words(client.get(f"{LIST}?state=waiting"))


def test_opening_send_again_does_nothing(sign_in, secretary, invited):
    assert sign_in(secretary).get(f"/partners/invitations/{invited[0].pk}/send-again/").status_code == 405


# ── the page that the link opens ─────────────────────────────────────────────────────────────────────────────────────


def test_opening_the_link_spends_nothing(client, invited, words):
    for _ in range(3):
        page = client.get(link(invited))
    assert page.status_code == 200
    assert "Operations commander" in words(page)
    assert page["Cache-Control"].count("no-store")
    assert not User.objects.filter(email="nia.rowe@fire.example").exists()


def test_a_new_person_accepts_signs_in_and_is_home(client, send, invited, words):
    answer = send(link(invited), **accepting())
    assert answer["Location"] == "/account/sign-in/"
    assert "You have accepted." in words(client.get("/account/sign-in/"))
    client.post("/account/sign-in/", {"login": "nia.rowe@fire.example", "password": CHOSEN})
    assert "Operations commander" in words(client.get("/home/"))


def test_the_token_of_an_accepted_invitation_is_nowhere_but_in_the_letter(client, send, invited):
    _, token = invited
    client.get(link(invited))
    assert send(link(invited), **accepting()).status_code == 302
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            rows = sql.SQL("SELECT count(*) FROM {} AS kept WHERE kept::text LIKE %s").format(sql.Identifier(table))
            cursor.execute(rows, [f"%{token}%"])
            found += [table] * cursor.fetchone()[0]
    assert found == ["notices_notice"]


def test_a_double_click_on_accept_is_one_acceptance(send, invited):
    token = new_token()
    places = [send(link(invited), token=token, **accepting())["Location"] for _ in range(2)]
    assert places == ["/account/sign-in/"] * 2
    assert Appointment.objects.filter(person__email="nia.rowe@fire.example").count() == 1


def test_a_person_with_an_account_is_asked_nothing(send, secretary, seat, analyst, client, words):
    invited = invitations.invite(seat, email=analyst.email.upper(), name="P Nair", by=secretary)
    page = words(client.get(link(invited)))
    assert "You have an account already" in page
    assert "Choose a password" not in page
    send(link(invited))
    assert client.login(email=analyst.email, password=PASSWORD)
    assert analyst.appointments.filter(seat=seat).exists()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": ""}, "Enter your name"),
        ({"password": "", "password_again": ""}, "Enter a password"),
        ({"password_again": "another one entirely"}, "The passwords do not match"),
        ({"password": "password1234", "password_again": "password1234"}, "Many people use this password"),
    ],
)
def test_answers_that_will_not_do_spend_nothing(client, send, invited, words, changes, complaint):
    answer = send(link(invited), **accepting(**changes))
    assert answer.status_code == 422
    assert complaint in words(answer)
    assert client.get(link(invited)).status_code == 200


def test_dead_links_say_what_to_do_and_name_nobody(client, send, secretary, seat, invited, words, clock_at):
    address, token = "nia.rowe@fire.example", invited[1]
    pages = {"altered": client.get(f"/partners/invitation/{token[:-1]}x/")}
    with clock_at(clock.today() + timedelta(days=8)):
        pages["run out"] = client.get(link(invited))
    send(link(invited), **accepting())
    client.get("/account/sign-in/")
    pages["used"] = client.get(link(invited))
    pages["used, pressed"] = send(link(invited), **accepting())
    withdrawn = invitations.invite(seat, kind="deputy", email="b@fire.example", name="Bob Quist", by=secretary)
    invitations.revoke(withdrawn[0], by=secretary)
    pages["withdrawn"] = client.get(link(withdrawn))
    said = {name: (page.status_code, words(page).split(" Sign in")[0][:40]) for name, page in pages.items()}
    assert said == {
        "altered": (404, "This link is not right Part of it may be"),
        "run out": (410, "This invitation has run out An invitatio"),
        "used": (410, "This invitation has been used You have a"),
        "used, pressed": (410, "This invitation has been used You have a"),
        "withdrawn": (410, "This invitation was withdrawn If you thi"),
    }
    for page in pages.values():
        assert not any(secret in page.content.decode() for secret in (address, "Nia Rowe", "Bob Quist", "b@fire"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(secretary, seat, sign_in, django_assert_num_queries, rows):
    for number in range(rows):
        days = {"from_on": clock.today() + timedelta(days=number), "to_on": clock.today() + timedelta(days=number)}
        invitations.invite(seat, email=f"n{number}@fire.example", name=f"N {number}", by=secretary, **days)
    client = sign_in(secretary)
    with django_assert_num_queries(5):
        client.get(LIST)


def test_the_link_of_another_is_no_use_to_who_is_signed_in(
    sign_in, send, client, secretary, observer, seat, analyst, words
):
    """Forwarded, or left open: whoever is signed in neither chooses another's password nor takes their seat."""
    _, token = invitations.invite(seat, name="Priya Nair", email=analyst.email, from_on=clock.today(), by=secretary)
    link = f"/partners/invitation/{token}/"
    sign_in(observer)
    for answer in (client.get(link), send(link)):
        assert answer.status_code == 403
        assert "You are signed in as Owen Bright" in words(answer)
        assert analyst.email not in words(answer)
    assert not analyst.appointments.filter(seat=seat).exists()
    sign_in(analyst)
    assert send(link)["Location"] == "/home/"
    assert "The seat is yours from" in words(client.get("/home/"))
