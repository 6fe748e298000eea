"""Recording decisions and action points, and the register of decisions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal.exports import csv_response
from ccsp_portal.freshness import unchanged_since
from ccsp_portal.govuk.forms import offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Stale
from meetings.forms.records import ActionForm, DecisionForm, DecisionsFilter, WordingForm
from meetings.models import AgendaItem, Decision, Meeting
from meetings.queries.quorum import names_in
from meetings.queries.records import SHOWN_WITH_IT, decisions_for, rows_of_register, years_with_decisions
from meetings.queries.session import quorum_now
from meetings.workflow import records
from partners.models import Seat

DECISIONS_A_PAGE = 25


def item_in_hand(request, pk, permission) -> AgendaItem:
    """An item that the person may write about: 404 for who can't read it, 403 for who may not write."""
    items = AgendaItem.objects.visible_to(request.user).select_related("meeting__body", "minute")
    item = get_object_or_404(items, pk=pk)
    if not request.user.has_perm(permission, item.meeting):
        raise PermissionDenied
    return item


def back_to(meeting, form):
    """The form, with a way back to where the meeting is run."""
    form.cancel_url = reverse("meetings:run_meeting", args=[meeting.pk])
    return form


@once
def record_decision(request, pk):
    """What the meeting decided on an item."""
    item = item_in_hand(request, pk, records.DECIDE.permission)
    records.DECIDE.check(item.meeting, request.user)
    form = back_to(item.meeting, DecisionForm.from_request(request))
    if form.is_bound and form.is_valid():
        decision = records.record_decision(item, **form.cleaned_data, by=request.user)
        messages.success(request, f"The decision is recorded as {decision.reference}.")
        return redirect("meetings:run_meeting", item.meeting_id)
    quorum = quorum_now(item.meeting, item=item)
    context = {"item": item, "quorum": quorum, "quorum_words": quorum.words(names_in(item.meeting))}
    return offer(request, "meetings/record_decision.html", form, **context)


@once
def correct_decision(request, pk):
    """Correct a decision's wording."""
    decision = _decision(request, pk)
    records.REWORD.check(decision.item.meeting, request.user)
    records.refuse_settled(decision.item.meeting)
    form = WordingForm.from_request(request, initial={"text": decision.text, "version": decision.version})
    if back_to(decision.item.meeting, form).is_bound and form.is_valid():
        try:
            records.correct_decision(decision, **form.cleaned_data, by=request.user)
        except Stale as stale:
            return offer_both(request, "meetings/correct_decision.html", form, stale.theirs, decision=decision)
        messages.success(request, f"The wording of {decision.reference} is saved.")
        return redirect("meetings:run_meeting", decision.item.meeting_id)
    return offer(request, "meetings/correct_decision.html", form, decision=decision)


@once
def raise_action(request, pk):
    """Ask something of a seat."""
    item = item_in_hand(request, pk, records.RAISE.permission)
    records.RAISE.check(item.meeting, request.user)
    records.refuse_settled(item.meeting)
    seats = Seat.objects.current().filter(body=item.meeting.body_id).select_related("organisation")
    form = back_to(item.meeting, ActionForm.from_request(request, seats=seats))
    if form.is_bound and form.is_valid():
        try:
            action = records.raise_action(item, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"The action point is raised as {action.reference}.")
            return redirect("meetings:run_meeting", item.meeting_id)
    return offer(request, "meetings/raise_action.html", form, item=item)


@login_not_required
@require_safe
@unchanged_since(rows_of_register)
def list_decisions(request):
    """The register of decisions: with these words, of a year, of an outcome."""
    form = DecisionsFilter(request.GET, years=years_with_decisions(request.user))
    page = Paginator(decisions_for(request.user, **form.asked), DECISIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/list_decisions.html", {"filter": form, "page": page})


@login_not_required
@require_safe
def export_decisions(request):
    """The same as a table to download."""
    form = DecisionsFilter(request.GET, years=years_with_decisions(request.user))
    rows = [
        (
            each.reference,
            each.item.meeting.day.isoformat(),
            each.item.meeting.body.name,
            each.item.title,
            each.get_outcome_display(),
            each.text,
            "Yes" if each.quorate else "No",
        )
        for each in decisions_for(request.user, **form.asked)
    ]
    return csv_response("decisions.csv", ("Number", "Date", "Body", "Item", "Outcome", "Decision", "Quorate"), rows)


@login_not_required
@require_safe
@unchanged_since(rows_of_register)
def show_decision(request, pk):
    """One decision: its permanent address."""
    decision = _decision(request, pk)
    in_time = decision.item.meeting.state in (Meeting.State.IN_SESSION, Meeting.State.CONCLUDED)
    context = {
        "decision": decision,
        "item": decision.item,
        "meeting": decision.item.meeting,
        "may_correct": in_time and request.user.has_perm(records.REWORD.permission, decision),
    }
    return render(request, "meetings/show_decision.html", context)


def _decision(request, pk):
    return get_object_or_404(Decision.objects.visible_to(request.user).select_related(*SHOWN_WITH_IT), pk=pk)
