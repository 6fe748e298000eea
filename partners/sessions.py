"""How long a session lasts: a time without a request, and a time altogether, whichever ends first."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout

from ccsp_portal import clock

BEGAN, SEEN = "began", "seen"
# a session is written again only when it was last seen longer ago than this: not at every request
NOTED_EACH = timedelta(minutes=5)


class SessionLimitsMiddleware:
    """Sign a person out at their next request once their session has lasted too long, and tell them why."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # who has no session needs no look at the database
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            reason = too_long(request.session)
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


def note(session):
    """Remember when the session began, and about when it was last used."""
    now = clock.now()
    if BEGAN not in session:
        session[BEGAN] = now.isoformat()
    if SEEN not in session or now - _moment(session, SEEN) >= NOTED_EACH:
        session[SEEN] = now.isoformat()


def _moment(session, name):
    return datetime.fromisoformat(session[name])
