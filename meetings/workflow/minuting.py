"""Minutes are written item by item: saved as they are typed, kept in revisions, restored from one."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.prose.pieces import Block
from ccsp_portal.prose.reading import read, read_plain
from ccsp_portal.prose.writing import as_html, as_text
from ccsp_portal.workflow import Conflict, Move, Stale, lock, save_if_fresh
from meetings.models import AgendaItem, Meeting, MinuteRevision, Minutes, MinuteText, SettledSentence
from meetings.models.minutes import GO_ON
from meetings.workflow.records import refuse_settled
from partners.models import User

WRITTEN_IN = frozenset({Meeting.State.IN_SESSION, Meeting.State.CONCLUDED})

#              verb                 from        to    permission
WRITE = Move("write the minutes", WRITTEN_IN, None, "meetings.write_minutes")
MOVES = (WRITE,)

# what one person saves within this time is one revision
ONE_REVISION = timedelta(minutes=5)
LONGEST = 50_000
# what is sent may be longer than what is kept of it: Word sends five times its words
LONGEST_SENT = 1_000_000


@transaction.atomic
def write_minute(
    item: AgendaItem, text: str = "", *, html: str | None = None, version: int = 0, by: User
) -> MinuteText:
    """Write what was said under an item: rich text as `html`, else plain `text`, a blank line between paragraphs.

    `version` is that of the text that the person began from, 0 where there was none. What is there already is saved
    again without a trace, so that an answer that was lost can be asked for again. Raises Stale when somebody saved
    something else since, NotOpen before the meeting opens, Conflict once the minutes are with the chair or the item
    is off the agenda, and ValidationError for a text that is too long.
    """
    refuse_too_long(text if html is None else html, LONGEST_SENT)
    blocks = read_plain(text) if html is None else read(html)
    words = as_text(blocks)
    refuse_too_long(words, LONGEST)
    written = {"text": words, "html": as_html(blocks), "written_at": clock.now(), "written_by": by}
    minute = _minute_to_write(item, by)
    if minute is None:
        return _begin(item, written, by)
    if minute.blocks == blocks:
        return minute
    if minute.version != version:
        raise Stale(theirs=minute, yours=written)
    if not begins_anew(minute, blocks, by):
        return save_if_fresh(minute, version, written, by, verb=GO_ON)
    return _begin_revision(minute, version, written | {"restored_from": None}, by)


def may_be_written(meeting: Meeting) -> bool:
    """Whether its minutes can be written as things stand; `meeting` is read with its minutes."""
    minutes = getattr(meeting, "minutes", None)
    return meeting.state in WRITTEN_IN and (minutes is None or minutes.state == Minutes.State.DRAFT)


def _minute_to_write(item, by) -> MinuteText | None:
    """The item's minute, if one may be written; the meeting is locked, so that writers wait for one another."""
    meeting = lock(item.meeting)
    WRITE.check(meeting, by)
    refuse_settled(meeting)
    if AgendaItem.objects.filter(pk=item.pk, withdrawn_at__isnull=False).exists():
        raise Conflict("This item was taken off the agenda, so its minute can’t be written any more.")
    return MinuteText.objects.select_related("item", "written_by").filter(item=item).first()


def refuse_too_long(text: str, most: int) -> None:
    """Raise ValidationError for more characters than are kept."""
    if len(text) > most:
        raise ValidationError(
            f"The minute must be {LONGEST:,} characters or fewer, and this is {len(text):,}. Attach what is longer as "
            "a paper, and say in the minute what was said about it."
        )


def begins_anew(minute: MinuteText, blocks: tuple[Block, ...], by: User) -> bool:
    """Whether a save begins another revision, so that the one before can be restored.

    It does after somebody else's, after a copy of an earlier one, some minutes after the last was begun, and when more
    than half of the words go at once.
    """
    began = minute.begun_at or minute.written_at
    return (
        minute.written_by_id != by.pk
        or minute.restored_from is not None
        or clock.now() - began >= ONE_REVISION
        or len(as_text(blocks)) * 2 < len(minute.text)
    )


def _begin(item, written, by):
    minute = MinuteText(item=item, begun_at=clock.now(), **written)
    minute.full_clean()
    with acting(WRITE.verb, by):
        minute.save(force_insert=True)
    return minute


def _begin_revision(minute, version, fields, by, verb=WRITE.verb):
    """The text as it stood is kept as a revision, and `fields` is the next."""
    kept = MinuteRevision(
        minute=minute,
        number=minute.revision,
        html=as_html(minute.blocks),
        written_at=minute.written_at,
        written_by=minute.written_by,
        restored_from=minute.restored_from,
    )
    kept.full_clean()
    with acting(verb, by):
        kept.save(force_insert=True)
    revision = {"revision": minute.revision + 1, "begun_at": clock.now()}
    return save_if_fresh(minute, version, fields | revision, by, verb=verb)


@transaction.atomic
def restore_minute(item: AgendaItem, number: int, *, version: int, by: User) -> MinuteText:
    """Put an earlier revision back, as a new one: what stands now stays among the revisions.

    Raises MinuteRevision.DoesNotExist without such a revision, and what `write_minute` raises.
    """
    minute = _minute_to_write(item, by)
    revision = MinuteRevision.objects.get(minute=minute, number=number)
    minute = minute or revision.minute
    fields = {
        "text": as_text(revision.blocks),
        "html": revision.html,
        "written_at": clock.now(),
        "written_by": by,
        "restored_from": number,
    }
    if minute.version != version:
        raise Stale(theirs=minute, yours=fields)
    return _begin_revision(minute, version, fields, by, verb="restore an earlier minute")


@transaction.atomic
def settle_sentence(item: AgendaItem, sentence: str, *, by: User) -> SettledSentence:
    """Say of a sentence that it needs neither a decision nor an action point; saying it again changes nothing."""
    _minute_to_write(item, by)
    settled = SettledSentence.objects.filter(item=item, sentence=sentence).first()
    if settled:
        return settled
    settled = SettledSentence(item=item, sentence=sentence, settled_at=clock.now(), settled_by=by)
    settled.full_clean()
    with acting("settle a sentence", by):
        settled.save(force_insert=True)
    return settled
