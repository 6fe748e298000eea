"""What everybody may read at once when a private item is made open after its meeting."""

from collections.abc import Iterator

from ccsp_portal.govuk.templatetags.govuk import full_stop
from meetings.models import AgendaItem, Meeting, Minutes, MinutesCorrection
from meetings.queries.following import private_before


def becomes_public(item: AgendaItem) -> list[str]:
    """A sentence for each thing: the title, papers, what is minuted, decisions, action points, corrections; and what
    stays private.

    At most eight queries.
    """
    title = [f"its title: “{item.title}”"] if item.number or item.meeting.circulated_at else []
    papers = item.papers.filter(withdrawn_at__isnull=True, versions__published_at__isnull=False).distinct()
    things = [*title, *(f"the paper “{paper.title}”" for paper in papers), *_minuted(item)]
    return [*(full_stop(f"Everybody can read {thing}") for thing in things), *stays_private(item)]


def stays_private(item: AgendaItem) -> list[str]:
    """A sentence for each private item from which it came. One query."""
    return [f"The earlier {each} stays private." for each in private_before(item)]


def _minuted(item) -> Iterator[str]:
    if not Minutes.objects.filter(meeting=item.meeting_id, state__in=Minutes.PUBLIC).exists():
        yield "what is minuted, decided and asked for under it, once the chair clears the minutes"
        return
    if hasattr(item, "minute"):
        yield "what is minuted under it, in a new version of the minutes"
    for decision in item.decisions.standing().prefetch_related("dissents__seat__organisation"):
        yield f"decision {decision}"
        for each in decision.dissents.all():
            if not each.withdrawn_at:
                yield f"the dissent of {each.seat}: {each.words}"
    for action in item.action_points.order_by("reference"):
        yield f"action point {action.reference}: {action.text}"
    for correction in MinutesCorrection.objects.filter(item=item):
        yield f"a correction that was written for its readers alone: {correction.text}"


def opens_after_its_meeting(item: AgendaItem, privacy: str) -> bool:
    """Whether the answer takes what a meeting kept private to everybody."""
    return item.is_private and privacy == "open" and item.meeting.state == Meeting.State.CONCLUDED
