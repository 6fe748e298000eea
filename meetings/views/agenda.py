"""Pages on which the agenda is built: its items, their order, who may see them, and one item by itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.govuk.forms import ConfirmForm, offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Stale
from meetings.forms.agenda import ItemForm, PrivacyForm
from meetings.models import AgendaItem, Meeting
from meetings.queries.agenda import agenda_for
from meetings.queries.item_page import item_page
from meetings.workflow import agenda as acts
from meetings.workflow.papers import may_bring

# the pages about who may see an item; those that change it, only while it may be changed
CHANGING = acts.SET_PRIVACY.from_states
ABOUT_READERS = (
    ("Change who may see it", "meetings:set_privacy", "meetings.set_privacy", CHANGING),
    ("Invite somebody to it", "meetings:invite_to_item", "meetings.invite_to_item", CHANGING),
    ("Who could see it", "meetings:show_readers", "meetings.see_readers", None),
)


def buildable(request, pk):
    """A meeting that the person may see (404) and whose agenda they may build (403) now (409)."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    acts.BUILD.check(meeting, request.user)
    return meeting


def readable_item(request, pk):
    """An item that the person may read; else 404."""
    items = AgendaItem.objects.visible_to(request.user).select_related("meeting__body", "presenter__organisation")
    return get_object_or_404(items, pk=pk)


def buildable_item(request, pk):
    """An item that the person may read (404), of an agenda that they may build (403) now (409)."""
    item = readable_item(request, pk)
    acts.BUILD.check(item.meeting, request.user)
    return item


@require_safe
def edit_agenda(request, pk):
    """The agenda for the one who builds it: every item with what can be done to it."""
    meeting = buildable(request, pk)
    context = {
        "meeting": meeting,
        "agenda": agenda_for(meeting, request.user),
        "withdrawn": meeting.items.filter(withdrawn_at__isnull=False).select_related("meeting"),
    }
    return render(request, "meetings/edit_agenda.html", context)


@once
def add_item(request, pk):
    """Add business to the agenda."""
    meeting = buildable(request, pk)
    form = ItemForm.from_request(request, body=meeting.body)
    if form.is_bound and form.is_valid():
        item = acts.add_item(meeting, **form.answers, by=request.user)
        messages.success(request, f"“{item.title}” is on the agenda.")
        return redirect("meetings:edit_agenda", pk)
    return offer(request, "meetings/edit_item.html", form, meeting=meeting, heading="Add an item")


@once
def edit_item(request, pk):
    """Change an item. Somebody else's change in between shows both."""
    item = buildable_item(request, pk)
    form = ItemForm.from_request(request, instance=item, body=item.meeting.body)
    context = {"meeting": item.meeting, "item": item, "heading": "Change the item"}
    if form.is_bound and form.is_valid():
        try:
            acts.edit_item(item, version=form.cleaned_data["version"], **form.answers, by=request.user)
        except Stale as stale:
            return offer_both(request, "meetings/edit_item.html", form, stale.theirs, **context)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "The item is saved.")
            return redirect("meetings:edit_agenda", item.meeting_id)
    return offer(request, "meetings/edit_item.html", form, **context)


@once
def set_privacy(request, pk):
    """Decide who may see an item: the chair's page as well as the secretary's."""
    item = readable_item(request, pk)
    if not request.user.has_perm("meetings.set_privacy", item):
        raise PermissionDenied
    acts.SET_PRIVACY.check_state(item.meeting)
    form = PrivacyForm.from_request(request, instance=item)
    context = {"meeting": item.meeting, "item": item}
    if form.is_bound and form.is_valid():
        try:
            acts.set_privacy(item, version=form.cleaned_data["version"], **form.answers, by=request.user)
        except Stale as stale:
            return offer_both(request, "meetings/set_privacy.html", form, stale.theirs, **context)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "It is saved who may see the item.")
            return redirect("meetings:show_item", pk)
    return offer(request, "meetings/set_privacy.html", form, **context)


@require_POST
@once
def move_item(request, pk, where):
    """Change places with the item before or after."""
    item = buildable_item(request, pk)
    if where not in {"up", "down"}:
        raise Http404
    if acts.move_item(item, up=where == "up", by=request.user):
        messages.success(request, f"“{item.title}” is moved {where}.")
    return redirect("meetings:edit_agenda", item.meeting_id)


@once
def withdraw_item(request, pk):
    """Take an item off the agenda; the agenda's page offers to put it back."""
    item = buildable_item(request, pk)
    form = ConfirmForm.from_request(request, label="Take it off the agenda", is_warning=True)
    if form.is_bound and form.is_valid():
        acts.withdraw_item(item, by=request.user)
        messages.success(request, f"“{item.title}” is off the agenda. You can put it back below.")
        return redirect("meetings:edit_agenda", item.meeting_id)
    return offer(request, "meetings/withdraw_item.html", form, item=item, meeting=item.meeting)


@require_POST
@once
def restore_item(request, pk):
    """Put a withdrawn item back."""
    item = buildable_item(request, pk)
    acts.restore_item(item, by=request.user)
    messages.success(request, f"“{item.title}” is back on the agenda.")
    return redirect("meetings:edit_agenda", item.meeting_id)


@login_not_required
@require_safe
def show_item(request, pk):
    """One item with its papers and what came of it, for those who may read it."""
    item = readable_item(request, pk)
    context = {"item": item, "meeting": item.meeting, "may_bring": may_bring(request.user, item)}
    context["about_readers"] = about_readers(request.user, item)
    return render(request, "meetings/show_item.html", context | item_page(item, request.user))


def about_readers(person, item):
    """The pages about who may see the item, for those who may open them now."""
    return [
        {"text": text, "href": reverse(page, args=[item.pk])}
        for text, page, permission, states in ABOUT_READERS
        if (states is None or item.meeting.state in states) and person.has_perm(permission, item)
    ]
