"""Pages of the forward plan: the plan itself, one item of it, and what is done with it."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal.history.reading import sentences_for
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import open_to
from meetings.forms.forward import ForwardFilter, MoveForm, PlaceForm, PlannedItemForm, WhyForm
from meetings.models import PlannedItem
from meetings.queries.forward import (
    LIVE,
    PAST,
    bodies_with_plans,
    comes_from,
    is_past,
    next_waiting,
    planned_items,
    quarters_ahead,
    where_it_is,
    with_waiting,
)
from meetings.queries.history import reader_of
from meetings.workflow import forward as acts
from meetings.workflow.preparing import CALL
from partners.standing import seats_of, standing_of
from partners.views.asking import Page, ask

ITEMS_A_PAGE = 25

# the buttons of an item's page: a move, and the page that makes it
BUTTONS = (
    (acts.PLACE, "meetings:place_proposal"),
    (acts.MOVE, "meetings:move_planned_item"),
    (acts.CHANGE, "meetings:change_proposal"),
    (acts.DECLINE, "meetings:decline_proposal"),
    (acts.WITHDRAW, "meetings:withdraw_proposal"),
)


@require_safe
def forward_plans(request):
    """Whose forward plan: the reader's only body's, or a list of theirs with how many proposals wait on each."""
    if not seats_of(request.user):
        raise PermissionDenied("Forward plans are for those who hold a seat.")
    bodies = list(with_waiting(bodies_with_plans(request.user), request.user))
    if len(bodies) == 1:
        return redirect("meetings:show_forward_plan", bodies[0].key)
    return render(request, "meetings/forward_plans.html", {"bodies": bodies})


def _body(request, key):
    """A body whose forward plan the person may read; else 404."""
    return get_object_or_404(bodies_with_plans(request.user).select_related("meeting_policy"), key=key)


def _planned(request, pk):
    """An item that the person may read; else 404."""
    items = PlannedItem.objects.visible_to(request.user)
    return get_object_or_404(
        items.select_related("body", "owner__organisation", "meeting", "item", "proposed_by"), pk=pk
    )


@require_safe
def show_forward_plan(request, key):
    """What is to come, quarter by quarter; or what is past or ended, as a list."""
    body = _body(request, key)
    form = ForwardFilter(request.GET, body=body)
    items = planned_items(body, request.user, **form.asked)
    context = {
        "body": body,
        "filter": form,
        "may_propose": request.user.has_perm("meetings.propose_item", body),
        "may_place": request.user.has_perm("meetings.place_proposal", body),
        "may_call": request.user.has_perm("meetings.call_for_papers", body),
        "calling": CALL.from_states,
    }
    if form.asked["which"] == LIVE:
        quarters = quarters_ahead(body, list(items))
        context |= {"quarters": quarters, "is_empty": not any(quarter.items for quarter in quarters)}
    else:
        found = [item for item in items if form.asked["which"] != PAST or is_past(item)]
        context["page"] = Paginator(found[::-1], ITEMS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/show_forward_plan.html", context)


@once
def propose_item(request, key):
    """Propose business for a meeting to come."""
    body = _body(request, key)
    if not request.user.has_perm("meetings.propose_item", body):
        raise PermissionDenied("Only members of the body propose items for its meetings.")
    mine = [each.seat_id for each in standing_of(request.user) if each.body_id == body.pk and each.seat_id]
    form = PlannedItemForm.from_request(request, body=body, initial={"owner": min(mine, default=None)})

    def propose(answers):
        planned = acts.propose(body, **form.answers, by=request.user)
        return f"“{planned.title}” is proposed. The secretary places it on a meeting."

    page = _page("Propose an item", reverse("meetings:show_forward_plan", args=[key]), body.name, "forward plan")
    return ask(request, form, propose, page)


@require_safe
def show_planned_item(request, pk):
    """One item of the forward plan: what it is, why it must come, and how it moved."""
    planned = _planned(request, pk)
    addresses = dict(BUTTONS)
    item = where_it_is(planned)
    moves = [
        move for move in open_to(request.user, planned, addresses) if acts.is_possible(planned, move, request.user)
    ]
    context = {
        "planned": planned,
        "slot": acts.slot_of(planned),
        "item": item,
        "went_out": item and acts.went_out(planned),
        "comes_from": comes_from(planned, request.user),
        "moves": planned.moves.select_related("moved_by"),
        "history": sentences_for([planned], may_read=reader_of([planned], request.user)),
        "buttons": [{"text": each.label, "href": reverse(addresses[each], args=[pk])} for each in moves],
    }
    return render(request, "meetings/show_planned_item.html", context)


def _page(heading, back, caption, back_to="item", *before):
    return Page(heading=heading, caption=caption, back=back, back_words=f"Back to the {back_to}", before=before)


def _allowed(request, pk, move):
    """An item that the person may read (404) and with which they may do this (403) now (409)."""
    planned = _planned(request, pk)
    move.check(planned, request.user)
    return planned, reverse("meetings:show_planned_item", args=[pk])


@once
def change_proposal(request, pk):
    """Change what is proposed. Somebody else's change in between shows both."""
    planned, back = _allowed(request, pk, acts.CHANGE)
    form = PlannedItemForm.from_request(request, instance=planned, body=planned.body, asks_when=False)

    def change(answers):
        acts.change(_planned(request, pk), version=answers["version"], **form.answers, by=request.user)
        return "The item is saved."

    return ask(request, form, change, _page("Change the item", back, planned.title))


