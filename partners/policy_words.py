"""How a body meets, in words: when, and with which quorum."""

from django.db.models import Value
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
    """The rule by which a meeting of the body is quorate, as a sentence. One query at most."""
    return QuorumRule.from_data(policy.quorum).explain(names_of(policy.quorum))


def names_of(rule) -> dict[str, str]:
    """The words for the keys of organisations and seats in a quorum rule. One query, and none for a rule without."""
    keys = rule.get("of") or []
    if not keys:
        return {}
    seats = Seat.objects.filter(key__in=keys).order_by().values_list(Value(1), "key", "title")
    organisations = Organisation.objects.filter(key__in=keys).order_by().values_list(Value(2), "key", "short_name")
    # a key that both have is the organisation's
    return {key: name for _, key, name in sorted(seats.union(organisations))}
