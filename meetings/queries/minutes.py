"""Minutes as each circle of readers may read them: what they may not is not in them, rather than hidden."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from ccsp_portal.documents.models import Document
from ccsp_portal.govuk.templatetags.govuk import full_stop
from meetings.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Chairing,
    Decision,
    Declaration,
    Dissent,
    Guest,
    ItemInvitation,
    Meeting,
    Minutes,
    MinutesCorrection,
    MinutesFile,
    MinutesVersion,
    MinutesWithdrawal,
    MinuteText,
    Movement,
    WrittenProcedure,
)
from meetings.models.minutes import Passage
from meetings.queries.calendar import sat_in_words
from meetings.queries.exclusions import left_out_of
from meetings.queries.procedures import Report, reports_to
from meetings.queries.quorum import lacked_quorum, names_in, reached_in_words
from meetings.queries.records import with_votes_and_dissent
from meetings.queries.roll import roll_of
from meetings.queries.who_was_there import Group, took_the_chair, who_was_there
from partners.audience import Audience, may_see
from partners.models import Body, Organisation, Partnership, Seat


@dataclass(frozen=True)
class MinutedItem:
    """One item in the minutes. Of a private one its readers see all; others only these first five."""

    pk: int
    number: str
    title: str
    is_private: bool = False
    private_reason: str = ""
    is_readable: bool = True
    passages: list[Passage] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    actions: list[ActionPoint] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    # that another took the chair for it, or that it was taken off; and what it lacked to be quorate
    chair: str = ""
    quorum: str = ""
    corrections: list[MinutesCorrection] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """The words of each paragraph with its number."""
        return [(each.number, each.text) for each in self.passages]


@dataclass(frozen=True)
class ReadableMinutes:
    """The whole minutes for one circle of readers; `names_people` says whether persons or only seats are named."""

    minutes: Minutes
    groups: list[Group]
    declarations: list[Declaration]
    items: list[MinutedItem]
    names_people: bool
    reports: list[Report] = field(default_factory=list)
    # of the minutes as a whole; those of an item stand with it
    corrections: list[MinutesCorrection] = field(default_factory=list)
    # for which items it was quorate, where attendance is recorded
    quorum: str = ""

    @property
    def sat(self) -> list[str]:
        """Where and when the meeting was held, as lines."""
        return sat_in_words(self.minutes.meeting)

    @property
    def listed_corrections(self) -> list[dict[str, str]]:
        """What was put right, in one list: {"where", "text"}. Those of an item stand with it too."""
        whole = [{"where": "The minutes as a whole", "text": each.text} for each in self.corrections]
        return whole + [
            {"where": f"Item {item.number}" if item.number else item.title, "text": each.text}
            for item in self.items
            for each in item.corrections
        ]


def minutes_for(minutes: Minutes, person) -> ReadableMinutes:
    """The minutes as the person may read them: private items for those whose seat reads them, or invited, but for
    those that the person took no part in."""
    body = minutes.meeting.body_id
    reads_private = may_see(person, Audience.PRIVATE_READERS, body)
    return readable_minutes(
        minutes,
        private=reads_private,
        names_people=may_see(person, Audience.SEATS, body),
        invited_to=frozenset() if reads_private else _invited_to(person),
        left_out_of=frozenset(left_out_of(minutes.meeting, person)),
    )


def _invited_to(person):
    if not person.pk:
        return frozenset()
    return frozenset(ItemInvitation.objects.holding().filter(person_id=person.pk).values_list("item", flat=True))


def readable_minutes(
    minutes: Minutes,
    *,
    private: bool,
    names_people: bool,
    invited_to: frozenset[int] = frozenset(),
    left_out_of: frozenset[int] = frozenset(),
) -> ReadableMinutes:
    """The minutes with or without their private items; the public's name the seats, and no persons. At most 18
    queries.

    `invited_to` are the ids of private items that a reader was let into, `left_out_of` of those that they took no
    part in.
    """
    meeting = minutes.meeting
    declared = list(meeting.declarations.standing().select_related("seat__organisation"))
    corrections = list(minutes.corrections.select_related("agreed_by"))
    listed = list(_items(meeting))
    items = [item for item in listed if not item.withdrawn_at]
    readable = {item.pk for item in items if _is_readable(item, private, invited_to, left_out_of)}
    roll = roll_of(meeting)
    # most meetings are quorate throughout, and lack nobody whose name is to be asked for
    names = names_in(meeting) if any(roll.quorum_for(each).missing for each in items) else {}
    said = Said(took_the_chair(roll, items, names_people), lacked_quorum(roll, items, names))
    return ReadableMinutes(
        minutes,
        who_was_there(roll, items, names_people=names_people, readable=readable),
        _of(None, declared),
        [
            _taken_off(item)
            if item.withdrawn_because
            else _minuted(item, declared, corrections, said, item.pk in readable)
            for item in listed
        ],
        names_people,
        reports_to(meeting, private=private, seats=names_people),
        _of(None, corrections),
        reached_in_words(roll, items, names) if roll.filled else "",
    )


class Said(NamedTuple):
    """What minutes say under an item of who was there for it, by the item's id."""

    chairs: dict[int, str]
    quorum: dict[int, str]


