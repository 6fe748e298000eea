"""Pages on which a paper in the portal's form is written, submitted, returned and accepted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.govuk.forms import REFUSED, ConfirmForm, offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Conflict, Stale, open_to
from meetings.forms.papers import CommentsForm, ReportForm, StartForm, SubmitForm
from meetings.models import CoverReport, Meeting, Paper, Submission
from meetings.queries.paper_page import draft_page
from meetings.queries.reports import parts_of_report, what_is_missing
from meetings.views.agenda import readable_item
from meetings.views.papers import comparison
from meetings.workflow import reports as acts
from meetings.workflow.advice import is_there_to_read, may_still_ask
from meetings.workflow.papers import UPLOAD, may_bring, refuse_off, takes_papers

SOMEBODY_ELSE = "Somebody else saved this paper while you were writing. Save the draft by its button to see both texts."
# the buttons of a draft's page: a move, and the page that makes it
BUTTONS = (
    (acts.WRITE, "meetings:write_paper"),
    (acts.SUBMIT, "meetings:submit_paper"),
    (acts.ACCEPT, "meetings:accept_paper"),
    (acts.RETURN, "meetings:return_paper"),
)


def report_in_hand(request, pk, move=None) -> CoverReport:
    """A paper's form, if the person may see the draft (404), and may make the move (403) now (409)."""
    reports = CoverReport.objects.visible_to(request.user).select_related(
        "paper__item__meeting__body", "paper__item__presenter__organisation", "written_by"
    )
    report = get_object_or_404(reports, paper=pk)
    if move:
        move.check(report, request.user)
        UPLOAD.check_state(report.item.meeting)
        refuse_off(report.item)
    return report


@once
def start_paper(request, pk):
    """Begin a paper in the portal's form."""
    item = readable_item(request, pk)
    if not request.user.has_perm("meetings.write_paper", item):
        raise PermissionDenied
    UPLOAD.check_state(item.meeting)
    refuse_off(item)
    initial = {"title": item.title}
    form = StartForm.from_request(request, item=item, initial=initial)
    if form.is_bound and form.is_valid():
        report = acts.start_report(item, **form.cleaned_data, by=request.user)
        messages.success(request, "The paper is started. Only your seat and the secretary can see it.")
        return redirect("meetings:write_paper", report.paper_id)
    return offer(request, "meetings/start_paper.html", form, item=item)


@once
def write_paper(request, pk):
    """Write the form, and save it as far as it is; what somebody else saved meanwhile is shown beside."""
    report = report_in_hand(request, pk, acts.WRITE)
    form = ReportForm.from_request(request, report=report)
    context = {"report": report, "item": report.item}
    if form.is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            acts.write_report(report, version=version, **form.answers, by=request.user)
        except Stale as stale:
            context["their_parts"] = parts_of_report({**vars(stale.theirs), "attachments": []})
            return offer_both(request, "meetings/write_paper.html", form, stale.theirs, **context)
        messages.success(request, "The draft is saved.")
        return redirect("meetings:submit_paper" if "check" in request.POST else "meetings:write_paper", pk)
    return offer(request, "meetings/write_paper.html", form, **context)


@require_POST
@once
def save_draft(request, pk):
    """What the page asks every few seconds, in JSON: to save the form as far as it is written.

    `state` says what came of it: "saved"; "conflict" when somebody else saved it; "closed" when it can't be written any
    more; "refused", with what to put right. Nothing was lost: the page still holds what was typed.
    """
    try:
        report = report_in_hand(request, pk, acts.WRITE)
        form = ReportForm.from_request(request, report=report)
        if not form.is_valid():
            said = " ".join(f"{each.rstrip('.')}." for errors in form.errors.values() for each in errors)
            return JsonResponse({"state": "refused", "said": said}, status=REFUSED)
        saved = acts.write_report(report, version=form.cleaned_data["version"], **form.answers, by=request.user)
    except Stale:
        return JsonResponse({"state": "conflict", "said": SOMEBODY_ELSE}, status=409)
    except Conflict as conflict:
        said = f"{conflict.sentence} Copy what you wrote before you leave the page."
        return JsonResponse({"state": "closed", "said": said}, status=409)
    return JsonResponse({"state": "saved", "version": saved.version, "at": f"{localtime(saved.written_at):%H:%M}"})


