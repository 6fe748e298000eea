"""What is held about a person: they see all of it, and contact details go when they left long ago."""

import json
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from meetings.models import Decision
from partners import demo_codes, held, letters
from partners.models import Appointment, CalendarAddress, Invitation, Removal, SignIn, User
from partners.workflow import invitations
from partners.workflow.people import make_calendar_address
from partners.workflow.retention import CONTACT_DETAILS, apply
from tests.factories import make_decision, make_item, make_meeting

PAGE, FILE = "/partners/account/data/", "/partners/account/data/file/"


# ── data about me ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_sees_what_is_held_and_takes_it_along(sign_in, police_lead, words):
    client = sign_in(police_lead)
    page = words(client.get(PAGE))
    assert "Appointment" in page
    assert "E-mail address" in page
    answer = client.get(FILE)
    assert answer["Content-Disposition"] == 'attachment; filename="what-the-portal-holds-about-me.json"'
    data = json.loads(answer.content)["about_you"]
    assert data["Person"][0]["Name"] == "Daniel Okafor"
    assert data["Person"][0]["E-mail address"] == "daniel.okafor@ccsp.example"
    [appointment] = data["Appointment"]
    assert (appointment["Seat"], appointment["First day"]) == (
        "Local policing area commander, West Midlands Police",
        "2020-04-01",
    )


def test_it_holds_nothing_that_opens_an_account(sign_in, police_lead):
    demo_codes.set_up_for([police_lead])
    address = make_calendar_address(police_lead, by=police_lead)
    text = sign_in(police_lead).get(FILE).content.decode()
    secret = Authenticator.objects.get(user=police_lead, type="totp").data["secret"]
    assert "Second factor" in text
    for planted in (police_lead.password, address.nonce, secret):
        assert planted not in text


def test_it_says_what_a_person_called_their_passkey(sign_in, police_lead):
    credential = {"name": "My telephone", "credential": {"id": "planted-secret"}}
    Authenticator.objects.create(user=police_lead, type="webauthn", data=credential)
    text = sign_in(police_lead).get(FILE).content.decode()
    assert json.loads(text)["about_you"]["Second factor"][0]["Called"] == "My telephone"
    assert "planted-secret" not in text


def test_it_holds_nothing_of_an_item_that_the_person_may_not_read(sign_in, board, secretary, observer):
    meeting = make_meeting(board, secretary, day=clock.today() + timedelta(days=30))
    item = make_item(meeting, title="Operation Nightjar", privacy="private")
    Decision.objects.filter(pk=make_decision(item, observer, text="The Nightjar is agreed.").pk).update(
        recorded_by=observer
    )
    text = sign_in(observer).get(FILE).content.decode()
    assert json.loads(text)["what_you_did"]["Decisions recorded by you"] == 1
    assert "Nightjar" not in text


def test_no_table_that_points_at_people_is_forgotten(police_lead, secretary, board):
    """Whatever is added later is told by itself: every column that points at people is about them, or a deed."""
    told = {(model, column.name) for model, column in held._columns(User)}
    assert (Notice, "recipient") in told
    assert (Decision, "recorded_by") in told
    assert (Invitation, "invited_by") in told


def test_a_person_without_a_seat_sees_theirs_too(sign_in, former_member):
    client = sign_in(former_member)
    assert client.get(PAGE).status_code == 200
    assert "Neil Marsden" in client.get(FILE).content.decode()


# ── retention ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def timetable(db):
    return User.objects.timetable()


@pytest.fixture
def years_later(clock_at):
    """Two years and two days after yesterday, on which the former member left."""
    today = clock.today()
    return clock_at(date(today.year + 2, today.month, min(today.day, 28)) + timedelta(days=4))


def test_who_left_more_than_two_years_ago_cannot_be_reached_any_more(cast, partnership, timetable, years_later):
    leaver, old = cast.former_member, "neil.marsden@ccsp.example"
    invitations.invite(partnership.seats["councillor"], name="Neil", email=old, kind="deputy", by=cast.secretary)
    demo_codes.set_up_for([leaver])
    make_calendar_address(leaver, by=leaver)
    SignIn.objects.create(
        person=leaver, at=clock.now(), way="password", outcome="let in", address="192.0.2.7", device="A telephone"
    )
    letters.account_letter("email_changed", old, {"from_email": old, "to_email": "x@y.example"})
    with years_later:
        assert apply(CONTACT_DETAILS, by=timetable) == 1
    leaver.refresh_from_db()
    assert leaver.email == f"left-{leaver.pk}@removed.invalid"
    assert not leaver.is_active
    assert not leaver.has_usable_password()
    for model in (leaver.emailaddress_set.all(), Authenticator.objects, CalendarAddress.objects):
        assert not model.exists()
    assert not SignIn.objects.exclude(address=None, device="").exists()
    assert not Notice.objects.filter(address=old).exists()
    assert not Notice.objects.filter(text__contains=old).exists()
    assert not Invitation.objects.filter(email=old).exists()


def test_their_name_and_what_they_were_stay_on_record(cast, partnership, timetable, years_later, sign_in, words):
    with years_later:
        apply(CONTACT_DETAILS, by=timetable)
        page = words(sign_in(cast.secretary).get(f"/partners/seats/{partnership.seats['fire'].pk}/"))
    assert "Neil Marsden" in page
    removal = Removal.objects.get()
    assert (removal.what, removal.number, removal.by) == ("contact details", 1, timetable)


def test_nobody_else_loses_anything_and_a_second_night_changes_nothing(cast, timetable, years_later):
    before = set(User.objects.exclude(pk=cast.former_member.pk).values_list("email", flat=True))
    assert apply(CONTACT_DETAILS, by=timetable) == 0
    with years_later:
        assert [apply(CONTACT_DETAILS, by=timetable) for _ in range(2)] == [1, 0]
    after = set(User.objects.exclude(pk=cast.former_member.pk).values_list("email", flat=True))
    assert after == before
    assert Removal.objects.count() == 1


def test_who_came_back_keeps_their_address(cast, partnership, timetable, years_later):
    Appointment.objects.create(person=cast.former_member, seat=partnership.seats["fire"], from_on=clock.today())
    with years_later:
        assert apply(CONTACT_DETAILS, by=timetable) == 0


def test_only_the_timetable_removes_them(cast):
    with pytest.raises(PermissionDenied):
        apply(CONTACT_DETAILS, by=cast.secretary)


def test_two_leavers_with_invitations_to_one_seat_go_on_one_night(cast, partnership, timetable, years_later):
    second = cast.observer
    Appointment.objects.filter(person=second).update(to_on=clock.today() - timedelta(days=1))
    seat = partnership.seats["housing"]
    for person in (cast.former_member, second):
        invitations.invite(seat, name="X", email=person.email, kind="deputy", by=cast.secretary)
    with years_later:
        assert apply(CONTACT_DETAILS, by=timetable) == 2
    assert Invitation.objects.filter(email__endswith="@removed.invalid").count() == 2


def test_the_privacy_notice_says_for_how_long(client, partnership, words):
    assert "2 years after your last appointment ended" in words(client.get("/privacy/"))


def test_a_person_sees_which_pages_were_refused_to_them(sign_in, police_lead):
    client = sign_in(police_lead)
    assert client.get("/home/permissions/").status_code == 403
    told = json.loads(client.get(FILE).content)
    (refusal,) = told["about_you"]["Page that was refused"]
    how = refusal["Whether it was asked for (GET) or sent to (POST)"]
    assert (refusal["Page"], how) == ("/home/permissions/", "GET")
    assert "Page" not in told["about_you"]
