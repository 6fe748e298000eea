"""The rows that the public's pages about plans are drawn from: while none of them changes, neither do the pages."""

from assessments.models import Assessment, AssessmentVersion, Recommendation
from meetings.models import Decision, Meeting
from partners.models import Body, Organisation, Seat
from plans.models import (
    Commitment,
    CommitmentWording,
    MeasureWording,
    Plan,
    PlanOnAgenda,
    PlanVersion,
    Priority,
    PriorityWording,
    ProgressReport,
    Theme,
)


def rows_of_plans(request):
    """What the list shows."""
    return PlanVersion.objects.all(), Plan.objects.all(), Body.objects.all()


def rows_of_plan(request, pk):
    """What one version shows: its words, how its promises stand, and who agreed to it."""
    worded_here = {"wordings__version_of": pk}
    adopting = Decision.objects.filter(adopted_plans=pk)
    return (
        PlanVersion.objects.filter(pk=pk),
        Plan.objects.filter(versions=pk),
        Theme.objects.filter(plan__versions=pk),
        PriorityWording.objects.filter(version_of=pk),
        Priority.recommendations.through.objects.filter(priority__wordings__version_of=pk),
        Recommendation.objects.filter(priorities__wordings__version_of=pk),
        AssessmentVersion.objects.all(),
        Assessment.objects.all(),
        MeasureWording.objects.filter(version_of=pk),
        CommitmentWording.objects.filter(version_of=pk),
        Commitment.objects.filter(**worded_here),
        ProgressReport.objects.filter(commitment__wordings__version_of=pk),
        PlanOnAgenda.objects.filter(version_of=pk),
        adopting,
        Meeting.objects.filter(items__decisions__in=adopting),
        Seat.objects.all(),
        Organisation.objects.all(),
        Body.objects.all(),
    )
