"""Seats: made, given terms, handed over, ended; and groups with seats of their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from ccsp_portal import clock
from partners.models import Appointment, Body, Invitation, Seat
from partners.standing import forget_standing, roles_of
from partners.workflow import invitations
from partners.workflow.appointments import end_appointment
from partners.workflow.seats import change_terms, end_seat
from tests.cast import PEOPLE, make_person, make_seat
from tests.partners.conftest import three_boxes

BOARD = "/partners/bodies/board/"
PASSWORD = "three random words"


def seat_page(seat, act=""):
    return f"/partners/seats/{seat.pk}/{act}"


def appointment_page(person, act):
    return f"/partners/appointments/{person.appointments.get().pk}/{act}/"


# ── a seat ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_seat_is_added_vacant_and_offers_an_invitation(sign_in, send, secretary, partnership, words):
    client = sign_in(secretary)
    terms = {"role": "member", "rights": ["voting", "counts_to_quorum"]}
    organisation = partnership.organisations["housing"].pk
    send(BOARD + "seats/new/", title="Head of Housing", organisation=organisation, **terms, **today())
    page = words(client.get(seat_page(Seat.objects.get(title="Head of Housing"))))
    assert "Core member, votes, counts to the quorum" in page
    assert "Vacant since" in page
    assert "Invite a holder" in page


def today():
    return three_boxes("from_on", clock.today())


def test_a_service_area_of_another_organisation_is_refused(sign_in, send, secretary, partnership, words):
    area = partnership.organisations["council"].service_areas.create(name="Public Health", from_on=clock.today())
    sign_in(secretary)
    asked = {"title": "Doctor", "organisation": partnership.organisations["police"].pk, "role": "member"}
    answer = send(BOARD + "seats/new/", **asked, service_area=area.pk, **today())
    assert "Public Health belongs to Coventry City Council: choose one that fits, or none" in words(answer)


def test_new_terms_hold_from_their_day_and_the_old_ones_stay_on_record(
    sign_in, send, secretary, housing_rep, partnership, words, clock_at
):
    client, seat = sign_in(secretary), partnership.seats["housing"]
    tomorrow = clock.today() + timedelta(days=1)
    send(seat_page(seat, "terms/"), role="member", rights=["voting"], **three_boxes("from_on", tomorrow))
    assert roles_of(housing_rep) == {"adviser"}
    with clock_at(tomorrow):
        forget_standing(housing_rep)
        assert roles_of(housing_rep) == {"member"}
        page = words(client.get(seat_page(seat)))
    assert f"Core member, votes From {tomorrow.day} {tomorrow:%B %Y}" in page
    assert "Adviser From 1 April 2020 to" in page


def test_the_past_of_a_seat_is_not_rewritten(sign_in, send, secretary, partnership, words):
    sign_in(secretary)
    yesterday = clock.today() - timedelta(days=1)
    answer = send(seat_page(partnership.seats["housing"], "terms/"), role="member", **three_boxes("from_on", yesterday))
    assert answer.status_code == 422
    assert f"The first day must be {clock.today().day} {clock.today():%B %Y} or later" in words(answer)


def test_a_seat_that_ends_takes_its_people_and_invitations_with_it(
    sign_in, send, secretary, police_lead, deputy, partnership, clock_at
):
    seat = partnership.seats["police"]
    invitation, _ = invitations.invite(seat, kind="deputy", email="n@police.example", name="N", by=secretary)
    sign_in(secretary)
    send(seat_page(seat, "end/"), confirmed="yes", **three_boxes("last_day", clock.today()))
    assert roles_of(police_lead) == {"member"}
    with clock_at(clock.today() + timedelta(days=1)):
        for person in (police_lead, deputy):
            forget_standing(person)
            assert roles_of(person) == set()
    assert Invitation.objects.get(pk=invitation.pk).to_on == clock.today()


# ── handing over ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_seat_is_handed_over_and_access_passes_at_midnight(
    sign_in, send, secretary, police_lead, partnership, words, clock_at
):
    client = sign_in(secretary)
    last = clock.today() + timedelta(days=3)
    asked = {"name": "Ffion Llŷr", "email": "ffion@police.example", **three_boxes("last_day", last)}
    answer = send(appointment_page(police_lead, "hand-over"), version=1, **asked)
    assert answer["Location"] == seat_page(partnership.seats["police"])
    said = words(client.get(answer["Location"]))
    assert f"Daniel Okafor leaves on {last.day} {last:%B %Y} (their last day). Ffion Llŷr is invited from" in said
    invitation = Invitation.objects.get(email="ffion@police.example")
    assert invitation.from_on == last + timedelta(days=1)
    _, token = invitations.send_again(invitation, by=secretary)
    ffion = invitations.accept(token, name="Ffion Llŷr", password=PASSWORD).person
    assert (roles_of(police_lead), roles_of(ffion)) == ({"member"}, set())
    with clock_at(last + timedelta(days=1)):
        forget_standing(police_lead)
        forget_standing(ffion)
        assert (roles_of(police_lead), roles_of(ffion)) == (set(), {"member"})


def test_a_hand_over_whose_invitation_will_not_do_changes_nothing(sign_in, send, secretary, police_lead, words):
    sign_in(secretary)
    asked = {"name": "", "email": "nobody", **three_boxes("last_day", clock.today())}
    assert send(appointment_page(police_lead, "hand-over"), version=1, **asked).status_code == 422
    same = {"name": "Daniel Okafor", "email": police_lead.email, **three_boxes("last_day", date(2019, 1, 1))}
    assert send(appointment_page(police_lead, "hand-over"), version=1, **same).status_code == 422
    assert police_lead.appointments.get().to_on is None
    assert not Invitation.objects.exists()


def test_deputies_leave_with_the_holder_when_the_secretary_says_so(sign_in, send, secretary, police_lead, deputy):
    sign_in(secretary)
    day = clock.today() - timedelta(days=1)
    send(
        appointment_page(police_lead, "end"),
        version=1,
        when="day",
        confirmed="yes",
        deputies_too="yes",
        **three_boxes("last_day", day),
    )
    assert roles_of(deputy) == set()


def test_deputies_stay_unless_the_secretary_says_so(sign_in, send, secretary, police_lead, deputy, words):
    client = sign_in(secretary)
    page = appointment_page(police_lead, "end")
    assert "Megan Price would otherwise stay" in words(client.get(page))
    send(page, version=1, when="day", confirmed="yes", **three_boxes("last_day", clock.today() - timedelta(days=1)))
    assert roles_of(deputy) == {"member"}


def test_the_last_secretary_cannot_be_let_go(sign_in, send, secretary, words):
    sign_in(secretary)
    answer = send(
        appointment_page(secretary, "end"),
        version=1,
        when="day",
        confirmed="yes",
        **three_boxes("last_day", clock.today()),
    )
    assert answer.status_code == 422
    assert "Nobody would be secretary of the CCSP Board from" in words(answer)
    assert secretary.appointments.get().to_on is None


def test_a_secretary_goes_once_there_is_another(sign_in, send, secretary, partnership):
    council = partnership.organisations["council"]
    make_person("Cover Second", make_seat(partnership.board, council, "second", role="secretary"))
    sign_in(secretary)
    answer = send(
        appointment_page(secretary, "end"),
        version=1,
        when="day",
        confirmed="yes",
        **three_boxes("last_day", clock.today()),
    )
    assert answer.status_code == 302


@pytest.fixture
def second(partnership):
    """A second secretary of the Board, in a seat of her own."""
    council = partnership.organisations["council"]
    return make_person("Cover Second", make_seat(partnership.board, council, "second", role="secretary"))


def in_days(number):
    return clock.today() + timedelta(days=number)


@pytest.mark.parametrize(("hers", "mine", "day"), [(40, 20, 41), (20, 40, 41), (20, 20, 21)])
def test_the_last_secretary_is_not_let_go_by_two_future_days(sign_in, send, secretary, second, words, hers, mine, day):
    sign_in(secretary)
    assert (
        send(
            appointment_page(second, "end"),
            version=1,
            when="day",
            confirmed="yes",
            **three_boxes("last_day", in_days(hers)),
        ).status_code
        == 302
    )
    answer = send(
        appointment_page(secretary, "end"),
        version=1,
        when="day",
        confirmed="yes",
        **three_boxes("last_day", in_days(mine)),
    )
    assert answer.status_code == 422
    nobody = f"Nobody would be secretary of the CCSP Board from {in_days(day):%-d %B %Y}"
    assert nobody in words(answer)
    assert "Add another secretary’s seat to it, invite the next person" in words(answer)


def test_what_ends_sooner_than_it_would_have_is_refused_only_if_the_body_is_worse_off(secretary, second):
    end_appointment(second.appointments.get(), last_day=in_days(10), by=secretary)
    Appointment.objects.filter(person=secretary).update(to_on=in_days(30))
    end_appointment(second.appointments.get(), last_day=in_days(5), by=secretary)
    with pytest.raises(ValidationError):
        end_appointment(secretary.appointments.get(), last_day=in_days(29), by=secretary)


@pytest.mark.parametrize("act", ["end", "terms"])
def test_nor_by_the_days_of_a_seat_or_its_terms(secretary, second, act):
    seat = second.appointments.get().seat
    if act == "end":
        end_seat(seat, last_day=in_days(30), by=secretary)
    else:
        change_terms(seat, from_on=in_days(31), role="member", by=secretary)
    with pytest.raises(ValidationError, match=f"from {in_days(31):%-d %B %Y}"):
        end_appointment(secretary.appointments.get(), last_day=in_days(10), by=secretary)


def test_a_group_that_ends_needs_no_secretary_afterwards(secretary, second, partnership):
    Body.objects.filter(pk=partnership.board.pk).update(to_on=in_days(10))
    end_appointment(second.appointments.get(), last_day=in_days(10), by=secretary)
    end_appointment(secretary.appointments.get(), last_day=in_days(10), by=secretary)
    assert not Appointment.objects.filter(person__in=[secretary, second], to_on__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_secretaries_who_let_each_other_go_at_once_one_stays(secretary, second):
    def let_go(person):
        try:
            return end_appointment(person.appointments.get(), last_day=clock.today(), by=secretary)
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        gone = [each for each in people.map(let_go, [second, secretary]) if each]
    assert len(gone) == 1
    assert Appointment.objects.filter(person__in=[secretary, second], to_on__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("act", "answers"),
    [
        ("end/", three_boxes("last_day", date(2030, 1, 1))),
        ("terms/", {"role": "member", **three_boxes("from_on", date(2030, 1, 1))}),
    ],
)
def test_nor_can_the_last_secretary_s_seat(sign_in, send, secretary, partnership, words, act, answers):
    sign_in(secretary)
    answer = send(seat_page(partnership.seats["secretary"], act), **answers)
    assert answer.status_code == 422
    assert "Nobody would be secretary of the CCSP Board" in words(answer)


# ── deputies ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("seat", "email", "complaint"),
    [
        ("police", "observer", "Owen Bright sits for Voluntary Action Coventry. A deputy comes from the seat’s own"),
        ("fire", "a@fire.example", "Nobody holds this seat on that day, so there is nobody to deputise for."),
    ],
)
def test_a_deputy_who_cannot_be_one_is_refused(sign_in, send, cast, partnership, words, seat, email, complaint):
    sign_in(cast.secretary)
    person = cast.everybody.get(email)
    asked = {"seat": partnership.seats[seat].pk, "kind": "deputy", "name": "A Person", **today()}
    answer = send("/partners/invitations/new/", **asked, email=person.email if person else email)
    assert answer.status_code == 422
    assert complaint in words(answer)


# ── inductions, vacancies ────────────────────────────────────────────────────────────────────────────────────────────


def test_an_induction_is_written_down(sign_in, send, secretary, police_lead, partnership, words):
    client = sign_in(secretary)
    page = seat_page(partnership.seats["police"])
    assert "No induction yet; terms not signed yet" in words(client.get(page))
    send(appointment_page(police_lead, "induction"), version=1, **three_boxes("inducted_on", date(2026, 6, 1)))
    assert "Inducted on 1 June 2026; terms not signed yet" in words(client.get(page))


def test_a_seat_vacant_for_more_than_thirty_days_is_flagged(sign_in, secretary, chair, housing_rep, words, clock_at):
    Appointment.objects.filter(person=housing_rep).update(to_on=clock.today())
    client = sign_in(secretary)
    for days, flagged in ((30, False), (32, True)):
        with clock_at(clock.today() + timedelta(days=days)):
            page = words(client.get("/partners/seats/vacant/"))
        row = page[page.index("Neighbourhoods manager") :][:80]
        assert ("Over 30 days" in row) == flagged


def test_an_authority_without_a_member_is_a_red_line_on_the_secretary_s_home_page(sign_in, secretary, chair, words):
    line = "West Midlands Fire and Rescue Authority is a responsible authority, and nobody holds a seat for it"
    assert line in words(sign_in(secretary).get("/home/"))


def test_the_chair_and_the_members_read_it_too_and_others_do_not(sign_in, cast, words):
    line = "nobody holds a seat for it on the Board. If you know who should, tell the secretary."
    told = {name for name in PEOPLE if line in words(sign_in(cast.everybody[name]).get("/home/"))}
    assert told == {"chair", "police_lead", "deputy", "council_officer", "two_seats"}


def test_who_is_new_in_a_seat_is_led_to_their_induction(sign_in, partnership, cast, words):
    new = make_person("Rhys Evans", partnership.seats["fire"], from_on=clock.today())
    assert "Work through your induction to the Board: 0 of" in words(sign_in(new).get("/home/"))
    assert "Work through" not in words(sign_in(cast.chair).get("/home/"))


# ── who may ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [*PEOPLE, "former_member"])
def test_only_a_secretary_changes_bodies_and_seats(cast, sign_in, partnership, name):
    client, seat = sign_in(cast.everybody[name]), partnership.seats["housing"]
    pages = [BOARD + "edit/", BOARD + "seats/new/", BOARD + "terms/new/", "/partners/bodies/new/group/"]
    pages += [seat_page(seat, act) for act in ("title/", "terms/", "end/")]
    pages += [appointment_page(cast.housing_rep, act) for act in ("hand-over", "induction")]
    expected = 200 if name == "secretary" else 403
    assert {client.get(page).status_code for page in pages} == {expected}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_seat_s_page_costs_the_same_however_many_held_it(sign_in, cast, partnership, django_assert_num_queries, rows):
    seat = make_seat(partnership.board, partnership.organisations["icb"], "nurse", 30)
    for number in range(rows):
        days = {"from_on": date(2021 + number, 1, 1), "to_on": date(2021 + number, 12, 31)}
        make_person(f"Person {number}", seat, **days)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(10):
        client.get(seat_page(seat))
    with django_assert_num_queries(5):
        client.get("/partners/seats/vacant/")
