"""What a person's home page shows besides their tasks: the meetings ahead of them, and how the plan is doing."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject

from ccsp_portal import clock
from meetings.models import AgendaItem, CoverReport, Meeting, Minutes, Paper, Reply
from meetings.queries.counting import how_many, papers_to_send
from meetings.queries.deadlines import items_without_paper
from meetings.queries.replies import of_a_predecessor, seats_deputised
from partners.models import Appointment, Role, Seat
from partners.models.dated import current
from partners.standing import seats_of, standing_of
from plans.models import Plan
from plans.queries.contents import commitments_in_force, standing_on

# everybody with a seat is asked to come, but for the auditor, who reads what is left behind
ASKED = frozenset(value for value, _ in Role.of_seats()) - {Role.AUDITOR}
CHAIRING = (Role.CHAIR, Role.VICE_CHAIR)
LATE_SHOWN = 5
# a Meeting with what `meetings_of` adds to it
MeetingAtHome = Any


def meetings_of(person) -> tuple[list[MeetingAtHome], list[MeetingAtHome]]:
    """The meetings, not yet concluded, of bodies on which the person has a seat today; and those held whose minutes
    they write or clear, and that are not signed. Both soonest first. One query.

    Each with `answers` ([{"seat": id, "answer": …, "manner": …, "deputy": who is sent, or None, "by": who said so}] for
    the latest time), `seats_asked`, `item_count`, `papers_to_come` ([{"item": id, "title": …, "seat": id, "returned":
    whether it waits to be written again}]) and `papers_to_send` (which came after the pack went out).
    """
    mine = {standing.body_id for standing in standing_of(person) if standing.seat_id}
    if not mine:
        return [], []
    minuting = {standing.body_id for standing in standing_of(person) if standing.role in {Role.SECRETARY, *CHAIRING}}
    unfinished = ~Q(minutes__state=Minutes.State.SIGNED) | Q(minutes=None)
    ahead = Q(body__in=mine, state__in=Meeting.AHEAD)
    held = Q(unfinished, body__in=minuting, state=Meeting.State.CONCLUDED)
    meetings = (
        Meeting.objects.filter(ahead | held)
        .select_related("body", "minutes")
        .annotate(
            answers=ArraySubquery(_answers()),
            seats_asked=how_many(_seats_asked()),
            item_count=how_many(AgendaItem.objects.live().filter(meeting=OuterRef("pk"))),
            papers_to_come=ArraySubquery(_papers_to_come()),
            papers_to_send=papers_to_send(),
        )
        .order_by("starts_at")
    )
    not_over, over = [], []
    for meeting in meetings:
        (over if meeting.state == Meeting.State.CONCLUDED else not_over).append(meeting)
    return not_over, over


@dataclass(frozen=True)
class NextMeeting:
    """The next meeting as one person's home page shows it: their answers, and how far replies and papers are."""

    meeting: MeetingAtHome
    my_answers: list[str]
    sees_replies: bool

    @property
    def replied(self) -> int:
        return len(self.meeting.answers)


def next_meeting(person, meetings: list[MeetingAtHome]) -> NextMeeting | None:
    """The first of the meetings ahead that is not over. No query."""
    meeting = next((meeting for meeting in meetings if meeting.ends_at >= clock.now()), None)
    if meeting is None:
        return None
    mine, deputised = seats_of(person), seats_deputised(person)
    answers = [
        _answer_in_words(answer, person, is_own=answer["seat"] not in deputised)
        for answer in meeting.answers
        if answer["seat"] in mine
    ]
    return NextMeeting(meeting, answers, person.has_perm("meetings.see_replies", meeting))


def _answer_in_words(answer, person, *, is_own):
    """What the person's seat answered: to a deputy it is the seat's, unless it is they who are sent."""
    if answer["deputy"] == person.pk:
        comes = "come" if answer["by"] == person.pk else "are asked to come"
        return f"You {comes} as the deputy, {answer['manner']}".removesuffix(", ")
    whose = "Your" if is_own else "The seat’s"
    return f"{whose} answer: {Reply(answer=answer['answer'], manner=answer['manner']).words.lower()}"


def _answers():
    asked = Reply.objects.filter(meeting=OuterRef("pk"), sequence__gte=OuterRef("asked_sequence"))
    answered = asked.filter(~of_a_predecessor()).exclude(answer=Reply.Answer.UNDECIDED)
    told = {"seat": "seat_id", "answer": "answer", "manner": "manner", "deputy": "deputy__person"}
    return answered.values(given=JSONObject(**told, by="replied_by_id"))


def _papers_to_come():
    items = items_without_paper().filter(meeting=OuterRef("pk"))
    returned = Paper.objects.live().filter(item=OuterRef("pk"), report__state=CoverReport.State.RETURNED)
    return items.values(told=JSONObject(item="pk", title="title", seat="presenter_id", returned=Exists(returned)))


def _seats_asked():
    held = Appointment.objects.current().filter(seat=OuterRef("pk"))
    seats = Seat.objects.current().filter(current(prefix="terms__"), Exists(held), terms__role__in=ASKED)
    return seats.filter(body=OuterRef("body"))


@dataclass(frozen=True)
class PlanToday:
    """The plan in force: how many of its commitments are complete, under way and late, and the longest overdue."""

    plan: Plan
    version_id: int
    complete: int
    under_way: int
    late: int
    latest: list


def plan_today() -> PlanToday | None:
    """The newest plan in force, or None. One query; it holds adopted plans, so it is for people with a seat."""
    wordings = list(commitments_in_force().order_by("-version_of__plan__first_year", "-version_of__number", "due_on"))
    if not wordings:
        return None
    version = wordings[0].version_of
    wordings = [wording for wording in wordings if wording.version_of_id == version.pk]
    today = clock.today()
    standings = [standing_on(wording, today) for wording in wordings]
    late = [wording for wording, standing in zip(wordings, standings, strict=True) if standing == "late"]
    return PlanToday(
        version.plan,
        version.pk,
        complete=standings.count("complete"),
        under_way=standings.count("under way"),
        late=len(late),
        latest=late[:LATE_SHOWN],
    )
