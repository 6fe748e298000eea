"""The action log as a table to take along."""

from collections.abc import Container, Iterable, Iterator

from meetings.models import ActionPoint, Rag
from meetings.queries.actions import days_late
from meetings.queries.timeline import day_of

HEADINGS = (
    "Number",
    "RAG",
    "Action",
    "Owner",
    "Organisation",
    "Held by",
    "Asked of",
    "Supporting seats",
    "Due",
    "First due",
    "State",
    "Days late",
    "Latest update",
    "Updated on",
    "RAG set by hand",
    "Body",
    "Meeting",
    "Item",
    "Private",
)


def rows(actions: Iterable[ActionPoint], bodies: Container[int]) -> Iterator[tuple]:
    """A line for each action point, with its colour in a word.

    Of bodies that are not among those that the reader sits on (their ids), no person is named and no reason given.
    """
    for action in actions:
        is_member = action.item.meeting.body_id in bodies
        yield (
            action.reference,
            Rag(action.rag).label,
            action.text,
            action.owner.title,
            action.owner.organisation.name,
            ("; ".join(each.person.name for each in action.owner.holders_now) or "Vacant") if is_member else "",
            action.person.name if action.person and is_member else "",
            "; ".join(map(str, action.supporters.all())),
            action.due_on,
            action.first_due_on,
            action.get_state_display(),
            days_late(action) or None,
            action.latest_update,
            day_of(action.updated_at),
            action.override_reason if is_member else "",
            action.item.meeting.body.name,
            str(action.item.meeting),
            action.origin,
            "Yes" if action.item.is_private else "No",
        )
