"""Pages for the analyst: findings, recommendations and the summary."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect

from assessments.forms import AssessmentForm, FindingForm, SummaryForm
from assessments.models import Finding, MonthlyCount
from assessments.months import months_after
from assessments.views.reading import readable
from assessments.workflow import writing
from ccsp_portal.govuk.forms import ConfirmForm, offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.profile import current
from ccsp_portal.workflow import Stale
from partners.models import Body, Partnership


@permission_required("assessments.start_assessment", raise_exception=True)
@once
def start_assessment(request):
    """Begin the year's assessment."""
    form = AssessmentForm.from_request(request)
    if form.is_bound and form.is_valid():
        try:
            version = _start(form.cleaned_data, request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "The assessment is started. Now write its findings.")
            return redirect("assessments:show_assessment", version.pk)
    return offer(request, "assessments/start_assessment.html", form)


def _start(answers, person):
    return writing.start_assessment(
        get_object_or_404(Body, kind=Body.Kind.BOARD),
        title=answers["title"],
        financial_year=answers["financial_year"],
        first_month=months_after(answers["last_month"], 1 - current().assessment.months),
        last_month=answers["last_month"],
        producer=Partnership.objects.get().assessment_producer,
        by=person,
    )


def _writable(request, pk):
    """A version that the person may see and write in: 404 unseen, 403 not allowed."""
    version = readable(request, pk)
    if not request.user.has_perm("assessments.write_finding", version):
        raise PermissionDenied
    return version


def _crime_types():
    return MonthlyCount.objects.order_by("crime_type").values_list("crime_type", flat=True).distinct()


@once
def write_finding(request, pk):
    """Write a finding and its recommendation together."""
    version = _writable(request, pk)
    form = FindingForm.from_request(request, crime_types=_crime_types())
    if form.is_bound and form.is_valid():
        writing.write_finding(version, **form.answers, by=request.user)
        messages.success(request, "The finding is saved.")
        return redirect("assessments:show_assessment", version.pk)
    return offer(request, "assessments/write_finding.html", form, version=version)


def _finding(request, pk):
    """A finding of a version that the person may see and write in."""
    finding = get_object_or_404(Finding.objects.select_related("version_of__assessment"), pk=pk)
    _writable(request, finding.version_of_id)
    return finding


@once
def rewrite_finding(request, pk):
    """Change a finding. Somebody else's change in between shows both texts."""
    finding = _finding(request, pk)
    form = FindingForm.from_request(request, instance=finding, crime_types=_crime_types())
    context = {"version": finding.version_of, "finding": finding}
    if form.is_bound and form.is_valid():
        try:
            writing.rewrite_finding(finding, version=form.cleaned_data["version"], **form.answers, by=request.user)
        except Stale as stale:
            return offer_both(request, "assessments/write_finding.html", form, stale.theirs, **context)
        messages.success(request, "The finding is saved.")
        return redirect("assessments:show_assessment", finding.version_of_id)
    return offer(request, "assessments/write_finding.html", form, **context)


@once
def remove_finding(request, pk):
    """Take a finding out of a draft; the page that follows offers to put it back."""
    finding = _finding(request, pk)
    form = ConfirmForm.from_request(request, label="Remove the finding")
    if form.is_bound and form.is_valid():
        writing.remove_finding(finding, by=request.user)
        messages.success(request, f"“{finding.title}” is removed.")
        return redirect("assessments:put_back_finding", finding.pk)
    return offer(request, "assessments/remove_finding.html", form, finding=finding)


@once
def put_back_finding(request, pk):
    """Undo a removal."""
    finding = _finding(request, pk)
    form = ConfirmForm.from_request(request, label="Put it back")
    if form.is_bound and form.is_valid():
        writing.put_back_finding(finding, by=request.user)
        messages.success(request, f"“{finding.title}” is back.")
        return redirect("assessments:show_assessment", finding.version_of_id)
    return offer(request, "assessments/put_back_finding.html", form, finding=finding)


@once
def write_summary(request, pk):
    """Change the summary."""
    version = _writable(request, pk)
    form = SummaryForm.from_request(request, initial={"summary": version.summary, "version": version.version})
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            writing.write_summary(version, summary=answers["summary"], version_read=answers["version"], by=request.user)
        except Stale as stale:
            return offer_both(request, "assessments/write_summary.html", form, stale.theirs, version=version)
        messages.success(request, "The summary is saved.")
        return redirect("assessments:show_assessment", version.pk)
    return offer(request, "assessments/write_summary.html", form, version=version)
