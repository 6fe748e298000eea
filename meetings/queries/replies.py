"""Who is invited to a meeting, who has read about it, and what each seat answered."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from ccsp_portal import clock
from meetings.models import Meeting, Reply
from partners.models import Appointment, Body, Role, Seat, SeatTerms, User
from partners.models.dated import current
from partners.standing import standing_of

# what a calendar calls the answers (RFC 5545, 3.2.12)
NEEDS_ACTION, ACCEPTED = "NEEDS-ACTION", "ACCEPTED"
PARTSTATS: dict[str, str] = {
    Reply.Answer.ATTENDING: ACCEPTED,
    Reply.Answer.UNDECIDED: "TENTATIVE",
    Reply.Answer.DEPUTY: "DELEGATED",
    Reply.Answer.APOLOGIES: "DECLINED",
}
# of what somebody's seats answered, the first counts
FIRST = (ACCEPTED, NEEDS_ACTION, *PARTSTATS.values())

# everybody with a seat is asked to come, but for the auditor, who reads what is left behind
INVITED_ROLES = frozenset(role for role, _ in Role.of_seats()) - {Role.AUDITOR}


@dataclass(frozen=True)
class InvitedSeat:
    """A seat that is asked to a meeting: its terms and people of today, and its answer to the latest invitation."""

    seat: Seat
    role: str
    counts_to_quorum: bool
    holder: Appointment | None = None
    deputies: tuple[Appointment, ...] = ()
    reply: Reply | None = None
    # answered an earlier date, or for the holder before, and is asked again
    outdated: Reply | None = None
    # said in their calendar that they are not sure yet
    undecided: Reply | None = None
    # asked of a deputy of the seat
    as_deputy: bool = False
    # whose holder has replied and did not send them
    is_closed_to_deputy: bool = False
    read_at: datetime | None = field(default=None)

    @property
    def people(self) -> list[Appointment]:
        """Who hears for the seat: its holder and deputies."""
        return [*([self.holder] if self.holder else []), *self.deputies]

    @property
    def to_nudge(self) -> list[Appointment]:
        """Whom to ask for an answer: the holder; the deputies where nobody holds the seat."""
        return answering_first(self.people)


def appointments_asked(body: Body, on: date | None = None) -> QuerySet[Appointment]:
    """The holders and deputies of the body's seats that are asked to meetings, on a day (today), with their seats."""
    day = on or clock.today()
    appointed = Appointment.objects.current(day).filter(
        current(day, "seat__"), current(day, "seat__terms__"), seat__body=body, seat__terms__role__in=INVITED_ROLES
    )
    return appointed.select_related("seat__organisation").order_by("seat__position", "seat__title")


def invited_people(body: Body, on: date | None = None) -> QuerySet[User]:
    """Everybody in a seat of the body that is asked to meetings, as holder or deputy, on a day (today)."""
    appointed = appointments_asked(body, on).order_by()
    return User.objects.filter(pk__in=appointed.values("person"), is_active=True)


def seats_invited(meeting: Meeting) -> list[InvitedSeat]:
    """Each seat asked to the meeting, in the body's order, with its people, answer and reading. Four queries."""
    people = _people_by_seat(meeting.body_id)
    replies = {reply.seat_id: reply for reply in _given(meeting)}
    read = meeting.receipts.of_anything()
    return [
        _invited_seat(terms, people.get(terms.seat_id, []), replies.get(terms.seat_id), read, meeting.asked_sequence)
        for terms in _terms_invited(meeting.body_id)
    ]


def _terms_invited(body_id):
    return (
        SeatTerms.objects.current()
        .filter(current(prefix="seat__"), seat__body=body_id, role__in=INVITED_ROLES)
        .select_related("seat__organisation")
        .order_by("seat__position", "seat__title")
    )


def _people_by_seat(body_id):
    people = {}
    for appointment in Appointment.objects.of_body(body_id):
        people.setdefault(appointment.seat_id, []).append(appointment)
    return people


def _invited_seat(terms, people, reply, read, asked_sequence):
    return InvitedSeat(
        seat=terms.seat,
        role=terms.role,
        counts_to_quorum=terms.counts_to_quorum,
        holder=next((each for each in people if each.kind == Appointment.Kind.SUBSTANTIVE), None),
        deputies=tuple(each for each in people if each.kind == Appointment.Kind.DEPUTY),
        read_at=max(filter(None, (read.get(each.person_id) for each in people)), default=None),
        **_answer(reply, asked_sequence),
    )


def _answer(reply, asked_sequence):
    """The reply as an answer for the meeting's present time; as one to an earlier time, or by somebody before today's
    holder, since a reply is of the person who gave it; or as none yet."""
    if reply is None:
        return {}
    if reply.sequence < asked_sequence or reply.is_predecessor_s:
        return {"outdated": reply}
    return {"undecided" if reply.answer == Reply.Answer.UNDECIDED else "reply": reply}


def _given(meeting):
    """What the seats answered, and whose each is: a predecessor's, a deputy's on the seat's behalf, or the holder's."""
    holding = Appointment.objects.current().substantive().filter(seat=OuterRef("seat"))
    deputising = Appointment.objects.current(OuterRef("replied_at__date")).filter(
        seat=OuterRef("seat"), person=OuterRef("replied_by"), kind=Appointment.Kind.DEPUTY
    )
    is_deputy_s = Exists(deputising) & ~Exists(holding.filter(person=OuterRef("replied_by")))
    return meeting.replies.select_related("deputy__person", "replied_by").annotate(
        is_predecessor_s=of_a_predecessor(), is_deputy_s=is_deputy_s, is_holder_s=Exists(holding) & ~is_deputy_s
    )


