"""What the page on which an agenda is built offers: the last meeting's items, and standing items that are missing."""

from meetings.models import AgendaItem, Meeting, PlannedItem
from meetings.queries.agenda import AgendaLine
from meetings.queries.calendar import quarter_of_year


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


def taken_off(meeting: Meeting) -> list[tuple[AgendaItem, str]]:
    """The items that are off the agenda, each with where the forward plan has it now, or "". One query."""
    items = meeting.items.filter(withdrawn_at__isnull=False).select_related("meeting", "planned__meeting")
    return [(item, planned_elsewhere(item)) for item in items]


def planned_elsewhere(item: AgendaItem) -> str:
    """The quarter or meeting to which the forward plan moved the item from the agenda on which it was; else ""."""
    planned = getattr(item, "planned", None)
    if planned is None or planned.state != PlannedItem.State.PLACED or planned.meeting_id == item.meeting_id:
        return ""
    return str(planned.meeting) if planned.meeting else quarter_of_year(planned.year, planned.quarter)
