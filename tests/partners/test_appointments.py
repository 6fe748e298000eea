"""Appointments: how long they last, and what two people do to one at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from ccsp_portal import clock
from partners.models import Appointment, Body, Invitation, Office, Organisation, User
from partners.workflow import invitations
from partners.workflow.appointments import end_appointment
from partners.workflow.bodies import add_body
from partners.workflow.offices import give_office
from partners.workflow.organisations import add_organisation
from partners.workflow.seats import end_seat
from tests.cast import make_person
from tests.partners.conftest import three_boxes

PASSWORD = "three random words"


def in_days(number):
    return clock.today() + timedelta(days=number)


def act(appointment, name):
    return f"/partners/appointments/{appointment.pk}/{name}/"


# ── longer ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_appointment_lasts_longer_with_the_office_that_would_have_ended(sign_in, send, secretary, chair):
    appointment = end_appointment(chair.appointments.get(), last_day=in_days(5), by=secretary)
    sign_in(secretary)
    answer = send(act(appointment, "longer"), version=2, how="open")
    assert answer.status_code == 302
    assert chair.appointments.get().to_on is None
    assert Office.objects.get(appointment=appointment).to_on is None


def test_nobody_lets_their_own_cover_last_longer(sign_in, send, client, secretary, council_officer, partnership, words):
    seat = partnership.seats["secretary"]
    days = {"from_on": clock.today(), "to_on": in_days(5)}
    cover = Appointment.objects.create(seat=seat, person=council_officer, kind="deputy", **days)
    sign_in(council_officer)
    page = three_boxes("last_day", in_days(300))
    assert send(act(cover, "longer"), version=1, how="day", **page).status_code == 403
    assert send(act(cover, "end"), version=1, **page).status_code == 422
    assert "Let it last longer" not in words(client.get(f"/partners/seats/{seat.pk}/"))
    sign_in(secretary)
    assert send(act(cover, "longer"), version=1, how="open").status_code == 422
    assert send(act(cover, "longer"), version=1, how="day", **three_boxes("last_day", in_days(9))).status_code == 302
    assert Appointment.objects.get(pk=cover.pk).to_on == in_days(9)


def test_an_office_to_come_does_not_stay_with_who_has_left(secretary, police_lead, council_officer, board):
    appointment = police_lead.appointments.get()
    office = give_office(board, kind="lead", appointment=appointment, from_on=in_days(30), by=secretary)
    end_appointment(appointment, last_day=in_days(10), by=secretary)
    assert Office.objects.get(pk=office.pk).was_called_off
    following = council_officer.appointments.get()
    give_office(board, kind="lead", appointment=following, from_on=in_days(20), by=secretary)
    assert Office.objects.get(pk=office.pk).was_called_off


# ── never twice ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_is_not_in_a_seat_twice_at_once(secretary, police_lead, partnership):
    seat = partnership.seats["police"]
    asked = {"email": "ann@police.example", "name": "Ann", "kind": "deputy", "by": secretary}
    _, token = invitations.invite(seat, **asked, from_on=in_days(40))
    invitations.accept(token, name="Ann", password=PASSWORD)
    with pytest.raises(ValidationError, match=r"This person is in this seat already\. Ann deputises in it from"):
        invitations.invite(seat, **asked)
    person = User.objects.get(email="ann@police.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(seat=seat, person=person, kind="deputy", from_on=clock.today())


def test_one_person_at_a_time_is_invited_to_hold_a_seat(sign_in, send, secretary, partnership, words):
    seat = partnership.seats["fire"]
    first, _ = invitations.invite(seat, email="nia@fire.example", name="Nia Rowe", by=secretary)
    sign_in(secretary)
    asked = {"seat": seat.pk, "kind": "substantive", "name": "Bob", "email": "bob@fire.example"}
    answer = send("/partners/invitations/new/", **asked, **three_boxes("from_on", in_days(3)))
    assert answer.status_code == 422
    assert "Nia Rowe is invited to hold this seat from" in words(answer)
    assert f"/partners/invitations/{first.pk}/" in answer.content.decode()
    listed = "name,email,body,organisation\nBob,bob@fire.example,Board,West Midlands Fire"
    assert "Nia Rowe is invited to hold this seat from" in words(send("/partners/invitations/many/", list=listed))


@pytest.mark.parametrize("address", ["first@\N{FULLWIDTH LATIN SMALL LETTER X}.example", "FIRST@X.example"])
def test_addresses_that_look_otherwise_and_are_one_are_invited_once(secretary, partnership, address):
    seat = partnership.seats["fire"]
    invitations.invite(seat, email="first@x.example", name="First", by=secretary)
    with pytest.raises(ValidationError, match="This address has an invitation to this seat already"):
        invitations.invite(seat, email=address, name="First", by=secretary)


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("first@x.examp\u200ble", "hidden characters"),
        ("f\N{LATIN SMALL LETTER DOTLESS I}rst@x.example", "stand before the @ of an e-mail address"),
        ("\N{LATIN SMALL LETTER LONG S}irst@x.example", "stand before the @ of an e-mail address"),
        ("timetable@portal.invalid", "This is the portal’s own name, not a person’s address."),
        ("a" * 250 + "@x.example", "254 characters or fewer"),
    ],
)
def test_addresses_that_reach_nobody_for_certain_are_refused(
    sign_in, send, secretary, partnership, words, address, complaint
):
    User.objects.timetable()
    sign_in(secretary)
    asked = {"seat": partnership.seats["fire"].pk, "kind": "substantive", "name": "First", "email": address}
    answer = send("/partners/invitations/new/", **asked, **three_boxes("from_on", clock.today()))
    assert answer.status_code == 422
    assert complaint in words(answer)
    assert not Invitation.objects.exists()


# ── seats that end, or are to begin ──────────────────────────────────────────────────────────────────────────────────


def test_nobody_is_invited_past_the_end_of_the_seat(secretary, partnership):
    seat = end_seat(partnership.seats["fire"], last_day=in_days(5), by=secretary)
    invitation, _ = invitations.invite(seat, email="a@fire.example", name="Ann", by=secretary)
    assert invitation.to_on == in_days(5)
    with pytest.raises(ValidationError, match="The seat itself ends with"):
        invitations.invite(seat, email="b@fire.example", name="Bob", to_on=in_days(6), by=secretary)


def test_a_seat_that_ends_withdraws_only_the_invitations_that_would_begin_later(secretary, partnership):
    seat, ann = partnership.seats["fire"], {"email": "a@fire.example", "name": "Ann"}
    invitations.invite(seat, **ann, to_on=in_days(300), by=secretary)
    invitations.invite(seat, email="b@fire.example", name="Bob", from_on=in_days(301), by=secretary)
    end_seat(seat, last_day=in_days(290), by=secretary)
    asked = {each.name: (each.state, each.to_on) for each in Invitation.objects.all()}
    assert asked == {"Ann": ("sent", in_days(290)), "Bob": ("revoked", None)}


def test_a_seat_to_come_is_filled_renamed_and_given_other_terms(sign_in, send, client, secretary, partnership, words):
    sign_in(secretary)
    facts = {"title": "Head of Housing", "organisation": partnership.organisations["housing"].pk, "role": "member"}
    send("/partners/bodies/board/seats/new/", **facts, **three_boxes("from_on", in_days(30)))
    seat = partnership.board.seats.get(title="Head of Housing")
    page = f"/partners/seats/{seat.pk}/"
    assert f"Head of Housing , Spire Homes, from {in_days(30):%-d %B %Y}" in words(
        client.get("/partners/bodies/board/")
    )
    assert f"This seat begins on {in_days(30):%-d %B %Y}." in words(client.get(page))
    assert send(page + "title/", title="Housing lead", version=1).status_code == 302
    assert send(page + "terms/", role="adviser", **three_boxes("from_on", in_days(30))).status_code == 302
    assert [each.role for each in seat.terms.all()] == ["adviser"]
    shown = client.get(f"/partners/invitations/new/?seat={seat.pk}&kind=substantive").context["form"]
    assert shown.initial["from_on"] == in_days(30)
    asked = {"seat": seat.pk, "kind": "substantive", "name": "Ann", "email": "ann@housing.example"}
    answer = send("/partners/invitations/new/", **asked, **three_boxes("from_on", in_days(30)))
    assert answer.status_code == 302
    assert send(page + "end/", confirmed="yes", **three_boxes("last_day", in_days(60))).status_code == 302


# ── two at once ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("end", {"when": "day", "confirmed": "yes"} | three_boxes("last_day", in_days(9))),
        ("induction", three_boxes("inducted_on", clock.today())),
        ("hand-over", {"name": "Ann", "email": "ann@police.example"} | three_boxes("last_day", in_days(9))),
    ],
)
def test_what_was_written_on_a_page_that_is_out_of_date_overwrites_nothing(
    sign_in, send, secretary, police_lead, words, name, answers
):
    appointment = police_lead.appointments.get()
    sign_in(secretary)
    send(act(appointment, "end"), version=1, when="day", confirmed="yes", **three_boxes("last_day", in_days(20)))
    answer = send(act(appointment, name), version=1, **answers)
    assert answer.status_code == 409
    assert "Somebody else changed this while you were writing." in words(answer)
    assert police_lead.appointments.get().to_on == in_days(20)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["organisation", "body"])
def test_what_two_people_add_at_once_under_one_short_name_has_two_addresses(secretary, board, what):
    def add(number):
        try:
            name = f"Godiva Trust {number}"
            if what == "organisation":
                return add_organisation(name=name, short_name="Godiva", kind="provider", by=secretary).key
            facts = {"short_name": "Godiva", "prefix": f"G{number}", "kind": "task and finish group"}
            return add_body(name=name, **facts, parent=board, by=secretary).key
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(add, range(4))) == ["godiva", "godiva-2", "godiva-3", "godiva-4"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_one_organisation_at_once_the_second_reads_that_it_is_there(secretary):
    def add():
        try:
            return add_organisation(name="Godiva Trust", short_name="Godiva", kind="provider", by=secretary).name
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        said = {each.result() for each in [people.submit(partial(add)) for _ in range(2)]}
    assert said == {"Godiva Trust", "An organisation of this name is in the partnership already."}
    assert Organisation.objects.filter(short_name="Godiva").count() == 1
    assert not Body.objects.filter(short_name="Godiva").exists()


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_last_secretary_is_told_of_a_secretary_s_seat_that_stands_vacant(secretary, partnership):
    partnership.seats["fire"].terms.update(role="secretary")
    with pytest.raises(ValidationError, match="Its seat “Operations commander” is a secretary’s too, and vacant"):
        end_appointment(secretary.appointments.get(), last_day=in_days(10), by=secretary)


def test_a_first_day_that_stands_in_the_way_is_named(sign_in, send, secretary, police_lead, words):
    later = make_person("Lou Later", police_lead.appointments.get().seat, kind="deputy", from_on=in_days(40))
    sign_in(secretary)
    answer = send(act(later.appointments.get(), "end"), version=1, **three_boxes("last_day", in_days(5)))
    first = f"The last day must be on or after the first day, {in_days(40):%-d %B %Y}."
    assert f"{first} To keep the appointment from beginning, call it off." in words(answer)


@pytest.mark.parametrize(
    ("pasted", "sentence", "but_not"),
    [
        (
            "name,email,body,seat\nAnn\x00,a@b.example,Board,x",
            "The list must not have hidden characters",
            "Paste the l",
        ),
        ('name,email,body,seat\n"' + "a" * 140_000 + '",a@b.example,B,x', "more than 131,072 characters", "too many"),
        ("name,email,body,seat\n" + "a" * 3_000_000, "The list is larger than 1 MB. Split it", "Bad request"),
    ],
)
def test_a_list_that_will_not_do_is_told_why(sign_in, send, secretary, words, pasted, sentence, but_not):
    sign_in(secretary)
    answer = send("/partners/invitations/many/", list=pasted)
    assert answer.status_code == 422
    page = answer.content.decode()
    summary = page[page.index("govuk-error-summary") :][:1500]
    assert sentence in summary
    assert but_not not in summary


def test_a_line_break_in_a_name_is_refused(sign_in, send, secretary, board, words):
    sign_in(secretary)
    facts = {"kind": "task and finish group", "name": "NL\r\nBcc: all@x.example", "short_name": "N", "prefix": "NL"}
    answer = send("/partners/bodies/new/group/", **facts, parent=board.pk)
    assert answer.status_code == 422
    assert "The full name must not have hidden characters in it: type it again" in words(answer)
