"""The directory of those who hold a seat, a person's page, and both to download."""

from datetime import timedelta

import pytest
import vobject

from ccsp_portal import clock
from partners.models import Appointment, User
from tests.cast import PEOPLE, make_person, make_seat

LIST = "/partners/directory/"
TABLE = "/partners/directory/table/"
CARDS = "/partners/directory/cards/"


def names_in(page):
    return {name for _, name, _ in PEOPLE.values() if name in page}


@pytest.mark.parametrize("name", [*PEOPLE, "former_member"])
def test_it_is_for_those_who_hold_a_seat(cast, sign_in, name):
    client, person = sign_in(cast.everybody[name]), cast.chair.pk
    pages = (LIST, TABLE, CARDS, f"/partners/people/{person}/", f"/partners/people/{person}/card/")
    expected = 403 if name == "former_member" else 200
    assert {client.get(page).status_code for page in pages} == {expected}


def test_it_lists_everybody_in_a_seat_and_nobody_who_has_left(cast, sign_in, words):
    page = words(sign_in(cast.observer).get(LIST))
    assert names_in(page) == {name for _, name, _ in PEOPLE.values()}
    assert cast.former_member.name not in page
    assert "Chair of" not in page
    assert "chair of the Board" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("eloi", {"Grace Éloi"}),
        ("GRACE éloi", {"Grace Éloi"}),
        ("commander", {"Daniel Okafor", "Megan Price"}),
        ("police analyst", {"Priya Nair"}),
        ("probation", {"Sam Tolland"}),
        ("nobody at all", set()),
    ],
)
def test_people_are_found_by_name_position_or_organisation(cast, sign_in, words, asked, found):
    assert names_in(words(sign_in(cast.chair).get(LIST, {"words": asked}))) == found


def test_it_narrows_to_a_body_and_to_an_organisation(cast, sign_in, partnership, group_seat, words):
    make_person("Gwen Pugh", group_seat)
    client = sign_in(cast.chair)
    page = words(client.get(LIST, {"body": partnership.group.pk}))
    assert "1 person" in page
    assert "Gwen Pugh" in page
    page = words(
        client.get(LIST, {"organisation": partnership.organisations["police"].pk, "body": partnership.board.pk})
    )
    assert names_in(page) == {"Daniel Okafor", "Megan Price", "Priya Nair"}


@pytest.mark.parametrize("nonsense", [{"body": "x"}, {"organisation": "-1"}, {"words": "\x00"}, {"page": "many"}])
def test_what_makes_no_sense_is_as_if_it_had_not_been_asked(cast, sign_in, nonsense):
    assert sign_in(cast.chair).get(LIST, nonsense).status_code == 200


def test_where_nobody_fits_it_says_what_to_try(cast, sign_in, words):
    assert "Try fewer words, or any body." in words(sign_in(cast.chair).get(LIST, {"words": "zzz"}))


# ── downloads ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_table_starts_no_formula(cast, sign_in, partnership, group_seat):
    make_person("=cmd Pugh", group_seat)
    table = sign_in(cast.chair).get(TABLE, {"words": "pugh"}).content.decode("utf-8-sig").splitlines()
    assert table[0].startswith("Name,E-mail address,Position,Organisation")
    assert table[1].startswith("'=cmd Pugh,")


def test_cards_can_be_read_by_an_address_book(cast, sign_in, group_seat):
    name = "Siân Llŷr-O'Brien; née Wójcik, " + "x" * 60
    person = make_person("Sian Llyr", group_seat)
    User.objects.filter(pk=person.pk).update(name=name)
    answer = sign_in(cast.chair).get(CARDS)
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    text = answer.content.decode()
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    cards = {card.fn.value: card for card in vobject.readComponents(text)}
    assert len(cards) == len(PEOPLE) + 1
    assert name in cards
    daniel = cards["Daniel Okafor"]
    assert (daniel.email.value, daniel.n.value.family) == (cast.police_lead.email, "Okafor")
    assert daniel.org.value == ["West Midlands Police"]


# ── a person ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_s_page_tells_what_they_hold_and_held(cast, sign_in, words):
    page = words(sign_in(cast.observer).get(f"/partners/people/{cast.chair.pk}/"))
    assert "Now Cabinet Member for Policing and Equalities" in page
    assert "Chair of the Board from 1 April 2020" in page


def test_a_person_s_page_names_who_deputises_and_whom_they_deputise_for(cast, sign_in, words):
    client = sign_in(cast.observer)
    assert "Deputy: Megan Price" in words(client.get(f"/partners/people/{cast.police_lead.pk}/"))
    assert "Holder: Daniel Okafor" in words(client.get(f"/partners/people/{cast.deputy.pk}/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_person_s_page_costs_the_same_however_much_they_hold(
    cast, sign_in, partnership, django_assert_num_queries, rows
):
    for number in range(rows):
        seat = make_seat(partnership.group, partnership.organisations["fire"], str(number))
        Appointment.objects.create(seat=seat, person=cast.chair, from_on=clock.today())
        make_person(f"Deputy {number}", seat, kind="deputy")
    client = sign_in(cast.observer)
    with django_assert_num_queries(6):
        client.get(f"/partners/people/{cast.chair.pk}/")


def test_who_has_left_has_a_page_without_an_address(cast, sign_in, words):
    person = cast.former_member
    client = sign_in(cast.chair)
    page = words(client.get(f"/partners/people/{person.pk}/"))
    assert "holds no seat today" in page
    assert "Before" in page
    assert person.email not in page
    assert client.get(f"/partners/people/{person.pk}/card/").status_code == 404


def test_who_never_sat_has_no_page(cast, sign_in):
    stranger = User.objects.create_user("s@ccsp.example", "Some Stranger")
    client = sign_in(cast.chair)
    for pk in (stranger.pk, User.objects.timetable().pk, 987654):
        assert client.get(f"/partners/people/{pk}/").status_code == 404


def test_a_seat_that_begins_tomorrow_is_to_come(cast, sign_in, partnership, group_seat, words):
    tomorrow = clock.today() + timedelta(days=1)
    Appointment.objects.create(seat=group_seat, person=cast.chair, from_on=tomorrow)
    assert "To come Member" in words(sign_in(cast.observer).get(f"/partners/people/{cast.chair.pk}/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_however_many_people_there_are(cast, sign_in, partnership, django_assert_num_queries, rows):
    for number in range(rows):
        make_person(f"Person {number}", make_seat(partnership.group, partnership.organisations["fire"], str(number)))
    client = sign_in(cast.chair)
    with django_assert_num_queries(9):
        client.get(LIST)
    with django_assert_num_queries(6):
        client.get(TABLE)
