"""The chair's brief on a meeting: a page to read or print, and the same as a PDF."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ccsp_portal.documents.models import PDF
from ccsp_portal.workflow import NotOpen
from meetings.models import Meeting
from meetings.papers.brief import as_data, printed_brief
from meetings.queries.brief import Brief, brief_for

PERMISSION = "meetings.read_brief"


def _brief(request, pk) -> Brief:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    if not request.user.has_perm(PERMISSION, meeting):
        raise PermissionDenied("The brief is for the chair and the secretary.")
    if meeting.state == Meeting.State.CANCELLED:
        raise NotOpen("This meeting is cancelled, so there is no brief on it.")
    return brief_for(meeting, request.user)


@require_safe
def show_brief(request, pk):
    """What is wanted of the meeting, on one page."""
    brief = _brief(request, pk)
    return render(request, "meetings/show_brief.html", {"meeting": brief.meeting, "brief": as_data(brief)})


@require_safe
def download_brief(request, pk):
    """The same as a tagged PDF, made as it is asked for: it is of now, and nobody keeps it."""
    brief = _brief(request, pk)
    response = HttpResponse(printed_brief(brief), content_type=PDF)
    name = f"chairs-brief-{brief.meeting.body.key}-{brief.meeting.day:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
