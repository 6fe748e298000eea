"""All that a meeting's history is told from, and how much of each a reader may be told."""

from django.db.models import Exists, OuterRef, Q

from ccsp_portal.documents.models import Document
from ccsp_portal.history.gathering import gathered
from meetings.models import (
    ActionPoint,
    Advice,
    AgendaItem,
    Attachment,
    Attendance,
    Chairing,
    CoverReport,
    Decision,
    Declaration,
    Dissent,
    Evidence,
    Guest,
    ItemExclusion,
    ItemInvitation,
    Meeting,
    Minutes,
    MinuteText,
    Movement,
    Pack,
    Paper,
    PaperCall,
    PaperVersion,
    PlannedItem,
    Redating,
    Reply,
    Risk,
    SettledMessage,
    SettledSentence,
    Submission,
    WrittenPaper,
    WrittenProcedure,
    WrittenReply,
)
from partners.audience import Audience, Privacy, bodies_seen_by

# what is a body's own, and is about no meeting: with the column by which others hang on it
OF_A_BODY = {PlannedItem: "planned_id", Risk: "risk_id", WrittenProcedure: "procedure_id"}
OF_A_MEETING = (Reply, Attendance, Guest, Movement, Chairing, Declaration, Pack, Minutes)
# what is asked of a draft is enough for these; of advice and of files, what is asked of the item is asked too
OF_A_DRAFT = (CoverReport, Attachment, Submission)
OF_AN_ITEM = (
    Paper,
    PaperCall,
    Decision,
    ActionPoint,
    MinuteText,
    SettledSentence,
    ItemInvitation,
    ItemExclusion,
)


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
                Dissent.objects.filter(decision__item__meeting=meeting),
                *(kind.objects.filter(action__item__meeting=meeting) for kind in (Evidence, Redating)),
            ]
        ),
    ]


def reader_of(things, person, meetings=None):
    """A function that says of each thing, of any meetings, whether the person may be told its words.

    The words of an item that was ever private, and of all that hangs on it, are for those who might read it then; a
    reply's note is for the seat and for those who see the replies; declarations, guests, comings and goings, drafts of
    minutes and what the chair asked to change, for who reads private items. `meetings` are those that the person is
    known to see, by their id; without them they are looked up. What belongs to a draft of a paper is for those who may
    see the draft. Eight queries at most, and one for each of four kinds of such rows, and files, that are among the
    things.
    """
    item_of = _items_of(things)
    items = AgendaItem.objects.visible_to(person).filter(pk__in={item_of(thing) for thing in things})
    private = bodies_seen_by(person, Audience.PRIVATE_READERS)
    items = items.filter(Q(meeting__body__in=private) | ~Exists(_private_once(OuterRef("pk"))))
    readable = dict(items.values_list("pk", "meeting__body"))
    if meetings is None:
        ids = _keys(things, "meeting_id") | {thing.pk for thing in things if isinstance(thing, Meeting)}
        meetings = Meeting.objects.visible_to(person).in_bulk(ids)

    drafts = _drafts_for(person, things)
    apart = {kind: _readable(kind, name, things, person, private) for kind, name in OF_A_BODY.items()}

    def may_read(thing):
        known = _may_read_by_itself(thing, drafts, apart)
        if known is not None:
            return known
        meeting = meetings.get(thing.pk if isinstance(thing, Meeting) else getattr(thing, "meeting_id", None))
        if isinstance(thing, Reply):
            return meeting is not None and person.has_perm("meetings.see_replies", meeting)
        if isinstance(thing, Minutes | Declaration | Guest | Movement):
            return meeting is not None and meeting.body_id in private
        item = item_of(thing)
        if isinstance(thing, MinuteText | SettledSentence):
            # a draft is for fewer people than the item
            return readable.get(item) in private
        if item is not None:
            return item in readable
        return meeting is not None or not (isinstance(thing, Meeting) or hasattr(thing, "meeting_id"))

    return may_read


def _may_read_by_itself(thing, drafts, apart):
    """What its own row decides, whatever the item; None where that is asked too."""
    for kind, name in OF_A_BODY.items():
        # a decision is of an item or of a written procedure
        if isinstance(thing, kind) or getattr(thing, name, None):
            return (thing.pk if isinstance(thing, kind) else getattr(thing, name)) in apart[kind]
    if isinstance(thing, OF_A_DRAFT) or (type(thing) in drafts and thing.pk not in drafts[type(thing)]):
        return thing.pk in drafts[type(thing)]
    return None


def _drafts_for(person, things):
    """Of each kind of row that belongs to a draft of a paper, of files, and of what was done about a message from a
    calendar, the ids of those that may be told."""
    reports = CoverReport.objects.visible_to(person)
    attached = Attachment.objects.filter(report__in=reports)
    rows = {
        CoverReport: reports,
        Attachment: attached,
        Submission: Submission.objects.visible_to(person),
        Advice: Advice.objects.visible_to(person),
        SettledMessage: SettledMessage.objects.visible_to(person),
        Document: Document.objects.filter(Q(attachments__isnull=True) | Q(attachments__in=attached)),
    }
    found = {kind: {thing.pk for thing in things if type(thing) is kind} for kind in rows}
    return {kind: set(rows[kind].filter(pk__in=pks).values_list("pk", flat=True)) for kind, pks in found.items() if pks}


def _readable(kind, name, things, person, private):
    """The ids of those rows of a kind (items of a forward plan, risks, written procedures) whose words the person may
    be told: never private, or read by them. `name` is the column by which others hang on one."""
    ids = {thing.pk for thing in things if isinstance(thing, kind)} | _keys(things, name)
    if not ids:
        return set()
    once = kind.pgh_event_model.objects.filter(pgh_obj_id=OuterRef("pk"), privacy=Privacy.PRIVATE.value)
    readable = kind.objects.visible_to(person).filter(Q(body__in=private) | ~Exists(once), pk__in=ids)
    return set(readable.values_list("pk", flat=True))


def things_of_procedure(procedure: WrittenProcedure) -> list:
    """Every governed row of a written procedure. One query."""
    kinds = (WrittenReply, WrittenPaper, Decision)
    return [procedure, *gathered([kind.objects.filter(procedure=procedure) for kind in kinds])]


# what is about an item by way of something that is: the column that leads there
BY_WAY_OF = {"paper_id": Paper, "decision_id": Decision, "action_id": ActionPoint}


def _items_of(things):
    """A function that gives the id of the item that a thing is about, if it is about one."""
    known = {name: _items_by(kind, _without_item(things), name, things) for name, kind in BY_WAY_OF.items()}

    def item_of(thing):
        if isinstance(thing, AgendaItem):
            return thing.pk
        if getattr(thing, "item_id", None):
            return thing.item_id
        found = (of.get(getattr(thing, name, None)) for name, of in known.items())
        return next(filter(None, found), None)

    return item_of


def _without_item(things):
    """The things that do not name their item themselves."""
    return [thing for thing in things if not getattr(thing, "item_id", None)]


def _items_by(kind, things, name, all_things):
    """The item of each row of a kind that the things lead by, by its id: those at hand, and others in one query."""
    found = {thing.pk: thing.item_id for thing in all_things if isinstance(thing, kind)}
    unknown = _keys(things, name) - found.keys()
    return found | dict(kind.objects.filter(pk__in=unknown).values_list("pk", "item_id")) if unknown else found


def _keys(things, name):
    return {getattr(thing, name) for thing in things if getattr(thing, name, None)}


def _private_once(item):
    return AgendaItem.pgh_event_model.objects.filter(pgh_obj_id=item, privacy=Privacy.PRIVATE.value)
