"""Files beside a paper's form: attached, named, removed, read on a page and downloaded."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.documents.download import respond
from ccsp_portal.govuk.forms import offer
from ccsp_portal.once.decorator import once
from meetings.forms.papers import AttachForm, AttachmentForm
from meetings.models import Attachment
from meetings.queries.files import is_picture
from meetings.queries.paper_page import attachment_for, file_for, files_shown, readable, submissions_with
from meetings.views.papers import being_copied, gone
from meetings.views.reports import report_in_hand
from meetings.workflow import reports as acts
from meetings.workflow.openings import note_attachment

SHOWN_WITH_IT = ("document__copy__file", "report__paper__item__meeting")


@once
def attach(request, pk):
    """Attach files, several at once: those that can be used are kept, and of each other it is said why not."""
    report = report_in_hand(request, pk, acts.WRITE)
    form = AttachForm.from_request(request)
    if form.is_bound and form.is_valid():
        kept = [each for upload in form.cleaned_data["files"] if (each := _attached(report, upload, form, request))]
        if kept:
            told = "1 file is attached." if len(kept) == 1 else f"{len(kept)} files are attached."
            messages.success(request, told)
        if not form.errors:
            return redirect("meetings:attach", pk)
    attachments = report.attachments.select_related("document__copy__file")
    context = {
        "report": report,
        "item": report.item,
        "files": files_shown([each for each in attachments if each.removed_at is None], own=True),
        "removed": [each for each in attachments if each.removed_at],
    }
    return offer(request, "meetings/attach.html", form, **context)


def _attached(report, upload, form, request):
    try:
        return acts.attach(report, upload, by=request.user)
    except ValidationError as refusal:
        form.add_error("files", refusal.messages)
        return None


def _attachment(request, pk) -> Attachment:
    """An attachment to a draft that the person may write (404, 403, 409)."""
    attachment = get_object_or_404(Attachment.objects.select_related(*SHOWN_WITH_IT), pk=pk)
    attachment.report = report_in_hand(request, attachment.report.paper_id, acts.WRITE)
    return attachment


@once
def change_attachment(request, pk):
    """Say what an attachment is called, and what a picture shows."""
    attachment = _attachment(request, pk)
    initial = {"title": attachment.title, "alt_text": attachment.alt_text}
    form = AttachmentForm.from_request(request, initial=initial, is_picture=is_picture(attachment.document))
    if form.is_bound and form.is_valid():
        acts.name_attachment(attachment, **form.cleaned_data, by=request.user)
        messages.success(request, f"“{attachment.title}” is saved.")
        return redirect("meetings:attach", attachment.report.paper_id)
    context = {"attachment": attachment, "report": attachment.report, "is_picture": is_picture(attachment.document)}
    return offer(request, "meetings/change_attachment.html", form, **context)


@require_POST
@once
def remove_attachment(request, pk):
    """Take it off the draft; the page offers to put it back."""
    attachment = _attachment(request, pk)
    acts.remove_attachment(attachment, by=request.user)
    messages.success(request, f"“{attachment.title}” is removed. You can put it back below.")
    return redirect("meetings:attach", attachment.report.paper_id)


@require_POST
@once
def restore_attachment(request, pk):
    """Put a removed attachment back."""
    attachment = _attachment(request, pk)
    acts.restore_attachment(attachment, by=request.user)
    messages.success(request, f"“{attachment.title}” is back.")
    return redirect("meetings:attach", attachment.report.paper_id)


def _visible(request, pk):
    """An attachment, and how the person may see it: "own", "reader", or "" where they can't."""
    attachment = get_object_or_404(Attachment.objects.select_related(*SHOWN_WITH_IT), pk=pk)
    return attachment, attachment_for(request.user, attachment)


@login_not_required
@require_safe
def read_attachment(request, pk):
    """An attachment as a page: a text, or a spreadsheet as tables."""
    attachment, how = _visible(request, pk)
    if not how:
        return gone(request, submission__in=submissions_with(attachment))
    found = readable(attachment.document)
    if not (found.html or found.tables or found.problem or found.is_waiting):
        return redirect("meetings:download_attachment", pk)
    if request.method == "GET":
        note_attachment(attachment, request.user)
    context = {
        "attachment": attachment,
        "paper": attachment.report.paper,
        "item": attachment.report.item,
        "readable": found,
        "file": file_for(attachment.document, own=how == "own"),
        "own": how == "own",
    }
    return render(request, "meetings/read_attachment.html", context)


@login_not_required
@require_safe
def download_attachment(request, pk):
    """The file for the presenting seat and the secretary; its copy, or a CSV file itself, for everybody else."""
    attachment, how = _visible(request, pk)
    if not how:
        return gone(request, submission__in=submissions_with(attachment))
    file = file_for(attachment.document, own=how == "own")
    if file is None:
        return being_copied(request, attachment.document)
    if request.method == "GET":
        note_attachment(attachment, request.user)
    return respond(file, request)
