"""Recording decisions and action points, and the register of decisions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.exports import table_response
from ccsp_portal.freshness import unchanged_since
from ccsp_portal.govuk.forms import offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Stale
from meetings.forms.records import (
    ActionForm,
    CorrectDecisionForm,
    DecisionForm,
    DecisionsFilter,
    DissentForm,
    TakeBackForm,
)
from meetings.models import AgendaItem, Decision, Dissent, Meeting
from meetings.papers import register
from meetings.queries.calendar import idle_day_in_words
from meetings.queries.doubts import doubts_about
from meetings.queries.quorum import names_in, shortfalls
from meetings.queries.records import (
    SHOWN_WITH_IT,
    bodies_with_decisions,
    decisions_for,
    rows_of_register,
    what_became,
    with_votes_and_dissent,
    years_with_decisions,
)
from meetings.queries.roll import roll_of
from meetings.queries.session import seats_there
from meetings.workflow import records, taking_back
from meetings.workflow.coming_back import what_is_next
from partners.audience import Audience, may_see
from partners.models import Seat
from partners.views.asking import Page, ask, refuse

DECISIONS_A_PAGE = 25
TAKING_BACK = (
    "It stays in the register by its number, which is given to no other, as taken back. It counts nowhere, and the "
    "minutes don’t have it. What it says and why it was taken back, only the body’s own people read."
)


def item_in_hand(request, pk, permission) -> AgendaItem:
    """An item that the person may write about: 404 for who can't read it, 403 for who may not write."""
    items = AgendaItem.objects.visible_to(request.user).select_related("meeting__body", "minute")
    item = get_object_or_404(items, pk=pk)
    if not request.user.has_perm(permission, item.meeting):
        raise PermissionDenied
    return item


def run_at(meeting, item=None) -> str:
    """Where the meeting is run, at the item if there is one."""
    page = reverse("meetings:run_meeting", args=[meeting.pk])
    return f"{page}#item-{item.pk}" if item else page


def back_to(meeting, form, item=None):
    """The form, with a way back to where the meeting is run, at the item if there is one."""
    form.cancel_url = run_at(meeting, item)
    return form


def begun(request):
    """What the address says that a record begins with: a sentence of the minutes, an outcome."""
    return {name: request.GET[name][:5000] for name in ("text", "outcome") if name in request.GET}


@once
def record_decision(request, pk):
    """What the meeting decided on an item."""
    item = item_in_hand(request, pk, records.DECIDE.permission)
    records.DECIDE.check(item.meeting, request.user)
    given = {"meeting": item.meeting, "item": item, "person": request.user, "initial": begun(request)}
    form = DecisionForm.from_request(request, **given)
    if back_to(item.meeting, form, item).is_bound and form.is_valid():
        try:
            decision = records.record_decision(item, **form.answers(), by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"The decision is recorded as {decision.reference}.")
            return redirect(run_at(item.meeting, item))
    roll, names = roll_of(item.meeting), names_in(item.meeting)
    quorum = roll.quorum_for(item)
    context = {
        "item": item,
        "quorum": quorum,
        "quorum_words": quorum.words(names),
        "lost": shortfalls(roll, [item], names) if roll.filled else [],
        "voting_seats": roll.voting_for(item),
    }
    return offer(request, "meetings/record_decision.html", form, **context)


@once
def correct_decision(request, pk):
    """Correct what was decided, in which words, its vote, who must act and what it supersedes."""
    decision = _to_correct(request, pk)
    meeting = decision.item.meeting
    given = {"meeting": meeting, "item": decision.item, "person": request.user}
    given["initial"] = CorrectDecisionForm.initial_of(decision)
    form = CorrectDecisionForm.from_request(request, **given)
    if back_to(meeting, form, decision.item).is_bound and form.is_valid():
        try:
            records.correct_decision(decision, **form.answers(), by=request.user)
        except Stale as stale:
            return offer_both(request, "meetings/correct_decision.html", form, stale.theirs, decision=decision)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"The decision {decision.reference} is saved.")
            return redirect(run_at(meeting, decision.item))
    return offer(request, "meetings/correct_decision.html", form, decision=decision)


@once
def record_dissent(request, pk):
    """Record that a seat dissents, in its own words."""
    decision = _to_correct(request, pk)
    there = seats_there(decision.item.meeting, item=decision.item)
    seats = Seat.objects.filter(pk__in=there).select_related("organisation")
    people = {pk: [who] for pk, who in there.items()}
    form = DissentForm.from_request(request, seats=seats, there=people)
    form.cancel_url = decision.get_absolute_url()
    page = Page(
        heading="Record a dissent",
        caption=f"{decision.reference}, {decision.get_outcome_display()}",
        back=decision.get_absolute_url(),
        back_words="Back to the decision",
        before=(decision.text,),
    )

    def act(answers):
        dissent = records.record_dissent(decision, **answers, by=request.user)
        return f"The dissent of {dissent.seat} is recorded."

    return ask(request, form, act, page)


