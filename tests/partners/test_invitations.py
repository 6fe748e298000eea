"""Invitations, as acts: one link, one person, one seat."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Conflict, NotOpen
from partners.models import Appointment, Invitation, User
from partners.standing import roles_of
from partners.workflow import invitations
from partners.workflow.appointments import end_appointment
from partners.workflow.seats import end_seat
from tests.cast import PEOPLE, make_person

PASSWORD = "three random words 1"


@pytest.fixture
def seat(partnership):
    """A seat that nobody holds."""
    return partnership.seats["fire"]


@pytest.fixture
def invited(secretary, seat):
    """An invitation to the seat, and its link's token."""
    return invitations.invite(seat, email="Nia.Rowe@fire.example", name="Nia Rowe", by=secretary)


def refused(refusal):
    return [text for texts in refusal.value.message_dict.values() for text in texts]


def test_an_invitation_writes_a_letter_with_the_link_and_keeps_only_the_hash(invited, settings):
    invitation, token = invited
    letter = Notice.objects.get()
    assert (letter.address, letter.recipient, letter.is_secret) == ("nia.rowe@fire.example", None, True)
    assert letter.subject == "Invitation to the CCSP Board"
    assert "Asha Patel asks you to take a seat" in letter.text
    assert "Operations commander, West Midlands Fire and Rescue Authority" in letter.text
    assert f"{settings.PORTAL_BASE_URL}/partners/invitation/{token}/" in letter.text
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values())


@pytest.mark.parametrize("name", [*PEOPLE, "former_member", "public"])
def test_only_the_secretary_invites(cast, seat, name):
    person = cast.everybody[name]
    if name == "secretary":
        invitations.invite(seat, email="a@fire.example", name="Ann", by=person)
        return
    with pytest.raises(PermissionDenied):
        invitations.invite(seat, email="a@fire.example", name="Ann", by=person)
    assert not Invitation.objects.exists()


def test_the_secretary_of_one_body_does_not_invite_to_another(secretary, partnership, group_seat):
    with pytest.raises(PermissionDenied):
        invitations.invite(group_seat, email="a@fire.example", name="Ann", by=secretary)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"email": "not an address"}, "Enter an e-mail address in the correct format, like name@example.com"),
        ({"name": "  "}, "This field cannot be blank."),
        ({"from_on": -1}, "The first day must be today or later."),
        ({"from_on": 5, "to_on": 4}, "The last day must be on or after the first day."),
    ],
)
def test_what_could_not_be_accepted_is_refused(secretary, seat, changes, complaint):
    days = {key: clock.today() + timedelta(days=value) for key, value in changes.items() if key.endswith("_on")}
    answers = {"email": "a@fire.example", "name": "Ann", **changes, **days}
    with pytest.raises(ValidationError) as refusal:
        invitations.invite(seat, by=secretary, **answers)
    assert complaint in refused(refusal)
    assert not Notice.objects.exists()


def test_a_seat_that_is_held_is_not_offered_twice_but_a_deputy_may_be_asked(secretary, police_lead, partnership):
    police = partnership.seats["police"]
    with pytest.raises(ValidationError) as refusal:
        invitations.invite(police, email="a@police.example", name="Ann", by=secretary)
    assert refused(refusal) == ["Daniel Okafor holds this seat. End that appointment first, or invite a deputy."]
    invitations.invite(police, email="a@police.example", name="Ann", kind="deputy", by=secretary)


def test_the_same_address_is_not_asked_twice_to_one_seat(secretary, seat, invited):
    with pytest.raises(ValidationError) as refusal:
        invitations.invite(seat, email="nia.rowe@fire.example", name="Nia", by=secretary)
    assert refused(refusal) == ["This address has an invitation to this seat already. Send that one again."]


def test_accepting_makes_the_person_their_address_and_their_appointment(invited, seat, secretary):
    invitation, token = invited
    appointment = invitations.accept(token, name=" Nia  Rowe ", password=PASSWORD)
    person = User.objects.get(email="nia.rowe@fire.example")
    assert (person.name, person.check_password(PASSWORD)) == ("Nia Rowe", True)
    assert EmailAddress.objects.get(user=person).verified
    assert (appointment.person, appointment.seat, appointment.from_on) == (person, seat, clock.today())
    assert (appointment.kind, appointment.appointed_by) == ("substantive", secretary)
    assert roles_of(person) == {"member"}
    invitation.refresh_from_db()
    assert (invitation.state, invitation.person) == ("accepted", person)


