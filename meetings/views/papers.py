"""Pages on which papers are brought, brought again and withdrawn; and the papers themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.documents.download import respond
from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.once.decorator import once
from meetings.forms.agenda import PaperForm, VersionForm
from meetings.models import Paper, PaperVersion
from meetings.views.agenda import readable_item
from meetings.workflow import papers as acts
from meetings.workflow.openings import note_paper


def _item(request, pk):
    """An item that the person may read (404) and bring papers to (403) now (409)."""
    item = readable_item(request, pk)
    if not request.user.has_perm("meetings.upload_paper", item):
        raise PermissionDenied
    acts.UPLOAD.check_state(item.meeting)
    return item


def _paper(request, pk):
    """A paper, with its item, to which the person may bring."""
    paper = get_object_or_404(Paper, pk=pk)
    return paper, _item(request, paper.item_id)


@once
def bring_paper(request, pk):
    """Bring a paper to an item."""
    item = _item(request, pk)
    form = PaperForm.from_request(request, item=item)
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            acts.bring_paper(item, answers["file"], title=answers["title"], marking=answers["marking"], by=request.user)
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
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
            acts.bring_version(paper, answers["file"], marking=answers["marking"], by=request.user)
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            messages.success(request, f"The new version of “{paper.title}” is here. The earlier ones are kept.")
            return redirect("meetings:show_item", item.pk)
    heading = f"A new version of “{paper.title}”"
    return offer(request, "meetings/bring_paper.html", form, item=item, heading=heading)


@once
def withdraw_paper(request, pk):
    """Take a paper off its item; the item's page offers to put it back."""
    paper, item = _paper(request, pk)
    form = ConfirmForm.from_request(request, label="Withdraw the paper", is_warning=True)
    if form.is_bound and form.is_valid():
        acts.withdraw_paper(paper, by=request.user)
        messages.success(request, f"“{paper.title}” is withdrawn. You can put it back below.")
        return redirect("meetings:show_item", item.pk)
    return offer(request, "meetings/withdraw_paper.html", form, paper=paper, item=item)


@require_POST
@once
def restore_paper(request, pk):
    """Put a withdrawn paper back."""
    paper, item = _paper(request, pk)
    acts.restore_paper(paper, by=request.user)
    messages.success(request, f"“{paper.title}” is back.")
    return redirect("meetings:show_item", item.pk)


@login_not_required
@require_safe
def download_paper(request, pk):
    """A version of a paper, for those who may read its item."""
    versions = PaperVersion.objects.visible_to(request.user).select_related("document", "paper__item")
    version = get_object_or_404(versions, pk=pk)
    is_public = version.published_at is not None and not version.paper.item.is_private
    if request.method == "GET":
        note_paper(version, request.user)
    return respond(version.document, request, public=is_public and request.user.is_anonymous)
