"""Groups with seats of their own, bodies that look on, who is core and who is invited, and terms of reference."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import short_date
from partners.models import Body, Seat, TermsOfReference
from partners.workflow import invitations
from partners.workflow.bodies import edit_body
from tests.meetings.files import tracked
from tests.meetings.pdfs import pdf
from tests.partners.conftest import three_boxes

BOARD = "/partners/bodies/board/"


def seat_page(seat, act=""):
    return f"/partners/seats/{seat.pk}/{act}"


def today():
    return three_boxes("from_on", clock.today())


# ── groups ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def night_group(sign_in, send, secretary, partnership):
    sign_in(secretary)
    facts = {"kind": "task and finish group", "name": "Night-time Group", "short_name": "Night", "prefix": "ccsp-n"}
    send("/partners/bodies/new/group/", **facts, parent=partnership.board.pk)
    return Body.objects.get(key="night")


def test_who_sets_a_group_up_is_its_secretary_and_fills_it(sign_in, send, secretary, night_group, partnership, words):
    client = sign_in(secretary)
    organisation = partnership.organisations["police"].pk
    send("/partners/bodies/night/seats/new/", title="Inspector", organisation=organisation, role="member", **today())
    page = words(client.get("/partners/bodies/night/"))
    assert "Task and finish group" in page
    assert "Asha Patel" in page
    assert "Inspector" in page
    assert night_group.prefix == "CCSP-N"


def test_a_group_cannot_be_part_of_its_own_part(sign_in, send, secretary, night_group, partnership, words):
    answer = send(BOARD + "edit/", name="CCSP Board", short_name="Board", parent=night_group.pk, version=1)
    assert answer.status_code == 422
    assert "Choose a body that is not part of this one" in words(answer)
    offered = client_options(sign_in(secretary).get(BOARD + "edit/"))
    assert "Night-time Group" not in offered
    with pytest.raises(ValidationError, match="The Night-time Group is part of the CCSP Board"):
        edit_body(partnership.board, version=1, parent=night_group, by=secretary)


def client_options(page):
    """What the list of bodies on a page offers."""
    markup = page.content.decode()
    return markup[markup.index('name="parent"') :].split("</select>")[0]


def test_a_body_that_looks_on_is_set_up_without_seats_and_part_of_none(sign_in, send, secretary, partnership, words):
    client = sign_in(secretary)
    facts = {"kind": "oversight", "name": "Police and Crime Panel", "short_name": "Panel", "prefix": "PCP"}
    answer = send("/partners/bodies/new/group/", **facts, parent=partnership.board.pk)
    assert answer.status_code == 422
    assert "It looks on from outside, so it is part of no other body: choose none." in words(answer)
    answer = send("/partners/bodies/new/group/", **facts)
    assert answer["Location"] == "/partners/bodies/panel/"
    assert "It looks on from outside" in words(client.get("/partners/bodies/panel/"))
    assert not Seat.objects.filter(body__key="panel").exists()
    page = words(client.get("/partners/"))
    assert page.index("Drugs and Alcohol Delivery Group") < page.index("Looking on from outside")
    assert "Police and Crime Panel Oversight body, looks on from outside" in page


# ── core and co-opted ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_member_s_seat_is_core_or_co_opted_from_a_day(sign_in, send, secretary, client, partnership, words, clock_at):
    sign_in(secretary)
    seat, tomorrow = partnership.seats["police"], clock.today() + timedelta(days=1)
    assert "Core member, votes" in words(client.get(BOARD))
    send(seat_page(seat, "terms/"), role="member", rights=["voting", "co_opted"], **three_boxes("from_on", tomorrow))
    with clock_at(tomorrow):
        assert "Co-opted member, votes" in words(client.get(seat_page(seat)))
        assert "Co-opted member" in client.get("/partners/directory/table/").content.decode()
        client.logout()
        assert "Co-opted member, votes" in words(client.get(BOARD))


def test_only_a_member_is_co_opted(sign_in, send, secretary, partnership, words):
    sign_in(secretary)
    answer = send(seat_page(partnership.seats["police"], "terms/"), role="observer", rights=["co_opted"], **today())
    assert answer.status_code == 422
    assert "Only a member’s seat is core or co-opted." in words(answer)


# ── who is invited ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_is_invited_stands_wherever_the_vacancy_does_for_who_may_invite(
    sign_in, secretary, chair, partnership, words
):
    seat = partnership.seats["fire"]
    invitation, _ = invitations.invite(seat, email="r@fire.example", name="Rhys Evans", by=secretary)
    first, until = (short_date(day) for day in (invitation.from_on, invitation.expires_at))
    said = f"Rhys Evans is invited from {first}; the link works until {until}"
    pages = (BOARD, seat_page(seat), "/partners/seats/vacant/")
    client = sign_in(secretary)
    for page in pages:
        answer = client.get(page)
        assert said in words(answer)
        assert f'href="/partners/invitations/{invitation.pk}/"' in answer.content.decode()
    client = sign_in(chair)
    assert [page for page in pages if "Rhys Evans" in words(client.get(page))] == []


def test_a_group_that_ends_takes_its_seats_with_it(sign_in, send, secretary, night_group, client, clock_at):
    send("/partners/bodies/night/end/", confirmed="yes", **three_boxes("last_day", clock.today()))
    with clock_at(clock.today() + timedelta(days=1)):
        assert client.get("/partners/bodies/night/").status_code == 404
        assert not Seat.objects.current().filter(body=night_group).exists()


def test_the_board_has_no_page_on_which_to_end_it(sign_in, secretary):
    assert sign_in(secretary).get(BOARD + "end/").status_code == 404


# ── terms of reference ───────────────────────────────────────────────────────────────────────────────────────────────


def upload(send, agreed, review):
    days = {**three_boxes("agreed_on", agreed), **three_boxes("review_on", review)}
    return send(BOARD + "terms/new/", file=SimpleUploadedFile("terms.pdf", pdf()), **days)


def test_the_newest_terms_are_for_anybody_and_the_earlier_for_members(sign_in, send, secretary, chair, client, words):
    sign_in(secretary)
    later = clock.today() + timedelta(days=365)
    for agreed in (date(2025, 6, 1), date(2026, 6, 1)):
        assert upload(send, agreed, later).status_code == 302
    assert "Version 2, agreed on 1 June 2026" in words(client.get(BOARD))
    client.logout()
    assert "Version 1" not in words(client.get(BOARD))
    assert client.get(BOARD + "terms/2/").status_code == 200
    assert client.get(BOARD + "terms/1/").status_code == 404
    assert sign_in(chair).get(BOARD + "terms/1/").status_code == 200


def test_terms_whose_review_is_over_say_so(sign_in, send, secretary, client, words, clock_at):
    sign_in(secretary)
    upload(send, date(2025, 6, 1), clock.today())
    with clock_at(clock.today() + timedelta(days=1)):
        assert "Review is due" in words(client.get(BOARD))


def test_a_file_with_more_than_is_seen_is_refused_and_told_what_to_do(sign_in, send, secretary, words):
    sign_in(secretary)
    days = three_boxes("agreed_on", date(2026, 6, 1)) | three_boxes("review_on", clock.today())
    file = SimpleUploadedFile("terms.docx", tracked("Nightjar"))
    answer = send(BOARD + "terms/new/", file=file, **days)
    assert answer.status_code == 422
    said = "The selected file has tracked changes, comments and hidden text, which everybody who opens it could read."
    assert f"{said} Accept the changes and remove the comments and what is hidden" in words(answer)
    assert not TermsOfReference.objects.exists()
