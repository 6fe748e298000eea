"""Seats answer the invitation, the portal notes who has read it, and the secretary asks the rest again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Conflict, Move, lock
from meetings.models import Meeting, Receipt, Reply
from meetings.queries.replies import (
    answer_of,
    deputies_for,
    deputises,
    is_closed_to_deputy,
    seats_invited,
    without_reply,
)
from meetings.workflow.invitations import REQUEST, about, calendars_for
from meetings.workflow.reply_links import links_for
from meetings.workflow.scheduling import AHEAD
from partners.models import Appointment, Seat, User
from partners.standing import seats_of

#              verb                  from   to    permission
REPLY = Move("reply", AHEAD, None, "meetings.reply_to_meeting")
NUDGE = Move("nudge", AHEAD, None, "meetings.nudge_members")
MOVES = (REPLY, NUDGE)
HOLDER_REPLIED = "The holder of this seat has replied, so a deputy can’t change it."


@transaction.atomic
def reply(
    meeting: Meeting,
    seat: Seat,
    answer: str,
    *,
    manner: str = "",
    deputy: Appointment | None = None,
    note: str = "",
    sequence: int | None = None,
    came_by: str = Reply.CameBy.PORTAL,
    by: User,
) -> Reply:
    """A seat says whether it will be there; it may say otherwise until the meeting opens.

    `manner` says how somebody comes: in person or online. By one of the seat's own people, or by the secretary for a
    seat that answered by other means. A deputy who says that they come is the deputy whom the seat sends, and says how;
    the holder hears of what a deputy replied. Raises NotOpen once the meeting has opened or is off, Conflict when its
    time was moved since `sequence` was read and for a deputy once the holder has replied, and ValidationError for a
    deputy who is not one of the seat's on that day.
    """
    held = lock(meeting)
    REPLY.check(held, by)
    if seat.pk not in seats_of(by) and not by.has_perm("meetings.reply_for_seat", held):
        raise PermissionDenied("You can reply for your own seats only.")
    if sequence is not None and sequence < held.asked_sequence:
        raise Conflict("The meeting was moved while you were replying. Look at the new date, then reply again.")
    by_deputy = deputises(by, seat) and not by.has_perm("meetings.reply_for_seat", held)
    before = answer_of(seat, held)
    if by_deputy and is_closed_to_deputy(before, by):
        raise Conflict(HOLDER_REPLIED)
    if by_deputy and answer == Reply.Answer.ATTENDING:
        answer, deputy = Reply.Answer.DEPUTY, deputies_for(seat, held).filter(person=by).first()
    elif deputy and before and before.deputy == deputy:
        # how they come is for the deputy to say, and stands
        manner = before.manner
    _refuse_wrong_deputy(held, seat, answer, deputy)
    said = {"answer": answer, "manner": manner, "deputy": deputy, "note": note.strip(), "came_by": came_by}
    given = _save_reply(held, seat, by, **said)
    sent = before.deputy if before else None
    if sent != deputy:
        _tell_deputy(sent, "deputy_not_sent", given, by)
        _tell_deputy(deputy, "deputy_sent", given, by)
    if by_deputy and answer != Reply.Answer.UNDECIDED and _differs(given, before):
        _tell_holder(given)
    return given


def _tell_deputy(deputy, template, given, by):
    """Tell a deputy, and their calendar, that they are sent or not sent after all; not of what they did themself."""
    if deputy is None or deputy.person_id == by.pk:
        return
    meeting = given.meeting
    outbox.put(
        [deputy.person],
        f"meetings/notices/{template}.txt",
        once=f"{template}/{meeting.uid}/{given.seat_id}/{given.replied_at.isoformat()}",
        calendar=calendars_for([deputy.person], meeting, REQUEST),
        method=REQUEST,
        seat=given.seat,
        by=by,
        **about(meeting),
    )


def _differs(given, before):
    return before is None or (given.answer, given.deputy_id) != (before.answer, before.deputy_id)


def _tell_holder(given):
    """Tell the seat's holder what a deputy replied for it."""
    holding = Appointment.objects.current().substantive().filter(seat=given.seat_id)
    holders = list(User.objects.filter(pk__in=holding.values("person"), is_active=True))
    outbox.put(
        holders,
        "meetings/notices/replied_for.txt",
        once=f"replied for/{given.pk}/{given.replied_at.isoformat()}",
        each=links_for(given.meeting, holders),
        reply=given,
        **about(given.meeting),
    )


def _refuse_wrong_deputy(meeting, seat, answer, deputy):
    if seat.body_id != meeting.body_id:
        raise PermissionDenied("This seat is not of the body that meets.")
    if answer == Reply.Answer.DEPUTY and deputy not in deputies_for(seat, meeting):
        raise ValidationError("Choose one of the deputies appointed to your seat for that day.")


def _save_reply(meeting, seat, by, **answer):
    given = Reply.objects.filter(meeting=meeting, seat=seat).first() or Reply(meeting=meeting, seat=seat)
    for name, value in answer.items():
        setattr(given, name, value)
    given.sequence, given.replied_at, given.replied_by = meeting.sequence, clock.now(), by
    given.full_clean()
    with acting("send", by):
        given.save()
    return given


@transaction.atomic
def nudge(meeting: Meeting, *, by: User) -> list[User]:
    """Ask the seats that have not replied to do so; at most once a day each. Returns the people who are asked now."""
    NUDGE.check(lock(meeting), by)
    people = people_to_nudge(meeting)
    outbox.put(
        people,
        "meetings/notices/nudge.txt",
        once=_nudge_of_today(meeting),
        each=links_for(meeting, people),
        **about(meeting),
    )
    return people


def people_to_nudge(meeting: Meeting) -> list[User]:
    """Those who would be asked: each once, however many of their seats owe an answer, and not twice on one day."""
    owing = without_reply(seats_invited(meeting))
    people = {each.person_id: each.person for seat in owing for each in seat.to_nudge if each.person.is_active}
    asked = set(Notice.objects.filter(once_key=_nudge_of_today(meeting)).values_list("recipient", flat=True))
    return sorted((each for each in people.values() if each.pk not in asked), key=lambda person: person.sort_key)


def _nudge_of_today(meeting):
    return f"nudge/{meeting.uid}/{clock.today()}"


def record_reading(meeting: Meeting, person: User, *, pack: bool = False) -> None:
    """Note that somebody invited has read the meeting's page or, with `pack`, opened its pack: the latest time.

    It is no act: it refuses nobody and says nothing, and may be repeated.
    """
    column = "pack_read_at" if pack else "page_read_at"
    Receipt.objects.bulk_create(
        [Receipt(meeting=meeting, person=person, **{column: clock.now()})],
        update_conflicts=True,
        unique_fields=["meeting", "person"],
        update_fields=[column],
    )
