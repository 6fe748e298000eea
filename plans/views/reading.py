"""Pages for readers: the plan, what is late, and one commitment with what was said about it."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from ccsp_portal import clock
from ccsp_portal.freshness import unchanged_since
from ccsp_portal.workflow import open_to
from plans.models import CommitmentWording, PlanVersion
from plans.queries.contents import IN_FORCE, contents, gaps, standing_on, visible_versions
from plans.queries.shown import rows_of_plan, rows_of_plans
from plans.workflow.plan import MOVES


@login_not_required
@unchanged_since(rows_of_plans)
def list_plans(request):
    """The plans that the reader may see."""
    page = Paginator(visible_versions(request.user), 20).get_page(request.GET.get("page"))
    return render(request, "plans/list_plans.html", {"page": page})


def readable(request, pk):
    """The version, if the person may see it; else 404."""
    versions = PlanVersion.objects.visible_to(request.user)
    return get_object_or_404(versions.select_related("plan__body", "adopted_by__item__meeting"), pk=pk)


@login_not_required
@unchanged_since(rows_of_plan)
def show_plan(request, pk):
    """One version of a plan: its permanent address, answering by audience. `?late=1` shows what is late alone."""
    version = readable(request, pk)
    only_late = request.GET.get("late") == "1"
    context = {
        "version": version,
        "contents": contents(version, only_late),
        "only_late": only_late,
        "in_force": version.state in IN_FORCE,
        "may": {move.verb.replace(" ", "_") for move in open_to(request.user, version, MOVES)},
        "links": version.agenda_links.select_related("item__meeting__body"),
    }
    if "write" in context["may"]:
        context["gaps"] = gaps(version)
    return render(request, "plans/show_plan.html", context)


@login_not_required
def show_commitment(request, pk):
    """One commitment, with every report on it."""
    wording = visible_wording(request, CommitmentWording, pk)
    reports = wording.commitment.progress.select_related("reported_by", "appointment__seat__organisation")
    wording.standing = standing_on(wording, clock.today())
    context = {
        "wording": wording,
        "version": wording.version_of,
        "reports": reports,
        "may_report": wording.version_of.state in IN_FORCE
        and request.user.has_perm("plans.report_progress", wording.commitment),
    }
    return render(request, "plans/show_commitment.html", context)


def visible_wording(request, model, pk):
    """A wording of a version that the person may see; else 404."""
    found = (
        model.objects.filter(pk=pk, version_of__in=PlanVersion.objects.visible_to(request.user))
        .select_related("version_of__plan__body")
        .first()
    )
    if found is None:
        raise Http404
    return found
