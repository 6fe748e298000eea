"""What people change about themselves, and what the secretary does for who can no longer sign in."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.govuk.addresses import plain_address
from ccsp_portal.history.tracking import acting
from partners import letters
from partners.models import CalendarAddress, Reminder, User
from partners.models.calendars import fresh_nonce
from partners.models.people import sort_key
from partners.workflow.eligibility import people_at


@transaction.atomic
def change_name(person, name, *, pronouns=None, by):
    """Change what lists, minutes and notices call a person, and the pronouns that the directory gives for them (as
    they are, unless given); only they themselves may."""
    _only_themselves(person, by)
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.name, person.sort_key = " ".join(name.split()), sort_key(name)
    person.pronouns = person.pronouns if pronouns is None else " ".join(pronouns.split())
    person.full_clean(exclude=["password"])
    with acting("change the name", by):
        person.save(update_fields=["name", "sort_key", "pronouns"])
    return person


@transaction.atomic
def choose_reminders(person, wanted, *, by):
    """Say of which things a person wants to be reminded by e-mail (Reminder); only they themselves may."""
    _only_themselves(person, by)
    person.unwanted = [each for each in Reminder.values if each not in wanted]
    person.full_clean(exclude=["password"])
    person.save(update_fields=["unwanted"])


@transaction.atomic
def remove_second_factor(person, *, by):
    """Let a person who has lost their app and their recovery codes sign in by their password alone; they are told.

    For the secretary, once they have made sure that it is the person who asks.
    """
    if not by.has_perm("partners.remove_second_factor"):
        raise PermissionDenied("Only the Board’s secretary removes another person’s second factor.")
    _only_others(person, by)
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise ValidationError(f"{person} has no second factor.")
    letters.second_factor_removed(person, by)


@transaction.atomic
def want_address(person, email, *, by) -> EmailAddress:
    """Ask for another address for a person who can't read what is sent to theirs; they are told at the old one.

    For the secretary, once they have made sure that it is the person who asks. It holds once the new one is confirmed:
    the caller has it asked. Raises ValidationError where the address is somebody's.
    """
    if not by.has_perm("partners.change_address"):
        raise PermissionDenied("Only the Board’s secretary changes another person’s address.")
    _only_others(person, by)
    email = plain_address(email)
    holder = people_at([email]).get(email)
    if holder:
        raise ValidationError({"email": f"{holder} has this address already. Give another one."})
    EmailAddress.objects.filter(user=person, verified=False).delete()
    wanted = EmailAddress.objects.create(user=person, email=email)
    letters.address_about_to_change(person, email, by)
    return wanted


def make_calendar_address(person, *, by) -> CalendarAddress:
    """Give a person an address for their calendar program; an earlier one stops working at once."""
    _only_themselves(person, by)
    fresh = {"nonce": fresh_nonce(), "made_at": clock.now()}
    return CalendarAddress.objects.update_or_create(person=person, defaults=fresh)[0]


def stop_calendar_address(person, *, by):
    """The address stops working at once; stopping one that is not there changes nothing."""
    _only_themselves(person, by)
    CalendarAddress.objects.filter(person=person).delete()


def _only_others(person, by):
    """Her own account she changes as everybody does, who is asked for the password and answers at the old address."""
    if by.pk == person.pk:
        raise ValidationError("This is your own account. Change it on your account page.")


def _only_themselves(person, by):
    if by.pk != person.pk:
        raise PermissionDenied("People change their own accounts.")
