"""The rows that the public's pages about assessments are drawn from: while none changes, neither do the pages."""

from assessments.models import (
    Assessment,
    AssessmentOnAgenda,
    AssessmentVersion,
    Finding,
    PoliceFile,
    Recommendation,
)
from meetings.models import Decision, Meeting
from partners.models import Body, Problem


def rows_of_assessments(request):
    """What the list shows."""
    return (
        AssessmentVersion.objects.all(),
        Assessment.objects.all(),
        Decision.objects.filter(signed_off__isnull=False),
        Body.objects.all(),
        *rows_of_figures(),
    )


def rows_of_assessment(request, pk):
    """What one version shows: its findings, what they recommend, its figures, and who signed it off."""
    signing_off = Decision.objects.filter(signed_off=pk)
    return (
        AssessmentVersion.objects.filter(pk=pk),
        Assessment.objects.filter(versions=pk),
        Finding.objects.filter(version_of=pk),
        Finding.recommendations.through.objects.filter(finding__version_of=pk),
        Recommendation.objects.filter(version_of=pk),
        Problem.objects.all(),
        AssessmentOnAgenda.objects.filter(version_of=pk),
        signing_off,
        Meeting.objects.filter(items__decisions__in=signing_off),
        Body.objects.all(),
        *rows_of_figures(),
    )


def rows_of_figures():
    """The counts, by the files that they come from: a file's counts are written once, with the file."""
    return (PoliceFile.objects.all(),)
