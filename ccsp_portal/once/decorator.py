"""@once: a form sent twice is one act, and the second sending is shown what came of the first."""

import uuid
from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeData, SafeString

from ccsp_portal import clock
from ccsp_portal.once.models import FormToken
from ccsp_portal.once.tokens import FIELD, is_good, key_of
from ccsp_portal.once.unsent import let_go

REDIRECTS = {301, 302, 303, 307, 308}


def once(view):
    """Make each POST to the view one act, however often the same form is sent.

    The act and its token are one transaction. A second request with the token waits for the first to end, then gets
    its redirect and its messages. An answer that is no redirect (a form to correct) frees the token, and so does an
    exception, whose transaction is rolled back with all that the view wrote. A POST without a good token is refused
    with 400 and does nothing. Other methods pass through.
    """

    @wraps(view)
    def act_once(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        token = request.POST.get(FIELD, "")
        if not is_good(token, request.user):
            return render(request, "once/refused.html", status=400)
        with transaction.atomic():
            # the route, since the address of a personal link holds its token
            row, is_first = _claim(key_of(token, request.get_full_path()), f"/{request.resolver_match.route}")
            if not is_first:
                return _same_again(request, row)
            response = view(request, *args, **kwargs)
            _keep_or_free(row, request, response)
        let_go(request)
        return response

    return act_once


def _claim(key, path):
    """The row of the token, and whether this request made it; waits for a concurrent request that is making it."""
    claim = uuid.uuid4()
    row = FormToken(key=key, path=path[:500], claim=claim, sent_at=clock.now())
    FormToken.objects.bulk_create([row], ignore_conflicts=True)
    row = FormToken.objects.get(key=key)
    return row, row.claim == claim


def _keep_or_free(row, request, response):
    if not _is_outcome(response):
        row.delete()
        return
    row.status = response.status_code
    row.location = _destination(response)
    row.messages = [
        [message.level, str(message.message), message.extra_tags, isinstance(message.message, SafeData)]
        for message in _said(request)
    ]
    row.save(update_fields=["status", "location", "messages"])


def _is_outcome(response):
    return response.status_code in REDIRECTS or "HX-Redirect" in response.headers


def _destination(response):
    return response.headers.get("Location") or response.headers["HX-Redirect"]


def _said(request):
    """The messages that the view has added; the storage shows them nowhere else without using them up."""
    return messages.get_messages(request)._queued_messages


def _same_again(request, row):
    for level, text, tags, is_safe in row.messages:
        messages.add_message(request, level, SafeString(text) if is_safe else text, extra_tags=tags or "")
    header = "Location" if row.status in REDIRECTS else "HX-Redirect"
    return HttpResponse(status=row.status, headers={header: row.location})
