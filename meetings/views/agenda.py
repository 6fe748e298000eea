"""Pages on which the agenda is built: its items, their order, who may see them, and one item by itself."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.govuk.forms import REFUSED, ConfirmForm, offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Conflict, Stale
from meetings.forms.agenda import CopyForm, ItemForm, MinutesForm, PrivacyForm, TakeOffForm
from meetings.models import AgendaItem, Meeting
from meetings.queries.agenda import agenda_for, length_of
from meetings.queries.building import items_to_copy, meeting_before, standing_missing, taken_off
from meetings.queries.following import named_that_follow
from meetings.queries.forward import comes_from
from meetings.queries.item_page import item_page, standing_page, taken_off_page
from meetings.queries.opening_up import becomes_public, opens_after_its_meeting, stays_private
from meetings.views.urgent import about_urgent
from meetings.workflow import agenda as acts
from meetings.workflow.papers import may_bring
from meetings.workflow.withdrawal import reasons_that_stay
from partners.audience import Privacy
from partners.views.asking import Page
from partners.views.checking import check

# the pages about who may see an item; those that change it, only while it may be changed
CHANGING = acts.UNTIL_THE_END
ABOUT_READERS = (
    ("Change who may see it", "meetings:set_privacy", "meetings.set_privacy", acts.SET_PRIVACY.from_states),
    ("Invite somebody to it", "meetings:invite_to_item", "meetings.invite_to_item", CHANGING),
    ("Leave somebody out of it", "meetings:leave_out", "meetings.leave_out", CHANGING),
    ("Who is left out of it", "meetings:leave_out", "meetings.leave_out", {Meeting.State.CONCLUDED}),
    ("Who could see it", "meetings:show_readers", "meetings.see_readers", None),
)


def buildable(request, pk):
    """A meeting that the person may see (404) and whose agenda they may build (403) now (409)."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    acts.BUILD.check(meeting, request.user)
    return meeting


def readable_item(request, pk):
    """An item that the person may read; else 404."""
    items = AgendaItem.objects.visible_to(request.user)
    items = items.select_related("meeting__body", "presenter__organisation", "planned")
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
    lines = agenda_for(meeting, request.user)
    return render(
        request, "meetings/edit_agenda.html", _building(request, meeting, lines, _minutes_form(request, lines))
    )


@require_POST
@once
def set_minutes(request, pk):
    """Give the items the minutes that stand in their rows."""
    refused = _saved(request, buildable(request, pk))
    if refused is None:
        messages.success(request, "The minutes are saved.")
    return refused or redirect("meetings:edit_agenda", pk)


def _saved(request, meeting, arrange=lambda: None):
    """Put the items in order and save the minutes in their rows, whichever of the page's buttons was pressed.

    None, or the page again, with what was typed, where either can't be."""
    form = _minutes_form(request, agenda_for(meeting, request.user))
    status = None if form.is_valid() else REFUSED
    try:
        arrange()
        if status is None:
            acts.set_minutes(meeting, form.changed, by=request.user)
    except Stale as stale:
        form.meanwhile(stale.theirs)
        status = 409
    except Conflict as conflict:
        form.add_error(None, conflict.sentence)
        status = 409
    if status is None:
        return None
    lines = agenda_for(meeting, request.user)
    return render(request, "meetings/edit_agenda.html", _building(request, meeting, lines, form), status=status)


def _minutes_form(request, lines):
    return MinutesForm.from_request(request, items=[line.item for line in lines if line.is_readable])


def _building(request, meeting, lines, form):
    """What the page on which an agenda is built shows."""
    return {
        "meeting": meeting,
        "agenda": [(line, form.boxes_of(line.item)) for line in lines],
        "form": form,
        "order": ",".join(str(line.item.pk) for line in lines),
        "length": length_of(meeting, sum(line.item.minutes_allotted for line in lines)),
        "withdrawn": taken_off(meeting),
        "copies_from": meeting_before(meeting),
        "standing_missing": standing_missing(meeting, lines),
    }


@require_POST
@once
def order_items(request, pk):
    """Put the items in the order in which they were dragged, or moved by the keyboard."""
    meeting = buildable(request, pk)
    order, seen = _ids(request.POST.get("order")), _ids(request.POST.get("seen"))
    refused = _saved(request, meeting, lambda: acts.order_items(meeting, order, instead_of=seen, by=request.user))
    if refused:
        return refused
    messages.success(request, "The agenda is in its new order.")
    moved = request.POST.get("moved", "")
    anchor = f"#item-{moved}" if moved.isdecimal() else ""
    return redirect(reverse("meetings:edit_agenda", args=[pk]) + anchor)


