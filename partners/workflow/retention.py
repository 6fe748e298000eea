"""Retention: what is past its time is removed, by the periods in the profile; the record of decisions stays whole.

Nothing governed is removed. What is, stands in tables and columns that have no history.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Concat

from ccsp_portal import clock, profile
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices.models import Enclosure, Notice
from ccsp_portal.workflow import one_at_a_time
from partners.models import Appointment, CalendarAddress, Invitation, Removal, SignIn, User

# no mail goes there (RFC 2606), and it says whose it was to nobody
NOWHERE = "@removed.invalid"


@dataclass(frozen=True)
class Rule:
    """What is removed, after how long, and how: `remove(before)` removes it and returns of how many.

    `setting` is the key of the profile's [retention], in days or in years; `held` and `since` say it to the public.
    """

    what: Removal.What
    held: str
    setting: str
    since: str
    remove: Callable[[date], int]

    @property
    def first_day_kept(self) -> date:
        """What is from before this day is past its time."""
        today, number = clock.today(), self._number
        return years_before(today, number) if self._unit == "year" else today - timedelta(days=number)

    @property
    def lasts(self) -> str:
        """ "2 years after the meeting": how long it is held."""
        return f"{self.period} after {self.since}"

    @property
    def period(self) -> str:
        """ "2 years"."""
        return f"{self._number} {self._unit}{'' if self._number == 1 else 's'}"

    @property
    def _number(self):
        return getattr(profile.current().retention, self.setting)

    @property
    def _unit(self):
        return "year" if self.setting.endswith("_years") else "day"


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; the 28th of February for a 29th that was not."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def midnight(day: date) -> datetime:
    """The moment at which the day began in London."""
    return datetime.combine(day, time(), clock.LONDON)


@transaction.atomic
def apply(rule: Rule, *, by: User) -> int:
    """Remove what is past its time by one rule, with a row of record: how many. It is safe to repeat."""
    if not by.has_perm("partners.remove_what_is_past"):
        raise PermissionDenied("The timetable removes what is past its time, by the rules in the profile.")
    one_at_a_time("retention")
    before = rule.first_day_kept
    with acting("remove what is past its time", by):
        number = rule.remove(before)
        if number:
            Removal.objects.create(what=rule.what, removed_at=clock.now(), before=before, number=number, by=by)
    return number


def people_long_gone(before: date):
    """Everybody whose appointments all ended before a day, and whose contact details are still held."""
    lasting = Appointment.objects.lasting(before)
    people = User.objects.people().annotate(left_on=Max("appointments__to_on")).filter(left_on__lt=before)
    return people.exclude(pk__in=lasting.values("person")).exclude(email__endswith=NOWHERE)


def _remove_contact_details(before):
    """The addresses, and all by which they could sign in, of people who left long ago.

    Their names stay in what was decided, recorded and done.
    """
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
    User.objects.filter(pk__in=ids).update(
        email=nowhere, password=make_password(None), is_active=False, last_login=None, pronouns=""
    )
    return len(ids)


def _forget_addresses(ids, emails):
    """The addresses that letters and invitations hold besides; what a letter about an account said goes with them."""
    nowhere = Concat(Value("left-"), F("pk"), Value(NOWHERE), output_field=Invitation._meta.get_field("email"))
    Invitation.objects.filter(Q(person__in=ids) | Q(email__in=emails)).update(email=nowhere)
    Notice.objects.filter(address__in=emails).update(address=nowhere, text="")


def _forget_devices(before):
    """Take out of old sign-ins from where they came. That they were stays."""
    old = SignIn.objects.filter(at__lt=midnight(before))
    return old.exclude(address=None, device="").update(address=None, device="")


def _forget_letters(before):
    """Take out of old letters what they said, and remove what was enclosed. That they were written stays."""
    old = Notice.objects.filter(written_at__lt=midnight(before))
    full = list(old.filter(~Q(text="") | Q(calendar__isnull=False) | Q(enclosures__isnull=False)).values_list("pk"))
    letters = Notice.objects.filter(pk__in={pk for (pk,) in full})
    Notice.enclosures.through.objects.filter(notice__in=letters).delete()
    number = letters.update(text="", calendar=None)
    kept = Notice.objects.filter(Q(calendar=OuterRef("pk")) | Q(enclosures=OuterRef("pk")))
    Enclosure.objects.filter(~Exists(kept)).delete()
    return number


CONTACT_DETAILS = Rule(
    Removal.What.CONTACT_DETAILS,
    "Your e-mail address, your pronouns, and all by which you signed in",
    "contact_details_years",
    "your last appointment ended",
    _remove_contact_details,
)
DEVICES = Rule(
    Removal.What.DEVICES,
    "From which address and with which browser you signed in, or tried to",
    "devices_days",
    "you did",
    _forget_devices,
)
LETTERS = Rule(
    Removal.What.LETTERS,
    "What a letter to you said, and what was enclosed",
    "letters_years",
    "it was written",
    _forget_letters,
)
