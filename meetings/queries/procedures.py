"""Where a written procedure stands: what each seat replied, who is waited for, what it comes to by the rule."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import full_stop
from ccsp_portal.quorum import Ballot, Count, Presence, QuorumRule, Vote, count_ballots
from meetings.models import Decision, Meeting, ReadingCopy, WrittenPaper, WrittenProcedure, WrittenReply
from meetings.queries.replies import INVITED_ROLES, answering_first, of_a_predecessor
from partners.audience import PRIVATE_READERS, Audience, bodies_seen_by
from partners.models import Appointment, Body, Organisation, Partnership, Role, Seat, SeatTerms, User
from partners.models.dated import current
from partners.standing import standing_of

State, Outcome, Answer = WrittenProcedure.State, WrittenProcedure.Outcome, WrittenReply.Answer
VOTES = {Answer.AGREE: Vote.AGREE, Answer.DISAGREE: Vote.DISAGREE, Answer.ABSTAIN: Vote.ABSTAIN}
RUNNING, CLOSED, WITHDRAWN, ALL = "running", "closed", "withdrawn", "all"
STATES = {
    RUNNING: (State.DRAFT, State.WITH_CHAIR, State.OPEN),
    CLOSED: (State.CLOSED,),
    WITHDRAWN: (State.WITHDRAWN,),
}
# said on the page, and kept by the one function that counts
RULE = (
    "A reply can be changed until the deadline.",
    "A deputy may reply for the seat, and its holder is told. Once the holder has replied, no deputy can change it.",
    "More seats that vote must agree than not. As many for as against is not agreed.",
    "Enough of the seats that count to the quorum must reply. To abstain is to reply.",
    "If one seat that votes asks to discuss it at a meeting, it is not decided in writing.",
    "A seat that nobody holds does not count, and neither does a reply from whoever held a seat before.",
    "A person in two seats counts once. Seats without a vote may reply, and are not counted.",
)
CASTING = "More seats that vote must agree than not. As many for as against is as the chair replied."


@dataclass(frozen=True)
class SeatAsked:
    """A seat that was asked: its terms, its people of today, and what it replied, if that still counts."""

    place: int
    seat: Seat
    votes: bool
    counts: bool
    people: list[Appointment] = field(default_factory=list)
    is_chair: bool = False
    reply: WrittenReply | None = None
    # given by whoever held the seat before: kept, and asked again
    outdated: WrittenReply | None = None

    @property
    def is_filled(self) -> bool:
        return bool(self.people)

    @property
    def matters(self) -> bool:
        """Whether its reply bears on what comes of it."""
        return self.is_filled and (self.votes or self.counts)

    @property
    def to_remind(self) -> list[Appointment]:
        return answering_first(self.people)

    @property
    def holder_replied(self) -> bool:
        """Whether the reply is of the seat's holder of today, which no deputy may change."""
        return any(each.is_holder and self.reply and each.pk == self.reply.appointment_id for each in self.people)

    def is_open_to(self, person) -> bool:
        """Whether one of the seat's people may reply now: its holder always, a deputy until the holder has."""
        return not self.holder_replied or any(each.is_holder and each.person_id == person.pk for each in self.people)