def _ids(text):
    return [int(each[:9]) for each in (text or "").split(",") if each.isdecimal()]


@once
def copy_items(request, pk):
    """Choose which items of the last meeting stand on this agenda too."""
    meeting = buildable(request, pk)
    last = meeting_before(meeting)
    if last is None:
        raise Http404
    items = items_to_copy(last, meeting, request.user)
    form = CopyForm.from_request(request, items=items)
    if form.is_bound and form.is_valid():
        copied = acts.copy_items(meeting, form.cleaned_data["items"], by=request.user)
        number = f"{len(copied)} item{'' if len(copied) == 1 else 's'}"
        messages.success(request, f"{number} copied from the last meeting.")
        return redirect("meetings:edit_agenda", pk)
    return offer(request, "meetings/copy_items.html", form, meeting=meeting, last=last, items=items)


@require_POST
@once
def add_standing(request, pk):
    """Put those of the body's standing items on the agenda that are not on it."""
    meeting = buildable(request, pk)
    added = acts.add_standing_items(meeting, by=request.user)
    number = f"{len(added)} standing item{'' if len(added) == 1 else 's'}"
    messages.success(request, f"{number} added at the end. Move them to where they belong.")
    return redirect("meetings:edit_agenda", pk)


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
    context = {
        "meeting": item.meeting,
        "item": item,
        "was_private": item.is_private,
        "follow": named_that_follow(item),
        "stays_private": stays_private(item) if item.is_private else [],
        "reasons": reasons_that_stay(item),
    }
    form = PrivacyForm.from_request(request, instance=item)
    if form.is_bound and form.is_valid() and "change" not in request.POST:
        try:
            if "confirmed" not in request.POST and opens_after_its_meeting(item, form.cleaned_data["privacy"]):
                acts.refuse_to_open(item, "open")
                form.submit = "Make it open to everybody"
                return check(request, form, _opening(item), becomes_public(item), but=acts.OF_PRIVATE)
            acts.set_privacy(item, version=form.cleaned_data["version"], **form.answers, by=request.user)
        except Stale as stale:
            return offer_both(request, "meetings/set_privacy.html", form, stale.theirs, **context)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _who_may_see(form.cleaned_data["privacy"], context))
            return redirect("meetings:show_item", pk)
    return offer(request, "meetings/set_privacy.html", form, **context)


def _who_may_see(privacy, context):
    """What is saved, and what it did to the items on which this one came back."""
    said, follow = "It is saved who may see the item.", "; ".join(context["follow"])
    if not follow or privacy != Privacy.PRIVATE:
        return said
    return f"{said} {'In the same words' if context['was_private'] else 'Private with it'}: {follow}."


def _opening(item):
    address = reverse("meetings:set_privacy", args=[item.pk])
    return Page(heading="everybody may read this", back=address, back_words="Back", caption=f"{item}")


@require_POST
@once
def move_item(request, pk, where):
    """Change places with the item before or after."""
    item = buildable_item(request, pk)
    if where not in {"up", "down"}:
        raise Http404
    refused = _saved(request, item.meeting, lambda: acts.move_item(item, up=where == "up", by=request.user))
    if refused:
        return refused
    messages.success(request, f"“{item.title}” is moved {where}.")
    # to the item, so that the next press of Tab is at its buttons
    return redirect(reverse("meetings:edit_agenda", args=[item.meeting_id]) + f"#item-{pk}")


@once
def withdraw_item(request, pk):
    """Take an item off the agenda; the agenda's page offers to put it back."""
    item = buildable_item(request, pk)
    if item.number:
        form = TakeOffForm.from_request(request)
    else:
        form = ConfirmForm.from_request(request, label="Take it off the agenda", is_warning=True)
    if form.is_bound and form.is_valid():
        acts.withdraw_item(item, reason=form.cleaned_data.get("reason", ""), by=request.user)
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
    if item.was_taken_off:
        return render(
            request, "meetings/item_taken_off.html", taken_off_page(item, request.user), status=HTTPStatus.GONE
        )
    context = {"item": item, "meeting": item.meeting, "may_bring": may_bring(request.user, item)}
    context["comes_from"] = comes_from(item.planned, request.user) if hasattr(item, "planned") else []
    context["about_readers"] = about_readers(request.user, item) + about_urgent(request.user, item)
    context |= standing_page(item, request.user)
    return render(request, "meetings/show_item.html", context | item_page(item, request.user))


def about_readers(person, item):
    """The pages about who may see the item, for those who may open them now."""
    return [
        {"text": text, "href": reverse(page, args=[item.pk])}
        for text, page, permission, states in ABOUT_READERS
        if (states is None or item.meeting.state in states) and person.has_perm(permission, item)
    ]
