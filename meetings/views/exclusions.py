"""Who takes no part in an item."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect

from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.once.decorator import once
from meetings.forms.exclusions import LeaveOutForm
from meetings.models import AgendaItem, ItemExclusion
from meetings.queries.exclusions import people_to_leave_out
from meetings.views.agenda import readable_item
from meetings.workflow import exclusions as acts


@once
def leave_out(request, pk):
    """Leave a person out of the item; below, those who are."""
    item = readable_item(request, pk)
    acts.check_may_leave_out(item, request.user)
    if request.method == "POST":
        acts.LEAVE_OUT.check_state(item.meeting)
    form = LeaveOutForm.from_request(request, people=people_to_leave_out(item))
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            acts.leave_out(item, answers["person"], reason=answers["reason"], by=request.user)
        except ValidationError as refusal:
            form.add_error("person", refusal.messages)
        else:
            messages.success(request, f"{answers['person']} takes no part in the item.")
            return redirect("meetings:leave_out", pk)
    held = item.exclusions.holding().select_related("person", "excluded_by")
    context = {"item": item, "meeting": item.meeting, "left_out": held}
    context["is_over"] = item.meeting.state not in acts.LEAVE_OUT.from_states
    return offer(request, "meetings/leave_out.html", form, **context)


@once
def end_exclusion(request, pk):
    """Let a person back into an item."""
    exclusions = ItemExclusion.objects.select_related("person", "item__meeting")
    exclusion = get_object_or_404(exclusions.filter(item__in=AgendaItem.objects.visible_to(request.user)), pk=pk)
    acts.check_may_leave_out(exclusion.item, request.user)
    form = ConfirmForm.from_request(request, label="Let them back in")
    if form.is_bound and form.is_valid():
        acts.end_exclusion(exclusion, by=request.user)
        messages.success(request, f"{exclusion.person} sees the item again.")
        return redirect("meetings:leave_out", exclusion.item_id)
    return offer(request, "meetings/end_exclusion.html", form, exclusion=exclusion, item=exclusion.item)
