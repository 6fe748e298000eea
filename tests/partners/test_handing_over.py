"""A seat passes from its holder to the next, and that is put right before it has happened."""

from datetime import timedelta

import pytest

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from partners.models import Appointment, Invitation, Office
from partners.standing import forget_standing, roles_of
from partners.workflow import invitations
from partners.workflow.appointments import call_off_appointment
from partners.workflow.handing_over import hand_over
from partners.workflow.offices import give_office
from tests.cast import make_person
from tests.partners.conftest import three_boxes

PASSWORD = "three random words"


def in_days(number):
    return clock.today() + timedelta(days=number)


def written(day):
    return f"{day:%-d %B %Y}"


@pytest.fixture
def appointment(police_lead):
    return police_lead.appointments.get()


@pytest.fixture
def page(appointment, sign_in, secretary):
    """`page("longer")` is the address of an act on the holder's appointment, with the secretary signed in."""
    sign_in(secretary)
    return lambda act: f"/partners/appointments/{appointment.pk}/{act}/"


@pytest.fixture
def handed_over(appointment, secretary):
    """The seat is handed over in ten days: the invitation, and its link's token."""
    return hand_over(appointment, last_day=in_days(10), name="Ffion Rees", email="ffion@police.example", by=secretary)


def now(appointment):
    return Appointment.objects.get(pk=appointment.pk)


# ── what waits is not forgotten ──────────────────────────────────────────────────────────────────────────────────────


def test_the_holder_s_end_is_not_moved_past_the_day_on_which_the_next_one_begins(send, page, handed_over, words):
    answer = send(page("end"), version=2, **three_boxes("last_day", in_days(20)))
    assert answer.status_code == 422
    assert f"The appointment ends with {written(in_days(10))} already. Give an earlier day, or use" in words(answer)
    answer = send(page("longer"), version=2, how="day", **three_boxes("last_day", in_days(20)))
    assert answer.status_code == 422
    assert f"Ffion Rees is invited to hold the seat from {written(in_days(11))}." in words(answer)
    assert f"/partners/invitations/{handed_over[0].pk}/" in answer.content.decode()


def test_a_second_hand_over_says_who_is_invited_and_leads_there(send, page, handed_over, words):
    asked = {"name": "Ann Other", "email": "ann@police.example", "version": 2}
    answer = send(page("hand-over"), **asked, **three_boxes("last_day", in_days(5)))
    assert answer.status_code == 422
    assert "This seat is being handed over to Ffion Rees already. Change the day, or call that off first." in words(
        answer
    )
    assert f"/partners/invitations/{handed_over[0].pk}/" in answer.content.decode()


def test_an_invitation_that_can_no_longer_be_accepted_says_so_and_is_the_end(client, partnership, secretary, words):
    seat = partnership.seats["fire"]
    _, token = invitations.invite(seat, email="nia@fire.example", name="Nia", by=secretary)
    Appointment.objects.create(seat=seat, person=make_person("Zed Early"), from_on=clock.today())
    answer = client.get(f"/partners/invitation/{token}/")
    assert answer.status_code == 409
    page = words(answer)
    assert "Somebody else holds this seat now. You need do nothing more." in page
    assert "secretariat@ccsp.example" in page
    assert "See how it stands now" not in page


# ── put right ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("day", [5, 20])
def test_the_day_moves_for_the_holder_the_invitation_and_the_office(
    send, page, handed_over, appointment, secretary, partnership, day
):
    Office.objects.create(
        body=partnership.board, appointment=appointment, kind="lead", from_on=clock.today(), to_on=in_days(10)
    )
    answer = send(page("hand-over/day"), version=2, **three_boxes("last_day", in_days(day)))
    assert answer.status_code == 302
    assert now(appointment).to_on == appointment.offices.get().to_on == in_days(day)
    assert Invitation.objects.get().from_on == in_days(day + 1)
    letters = Notice.objects.filter(address="ffion@police.example").order_by("pk")
    assert f"{in_days(day + 1):%A} {written(in_days(day + 1))}" in letters.last().text
    with pytest.raises(invitations.DeadLink):
        invitations.invitation_of(handed_over[1])


def test_the_day_moves_for_who_has_accepted_too(send, page, handed_over, appointment):
    following = invitations.accept(handed_over[1], name="Ffion Rees", password=PASSWORD)
    assert send(page("hand-over/day"), version=2, **three_boxes("last_day", in_days(20))).status_code == 302
    assert (now(appointment).to_on, now(following).from_on) == (in_days(20), in_days(21))


def test_a_hand_over_is_called_off_and_the_holder_stays_as_before(
    send, page, handed_over, appointment, secretary, partnership, words, client
):
    following = invitations.accept(handed_over[1], name="Ffion Rees", password=PASSWORD)
    give_office(partnership.board, kind="lead", appointment=following, from_on=in_days(12), by=secretary)
    assert send(page("hand-over/call-off")).status_code == 302
    assert now(appointment).to_on is None
    assert now(following).was_called_off
    assert following.offices.get().was_called_off
    shown = words(client.get(f"/partners/seats/{appointment.seat_id}/"))
    assert "Ffion Rees Called off" in shown
    assert client.get(page("hand-over/call-off")).status_code == 200
    assert send(page("hand-over/call-off")).status_code == 409


