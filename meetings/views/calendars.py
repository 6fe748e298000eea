"""Calendars in and out: other committees' meetings as imported, and ours as feeds."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ccsp_portal import profile
from ccsp_portal.freshness import unchanged_since
from ccsp_portal.govuk.forms import offer
from ccsp_portal.once.decorator import once
from meetings.forms.imports import ImportForm
from meetings.forms.listing import ClashFilter
from meetings.models import CalendarImport, Meeting
from meetings.queries.calendar import believed_events, committees
from meetings.queries.listing import meetings_of, public_meetings
from meetings.queries.meeting_page import is_member, rows_of_calendar, rows_of_list
from meetings.queries.replies import replies_of
from meetings.workflow import imports
from meetings.workflow.invitations import PUBLISH, calendar_entry, members_feed, public_feed
from partners.models import CalendarAddress
from partners.standing import standing_of

EVENTS_A_PAGE = 25
CALENDAR = "text/calendar; charset=utf-8"


@once
def import_calendar(request):
    """Upload another committee calendar, so that our meetings keep out of its way."""
    _refuse_others(request)
    form = ImportForm.from_request(request)
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            imported, is_new = imports.import_calendar(upload.name, upload.read(), by=request.user)
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            messages.success(request, _what_was_done(imported, is_new))
            return redirect("meetings:show_import", imported.pk)
    return offer(request, "meetings/import_calendar.html", form)


@require_safe
def show_import(request, pk):
    """What came of an import: how many meetings, and which lines were left out, and why."""
    _refuse_others(request)
    imported = get_object_or_404(CalendarImport.objects.select_related("imported_by"), pk=pk)
    counts = {"off": imported.clashes.filter(goes_ahead=False).count(), "all": imported.clashes.count()}
    return render(request, "meetings/show_import.html", {"imported": imported, "counts": counts})


@require_safe
def list_clashes(request):
    """Other committees' meetings, as the latest file that names each has it."""
    _refuse_others(request)
    form = ClashFilter(request.GET, committees=committees())
    events = believed_events().order_by("starts_at", "committee")
    if form.committee:
        events = events.filter(committee=form.committee)
    page = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    imported = CalendarImport.objects.select_related("imported_by")[:5]
    return render(request, "meetings/list_clashes.html", {"filter": form, "page": page, "imports": imported})


@login_not_required
@require_safe
@unchanged_since(rows_of_calendar)
def meeting_calendar(request, pk):
    """One meeting for the reader's calendar; the link for joining only for those with a seat."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    entry = calendar_entry(meeting, PUBLISH, for_members=is_member(meeting, request.user))
    return _calendar(entry, f"meeting-{meeting.day}.ics")


@login_not_required
@require_safe
@unchanged_since(rows_of_list)
def calendar_feed(request):
    """The meetings that the public may know of, for calendars that follow an address."""
    return _calendar(public_feed(public_meetings(), f"{profile.current().name}: meetings"), "meetings.ics")


@login_not_required
@require_safe
@never_cache
def my_calendar(request, token):
    """The meetings of a person's bodies, for a calendar program, which does not sign in: it ends with their seats."""
    person = CalendarAddress.person_by(token)
    if person is None or not standing_of(person):
        raise Http404
    name = f"{profile.current().name}: your meetings"
    return _calendar(members_feed(meetings_of(person), name, replies_of(person)), "mine.ics")


def _calendar(content, name):
    return HttpResponse(content, CALENDAR, headers={"Content-Disposition": f'inline; filename="{name}"'})


def _refuse_others(request):
    if not request.user.has_perm("meetings.import_calendar"):
        raise PermissionDenied


def _what_was_done(imported, is_new):
    if is_new:
        return f"{imported.name} is imported."
    by, on = imported.imported_by, imported.imported_at
    return f"This very file was imported before, by {by} on {on:%-d %B %Y}. Nothing was changed."
