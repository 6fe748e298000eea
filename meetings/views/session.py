"""Pages on which the secretary runs a meeting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Stale
from meetings.forms.session import AttendanceForm, CorrectDeclarationForm, DeclarationForm, OpenForm
from meetings.models import Declaration, Meeting
from meetings.queries.chair import gaps
from meetings.queries.doubts import doubts
from meetings.queries.minutes import minutes_to_approve
from meetings.queries.pack import waiting_in
from meetings.queries.quorum import names_in, reached_in_words, shortfalls, where_lost
from meetings.queries.reconciliation import loose_items
from meetings.queries.roll import roll_of
from meetings.queries.running import moves_by_seat, people_as_run, warned
from meetings.queries.session import (
    declarations_of,
    filling_seats,
    has_records,
    items_in_hand,
    registered_interests,
    seats_at,
    version_of_attendance,
)
from meetings.views.quorum import saying_what_lost_its_quorum
from meetings.views.records import run_at
from meetings.workflow import session
from meetings.workflow.minuting import may_be_written
from meetings.workflow.records import check_unsettled
from partners.models import Seat
from partners.views.asking import Page, ask

PERMISSION = "meetings.record_attendance"


@require_safe
def run_meeting(request, pk):
    """The secretary's one page during a meeting: who is there, is it a quorum, and each item in hand."""
    meeting = meeting_to_run(request, pk)
    roll, items = roll_of(meeting), items_in_hand(meeting)
    names, listed = names_in(meeting), [each.item for each in items]
    is_open, may_write = meeting.state == Meeting.State.IN_SESSION, may_be_written(meeting)
    lost = shortfalls(roll, listed, names) if roll.filled else []
    left_nothing = not (roll.recorded or roll.guests or any(each.is_recorded for each in items))
    context = {
        "meeting": meeting,
        "recorded": roll.recorded,
        "filled": roll.filled,
        "quorum": roll.quorum_for(None),
        "quorum_words": reached_in_words(roll, listed, names),
        "lost": lost,
        "where_lost": where_lost(listed, lost),
        "people": people_as_run(roll, listed),
        "declarations": list(declarations_of(meeting)),
        "registered": registered_interests(roll),
        "items": warned(items, lost if is_open else [], *_to_put_right(meeting, roll, items, may_write)),
        "to_approve": minutes_to_approve(meeting, request.user),
        "is_open": is_open,
        "may_write": may_write,
        "may_open": session.OPEN.is_open_to(request.user, meeting),
        "may_take_back": is_open and left_nothing and not has_records(meeting),
    }
    return render(request, "meetings/run_meeting.html", context)


def _to_put_right(meeting, roll, items, may_write):
    """Where the chair is empty, and what was decided and can't be so; nothing once it can't be put right."""
    if not may_write:
        return [], []
    return gaps(roll, [each.item for each in items]), doubts(_decisions_under(items), meeting, roll)


def _decisions_under(items):
    return [decision for each in items for decision in each.decisions]


def meeting_to_run(request, pk) -> Meeting:
    """The meeting, for its secretary: 404 for who can't see it, 403 for who doesn't run it."""
    meetings = Meeting.objects.visible_to(request.user).select_related("body", "minutes")
    meeting = get_object_or_404(meetings, pk=pk)
    if not request.user.has_perm(PERMISSION, meeting):
        raise PermissionDenied
    return meeting


def back_to(meeting, form):
    """The form, with a way back to where the meeting is run."""
    form.cancel_url = reverse("meetings:run_meeting", args=[meeting.pk])
    return form


@once
def open_meeting(request, pk):
    """Begin."""
    meeting = meeting_to_run(request, pk)
    waiting = waiting_in(meeting)
    form = back_to(meeting, OpenForm.from_request(request, meeting=meeting, waiting=waiting.named))
    if form.is_bound and form.is_valid():
        session.open_meeting(meeting, by=request.user)
        messages.success(request, "The meeting is open. Record who is there first.")
        return redirect("meetings:run_meeting", pk)
    session.OPEN.check(meeting, request.user)
    return offer(request, "meetings/open_meeting.html", form, meeting=meeting, waiting=waiting)


@require_POST
@once
def take_back_opening(request, pk):
    """It was opened by mistake."""
    meeting = meeting_to_run(request, pk)
    session.take_back_opening(meeting, by=request.user)
    messages.success(request, "The opening is taken back. The meeting is ahead again, with its papers out.")
    return redirect("meetings:run_meeting", pk)


