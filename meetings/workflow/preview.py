"""Looking ahead: the agenda as it would be once it is circulated. Whoever calls it takes everything back."""

from contextlib import contextmanager

from django.db import transaction

from ccsp_portal import clock
from meetings.models import Meeting, PaperVersion
from meetings.queries.pack import items_with_papers
from meetings.workflow.agenda import draw_numbers, give_numbers


@contextmanager
def nothing_stays():
    """What the block writes, and what reading leaves behind, is taken back at its end. Queue and send nothing in it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def as_if_circulated(meeting: Meeting) -> None:
    """Number the items and publish the papers as circulating them now would. Only within `nothing_stays`."""
    now = clock.now()
    give_numbers(meeting, draw_numbers(meeting))
    latest = [paper.latest.pk for item in items_with_papers(meeting.pk) for paper in item.live_papers]
    PaperVersion.objects.filter(pk__in=latest, published_at__isnull=True).update(published_at=now)
    Meeting.objects.filter(pk=meeting.pk, circulated_at__isnull=True).update(
        circulated_at=now, state=Meeting.State.CIRCULATED
    )
