"""The papers as one file to take along."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ccsp_portal.documents.download import respond_bytes
from meetings.forms.packs import OfflineForm
from meetings.models import Meeting
from meetings.papers.offline import as_file, copy_for
from meetings.queries.meeting_page import is_member
from meetings.queries.notes import notes_on
from meetings.queries.reading import Reading, reading
from meetings.workflow.openings import note_members_file
from meetings.workflow.replies import record_reading

HTML = "text/html; charset=utf-8"


def _asked(request, pk) -> tuple[Meeting, Reading]:
    """The meeting and its papers as this reader may read them: 404 where the pack is not theirs to open."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    read = reading(meeting, request.user, notes_on(meeting, request))
    if read is None:
        raise Http404
    return meeting, read


@login_not_required
@require_safe
def offline_pack(request, pk):
    """What the file will hold, how big it is, and whether one's own notes go with it."""
    meeting, read = _asked(request, pk)
    copy = copy_for(request.user, meeting, read, with_notes=True)
    context = {
        "meeting": meeting,
        "form": OfflineForm(),
        "notes": read.notes,
        "copy": copy,
        "size": len(as_file(copy)),
        "is_member": is_member(meeting, request.user),
    }
    return render(request, "meetings/offline_pack.html", context)


@login_not_required
@require_safe
def download_offline_pack(request, pk):
    """The file itself, put together for this reader: `?notes=with` has their own notes in it."""
    meeting, read = _asked(request, pk)
    copy = copy_for(request.user, meeting, read, with_notes=request.GET.get("notes") == "with")
    if request.method == "GET":
        if is_member(meeting, request.user):
            record_reading(meeting, request.user, pack=True)
        if copy.is_private:
            note_members_file(meeting, read.document or read.pack.members_document, "pack", request.user)
    return respond_bytes(as_file(copy), copy.name, HTML)
