"""The information-sharing protocol: its versions, its signatures, and the authorities' liaison officers."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from ccsp_portal import clock
from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.workflow import Conflict, Stale
from partners.models import LiaisonOfficer, Protocol, Signature
from partners.workflow import sharing
from tests.meetings.files import tracked
from tests.meetings.pdfs import pdf
from tests.partners.conftest import three_boxes

PAGE = "/partners/information-sharing/"


@pytest.fixture
def put_in_force(secretary):
    """`put_in_force(in_force_on=…, review_on=…)`: the protocol's next version, in force since 30 days ago."""

    def put(**days):
        today = clock.today()
        days = {"in_force_on": today - timedelta(days=30), "review_on": today + timedelta(days=300)} | days
        document = store_bytes(b"%PDF-1.7\nprotocol", "protocol.pdf", PDF, by=secretary)
        return sharing.put_in_force(document=document, **days, by=secretary)

    return put


@pytest.fixture
def protocol(put_in_force):
    return put_in_force()


def sign(protocol, organisation, by, **fields):
    fields = {"signed_by": "Ann Lee", "position": "Chief Executive", "signed_on": clock.today()} | fields
    return sharing.record_signature(protocol, organisation, **fields, by=by)


def name_officer(organisation, by, **fields):
    officer = {"name": "Bo Finch", "position": "Information manager", "email": "bo@police.example"}
    return sharing.name_liaison_officer(organisation, **officer | {"from_on": clock.today()} | fields, by=by)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_member_sees_at_a_glance_who_signed_and_whom_to_ask(
    sign_in, secretary, observer, partnership, protocol, words
):
    police = partnership.organisations["police"]
    sign(protocol, police, secretary)
    name_officer(police, secretary)
    page = words(sign_in(observer).get(PAGE))
    assert "1 of 5 responsible authorities" in page
    assert page.count("Not signed") == 4
    assert page.count("None named") == 4
    assert "Ann Lee, Chief Executive" in page
    assert "Bo Finch, Information manager bo@police.example" in page
    assert "Record the signature" not in page
    assert "Spire Homes" not in page


def test_before_there_is_a_protocol_the_page_says_who_puts_it_in_force(sign_in, observer, secretary, words):
    assert "The secretary puts it in force once the authorities have agreed it" in words(sign_in(observer).get(PAGE))
    assert "Put the protocol in force" in words(sign_in(secretary).get(PAGE))


def test_the_page_costs_the_same_with_one_version_as_with_three(
    sign_in, secretary, observer, partnership, put_in_force, django_assert_num_queries
):
    client = sign_in(observer)
    client.get(PAGE)
    for keys in (("police",), ("council", "fire", "probation")):
        for number, key in enumerate(keys):
            protocol = put_in_force()
            sign(protocol, partnership.organisations[key], secretary)
            name_officer(partnership.organisations[key], secretary, from_on=clock.today() - timedelta(days=number))
        # with earlier versions on the page there is one more, of their signatures
        with django_assert_num_queries(8 if len(keys) == 1 else 9):
            client.get(PAGE)


def test_who_has_no_seat_today_reads_nothing_of_it(sign_in, former_member, protocol, client):
    assert sign_in(former_member).get(PAGE).status_code == 403
    assert sign_in(former_member).get(f"{PAGE}versions/1/").status_code == 403
    client.logout()
    assert client.get(PAGE).status_code == 302


# ── versions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_version_leaves_the_old_one_and_its_signatures_and_is_signed_anew(
    sign_in, send, secretary, partnership, protocol, words
):
    sign(protocol, partnership.organisations["police"], secretary)
    client, today = sign_in(secretary), clock.today()
    days = three_boxes("in_force_on", today) | three_boxes("review_on", today + timedelta(days=365))
    answer = send(PAGE + "new/", file=SimpleUploadedFile("second.pdf", pdf()), **days)
    assert answer.status_code == 302
    page = words(client.get(PAGE))
    assert "Version 2 is in force. Record below who signed it for each authority." in page
    assert "0 of 5 responsible authorities" in page
    assert "Signed for West Midlands Police by Ann Lee" in page
    assert list(Protocol.objects.values_list("number", flat=True)) == [2, 1]
    assert b"".join(client.get(f"{PAGE}versions/1/").streaming_content) == b"%PDF-1.7\nprotocol"