def test_an_office_cut_by_a_hand_over_comes_back_with_the_holder(secretary, chair, send, sign_in):
    appointment = chair.appointments.get()
    hand_over(appointment, last_day=in_days(10), name="Ann", email="ann@council.example", by=secretary)
    assert appointment.offices.get().to_on == in_days(10)
    sign_in(secretary)
    assert send(f"/partners/appointments/{appointment.pk}/hand-over/call-off/").status_code == 302
    assert appointment.offices.get().to_on is None
    assert Invitation.objects.get().state == "revoked"


# ── to whom ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_seat_is_handed_to_its_deputy_who_stops_deputising(send, page, appointment, deputy, clock_at, secretary):
    asked = {"name": deputy.name, "email": deputy.email, "version": 1}
    assert send(page("hand-over"), **asked, **three_boxes("last_day", in_days(3))).status_code == 302
    _, token = invitations.send_again(Invitation.objects.get(), by=secretary)
    invitations.accept(token)
    held = {each.kind: (each.from_on, each.to_on) for each in deputy.appointments.order_by("from_on")}
    assert held["deputy"][1] == in_days(3)
    assert held["substantive"] == (in_days(4), None)
    with clock_at(in_days(4)):
        forget_standing(deputy)
        assert roles_of(deputy) == {"member"}


def test_a_seat_is_not_handed_to_who_holds_it(send, page, appointment, police_lead, words):
    asked = {"name": police_lead.name, "email": police_lead.email, "version": 1}
    answer = send(page("hand-over"), **asked, **three_boxes("last_day", in_days(3)))
    assert "Daniel Okafor holds the seat now. Give the address of who is next." in words(answer)
    assert now(appointment).to_on is None


# ── what a leaver keeps ──────────────────────────────────────────────────────────────────────────────────────────────


def test_handing_over_asks_about_deputies_and_other_places_and_the_leaver_is_written_to(
    send, client, sign_in, secretary, council_officer, partnership, words
):
    cover = Appointment.objects.create(
        seat=partnership.seats["secretary"],
        person=council_officer,
        kind="deputy",
        from_on=clock.today(),
        to_on=in_days(60),
    )
    appointment = council_officer.appointments.exclude(pk=cover.pk).get()
    helper = make_person("Ann Helper", appointment.seat, kind="deputy")
    sign_in(secretary)
    page = f"/partners/appointments/{appointment.pk}/hand-over/"
    shown = words(client.get(page))
    assert "Ann Helper would otherwise stay" in shown
    assert f"Partnership officer, Board (deputy), until {written(in_days(60))}" in shown
    asked = {"name": "New One", "email": "new@council.example", "version": 1, "deputies_too": "yes"}
    assert send(page, **asked, others=cover.pk, **three_boxes("last_day", in_days(5))).status_code == 302
    assert {now(each).to_on for each in (appointment, cover, helper.appointments.get())} == {in_days(5)}
    letter = Notice.objects.get(address=council_officer.email)
    assert f"Your places in the partnership end with {in_days(5):%A} {written(in_days(5))}" == letter.subject
    assert "Thank you for what you have done" in letter.text
    assert "Partnership officer, Coventry City Council, on the CCSP Board (deputy)" in letter.text


# ── an appointment to come ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_deputy_who_would_begin_later_leaves_with_the_holder(send, page, appointment):
    later = make_person("Lou Later", appointment.seat, kind="deputy", from_on=in_days(40)).appointments.get()
    answer = send(
        page("end"), version=1, when="day", confirmed="yes", deputies_too="yes", **three_boxes("last_day", in_days(20))
    )
    assert answer.status_code == 302
    assert now(later).was_called_off
    assert not Appointment.objects.lasting().filter(pk=later.pk).exists()


def test_an_appointment_to_come_is_called_off_and_the_seat_can_end(send, page, appointment, secretary, words, client):
    later = make_person("Lou Later", appointment.seat, kind="deputy", from_on=in_days(40)).appointments.get()
    seat_ends = f"/partners/seats/{appointment.seat_id}/end/"
    answer = send(seat_ends, **three_boxes("last_day", in_days(5)))
    assert "Call that appointment off on the seat’s page, or give a later last day." in words(answer)
    call_off = f"/partners/appointments/{later.pk}/call-off/"
    assert "Lou Later was to be in the seat from" in words(client.get(call_off))
    assert send(call_off).status_code == 302
    assert "Asha Patel has called that off" in Notice.objects.get(address=later.person.email).text
    assert send(seat_ends, confirmed="yes", **three_boxes("last_day", in_days(5))).status_code == 302
    assert now(appointment).to_on == in_days(5)
    assert client.get(call_off).status_code == 404


def test_what_was_called_off_keeps_nobody_out_and_leaves_no_vacancy(appointment, secretary, housing_rep, clock_at):
    seat, sooner = appointment.seat, in_days(20)
    later = Appointment.objects.create(seat=seat, person=housing_rep, kind="deputy", from_on=in_days(30))
    call_off_appointment(later, by=secretary)
    Appointment.objects.create(seat=seat, person=housing_rep, kind="deputy", from_on=sooner)
    with clock_at(in_days(31)):
        held = Appointment.objects.current().filter(seat=seat, person=housing_rep)
        assert [each.from_on for each in held] == [sooner]
