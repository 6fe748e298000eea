"""How a body meets, in words: when, and with which quorum."""

from django.utils.dates import MONTHS

from ccsp_portal.govuk.templatetags.govuk import at_time
from ccsp_portal.quorum import QuorumRule
from partners.models import Organisation, Seat

WHICH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "last"}
WEEKDAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def cadence_in_words(policy) -> str:
    """ "On the second Thursday of June, September, December and March, at 2pm"."""
    named = [str(MONTHS[month]) for month in policy.months]
    months = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    if len(named) == len(MONTHS):
        months = "every month"
    return f"On the {WHICH[policy.nth]} {WEEKDAYS[policy.weekday]} of {months}, at {at_time(policy.starts_at)}"


def quorum_in_words(policy) -> str:
    """The rule by which a meeting of the body is quorate, as a sentence. Two queries at most, and none without keys."""
    keys = policy.quorum.get("of") or []
    seats = Seat.objects.filter(key__in=keys).values_list("key", "title") if keys else ()
    organisations = Organisation.objects.filter(key__in=keys).values_list("key", "short_name") if keys else ()
    return QuorumRule.from_data(policy.quorum).explain(dict(seats) | dict(organisations))
