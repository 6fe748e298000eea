"""Who may see one item: the people let into it, and everybody who could see it on a day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ccsp_portal import clock
from ccsp_portal.govuk.forms import REFUSED, ConfirmForm, offer
from ccsp_portal.once.decorator import once
from meetings.forms.guests import DayForm, GuestForm
from meetings.models import AgendaItem, ItemInvitation, Meeting
from meetings.queries.readers import readers_of
from meetings.views.agenda import readable_item
from meetings.workflow import guests as acts


@once
def invite_to_item(request, pk):
    """Let a person into the item; below, those who are."""
    item = readable_item(request, pk)
    acts.check_may_invite(item, request.user)
    acts.INVITE.check_state(item.meeting)
    form = GuestForm.from_request(request, people=acts.people_to_invite(item))
    if form.is_bound and form.is_valid():
        try:
            invitation = acts.invite_to_item(item, form.cleaned_data["person"], by=request.user)
        except ValidationError as refusal:
            form.add_error("person", refusal.messages)
        else:
            messages.success(request, f"{invitation.person} is invited to the item, and is being told.")
            return redirect("meetings:invite_to_item", pk)
    invited = item.invitations.holding().select_related("person", "invited_by")
    return offer(request, "meetings/invite_to_item.html", form, item=item, meeting=item.meeting, invited=invited)


@once
def end_item_invitation(request, pk):
    """End an invitation: the person sees the item no more."""
    invitations = ItemInvitation.objects.select_related("person", "item__meeting")
    invitation = get_object_or_404(invitations.filter(item__in=AgendaItem.objects.visible_to(request.user)), pk=pk)
    acts.check_may_invite(invitation.item, request.user)
    form = ConfirmForm.from_request(request, label="End the invitation", is_warning=True)
    if form.is_bound and form.is_valid():
        acts.end_invitation(invitation, by=request.user)
        messages.success(request, f"{invitation.person} sees the item no more.")
        return redirect("meetings:show_item", invitation.item_id)
    return offer(request, "meetings/end_item_invitation.html", form, invitation=invitation, item=invitation.item)


@require_safe
def show_readers(request, pk):
    """Who could see the item on a day, and by what right: for the secretary, and for auditors, who need not read it."""
    meetings = Meeting.objects.visible_to(request.user)
    item = get_object_or_404(AgendaItem.objects.filter(meeting__in=meetings).select_related("meeting__body"), pk=pk)
    if not request.user.has_perm("meetings.see_readers", item):
        raise PermissionDenied("Only the secretary and auditors see who could see an item.")
    form = DayForm(request.GET if "day-day" in request.GET else {f"day-{part}": value for part, value in _today()})
    day = form.cleaned_data["day"] if form.is_valid() else None
    is_readable = AgendaItem.objects.visible_to(request.user).filter(pk=pk).exists()
    context = {
        "form": form,
        "day": day,
        "readers": readers_of(item, day) if day else None,
        "item": item,
        "meeting": item.meeting,
        "title": item.title if is_readable else item.shown_title,
        "is_readable": is_readable,
        "papers": item.papers.prefetch_related("versions").order_by("position") if is_readable else [],
    }
    return render(request, "meetings/show_readers.html", context, status=200 if day else REFUSED)


def _today():
    today = clock.today()
    return [("day", str(today.day)), ("month", str(today.month)), ("year", str(today.year))]