@require_POST
@once
def withdraw_dissent(request, pk):
    """Take out a dissent that was recorded by mistake."""
    dissents = Dissent.objects.filter(decision__in=Decision.objects.visible_to(request.user))
    dissent = get_object_or_404(dissents.select_related("seat__organisation", "decision"), pk=pk)
    _to_correct(request, dissent.decision_id)
    records.withdraw_dissent(dissent, by=request.user)
    messages.success(request, f"The dissent of {dissent.seat} is taken out.")
    return redirect(dissent.decision)


@once
def take_back_decision(request, pk):
    """It was recorded twice, say, or on the wrong item."""
    decision = _to_correct(request, pk)
    taking_back.refuse_hanging(decision, decision.item.meeting)
    form = back_to(decision.item.meeting, TakeBackForm.from_request(request), decision.item)
    page = Page(
        heading=f"Take {decision.reference} back",
        caption=f"Item {decision.item}, {decision.get_outcome_display()}",
        back=decision.get_absolute_url(),
        back_words="Back to the decision",
        before=(decision.text, TAKING_BACK),
    )

    def act(answers):
        taken = taking_back.take_back_decision(decision, reason=answers["reason"], by=request.user)
        return f"{taken.reference} is taken back.", run_at(decision.item.meeting, decision.item)

    return ask(request, form, act, page)


def _to_correct(request, pk):
    """A decision that the person may read (else 404), and correct now (else 403 or 409)."""
    decision = _decision(request, pk)
    if not request.user.has_perm(records.REWORD.permission, decision):
        raise PermissionDenied
    meeting = records.item_of(decision).meeting
    records.REWORD.check(meeting, request.user)
    records.refuse_settled(meeting)
    records.refuse_taken_back(decision)
    return decision


@once
def raise_action(request, pk):
    """Ask something of a seat."""
    item = item_in_hand(request, pk, records.RAISE.permission)
    records.RAISE.check(item.meeting, request.user)
    records.refuse_settled(item.meeting)
    seats = Seat.objects.current().filter(body=item.meeting.body_id).select_related("organisation")
    form = ActionForm.from_request(request, seats=seats, item=item, initial=begun(request))
    if back_to(item.meeting, form, item).is_bound and form.is_valid():
        try:
            action = records.raise_action(item, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _raised(action))
            return redirect(run_at(item.meeting, item))
    return offer(request, "meetings/raise_action.html", form, item=item)


def _raised(action):
    """What is said of a new action point; a day on which nobody works is taken, and remarked upon."""
    return f"The action point is raised as {action.reference}. {idle_day_in_words(action.due_on)}".strip()


@login_not_required
@require_safe
@unchanged_since(rows_of_register)
def list_decisions(request):
    """The register of decisions: with these words, of a body, of a year, of an outcome; and what became of each."""
    form = _asked(request)
    page = Paginator(decisions_for(request.user, **form.asked), DECISIONS_A_PAGE).get_page(request.GET.get("page"))
    fates = what_became(page.object_list, request.user)
    lines = [{"decision": each, "fate": fates[each.pk]} for each in page]
    return render(request, "meetings/list_decisions.html", {"filter": form, "page": page, "lines": lines})


@login_not_required
@require_safe
def export_decisions(request, kind="csv"):
    """The same as a table to download: CSV, or a workbook."""
    person = request.user
    decisions = list(with_votes_and_dissent(decisions_for(person, **_asked(request).asked)))
    rows = register.rows(decisions, what_became(decisions, person))
    return table_response(kind, "decisions", register.HEADINGS, rows)


def _asked(request):
    person = request.user
    return DecisionsFilter(request.GET, years=years_with_decisions(person), bodies=bodies_with_decisions(person))


@login_not_required
@require_safe
@unchanged_since(rows_of_register)
def show_decision(request, pk):
    """One decision: its permanent address, with what became of it."""
    decision = _decision(request, pk)
    is_member = may_see(request.user, Audience.SEATS, decision.governing_body_id())
    if decision.taken_back_at:
        context = {"decision": decision, "meeting": decision.item.meeting, "is_member": is_member}
        return render(request, "meetings/decision_taken_back.html", context)
    meeting = decision.item.meeting if decision.item else None
    sat = meeting and meeting.state in (Meeting.State.IN_SESSION, Meeting.State.CONCLUDED)
    in_time = bool(sat) and not records.is_settled(meeting)
    may_correct = in_time and request.user.has_perm(records.REWORD.permission, decision)
    dissents = [each for each in decision.dissents.all() if not each.withdrawn_at]
    context = {
        "decision": decision,
        "doubts": doubts_about(decision) if may_correct and (decision.has_vote or dissents) else [],
        "dissents": dissents,
        "fate": what_became([decision], request.user)[decision.pk],
        "about": decision.about,
        "next": what_is_next(decision),
        "meeting": meeting,
        "is_member": is_member,
        "may_correct": may_correct,
        "may_take_back": may_correct and not taking_back.why_never(decision, meeting),
    }
    return render(request, "meetings/show_decision.html", context)


def _decision(request, pk):
    decisions = with_votes_and_dissent(Decision.objects.visible_to(request.user).select_related(*SHOWN_WITH_IT))
    return get_object_or_404(decisions, pk=pk)
