"""What lasts from one day to another, both days included."""

from datetime import date

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value

from ccsp_portal import clock


class DatedQuerySet(models.QuerySet):
    """Rows with `from_on` and `to_on`: inclusive London days; no `to_on` means until further notice."""

    def current(self, on: date | None = None):
        return self.filter(current(on))

    def lasting(self, on: date | None = None):
        """Those that are not over before that day, begun or not."""
        return self.filter(lasting(on))

    def not_called_off(self):
        """Without those that were called off before they began."""
        return self.exclude(to_on__lt=F("from_on"))


def current(on: date | None = None, prefix: str = "") -> Q:
    """The condition that a dated row (reached through `prefix`, such as "seat__terms__") holds `on` that day."""
    day = on or clock.today()
    return Q(**{f"{prefix}from_on__lte": day}) & _not_over(day, prefix)


def lasting(on: date | None = None, prefix: str = "") -> Q:
    """The condition that a dated row is not over before that day, begun or not."""
    # what was called off ended before it began, on a day that may be to come
    began = Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gte": F(f"{prefix}from_on")})
    return _not_over(on or clock.today(), prefix) & began


def _not_over(day, prefix):
    return Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gte": day})


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
        name=name,
        violation_error_message="The last day must be on or after the first day.",
    )


def ends_or_is_called_off(name: str) -> models.CheckConstraint:
    """The same of what may be called off before it begins: it then ends the day before its first."""
    day_before = ExpressionWrapper(F("from_on") - Value(1), output_field=models.DateField())
    return models.CheckConstraint(
        condition=Q(to_on__isnull=True) | Q(to_on__gte=day_before),
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

    @property
    def was_called_off(self) -> bool:
        return self.to_on is not None and self.to_on < self.from_on