@once
def place_proposal(request, pk):
    """Put a proposal on a meeting's agenda, or into a quarter; then on to the next that waits."""
    planned, back = _allowed(request, pk, acts.PLACE)
    form = PlaceForm.from_request(request, planned=planned)

    def place(answers):
        acts.place(planned, answers["slot"], by=request.user)
        said = f"“{planned.title}” is planned for {answers['slot']}.{_to_circulate(answers['slot'])}"
        following = next_waiting(planned, request.user)
        if following is None:
            return said, reverse("meetings:show_forward_plan", args=[planned.body.key])
        return f"{said} Next: “{following.title}”.", reverse("meetings:place_proposal", args=[following.pk])

    before = "On a meeting that is convened it stands on the agenda at once. In a quarter it waits for the meeting."
    return ask(request, form, place, _page("Place the item", back, planned.title, "item", before))


def _to_circulate(slot):
    return " Its agenda is out: circulate a supplement from the meeting’s page." if slot.is_out else ""


@once
def move_planned_item(request, pk):
    """Move an item to another meeting or quarter, with the reason."""
    planned, back = _allowed(request, pk, acts.MOVE)
    form = MoveForm.from_request(request, planned=planned)

    def move(answers):
        acts.move(planned, **answers, by=request.user)
        return f"“{planned.title}” is moved to {answers['slot']}.{_to_circulate(answers['slot'])}"

    stays = planned.item and planned.item.number
    papers = "What went out with an agenda stays there." if stays else "Papers that were brought go with it."
    before = f"It is planned for {acts.slot_of(planned)}. {papers}"
    return ask(request, form, move, _page("Move the item", back, planned.title, "item", before))


@once
def decline_proposal(request, pk):
    """Say no to a proposal, and why."""
    planned, back = _allowed(request, pk, acts.DECLINE)
    form = WhyForm.from_request(request, label="Decline the proposal")

    def decline(answers):
        acts.decline(planned, **answers, by=request.user)
        return f"“{planned.title}” is declined."

    return ask(request, form, decline, _page("Decline the proposal?", back, planned.title))


@once
def withdraw_proposal(request, pk):
    """Take an item back."""
    planned, back = _allowed(request, pk, acts.WITHDRAW)
    form = WhyForm.from_request(request, label="Withdraw the item")

    def withdraw(answers):
        acts.withdraw(planned, **answers, by=request.user)
        return f"“{planned.title}” is withdrawn."

    item = where_it_is(planned)
    before = ("It comes off the agenda that it is on.",) if item and not item.number else ()
    return ask(request, form, withdraw, _page("Withdraw the item?", back, planned.title, "item", *before))
