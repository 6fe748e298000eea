"""What is read of the register of interests: whose is whose, and who has not confirmed theirs for a year."""

from datetime import date

from django.db.models import Max, OuterRef, Prefetch, Q, Subquery

from ccsp_portal import clock
from partners.models import Appointment, Interest, InterestsConfirmation, Role, User
from partners.models.dated import current
from partners.standing import standing_of

# who takes part in what is decided; others may declare interests, and are not asked to
ASKED = frozenset({Role.SECRETARY, Role.MEMBER, Role.ADVISER, Role.ELECTED_MEMBER})


def a_year_after(day: date) -> date:
    """The same day of the next year; 28 February for the 29th."""
    return day.replace(year=day.year + 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def interests_of(person):
    """All that a person declared: the current first, then what has ended, the latest first. One query."""
    rows = list(Interest.objects.filter(person=person).order_by("-from_on", "-pk"))
    return sorted(rows, key=lambda interest: not interest.is_current())


def confirmed_on(person) -> date | None:
    """The day on which the person last confirmed that the register is right. One query."""
    return InterestsConfirmation.objects.filter(person=person).aggregate(last=Max("confirmed_on"))["last"]


def with_confirmation(appointments):
    """The appointments, each with `interests_confirmed_on`: the day, or None, on which its person last did so."""
    latest = InterestsConfirmation.objects.filter(person=OuterRef("person")).order_by("-confirmed_on")
    return appointments.annotate(interests_confirmed_on=Subquery(latest.values("confirmed_on")[:1]))


def must_confirm(person) -> bool:
    """Whether the person is among those who are asked, by what they are today."""
    return any(standing.role in ASKED for standing in standing_of(person))


def people_asked():
    """The people who are asked for their interests today, by surname, each with `last_confirmed`."""
    seats = Appointment.objects.current().filter(
        current(prefix="seat__"), current(prefix="seat__terms__"), seat__terms__role__in=ASKED
    )
    latest = InterestsConfirmation.objects.filter(person=OuterRef("pk")).order_by("-confirmed_on")
    people = User.objects.filter(is_active=True, pk__in=seats.values("person")).order_by("sort_key", "pk")
    return people.annotate(last_confirmed=Subquery(latest.values("confirmed_on")[:1]))


def people_to_confirm():
    """Those among them who have not confirmed within a year."""
    before = a_year_before(clock.today())
    return people_asked().filter(Q(last_confirmed__isnull=True) | Q(last_confirmed__lt=before))


def seated():
    """The appointments of today, to seats of today."""
    return Appointment.objects.current().filter(current(prefix="seat__"))


def register(seated):
    """Of those in seats (`seated`, appointments): who is asked, or has declared something current, by surname, each
    with `declared` (interests of today) and `last_confirmed`. Two queries."""
    declared = Interest.objects.current().filter(person__in=seated.values("person"))
    latest = InterestsConfirmation.objects.filter(person=OuterRef("pk")).order_by("-confirmed_on")
    people = User.objects.filter(is_active=True).annotate(last_confirmed=Subquery(latest.values("confirmed_on")[:1]))
    people = people.filter(pk__in=seated.values("person"))
    people = people.filter(Q(pk__in=people_asked().values("pk")) | Q(pk__in=declared.values("person")))
    shown = Prefetch("interests", queryset=Interest.objects.current(), to_attr="declared")
    return people.order_by("sort_key", "pk").prefetch_related(shown)


def declared_by(people, on: date):
    """The interests that these people had on a day, by surname, each with its person. One query."""
    rows = Interest.objects.current(on).filter(person__in=people).select_related("person")
    return rows.order_by("person__sort_key", "from_on", "pk")
