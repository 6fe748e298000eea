"""Writes down who signs in and who is refused, as allauth's hooks and the pages of sign-in report it."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records

from ccsp_portal import clock
from partners.models import SignIn, User

Way, Outcome, Second = SignIn.Way, SignIn.Outcome, SignIn.Second
# what allauth calls the ways
WAYS = {"password": Way.PASSWORD, "code": Way.EMAIL_CODE, "socialaccount": Way.SINGLE_SIGN_ON}


def signed_in(request, person):
    """They are in: by the way and the second factor that their session tells of."""
    records = get_authentication_records(request, person)
    ways = [WAYS[each["method"]] for each in records if each["method"] in WAYS]
    seconds = [each.get("type", "") for each in records if each["method"] == "mfa"]
    way, second = (ways or [Way.PASSKEY])[-1], (seconds or [""])[-1]
    _write(request, person, way, Outcome.LET_IN, second=second if way != Way.PASSKEY else "")


def refused(request, person, way, outcome):
    """They are not in; `person` is None where nobody has the address."""
    _write(request, person, way, outcome)


def wrong_password(request, address):
    """A password that is not that of the address."""
    person = User.objects.who_proved(address).first()
    refused(request, person, Way.PASSWORD, Outcome.WRONG if person else Outcome.UNKNOWN)


def way_of(request, person):
    """By which way a person has come so far, who has another step before them."""
    ways = [WAYS[each["method"]] for each in get_authentication_records(request, person) if each["method"] in WAYS]
    return (ways or [Way.PASSWORD])[-1]


def _write(request, person, way, outcome, *, second=""):
    SignIn.objects.create(
        person=person,
        at=clock.now(),
        way=way,
        second=second if second in Second else "",
        outcome=outcome,
        address=get_adapter().get_client_ip(request),
        device=request.headers.get("User-Agent", "").replace("\0", "")[:300],
    )
