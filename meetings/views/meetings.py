"""The list of meetings, and the one page that is a meeting's permanent address."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal.freshness import unchanged_since
from ccsp_portal.history.reading import sentences_for
from ccsp_portal.workflow import open_to
from meetings.forms.listing import MeetingsFilter
from meetings.models import AgendaItem, Meeting
from meetings.queries.calendar import bodies_that_meet
from meetings.queries.counting import papers_to_send
from meetings.queries.history import reader_of, things_of
from meetings.queries.lateness import sees_lateness
from meetings.queries.listing import bodies_with_meetings, meetings_for, years_with_meetings
from meetings.queries.meeting_page import SHOWN_WITH_IT, is_member, meeting_page, rows_of_list, rows_of_meeting
from meetings.workflow import agenda, carrying, chasing, circulation, preparing, replies, scheduling
from meetings.workflow.replies import record_reading
from partners.audience import Audience, may_see

MEETINGS_A_PAGE = 20
SENTENCES_A_PAGE = 50

# the pages about a meeting that are not for everybody
RUN = ("Run the meeting", "meetings:run_meeting", "meetings.record_attendance")
PAGES = (
    RUN,
    ("Chair’s brief", "meetings:show_brief", "meetings.read_brief"),
    ("Replies", "meetings:show_replies", "meetings.see_replies"),
    ("Packs", "meetings:show_pack", "meetings.circulate_pack"),
    ("See it as somebody else", "meetings:see_as", "meetings.see_as"),
    ("History", "meetings:show_history", "meetings.see_history"),
)

# the buttons of a meeting's page: a move, and the page that makes it
BUTTONS = (
    (agenda.BUILD, "meetings:edit_agenda"),
    (preparing.CALL, "meetings:call_for_papers"),
    (chasing.CHASE, "meetings:chase_papers"),
    (preparing.SET_AGENDA, "meetings:set_agenda"),
    (circulation.CIRCULATE, "meetings:circulate"),
    (scheduling.RESCHEDULE, "meetings:reschedule_meeting"),
    (scheduling.CANCEL, "meetings:cancel_meeting"),
    (preparing.SEND_NOTES, "meetings:send_notes"),
    (carrying.CARRY, "meetings:carry_over"),
)


@login_not_required
@require_safe
@unchanged_since(rows_of_list)
def list_meetings(request):
    """The meetings that the reader may see: upcoming, past, cancelled or all; of a year; of a body."""
    person = request.user
    years = years_with_meetings(person)
    form = MeetingsFilter(request.GET, years=years, bodies=bodies_with_meetings(person))
    meetings = Paginator(meetings_for(person, **form.asked), MEETINGS_A_PAGE).get_page(request.GET.get("page"))
    meeting_bodies = list(bodies_that_meet())
    convening = [body for body in meeting_bodies if person.has_perm("meetings.convene_meeting", body)]
    context = {
        "filter": form,
        "page": meetings,
        "convening": convening,
        "planning": [body for body in meeting_bodies if may_see(person, Audience.SEATS, body.pk)],
        "is_empty": not years,
        "attended": [body for body in meeting_bodies if person.has_perm("meetings.see_attendance", body)],
        "charts_papers": sees_lateness(person),
    }
    return render(request, "meetings/list_meetings.html", context)


@login_not_required
@require_safe
@unchanged_since(rows_of_meeting)
def show_meeting(request, pk):
    """All there is to a meeting, as far as the reader may see it."""
    meetings = Meeting.objects.visible_to(request.user).select_related(*SHOWN_WITH_IT)
    asked = {
        "papers_to_send": papers_to_send(),
        "has_taken_off": Exists(AgendaItem.objects.taken_off().filter(meeting=OuterRef("pk"))),
    }
    meeting = get_object_or_404(meetings.annotate(**asked), pk=pk)
    if is_member(meeting, request.user) and _is_reading(request):
        record_reading(meeting, request.user)
    page = meeting_page(meeting, request.user)
    context = {
        "meeting": meeting,
        "buttons": _buttons(request.user, meeting, any(line.lacks_paper for line in page["agenda"])),
        "links": _links(request.user, meeting),
        "sees_readers": request.user.has_perm("meetings.see_readers", meeting),
        "came_late": meeting.papers_to_send if _may_circulate_again(request.user, meeting) else 0,
        "taken_off": list(meeting.items.taken_off()) if meeting.has_taken_off else [],
        "may_reply": replies.REPLY.is_open_to(request.user, meeting),
        **page,
    }
    return render(request, "meetings/show_meeting.html", context)


@require_safe
def show_history(request, pk):
    """Who did what to the meeting, as plain sentences."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    if not request.user.has_perm("meetings.see_history", meeting):
        raise PermissionDenied
    things = things_of(meeting)
    told = sentences_for(things, may_read=reader_of(things, request.user, {meeting.pk: meeting}))
    page = Paginator(told, SENTENCES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/show_history.html", {"meeting": meeting, "page": page})


def _is_reading(request):
    """Whether a person has the page in front of them: not a HEAD, not a browser fetching ahead."""
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in ahead and "X-Moz" not in request.headers


def _links(person, meeting):
    """What else there is to read about the meeting, for those who may; a cancelled one is not run."""
    pages = PAGES if meeting.state != Meeting.State.CANCELLED else [each for each in PAGES if each is not RUN]
    return [
        {"text": text, "href": reverse(address, args=[meeting.pk])}
        for text, address, permission in pages
        if person.has_perm(permission, meeting)
    ]


def _may_circulate_again(person, meeting):
    return meeting.state == Meeting.State.CIRCULATED and circulation.CIRCULATE.is_open_to(person, meeting)


def _buttons(person, meeting, lacks_papers):
    addresses = dict(BUTTONS)
    # until the agenda is out, the call for papers leads to asking again
    wanted = {
        carrying.CARRY: lambda: carrying.is_waiting(meeting),
        chasing.CHASE: lambda: meeting.circulated_at and lacks_papers,
    }
    return [
        {"text": move.label, "href": reverse(addresses[move], args=[meeting.pk])}
        for move in open_to(person, meeting, addresses)
        if not preparing.is_taken(meeting, move) and (move not in wanted or wanted[move]())
    ]
