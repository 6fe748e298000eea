"""What everybody may read at once when a private item is made open after its meeting."""

from collections.abc import Iterator

from meetings.models import AgendaItem, Meeting, Minutes, MinutesCorrection


def becomes_public(item: AgendaItem) -> list[str]:
    """A sentence for each thing: the title, papers, what is minuted, decisions, action points, corrections.

    At most seven queries.
    """
    title = [f"Its title: “{item.title}”"] if item.number or item.meeting.circulated_at else []
    papers = item.papers.filter(withdrawn_at__isnull=True, versions__published_at__isnull=False).distinct()
    return [*title, *(f"The paper “{paper.title}”" for paper in papers), *_minuted(item)]


def _minuted(item) -> Iterator[str]:
    if not Minutes.objects.filter(meeting=item.meeting_id, state__in=Minutes.PUBLIC).exists():
        yield "What is minuted, decided and asked for under it, once the chair clears the minutes"
        return
    if hasattr(item, "minute"):
        yield "What is minuted under it, in a new version of the minutes"
    for decision in item.decisions.standing().prefetch_related("dissents__seat__organisation"):
        yield f"Decision {decision}"
        for each in decision.dissents.all():
            if not each.withdrawn_at:
                yield f"The dissent of {each.seat}: {each.words}"
    for action in item.action_points.order_by("reference"):
        yield f"Action point {action.reference}: {action.text}"
    for correction in MinutesCorrection.objects.filter(item=item):
        yield f"A correction that was written for its readers alone: {correction.text}"


def opens_after_its_meeting(item: AgendaItem, privacy: str) -> bool:
    """Whether the answer takes what a meeting kept private to everybody."""
    return item.is_private and privacy == "open" and item.meeting.state == Meeting.State.CONCLUDED
