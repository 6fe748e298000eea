"""What can't wait for the next meeting, and the chair takes though it was not on the agenda."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.text import get_text_list

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.prose.reading import read_plain
from ccsp_portal.prose.writing import as_text
from ccsp_portal.workflow import Conflict, Move, NotYet, lock
from meetings.models import ActionPoint, AgendaItem, Chairing, Decision, Declaration, Meeting, MinuteText, Movement
from meetings.workflow.agenda import WHY_OFF, change_on, draw_numbers, give_numbers, put_on
from meetings.workflow.minuting import write_minute
from meetings.workflow.withdrawal import publish_again
from partners.models import User

SITS = frozenset({Meeting.State.IN_SESSION})

#             verb                       from  to    permission
TAKE = Move("add an urgent item", SITS, None, "meetings.build_agenda")
CHANGE = Move("put an urgent item right", SITS, None, "meetings.build_agenda")
TAKE_OFF = Move("take an urgent item off", SITS, None, "meetings.build_agenda")
MOVES = (TAKE, CHANGE, TAKE_OFF)

WHY_NOT_WAIT = "Enter why it cannot wait for the next meeting."
# what may be recorded under an item: the rows that stand, and what is done about them first
RECORDED = (
    (Decision.objects.standing(), "take its decisions back"),
    (ActionPoint.objects.exclude(state=ActionPoint.State.DROPPED), "drop its action points"),
    (Declaration.objects.standing(), "take back the interests declared in it"),
    (Movement.objects.standing(), "take back who came or left at it"),
    (Chairing.objects.standing(), "take back who took the chair for it"),
)


@transaction.atomic
def add_urgent_item(meeting: Meeting, *, urgency: str, by: User, **fields) -> AgendaItem:
    """An item raised while the meeting sits: it has a number at once, "8A", and its minute begins with why it could not
    wait. `fields` are those of `agenda.add_item`. ValidationError without a reason."""
    _refuse_without(urgency)
    held = lock(meeting)
    TAKE.check(held, by)
    item = put_on(held, urgency=urgency.strip(), by=by, **fields)
    with acting("add", by):
        give_numbers(held, draw_numbers(held))
    item.refresh_from_db()
    write_minute(item, _minuted(item), by=by)
    return item


@transaction.atomic
def change_urgent_item(item: AgendaItem, *, urgency: str, version: int, by: User, **fields) -> AgendaItem:
    """Put right what was said of it when it was added; its number stays. Where its minute is still the sentence that it
    began with, that follows. Raises what `agenda.edit_item` raises, and Conflict for an item that is not urgent."""
    _refuse_without(urgency)
    CHANGE.check(lock(item.meeting), by)
    refuse_other(item)
    before = _minuted(item)
    changed = change_on(item, urgency=urgency.strip(), version=version, by=by, **fields)
    minute = MinuteText.objects.filter(item=item, text=before).first()
    if minute and before != _minuted(changed):
        write_minute(changed, _minuted(changed), version=minute.version, by=by)
    publish_again(changed, by=by)
    return changed


@transaction.atomic
def take_off_urgent_item(item: AgendaItem, *, reason: str, by: User) -> AgendaItem:
    """It was added by mistake: it goes off the agenda, and everybody may read why. Its number is given to no other.

    Raises Conflict, saying what to do first, where anything was recorded under it.
    """
    TAKE_OFF.check(lock(item.meeting), by)
    fresh = lock(item)
    refuse_other(fresh)
    refuse_recorded(fresh)
    if not reason.strip():
        raise ValidationError({"reason": WHY_OFF})
    with acting(TAKE_OFF.verb, by):
        AgendaItem.objects.filter(pk=fresh.pk).update(
            withdrawn_at=clock.now(), withdrawn_because=reason.strip(), version=F("version") + 1
        )
    fresh.refresh_from_db()
    publish_again(fresh, by=by)
    return fresh


def is_urgent(item: AgendaItem) -> bool:
    """Whether it stands on the agenda because the chair took it as urgent."""
    return bool(item.urgency) and item.withdrawn_at is None


def refuse_other(item: AgendaItem) -> None:
    """Raise Conflict for an item that was not added while the meeting sat, or is off again."""
    if not item.urgency:
        raise Conflict("This item was on the agenda before the meeting: it stays as it went out.")
    if item.withdrawn_at:
        raise Conflict("This item is off the agenda already.")


def refuse_recorded(item: AgendaItem) -> None:
    """Raise NotYet, saying what to do first, where anything was recorded under the item."""
    first = [words for rows, words in RECORDED if rows.filter(item=item.pk).exists()]
    if MinuteText.objects.filter(item=item).exclude(text__in=["", _minuted(item)]).exists():
        first.append("clear its minute")
    if first:
        raise NotYet(
            f"Something is recorded under “{item}”, so it stays on the agenda for now. Before you take it off: "
            f"{get_text_list(first, 'and')}."
        )


def _refuse_without(urgency):
    if not urgency.strip():
        raise ValidationError({"urgency": WHY_NOT_WAIT})


def _minuted(item):
    """What its minute begins with, as the minute keeps it."""
    return as_text(read_plain(f"The chair took this item as urgent: {item.urgency}"))
