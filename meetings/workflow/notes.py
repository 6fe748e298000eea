"""Private notes: written, removed and put back by their author, for whom alone they are.

None of these acts is signed into history: that somebody notes something is nobody else's business either.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.workflow import Conflict, Stale, one_at_a_time
from meetings.models import AgendaItem, PrivateNote
from meetings.queries.notes import has_page
from partners.models import User

LONGEST = 10_000


@transaction.atomic
def write_note(item: AgendaItem, text: str, *, page: str = "", version: int = 0, by: User) -> PrivateNote:
    """Note something on an item that one may read, or on a page of its papers.

    `version` is that of the note that the person began from, 0 where there was none. What is there already is saved
    again without a trace. Raises PermissionDenied for an item that they may not read or a page that it has not, Stale
    when they saved something else since, in another window, and ValidationError.
    """
    text = text.strip()
    _check_text(text)
    if not AgendaItem.objects.visible_to(by).filter(pk=item.pk).exists() or (page and not has_page(item, page)):
        raise PermissionDenied("You can make notes on what you may read.")
    note = _in_place(item, page, by)
    if note is None:
        note = PrivateNote(person=by, meeting_id=item.meeting_id, item=item, page=page, version=0)
    elif note.text == text:
        return note
    if note.version != version:
        raise Stale(theirs=note, yours={"text": text})
    note.text, note.written_at, note.version = text, clock.now(), version + 1
    note.full_clean()
    note.save()
    return note


@transaction.atomic
def remove_note(note: PrivateNote, *, by: User) -> PrivateNote:
    """Remove it; until retention deletes it, it can be put back."""
    note = _locked(note, by)
    if note.removed_at is None:
        note.removed_at = clock.now()
        note.save(update_fields=["removed_at"])
    return note


@transaction.atomic
def restore_note(note: PrivateNote, *, by: User) -> PrivateNote:
    """Put it back; where there is another by now, as the end of that one. Returns the note that is there."""
    note = _locked(note, by)
    if note.removed_at is None:
        return note
    other = _in_place(note.item, note.page, by)
    if other is None:
        note.removed_at = None
        note.save(update_fields=["removed_at"])
        return note
    both = f"{other.text}\n\n{note.text}"
    if len(both) > LONGEST:
        raise Conflict("There is a long note in its place by now. Shorten that one, then put this one back.")
    other.text, other.written_at, other.version = both, clock.now(), other.version + 1
    other.save(update_fields=["text", "written_at", "version"])
    note.delete()
    return other


def _check_text(text):
    if not text:
        raise ValidationError({"text": "Enter your note"})
    if len(text) > LONGEST:
        raise ValidationError(
            {"text": f"Your note must be {LONGEST:,} characters or fewer, and this is {len(text):,}. Make it shorter."}
        )


def _in_place(item, page, by):
    """The author's note in a place, while nobody else can begin one there."""
    one_at_a_time(f"note of {by.pk} on {item.pk}, {page}")
    return PrivateNote.objects.visible_to(by).kept().filter(item=item, page=page).first()


def _locked(note, by):
    return PrivateNote.objects.visible_to(by).select_related("item").select_for_update(of=["self"]).get(pk=note.pk)
