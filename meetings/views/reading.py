"""The pack on the web, and some of its pages as a file."""

import io

import pikepdf
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ccsp_portal.documents.download import respond_bytes
from ccsp_portal.freshness import unchanged_since
from ccsp_portal.typeset.excerpts import excerpt
from ccsp_portal.typeset.stamps import labels_of
from meetings.forms.packs import PagesForm
from meetings.models import Meeting
from meetings.queries.meeting_page import is_member, rows_of_meeting
from meetings.queries.notes import notes_on
from meetings.queries.pack import pack_for, withdrawal_of
from meetings.queries.page_range import example_of, numbers_in, sheets_asked
from meetings.queries.reading import reading
from meetings.views.personal import named
from meetings.workflow.openings import note_members_file
from meetings.workflow.replies import record_reading
from partners.audience import Audience, may_see

BAD_REQUEST = 400


def _meeting(request, pk):
    return get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)


@login_not_required
@require_safe
@unchanged_since(rows_of_meeting)
def read_pack(request, pk):
    """The agenda and papers as a page, with the page numbers of the file, as far as the reader may see them."""
    meeting = _meeting(request, pk)
    read = reading(meeting, request.user, notes_on(meeting, request))
    if read is None:
        raise Http404
    if request.method == "GET":
        if is_member(meeting, request.user):
            record_reading(meeting, request.user, pack=True)
        if read.has_private:
            # while somebody's own file is being made, they read what is in the members'
            note_members_file(meeting, read.document or read.pack.members_document, "pack", request.user)
    context = {"meeting": meeting, "read": read, "form": PagesForm(example=example_of(read.numbers))}
    context |= {"is_member": is_member(meeting, request.user), "makes_notes": request.user.is_authenticated}
    return render(request, "meetings/read_pack.html", context)


@login_not_required
@require_safe
def pack_pages(request, pk):
    """Some pages of the reader's own file: `?pages=12-14`."""
    meeting = _meeting(request, pk)
    _, document = pack_for(meeting, request.user)
    if document is None or withdrawal_of(document):
        raise Http404
    asked = request.GET.get("pages", "")
    with document.file.open("rb") as stored, pikepdf.open(stored) as master:
        labels = labels_of(master)
        try:
            sheets = sheets_asked(asked, labels)
        except ValidationError as refusal:
            form = PagesForm.refused(asked, refusal, example=example_of(numbers_in(labels).values()))
            return render(request, "meetings/pack_pages.html", {"meeting": meeting, "form": form}, status=BAD_REQUEST)
        data = excerpt(master, sheets, f"{meeting}: pages {asked.strip()[:40]}")
    is_members = may_see(request.user, Audience.PRIVATE_READERS, meeting.body_id)
    if is_members:
        with pikepdf.open(io.BytesIO(data)) as cutting:
            data = named(cutting, request.user)
    if is_members and request.method == "GET":
        note_members_file(meeting, document, "pack", request.user)
    return respond_bytes(data, f"{document.name.removesuffix('.pdf')}-pages.pdf", document.media_type)
