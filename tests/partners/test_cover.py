"""Cover: a secretary's work done by somebody else, from one day to another."""

from datetime import timedelta

import pytest

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.notices.models import Notice
from ccsp_portal.once.tokens import new_token
from partners.models import Appointment
from partners.standing import forget_standing, roles_of
from partners.workflow.bodies import add_body
from partners.workflow.cover import arrange_cover
from tests.cast import PEOPLE, make_person
from tests.partners.conftest import three_boxes


@pytest.fixture
def page(secretary):
    return f"/partners/appointments/{secretary.appointments.get().pk}/cover/"


def days(first=1, last=14):
    today = clock.today()
    return three_boxes("from_on", today + timedelta(days=first)) | three_boxes("to_on", today + timedelta(days=last))


def test_a_colleague_is_secretary_for_these_days_and_no_others(
    sign_in, send, secretary, council_officer, page, clock_at, words
):
    sign_in(secretary)
    assert send(page, person=council_officer.pk, **days()).status_code == 302
    held = set()
    for ahead in (0, 1, 14, 15):
        with clock_at(clock.today() + timedelta(days=ahead)):
            forget_standing(council_officer)
            held |= {ahead} if "secretary" in roles_of(council_officer) else set()
    assert held == {1, 14}


def test_a_group_that_a_cover_sets_up_has_the_secretary_for_its_own_and_is_covered_as_long(
    secretary, council_officer, clock_at
):
    first, last = clock.today(), clock.today() + timedelta(days=14)
    arrange_cover(secretary.appointments.get(), person=council_officer, from_on=first, to_on=last, by=secretary)
    group = {"name": "Knife Crime Group", "short_name": "Knife Crime", "prefix": "KCG", "kind": "task and finish group"}
    body = add_body(**group, by=council_officer)
    secretaries = {each.person: (each.kind, each.to_on) for each in Appointment.objects.filter(seat__body=body)}
    assert secretaries == {secretary: ("substantive", None), council_officer: ("deputy", last)}
    with clock_at(last + timedelta(days=1)):
        forget_standing(council_officer)
        assert "secretary" not in roles_of(council_officer)


def test_both_are_told_once_however_often_the_button_is_pressed(sign_in, send, secretary, council_officer, page, words):
    client, token = sign_in(secretary), new_token(secretary)
    for _ in range(2):
        send(page, person=council_officer.pk, token=token, **days())
    subjects = {notice.recipient: notice.subject for notice in Notice.objects.all()}
    first = clock.today() + timedelta(days=1)
    on = f"{first:%A} {first.day} {first:%B} {first.year}"
    assert subjects == {
        secretary: f"Tom Hargreaves covers for you from {on}",
        council_officer: f"You cover for Asha Patel from {on}",
    }
    seat = secretary.appointments.get().seat
    assert "Tom Hargreaves , cover To come" in words(client.get(f"/partners/seats/{seat.pk}/"))
    assert Appointment.objects.filter(seat=seat, kind="deputy").count() == 1


def test_the_one_who_covers_does_what_the_secretary_does(sign_in, send, secretary, council_officer, page):
    client = sign_in(council_officer)
    assert client.get("/partners/invitations/").status_code == 403
    sign_in(secretary)
    send(page, person=council_officer.pk, **days(0, 0))
    assert sign_in(council_officer).get("/partners/invitations/").status_code == 200


@pytest.mark.parametrize("name", [*PEOPLE, "former_member"])
def test_only_the_secretary_arranges_it(cast, sign_in, page, name):
    answer = sign_in(cast.everybody[name]).get(page)
    assert answer.status_code == (200 if name == "secretary" else 403)


def test_only_people_of_the_seat_s_own_organisation_are_offered(sign_in, send, secretary, police_lead, page, words):
    offered = words(sign_in(secretary).get(page))
    assert "Tom Hargreaves" in offered
    assert "Daniel Okafor" not in offered
    assert send(page, person=police_lead.pk, **days()).status_code == 422


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (-1, 4, "The first day must be "),
        (5, 4, "The last day must be on or after the first day, "),
    ],
)
def test_days_that_cannot_be_are_refused(sign_in, send, secretary, council_officer, page, words, first, last, sentence):
    sign_in(secretary)
    answer = send(page, person=council_officer.pk, **days(first, last))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Appointment.objects.filter(person=council_officer, kind="deputy").exists()


