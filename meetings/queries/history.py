"""All that a meeting's history is told from, and how much of each a reader may be told."""

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

OF_A_SEAT = (Reply, Attendance, Declaration)


def things_of(meeting: Meeting) -> list:
    """Every governed row of the meeting: itself, its agenda, papers, replies, attendance, records and minutes.

    One query for each kind.
    """
    of_items = {"item__meeting": meeting}
    return [
        meeting,
        *meeting.items.all(),
        *(
            row
            for kind in OF_A_SEAT
            for row in kind.objects.filter(meeting=meeting).select_related("seat__organisation")
        ),
        *Paper.objects.filter(**of_items),
        *PaperVersion.objects.filter(paper__item__meeting=meeting).select_related("paper"),
        *Pack.objects.filter(meeting=meeting).select_related("meeting"),
        *Decision.objects.filter(**of_items),
        *ActionPoint.objects.filter(**of_items),
        *MinuteText.objects.filter(**of_items).select_related("item"),
        *ItemInvitation.objects.filter(**of_items).select_related("item", "person"),
        *Minutes.objects.filter(meeting=meeting).select_related("meeting"),
    ]


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
