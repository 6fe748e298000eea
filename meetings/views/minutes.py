"""Pages on which minutes are read, cleared and approved. Where they are written: `minuting`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal.freshness import unchanged_since
from ccsp_portal.govuk.forms import ConfirmForm, offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import NotOpen, Stale, open_to
from meetings.forms.minutes import ApprovalForm, CorrectionForm, ReturnForm, SignatureForm
from meetings.models import Minutes
from meetings.papers.minutes import signed_in_words
from meetings.queries.doubts import doubts_of
from meetings.queries.minutes import meetings_that_may_approve, minutes_for, next_meeting_after, rows_of_minutes
from meetings.queries.publication import versions_for
from meetings.queries.reconciliation import loose_items
from meetings.workflow import minutes as acts
from meetings.workflow import publication
from partners.audience import Audience, may_see

# the buttons of the minutes' page: a move, and the page that makes it
BUTTONS = (
    (acts.SEND, "meetings:send_to_chair"),
    (acts.CLEAR, "meetings:clear_minutes"),
    (acts.RETURN, "meetings:return_minutes"),
    (acts.APPROVE, "meetings:approve_minutes"),
    (acts.SIGN, "meetings:sign_minutes"),
    (publication.CORRECT, "meetings:correct_minutes"),
)
# once they are approved, the approval can't be recorded again
LATER = {acts.APPROVED, acts.SIGNED}


def _minutes(request, pk, move=None) -> Minutes:
    """A meeting's minutes, if the person may see them (else 404), and may make the move now (else 403 or 409)."""
    minutes = get_object_or_404(
        Minutes.objects.visible_to(request.user).select_related(
            "meeting__body", "approved_by_meeting", "signed_by", "signed_at_meeting"
        ),
        meeting=pk,
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
    read, versions = minutes_for(minutes, person), versions_for(minutes, person)
    # who takes no part in a private item gets the open file
    is_reader = may_see(person, Audience.PRIVATE_READERS, minutes.meeting.body_id)
    reads_all = is_reader and all(item.is_readable for item in read.items)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "read": read,
        "is_member": reads_all,
        "versions": versions,
        "latest": versions[0] if versions else None,
        "signed": signed_in_words(minutes, names_people=may_see(person, Audience.SEATS, minutes.meeting.body_id))
        if minutes.state == acts.SIGNED
        else "",
        "approving": next_meeting_after(minutes.meeting) if minutes.state == acts.CLEARED else None,
        "may_write": may_write,
        "loose": loose_items(minutes.meeting) if may_write else [],
        "doubted": doubts_of(minutes.meeting) if may_write else [],
        "buttons": [
            {"text": move.label, "href": reverse(moves[move], args=[pk])} for move in open_to(person, minutes, moves)
        ],
    }
    return render(request, "meetings/show_minutes.html", context)


@once
def send_to_chair(request, pk):
    """The draft is ready for the chair."""
    minutes = _minutes(request, pk, acts.SEND)
    nobody = not minutes.meeting.attendances.exists()
    said = "The minutes are with the chair."
    return _confirmed(request, minutes, acts.send_to_chair, "Send to the chair", said, nobody=nobody)


@once
def clear_minutes(request, pk):
    """Make the minutes public, as a draft."""
    minutes = _minutes(request, pk, acts.CLEAR)
    said = "The minutes are cleared. Anybody can read them now, as a draft."
    return _confirmed(request, minutes, acts.clear_minutes, "Clear the minutes", said)


@once
def sign_minutes(request, pk):
    """The chair signs, at a meeting or between two."""
    minutes = _minutes(request, pk, acts.SIGN)
    meetings = meetings_that_may_approve(minutes, request.user)
    form = SignatureForm.from_request(request, meetings=meetings, initial={"at": minutes.approved_by_meeting_id})
    form.cancel_url = minutes.get_absolute_url()
    if form.is_bound and form.is_valid():
        acts.sign_minutes(minutes, **form.cleaned_data, by=request.user)
        messages.success(request, "The minutes are signed.")
        return redirect(minutes)
    return offer(request, "meetings/sign_minutes.html", form, minutes=minutes, meeting=minutes.meeting)


def _confirmed(request, minutes, act, label, said, **context):
    """A page with one button, named like its act."""
    form = ConfirmForm.from_request(request, label=label)
    form.cancel_url = minutes.get_absolute_url()
    if form.is_bound and form.is_valid():
        act(minutes, by=request.user)
        messages.success(request, said)
        return redirect(minutes)
    context |= {"minutes": minutes, "meeting": minutes.meeting}
    return offer(request, f"meetings/{act.__name__}.html", form, **context)


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
    """Record that a later meeting approved them, with what it corrected.

    Of two who record it at once, the second keeps what they typed, and may publish it as a correction.
    """
    minutes = _minutes(request, pk)
    if request.method == "POST" and minutes.state in LATER and request.user.has_perm(acts.APPROVE.permission, minutes):
        return _approved_meanwhile(request, minutes)
    acts.APPROVE.check(minutes, request.user)
    meetings = meetings_that_may_approve(minutes, request.user)
    form = ApprovalForm.from_request(request, minutes=minutes, meetings=meetings)
    form.cancel_url = minutes.get_absolute_url()
    if form.is_bound and form.is_valid():
        try:
            acts.approve_minutes(minutes, at=form.cleaned_data["at"], corrections=form.corrections, by=request.user)
        except NotOpen:
            return _approved_meanwhile(request, _minutes(request, pk))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "The minutes are approved, and published as a new version.")
            return redirect(minutes)
    context = {"minutes": minutes, "meeting": minutes.meeting, "has_meetings": meetings.exists()}
    return offer(request, "meetings/approve_minutes.html", form, **context)


def _approved_meanwhile(request, minutes):
    """What the other recorded, and what was typed, ready to be published as a correction."""
    typed = {**request.POST.dict(), "version": minutes.version}
    form = CorrectionForm(minutes=minutes, initial=typed)
    return _both(request, minutes, form, "Somebody else recorded the approval while you were writing.")


def _both(request, minutes, form, what):
    form.cancel_url = minutes.get_absolute_url()
    context = {"minutes": minutes, "meeting": minutes.meeting, "told": _told(minutes, request.user), "what": what}
    if form.is_bound:
        return offer_both(request, "meetings/correct_minutes.html", form, minutes, **context)
    return render(request, "meetings/correct_minutes.html", {"form": form, **context}, status=409)


def _told(minutes, person):
    """How the minutes are now, for one who comes too late: the latest version and its corrections."""
    return {"latest": versions_for(minutes, person)[0].version, "corrections": list(minutes.corrections.all())}


@once
def correct_minutes(request, pk):
    """Put right what is published, with the reason: a new version, and the old one is kept."""
    minutes = _minutes(request, pk, publication.CORRECT)
    form = CorrectionForm.from_request(request, minutes=minutes)
    form.cancel_url = minutes.get_absolute_url()
    if form.is_bound and form.is_valid():
        try:
            publication.correct_minutes(
                minutes,
                corrections=form.corrections,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except Stale as stale:
            return _both(request, stale.theirs, form, "Somebody else changed these minutes while you were writing.")
        messages.success(request, "The corrected minutes are published, and the members are told.")
        return redirect(minutes)
    return offer(request, "meetings/correct_minutes.html", form, minutes=minutes, meeting=minutes.meeting)
