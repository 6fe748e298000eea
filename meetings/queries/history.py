"""All that a meeting's history is told from, and how much of each a reader may be told."""

from ccsp_portal.history.reading import all_rows
from meetings.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    ItemInvitation,
    Meeting,
    Minutes,
    MinuteText,
    Pack,
    Paper,
    PaperVersion,
    Reply,
)
from partners.audience import Audience, Privacy, may_see
from partners.models import Seat, User

OF_THE_MEETING = (AgendaItem, Reply, Attendance, Declaration, Pack, Minutes)
OF_AN_ITEM = (Paper, Decision, ActionPoint, MinuteText, ItemInvitation)


def things_of(meeting: Meeting) -> list:
    """Every governed row of the meeting: itself, its agenda, papers, replies, attendance, records and minutes.

    At most three queries: the rows, whose seats they are about, and who was invited.
    """
    things = [
        meeting,
        *all_rows(
            [
                *(kind.objects.filter(meeting=meeting) for kind in OF_THE_MEETING),
                *(kind.objects.filter(item__meeting=meeting) for kind in OF_AN_ITEM),
                PaperVersion.objects.filter(paper__item__meeting=meeting),
            ]
        ),
    ]
    _join(things)
    return things


def _join(things):
    """Let each thing have what its name is made of, without a query for each."""
    known = {(type(thing), thing.pk): thing for thing in things}
    known |= _wanted(things, "seat", Seat.objects.select_related("organisation"))
    known |= _wanted(things, "person", User.objects.all())
    for thing in things:
        for name in ("meeting", "item", "paper", "seat", "person"):
            if hasattr(thing, f"{name}_id"):
                field = thing._meta.get_field(name)
                setattr(thing, name, known[field.related_model, getattr(thing, f"{name}_id")])


def _wanted(things, name, rows):
    pks = {getattr(thing, f"{name}_id") for thing in things if hasattr(thing, f"{name}_id")}
    return {(rows.model, pk): row for pk, row in rows.in_bulk(pks).items()}


def reader_of(meeting: Meeting, person):
    """A function that says of each of the meeting's things whether the person may be told its words. Two queries.

    The words of an item that was ever private, and of all that hangs on it, are for those who might read it then; a
    reply's note is for the seat and for those who see the replies; what the chair asked to change, for drafts' readers.
    """
    items = AgendaItem.objects.visible_to(person).filter(meeting=meeting)
    reads_private = may_see(person, Audience.PRIVATE_READERS, meeting.body_id)
    readable = set(items.values_list("pk", flat=True)) - (set() if reads_private else _ever_private(meeting))
    sees_replies = person.has_perm("meetings.see_replies", meeting)

    def may_read(thing):
        if isinstance(thing, Reply):
            return sees_replies
        if isinstance(thing, Minutes):
            return reads_private
        item = _item_of(thing)
        return item is None or item in readable

    return may_read


def _ever_private(meeting):
    events = AgendaItem.pgh_event_model.objects.filter(meeting=meeting, privacy=Privacy.PRIVATE.value)
    return set(events.values_list("pgh_obj_id", flat=True))


def _item_of(thing):
    """The id of the item that a thing is about, if it is about one."""
    if isinstance(thing, AgendaItem):
        return thing.pk
    if isinstance(thing, PaperVersion):
        return thing.paper.item_id
    return getattr(thing, "item_id", None)
