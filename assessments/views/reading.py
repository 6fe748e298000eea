"""Pages for readers of the assessment."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from assessments.models import AssessmentVersion
from assessments.queries.assessments import version_for_reading, visible_versions
from assessments.queries.figures import figures
from assessments.queries.frozen import figures_as_data
from assessments.queries.shown import rows_of_assessment, rows_of_assessments
from assessments.workflow.writing import MOVES
from ccsp_portal.documents.download import respond
from ccsp_portal.freshness import unchanged_since
from ccsp_portal.profile import current
from ccsp_portal.workflow import open_to


@login_not_required
@unchanged_since(rows_of_assessments)
def list_assessments(request):
    """The assessments that the reader may see."""
    page = Paginator(visible_versions(request.user), 20).get_page(request.GET.get("page"))
    return render(request, "assessments/list_assessments.html", {"page": page})


@login_not_required
@unchanged_since(rows_of_assessment)
def show_assessment(request, pk):
    """One version of an assessment: its permanent address, answering by audience."""
    version = readable(request, pk)
    context = {
        "version": version,
        "figures": version.figures or figures_as_data(live_figures(version)),
        "may": {move.verb.replace(" ", "_") for move in open_to(request.user, version, MOVES)},
        "may_write": version.is_draft and request.user.has_perm("assessments.write_finding", version),
        "links": version.agenda_links.select_related("item__meeting__body"),
    }
    return render(request, "assessments/show_assessment.html", context)


@login_not_required
def download_assessment_chart(request, pk):
    """The chart frozen with a version, for those who may read the version."""
    version = readable(request, pk)
    if version.chart is None:
        raise Http404
    return respond(version.chart, request)


def readable(request, pk):
    """The version, if the person may see it; else 404."""
    try:
        return version_for_reading(request.user, pk)
    except AssessmentVersion.DoesNotExist:
        raise Http404 from None


def live_figures(version):
    """The figures of the version's period as they stand now."""
    return figures(version.last_month, version.months, current().police.force)
