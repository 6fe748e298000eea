"""What people change about themselves."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ccsp_portal.history.tracking import acting
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
