"""Minutes go to the chair, are cleared, and are approved by a later meeting. How they are written: `minuting`."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Move
from meetings.models import Decision, Meeting, Minutes
from meetings.queries.people import people_in
from meetings.queries.replies import invited_people
from meetings.queries.session import without_decision
from meetings.workflow.minuting import WRITE, write_minute
from meetings.workflow.publication import Correction, Stage, publish, record_corrections
from meetings.workflow.records import DECIDE, record_decision
from partners.models import Role, User

# writing is an act of minutes, and has a module of its own
__all__ = [
    "MOVES",
    "WRITE",
    "approve_minutes",
    "clear_minutes",
    "return_minutes",
    "send_to_chair",
    "sign_minutes",
    "write_minute",
]

DRAFT, WITH_CHAIR, CLEARED = Minutes.State.DRAFT, Minutes.State.WITH_CHAIR, Minutes.State.CLEARED
APPROVED, SIGNED = Minutes.State.APPROVED, Minutes.State.SIGNED

#              verb                          from                    to          permission
SEND = Move("send to the chair", frozenset({DRAFT}), WITH_CHAIR, "meetings.send_minutes_to_chair")
RETURN = Move("return to the secretary", frozenset({WITH_CHAIR}), DRAFT, "meetings.return_minutes")
CLEAR = Move("clear the minutes", frozenset({WITH_CHAIR}), CLEARED, "meetings.clear_minutes")
APPROVE = Move("record the approval", frozenset({CLEARED}), APPROVED, "meetings.approve_minutes")
SIGN = Move("sign the minutes", frozenset({APPROVED}), SIGNED, "meetings.sign_minutes")
MOVES = (SEND, RETURN, CLEAR, APPROVE, SIGN)


@transaction.atomic
def send_to_chair(minutes: Minutes, *, by: User) -> Minutes:
    """The secretary's draft is ready for the chair, who is told."""
    sent = SEND.make(minutes, by, sent_to_chair_at=clock.now(), chair_note="")
    _tell(people_in(sent.meeting.body, Role.CHAIR, Role.VICE_CHAIR), "minutes_to_clear", sent)
    return sent


@transaction.atomic
def return_minutes(minutes: Minutes, *, note: str, by: User) -> Minutes:
    """The chair asks for changes; the secretary is told. Raises ValidationError without a note."""
    if not note.strip():
        raise ValidationError({"note": "Enter what should be changed."})
    returned = RETURN.make(minutes, by, chair_note=note.strip())
    _tell(people_in(returned.meeting.body, Role.SECRETARY), "minutes_returned", returned)
    return returned


@transaction.atomic
def clear_minutes(minutes: Minutes, *, by: User) -> Minutes:
    """The chair clears the minutes: they are public as a draft, never change again, and the members are told.

    The first version of them is kept with its files, as they were: the members', and the public's with the open items
    only.
    """
    cleared = CLEAR.make(minutes, by, cleared_at=clock.now(), cleared_by=by, chair_note="")
    publish(cleared, Stage.DRAFT, by=by)
    _tell(invited_people(cleared.meeting.body), "minutes_cleared", cleared)
    return cleared


@transaction.atomic
def approve_minutes(minutes: Minutes, *, at: Meeting, corrections: Iterable[Correction] = (), by: User) -> Minutes:
    """A later meeting of the body approved the minutes, with corrections where it agreed any: a version of its own.

    The draft is kept. While that meeting sits, and has decided nothing yet on its item about the minutes, this is its
    decision. Raises ValidationError unless that meeting has opened, and is of the same body and later.
    """
    _refuse_other_meeting(minutes, at)
    approved = APPROVE.make(minutes, by, approved_by_meeting=at, approved_at=clock.now())
    with acting(APPROVE.verb, by):
        agreed = record_corrections(approved, corrections, agreed_by=at, by=by)
    what = "Approved with corrections." if agreed else "Approved as they were."
    publish(approved, Stage.APPROVED, note=what, by=by)
    _decide(at, f"The minutes of {minutes.meeting.day:%-d %B %Y} were {what[0].lower()}{what[1:]}", by)
    _tell(people_in(approved.meeting.body, Role.CHAIR, Role.VICE_CHAIR), "minutes_to_sign", approved)
    return approved


def _decide(at, words, by):
    """What the meeting that sits has decided, on its item about the minutes, unless it says so already."""
    item = without_decision(at.items.live().filter(standing="minutes")).first()
    if item and DECIDE.is_open_to(by, at):
        record_decision(item, outcome=Decision.Outcome.AGREED, text=words, by=by)


def _refuse_other_meeting(minutes, at):
    of = minutes.meeting
    has_opened = at.state in (Meeting.State.IN_SESSION, Meeting.State.CONCLUDED)
    if at.body_id != of.body_id or at.starts_at <= of.starts_at or not has_opened:
        raise ValidationError({"at": "Choose a later meeting of the same body that has opened."})


@transaction.atomic
def sign_minutes(minutes: Minutes, *, at: Meeting | None = None, by: User) -> Minutes:
    """The chair signs what the meeting approved, at that meeting or a later one, or between meetings (None).

    Raises ValidationError unless that meeting has opened, and is of the same body and later.
    """
    if at:
        _refuse_other_meeting(minutes, at)
    signed = SIGN.make(minutes, by, signed_at=clock.now(), signed_by=by, signed_at_meeting=at)
    publish(signed, Stage.SIGNED, note="Signed by the chair.", by=by)
    return signed


def _tell(people, template, minutes):
    outbox.put(
        people,
        f"meetings/notices/{template}.txt",
        once=f"{template}/{minutes.meeting.uid}/{minutes.version}",
        subject_thing=minutes,
        minutes=minutes,
        meeting=minutes.meeting,
    )
