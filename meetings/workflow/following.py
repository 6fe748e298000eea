"""An item became private because one from which it came did: its own secretary is told."""

from ccsp_portal.notices import outbox
from meetings.models import AgendaItem
from meetings.queries.people import people_in
from partners.models import Role, User


def tell_that_it_is_private(item: AgendaItem, *, by: User) -> None:
    """Tell the secretary of the body on whose agenda it stands, unless they did it."""
    outbox.put(
        people_in(item.meeting.body, Role.SECRETARY).exclude(pk=by.pk),
        "meetings/notices/became_private.txt",
        once=f"became_private/{item.pk}/{item.version}",
        subject_thing=item,
        item=item,
        meeting=item.meeting,
        by=by,
    )