def test_a_person_who_has_an_account_keeps_their_name_and_password(secretary, seat, analyst):
    _, token = invitations.invite(seat, email=analyst.email.upper(), name="Somebody Else", by=secretary)
    appointment = invitations.accept(token, name="Other", password=PASSWORD)
    analyst.refresh_from_db()
    assert appointment.person == analyst
    assert analyst.name == "Priya Nair"
    assert not analyst.check_password(PASSWORD)


def test_rights_begin_on_the_first_day(secretary, seat):
    tomorrow = clock.today() + timedelta(days=1)
    _, token = invitations.invite(seat, email="a@fire.example", name="Ann", from_on=tomorrow, by=secretary)
    person = invitations.accept(token, name="Ann", password=PASSWORD).person
    assert roles_of(person) == frozenset()
    with clock.set_to(clock.now() + timedelta(days=1)):
        assert roles_of(person) == {"member"}


def test_nobody_could_see_anything_before_they_accepted(invited):
    _, token = invited
    later = clock.now() + timedelta(days=3)
    with clock.set_to(later):
        assert invitations.accept(token, name="Nia", password=PASSWORD).from_on == clock.today()


LIKE_THE_PERSON = "Your password is too much like your name or e-mail address. Choose another"


@pytest.mark.parametrize(
    ("name", "password", "complaint"),
    [
        ("", PASSWORD, "Enter your name"),
        ("Nia Rowe", "short", "Your password is too short. Use at least 12 characters"),
        ("Nia Rowe", "nia.rowe@fire.example", LIKE_THE_PERSON),
    ],
)
def test_a_name_or_password_that_will_not_do_spends_nothing(invited, name, password, complaint):
    invitation, token = invited
    with pytest.raises(ValidationError) as refusal:
        invitations.accept(token, name=name, password=password)
    assert complaint in refused(refusal)
    assert not User.objects.filter(email=invitation.email).exists()
    assert invitations.invitation_of(token) == invitation


def test_a_link_is_good_once(invited):
    _, token = invited
    invitations.accept(token, name="Nia", password=PASSWORD)
    with pytest.raises(invitations.DeadLink) as dead:
        invitations.accept(token, name="Nia", password=PASSWORD)
    assert (dead.value.heading, dead.value.status) == ("This invitation has been used", 410)


def test_a_link_works_for_seven_days_and_no_longer(invited):
    invitation, token = invited
    with clock.set_to(invitation.invited_at + timedelta(days=7, seconds=-1)):
        assert invitations.invitation_of(token) == invitation
    with clock.set_to(invitation.invited_at + timedelta(days=7)), pytest.raises(invitations.DeadLink) as dead:
        invitations.invitation_of(token)
    assert (dead.value.heading, dead.value.status) == ("This invitation has run out", 410)


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: token + "A", lambda token: token.swapcase()])
def test_an_altered_link_opens_nothing(invited, spoil):
    with pytest.raises(invitations.DeadLink) as dead:
        invitations.invitation_of(spoil(invited[1]))
    assert (dead.value.heading, dead.value.status) == ("This link is not right", 404)


def test_a_withdrawn_invitation_opens_nothing(invited, secretary):
    invitation, token = invited
    invitations.revoke(invitation, by=secretary)
    with pytest.raises(invitations.DeadLink) as dead:
        invitations.accept(token, name="Nia", password=PASSWORD)
    assert (dead.value.heading, dead.value.status) == ("This invitation was withdrawn", 410)


def test_sending_again_makes_a_new_link_and_ends_the_old_one(invited, secretary):
    invitation, old = invited
    with clock.set_to(invitation.invited_at + timedelta(days=10)):
        again, new = invitations.send_again(invitation, by=secretary)
        assert invitations.invitation_of(new) == again == invitation
    with pytest.raises(invitations.DeadLink):
        invitations.invitation_of(old)
    assert Notice.objects.count() == 2


def test_what_is_accepted_is_neither_withdrawn_nor_sent_again(invited, secretary):
    invitation, token = invited
    invitations.accept(token, name="Nia", password=PASSWORD)
    for act in (invitations.revoke, invitations.send_again):
        with pytest.raises(NotOpen):
            act(invitation, by=secretary)


