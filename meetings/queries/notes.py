"""A person's own notes: in their places among the papers, and all of them in one list."""

from dataclasses import dataclass

from django.contrib.auth import SESSION_KEY
from django.db.models import F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from ccsp_portal.typeset.page_numbers import parse
from meetings.models import AgendaItem, Meeting, PageRun, PrivateNote

# by the item's key and the page's number, "" for the item itself
Places = dict[tuple[int, str], PrivateNote]


def is_their_own(request) -> bool:
    """Whether it is really the person who asks: the secretary, who may see a page as somebody else, is not."""
    return request.user.is_authenticated and request.session.get(SESSION_KEY) == str(request.user.pk)


def notes_on(meeting: Meeting, request) -> Places:
    """The notes of the person who asks on the meeting's papers, by their places. One query at most."""
    if not is_their_own(request):
        return {}
    notes = PrivateNote.objects.visible_to(request.user).kept().filter(meeting=meeting).select_related("item")
    return {(note.item_id, note.page): note for note in notes}


def note_in(item: AgendaItem, page: str, person) -> PrivateNote | None:
    """The person's note in one place."""
    return PrivateNote.objects.visible_to(person).kept().filter(item=item, page=page).first()


def has_page(item: AgendaItem, page: str) -> bool:
    """Whether a page of this number went out with the item. One query."""
    return run_with(item, page) is not None


def run_with(item: AgendaItem, page: str) -> PageRun | None:
    """The run of the item's pages in which the page of this number is, spelled as it is printed."""
    number = parse(page)
    if number is None or str(number) != page:
        return None
    return next((run for run in item.page_runs.select_related("version_of__paper") if number in run.numbers), None)


@dataclass(frozen=True)
class ListedNote:
    """A note in the list of all: on what, as its author may know of that today, and where it can be read there."""

    note: PrivateNote
    title: str
    href: str


def notes_of(person, *, words: str = "", meeting: int | None = None) -> QuerySet[PrivateNote]:
    """All that the person noted and kept, the latest meeting first; with every one of these words in it."""
    notes = PrivateNote.objects.visible_to(person).kept()
    for word in words.split():
        notes = notes.filter(
            # the title only where they may still read it
            Q(text__icontains=word) | Q(item__title__icontains=word, item__in=AgendaItem.objects.visible_to(person))
        )
    if meeting:
        notes = notes.filter(meeting=meeting)
    # as the pages lie: 2, 12, 12A
    whole = Cast(Func(F("page"), Value("[0-9]+"), function="SUBSTRING"), IntegerField())
    in_order = notes.order_by("-meeting__starts_at", "item__position", whole.asc(nulls_first=True), "page", "pk")
    return in_order.select_related("item", "meeting")


def removed_notes_of(person) -> QuerySet[PrivateNote]:
    """What they removed and can put back."""
    removed = PrivateNote.objects.visible_to(person).filter(removed_at__isnull=False)
    return removed.select_related("item", "meeting").order_by("-removed_at", "-pk")


def listed(notes, person) -> list[ListedNote]:
    """The notes with what the person may know of the items that they are on. Two queries."""
    notes = list(notes)
    readable = _readable(AgendaItem.objects.visible_to(person), [note.item_id for note in notes])
    there = _readable(Meeting.objects.visible_to(person), [note.meeting_id for note in notes])
    return [_listed(note, note.item_id in readable, note.meeting_id in there) for note in notes]


def _readable(rows, pks):
    return set(rows.filter(pk__in=pks).values_list("pk", flat=True))


def _listed(note, is_readable, has_meeting):
    """An item without a number has not gone out, and one that was taken off is on the web no more."""
    is_there = is_readable and has_meeting and note.item.number and note.item.withdrawn_at is None
    href = note.get_absolute_url() if is_there else ""
    return ListedNote(note, note.item.title if is_readable else note.item.shown_title, href)


def meetings_with_notes(person) -> QuerySet[Meeting]:
    """The meetings on whose papers they noted something."""
    kept = PrivateNote.objects.visible_to(person).kept()
    return Meeting.objects.filter(pk__in=kept.values("meeting")).order_by("-starts_at")
