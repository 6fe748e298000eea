"""What every request passes through: whose act it is, and how a refusal is drawn."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from pghistory import middleware as pghistory_middleware

from ccsp_portal.history.refusals import note_refusal
from ccsp_portal.once.unsent import hold, sent_in
from ccsp_portal.workflow import Conflict
from partners.sessions import note_not_done

FORM, UTF_8 = "application/x-www-form-urlencoded", "utf-8"
UNREADABLE = "This form is not written in UTF-8, so it could not be read. Open the page again and send it from there."

__all__ = ["HistoryMiddleware", "ReadableFormsMiddleware", "RefusalMiddleware"]


class HistoryMiddleware(pghistory_middleware.HistoryMiddleware):
    """Sign what a request writes with the person; the act adds its own name (`history.acting`)."""

    def get_context(self, request):
        # not the address as well: a personal link's holds its token
        return {"user": super().get_context(request)["user"]}


class ReadableFormsMiddleware:
    """Refuse a form that is not written in UTF-8 before anything reads it: every page would fail on it, errors too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.content_type == FORM and (request.encoding or UTF_8).lower() not in {UTF_8, "utf8"}:
            return HttpResponseBadRequest(UNREADABLE, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class RefusalMiddleware:
    """Draw the page of an act that came too late: 409, what stands in the way, and the way back.

    Django itself draws PermissionDenied, which is noted here, and Http404. A part of a page that htmx asks for is never
    given a whole page: it is sent to where the whole page says it. Who sent a form after their session was over finds
    it again once signed in, or else comes back to the page on which they pressed: the address of the act is no page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code not in {301, 302} or not _leads_to_sign_in(response):
            return response
        is_pressed = request.method == "POST" and _is_asked_to_sign_in(request, response)
        before = _page_of_ours_before(request) if is_pressed else ""
        if is_pressed and _leaves_the_page(request) and (unsent := sent_in(request, before)):
            hold(request, unsent)
            messages.info(request, "You were signed out, so this was not done. Sign in, and you can send it again.")
            return redirect_to_login(reverse("once:show_unsent"))
        if is_pressed and (_is_htmx(request) or _leaves_the_page(request)):
            note_not_done(request.session)
        if _is_htmx(request):
            return _leave_for_sign_in(request)
        return redirect_to_login(before) if before else response

    def process_exception(self, request, exception):
        if isinstance(exception, PermissionDenied) and request.user.is_authenticated:
            note_refusal(request.user, request.method, request.path, request.resolver_match)
        if not isinstance(exception, Conflict):
            return None
        back = _page_before(request)
        if _is_htmx(request):
            return render(request, "components/refusal.html", {"reason": exception.sentence, "back": back}, status=409)
        context = {"heading": exception.heading, "reason": exception.sentence, "back": back}
        return render(request, "409.html", context, status=409)


def _is_htmx(request):
    return request.headers.get("HX-Request") == "true"


def _leads_to_sign_in(response):
    return urlsplit(response.headers.get("Location", "")).path == resolve_url(settings.LOGIN_URL)


def _is_asked_to_sign_in(request, response):
    """Whether it leads there because the page is closed to who is not signed in."""
    return response.headers["Location"] == redirect_to_login(request.get_full_path()).url


def _leaves_the_page(request):
    """Whether the answer is drawn as a page; a script that saves what is typed says itself that it was not saved."""
    return not _is_htmx(request) and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _leave_for_sign_in(request):
    """Have htmx leave the page for the sign-in page, and come back to it, instead of drawing one inside the other."""
    return HttpResponse(headers={"HX-Redirect": redirect_to_login(_page_before(request)).url})


def _page_before(request):
    """The address of the page that the act was begun from, if it is one of ours; else the front page."""
    return _page_of_ours_before(request) or "/"


def _page_of_ours_before(request):
    before = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(before)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
