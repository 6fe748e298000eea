"""Circulating: what to know first, how far it is, and the packs themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ccsp_portal.documents.download import respond
from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.jobs.heartbeats import is_alive, last_seen
from ccsp_portal.once.decorator import once
from meetings.models import Meeting
from meetings.queries.agenda import agenda_for
from meetings.queries.meeting_page import is_member
from meetings.queries.pack import open_file, pack_for, readiness
from meetings.queries.replies import invited_people
from meetings.workflow import circulation
from meetings.workflow.openings import note_members_file
from meetings.workflow.replies import record_reading
from partners.audience import Audience, may_see


def _meeting(request, pk):
    return get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)


@once
def circulate(request, pk):
    """Look once more at what goes out and to whom, then circulate it."""
    meeting = _meeting(request, pk)
    circulation.CIRCULATE.check(meeting, request.user)
    ready = readiness(meeting)
    again = meeting.is_circulated
    form = ConfirmForm.from_request(request, label="Circulate again" if again else "Circulate")
    if form.is_bound and form.is_valid() and not ready.blocks:
        circulation.circulate(meeting, by=request.user)
        messages.success(request, "The pack is being made. Members are told as soon as it is out.")
        return redirect("meetings:show_pack", pk)
    context = {
        "meeting": meeting,
        "ready": ready,
        "agenda": agenda_for(meeting, request.user),
        "told": invited_people(meeting.body).count(),
    }
    for block in ready.blocks if form.is_bound else ():
        form.add_error(None, block)
    return offer(request, "meetings/circulate.html", form, **context)


@require_safe
def show_pack(request, pk):
    """How far the pack is, and what came of it; for the one who circulates."""
    meeting = _meeting(request, pk)
    if not request.user.has_perm("meetings.circulate_pack", meeting):
        raise PermissionDenied
    packs = meeting.packs.select_related("job", "members_document", "open_document", "asked_by")
    seen = last_seen()
    context = {
        "meeting": meeting,
        "packs": packs,
        "latest": packs.first(),
        "is_worker_dead": not (is_alive("worker", seen) and is_alive("beat", seen)),
    }
    return render(request, "meetings/show_pack.html", context)


@login_not_required
@require_safe
def open_pack(request, pk):
    """The latest circulated pack with its open items only, for everybody."""
    meeting = _meeting(request, pk)
    pack, _ = pack_for(meeting, request.user)
    document = open_file(pack) if pack else None
    if document is None:
        raise Http404
    _note_reading(request, meeting)
    return respond(document, request, public=request.user.is_anonymous)


@require_safe
def members_pack(request, pk):
    """The latest circulated pack with every item, for those who may read private ones."""
    meeting = _meeting(request, pk)
    if not may_see(request.user, Audience.PRIVATE_READERS, meeting.body_id):
        raise Http404
    pack, document = pack_for(meeting, request.user)
    if pack is None:
        raise Http404
    _note_reading(request, meeting)
    if request.method == "GET":
        note_members_file(meeting, document, "pack", request.user)
    return respond(document, request)


def _note_reading(request, meeting):
    if is_member(meeting, request.user) and request.method == "GET":
        record_reading(meeting, request.user, pack=True)
