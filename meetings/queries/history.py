"""All that a meeting's history is told from, and how much of each a reader may be told."""

from django.db.models import Exists, OuterRef, Q

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
from partners.audience import Audience, Privacy, bodies_seen_by, may_see

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


def reader_of_any(things, person):
    """As `reader_of`, for things of any meetings, and for whatever else is about an item. Five queries at most."""
    of_papers = dict(Paper.objects.filter(pk__in=_keys(things, "paper_id")).values_list("pk", "item_id"))
    of_decisions = dict(Decision.objects.filter(pk__in=_keys(things, "decision_id")).values_list("pk", "item_id"))

    def item_of(thing):
        if isinstance(thing, AgendaItem):
            return thing.pk
        found = getattr(thing, "item_id", None) or of_papers.get(getattr(thing, "paper_id", None))
        return found or of_decisions.get(getattr(thing, "decision_id", None))

    items = AgendaItem.objects.visible_to(person).filter(pk__in={item_of(thing) for thing in things})
    private = bodies_seen_by(person, Audience.PRIVATE_READERS)
    items = items.filter(Q(meeting__body__in=private) | ~Exists(_private_once(OuterRef("pk"))))
    readable = dict(items.values_list("pk", "meeting__body"))
    ids = _keys(things, "meeting_id") | {thing.pk for thing in things if isinstance(thing, Meeting)}
    meetings = Meeting.objects.visible_to(person).filter(pk__in=ids).in_bulk()

    def may_read(thing):
        meeting = thing if isinstance(thing, Meeting) else meetings.get(getattr(thing, "meeting_id", None))
        if isinstance(thing, Reply):
            return meeting is not None and person.has_perm("meetings.see_replies", meeting)
        if isinstance(thing, Minutes | Declaration):
            return meeting is not None and meeting.body_id in private
        item = item_of(thing)
        if isinstance(thing, MinuteText):
            # a draft is for fewer people than the item
            return readable.get(item) in private
        if item is None and hasattr(thing, "meeting_id"):
            return meeting is not None
        return item in readable if item is not None else not isinstance(thing, Meeting) or thing.pk in meetings

    return may_read


def _keys(things, name):
    return {getattr(thing, name) for thing in things if getattr(thing, name, None)}


def _private_once(item):
    return AgendaItem.pgh_event_model.objects.filter(pgh_obj_id=item, privacy=Privacy.PRIVATE.value)


def _item_of(thing):
    """The id of the item that a thing is about, if it is about one."""
    if isinstance(thing, AgendaItem):
        return thing.pk
    if isinstance(thing, PaperVersion):
        return thing.paper.item_id
    return getattr(thing, "item_id", None)
