"""The steps of the meeting's clock that are acts: the agenda is set, papers are called for, action notes go out."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Move, NotOpen, lock
from meetings.models import ActionPoint, AgendaItem, Meeting, Minutes, PaperCall
from meetings.queries.calls import items_to_call
from meetings.queries.replies import answering_first, people_of_seats
from meetings.workflow.invitations import about
from meetings.workflow.links import action_link
from partners.models import Appointment, User

State = Meeting.State
#                  verb                   from                         to    permission
SET_AGENDA = Move("agree the agenda", frozenset({State.CONVENED}), None, "meetings.set_agenda")
CALL = Move("call for papers", frozenset({State.CONVENED}), None, "meetings.call_for_papers")
SEND_NOTES = Move("send the action notes", frozenset({State.CONCLUDED}), None, "meetings.send_action_notes")
MOVES = (SET_AGENDA, CALL, SEND_NOTES)


def is_taken(meeting: Meeting, move: Move) -> bool:
    """Whether it is a step that is taken once, and was."""
    return bool((move is SET_AGENDA and meeting.agenda_set_at) or (move is SEND_NOTES and meeting.notes_sent_at))


@transaction.atomic
def set_agenda(meeting: Meeting, *, by) -> Meeting:
    """Record that the chair and the secretary have set the agenda. It may still change; the first day is kept."""
    meeting = lock(meeting)
    SET_AGENDA.check(meeting, by)
    if meeting.agenda_set_at:
        raise NotOpen("It is recorded already that the agenda is set.")
    return SET_AGENDA.make(meeting, by, agenda_set_at=clock.now(), agenda_set_by=by)


@transaction.atomic
def call_for_papers(meeting: Meeting, *, by) -> list[PaperCall]:
    """Ask each seat that presents an item for its paper, by the day for papers; only what was not asked before.

    One letter a person, with all that their seats are asked for. ValidationError where there is nothing new to ask.
    """
    meeting = lock(meeting)
    CALL.check(meeting, by)
    items = list(items_to_call(meeting))
    if not items:
        raise ValidationError("There is nobody new to ask: every seat that presents an item was asked for its paper.")
    now = clock.now()
    with acting("call for", by):
        calls = [
            PaperCall.objects.create(item=item, seat_id=item.presenter_id or 0, called_at=now, called_by=by)
            for item in items
        ]
    meeting = CALL.make(meeting, by, called_at=now, called_by=by)
    for person, asked in by_person(items).items():
        outbox.put(
            [person],
            "meetings/notices/call_for_papers.txt",
            once=f"call for papers/{calls[0].pk}",
            items=asked,
            **about(meeting),
        )
    return calls


def by_person(items: Iterable[AgendaItem]) -> dict[User, list[AgendaItem]]:
    """What each person is asked for, by the seats that they hold; a vacant seat's deputies are asked for it."""
    asked: dict[User, list[AgendaItem]] = {}
    people = people_of_seats([item.presenter_id for item in items])
    for item in items:
        for appointment in answering_first(people.get(item.presenter_id or 0, [])):
            asked.setdefault(appointment.person, []).append(item)
    return asked


@transaction.atomic
def send_notes(meeting: Meeting, *, by) -> Meeting:
    """Send everybody who owes an action point of the meeting a letter with theirs, once: the minutes take longer."""
    meeting = lock(meeting)
    SEND_NOTES.check(meeting, by)
    if meeting.notes_sent_at:
        raise NotOpen("The action notes of this meeting have gone out already.")
    meeting = SEND_NOTES.make(meeting, by, notes_sent_at=clock.now(), notes_sent_by=by)
    are_minutes_out = Minutes.objects.filter(meeting=meeting, state__in=Minutes.PUBLIC).exists()
    for person, owed in owed_by_person(meeting).items():
        outbox.put(
            [person],
            "meetings/notices/action_notes.txt",
            once=f"action notes/{meeting.pk}",
            # what is private is not behind a link that a mailbox opens
            actions=[(action, "" if action.item.is_private else action_link(action)) for action in owed],
            are_minutes_out=are_minutes_out,
            **about(meeting),
        )
    return meeting


def owed_by_person(meeting: Meeting) -> dict[User, list[ActionPoint]]:
    """The meeting's action points by who is to see to each: whoever holds the seat that owes it."""
    actions = list(ActionPoint.objects.unfinished().filter(item__meeting=meeting).select_related("owner", "item"))
    people: dict[int, list[Appointment]] = people_of_seats([action.owner_id for action in actions])
    owed: dict[User, list[ActionPoint]] = {}
    for action in actions:
        for appointment in answering_first(people.get(action.owner_id, [])):
            owed.setdefault(appointment.person, []).append(action)
    return owed
