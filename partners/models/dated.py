"""What lasts from one day to another, both days included."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from ccsp_portal import clock


class DatedQuerySet(models.QuerySet):
    """Rows with `from_on` and `to_on`: inclusive London days; no `to_on` means until further notice."""

    def current(self, on: date | None = None):
        return self.filter(current(on))

    def lasting(self, on: date | None = None):
        """Those that are not over before that day, begun or not."""
        return self.filter(lasting(on))


def current(on: date | None = None, prefix: str = "") -> Q:
    """The condition that a dated row (reached through `prefix`, such as "seat__terms__") holds `on` that day."""
    day = on or clock.today()
    return Q(**{f"{prefix}from_on__lte": day}) & lasting(day, prefix)


def lasting(on: date | None = None, prefix: str = "") -> Q:
    """The condition that a dated row is not over before that day, begun or not."""
    day = on or clock.today()
    return Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gte": day})


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
        name=name,
        violation_error_message="The last day must be on or after the first day.",
    )


class Dated(models.Model):
    from_on = models.DateField("first day")
    to_on = models.DateField("last day", null=True, blank=True)

    class Meta:
        abstract = True

    def is_current(self, on: date | None = None) -> bool:
        day = on or clock.today()
        return self.from_on <= day and (self.to_on is None or self.to_on >= day)
