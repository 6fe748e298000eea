"""Pages on which minutes are read, cleared and approved. Where they are written: `minuting`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal.documents.download import respond
from ccsp_portal.freshness import unchanged_since
from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import open_to
from meetings.forms.minutes import ApprovalForm, ReturnForm
from meetings.models import Minutes
from meetings.queries.exclusions import reads_everything
from meetings.queries.minutes import meetings_that_may_approve, minutes_for, next_meeting_after, rows_of_minutes
from meetings.queries.reconciliation import loose_items
from meetings.workflow import minutes as acts
from meetings.workflow.openings import note_members_file

# the buttons of the minutes' page: a move, and the page that makes it
BUTTONS = (
    (acts.SEND, "meetings:send_to_chair"),
    (acts.CLEAR, "meetings:clear_minutes"),
    (acts.RETURN, "meetings:return_minutes"),
    (acts.APPROVE, "meetings:approve_minutes"),
    (acts.SIGN, "meetings:sign_minutes"),
)


def _minutes(request, pk, move=None) -> Minutes:
    """A meeting's minutes, if the person may see them (else 404), and may make the move now (else 403 or 409)."""
    minutes = get_object_or_404(
        Minutes.objects.visible_to(request.user).select_related("meeting__body", "approved_by_meeting"), meeting=pk
    )
    if move:
        move.check(minutes, request.user)
    return minutes


@login_not_required
@require_safe
@unchanged_since(rows_of_minutes)
def show_minutes(request, pk):
    """The minutes, as far as the reader may read them."""
    minutes = _minutes(request, pk)
    person, moves = request.user, dict(BUTTONS)
    may_write = minutes.state == acts.DRAFT and person.has_perm(acts.WRITE.permission, minutes)
    reads_all = reads_everything(minutes.meeting, person)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "read": minutes_for(minutes, person),
        "is_member": reads_all,
        "document": minutes.members_document if reads_all else minutes.open_document,
        "approving": next_meeting_after(minutes.meeting) if minutes.state == acts.CLEARED else None,
        "may_write": may_write,
        "loose": loose_items(minutes.meeting) if may_write else [],
        "buttons": [
            {"text": move.label, "href": reverse(moves[move], args=[pk])} for move in open_to(person, minutes, moves)
        ],
    }
    return render(request, "meetings/show_minutes.html", context)


@login_not_required
@require_safe
def download_minutes(request, pk):
    """The file that was kept when the minutes were cleared: the members' for who reads private items, else the open."""
    minutes = _minutes(request, pk)
    # who takes no part in a private item gets the open file
    reads_all = reads_everything(minutes.meeting, request.user)
    document = minutes.members_document if reads_all else minutes.open_document
    if document is None:
        raise Http404
    if reads_all and request.method == "GET":
        note_members_file(minutes.meeting, document, "minutes", request.user)
    return respond(document, request, public=not reads_all)


@once
def send_to_chair(request, pk):
    """The draft is ready for the chair."""
    minutes = _minutes(request, pk, acts.SEND)
    return _confirmed(request, minutes, acts.send_to_chair, "Send to the chair", "The minutes are with the chair.")


@once
def clear_minutes(request, pk):
    """Make the minutes public, as a draft."""
    minutes = _minutes(request, pk, acts.CLEAR)
    said = "The minutes are cleared. Anybody can read them now, as a draft."
    return _confirmed(request, minutes, acts.clear_minutes, "Clear the minutes", said)


@once
def sign_minutes(request, pk):
    """The chair signs."""
    minutes = _minutes(request, pk, acts.SIGN)
    return _confirmed(request, minutes, acts.sign_minutes, "Sign the minutes", "The minutes are signed.")


def _confirmed(request, minutes, act, label, said):
    """A page with one button, named like its act."""
    form = ConfirmForm.from_request(request, label=label)
    form.cancel_url = minutes.get_absolute_url()
    if form.is_bound and form.is_valid():
        act(minutes, by=request.user)
        messages.success(request, said)
        return redirect(minutes)
    return offer(request, f"meetings/{act.__name__}.html", form, minutes=minutes, meeting=minutes.meeting)


@once
def return_minutes(request, pk):
    """The chair asks for changes."""
    minutes = _minutes(request, pk, acts.RETURN)
    form = ReturnForm.from_request(request)
    form.cancel_url = minutes.get_absolute_url()
    if form.is_bound and form.is_valid():
        acts.return_minutes(minutes, **form.cleaned_data, by=request.user)
        messages.success(request, "The minutes are back with the secretary.")
        return redirect(minutes)
    return offer(request, "meetings/return_minutes.html", form, minutes=minutes, meeting=minutes.meeting)


@once
def approve_minutes(request, pk):
    """Record that a later meeting approved them."""
    minutes = _minutes(request, pk, acts.APPROVE)
    meetings = meetings_that_may_approve(minutes, request.user)
    form = ApprovalForm.from_request(request, meetings=meetings)
    form.cancel_url = minutes.get_absolute_url()
    if form.is_bound and form.is_valid():
        try:
            acts.approve_minutes(minutes, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "The minutes are approved.")
            return redirect(minutes)
    context = {"minutes": minutes, "meeting": minutes.meeting, "has_meetings": meetings.exists()}
    return offer(request, "meetings/approve_minutes.html", form, **context)