@once
def record_attendance(request, pk):
    """How each seat is filled, all on one form."""
    meeting = meeting_to_run(request, pk)
    check_unsettled(session.ATTEND, meeting, request.user)
    seats = seats_at(meeting)
    recorded = [each.attendance for each in seats if each.attendance]
    version, moved = version_of_attendance(recorded), moves_by_seat(meeting, recorded)
    form = AttendanceForm.from_request(request, seats=seats, moved=moved, version=version)
    if back_to(meeting, form).is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            with saying_what_lost_its_quorum(request, meeting):
                session.record_attendance(meeting, form.fillings, version=version, by=request.user)
        except Stale:
            return _both_attendances(request, meeting, form, recorded)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Attendance is saved.")
            return redirect("meetings:run_meeting", pk)
    return offer(request, "meetings/record_attendance.html", form, meeting=meeting)


def _both_attendances(request, meeting, form, recorded):
    """What was chosen on the form, beside what somebody else recorded meanwhile; saving again keeps the form's."""
    form.data = form.data.copy()
    form.data["version"] = str(version_of_attendance(recorded))
    context = {"form": form, "meeting": meeting, "theirs": recorded}
    return render(request, "meetings/record_attendance.html", context, status=409)


@once
def declare_interest(request, pk):
    """Record an interest that somebody declared."""
    meeting = meeting_to_run(request, pk)
    check_unsettled(session.DECLARE, meeting, request.user)
    asked = request.GET.get("item", "")
    initial = {"item": asked[:9]} if asked.isdecimal() else {}
    form = DeclarationForm.from_request(request, **_seats_and_items(meeting), initial=initial)
    if back_to(meeting, form).is_bound and form.is_valid():
        try:
            with saying_what_lost_its_quorum(request, meeting):
                declared = session.declare_interest(meeting, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error("item", refusal.messages)
        else:
            messages.success(request, "The interest is recorded.")
            return redirect(run_at(meeting, declared.item))
    return offer(request, "meetings/declare_interest.html", form, meeting=meeting)


def _seats_and_items(meeting):
    seats = Seat.objects.current().filter(body=meeting.body_id).select_related("organisation")
    return {"seats": seats, "there": filling_seats(meeting), "items": meeting.items.live()}


@once
def correct_declaration(request, pk):
    """Correct what was recorded of an interest."""
    declared = _declaration(request, pk)
    meeting = declared.meeting
    check_unsettled(session.DECLARE, meeting, request.user)
    if declared.taken_back_at:
        raise Http404
    initial = CorrectDeclarationForm.initial_of(declared)
    form = CorrectDeclarationForm.from_request(request, **_seats_and_items(meeting), initial=initial)

    def act(answers):
        with saying_what_lost_its_quorum(request, meeting):
            session.correct_declaration(declared, **answers, by=request.user)
        return "The interest is saved."

    back = run_at(meeting, declared.item)
    page = Page(
        heading="Correct an interest", caption=str(meeting), back=back, back_words="Back to running the meeting"
    )  # fmt: skip
    return ask(request, back_to(meeting, form), act, page)


@require_POST
@once
def take_back_declaration(request, pk):
    """It was recorded by mistake."""
    declared = _declaration(request, pk)
    with saying_what_lost_its_quorum(request, declared.meeting):
        session.take_back_declaration(declared, by=request.user)
    messages.success(request, "The interest is taken back.")
    return redirect("meetings:run_meeting", declared.meeting_id)


def _declaration(request, pk) -> Declaration:
    """A declaration at a meeting that the person runs: else 404 or 403."""
    rows = Declaration.objects.filter(meeting__in=Meeting.objects.visible_to(request.user))
    declared = get_object_or_404(rows.select_related("meeting__body", "seat__organisation"), pk=pk)
    meeting_to_run(request, declared.meeting_id)
    return declared


@once
def conclude_meeting(request, pk):
    """End the meeting, after a look at what is still open."""
    meeting = meeting_to_run(request, pk)
    session.CONCLUDE.check(meeting, request.user)
    if request.method == "POST":
        session.conclude(meeting, by=request.user)
        messages.success(request, "The meeting is concluded. Its minutes are a draft now.")
        return redirect("meetings:show_minutes", pk)
    items, seats, roll = items_in_hand(meeting), seats_at(meeting), roll_of(meeting)
    context = {
        "meeting": meeting,
        "chairless": gaps(roll, [each.item for each in items]),
        "doubted": doubts(_decisions_under(items), meeting, roll),
        "undecided": [each for each in items if each.needs_decision],
        "unminuted": [each for each in items if not each.is_minuted],
        "unrecorded": [each for each in seats if not each.attendance],
        "recorded": any(each.attendance for each in seats),
        "loose": loose_items(meeting),
        "inquorate": [decision for decision in _decisions_under(items) if decision.needs_confirming],
    }
    form = back_to(meeting, ConfirmForm(label="Conclude the meeting"))
    return offer(request, "meetings/conclude_meeting.html", form, **context)
