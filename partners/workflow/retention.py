"""Retention: contact details go when they are no longer needed, the record of decisions stays whole."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, Q, Value
from django.db.models.functions import Concat

from ccsp_portal import clock, profile
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices.models import Notice
from partners.models import Appointment, CalendarAddress, Invitation, Removal, SignIn, User

# no mail goes there (RFC 2606), and it says whose it was to nobody
NOWHERE = "@removed.invalid"
# from which address and with which browser somebody signed in
DEVICES_KEPT = timedelta(days=365)


def last_day_kept() -> date:
    """Those whose last appointment ended before this day have left long ago, as the profile says."""
    today, years = clock.today(), profile.current().retention.contact_details_years
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        # the 29th of February
        return today.replace(year=today.year - years, day=28)


def people_long_gone(before: date):
    """Everybody whose appointments all ended before a day, and whose contact details are still held."""
    lasting = Appointment.objects.lasting(before)
    people = User.objects.people().annotate(left_on=Max("appointments__to_on")).filter(left_on__lt=before)
    return people.exclude(pk__in=lasting.values("person")).exclude(email__endswith=NOWHERE)


@transaction.atomic
def remove_contact_details(*, by) -> int:
    """Remove the addresses, and all by which they could sign in, of people who left long ago: how many they were.

    Their names stay in what was decided, recorded and done. It is safe to run again.
    """
    if not by.has_perm("partners.remove_contact_details"):
        raise PermissionDenied("The timetable removes contact details, by the rule in the profile.")
    before = last_day_kept()
    gone = list(people_long_gone(before).values_list("pk", "email"))
    if not gone:
        return 0
    ids = [pk for pk, _ in gone]
    _forget_addresses(ids, [email for _, email in gone])
    for model in (EmailAddress, Authenticator, UserSession):
        model.objects.filter(user__in=ids).delete()
    CalendarAddress.objects.filter(person__in=ids).delete()
    SignIn.objects.filter(person__in=ids).update(address=None, device="")
    nowhere = Concat(Value("left-"), F("pk"), Value(NOWHERE), output_field=User._meta.get_field("email"))
    with acting("remove the contact details", by):
        User.objects.filter(pk__in=ids).update(
            email=nowhere, password=make_password(None), is_active=False, last_login=None, pronouns=""
        )
        Removal.objects.create(removed_at=clock.now(), left_before=before, people=len(ids), by=by)
    return len(ids)


def forget_devices(*, by) -> int:
    """Take out of old sign-ins from where they came: how many. That they were stays."""
    if not by.has_perm("partners.remove_contact_details"):
        raise PermissionDenied("The timetable removes them, a year after the sign-in.")
    old = SignIn.objects.filter(at__lt=clock.now() - DEVICES_KEPT)
    return old.exclude(address=None, device="").update(address=None, device="")


def _forget_addresses(ids, emails):
    """The addresses that letters and invitations hold besides; what a letter about an account said goes with them."""
    nowhere = Concat(Value("left-"), F("pk"), Value(NOWHERE), output_field=Invitation._meta.get_field("email"))
    Invitation.objects.filter(Q(person__in=ids) | Q(email__in=emails)).update(email=nowhere)
    Notice.objects.filter(address__in=emails).update(address=nowhere, text="")
