"""Assessments as pages show them."""

from django.db.models import Prefetch

from assessments.models import AssessmentVersion, Finding, Recommendation
from meetings.models import AgendaItem, Meeting


def visible_versions(person):
    """The versions that a person may see, newest first, with what lists show of them."""
    return (
        AssessmentVersion.objects.visible_to(person)
        .select_related("assessment__body", "signed_off_by")
        .order_by("-assessment__financial_year", "-number")
    )


def version_for_reading(person, pk):
    """One visible version with its findings and their recommendations, or DoesNotExist."""
    findings = Finding.objects.filter(removed_at__isnull=True).select_related("problem")
    return (
        AssessmentVersion.objects.visible_to(person)
        .select_related("assessment__body", "signed_off_by__item__meeting", "chart")
        .prefetch_related(Prefetch("findings", findings.prefetch_related("recommendations"), to_attr="live_findings"))
        .get(pk=pk)
    )


def recommendations_to_answer():
    """Recommendations of signed-off assessments, newest first: what a plan's priorities can answer."""
    return (
        Recommendation.objects.filter(
            version_of__state__in=[AssessmentVersion.State.SIGNED_OFF, AssessmentVersion.State.PUBLISHED],
            findings__removed_at__isnull=True,
        )
        .distinct()
        .order_by("-version_of__assessment__financial_year", "position", "pk")
    )


def items_for_decision(body_id, person):
    """Items for decision of meetings still ahead, that the person may read: what an assessment can be put on."""
    ahead = AgendaItem.objects.visible_to(person).live().filter(meeting__body=body_id, meeting__state__in=Meeting.AHEAD)
    return ahead.filter(purpose=AgendaItem.Purpose.DECIDE).select_related("meeting").order_by("meeting__starts_at")
