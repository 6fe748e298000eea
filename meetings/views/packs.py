"""Circulating: what to know first, how far it is, and the packs themselves."""

import io
from http import HTTPStatus

import pikepdf
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ccsp_portal.documents.download import respond, respond_bytes
from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.jobs.heartbeats import is_alive, last_seen
from ccsp_portal.once.decorator import once
from ccsp_portal.typeset.excerpts import excerpt
from ccsp_portal.typeset.stamps import labels_of
from ccsp_portal.workflow import Conflict
from meetings.forms.packs import SupplementForm
from meetings.models import Meeting, Pack
from meetings.queries.agenda import agenda_for
from meetings.queries.exclusions import missed_by, reads_whole_pack
from meetings.queries.meeting_page import is_member
from meetings.queries.own_supplement import own_supplements
from meetings.queries.pack import FILES, circulations, pack_for, packs_out, readiness, withdrawal_of
from meetings.queries.replies import invited_people
from meetings.queries.unopened import not_opened
from meetings.queries.withdrawn_pages import withdrawn_pages
from meetings.views.personal import named, personal
from meetings.workflow import circulation, unopened
from meetings.workflow.openings import note_members_file
from meetings.workflow.replies import record_reading
from meetings.workflow.retention import are_receipts_kept
from partners.audience import Audience, may_see

BEING_MADE = "Your own pack is being made, without what you take no part in. Try again in a few minutes."


def _meeting(request, pk):
    return get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)


@once
def circulate(request, pk):
    """Look once more at what goes out and to whom, then circulate it; once it is out, what is new as a supplement."""
    meeting = _meeting(request, pk)
    circulation.CIRCULATE.check(meeting, request.user)
    ready = readiness(meeting)
    if ready.is_supplement:
        form = SupplementForm.from_request(request)
    else:
        form = ConfirmForm.from_request(request, label="Circulate")
    if form.is_bound and form.is_valid() and not ready.blocks:
        circulation.circulate(meeting, reason=form.cleaned_data.get("reason", ""), by=request.user)
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
    seen = last_seen()
    context = {
        "meeting": meeting,
        "making": meeting.packs.filter(state=Pack.State.MAKING).select_related("job", "asked_by").first(),
        "circulations": circulations(meeting, request.user, list(packs_out(meeting, request.user))),
        "withdrawn_pages": withdrawn_pages(meeting, request.user),
        "unopened": not_opened(meeting),
        "is_reading_kept": are_receipts_kept(meeting),
        "may_ask": unopened.ASK_TO_READ.is_open_to(request.user, meeting),
        "is_worker_dead": not (is_alive("worker", seen) and is_alive("beat", seen)),
    }
    return render(request, "meetings/show_pack.html", context)


@once
def ask_to_read(request, pk):
    """Ask those who have not opened the latest papers to read them, after a look at who they are."""
    meeting = _meeting(request, pk)
    unopened.ASK_TO_READ.check(meeting, request.user)
    if request.method == "POST":
        asked = len(unopened.ask_to_read(meeting, by=request.user))
        people = "1 person is" if asked == 1 else f"{asked} people are"
        messages.success(request, f"{people} being asked to read the papers." if asked else "There was nobody to ask.")
        return redirect("meetings:show_pack", pk)
    people = unopened.people_to_ask(meeting, request.user)
    return render(request, "meetings/ask_to_read.html", {"meeting": meeting, "people": people})


@login_not_required
@require_safe
def open_pack(request, pk):
    """The latest circulated pack with its open items only, for everybody; where it was taken back, when and why."""
    meeting = _meeting(request, pk)
    pack, _ = pack_for(meeting, request.user)
    if pack is None:
        raise Http404
    return _open_file(request, meeting, pack.open_document)


@require_safe
def members_pack(request, pk):
    """The latest circulated pack with every item, for those who may read private ones."""
    meeting = _meeting(request, pk)
    if not may_see(request.user, Audience.PRIVATE_READERS, meeting.body_id):
        raise Http404
    pack, document = pack_for(meeting, request.user)
    if pack is None:
        raise Http404
    if document is None:
        raise Conflict(BEING_MADE)
    return _members_file(request, meeting, document)


@login_not_required
@require_safe
def pack_file(request, pk, number, name):
    """One file of one circulation, at an address of its own that lasts: a whole pack or a supplement."""
    meeting = _meeting(request, pk)
    column, is_private = FILES.get(name) or (None, None)
    pack = meeting.packs.filter(number=number, state=Pack.State.CIRCULATED).first()
    document = getattr(pack, column) if pack and column else None
    if document and name == "members-supplement":
        own = own_supplements(meeting, missed_by(meeting, request.user)).get(number)
        if own:
            return _own_supplement(request, meeting, own)
    if document is None or (is_private and not reads_whole_pack(meeting, request.user)):
        raise Http404
    return _members_file(request, meeting, document) if is_private else _open_file(request, meeting, document)


def _own_supplement(request, meeting, runs):
    """The pages of a supplement that somebody who is left out of something may read, from the pack made for them."""
    _, document = pack_for(meeting, request.user)
    if document is None:
        raise Conflict(BEING_MADE)
    _note_reading(request, meeting)
    if request.method == "HEAD":
        return respond_bytes(b"", document.name, document.media_type)
    note_members_file(meeting, document, "pack", request.user)
    numbers = {str(number) for run in runs for number in run.numbers}
    with document.file.open("rb") as stored, pikepdf.open(stored) as master:
        sheets = [sheet for sheet, label in enumerate(labels_of(master)) if label in numbers]
        data = excerpt(master, sheets, f"Supplement: {meeting}")
    with pikepdf.open(io.BytesIO(data)) as cutting:
        name = f"{document.name.removesuffix('.pdf')}-supplement.pdf"
        return respond_bytes(named(cutting, request.user), name, document.media_type)


def _open_file(request, meeting, document):
    withdrawal = withdrawal_of(document)
    if withdrawal:
        context = {"meeting": meeting, "withdrawal": withdrawal, "is_being_made": _is_being_made(meeting)}
        return render(request, "meetings/pack_withdrawn.html", context, status=HTTPStatus.GONE)
    _note_reading(request, meeting)
    return respond(document, request, public=request.user.is_anonymous)


def _is_being_made(meeting):
    return meeting.packs.filter(state=Pack.State.MAKING).exists()


def _members_file(request, meeting, document):
    _note_reading(request, meeting)
    if request.method == "GET":
        note_members_file(meeting, document, "pack", request.user)
    return personal(document, request)


def _note_reading(request, meeting):
    if is_member(meeting, request.user) and request.method == "GET":
        record_reading(meeting, request.user, pack=True)
