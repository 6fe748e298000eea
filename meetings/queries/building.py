"""What the page on which an agenda is built offers: the last meeting's items, and standing items that are missing."""

from meetings.models import AgendaItem, Meeting
from meetings.queries.agenda import AgendaLine


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The body's meeting before this one, whatever became of it unless it was cancelled. One query."""
    earlier = Meeting.objects.filter(body=meeting.body_id, starts_at__lt=meeting.starts_at)
    return earlier.exclude(state=Meeting.State.CANCELLED).order_by("-starts_at").first()


def items_to_copy(last: Meeting, meeting: Meeting, person) -> list[AgendaItem]:
    """The last meeting's business that the person may read, without what stands on this agenda by the same title."""
    there = {title.casefold() for title in meeting.items.live().values_list("title", flat=True)}
    items = AgendaItem.objects.visible_to(person).live().filter(meeting=last, standing="")
    return [item for item in items.select_related("presenter__organisation") if item.title.casefold() not in there]


def standing_missing(meeting: Meeting, lines: list[AgendaLine]) -> list[str]:
    """The titles of the body's standing items that are not on the agenda. One query at most."""
    policy = getattr(meeting.body, "meeting_policy", None)
    there = {line.item.standing for line in lines}
    return [item["title"] for item in (policy.standing_items if policy else []) if item["key"] not in there]