def _is_readable(item, private, invited_to, left_out_of):
    return not item.is_private or ((private or item.pk in invited_to) and item.pk not in left_out_of)


def _of(item, rows):
    return [each for each in rows if each.item_id == item]


def _items(meeting):
    """Those of the agenda, and at its place each that was taken off it for a reason: before the meeting, or of those
    that were added while it sat."""
    actions = ActionPoint.objects.select_related("owner__organisation").order_by("reference")
    standing = Decision.objects.standing().select_related("referred_to_body", "referred_to_organisation")
    decisions = with_votes_and_dissent(standing)
    return (
        meeting.items.filter(Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""))
        .select_related("minute")
        .prefetch_related(Prefetch("decisions", decisions), Prefetch("action_points", actions))
    )


def _taken_off(item):
    """Its title may be what was wrong: nobody reads it here."""
    added, sent = "added while the meeting sat, and taken off again", "taken off before the meeting"
    how = f"It was {added}." if item.urgency else f"It went out with the agenda, and was {sent}."
    said = f"{how} Why: {full_stop(item.withdrawn_because)}"
    return MinutedItem(item.pk, item.number, "Taken off the agenda", chair=said)


def _minuted(item, declared, corrections, said, is_readable):
    if not is_readable:
        return MinutedItem(item.pk, item.number, item.public_title, True, item.private_reason, is_readable=False)
    return MinutedItem(
        item.pk,
        item.number,
        item.title,
        item.is_private,
        item.private_reason,
        passages=item.minute.passages if hasattr(item, "minute") else [],
        decisions=list(item.decisions.all()),
        actions=list(item.action_points.all()),
        declarations=_of(item.pk, declared),
        corrections=_of(item.pk, corrections),
        chair=said.chairs.get(item.pk, ""),
        quorum=said.quorum.get(item.pk, ""),
    )


def minutes_are_readable(meeting_id: int, person) -> bool:
    """Whether the person may read the meeting's minutes. One query."""
    return Minutes.objects.visible_to(person).filter(meeting=meeting_id).exists()


def rows_of_minutes(request, pk: int) -> tuple[QuerySet, ...]:
    """Every table that the public sees of a meeting's minutes, the body's next meeting among them."""
    of_its_items = {"item__meeting": pk}
    return (
        Meeting.objects.filter(body__meetings=pk),
        AgendaItem.objects.filter(meeting=pk),
        *(each.objects.filter(meeting=pk) for each in (Attendance, Chairing, Declaration, Guest, Movement)),
        Decision.objects.filter(**of_its_items),
        Dissent.objects.filter(decision__item__meeting=pk),
        Decision.must_act.through.objects.filter(decision__item__meeting=pk),
        ActionPoint.objects.filter(**of_its_items),
        Minutes.objects.filter(meeting=pk),
        MinuteText.objects.filter(**of_its_items),
        WrittenProcedure.objects.filter(reported_to=pk),
        MinutesCorrection.objects.filter(minutes__meeting=pk),
        MinutesVersion.objects.filter(minutes__meeting=pk),
        MinutesWithdrawal.objects.filter(version__minutes__meeting=pk),
        Document.objects.filter(
            pk__in=MinutesFile.objects.filter(version__minutes__meeting=pk, for_members=False).values("document")
        ),
        *(each.objects.all() for each in (Partnership, Body, Organisation, Seat)),
    )


def next_meeting_after(meeting: Meeting) -> Meeting | None:
    """The body's next ordinary meeting that was not cancelled: it approves the minutes."""
    later = Meeting.objects.ordinary().filter(body=meeting.body_id, starts_at__gt=meeting.starts_at)
    return later.exclude(state=Meeting.State.CANCELLED).order_by("starts_at").first()


def meetings_that_may_approve(minutes: Minutes, person) -> QuerySet[Meeting]:
    """Later ordinary meetings of the body that have opened."""
    of = minutes.meeting
    opened = (Meeting.State.IN_SESSION, Meeting.State.CONCLUDED)
    later = (
        Meeting.objects.visible_to(person)
        .ordinary()
        .filter(body=of.body_id, starts_at__gt=of.starts_at, state__in=opened)
    )
    return later.order_by("starts_at")


def minutes_to_approve(meeting: Meeting, person) -> list[Minutes]:
    """The body's cleared minutes of earlier meetings that no meeting has approved yet: this one's matter,
    unless it is extraordinary."""
    if meeting.is_extraordinary:
        return []
    waiting = Minutes.objects.visible_to(person).filter(
        state=Minutes.State.CLEARED, meeting__body=meeting.body_id, meeting__starts_at__lt=meeting.starts_at
    )
    return list(waiting.select_related("meeting").order_by("meeting__starts_at"))


def minutes_before(meeting: Meeting, person) -> list[Minutes]:
    """What was minuted before: the minutes that the meeting is to approve, else those of the body's last meeting."""
    waiting = minutes_to_approve(meeting, person)
    if waiting:
        return waiting
    earlier = {"meeting__body": meeting.body_id, "meeting__starts_at__lt": meeting.starts_at}
    minuted = Minutes.objects.visible_to(person).filter(**earlier).select_related("meeting")
    return list(minuted.order_by("-meeting__starts_at")[:1])