def test_a_file_with_more_than_is_seen_is_refused_and_told_what_to_do(sign_in, send, secretary, words):
    sign_in(secretary)
    days = three_boxes("in_force_on", clock.today()) | three_boxes("review_on", clock.today() + timedelta(days=365))
    file = SimpleUploadedFile("protocol.docx", tracked("Nightjar"))
    answer = send(PAGE + "new/", file=file, **days)
    assert answer.status_code == 422
    said = "The selected file has tracked changes, comments and hidden text, which everybody who opens it could read."
    assert f"{said} Accept the changes and remove the comments and what is hidden" in words(answer)
    assert not Protocol.objects.exists()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"in_force_on": date(2999, 1, 1)}, "The first day in force must be today or earlier. Come back on that day."),
        ({"review_on": date(2020, 1, 1)}, "The review must be after the day from which the protocol is in force."),
    ],
)
def test_a_version_with_impossible_days_is_refused(put_in_force, days, said):
    with pytest.raises(ValidationError) as refusal:
        put_in_force(**days)
    assert said in refusal.value.messages


def test_a_version_does_not_begin_before_the_one_it_replaces(put_in_force, protocol):
    day = protocol.in_force_on
    with pytest.raises(ValidationError) as refusal:
        put_in_force(in_force_on=day - timedelta(days=1))
    assert refusal.value.messages == [f"Version 1 is in force from {day:%-d %B %Y}. Give that day or later."]


def test_only_the_boards_secretary_keeps_it(put_in_force, protocol, cast, partnership):
    for name, person in cast.everybody.items():
        if name not in {"secretary", "public"}:
            with pytest.raises(PermissionDenied):
                sign(protocol, partnership.organisations["police"], person)
            with pytest.raises(PermissionDenied):
                name_officer(partnership.organisations["police"], person)


# ── signatures ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_signature_is_recorded_and_a_slip_in_it_corrected(sign_in, send, secretary, protocol, words, client):
    sign_in(secretary)
    asked = {"position": "Chief Constable", **three_boxes("signed_on", clock.today())}
    send(PAGE + "police/signature/", signed_by="Ann Le", version=0, **asked)
    form = client.get(PAGE + "police/signature/").content.decode()
    assert 'value="Ann Le"' in form
    send(PAGE + "police/signature/", signed_by="Ann Lee", version=1, **asked)
    assert [str(each.signed_by) for each in Signature.objects.all()] == ["Ann Lee"]
    assert "The signature for West Midlands Police is recorded." in words(client.get(PAGE))


def test_two_secretaries_who_record_one_signature_at_once_see_both_texts(sign_in, send, secretary, protocol, words):
    sign_in(secretary)
    asked = {"position": "Chief Constable", "version": 0, **three_boxes("signed_on", clock.today())}
    send(PAGE + "police/signature/", signed_by="Ann Lee", **asked)
    answer = send(PAGE + "police/signature/", signed_by="Bob Ray", **asked)
    assert answer.status_code == 409
    assert "Ann Lee" in words(answer)


def test_a_signature_of_the_future_or_of_an_earlier_version_is_refused(put_in_force, protocol, partnership, secretary):
    police, tomorrow = partnership.organisations["police"], clock.today() + timedelta(days=1)
    with pytest.raises(ValidationError, match="today or earlier"):
        sign(protocol, police, secretary, signed_on=tomorrow)
    put_in_force()
    with pytest.raises(Conflict, match="A newer version of the protocol is in force"):
        sign(protocol, police, secretary)


def test_only_a_responsible_authority_signs(sign_in, secretary, protocol, partnership):
    with pytest.raises(Conflict, match="Spire Homes is no responsible authority today"):
        sign(protocol, partnership.organisations["housing"], secretary)
    assert sign_in(secretary).get(PAGE + "housing/signature/").status_code == 404


def test_nobody_signs_before_there_is_a_protocol(sign_in, secretary):
    assert sign_in(secretary).get(PAGE + "police/signature/").status_code == 404


def test_a_correction_from_an_older_reading_is_stale(protocol, partnership, secretary):
    police = partnership.organisations["police"]
    sign(protocol, police, secretary)
    sign(protocol, police, secretary, version=1, signed_by="Ann Lea")
    with pytest.raises(Stale):
        sign(protocol, police, secretary, version=1, signed_by="Ann Leo")


