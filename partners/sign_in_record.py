"""Writes down who signs in and who is refused, as allauth's hooks and the pages of sign-in report it."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings

from ccsp_portal import clock
from partners import letters
from partners.models import SignIn, User

Way, Outcome, Second = SignIn.Way, SignIn.Outcome, SignIn.Second
# what allauth calls the ways
WAYS = {"password": Way.PASSWORD, "code": Way.EMAIL_CODE, "socialaccount": Way.SINGLE_SIGN_ON}


# the cookie by which a device is known again, to the people who signed in on it
KNOWN_HERE, KNOWN_FOR = "known_here", 365 * 24 * 60 * 60
PEOPLE_A_DEVICE = 5


def signed_in(request, person):
    """They are in: by the way and the second factor that their session tells of. The row that says so."""
    records = get_authentication_records(request, person)
    ways = [WAYS[each["method"]] for each in records if each["method"] in WAYS]
    seconds = [each.get("type", "") for each in records if each["method"] == "mfa"]
    way, second = (ways or [Way.PASSKEY])[-1], (seconds or [""])[-1]
    return _write(request, person, way, Outcome.LET_IN, second=second if way != Way.PASSKEY else "")


def tell_of_new_device(request, response, sign_in):
    """Write to who signed in on a device that they never used before, and know the device from now on.

    Nobody is told of the first sign-in of all: they have just come.
    """
    person, known = sign_in.person, _people_known(request)
    earlier = person.sign_ins.filter(outcome=Outcome.LET_IN).exclude(pk=sign_in.pk)
    if person.pk not in known and earlier.exists():
        letters.new_device(sign_in)
    people = [person.pk, *(pk for pk in known if pk != person.pk)][:PEOPLE_A_DEVICE]
    response.set_signed_cookie(
        KNOWN_HERE,
        ".".join(map(str, people)),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _people_known(request):
    kept = request.get_signed_cookie(KNOWN_HERE, default="", max_age=KNOWN_FOR)
    return [int(pk) for pk in kept.split(".") if pk]


def refused(request, person, way, outcome):
    """They are not in; `person` is None where nobody has the address."""
    _write(request, person, way, outcome)


def wrong_password(request, address):
    """A password that is not that of the address."""
    person = User.objects.who_proved(address).first()
    refused(request, person, Way.PASSWORD, Outcome.WRONG if person else Outcome.UNKNOWN)


def way_of(request, person):
    """By which way a person has come so far, who is not in yet."""
    records = get_authentication_records(request, person)
    if any(each.get("passwordless") for each in records):
        return Way.PASSKEY
    ways = [WAYS[each["method"]] for each in records if each["method"] in WAYS]
    return (ways or [Way.PASSWORD])[-1]


def _write(request, person, way, outcome, *, second=""):
    return SignIn.objects.create(
        person=person,
        at=clock.now(),
        way=way,
        second=second if second in Second else "",
        outcome=outcome,
        address=get_adapter().get_client_ip(request),
        device=request.headers.get("User-Agent", "").replace("\0", "")[:300],
    )
