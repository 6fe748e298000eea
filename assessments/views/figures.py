"""Pages about figures: twelve months against twelve, the files they come from, and the upload."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render

from assessments.forms import PoliceFileForm
from assessments.models import FiguresChart, PoliceFile
from assessments.months import month_of, months_after
from assessments.queries.figures import coverage, figures, last_loaded_month
from assessments.workflow.figures import bring_file
from ccsp_portal import clock
from ccsp_portal.documents.download import respond
from ccsp_portal.exports import csv_response
from ccsp_portal.govuk.forms import offer
from ccsp_portal.once.decorator import once
from ccsp_portal.profile import current

COVERED_MONTHS = 36


def _last_month(request):
    """The last month of the period asked for ("2026-09"); else the newest there is. 404 for what is no month."""
    asked = request.GET.get("to", "")
    try:
        return date.fromisoformat(f"{asked}-01") if asked else _newest()
    except ValueError:
        raise Http404 from None


def _newest():
    """The latest loaded month; where none is, the one that the police will have published by now."""
    return last_loaded_month() or months_after(month_of(clock.today()), -2)


def _shown(last):
    return figures(last, current().assessment.months, current().police.force)


@permission_required("assessments.see_figures", raise_exception=True)
def show_figures(request):
    """Twelve months against the twelve before, by crime type."""
    last = _last_month(request)
    context = {
        "figures": _shown(last),
        "last": last,
        "earlier": months_after(last, -1),
        "later": months_after(last, 1) if last < _newest() else None,
        "chart": FiguresChart.objects.filter(last_month=last).first(),
    }
    return render(request, "assessments/show_figures.html", context)


@permission_required("assessments.see_figures", raise_exception=True)
def download_figures(request):
    """The same figures month by month, as CSV: a month without data is an empty cell."""
    last = _last_month(request)
    shown = _shown(last)
    headings = ["Crime type", *(f"{month:%Y-%m}" for month in shown.months), "Months before", "These months", "Change"]
    rows = [
        [row.crime_type, *("" if n is None else n for n in row.counts), row.before, row.now, _words(row)]
        for row in (*shown.rows, shown.total)
    ]
    return csv_response(f"recorded-crime-to-{last:%Y-%m}.csv", headings, rows)


def _words(row):
    return row.change.words if row.change else "not compared: a month has no data"


@permission_required("assessments.see_figures", raise_exception=True)
def download_chart(request, pk):
    """A chart, as the image on the figures' page."""
    chart = get_object_or_404(FiguresChart.objects.select_related("document"), pk=pk)
    return respond(chart.document, request)


@permission_required("assessments.load_figures", raise_exception=True)
@once
def load_figures(request):
    """Upload a police street file, and see which months are loaded."""
    form = PoliceFileForm.from_request(request)
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = bring_file(upload.read(), upload.name, by=request.user)
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            messages.success(request, "The file is here and is being loaded.")
            return redirect("assessments:show_police_file", file.pk)
    return offer(request, "assessments/load_figures.html", form, **_loading_context(request))


def _loading_context(request):
    files = PoliceFile.objects.select_related("brought_by").order_by("-brought_at", "-pk")
    return {
        "coverage": coverage(_newest(), COVERED_MONTHS, current().police.force),
        "force": current().police.force,
        "files": Paginator(files, 20).get_page(request.GET.get("page")),
        "samples": list(_samples()),
    }


def _samples():
    """The demo's sample files by name; none in production."""
    found = sorted((settings.PORTAL_VAR / "samples").glob("*-street.csv")) if settings.DEMO else []
    return {path.name: path for path in found}


@permission_required("assessments.load_figures", raise_exception=True)
def download_sample(request, name):
    """A sample file of the demo, to try an upload with."""
    path = _samples().get(name)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv")


@permission_required("assessments.load_figures", raise_exception=True)
def show_police_file(request, pk):
    """One file: how far its loading is, and what came of it."""
    files = PoliceFile.objects.select_related("job", "brought_by", "replaced_by", "document")
    return render(request, "assessments/show_police_file.html", {"file": get_object_or_404(files, pk=pk)})