@dataclass(frozen=True)
class Standing:
    """How a written procedure stands now: its seats, and all that follows from their replies. No query."""

    procedure: WrittenProcedure
    seats: list[SeatAsked]

    @cached_property
    def count(self) -> Count:
        """The votes and the quorum, by the rule that was copied when it went out."""
        rule = QuorumRule.from_data(self.procedure.quorum or {})
        counting = sum(each.counts and each.is_filled for each in self.seats)
        ballots = [_ballot(each) for each in self.seats if each.is_filled and each.reply and each.reply.answer in VOTES]
        return count_ballots(rule, counting, ballots, casting_vote=self.procedure.casting_vote)

    @property
    def voting_seats(self) -> int:
        return sum(each.votes and each.is_filled for each in self.seats)

    @property
    def silent(self) -> list[SeatAsked]:
        """The seats whose reply matters and that have not given it; but not whose holder replied in another seat."""
        said = {each.reply.replied_by_id for each in self.seats if each.matters and each.reply}
        waiting = [each for each in self.seats if each.matters and not each.reply]
        return [each for each in waiting if any(who.person_id not in said for who in each.to_remind)]

    @property
    def asking_to_discuss(self) -> list[SeatAsked]:
        return [each for each in self.seats if each.is_filled and each.votes and _says(each, Answer.DISCUSS)]

    @property
    def may_close(self) -> bool:
        is_open = self.procedure.state == State.OPEN
        return is_open and bool(self.procedure.is_over or not self.silent or self.asking_to_discuss)

    @property
    def why_it_may_close(self) -> str:
        """Why nothing more is waited for, as a sentence."""
        if self.asking_to_discuss:
            return (
                f"{self.asking_to_discuss[0].seat} asks to discuss it at a meeting, so it can’t be decided in writing."
            )
        return "All seats have replied." if not self.silent else "The deadline has passed."

    @property
    def waiting_in_words(self) -> str:
        number = len(self.silent)
        return "1 seat has not replied." if number == 1 else f"{number} seats have not replied."

    @property
    def outcome(self) -> str:
        """What comes of it if it is closed now."""
        if self.asking_to_discuss:
            return Outcome.TO_A_MEETING
        if not self.count.quorum.met:
            return Outcome.NO_QUORUM
        return Outcome.AGREED if self.count.is_agreed else Outcome.NOT_AGREED

    @property
    def account(self) -> str:
        """How it came about: "Agreed by written procedure: 7 agreed, 1 did not, 2 did not reply; quorum 5"."""
        if self.outcome == Outcome.TO_A_MEETING:
            number = len(self.asking_to_discuss)
            seats = "1 seat asks" if number == 1 else f"{number} seats ask"
            return f"Not decided by written procedure: {seats} to discuss it at a meeting. {self._votes_in_words}"
        if self.outcome == Outcome.NO_QUORUM:
            return f"Not decided by written procedure: too few replied. {self._votes_in_words}"
        word = "Agreed" if self.outcome == Outcome.AGREED else "Not agreed"
        chair = "; decided by the chair’s casting vote" if self.count.chair_decided else ""
        votes = self._votes_in_words
        return f"{word} by written procedure: {votes[:1].lower()}{votes[1:]}{chair}"

    @property
    def _votes_in_words(self):
        count, silent = self.count, len(self.silent)
        needed = f"quorum {count.quorum.needed}, {count.quorum.present} replied"
        return (
            f"{count.agreed} agreed, {count.against} did not, {count.abstained} abstained, "
            f"{silent} did not reply; {needed}"
        )


def _says(seat, answer):
    return seat.reply is not None and seat.reply.answer == answer


def _ballot(asked):
    given = asked.reply
    presence = Presence(asked.seat.key, asked.seat.organisation.key, given.replied_by_id)
    return Ballot(asked.place, presence, VOTES[given.answer], asked.votes, asked.counts, asked.is_chair)


def standing_of_procedure(procedure: WrittenProcedure) -> Standing:
    """How it stands today, or stood on the day on which it ended, with every seat that was asked, in the body's order.
    Four queries."""
    day = procedure.ended_on
    people = [each for each in Appointment.objects.of_body(procedure.body_id, day) if each.person.is_active or day]
    chairs = set(
        Appointment.objects.current(day)
        .filter(current(day, "offices__"), offices__body=procedure.body_id, offices__kind=Role.CHAIR)
        .values_list("seat", flat=True)
    )
    return _standing(procedure, _terms_asked(procedure), people, _replies_to(procedure), chairs)