# ── liaison officers ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_next_liaison_officer_ends_the_one_before_and_how_to_reach_them(sign_in, send, secretary, partnership):
    police, today = partnership.organisations["police"], clock.today()
    first = name_officer(police, secretary, from_on=today - timedelta(days=10))
    sign_in(secretary)
    asked = {"name": "Di Marsh", "position": "Records manager", "phone": "024 7600 0000"}
    answer = send(PAGE + "police/liaison/", **asked, **three_boxes("from_on", today))
    assert answer.status_code == 302
    first.refresh_from_db()
    assert (first.to_on, first.email, first.phone) == (today - timedelta(days=1), "", "")
    assert police.liaison_officers.current().get().name == "Di Marsh"


def test_how_to_reach_a_liaison_officer_leaves_no_trace_in_the_history():
    kept = {column.name for column in LiaisonOfficer.pgh_event_model._meta.fields}
    assert {"name", "position"} <= kept
    assert not {"email", "phone"} & kept


def test_an_officer_who_goes_leaves_the_place_open_and_is_named_among_the_earlier(
    sign_in, send, secretary, partnership, words, client
):
    yesterday = clock.today() - timedelta(days=1)
    name_officer(partnership.organisations["police"], secretary, from_on=yesterday)
    sign_in(secretary)
    assert send(PAGE + "police/liaison/end/", **three_boxes("last_day", yesterday)).status_code == 302
    page = words(client.get(PAGE))
    assert page.count("None named") == 5
    assert "Bo Finch, Information manager, for West Midlands Police from" in page
    assert client.get(PAGE + "police/liaison/end/").status_code == 404


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"email": "", "phone": ""}, "Enter an e-mail address or a telephone number."),
        ({"name": ""}, "Enter the liaison officer’s full name"),
        ({"name": "Bo\u202eFinch"}, "must not have hidden characters in it"),
        ({"email": "bo@"}, "Enter an e-mail address in the correct format"),
    ],
)
def test_a_wrong_answer_is_refused_with_what_to_do(sign_in, send, secretary, words, answers, said):
    sign_in(secretary)
    asked = {"name": "Bo Finch", "position": "Manager", "email": "bo@police.example"} | answers
    answer = send(PAGE + "police/liaison/", **asked, **three_boxes("from_on", clock.today()))
    assert answer.status_code == 422
    assert said in words(answer)
    assert not LiaisonOfficer.objects.exists()


def test_an_officer_does_not_begin_before_the_one_they_follow(secretary, partnership):
    police = partnership.organisations["police"]
    name_officer(police, secretary)
    with pytest.raises(ValidationError) as refusal:
        name_officer(police, secretary, name="Di Marsh")
    day = f"{clock.today():%-d %B %Y}"
    said = f"Bo Finch is the liaison officer from {day}. Give a later first day."
    assert refusal.value.messages == [said]


def test_the_database_refuses_two_liaison_officers_at_once(secretary, partnership):
    police = partnership.organisations["police"]
    name_officer(police, secretary)
    with pytest.raises(IntegrityError, match="one_liaison_officer_at_a_time"):
        LiaisonOfficer.objects.create(organisation=police, name="Di", position="Manager", from_on=clock.today())


# ── the secretary's home page ────────────────────────────────────────────────────────────────────────────────────────


def test_home_tells_the_secretary_what_is_missing_until_it_is_there(
    sign_in, secretary, partnership, put_in_force, words, clock_at
):
    client = sign_in(secretary)
    page = words(client.get("/home/"))
    assert "No information-sharing protocol is kept here yet." in page
    assert "5 responsible authorities have no liaison officer." in page
    protocol = put_in_force()
    page = words(client.get("/home/"))
    assert "No information-sharing protocol" not in page
    assert "5 responsible authorities have not signed the information-sharing protocol." in page
    for key in ("council", "police", "fire", "probation", "icb"):
        sign(protocol, partnership.organisations[key], secretary)
        name_officer(partnership.organisations[key], secretary)
    assert "information-sharing protocol" not in words(client.get("/home/"))
    with clock_at(protocol.review_on):
        assert "information-sharing protocol" not in words(client.get("/home/"))
    with clock_at(protocol.review_on + timedelta(days=1)):
        assert "The review of the information-sharing protocol is overdue." in words(client.get("/home/"))
        assert "Review is overdue" in words(client.get(PAGE))


def test_home_tells_a_member_nothing_of_it(sign_in, police_lead, words):
    assert "Records to complete" not in words(sign_in(police_lead).get("/home/"))
