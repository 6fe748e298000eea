"""How people declare their interests, end them, and confirm them each year."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Conflict, lock
from partners import interests_queries as queries
from partners.models import Interest, InterestsConfirmation, User


def only_who_declares(by):
    if not by.has_perm("partners.declare_interests"):
        raise PermissionDenied("Interests are declared by people who hold a seat today.")


@transaction.atomic
def declare_interest(*, category, text, from_on, by) -> Interest:
    """A person declares an interest of their own, as it has been since a day."""
    only_who_declares(by)
    if from_on > clock.today():
        raise ValidationError({"from_on": "The first day must be today or earlier. Declare it once it has begun."})
    interest = Interest(person=by, category=category, text=text.strip(), from_on=from_on)
    interest.full_clean()
    with acting("declare the interest", by):
        interest.save()
    return interest


@transaction.atomic
def end_interest(interest, *, last_day, by) -> Interest:
    """An interest of one's own has ended. It stays on the register, with its last day."""
    interest = lock(interest)
    if not by.has_perm("partners.end_interest", interest):
        raise PermissionDenied("Each person ends their own interests.")
    if interest.to_on:
        raise Conflict(f"This interest ended on {interest.to_on:%-d %B %Y}.")
    if last_day > clock.today():
        raise ValidationError({"last_day": "The last day must be today or earlier. Come back once it has ended."})
    interest.to_on = last_day
    interest.full_clean()
    with acting("end the interest", by):
        interest.save(update_fields=["to_on"])
    return interest


@transaction.atomic
def confirm_interests(by) -> InterestsConfirmation:
    """A person says that the register has all their interests today. Said twice on one day it counts once."""
    only_who_declares(by)
    with acting("confirm the interests", by):
        return InterestsConfirmation.objects.get_or_create(person=by, confirmed_on=clock.today())[0]


@transaction.atomic
def nudge(by) -> list[User]:
    """Ask those who have not confirmed within a year to do so; at most once a day each. Returns who is asked now."""
    if not by.has_perm("partners.nudge_interests"):
        raise PermissionDenied("Only the Board’s secretary asks people to confirm their interests.")
    people = people_to_nudge()
    outbox.put(people, "partners/notices/confirm_interests.txt", once=_nudge_of_today())
    return people


def people_to_nudge() -> list[User]:
    """Those who would be asked: nobody twice on one day. Two queries."""
    asked = set(Notice.objects.filter(once_key=_nudge_of_today()).values_list("recipient", flat=True))
    return [person for person in queries.people_to_confirm() if person.pk not in asked]


def _nudge_of_today():
    return f"interests/{clock.today()}"
