"""Pages on which papers are brought, brought again and withdrawn; and the papers themselves."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.documents.download import respond
from ccsp_portal.freshness import unchanged_since
from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.once.decorator import once
from meetings.forms.agenda import PaperForm, VersionForm
from meetings.forms.procedures import ReasonForm
from meetings.models import Paper, PaperVersion
from meetings.queries.lateness import bodies_charted, lateness_page
from meetings.queries.paper_page import file_for, is_on_its_way, is_own, paper_page, rows_of_paper, taken_back
from meetings.queries.reports import compared
from meetings.views.agenda import readable_item
from meetings.workflow import papers as acts
from meetings.workflow.copies import copy_of
from meetings.workflow.openings import note_paper

WITHDRAW = {"label": "Withdraw the paper", "is_warning": True}
TOLD = "Everybody can read this."
SHOWN_WITH_IT = (
    "document__copy__file",
    "submission",
    "paper__item__meeting__body",
    "paper__item__presenter__organisation",
)


def _item(request, pk, too_late=""):
    """An item that the person may read (404) and bring papers to (403) now (409)."""
    item = readable_item(request, pk)
    if not request.user.has_perm("meetings.upload_paper", item):
        raise PermissionDenied
    acts.check_in_time(item.meeting, too_late)
    acts.refuse_off(item)
    return item


def _paper(request, pk, too_late=""):
    """A paper, with its item, to which the person may bring."""
    paper = get_object_or_404(Paper, pk=pk)
    return paper, _item(request, paper.item_id, too_late)


@once
def bring_paper(request, pk):
    """Bring a paper to an item."""
    item = _item(request, pk)
    form = PaperForm.from_request(request, item=item)
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            acts.bring_paper(item, answers["file"], **form.answers, by=request.user)
        except ValidationError as refusal:
            _say(form, refusal)
        else:
            messages.success(request, f"“{answers['title']}” is with the secretary.")
            return redirect("meetings:show_item", pk)
    return offer(request, "meetings/bring_paper.html", form, item=item, heading="Bring a paper")


@once
def bring_version(request, pk):
    """Bring a paper again."""
    paper, item = _paper(request, pk)
    form = VersionForm.from_request(request, item=item)
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            acts.bring_version(paper, answers["file"], **form.answers, by=request.user)
        except ValidationError as refusal:
            _say(form, refusal)
        else:
            messages.success(request, f"The new version of “{paper.title}” is here. The earlier ones are kept.")
            return redirect("meetings:show_item", item.pk)
    heading = f"A new version of “{paper.title}”"
    return offer(request, "meetings/bring_paper.html", form, item=item, heading=heading)


def _say(form, refusal):
    if hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
    else:
        form.add_error("file", refusal.messages)


@once
def withdraw_paper(request, pk):
    """Take a paper off its item; the item's page offers to put it back."""
    paper, item = _paper(request, pk, acts.TOO_LATE)
    is_out = acts.went_out(paper)
    form = _withdrawal_form(request, item) if is_out else ConfirmForm.from_request(request, **WITHDRAW)
    if form.is_bound and form.is_valid():
        acts.withdraw_paper(paper, reason=form.cleaned_data.get("reason", ""), by=request.user)
        messages.success(request, f"“{paper.title}” is withdrawn. You can put it back below.")
        return _back_to(paper, item)
    return offer(request, "meetings/withdraw_paper.html", form, paper=paper, item=item, is_out=is_out)


def _withdrawal_form(request, item):
    """Asks why, once it went out."""
    told = "Those who may read this private item are told this. The public is not." if item.is_private else TOLD
    label, missing = "Why is it withdrawn?", "Enter why the paper is withdrawn"
    return ReasonForm.from_request(
        request, label=label, help_text=told, missing=missing, submit=WITHDRAW["label"], is_warning=True
    )


@require_POST
@once
def restore_paper(request, pk):
    """Put a withdrawn paper back."""
    paper, item = _paper(request, pk, acts.TOO_LATE)
    acts.restore_paper(paper, by=request.user)
    messages.success(request, f"“{paper.title}” is back.")
    return _back_to(paper, item)


