"""Pages on which seats reply, and the secretary sees who has."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal.govuk.forms import offer
from ccsp_portal.once.decorator import once
from meetings.forms.replies import ReplyForm
from meetings.models import Meeting
from meetings.queries.quorum import expected_quorum_in_words, names_in, quorum_in_words
from meetings.queries.replies import deputies_for, seats_invited, without_reply
from meetings.workflow import replies
from partners.standing import seats_of


@once
def reply_to_meeting(request, pk, seat):
    """Say whether a seat will be at the meeting: one's own, or as secretary any."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    replies.REPLY.check(meeting, request.user)
    asked = next((each for each in seats_invited(meeting) if each.seat.pk == seat), None)
    if asked is None:
        raise Http404
    is_own = seat in seats_of(request.user)
    if not is_own and not request.user.has_perm("meetings.reply_for_seat", meeting):
        raise PermissionDenied
    form = _reply_form(request, meeting, asked, "you" if is_own else "they")
    if form.is_bound and form.is_valid():
        replies.reply(meeting, asked.seat, by=request.user, **form.cleaned_data)
        messages.success(request, "Your reply is sent. You can change it until the meeting opens.")
        return redirect("meetings:show_meeting" if is_own else "meetings:show_replies", pk)
    return offer(request, "meetings/reply_to_meeting.html", form, meeting=meeting, asked=asked, is_own=is_own)


def _reply_form(request, meeting, asked, whose):
    given = asked.reply or (None if asked.outdated and asked.outdated.is_predecessor_s else asked.outdated)
    initial = {"sequence": meeting.sequence}
    if given:
        initial |= {"answer": given.answer, "deputy": given.deputy_id, "note": given.note}
    form = ReplyForm.from_request(request, initial=initial, deputies=deputies_for(asked.seat, meeting), whose=whose)
    form.cancel_url = reverse("meetings:show_meeting", args=[meeting.pk])
    return form


@require_safe
def show_replies(request, pk):
    """Each seat: who has read about the meeting, what it answered; and whether there would be a quorum."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    if not request.user.has_perm("meetings.see_replies", meeting):
        raise PermissionDenied
    seats, names = seats_invited(meeting), names_in(meeting)
    context = {
        "meeting": meeting,
        "seats": seats,
        "rule": quorum_in_words(meeting, names),
        "expected": expected_quorum_in_words(meeting, seats, names),
        "waiting": len(without_reply(seats)),
        "may_nudge": replies.NUDGE.is_open_to(request.user, meeting),
        "may_record": request.user.has_perm("meetings.reply_for_seat", meeting),
    }
    return render(request, "meetings/show_replies.html", context)


@once
def nudge_members(request, pk):
    """Ask those who have not replied to do so, after a look at who they are."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    replies.NUDGE.check(meeting, request.user)
    if request.method == "POST":
        people = replies.nudge(meeting, by=request.user)
        messages.success(request, _asked(len(people)))
        return redirect("meetings:show_replies", pk)
    people = replies.people_to_nudge(meeting)
    return render(request, "meetings/nudge_members.html", {"meeting": meeting, "people": people})


def _asked(count):
    if not count:
        return "Nobody was asked: everybody has replied, or was asked today already."
    return "1 person is being asked to reply." if count == 1 else f"{count} people are being asked to reply."