def _standing(procedure, terms, appointments, replies, chairs):
    people = dict[int, list[Appointment]]()
    for each in appointments:
        people.setdefault(each.seat_id, []).append(each)
    given = {each.seat_id: each for each in replies}
    return Standing(
        procedure,
        [
            SeatAsked(
                place,
                each.seat,
                each.voting,
                each.counts_to_quorum,
                people.get(each.seat_id, []),
                each.seat_id in chairs,
                **_reply_of(given.get(each.seat_id)),
            )
            for place, each in enumerate(terms)
        ],
    )


def _reply_of(reply):
    if reply is None:
        return {}
    return {"outdated": reply} if reply.is_predecessor_s else {"reply": reply}


def _replies_to(procedure):
    replies = procedure.replies.select_related("replied_by", "appointment")
    return replies.annotate(is_predecessor_s=of_a_predecessor(procedure.ended_on))


def _roles_asked(procedure):
    return INVITED_ROLES & PRIVATE_READERS if procedure.is_private else INVITED_ROLES


def _terms_asked(procedure):
    day = procedure.ended_on
    asked = SeatTerms.objects.current(day).filter(
        current(day, "seat__"), seat__body=procedure.body_id, role__in=_roles_asked(procedure)
    )
    return asked.select_related("seat__organisation").order_by("seat__position", "seat__title")


def people_asked(procedure: WrittenProcedure) -> QuerySet[User]:
    """Everybody in a seat that is asked, as holder or deputy: of a private one, only those who read private items."""
    seats = _terms_asked(procedure).order_by().values("seat")
    appointed = Appointment.objects.current().filter(seat__in=seats)
    return User.objects.filter(pk__in=appointed.values("person"), is_active=True)


def seats_to_reply_for(person, standing: Standing) -> list[SeatAsked]:
    """The person's own seats that are asked, with what each replied. No query."""
    mine = {each.seat_id for each in standing_of(person) if each.body_id == standing.procedure.body_id}
    return [each for each in standing.seats if each.seat.pk in mine]


def procedures_for(person, *, which: str = RUNNING, body: str = "", words: str = "") -> QuerySet[WrittenProcedure]:
    """The written procedures of the reader's own bodies that they may see, latest first."""
    found = WrittenProcedure.objects.visible_to(person).filter(body__in=bodies_seen_by(person, Audience.SEATS))
    found = found.select_related("body", "decision")
    if which in STATES:
        found = found.filter(state__in=STATES[which])
    if body:
        found = found.filter(body__key=body)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(text__icontains=word) | Q(recommendations__icontains=word))
    return found


def running_for(person) -> list[Standing]:
    """Those that run in the person's bodies, soonest first, each with how it stands: enough to tell who is waited for,
    and whether it may be closed. Its seats have no names. One query."""
    running = procedures_for(person, which=RUNNING).select_related(None).order_by("closes_at", "pk")
    asked = {
        "terms": _told(
            SeatTerms.objects.current().filter(current(prefix="seat__"), seat__body=OuterRef("body")),
            *("seat_id", "role", "voting", "counts_to_quorum"),
        ),
        "people": _told(
            Appointment.objects.current().filter(seat__body=OuterRef("body"), person__is_active=True),
            *("id", "seat_id", "person_id", "kind"),
        ),
        "given": _told(
            WrittenReply.objects.filter(procedure=OuterRef("pk")).annotate(is_predecessor_s=of_a_predecessor()),
            *("seat_id", "answer", "replied_by_id", "appointment_id", "is_predecessor_s"),
        ),
    }
    return [_standing_told(each) for each in running.annotate(**asked)]


def _told(rows, *columns):
    return ArraySubquery(rows.values(told=JSONObject(**{name: name for name in columns})))


def _standing_told(procedure):
    """How it stands, from rows that hold no more than the rule asks for."""
    terms = [SeatTerms(**each) for each in procedure.terms if each["role"] in _roles_asked(procedure)]
    for each in terms:
        each.seat = Seat(pk=each.seat_id)
    replies = []
    for row in procedure.given:
        is_predecessor_s = row.pop("is_predecessor_s")
        replies.append(WrittenReply(**row))
        replies[-1].is_predecessor_s = is_predecessor_s
    return _standing(procedure, terms, [Appointment(**each) for each in procedure.people], replies, frozenset())


