"""What people change about themselves, and what the secretary does for who can no longer sign in."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal.history.tracking import acting
from partners import letters
from partners.models import User
from partners.models.people import sort_key


@transaction.atomic
def change_name(person, name, *, by):
    """Change what lists, minutes and notices call a person; only they themselves may."""
    if by.pk != person.pk:
        raise PermissionDenied("People change their own names.")
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.name, person.sort_key = " ".join(name.split()), sort_key(name)
    person.full_clean(exclude=["password"])
    with acting("change the name", by):
        person.save(update_fields=["name", "sort_key"])
    return person


@transaction.atomic
def remove_second_factor(person, *, by):
    """Let a person who has lost their app and their recovery codes sign in by their password alone; they are told.

    For the secretary, once they have made sure that it is the person who asks.
    """
    if not by.has_perm("partners.remove_second_factor"):
        raise PermissionDenied("Only a secretary removes another person's second factor.")
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise ValidationError(f"{person} has no second factor.")
    letters.second_factor_removed(person, by)
