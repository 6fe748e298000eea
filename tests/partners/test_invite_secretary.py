"""The first secretary of an empty installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ccsp_portal.notices.models import Notice
from partners.models import Appointment, Invitation
from partners.standing import roles_of
from partners.workflow import invitations


def invite_secretary(*arguments):
    out = StringIO()
    call_command("invite_secretary", *arguments, stdout=out)
    return out.getvalue()


def token_in(said):
    return said.split("/partners/invitation/")[1].split("/")[0]


def test_the_link_that_is_printed_makes_a_secretary(partnership):
    said = invite_secretary("Asha@ccsp.example", "--name", "Asha Patel")
    assert "Asha Patel is invited to be the secretary." in said
    person = invitations.accept(token_in(said), name="Asha Patel", password="three random words").person
    assert (person.email, roles_of(person)) == ("asha@ccsp.example", {"secretary"})
    assert Notice.objects.get().address == "asha@ccsp.example"


@pytest.mark.parametrize("profile", ["coventry.toml", "fenwick-and-marsh.toml"])
def test_an_empty_installation_comes_to_life_by_two_commands_and_a_letter(client, db, send, words, settings, profile):
    call_command("load_profile", str(settings.BASE_DIR / "profiles" / profile), stdout=StringIO())
    invite_secretary("asha@ccsp.example", "--name", "Asha Patel")
    letter = Notice.objects.get(address="asha@ccsp.example").text
    link = letter.split(settings.PORTAL_BASE_URL)[1].split()[0]
    assert "Accept your invitation" in words(client.get(link))
    send(link, name="Asha Patel", password="three random words", password_again="three random words")
    client.post("/account/sign-in/", {"login": "asha@ccsp.example", "password": "three random words"})
    home = words(client.get("/home/"))
    assert "Hello, Asha Patel" in home
    assert "meetings: none lies ahead" in home
    assert client.get("/partners/invitations/new/").status_code == 200


def test_with_a_secretary_the_command_refuses_and_says_what_to_do(cast):
    with pytest.raises(CommandError) as refusal:
        invite_secretary("b@ccsp.example")
    assert str(refusal.value) == (
        "There is a secretary already: Asha Patel. Ask them to invite people, on the Invitations page."
    )


def test_without_a_partnership_the_command_says_what_to_load(db):
    with pytest.raises(CommandError, match=r"python manage\.py load_profile"):
        invite_secretary("a@ccsp.example")


def test_repeating_sends_a_fresh_link_and_ends_the_old_one(partnership):
    first, second = token_in(invite_secretary("a@ccsp.example")), token_in(invite_secretary("a@ccsp.example"))
    assert Invitation.objects.count() == 1
    with pytest.raises(invitations.DeadLink):
        invitations.invitation_of(first)
    assert invitations.invitation_of(second)


def test_another_address_ends_the_first_invitation(partnership):
    first = token_in(invite_secretary("mistyped@ccsp.example"))
    invite_secretary("right@ccsp.example")
    with pytest.raises(invitations.DeadLink):
        invitations.accept(first, name="A", password="three random words")
    assert not Appointment.objects.exists()


def test_an_address_that_is_none_is_refused(partnership):
    with pytest.raises(CommandError, match="Enter an e-mail address in the correct format"):
        invite_secretary("asha")
