"""The pages of organisations: joining, renaming, merging, leaving, and how to reach them."""

from datetime import timedelta

import pytest

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.workflow import Conflict
from partners.models import ContactPoint, Organisation, Seat
from partners.workflow.organisations import add_organisation, merge_organisation
from partners.workflow.seats import add_seat
from tests.cast import PEOPLE, make_person, make_seat
from tests.partners.conftest import three_boxes

NEW = "/partners/organisations/new/"
HOUSING = "/partners/organisations/housing/"


def test_an_organisation_joins_and_anybody_reads_what_it_is(sign_in, send, secretary, client, words):
    sign_in(secretary)
    basis = "Crime and Disorder Act 1998, section 5(2)"
    facts = {"name": "Godiva College", "short_name": "Godiva College", "kind": "co-operating"}
    send(NEW, **facts, basis=basis, sector="education")
    client.logout()
    page = words(client.get("/partners/organisations/godiva-college/"))
    assert f"Co-operating body {basis}" in page
    assert "Education" in page


def test_a_name_that_an_organisation_has_already_is_refused_and_nothing_is_lost(sign_in, send, secretary, words):
    sign_in(secretary)
    answer = send(NEW, name="spire homes", short_name="SH", kind="provider")
    assert answer.status_code == 422
    assert "An organisation of this name is in the partnership already." in words(answer)
    assert b'value="spire homes"' in answer.content


def test_a_responsible_authority_needs_the_paragraph_that_makes_it_one(sign_in, send, secretary, client, words):
    sign_in(secretary)
    said = "Enter the paragraph of section 5 that makes it a responsible authority"
    answer = send("/partners/organisations/police/edit/", kind="responsible authority", basis=" ", version=1)
    assert answer.status_code == 422
    assert said in words(answer)
    answer = send(NEW, name="Second Force", short_name="Force", kind="responsible authority", basis="")
    assert said in words(answer)


def test_an_organisation_s_page_says_since_when_it_takes_part_and_a_new_one_s_is_where_one_lands(
    sign_in, send, secretary, client, words
):
    sign_in(secretary)
    answer = send(NEW, name="Godiva College", short_name="Godiva", kind="co-operating")
    assert answer["Location"] == "/partners/organisations/godiva/"
    assert f"Takes part since {short_date(clock.today())}" in words(client.get(answer["Location"]))


def test_a_renamed_organisation_says_what_it_was_called(sign_in, send, secretary, client, words):
    sign_in(secretary)
    send(HOUSING + "name/", name="Three Spires Housing", short_name="Three Spires", version=1)
    page = words(client.get(HOUSING))
    yesterday = clock.today() - timedelta(days=1)
    assert "Three Spires Housing" in page
    assert f"Formerly Spire Homes, until {yesterday.day} {yesterday:%B %Y}" in page


def test_two_people_who_rename_at_once_both_see_both_names(sign_in, send, secretary, words):
    sign_in(secretary)
    send(HOUSING + "name/", name="Three Spires Housing", short_name="Three Spires", version=1)
    answer = send(HOUSING + "name/", name="Spire and Sherbourne", short_name="Spire", version=1)
    assert answer.status_code == 409
    assert "Name: Three Spires Housing" in words(answer)
    assert b'value="Spire and Sherbourne"' in answer.content
    again = send(HOUSING + "name/", name="Spire and Sherbourne", short_name="Spire", version=2)
    assert again.status_code == 302


def test_a_merger_passes_the_seats_on_and_keeps_the_people_in_them(sign_in, send, secretary, partnership, words):
    client = sign_in(secretary)
    yesterday = clock.today() - timedelta(days=1)
    into = partnership.organisations["voluntary"].pk
    send(HOUSING + "merge/", confirmed="yes", into=into, **three_boxes("last_day", yesterday))
    assert "Merged into Voluntary Action Coventry" in words(client.get(HOUSING))
    page = words(client.get("/partners/organisations/voluntary/"))
    assert "Spire Homes , merged after" in page
    assert "Neighbourhoods manager , CCSP Board : Leila Haddad" in page


def test_a_merger_passes_on_the_seats_to_come_too(secretary, partnership):
    housing, council = partnership.organisations["housing"], partnership.organisations["council"]
    later = clock.today() + timedelta(days=30)
    add_seat(partnership.board, organisation=housing, title="Next", role="member", from_on=later, by=secretary)
    merge_organisation(housing, into=council, last_day=clock.today() - timedelta(days=1), by=secretary)
    assert Seat.objects.get(title="Next").organisation == council
    assert not housing.seats.lasting().exists()


def test_two_organisations_do_not_merge_into_each_other(secretary, partnership):
    housing, council = partnership.organisations["housing"], partnership.organisations["council"]
    yesterday = clock.today() - timedelta(days=1)
    merge_organisation(housing, into=council, last_day=yesterday, by=secretary)
    with pytest.raises(Conflict, match="left the partnership"):
        merge_organisation(council, into=housing, last_day=yesterday, by=secretary)


