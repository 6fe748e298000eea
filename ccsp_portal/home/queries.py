"""What one person must do, and by when, and what the secretary must know: collected from every app."""

from dataclasses import dataclass
from datetime import date

from ccsp_portal import clock
from meetings.models import Meeting
from partners.standing import standing_of


@dataclass(frozen=True)
class ToDo:
    """Something that this person must do. `on` is its last day, or None where there is none."""

    text: str
    url: str
    on: date | None = None

    @property
    def is_late(self) -> bool:
        return self.on is not None and self.on < clock.today()

    @property
    def is_today(self) -> bool:
        return self.on == clock.today()


def to_do(person) -> list[ToDo]:
    """What the person must do, soonest first; what has no day comes last. Nothing for who holds no seat."""
    if not standing_of(person):
        return []
    things = [thing for collect in COLLECTORS for thing in collect(person)]
    return sorted(things, key=lambda thing: (thing.on or date.max, thing.text))


def next_meeting(person) -> Meeting | None:
    """The next meeting of a body on which the person has a seat today."""
    mine = {standing.body_id for standing in standing_of(person) if standing.body_id}
    ahead = Meeting.objects.visible_to(person).upcoming().filter(body__in=mine)
    return ahead.select_related("body").first() if mine else None


# each gives, for a person, what they must do of one kind; add a line for a new kind
COLLECTORS: tuple = ()


def troubles() -> list[str]:
    """What of the machinery is not working, each as a sentence."""
    return []
