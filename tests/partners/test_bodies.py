"""The pages of bodies, their seats and offices."""

from datetime import date, timedelta

import pytest

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import short_date
from partners.models import Body, Office
from partners.standing import forget_standing, roles_of
from tests.cast import PEOPLE, make_person, make_seat
from tests.partners.conftest import three_boxes

LIST = "/partners/"
BOARD = "/partners/bodies/board/"
OFFICE = "/partners/bodies/board/office/"


def end_page(person):
    return f"/partners/appointments/{person.appointments.get().pk}/end/"


def test_the_public_reads_who_chairs_but_no_other_name_and_no_address(client, cast):
    for path in (LIST, BOARD):
        page = client.get(path).content.decode()
        assert "Rosa Whitfield, Cabinet Member for Policing and Equalities" in page
        people = [person for person in cast.everybody.values() if person.is_authenticated]
        assert [person.name for person in people if person.name in page] == ["Rosa Whitfield"]
        assert [person.email for person in people if person.email in page] == []


def test_anybody_reads_when_a_body_meets_its_quorum_and_its_chair_s_days(client, cast, words):
    page = client.get(BOARD)
    said = words(page)
    assert "When it meets On the second Thursday of June, September, December and March, at 2pm" in said
    assert "Quorum At least one third of the seats that count, never fewer than 4, with" in said
    assert "Since 1 April 2020" in said
    assert 'href="/meetings/?body=board"' in page.content.decode()
    assert "counts to the quorum" not in said


def test_who_holds_a_seat_reads_which_seats_count_to_the_quorum_and_are_senior(sign_in, chair, words):
    assert "Core member, votes, counts to the quorum, senior" in words(sign_in(chair).get(BOARD))


def test_a_body_that_is_to_end_says_its_last_day(client, partnership, words):
    Body.objects.filter(key="drugs-group").update(to_on=clock.today())
    said = words(client.get("/partners/bodies/drugs-group/"))
    assert f"The Drugs and Alcohol Delivery Group ends on {short_date(clock.today())}: that is its last day." in said


def test_the_bodies_hang_together_as_nested_lists(client, cast):
    page = client.get(LIST).content.decode()
    board, group = page.index("CCSP Board</a>"), page.index("Drugs and Alcohol Delivery Group</a>")
    assert page[board:group].count("<ul") == 1
    assert "</li>" not in page[board:group]


@pytest.mark.parametrize("name", PEOPLE)
def test_who_holds_a_seat_sees_who_sits_where_and_how_to_reach_them(cast, sign_in, name):
    page = sign_in(cast.everybody[name]).get(BOARD).content.decode()
    assert "Daniel Okafor" in page
    assert cast.deputy.email in page


def test_a_former_member_sees_what_the_public_sees(sign_in, former_member, words):
    page = words(sign_in(former_member).get(BOARD))
    assert "Daniel Okafor" not in page
    assert "Local policing area commander" in page


def test_only_the_secretary_is_offered_the_acts(cast, sign_in):
    offered = {
        name for name, person in cast.everybody.items() if b"Invite a deputy" in sign_in(person).get(BOARD).content
    }
    assert offered == {"secretary"}


def test_an_empty_seat_is_vacant_and_its_invitation_is_filled_in(sign_in, secretary, partnership, words):
    client, fire = sign_in(secretary), partnership.seats["fire"]
    page = client.get(BOARD)
    assert "Vacant" in words(page)
    link = f"/partners/invitations/new/?seat={fire.pk}&amp;kind=substantive"
    assert link in page.content.decode()
    form = client.get(link.replace("&amp;", "&")).content.decode()
    assert f'<option value="{fire.pk}" selected>' in form


def test_a_body_that_is_none_is_not_found(client, cast):
    assert client.get("/partners/bodies/nowhere/").status_code == 404


def test_the_secretary_reads_which_authorities_have_nobody_on_the_board(sign_in, secretary, chair, words):
    said = "Responsible authorities without a member on the Board West Midlands Fire"
    assert said in words(sign_in(secretary).get(LIST))
    assert "without a member" not in words(sign_in(chair).get(LIST))


# ── ending an appointment ────────────────────────────────────────────────────────────────────────────────────────────


def test_rights_end_at_the_next_request_once_an_appointment_has_ended(sign_in, send, secretary, police_lead, client):
    yesterday = clock.today() - timedelta(days=1)
    sign_in(secretary)
    answer = send(end_page(police_lead), version=1, when="day", confirmed="yes", **three_boxes("last_day", yesterday))
    assert answer["Location"] == BOARD
    signed_in = sign_in(police_lead)
    assert "You hold no seat today" in signed_in.get("/home/").content.decode()
    assert police_lead.email not in signed_in.get(BOARD).content.decode()