def of_a_predecessor(on: date | None = None) -> Exists:
    """The condition on a reply that whoever holds its seat on a day (today) began to after it was given."""
    holding = Appointment.objects.current(on).substantive()
    return Exists(holding.filter(seat=OuterRef("seat"), from_on__gt=OuterRef("replied_at__date")))


def without_reply(seats: list[InvitedSeat]) -> list[InvitedSeat]:
    """The seats that owe an answer and have somebody to give it."""
    return [each for each in seats if not each.reply and each.to_nudge]


def seats_to_answer_for(person, meeting: Meeting) -> list[InvitedSeat]:
    """The person's own seats that are asked to the meeting, with their answers: one in two seats answers for each.

    Two queries, and none for a person without such a seat.
    """
    mine = {
        standing.seat_id: standing.role
        for standing in standing_of(person)
        if standing.seat_id and standing.body_id == meeting.body_id and standing.role in INVITED_ROLES
    }
    if not mine:
        return []
    given = {reply.seat_id: reply for reply in _given(meeting).filter(seat__in=mine)}
    asked = []
    for seat in Seat.objects.filter(pk__in=mine).select_related("organisation"):
        answer = _answer(given.get(seat.pk), meeting.asked_sequence)
        as_deputy = deputises(person, seat)
        is_closed = as_deputy and is_closed_to_deputy(answer.get("reply"), person)
        role = mine[seat.pk]
        asked.append(InvitedSeat(seat, role, False, as_deputy=as_deputy, is_closed_to_deputy=is_closed, **answer))
    return asked


def answer_of(seat: Seat, meeting: Meeting) -> Reply | None:
    """What the seat answered to the latest invitation."""
    return _answer(_given(meeting).filter(seat=seat).first(), meeting.asked_sequence).get("reply")


def deputises(person, seat: Seat) -> bool:
    """Whether the person is a deputy of the seat today, and not its holder. No query of its own."""
    return seat.pk in seats_deputised(person)


def seats_deputised(person) -> frozenset[int]:
    """The ids of the seats of which the person is a deputy today, and not the holder. No query of its own."""
    mine = standing_of(person)
    deputising = {each.appointment_id for each in mine if each.deputy}
    held = {each.seat_id for each in mine if each.appointment_id not in deputising}
    return frozenset({each.seat_id for each in mine if each.deputy and each.seat_id}) - held


def is_closed_to_deputy(reply: Reply | None, person) -> bool:
    """Whether it is the holder's own answer, which a deputy leaves alone unless it sends that very deputy."""
    if reply is None or not reply.is_holder_s:
        return False
    return reply.deputy is None or reply.deputy.person_id != person.pk


def deputies_for(seat: Seat, meeting: Meeting) -> QuerySet[Appointment]:
    """The seat's deputies who are appointed today and still will be on the meeting's day."""
    return (
        Appointment.objects.current()
        .filter(current(meeting.day), seat=seat, kind=Appointment.Kind.DEPUTY, person__is_active=True)
        .select_related("person")
        .order_by("person__sort_key")
    )


def partstats(meeting: Meeting) -> dict[int, str]:
    """What calendars are told of each person's answer, as far as it stands, by their id. Four queries.

    Of a seat that somebody holds that is the holder's, and of who is sent as their deputy; a deputy who was not sent
    has answered nothing.
    """
    found: dict[int, set[str]] = {}
    for asked in seats_invited(meeting):
        given = asked.reply or asked.undecided
        for each in asked.to_nudge:
            is_theirs = asked.holder or (given and given.replied_by_id == each.person_id)
            found.setdefault(each.person_id, set()).add(
                PARTSTATS[given.answer] if given and is_theirs else NEEDS_ACTION
            )
        if given and given.deputy:
            found.setdefault(given.deputy.person_id, set()).add(ACCEPTED)
    return {pk: min(said, key=FIRST.index) for pk, said in found.items()}


def people_without_apologies(meeting: Meeting) -> QuerySet[User]:
    """Those invited, less those all of whose seats answered that they cannot come."""
    away = Reply.objects.filter(meeting=meeting, sequence__gte=meeting.asked_sequence, answer=Reply.Answer.APOLOGIES)
    away = away.filter(~of_a_predecessor())
    coming = Appointment.objects.current().filter(
        current(prefix="seat__"),
        current(prefix="seat__terms__"),
        ~Q(seat__in=away.values("seat")),
        seat__body=meeting.body_id,
        seat__terms__role__in=INVITED_ROLES,
    )
    return User.objects.filter(pk__in=coming.values("person"), is_active=True)


def replies_of(person) -> QuerySet[Reply]:
    """What the seats that the person holds or deputises for answered under today's holders: each with whether it is
    theirs `as_deputy`. At most one query."""
    mine = [each.seat_id for each in standing_of(person) if each.seat_id]
    given = Reply.objects.filter(~of_a_predecessor(), seat__in=mine) if mine else Reply.objects.none()
    return given.annotate(as_deputy=Q(seat__in=seats_deputised(person)))


def people_of_seats(seats) -> dict[int, list[Appointment]]:
    """Today's holders and deputies of each of the seats (a query of their ids), by the seat's id. One query."""
    appointments = Appointment.objects.current().filter(
        current(prefix="seat__"), seat__in=seats, person__is_active=True
    )
    people: dict[int, list[Appointment]] = {}
    for appointment in appointments.select_related("person").order_by("-kind", "person__sort_key"):
        people.setdefault(appointment.seat_id, []).append(appointment)
    return people


def answering_first(appointments: list[Appointment]) -> list[Appointment]:
    """Who answers for a seat: its holder; its deputies where nobody holds it."""
    return [each for each in appointments if each.kind == Appointment.Kind.SUBSTANTIVE] or appointments