@require_safe
def show_draft(request, pk):
    """A paper on its way: for its seat and the secretary; for a seat that is asked for advice what was submitted."""
    paper = get_object_or_404(
        Paper.objects.select_related("item__meeting__body", "item__presenter__organisation"), pk=pk
    )
    report = CoverReport.objects.visible_to(request.user).filter(paper=pk).select_related("written_by").first()
    submissions = Submission.objects.visible_to(request.user).filter(report__paper=pk)
    submission = submissions.select_related("submitted_by", "report").first()
    if report is None and submission is None:
        raise Http404
    meeting, is_open = paper.item.meeting, takes_papers(paper.item)
    context = {
        "paper": paper,
        "item": paper.item,
        "meeting": meeting,
        "has_opened": meeting.state in (Meeting.State.IN_SESSION, Meeting.State.CONCLUDED),
        "buttons": _buttons(request.user, report) if report and is_open else [],
        "may_revise": report and is_open and acts.REVISE.is_open_to(request.user, report),
        "may_attach": report and is_open and acts.WRITE.is_open_to(request.user, report),
        "may_withdraw": report and may_bring(request.user, paper.item),
        "may_ask": report and is_open and may_still_ask(meeting, request.user) and is_there_to_read(paper),
    }
    return render(request, "meetings/show_draft.html", context | draft_page(report, submission, paper, request.user))


def _buttons(person, report):
    addresses = dict(BUTTONS)
    return [
        {"text": move.label, "href": reverse(addresses[move], args=[report.paper_id])}
        for move in open_to(person, report, addresses)
    ]


@once
def submit_paper(request, pk):
    """Look at what is missing, and give the paper to the secretary."""
    report = report_in_hand(request, pk, acts.SUBMIT)
    missing = what_is_missing(report)
    form = SubmitForm.from_request(request, meeting=report.item.meeting)
    if form.is_bound and form.is_valid() and not missing:
        try:
            acts.submit_report(report, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"“{report.title}” is with the secretary.")
            return redirect("meetings:show_draft", pk)
    response = offer(request, "meetings/submit_paper.html", form, report=report, item=report.item, missing=missing)
    if form.is_bound and missing:
        response.status_code = 422
    return response


@once
def return_paper(request, pk):
    """Return it to its seat with what should be changed."""
    report = report_in_hand(request, pk, acts.RETURN)
    form = CommentsForm.from_request(request)
    if form.is_bound and form.is_valid():
        acts.return_report(report, **form.cleaned_data, by=request.user)
        messages.success(request, "The paper is returned. Its seat is told.")
        return redirect("meetings:show_draft", pk)
    return offer(request, "meetings/return_paper.html", form, report=report, item=report.item)


@once
def accept_paper(request, pk):
    """Accept it as it was submitted: it goes out with the next pack."""
    report = report_in_hand(request, pk, acts.ACCEPT)
    form = ConfirmForm.from_request(request, label="Accept the paper")
    if form.is_bound and form.is_valid():
        try:
            acts.accept_report(report, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"“{report.title}” is accepted. It goes out when you circulate.")
            return redirect("meetings:show_paper", pk)
    return offer(request, "meetings/accept_paper.html", form, report=report, item=report.item)


@require_POST
@once
def revise_paper(request, pk):
    """Write a new version of an accepted paper."""
    report = report_in_hand(request, pk)
    acts.revise_report(report, by=request.user)
    messages.success(request, "You can write the new version. The accepted one stays as it is until then.")
    return redirect("meetings:write_paper", pk)


@require_safe
def compare_submissions(request, pk):
    """What changed between two submissions of a paper: for its seat and the secretary."""
    report = report_in_hand(request, pk)
    return comparison(request, report.paper, [(each.number, each) for each in report.submissions.all()], "submission")
