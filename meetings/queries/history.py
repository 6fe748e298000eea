"""All that a meeting's history is told from, and how much of each a reader may be told."""

from django.db.models import Exists, OuterRef

from ccsp_portal.history.gathering import gathered
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

OF_A_MEETING = (Reply, Attendance, Declaration, Pack, Minutes)
OF_AN_ITEM = (Paper, Decision, ActionPoint, MinuteText, ItemInvitation)


def things_of(meeting: Meeting) -> list:
    """Every governed row of the meeting: itself, its agenda, papers, replies, attendance, records and minutes.

    One query.
    """
    return [
        meeting,
        *gathered(
            [
                meeting.items.all(),
                *(kind.objects.filter(meeting=meeting) for kind in OF_A_MEETING),
                *(kind.objects.filter(item__meeting=meeting) for kind in OF_AN_ITEM),
                PaperVersion.objects.filter(paper__item__meeting=meeting),
            ]
        ),
    ]


def reader_of(meeting: Meeting, person):
    """A function that says of each of the meeting's things whether the person may be told its words. One query.

    The words of an item that was ever private, and of all that hangs on it, are for those who might read it then; a
    reply's note is for the seat and for those who see the replies; what the chair asked to change, for drafts' readers.
    """
    items = AgendaItem.objects.visible_to(person).filter(meeting=meeting)
    reads_private = may_see(person, Audience.PRIVATE_READERS, meeting.body_id)
    if not reads_private:
        items = items.exclude(Exists(_private_once(OuterRef("pk"))))
    readable = set(items.values_list("pk", flat=True))
    sees_replies = person.has_perm("meetings.see_replies", meeting)

    def may_read(thing):
        if isinstance(thing, Reply):
            return sees_replies
        if isinstance(thing, Minutes):
            return reads_private
        item = _item_of(thing)
        return item is None or item in readable

    return may_read


def _private_once(item):
    return AgendaItem.pgh_event_model.objects.filter(pgh_obj_id=item, privacy=Privacy.PRIVATE.value)


def _item_of(thing):
    """The id of the item that a thing is about, if it is about one."""
    if isinstance(thing, AgendaItem):
        return thing.pk
    if isinstance(thing, PaperVersion):
        return thing.paper.item_id
    return getattr(thing, "item_id", None)
