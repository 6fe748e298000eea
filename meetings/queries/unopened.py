"""Who has not opened the papers, or not since there was more of them."""

from dataclasses import dataclass
from datetime import datetime

from meetings.models import Meeting, Pack
from meetings.queries.replies import invited_people
from partners.models import User


@dataclass(frozen=True)
class Unopened:
    """Somebody who has not opened the latest papers; `before`: when they opened earlier ones."""

    person: User
    before: datetime | None


def not_opened(meeting: Meeting) -> list[Unopened]:
    """Everybody who is asked to the meeting and has not opened what went out last, by name; not who sent it out. Three
    queries."""
    latest = meeting.packs.filter(state=Pack.State.CIRCULATED).exclude(kind=Pack.Kind.REISSUE).first()
    if latest is None or latest.circulated_at is None:
        return []
    since = latest.circulated_at
    opened = meeting.receipts.of_papers()
    return [
        Unopened(person, opened.get(person.pk))
        for person in invited_people(meeting.body).exclude(pk=latest.asked_by_id).order_by("sort_key")
        if person.pk not in opened or opened[person.pk] < since
    ]
