"""Accounts that nobody signs in to: warned after 90 days, suspended 14 days later; those that the secretary suspends at
once; and the way back."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from ccsp_portal import clock
from ccsp_portal.history.reading import sentences_for
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Conflict
from partners.models import Appointment, Suspension, User
from partners.models.calendars import CalendarAddress
from partners.tasks import suspend_dormant_accounts as every_night
from partners.workflow.people import make_calendar_address
from partners.workflow.suspensions import let_in_again, suspend_account, suspend_dormant_accounts
from tests.cast import make_person, make_seat
from tests.partners.test_sign_in import sign_in_as

REVIEW, REVIEWS = "/partners/reviews/new/", "/partners/reviews/"


@pytest.fixture
def nights():
    """`nights(104)` lets every night pass until the day that lies 104 days ahead, at noon; only these days matter."""
    began = clock.today()

    def night(after):
        day = began + timedelta(days=after)
        return clock.set_to(datetime(day.year, day.month, day.day, 12, tzinfo=clock.LONDON))

    def passing(*afters):
        for after in afters:
            with night(after):
                every_night()
        return night(afters[-1])

    return passing


def letters_to(person, about):
    return Notice.objects.filter(address=person.email, text__contains=about)


def test_who_never_signed_in_is_dormant_90_days_after_the_account_was_made(sign_in, secretary, chair, nights):
    with nights(89):
        page = sign_in(secretary).get(REVIEW)
        assert page.content.decode().count(">Dormant<") == 0
    with nights(90):
        page = sign_in(secretary).get(REVIEW)
        assert chair in [account.person for account, _ in page.context["form"].rows() if account.is_dormant]


def test_a_warning_comes_on_the_90th_day_and_says_until_when(cast, chair, nights):
    nights(89)
    assert not Suspension.objects.exists()
    with nights(90):
        until = clock.today() + timedelta(days=14)
    letter = letters_to(chair, "signed in to your account for 90 days").get()
    assert f"sign in by {until:%A} {until.day} {until:%B %Y}:" in letter.text
    chair.refresh_from_db()
    assert chair.is_active


def test_who_does_not_come_is_suspended_14_days_later_and_reads_why(client, chair, nights, words):
    nights(90, 104)
    chair.refresh_from_db()
    assert chair.is_active
    with nights(105):
        chair.refresh_from_db()
        assert not chair.is_active
        answer = sign_in_as(client, chair.email)
        page = words(client.get(answer["Location"]))
        assert "when nobody has signed in to it for a long time" in page
        assert "who can let you in again" in page
        assert client.get("/home/").status_code == 302
        # a wrong password tells nothing of it
        assert "is not correct" in words(sign_in_as(client, chair.email, "not the password at all"))


def test_who_comes_after_the_warning_stays(chair, nights):
    with nights(90):
        User.objects.filter(pk=chair.pk).update(last_login=clock.now() + timedelta(hours=1))
    nights(105)
    chair.refresh_from_db()
    assert chair.is_active
    assert chair.suspensions.get().ended_by == chair
    nights(180, 195)
    chair.refresh_from_db()
    assert not chair.is_active


def test_a_second_run_of_a_night_and_missed_nights_change_nothing(cast, chair, nights):
    with nights(95, 95):
        assert letters_to(chair, "signed in to your account").count() == 1
    with nights(130, 130):
        assert chair.suspensions.count() == 1
        assert letters_to(chair, "signed in to your account").count() == 1


def test_the_only_secretary_is_marked_but_never_suspended(cast, secretary, nights):
    nights(90, 105, 300)
    secretary.refresh_from_db()
    assert secretary.is_active
    assert not secretary.suspensions.exists()


def test_of_two_dormant_secretaries_one_stays(secretary, nights):
    seat = secretary.appointments.get().seat
    other = make_seat(seat.body, seat.organisation, "second-secretary", 99, role="secretary")
    second = make_person("Second Secretary", other)
    nights(90, 105, 106)
    active = User.objects.filter(pk__in=[secretary.pk, second.pk], is_active=True)
    assert active.count() == 1


def test_who_is_left_when_the_other_secretary_goes_is_not_suspended(secretary, partnership, nights):
    seat = partnership.seats["secretary"]
    second = make_person(
        "Second Secretary", make_seat(seat.body, seat.organisation, "second-secretary", 99, role="secretary")
    )
    Appointment.objects.filter(person=second).update(to_on=clock.today() + timedelta(days=400))
    User.objects.filter(pk=second.pk).update(last_login=clock.now() + timedelta(days=100))
    nights(90, 105, 106)
    secretary.refresh_from_db()
    assert secretary.is_active


def test_a_session_and_the_calendar_address_end_with_the_suspension(sign_in, client, chair, nights):
    address = make_calendar_address(chair, by=chair)
    sign_in(chair)
    with nights(90, 105):
        assert client.get("/home/").status_code == 302
        assert CalendarAddress.person_by(address.token) is None


def test_the_secretary_sees_who_is_suspended_and_lets_them_in_again(
    sign_in, send, client, secretary, chair, nights, words
):
    person = f"/partners/people/{chair.pk}/"
    with nights(90, 105):
        sign_in(secretary)
        assert "Suspended accounts" in words(client.get(REVIEWS))
        assert "Rosa Whitfield" in words(client.get(REVIEWS))
        assert "Suspended Nobody signed in to the account, so it was suspended on" in words(client.get(person))
        assert send(f"{person}let-in-again/")["Location"] == person
        assert "Rosa Whitfield can sign in again, and has been told." in client.get(person).content.decode()
        assert "Suspended" not in words(client.get(person))
        assert letters_to(chair, "opened your account again").count() == 1
        assert send(f"{person}let-in-again/").status_code == 409
        client.logout()
        assert sign_in_as(client, chair.email)["Location"] == "/home/"
    told = " ".join(map(str, sentences_for([chair])))
    assert (
        "The timetable suspended the account: the person “Rosa Whitfield”: may sign in changed from yes to no." in told
    )
    assert "Asha Patel let in again: the person “Rosa Whitfield”: may sign in changed from no to yes." in told
    # the days begin again with it
    nights(110)
    assert not chair.suspensions.open().exists()


def test_other_members_do_not_learn_of_a_suspension(sign_in, cast, chair, nights, words):
    with nights(90, 105):
        User.objects.filter(pk=cast.police_lead.pk).update(is_active=True)
        page = words(sign_in(cast.police_lead).get(f"/partners/people/{chair.pk}/"))
    assert "Rosa Whitfield" in page
    assert "Suspended" not in page


def test_only_the_timetable_suspends_and_only_a_secretary_lets_in(cast, chair, nights):
    with pytest.raises(PermissionDenied):
        suspend_dormant_accounts(by=cast.secretary)
    nights(90, 105)
    with pytest.raises(PermissionDenied):
        let_in_again(chair, by=cast.police_lead)
    with pytest.raises(Conflict, match="is not suspended"):
        let_in_again(cast.secretary, by=cast.secretary)


def test_the_address_of_a_person_who_left_long_ago_is_gone_and_stays_so(cast, chair, nights):
    nights(90, 105)
    User.objects.filter(pk=chair.pk).update(email="left-1@removed.invalid")
    chair.refresh_from_db()
    with pytest.raises(Conflict, match="Invite them to a seat instead"):
        let_in_again(chair, by=cast.secretary)


# ── at once, by the secretary ────────────────────────────────────────────────────────────────────────────────────────

REASON = "Your telephone was stolen with the portal open."


def test_the_secretary_suspends_an_account_at_once_and_the_person_is_told_why(
    sign_in, send, client, secretary, chair, words
):
    person = f"/partners/people/{chair.pk}/"
    sign_in(chair)
    theirs = client.cookies["sessionid"].value
    sign_in(secretary)
    assert "Suspend the account" in words(client.get(person))
    assert send(f"{person}suspend/", reason=REASON)["Location"] == person
    page = words(client.get(person))
    assert "Rosa Whitfield’s account is suspended, and they have been told." in page
    assert f"The reason: {REASON}" in page
    assert "Suspend the account" not in page
    assert f": {REASON}" in words(client.get(REVIEWS))
    letter = letters_to(chair, "suspended your account").get()
    assert f"The reason: {REASON}" in letter.text
    assert "write to asha.patel@ccsp.example" in letter.text
    client.cookies["sessionid"] = theirs
    assert client.get("/home/").status_code == 302
    assert "This account is closed" in words(client.get(sign_in_as(client, chair.email)["Location"]))
    assert chair.appointments.get().to_on is None


def test_who_was_suspended_at_once_is_let_in_again(cast, chair):
    suspend_account(chair, reason=REASON, by=cast.secretary)
    let_in_again(chair, by=cast.secretary)
    chair.refresh_from_db()
    assert chair.is_active
    assert suspend_account(chair, reason="Again.", by=cast.secretary).reason == "Again."


def test_a_warned_account_is_suspended_at_once_too(cast, chair, nights):
    with nights(90):
        suspend_account(chair, reason=REASON, by=cast.secretary)
        assert chair.suspensions.get().reason == REASON
    with nights(106):
        let_in_again(chair, by=cast.secretary)
        assert not chair.suspensions.open().exists()


def test_without_a_reason_nothing_happens(sign_in, send, secretary, chair, words):
    sign_in(secretary)
    answer = send(f"/partners/people/{chair.pk}/suspend/", reason=" ")
    assert answer.status_code == 422
    assert "Say why the account is suspended" in words(answer)
    assert not chair.suspensions.exists()


def test_neither_ones_own_account_nor_the_last_secretary_s_nor_one_twice(cast, partnership):
    seat = partnership.seats["secretary"]
    other = make_person(
        "Other", make_seat(partnership.group, seat.organisation, "group-secretary", 99, role="secretary")
    )
    with pytest.raises(ValidationError, match="your own account"):
        suspend_account(cast.secretary, reason=REASON, by=cast.secretary)
    with pytest.raises(ValidationError, match="Other is the last secretary of a body"):
        suspend_account(other, reason=REASON, by=cast.secretary)
    suspend_account(cast.chair, reason=REASON, by=cast.secretary)
    with pytest.raises(Conflict, match="suspended already"):
        suspend_account(cast.chair, reason=REASON, by=cast.secretary)
    with pytest.raises(PermissionDenied):
        suspend_account(cast.police_lead, reason=REASON, by=cast.auditor)


def test_an_account_without_a_seat_is_closed_too_when_a_review_says_so(sign_in, send, secretary, cast, words):
    loose = User.objects.create_user("loose@ccsp.example", "Loose Account", "x")
    client = sign_in(secretary)
    page = client.get(REVIEW)
    accounts = [account.person for account, _ in page.context["form"].rows()]
    send(REVIEW, **{f"person_{each.pk}": "to end" if each == loose else "right" for each in accounts})
    assert f'href="/partners/people/{loose.pk}/"' in client.get(REVIEWS).content.decode()
    assert "holds no seat today" in words(client.get(f"/partners/people/{loose.pk}/"))
    send(f"/partners/people/{loose.pk}/suspend/", reason="Nobody knows whose it is.")
    assert "Access that should have ended" not in words(client.get(REVIEWS))
    assert "should have ended" not in words(client.get("/home/"))
    assert sign_in(cast.chair).get(f"/partners/people/{loose.pk}/").status_code == 404