def test_the_same_person_does_not_cover_twice_at_once(sign_in, send, secretary, council_officer, page, words):
    sign_in(secretary)
    send(page, person=council_officer.pk, **days(5, 9))
    answer = send(page, person=council_officer.pk, **days(9, 12))
    assert answer.status_code == 422
    assert "Tom Hargreaves is in this seat already on some of these days." in words(answer)


def test_cover_lasts_no_longer_than_the_secretary_s_own_seat(sign_in, send, secretary, council_officer, page, words):
    last = clock.today() + timedelta(days=10)
    secretary.appointments.update(to_on=last)
    sign_in(secretary)
    answer = send(page, person=council_officer.pk, **days(5, 11))
    assert "Asha Patel does not hold the seat on all of these days. Give days when they do." in words(answer)


def test_other_seats_have_deputies_not_cover(sign_in, send, secretary, police_lead, council_officer, words):
    sign_in(secretary)
    make_person("Ina Voss", police_lead.appointments.get().seat, kind="deputy")
    other = make_person("Max Reed")
    Appointment.objects.create(
        seat=council_officer.appointments.get().seat, person=other, from_on=clock.today(), kind="deputy"
    )
    answer = send(
        f"/partners/appointments/{council_officer.appointments.get().pk}/cover/",
        person=secretary.pk,
        **days(),
    )
    assert "Cover is for a secretary’s seat. In any other seat, invite a deputy." in words(answer)


@pytest.fixture
def her_group(secretary):
    group = {"name": "Knife Crime Group", "short_name": "Knife Crime", "prefix": "KCG", "kind": "task and finish group"}
    return add_body(**group, by=secretary)


def test_cover_is_offered_and_arranged_for_all_her_seats_at_once_and_told_in_one_letter(
    sign_in, send, secretary, council_officer, page, her_group, words
):
    other = Appointment.objects.get(seat__body=her_group)
    client = sign_in(secretary)
    asked = client.get(page).content.decode()
    assert f'name="others" type="checkbox" value="{other.pk}" checked' in asked
    assert send(page, person=council_officer.pk, others=[other.pk], **days()).status_code == 302
    covers = Appointment.objects.filter(person=council_officer, kind="deputy").values_list("seat__body__key", flat=True)
    assert set(covers) == {"board", her_group.key}
    letter = Notice.objects.get(recipient=council_officer)
    assert "on the CCSP Board" in letter.text
    assert "on the Knife Crime Group" in letter.text


def test_she_reads_who_covers_for_her_and_ends_it_everywhere(
    sign_in, send, secretary, council_officer, page, her_group, words, clock_at
):
    other = Appointment.objects.get(seat__body=her_group)
    client = sign_in(secretary)
    send(page, person=council_officer.pk, others=[other.pk], **days(1, 14))
    with clock_at(clock.today() + timedelta(days=3)):
        last = clock.today() + timedelta(days=11)
        said = f"Tom Hargreaves covers for you until {short_date(last)}, on the Board, the Knife Crime."
        for where in ("/partners/account/", "/home/"):
            assert said in words(client.get(where))
        assert "Tom Hargreaves (cover)" in words(client.get("/partners/bodies/board/"))
        assert "(cover)" in words(client.get("/partners/directory/"))
        cover = Appointment.objects.get(person=council_officer, kind="deputy", seat__body__key="board")
        ending = f"/partners/appointments/{cover.pk}/cover/end/"
        assert ending in client.get("/partners/account/").content.decode()
        assert send(ending).status_code == 302
        forget_standing(council_officer)
        assert "secretary" not in roles_of(council_officer)
        assert "covers for you" not in words(client.get("/home/"))
        assert client.get(ending).status_code == 404


def test_who_covers_is_not_the_secretary_that_has_to_stay(sign_in, send, secretary, council_officer, page, words):
    sign_in(secretary)
    send(page, person=council_officer.pk, **days(0, 30))
    end = f"/partners/appointments/{secretary.appointments.get().pk}/end/"
    answer = send(end, version=1, when="day", confirmed="yes", **three_boxes("last_day", clock.today()))
    assert answer.status_code == 422
    assert secretary.appointments.get().to_on is None


def test_a_secretary_is_led_to_it_from_the_account_and_from_the_seat(sign_in, secretary, chair, page):
    client = sign_in(secretary)
    assert page in client.get("/partners/account/").content.decode()
    assert page in client.get(f"/partners/seats/{secretary.appointments.get().seat_id}/").content.decode()
    assert "/cover/" not in sign_in(chair).get("/partners/account/").content.decode()
