"""Who to tell: the people who have a role on a body today."""

from django.db.models import Q, QuerySet

from partners.models import Appointment, Body, User
from partners.models.dated import current


def people_in(body: Body, *roles: str) -> QuerySet[User]:
    """Everybody who has one of the roles on the body today, by a seat or by an office."""
    seated = Q(current(prefix="seat__terms__"), seat__body=body, seat__terms__role__in=roles)
    in_office = Q(current(prefix="offices__"), offices__body=body, offices__kind__in=roles)
    appointed = Appointment.objects.current().filter(current(prefix="seat__")).filter(seated | in_office)
    return User.objects.filter(pk__in=appointed.values("person"), is_active=True)