@pytest.mark.parametrize("name", [*(name for name in PEOPLE if name != "secretary"), "former_member"])
def test_only_the_secretary_withdraws_or_sends_again(cast, invited, name):
    for act in (invitations.revoke, invitations.send_again):
        with pytest.raises(PermissionDenied):
            act(invited[0], by=cast.everybody[name])


def test_a_seat_taken_meanwhile_is_not_taken_twice(invited, seat):
    Appointment.objects.create(seat=seat, person=make_person("Zed Early"), from_on=clock.today())
    with pytest.raises(Conflict, match="Somebody else holds this seat now"):
        invitations.accept(invited[1], name="Nia", password=PASSWORD)
    assert not User.objects.filter(email="nia.rowe@fire.example").exists()


def test_a_deputy_who_accepts_after_the_holder_left_is_refused(secretary, police_lead, partnership):
    police = partnership.seats["police"]
    _, token = invitations.invite(police, email="a@police.example", name="Ann", kind="deputy", by=secretary)
    yesterday = clock.today() - timedelta(days=1)
    end_appointment(police_lead.appointments.get(), last_day=yesterday, by=secretary)
    with pytest.raises(Conflict, match="Nobody holds this seat now whose deputy you could be"):
        invitations.accept(token, name="Ann", password=PASSWORD)
    assert not User.objects.filter(email="a@police.example").exists()


def test_a_deputy_who_sits_for_another_organisation_meanwhile_is_refused(secretary, police_lead, partnership):
    police, fire = partnership.seats["police"], partnership.seats["fire"]
    asked = {"email": "ann@new.example", "name": "Ann", "by": secretary}
    _, as_deputy = invitations.invite(police, kind="deputy", **asked)
    _, as_holder = invitations.invite(fire, **asked)
    invitations.accept(as_holder, name="Ann", password=PASSWORD)
    with pytest.raises(Conflict, match="you sit for West Midlands Fire"):
        invitations.accept(as_deputy)


@pytest.mark.django_db(transaction=True)
def test_of_two_invited_to_one_seat_who_accept_at_once_one_holds_it(secretary, seat):
    tokens = []
    for number in range(4):
        day = clock.today() + timedelta(days=number)
        asked = {"email": f"{number}@fire.example", "name": "Nia", "from_on": day, "to_on": day}
        tokens.append(invitations.invite(seat, by=secretary, **asked)[1])
    # asked before one at a time was the rule
    Invitation.objects.update(from_on=clock.today(), to_on=None)
    outcomes = at_once([partial(invitations.accept, token, name="Nia", password=PASSWORD) for token in tokens])
    refused = [str(each) for each in outcomes if isinstance(each, Conflict)]
    assert refused == [f"Somebody else holds this seat now. {invitations.NOTHING_MORE}"] * 3
    assert seat.appointments.current().count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_seat_that_ends_while_somebody_accepts_leaves_nobody_in_it(secretary, seat):
    _, token = invitations.invite(seat, email="nia@fire.example", name="Nia", by=secretary)
    accept = partial(invitations.accept, token, name="Nia", password=PASSWORD)
    outcomes = at_once([accept, partial(end_seat, seat, last_day=clock.today(), by=secretary)])
    assert not [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Conflict)]
    assert not Appointment.objects.filter(seat=seat, to_on__isnull=True).exists()


def at_once(acts):
    """What each of the acts, begun together, came to: what it gave, or its exception."""

    def outcome_of(act):
        try:
            return act()
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(outcome_of, acts))


def test_a_closed_account_does_not_come_back_by_an_invitation(secretary, seat, analyst):
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    _, token = invitations.invite(seat, email=analyst.email, name="Priya", by=secretary)
    with pytest.raises(Conflict, match="Your account is closed"):
        invitations.accept(token)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_the_button_at_once_are_one_appointment(secretary, seat):
    _, token = invitations.invite(seat, email="nia@fire.example", name="Nia", by=secretary)
    outcomes = []

    def press():
        try:
            outcomes.append(invitations.accept(token, name="Nia", password=PASSWORD).seat_id)
        except invitations.DeadLink as dead:
            outcomes.append(dead.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == sorted([seat.pk, 410, 410])
    assert Appointment.objects.filter(seat=seat, person__email="nia@fire.example").count() == 1
