"""What can't wait for the next meeting, and the chair takes though it was not on the agenda."""

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Move, lock
from meetings.models import AgendaItem, Meeting
from meetings.workflow.agenda import draw_numbers, give_numbers, put_on
from meetings.workflow.minuting import write_minute
from partners.models import User

#            verb                  from                                  to    permission
TAKE = Move("add an urgent item", frozenset({Meeting.State.IN_SESSION}), None, "meetings.build_agenda")
MOVES = (TAKE,)


@transaction.atomic
def add_urgent_item(meeting: Meeting, *, urgency: str, by: User, **fields) -> AgendaItem:
    """An item raised while the meeting sits: it has a number at once, "8A", and its minute begins with why it could not
    wait. `fields` are those of `agenda.add_item`. ValidationError without a reason."""
    if not urgency.strip():
        raise ValidationError({"urgency": "Enter why it cannot wait for the next meeting."})
    held = lock(meeting)
    TAKE.check(held, by)
    item = put_on(held, by=by, **fields)
    with acting("add", by):
        give_numbers(held, draw_numbers(held))
    item.refresh_from_db()
    write_minute(item, f"The chair took this item as urgent: {urgency.strip()}", by=by)
    return item