def rows_of_procedure(request, pk: int) -> tuple[QuerySet, ...]:
    """Every table that the public sees of a written procedure that decided something."""
    return (
        WrittenProcedure.objects.filter(pk=pk),
        WrittenPaper.objects.filter(procedure=pk),
        Decision.objects.filter(procedure=pk),
        Meeting.objects.filter(reported_procedures=pk),
        ReadingCopy.objects.filter(document__written_papers__procedure=pk),
        *(each.objects.all() for each in (Body, Organisation, Partnership)),
    )


@dataclass(frozen=True)
class Report:
    """A written procedure as it is reported to a meeting, to one reader: a private one by its public title."""

    procedure: WrittenProcedure
    decision: Decision | None
    is_readable: bool

    @property
    def title(self) -> str:
        return self.procedure.title if self.is_readable else self.procedure.shown_title

    @property
    def private_reason(self) -> str:
        return self.procedure.private_reason if self.procedure.is_private else ""

    @property
    def sentence(self) -> str:
        """What was decided, and how; to whom may not read it, only that something was put in writing."""
        if not self.is_readable:
            return f"Private: {self.private_reason}"
        number = f"Decision {self.decision.reference}. " if self.decision else ""
        procedure = self.procedure
        so_soon = procedure.short_notice_reason if procedure.leaves_little_time else ""
        why = f" Seats had less than one clear working day to reply: {full_stop(so_soon)}" if so_soon else ""
        return f"{number}{procedure.account}.{why}"


def meeting_to_hear(procedure: WrittenProcedure) -> Meeting | None:
    """The meeting to which it is reported, or would be if it were closed now; None where none is convened."""
    hearing = _hearing(procedure.closed_at or clock.now()).filter(body=procedure.body_id)
    return procedure.reported_to or hearing.order_by("starts_at").first()


def _hearing(closed_at):
    """The ordinary meetings to which what was closed then can be reported: one that sat already has its agenda."""
    not_yet_open = Q(opened_at__isnull=True) | Q(opened_at__gt=closed_at)
    return Meeting.objects.to_come().ordinary().filter(not_yet_open)


def reports_to(meeting: Meeting, *, private: bool, seats: bool) -> list[Report]:
    """The written procedures that are reported to the meeting, for a circle of readers: those who read private things,
    the body's seats, or the public, who learn of those only that decided something. One query."""
    found = WrittenProcedure.objects.filter(body=meeting.body_id, state=State.CLOSED).select_related("decision")
    if meeting.state == Meeting.State.CONCLUDED:
        found = found.filter(reported_to=meeting)
    elif _may_hear(meeting):
        sooner = _hearing(OuterRef("closed_at")).filter(body=meeting.body_id, starts_at__lt=meeting.starts_at)
        found = found.filter(~Exists(sooner), reported_to__isnull=True)
        if meeting.opened_at:
            found = found.filter(closed_at__lt=meeting.opened_at)
    else:
        return []
    if not seats:
        found = found.filter(outcome__in=WrittenProcedure.DECIDED)
    return [
        Report(each, getattr(each, "decision", None), private or not each.is_private)
        for each in found.order_by(F("closed_at").asc(), "pk")
    ]


def _may_hear(meeting):
    """Whether it is an ordinary meeting that is held now, or will be."""
    is_ahead = meeting.state in Meeting.AHEAD and meeting.ends_at >= clock.now()
    return not meeting.is_extraordinary and (is_ahead or meeting.state == Meeting.State.IN_SESSION)


def reports_for(meeting: Meeting, person) -> list[Report]:
    """The same for one person."""
    private = meeting.body_id in bodies_seen_by(person, Audience.PRIVATE_READERS)
    return reports_to(meeting, private=private, seats=meeting.body_id in bodies_seen_by(person, Audience.SEATS))
