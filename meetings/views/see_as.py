"""See it as somebody else: the very page that they get, within a frame, for the secretary."""

import re
from copy import copy
from io import BytesIO
from urllib.parse import urlencode

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.cache import SessionStore
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found
from django_htmx.middleware import HtmxDetails

from ccsp_portal.freshness import KEPT_BY_NOBODY
from meetings.forms.see_as import CIRCULATED, MEETING, PAPERS, PUBLIC, SeeAsForm
from meetings.models import Meeting
from meetings.queries.pack import pack_for
from meetings.workflow.preview import as_if_circulated, nothing_stays
from partners.models import Appointment, User

SELF = "'self'"
# the frame runs none: the browser would complain of each
SCRIPT = re.compile(rb"<script\b[^>]*></script>")
PAGES = {PAPERS: "meetings:read_pack"}


def _asked(request, pk):
    """The meeting and what is asked for; 403 for all but its secretary."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    if not request.user.has_perm("meetings.see_as", meeting):
        raise PermissionDenied
    appointments = Appointment.objects.of_body(meeting.body_id).order_by("person__sort_key")
    return meeting, SeeAsForm(request.GET, appointments=appointments)


@csp_update({"frame-src": [SELF]})
@require_safe
def see_as(request, pk):
    """Choose as whom; below, in a frame, what they get."""
    meeting, form = _asked(request, pk)
    frame = f"{reverse('meetings:see_page_as', args=[pk])}?{urlencode(form.asked)}"
    who = dict(form.fields["who"].choices)[form.asked["who"]]
    context = {"meeting": meeting, "form": form, "frame": frame, "who": who}
    context["is_ahead"] = form.asked["when"] == CIRCULATED
    if form.asked["page"] == PAPERS and pack_for(meeting, request.user)[0] is None:
        # there is no such page for anybody, today or as if circulated: it is made of the pack
        instead = urlencode(form.asked | {"page": MEETING, "when": CIRCULATED})
        context |= {"instead": f"{reverse('meetings:see_as', args=[pk])}?{instead}", "frame": ""}
    return render(request, "meetings/see_as.html", context)


@csp_replace({"frame-ancestors": [SELF]})
@xframe_options_sameorigin
@require_safe
def see_page_as(request, pk):
    """The page itself, for the frame alone: asked for by itself, it is shown with the frame round it."""
    meeting, form = _asked(request, pk)
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        return redirect(f"{reverse('meetings:see_as', args=[pk])}?{urlencode(form.asked)}")
    who = form.asked["who"]
    person = AnonymousUser() if who == PUBLIC else User.objects.get(pk=who)
    address = reverse(PAGES.get(form.asked["page"], "meetings:show_meeting"), args=[pk])
    with nothing_stays():
        if form.asked["when"] == CIRCULATED:
            as_if_circulated(meeting)
        response = _answer(_as_from(request, person, address))
        # drawn while what it is drawn from is there
        response.content = SCRIPT.sub(b"", bytes(response.content))
    # theirs may be kept by anyone; this is the secretary's
    del response["ETag"]
    response["Cache-Control"] = KEPT_BY_NOBODY
    return response


def _as_from(request, person, address):
    """The request that the person would make for the page: theirs alone, with nothing of the secretary's session."""
    environ = {**request.environ, "REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": ""}
    environ |= {"HTTP_COOKIE": "", "CONTENT_LENGTH": "0", "wsgi.input": BytesIO()}
    for conditional in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_HX_REQUEST"):
        environ.pop(conditional, None)
    theirs = WSGIRequest(environ)
    theirs.user, theirs.session, theirs._messages = person, SessionStore(), []
    if person.is_authenticated:
        # whoever has a session gets a page that is drawn for them, and nobody keeps
        theirs.COOKIES = {settings.SESSION_COOKIE_NAME: "seen as"}
    theirs.htmx = HtmxDetails(theirs)
    theirs.resolver_match = resolve(address)
    theirs._csp_nonce = copy(getattr(request, "_csp_nonce", None))
    return theirs


def _answer(request):
    match = request.resolver_match
    try:
        return match.func(request, *match.args, **match.kwargs)
    except Http404 as gone:
        return page_not_found(request, gone)