def test_an_organisation_called_new_has_a_page_of_its_own(secretary, sign_in, words):
    new = add_organisation(name="New Housing", short_name="New", kind="provider", sector="housing", by=secretary)
    page = f"/partners/organisations/{new.key}/"
    assert "New Housing" in words(sign_in(secretary).get(page))


@pytest.mark.parametrize(("days", "into"), [(0, "voluntary"), (1, "voluntary")])
def test_a_merger_to_come_is_refused(sign_in, send, secretary, partnership, words, days, into):
    sign_in(secretary)
    day = clock.today() + timedelta(days=days)
    answer = send(
        HOUSING + "merge/", confirmed="yes", into=partnership.organisations[into].pk, **three_boxes("last_day", day)
    )
    assert "The last day must be before today." in words(answer)
    assert Organisation.objects.get(key="housing").to_on is None


def test_an_organisation_with_seats_cannot_leave(sign_in, send, secretary, words):
    sign_in(secretary)
    answer = send(HOUSING + "end/", confirmed="yes", **three_boxes("last_day", clock.today()))
    assert answer.status_code == 422
    assert "It has seats that last longer: Neighbourhoods manager. End those seats first." in words(answer)


def test_who_has_left_is_found_at_its_address_but_not_in_the_list(sign_in, send, secretary, client, words, clock_at):
    sign_in(secretary)
    send(NEW, name="Godiva College", short_name="Godiva", kind="invitee")
    send("/partners/organisations/godiva/end/", confirmed="yes", **three_boxes("last_day", clock.today()))
    with clock_at(clock.today() + timedelta(days=1)):
        assert "Took part until" in words(client.get("/partners/organisations/godiva/"))
        assert "Godiva College" not in words(client.get("/partners/"))


# ── how to reach it ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def contact(partnership):
    return ContactPoint.objects.create(
        organisation=partnership.organisations["housing"],
        purpose="Out of hours",
        name="Duty officer",
        email="duty@spire.example",
        phone="024 7600 0000",
        from_on=clock.today(),
    )


def test_contacts_are_for_those_who_hold_a_seat(cast, sign_in, contact):
    told = {
        name for name, person in cast.everybody.items() if b"duty@spire.example" in sign_in(person).get(HOUSING).content
    }
    assert told == set(PEOPLE)


def test_a_contact_needs_an_address_or_a_number(sign_in, send, secretary, words):
    sign_in(secretary)
    answer = send(HOUSING + "contacts/new/", purpose="Out of hours")
    assert answer.status_code == 422
    assert "Enter an e-mail address or a telephone number" in words(answer)


def test_a_contact_that_is_removed_is_gone(sign_in, send, secretary, contact):
    client = sign_in(secretary)
    address = f"{HOUSING}contacts/{contact.pk}/remove/"
    assert b"struck out for good" in client.get(address).content
    assert ContactPoint.objects.exists()
    send(address)
    assert not ContactPoint.objects.exists()


@pytest.mark.parametrize("name", [*PEOPLE, "former_member"])
def test_only_a_secretary_changes_organisations(cast, sign_in, name):
    client = sign_in(cast.everybody[name])
    pages = [NEW, *(HOUSING + act for act in ("edit/", "name/", "merge/", "end/", "areas/new/", "contacts/new/"))]
    expected = 200 if name == "secretary" else 403
    assert {client.get(page).status_code for page in pages} == {expected}


@pytest.mark.parametrize("rows", [1, 3])
def test_an_organisation_s_page_costs_the_same_whatever_it_has(
    sign_in, cast, partnership, django_assert_num_queries, rows
):
    housing = partnership.organisations["housing"]
    for number in range(rows):
        ContactPoint.objects.create(organisation=housing, purpose=f"Desk {number}", phone="1", from_on=clock.today())
    client = sign_in(cast.secretary)
    with django_assert_num_queries(9):
        client.get(HOUSING)


def test_a_group_s_secretary_changes_nothing_of_the_whole_partnership(partnership, sign_in, send, words):
    seat = make_seat(partnership.group, partnership.organisations["fire"], "secretary", role="secretary")
    client = sign_in(make_person("Ewa Nowak", seat))
    refused = client.get(HOUSING + "merge/")
    assert refused.status_code == 403
    assert "Only the Board’s secretary changes who the partnership is." in words(refused)
    assert send(HOUSING + "name/", name="Three Spires Housing", short_name="Three Spires", version=1).status_code == 403
    assert send("/partners/bodies/board/edit/", name="My Board").status_code == 403
    assert Organisation.objects.get(key="housing").name == "Spire Homes"
