"""Action points: the list, each one's page, and what is said of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal.exports import csv_response
from ccsp_portal.govuk.forms import offer, offer_both
from ccsp_portal.history.reading import sentences_for
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Stale, open_to
from meetings.forms.actions import ActionsFilter, CompletionForm, DropForm, PostponeForm, UpdateForm
from meetings.models import ActionPoint
from meetings.queries.actions import actions_for, bodies_with_actions, days_late
from meetings.workflow import actions as acts
from partners.audience import Audience, may_see
from partners.standing import seats_of

ACTIONS_A_PAGE = 25

# the buttons of an action point's page: a move, and the page that makes it
BUTTONS = (
    (acts.UPDATE, "meetings:update_action"),
    (acts.COMPLETE, "meetings:complete_action"),
    (acts.POSTPONE, "meetings:postpone_action"),
    (acts.DROP, "meetings:drop_action"),
)


@require_safe
def list_actions(request):
    """The action points that the reader may see: open, overdue, theirs, ended; of a body; with these words."""
    form = _asked(request)
    page = Paginator(actions_for(request.user, **form.asked), ACTIONS_A_PAGE).get_page(request.GET.get("page"))
    lines = [{"action": action, "late": days_late(action)} for action in page]
    return render(request, "meetings/list_actions.html", {"filter": form, "page": page, "lines": lines})


@require_safe
def export_actions(request):
    """The same as a table to download."""
    rows = [
        (
            each.reference,
            each.text,
            str(each.owner),
            each.due_on.isoformat(),
            each.first_due_on.isoformat(),
            each.get_state_display(),
            days_late(each) or None,
            each.latest_update,
            str(each.item.meeting),
        )
        for each in actions_for(request.user, **_asked(request).asked)
    ]
    headings = ("Number", "Action", "Owner", "Due", "First due", "State", "Days late", "Latest update", "Meeting")
    return csv_response("action-points.csv", headings, rows)


def _asked(request):
    if not seats_of(request.user):
        raise PermissionDenied
    return ActionsFilter(request.GET, bodies=bodies_with_actions(request.user))


@require_safe
def show_action(request, pk):
    """One action point: its permanent address, with all that was said of it."""
    action = _action(request, pk)
    moves = dict(BUTTONS)
    is_member = may_see(request.user, Audience.SEATS, action.item.meeting.body_id)
    context = {
        "action": action,
        "late": days_late(action),
        "is_member": is_member,
        "history": sentences_for([action]) if is_member else [],
        "buttons": [
            {"text": move.label, "href": reverse(moves[move], args=[pk])}
            for move in open_to(request.user, action, moves)
        ],
    }
    return render(request, "meetings/show_action.html", context)


def _action(request, pk, move=None) -> ActionPoint:
    """An action point, if the person may see it (else 404), and may make the move now (else 403 or 409)."""
    actions = ActionPoint.objects.visible_to(request.user).select_related(
        "owner__organisation", "item__meeting__body", "updated_by", "raised_by"
    )
    action = get_object_or_404(actions, pk=pk)
    if move:
        move.check(action, request.user)
    return action


@once
def update_action(request, pk):
    """Say how it is going."""
    action = _action(request, pk, acts.UPDATE)
    initial = {"text": action.latest_update, "version": action.version}
    form = _with_way_back(action, UpdateForm.from_request(request, initial=initial))
    if form.is_bound and form.is_valid():
        try:
            acts.update_action(action, **form.cleaned_data, by=request.user)
        except Stale as stale:
            return offer_both(request, "meetings/update_action.html", form, stale.theirs, action=action)
        messages.success(request, "Thank you. Your update is saved.")
        return redirect(action)
    return offer(request, "meetings/update_action.html", form, action=action)


@once
def complete_action(request, pk):
    """It is done."""
    action = _action(request, pk, acts.COMPLETE)
    return _acted(request, action, CompletionForm, acts.complete_action, "The action point is complete.")


@once
def drop_action(request, pk):
    """It is no longer needed."""
    action = _action(request, pk, acts.DROP)
    return _acted(request, action, DropForm, acts.drop_action, "The action point is dropped.")


@once
def postpone_action(request, pk):
    """It is due on another day."""
    action = _action(request, pk, acts.POSTPONE)
    return _acted(request, action, PostponeForm, acts.postpone_action, "The due date is changed.")


def _acted(request, action, form_class, act, said):
    form = _with_way_back(action, form_class.from_request(request))
    if form.is_bound and form.is_valid():
        try:
            act(action, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, said)
            return redirect(action)
    return offer(request, f"meetings/{act.__name__}.html", form, action=action)


def _with_way_back(action, form):
    form.cancel_url = action.get_absolute_url()
    return form
