"""Action points: the log, each one's page, and what its owner says of it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.documents.download import respond
from ccsp_portal.exports import table_response
from ccsp_portal.govuk.forms import offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Stale, open_to
from meetings.forms.actions import DONE, LATER, ActionsFilter, CorrectionForm, EvidenceForm, UpdateForm
from meetings.forms.procedures import ReasonForm as WhyForm
from meetings.models import ActionPoint, Evidence, Redating
from meetings.papers import action_log
from meetings.queries.actions import (
    actions_for,
    bodies_with_actions,
    counts_for,
    days_late,
    holders,
    seats_with_actions,
    shown,
)
from meetings.queries.minutes import minutes_are_readable
from meetings.queries.paper_page import file_for
from meetings.queries.story import story_of
from meetings.views.papers import being_copied
from meetings.workflow import actions as acts
from meetings.workflow import evidence as files
from meetings.workflow import redating as dates
from meetings.workflow import rewording
from meetings.workflow.copies import copy_of
from meetings.workflow.openings import note_evidence
from meetings.workflow.records import is_settled, refuse_settled
from partners.audience import Audience, bodies_seen_by, may_see
from partners.models import Seat
from partners.standing import seats_of
from partners.views.asking import Page, ask, refuse

ACTIONS_A_PAGE = 25

# the buttons of an action point's page: a move, and the page that makes it
BUTTONS = (
    (acts.UPDATE, "meetings:update_action"),
    (files.ATTACH, "meetings:attach_evidence"),
    (acts.COMPLETE, "meetings:complete_action"),
    (acts.SEND_BACK, "meetings:send_back_action"),
    (dates.POSTPONE, "meetings:postpone_action"),
    (acts.OVERRIDE, "meetings:override_rag"),
    (acts.DROP, "meetings:drop_action"),
    (acts.REOPEN, "meetings:reopen_action"),
)


@require_safe
def list_actions(request):
    """The action log: the action points that the reader asks for, in order, and how many there are of each colour."""
    form = _asked(request)
    page = Paginator(shown(actions_for(request.user, form.asked)), ACTIONS_A_PAGE).get_page(request.GET.get("page"))
    mine = bodies_seen_by(request.user, Audience.SEATS)
    lines = [
        {"action": action, "late": days_late(action), "is_member": action.item.meeting.body_id in mine}
        for action in page
    ]
    context = {"filter": form, "page": page, "lines": lines, "counts": counts_for(request.user, form.asked)}
    return render(request, "meetings/list_actions.html", context)


@require_safe
def export_actions(request, kind="csv"):
    """The same as a table to download: CSV, or a workbook."""
    actions = shown(actions_for(request.user, _asked(request).asked)).prefetch_related("supporters__organisation")
    rows = action_log.rows(actions, bodies_seen_by(request.user, Audience.SEATS))
    return table_response(kind, "action-points", action_log.HEADINGS, rows)


def _asked(request):
    if not seats_of(request.user):
        raise PermissionDenied
    person = request.user
    return ActionsFilter(request.GET, bodies=bodies_with_actions(person), seats=list(seats_with_actions(person)))


@require_safe
def show_action(request, pk):
    """One action point: its permanent address, with all that was said and done about it."""
    action = action_in_hand(request, pk)
    person, body = request.user, action.item.meeting.body_id
    is_member = may_see(person, Audience.SEATS, body)
    moves = dict(BUTTONS)
    asked = action.redatings.filter(state=Redating.State.ASKED).first() if is_member else None
    context = {
        "action": action,
        "late": days_late(action),
        "is_member": is_member,
        "holder": holders().filter(seat=action.owner_id).first() if is_member else None,
        "sees_minutes": minutes_are_readable(action.item.meeting_id, person),
        "story": story_of(action) if is_member else [],
        **_evidence(action, person),
        "asked": asked,
        "may_answer": asked and dates.AGREE.is_open_to(person, asked),
        "may_correct": rewording.REWORD.is_open_to(person, action.item.meeting) and not is_settled(action.item.meeting),
        "may_set_back": bool(action.override) and acts.SET_BACK.is_open_to(person, action),
        "buttons": [
            {"text": move.label, "href": reverse(moves[move], args=[pk])} for move in open_to(person, action, moves)
        ],
    }
    return render(request, "meetings/show_action.html", context)


def _evidence(action, person):
    """What is there; and what was taken out, for those who may put it back."""
    rows = Evidence.objects.known_to(person).filter(action=action)
    shown = [_shown(row, action, person) for row in rows.select_related("document__copy__file", "attached_by")]
    return {
        "evidence": [each for each in shown if not each["row"].withdrawn_at],
        "taken_out": [each for each in shown if each["row"].withdrawn_at and each["may_withdraw"]],
    }


def _shown(row, action, person):
    """A piece of evidence with the file that this reader gets of it, and what those who work on it should know."""
    row.action = action
    own, copy = files.is_own(row, person), copy_of(row.document)
    return {
        "row": row,
        "file": file_for(row.document, own=own),
        "problem": copy.problem if copy and own else "",
        "may_withdraw": not action.is_ended and files.may_withdraw(row, person),
    }


def action_in_hand(request, pk, move=None) -> ActionPoint:
    """An action point, if the person may see it (else 404), and may make the move now (else 403 or 409)."""
    actions = ActionPoint.objects.visible_to(request.user).with_rag().select_related(
        "owner__organisation", "item__meeting__body", "updated_by", "raised_by", "person", "decision",
        "ended_by", "ended_at_meeting", "override_by",
    )  # fmt: skip
    action = get_object_or_404(actions.prefetch_related("supporters__organisation"), pk=pk)
    if move:
        move.check(action, request.user)
    return action


def with_way_back(action, form):
    """The form, with a way back to its action point."""
    form.cancel_url = action.get_absolute_url()
    return form


def about(action, heading: str, *before: str) -> Page:
    """What stands round a form about an action point."""
    return Page(
        heading=heading,
        caption=f"{action.reference}, {action.owner}",
        back=action.get_absolute_url(),
        back_words="Back to the action point",
        before=(action.text, *before),
    )


@once
def correct_action(request, pk):
    """Correct its words, its owner and who supports it, while the minutes are being written."""
    action = action_in_hand(request, pk)
    meeting = action.item.meeting
    rewording.REWORD.check(meeting, request.user)
    refuse_settled(meeting)
    seats = Seat.objects.current().filter(body=meeting.body_id).select_related("organisation")
    form = with_way_back(action, CorrectionForm.from_request(request, seats=seats, action=action))
    if form.is_bound and form.is_valid():
        try:
            rewording.correct_action(action, **form.cleaned_data, by=request.user)
        except Stale as stale:
            return offer_both(request, "meetings/correct_action.html", form, stale.theirs, action=action)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{action.reference} is corrected.")
            return redirect(action)
    return offer(request, "meetings/correct_action.html", form, action=action)


@once
def update_action(request, pk):
    """Say how it stands: that it goes on, is done, or needs another date."""
    action = action_in_hand(request, pk, acts.UPDATE)
    may_propose = acts.PROPOSE.is_open_to(request.user, action)
    initial = {"version": action.version}
    form = with_way_back(action, UpdateForm.from_request(request, initial=initial, may_propose=may_propose))
    if form.is_bound and form.is_valid():
        try:
            said = report(action, form.cleaned_data, by=request.user, version=form.cleaned_data["version"])
        except Stale as stale:
            return offer_both(request, "meetings/update_action.html", form, stale.theirs, action=action)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, said)
            return redirect(action)
    return offer(request, "meetings/update_action.html", form, action=action)


def report(action, answers, *, by, **more) -> str:
    """Do what the answers about how it stands ask for; what to say then."""
    if answers["stands"] == DONE:
        acts.propose_completion(action, text=answers["text"], by=by, **more)
        return "Thank you. The secretary is asked to close it."
    if answers["stands"] == LATER:
        dates.ask_for_date(action, due_on=answers["due_on"], reason=answers["text"], by=by, **more)
        return "Thank you. The secretary is asked for the new date; until then it stays due when it was."
    acts.update_action(action, text=answers["text"], by=by, **more)
    return "Thank you. Your update is saved."


@once
def attach_evidence(request, pk):
    """Attach a file that shows how far it is."""
    action = action_in_hand(request, pk, files.ATTACH)
    form = with_way_back(action, EvidenceForm.from_request(request))

    def act(answers):
        evidence = files.attach_evidence(action, answers["file"], title=answers["title"], by=request.user)
        return f"“{evidence.title}” is attached."

    said = (
        "Those who may read the action point may open it. Of anything but a CSV file they get a copy without "
        "hidden data: only the seats that work on the action point, the secretary and you open the file itself."
    )
    return ask(request, form, act, about(action, "Attach evidence", said))


@require_safe
def download_evidence(request, pk):
    """A file that was attached, for those who may read the action point from a seat; or its copy for readers.

    Once it is taken out: 410, and why.
    """
    evidence = _piece(request, pk)
    if evidence.withdrawn_at:
        context = {"evidence": evidence, "action": evidence.action}
        return render(request, "meetings/evidence_withdrawn.html", context, status=HTTPStatus.GONE)
    file = file_for(evidence.document, own=files.is_own(evidence, request.user))
    if file is None:
        return being_copied(request, evidence.document)
    response = respond(file, request)
    if request.method == "GET":
        note_evidence(evidence, request.user)
    return response


@once
def withdraw_evidence(request, pk):
    """Take out a file that should not be here, after a look at which it is."""
    evidence = _piece(request, pk)
    if not files.may_withdraw(evidence, request.user):
        raise PermissionDenied
    form = WhyForm.from_request(
        request,
        label="Why is it taken out?",
        help_text="Those who may read the action point can read this.",
        missing="Enter why it is taken out",
        submit="Take it out",
        is_warning=True,
    )

    def act(answers):
        files.withdraw_evidence(evidence, **answers, by=request.user)
        return f"“{evidence.title}” is taken out. You can put it back below."

    said = "Nobody can open it then. It is kept, and can be put back. Its address says that it was taken out, and why."
    return ask(request, form, act, about(evidence.action, f"Take out “{evidence.title}”?", said))


@require_POST
@once
def restore_evidence(request, pk):
    """Put back what was taken out."""
    evidence = _piece(request, pk)
    files.restore_evidence(evidence, by=request.user)
    messages.success(request, f"“{evidence.title}” is back.")
    return redirect(evidence.action)


def _piece(request, pk):
    pieces = Evidence.objects.known_to(request.user)
    shown = ("document__copy__file", "action__item__meeting", "action__owner__organisation", "attached_by")
    return get_object_or_404(pieces.select_related(*shown), pk=pk)
