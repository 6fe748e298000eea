"""The link in a letter by which a seat is answered for without signing in: one person, one seat, one meeting."""

from dataclasses import dataclass

from ccsp_portal import clock
from ccsp_portal.notices.personal import marked_address, read_token
from meetings.models import Meeting
from meetings.queries.replies import InvitedSeat, appointments_asked, seats_to_answer_for
from partners.models import User

PURPOSE = "reply"
AHEAD = frozenset({Meeting.State.CONVENED, Meeting.State.CIRCULATED})


@dataclass(frozen=True)
class ReplyLink:
    """A link as a letter shows it: for which seat, and the address, whose token is made when the letter leaves."""

    seat: str
    address: str


@dataclass(frozen=True)
class Asked:
    """What a link is for: who is asked to which meeting, in which seat, with the answer so far."""

    person: User
    meeting: Meeting
    invited: InvitedSeat


class DeadLink(Exception):
    """The link can't be used any more: `heading` and `sentence` say why, without saying whose it was."""

    status = 410

    def __init__(self, heading: str, sentence: str):
        super().__init__(sentence)
        self.heading, self.sentence = heading, sentence


UNKNOWN = (
    "This link no longer works",
    "It may have been cut short, or be for a seat that has passed to somebody else, or your address has changed. "
    "Sign in to reply, or tell the secretary.",
)
BEGUN = ("It is too late to reply by this link", "The meeting has begun. Tell the secretary if something has changed.")


def links_for(meeting: Meeting, people) -> dict[int, dict]:
    """The links of each person's letter, one for each of their seats: {id: {"reply_links": […]}}. One query."""
    links: dict[int, list[ReplyLink]] = {person.pk: [] for person in people}
    for appointment in appointments_asked(meeting.body).filter(person__in=list(links)):
        address = marked_address("meetings:reply_by_link", PURPOSE, meeting.pk, appointment.seat_id)
        links[appointment.person_id].append(ReplyLink(str(appointment.seat), address))
    return {pk: {"reply_links": found} for pk, found in links.items()}


def asked_by(token: str) -> Asked:
    """What the link asks, today. Raises DeadLink for one that is not ours or has had its day."""
    read = read_token(token, PURPOSE)
    if read is None:
        raise DeadLink(*UNKNOWN)
    person, (meeting_id, seat_id) = read
    meeting = Meeting.objects.select_related("body").filter(pk=meeting_id).first()
    mine = seats_to_answer_for(person, meeting) if meeting else []
    invited = next((each for each in mine if each.seat.pk == seat_id), None)
    if meeting is None or invited is None:
        raise DeadLink(*UNKNOWN)
    if meeting.state == Meeting.State.CANCELLED:
        raise DeadLink("The meeting is cancelled", "You need not reply.")
    if meeting.state not in AHEAD or meeting.starts_at <= clock.now():
        raise DeadLink(*BEGUN)
    return Asked(person, meeting, invited)