def test_a_person_keeps_their_seat_to_the_end_of_their_last_day(sign_in, send, secretary, police_lead, words, clock_at):
    last = clock.today() + timedelta(days=10)
    sign_in(secretary)
    send(end_page(police_lead), version=1, when="day", confirmed="yes", **three_boxes("last_day", last))
    with clock_at(last):
        assert "You hold no seat" not in words(sign_in(police_lead).get("/home/"))
    with clock_at(last + timedelta(days=1)):
        assert "You hold no seat" in words(sign_in(police_lead).get("/home/"))


@pytest.mark.parametrize(
    ("day", "complaint"),
    [
        (None, "Enter the last day"),
        (date(2019, 1, 1), "The last day must be yesterday or later"),
    ],
)
def test_a_last_day_that_will_not_do_is_refused(sign_in, send, secretary, police_lead, words, day, complaint):
    sign_in(secretary)
    answer = send(
        end_page(police_lead), version=1, when="day", confirmed="yes", **(three_boxes("last_day", day) if day else {})
    )
    assert answer.status_code == 422
    assert complaint in words(answer)
    assert police_lead.appointments.get().to_on is None


def test_what_has_ended_is_not_found_among_what_can_be_ended(sign_in, secretary, former_member):
    assert sign_in(secretary).get(end_page(former_member)).status_code == 404


@pytest.mark.parametrize("name", [*PEOPLE, "former_member"])
def test_only_the_secretary_ends_appointments_and_gives_offices(cast, sign_in, name):
    client = sign_in(cast.everybody[name])
    expected = 200 if name == "secretary" else 403
    assert client.get(end_page(cast.police_lead)).status_code == expected
    assert client.get(OFFICE).status_code == expected


# ── offices ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_chair_takes_over_from_the_old_one(sign_in, send, secretary, chair, police_lead, words):
    sign_in(secretary)
    appointment = police_lead.appointments.get()
    answer = send(OFFICE, kind="chair", appointment=appointment.pk, **three_boxes("from_on", clock.today()))
    assert answer["Location"] == BOARD
    offices = Office.objects.order_by("from_on").values_list("appointment__person__name", "from_on", "to_on")
    yesterday = clock.today() - timedelta(days=1)
    assert list(offices) == [
        ("Rosa Whitfield", date(2020, 4, 1), yesterday),
        ("Daniel Okafor", clock.today(), None),
    ]
    for person, roles in ((chair, {"member"}), (police_lead, {"member", "chair"})):
        forget_standing(person)
        assert roles_of(person) == roles


def test_an_office_is_given_to_a_day_and_left_empty_from_one(sign_in, send, secretary, chair, police_lead, words):
    client = sign_in(secretary)
    first, last = clock.today(), clock.today() + timedelta(days=30)
    days = three_boxes("from_on", first) | three_boxes("to_on", last)
    send(OFFICE, kind="vice chair", appointment=police_lead.appointments.get().pk, **days)
    assert Office.objects.get(kind="vice chair").to_on == last
    assert f"Since {short_date(first)}, until {short_date(last)}" in words(client.get(BOARD))
    send(OFFICE, kind="chair", appointment="nobody", **three_boxes("from_on", last))
    assert Office.objects.get(kind="chair").to_on == last - timedelta(days=1)
    answer = send(OFFICE, kind="lead", appointment="nobody", **three_boxes("from_on", first))
    assert answer.status_code == 422
    assert "Nobody holds this office on that day." in words(answer)


def test_an_office_begins_after_the_one_before_it_began(sign_in, send, secretary, chair, police_lead, words):
    sign_in(secretary)
    soon = clock.today() + timedelta(days=30)
    asked = three_boxes("from_on", soon)
    send(OFFICE, kind="vice chair", appointment=police_lead.appointments.get().pk, **asked)
    answer = send(OFFICE, kind="vice chair", appointment=chair.appointments.get().pk, **asked)
    assert answer.status_code == 422
    assert "Daniel Okafor holds this office from" in words(answer)
    assert [office.appointment.person for office in Office.objects.filter(kind="vice chair")] == [police_lead]


def test_an_office_goes_to_who_sits_in_the_body_only(sign_in, send, secretary, partnership, deputy, words):
    stranger = make_person("Ann Other", make_seat(partnership.group, partnership.organisations["fire"], "elsewhere"))
    sign_in(secretary)
    for person in (stranger, deputy):
        appointment = person.appointments.get()
        answer = send(OFFICE, kind="lead", appointment=appointment.pk, **three_boxes("from_on", clock.today()))
        assert answer.status_code == 422
    assert not Office.objects.filter(kind="lead").exists()


# ── what they cost ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_however_many_seats_there_are(
    cast, partnership, sign_in, client, django_assert_num_queries, rows
):
    for number in range(rows):
        seat = make_seat(partnership.board, partnership.organisations["fire"], f"more-{number}", 20 + number)
        make_person(f"Person {number}", seat)
    with django_assert_num_queries(4):
        client.get(LIST)
    with django_assert_num_queries(8):
        client.get(BOARD)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(7):
        client.get(LIST)
    with django_assert_num_queries(12):
        client.get(BOARD)