def _back_to(paper, item):
    """The page on which the paper is: one that nobody has accepted yet is on no page but its own."""
    if paper.versions.exists():
        return redirect("meetings:show_item", item.pk)
    return redirect("meetings:show_draft", paper.pk)


@login_not_required
@require_safe
@unchanged_since(rows_of_paper)
def show_paper(request, pk):
    """A paper as it went to the members: its permanent address. What has not got so far has a page of its own."""
    versions = PaperVersion.objects.visible_to(request.user).filter(paper=pk).select_related(*SHOWN_WITH_IT)
    version = versions.first()
    if version is None:
        if request.user.is_authenticated and is_on_its_way(pk, request.user):
            return redirect("meetings:show_draft", pk)
        return gone(request, paper=pk)
    item = version.paper.item
    if item.is_private and request.method == "GET":
        note_paper(version, request.user)
    context = {
        "paper": version.paper,
        "item": item,
        "meeting": item.meeting,
        "may_bring": acts.may_bring(request.user, item),
    }
    return render(request, "meetings/show_paper.html", context | paper_page(version, request.user))


@login_not_required
@require_safe
def download_paper(request, pk):
    """A version of a paper, for those who may read its item: the file, or the copy of it that is made for readers."""
    versions = PaperVersion.objects.visible_to(request.user).select_related(
        "document__copy__file", "paper__item__meeting"
    )
    version = versions.filter(pk=pk).first()
    if version is None:
        return gone(request, pk=pk)
    is_public = version.published_at is not None and not version.paper.item.is_private
    file = file_for(version.document, own=is_own(request.user, version.paper.item))
    if file is None:
        return being_copied(request, version.document)
    if request.method == "GET":
        note_paper(version, request.user)
    return respond(file, request, public=is_public and request.user.is_anonymous)


def gone(request, **which):
    """What a paper's address answers to those who may know only that it went out, and can't be read any more: 410."""
    found = taken_back(request.user, **which)
    if found is None:
        raise Http404
    paper = found.version.paper
    context = {
        "paper": paper,
        "item": paper.item,
        "meeting": paper.item.meeting,
        "names": found.names,
        "why": found.why,
    }
    return render(request, "meetings/paper_withdrawn.html", context, status=HTTPStatus.GONE)


@require_safe
def compare_versions(request, pk):
    """What changed between two versions of a paper, for those who may read both."""
    versions = PaperVersion.objects.visible_to(request.user).filter(paper=pk, submission__isnull=False)
    pairs = [(each.number, each.submission) for each in versions.select_related("submission", "paper__item__meeting")]
    return comparison(request, get_object_or_404(Paper, pk=pk), pairs, "version")


def comparison(request, paper, pairs, noun):
    """The page with two texts of a paper, told apart by number; 404 for who can't read two of them."""
    found = dict(pairs)
    newest = sorted(found, reverse=True)
    if len(newest) < 2:
        raise Http404
    chosen = {name: request.GET.get(name, "") for name in ("before", "after")}
    before = next((each for each in newest if str(each) == chosen["before"]), newest[1])
    after = next((each for each in newest if str(each) == chosen["after"]), newest[0])
    context = {
        "paper": paper,
        "item": paper.item,
        "title": found[after].title,
        "noun": noun,
        "numbers": newest[::-1],
        "before": before,
        "after": after,
        "parts": compared(found[before], found[after]),
    }
    return render(request, "meetings/compare_paper.html", context)


def being_copied(request, document):
    """Where there is nothing yet that this reader may have: 503, and in a sentence why."""
    response = render(
        request, "documents/being_copied.html", {"document": document, "copy": copy_of(document)}, status=503
    )
    response["Retry-After"] = "60"
    return response


@require_safe
def list_late_papers(request):
    """How often papers came late, by quarter and authority: for the secretary and the chair."""
    bodies = bodies_charted(request.user)
    if not bodies:
        raise PermissionDenied("Only the secretary and the chair see how often papers came late.")
    return render(request, "meetings/list_late_papers.html", lateness_page(bodies, request.GET))
