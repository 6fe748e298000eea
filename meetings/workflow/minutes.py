"""Minutes go to the chair, are cleared, and are approved by a later meeting. How they are written: `minuting`."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.notices import outbox
from ccsp_portal.typeset.typesetting import NotTypeset
from ccsp_portal.workflow import Conflict, Move, lock
from meetings.models import Meeting, Minutes
from meetings.papers.minutes import printed_minutes
from meetings.queries.people import people_in
from meetings.queries.replies import invited_people
from meetings.workflow.minuting import WRITE, write_minute
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

logger = logging.getLogger(__name__)

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

    Two files are kept with their hashes, as they were: the members', and the public's with the open items only.
    """
    fresh = lock(minutes)
    CLEAR.check(fresh, by)
    cleared_at = clock.now()
    files = {
        "open_document": _kept(fresh, by, cleared_at, for_members=False),
        "members_document": _kept(fresh, by, cleared_at, for_members=True),
    }
    cleared = CLEAR.make(fresh, by, cleared_at=cleared_at, cleared_by=by, chair_note="", **files)
    _tell(invited_people(cleared.meeting.body), "minutes_cleared", cleared)
    return cleared


def _kept(minutes, by, at, *, for_members):
    try:
        printed = printed_minutes(minutes, for_members=for_members, cleared_at=at)
    except NotTypeset as failure:
        logger.exception("The minutes of meeting %s could not be set", minutes.meeting_id)
        raise Conflict(
            "The minutes could not be made into a PDF, so nothing was published. Try again later."
        ) from failure
    return store_bytes(printed.data, printed.name, printed.media_type, by=by, marking=printed.marking)


@transaction.atomic
def approve_minutes(minutes: Minutes, *, at: Meeting, correction: str = "", by: User) -> Minutes:
    """A later meeting of the body approved the minutes, with corrections where it agreed any.

    Raises ValidationError unless that meeting has opened, and is of the same body and later.
    """
    of = minutes.meeting
    has_opened = at.state in (Meeting.State.IN_SESSION, Meeting.State.CONCLUDED)
    if at.body_id != of.body_id or at.starts_at <= of.starts_at or not has_opened:
        raise ValidationError({"at": "Choose a later meeting of the same body that has opened."})
    return APPROVE.make(minutes, by, approved_by_meeting=at, approved_at=clock.now(), correction=correction.strip())


@transaction.atomic
def sign_minutes(minutes: Minutes, *, by: User) -> Minutes:
    """The chair signs what the meeting approved."""
    return SIGN.make(minutes, by, signed_at=clock.now())


def _tell(people, template, minutes):
    outbox.put(
        people,
        f"meetings/notices/{template}.txt",
        once=f"{template}/{minutes.meeting.uid}/{minutes.version}",
        subject_thing=minutes,
        minutes=minutes,
        meeting=minutes.meeting,
    )
