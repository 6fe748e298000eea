"""How long a session lasts: a time without a request, and a time altogether, whichever ends first."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import Max

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import long_date
from partners.standing import standing_of

BEGAN, SEEN = "began", "seen"
HELD_A_SEAT, NOT_DONE = "held a seat", "not done"
# a session is written again only when it was last seen longer ago than this: not at every request
NOTED_EACH = timedelta(minutes=5)


class SessionLimitsMiddleware:
    """Sign a person out at their next request once their session has lasted too long, and tell them why."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # who has no session needs no look at the database
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            reason = too_long(request.session) or without_seat(request)
            if reason:
                logout(request)
                messages.warning(request, reason)
            else:
                note(request.session)
        return self.get_response(request)


def too_long(session) -> str:
    """Why the session has to end now, in a sentence; "" while it may go on."""
    now = clock.now()
    if BEGAN in session and now - _moment(session, BEGAN) >= settings.SESSION_WHOLE:
        hours = settings.SESSION_WHOLE // timedelta(hours=1)
        return f"You were signed out because you signed in {hours} hours ago. Sign in again to go on."
    if SEEN in session and now - _moment(session, SEEN) >= settings.SESSION_IDLE:
        minutes = settings.SESSION_IDLE // timedelta(minutes=1)
        return f"You were signed out because nothing was asked for {minutes} minutes. Sign in again to go on."
    return ""


def note_seats(request):
    """Remember of a session that began now whether the person held a seat."""
    request.session[HELD_A_SEAT] = bool(standing_of(request.user))


def without_seat(request) -> str:
    """Why a session has to end that outlived the person's last appointment; "" while they hold one, or never did."""
    if not request.session.get(HELD_A_SEAT) or standing_of(request.user):
        return ""
    held = request.user.appointments.not_called_off().filter(to_on__lt=clock.today())
    ended_on = held.aggregate(last=Max("to_on"))["last"]
    when = f" on {long_date(ended_on)}" if ended_on else ""
    return (
        f"You were signed out because your last appointment ended{when}. You can sign in again to see what is yours. "
        "If you should hold a seat, ask the partnership’s secretary."
    )


def note_not_done(session):
    """Remember that something was pressed by somebody who was not signed in."""
    session[NOT_DONE] = True


def say_not_done(request):
    """Tell who has just signed in that what they pressed before that was not done."""
    if request.session.pop(NOT_DONE, False):
        messages.warning(
            request, "What you pressed was not done, because you were not signed in any more. Press it again."
        )


def note(session):
    """Remember when the session began, and about when it was last used."""
    now = clock.now()
    if BEGAN not in session:
        session[BEGAN] = now.isoformat()
    if SEEN not in session or now - _moment(session, SEEN) >= NOTED_EACH:
        session[SEEN] = now.isoformat()


def _moment(session, name):
    return datetime.fromisoformat(session[name])
