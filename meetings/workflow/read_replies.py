"""What members' calendars answer: each message is judged, acted on or refused, and leaves a row that says which.

A message is believed only where the address that sends it is the one that answers, and is proved to be somebody's who
is asked to the meeting. Nobody else is written back to.
"""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction

from ccsp_portal import clock, mailboxes
from ccsp_portal.calendar.answers import Answer, Letter, read_letter
from ccsp_portal.govuk.templatetags.govuk import at_time, long_date
from ccsp_portal.jobs.heartbeats import beat_heart, begin_to_listen
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Conflict
from meetings.models import Meeting, ReadMessage, Reply
from meetings.queries.replies import seats_to_answer_for
from meetings.workflow.replies import reply
from partners.models import Appointment, Partnership, User
from partners.standing import standing_of

COUNTED, NOTED, REFUSED, UNREADABLE = ReadMessage.Outcome
PORTAL_ANSWERS = {
    "ACCEPTED": Reply.Answer.ATTENDING,
    "DECLINED": Reply.Answer.APOLOGIES,
    "TENTATIVE": Reply.Answer.UNDECIDED,
}
IN_WORDS = {"ACCEPTED": "attending", "DECLINED": "apologies", "TENTATIVE": "not sure yet"}
USE_THE_LINK = (
    "Please reply by the link in the latest letter about the meeting, or sign in to the portal and reply there."
)
LACKING = {
    "calendar": "It holds no answer of a calendar program.",
    "winmail": "It is a winmail.dat file, which only Outlook itself can read.",
    "sense": "Its calendar part is damaged.",
    "size": "It is larger than any answer of a calendar program.",
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Judgement:
    """What comes of a message: the outcome, why in a sentence, and whose it was and about what, where that is sure.

    `said` is what a message that does not count answers, in a sentence, for the secretary who records it by hand.
    `is_told` writes back to the person, with `what_to_do`; `is_named` where they may still know of the meeting.
    """

    outcome: str
    reason: str
    person: User | None = None
    meeting: Meeting | None = None
    is_told: bool = False
    what_to_do: str = USE_THE_LINK
    said: str = ""
    is_named: bool = True


def read_mailbox() -> int:
    """Take in every message in the mailbox; returns how many. One that can't be judged keeps no other waiting."""
    if settings.REPLIES_MAILBOX is None:
        return 0
    count = 0
    try:
        for raw in mailboxes.read(settings.REPLIES_MAILBOX):
            take_in(raw)
            count += 1
    except mailboxes.Unreachable as reason:
        logger.warning("%s: what is in it waits.", reason)
        begin_to_listen("mailbox")
    else:
        beat_heart("mailbox")
    return count


def take_in(raw: bytes) -> ReadMessage:
    """Judge a message and act on it, once however often it comes: the row that says what came of it."""
    letter = read_letter(raw)
    try:
        return _take_in_once(letter)
    except IntegrityError:
        # another process took in the same message meanwhile
        return ReadMessage.objects.get(key=letter.key)
    except OperationalError:
        # the database is away: the message comes again
        raise
    except Exception:
        logger.exception("A message to the mailbox for replies could not be judged")
        return ReadMessage.objects.create(
            key=letter.key,
            read_at=clock.now(),
            outcome=UNREADABLE,
            reason="The portal failed over it: its log says how.",
            sender=letter.sender,
            subject=letter.subject,
        )


@transaction.atomic
def _take_in_once(letter):
    before = ReadMessage.objects.filter(key=letter.key).first()
    if before:
        return before
    judged = _judge(letter)
    answer = letter.answer
    row = ReadMessage.objects.create(
        key=letter.key,
        read_at=clock.now(),
        outcome=judged.outcome,
        reason=f"{judged.reason} {judged.said}".strip()[:500],
        sender=letter.sender,
        subject=letter.subject,
        comment=answer.comment if answer else "",
        meeting=judged.meeting,
        person=judged.person,
        stamped_at=_stamped_at(answer),
    )
    if judged.is_told and not letter.is_automatic:
        _write_back(judged)
    return row


def _stamped_at(answer: Answer | None):
    """When the calendar wrote it: never later than now, or a wrong clock would shut out all that follows."""
    return min(answer.stamped_at, clock.now()) if answer and answer.stamped_at else clock.now()


def _judge(letter: Letter) -> Judgement:
    sender = User.objects.who_proved(letter.sender).first() if letter.sender and _is_vouched_for(letter) else None
    answer = letter.answer
    if answer is None:
        return Judgement(UNREADABLE, LACKING[letter.lacks], sender, is_told=sender is not None)
    if answer.method not in {"REPLY", "COUNTER"}:
        return Judgement(UNREADABLE, "It is no answer to an invitation.", sender)
    meeting = Meeting.objects.filter(uid=answer.uid).select_related("body").first()
    if meeting is None:
        return Judgement(REFUSED, "It answers an invitation that is not the portal’s.", sender)
    disbelief = _why_not_believed(letter, sender)
    if disbelief:
        return Judgement(REFUSED, disbelief, None, meeting, said=_said_for(answer))
    return _judge_answer(answer, answer.said_by(letter.sender), sender, meeting)


def _said_for(answer):
    """Whom an answer that is not believed answers for, and what. Never an address: what is kept here stays."""
    known = [(address, IN_WORDS[status]) for address, status in answer.attendees if status in IN_WORDS]
    if not known:
        return ""
    address, words = known[0]
    person = User.objects.who_proved(address).first()
    return f"It answers for {person}: {words}." if person else f"It says: {words}."


def _why_not_believed(letter, sender):
    if not letter.sender:
        return "Its sender can’t be told: it names nobody, or more than one."
    if not _is_vouched_for(letter):
        return "Our mail server does not vouch for the address that it says it is from."
    if not letter.answer.said_by(letter.sender):
        return "The address that it is from is not the one that it answers for."
    return "" if sender else "Nobody who is asked to the meeting has this address."


def _is_vouched_for(letter):
    server = settings.REPLIES_AUTHENTICATED_BY
    return not server or letter.is_vouched_for_by(server)


def _judge_answer(answer, status, person, meeting):
    """An answer that is from whom it says, about a meeting of ours: whether it still can count."""
    asked = seats_to_answer_for(person, meeting)
    if not asked:
        # no more of the meeting than the body's name: they may no longer know of it
        reason = f"They have no seat on the {meeting.body.name} that is asked to its meetings."
        told = "If this is a mistake, write to the secretary."
        said = _said(status)
        return Judgement(REFUSED, reason, person, meeting, is_told=True, what_to_do=told, said=said, is_named=False)
    late = _why_too_late(answer, meeting)
    if late:
        return Judgement(REFUSED, late, person, meeting, is_told=True, said=_said(status))
    return _judge_status(answer, status, person, meeting, asked)


def _judge_status(answer, status, person, meeting, asked):
    """An answer that comes in time: what it says, and whether a seat replies by it."""
    if answer.method == "COUNTER":
        return Judgement(NOTED, _proposal(answer), person, meeting)
    if status == "DELEGATED":
        reason = "It passes the invitation on to somebody else, which a calendar can’t do here."
        told = "To send your deputy, reply by the link in the letter, and say which deputy you send."
        return Judgement(REFUSED, reason, person, meeting, is_told=True, what_to_do=told)
    if status not in PORTAL_ANSWERS:
        return Judgement(NOTED, "It neither accepts nor declines.", person, meeting)
    if _is_older(answer, person, meeting, [each.seat for each in asked]):
        return Judgement(REFUSED, "A later answer had come before it.", person, meeting, said=_said(status))
    return _act(answer, status, person, meeting, asked)


def _said(status):
    return f"It says: {IN_WORDS[status]}." if status in IN_WORDS else ""


def _why_too_late(answer, meeting):
    if meeting.state == Meeting.State.CANCELLED:
        return "The meeting is cancelled."
    if meeting.state not in (Meeting.State.CONVENED, Meeting.State.CIRCULATED):
        return "The meeting has begun, or is over."
    if answer.sequence < meeting.asked_sequence:
        return "It answers an earlier date: the meeting has moved since."
    return ""


def _proposal(answer):
    if not answer.proposed:
        return "They ask for another time."
    starts_at, ends_at = (moment.astimezone(clock.LONDON) for moment in answer.proposed)
    return f"They propose another time: {long_date(starts_at)}, {at_time(starts_at)} to {at_time(ends_at)}."


def _is_older(answer, person, meeting, seats):
    """Whether a message of theirs that was written later, or another reply of the seat, has been taken in already."""
    stamped_at = _stamped_at(answer)
    later = ReadMessage.objects.filter(meeting=meeting, person=person, stamped_at__gt=stamped_at)
    if later.filter(outcome__in=[COUNTED, NOTED]).exists():
        return True
    elsewhere = Reply.objects.filter(meeting=meeting, seat__in=seats, replied_at__gt=stamped_at)
    return elsewhere.exclude(came_by=Reply.CameBy.CALENDAR).exists()


def _act(answer, status, person, meeting, asked):
    """Reply for each seat that the person holds. A deputy's calendar speaks for a seat that nobody holds, or that sends
    them."""
    seats = [each.seat for each in asked]
    mine = {each.seat_id for each in standing_of(person) if each.seat_id and not each.deputy}
    held = Appointment.objects.current().substantive().filter(seat__in=seats).values_list("seat", flat=True)
    if status != "TENTATIVE":
        mine |= {each.seat.pk for each in asked if each.reply and _sends(each.reply, person)}
    speaks_for = [seat for seat in seats if seat.pk in mine or seat.pk not in set(held)]
    if not speaks_for:
        words = f"A deputy’s calendar says: {IN_WORDS[status]}. The seat’s holder answers for it."
        return Judgement(NOTED, words, person, meeting)
    said = {each.seat.pk: each.reply for each in asked if each.reply}
    try:
        for seat in speaks_for:
            # a calendar doesn't ask how they attend: what they said of it before stands
            manner = said[seat.pk].manner if seat.pk in said and status == "ACCEPTED" else ""
            more = {"manner": manner, "note": answer.comment[:300], "came_by": Reply.CameBy.CALENDAR}
            reply(meeting, seat, PORTAL_ANSWERS[status], by=person, **more)
    except (Conflict, PermissionDenied, ValidationError) as refusal:
        return Judgement(REFUSED, _words_of(refusal), person, meeting, is_told=True, said=_said(status))
    outcome = NOTED if status == "TENTATIVE" else COUNTED
    return Judgement(outcome, f"Their calendar says: {IN_WORDS[status]}.", person, meeting)


def _sends(given, person):
    return given.deputy is not None and given.deputy.person_id == person.pk


def _words_of(refusal):
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def _write_back(judged):
    """Say that it was not counted, and what to do: once a day for one reason, whatever keeps coming."""
    about = judged.meeting.pk if judged.meeting else "none"
    reason = judged.reason.replace("They have", "You have")
    outbox.put(
        [judged.person],
        "meetings/notices/reply_not_counted.txt",
        once=f"reply not counted/{about}/{judged.reason[:80]}/{clock.today()}",
        sight=None,
        meeting=judged.meeting if judged.is_named else None,
        reason=reason,
        what_to_do=judged.what_to_do,
        contact=Partnership.objects.get().contact_email,
    )
