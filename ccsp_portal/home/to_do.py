"""What one person must do, and by when, collected from every app."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from django.db.models import Q, Value, prefetch_related_objects
from django.urls import reverse
from django.utils.text import Truncator

from assessments.models import AssessmentVersion
from ccsp_portal import clock
from ccsp_portal.home.queries import ASKED, CHAIRING, MeetingAtHome
from meetings.models import Advice, CoverReport, Meeting, Minutes, WrittenProcedure
from meetings.queries import timeline
from meetings.queries.actions import DATES, ESCALATED, PROPOSED
from meetings.queries.at_home import at_home
from meetings.queries.procedures import running_for
from meetings.queries.risks import SUGGESTED
from partners.induction_queries import in_words, steps_of, undone
from partners.interests_queries import a_year_after, must_confirm
from partners.models import Role
from partners.queries import bodies_where
from partners.standing import Standing, roles_of, seats_of, standing_of
from plans.models import PlanVersion
from plans.queries.contents import due_by

# what falls due later than this is not yet anybody's worry
AHEAD = timedelta(days=28)
# who came to a seat longer ago is no longer asked to work through the induction
NEW = timedelta(days=90)
LONGEST = 120
# a meeting whose papers stay as they went out
OPENED = (Meeting.State.IN_SESSION, Meeting.State.CONCLUDED)
# the steps of a meeting's clock that a secretary takes before it, and where
STEPS = {
    timeline.CALL: ("Call for papers", "meetings:call_for_papers"),
    timeline.SET: ("Agree the agenda with the chair", "meetings:set_agenda"),
    timeline.CIRCULATE: ("Circulate the agenda and papers", "meetings:show_meeting"),
}


@dataclass(frozen=True)
class ToDo:
    """Something that this person must do. `on` is its last day, or None where there is none."""

    text: str
    url: str
    on: date | None = None

    @property
    def is_late(self) -> bool:
        return self.on is not None and self.on < clock.today()

    @property
    def is_today(self) -> bool:
        return self.on == clock.today()


def to_do(person, ahead: list[MeetingAtHome], held: list[MeetingAtHome], places) -> list[ToDo]:
    """What the person must do, soonest first; what has no day comes last. The meetings, ahead and held, are those of
    `meetings_of`, `places` the person's appointments, with when they confirmed their interests.

    At most seven queries. Nothing for a person who holds no seat today.
    """
    if not standing_of(person):
        return []
    things = [
        *_interests(person, places),
        *_inductions(places),
        *_minutes(person, held),
        *(thing for collect in COLLECTORS for thing in collect(person, ahead)),
    ]
    return sorted(things, key=lambda thing: (thing.on or date.max, thing.text))


def owed_a_reply(person, meeting: MeetingAtHome) -> list[Standing]:
    """The seats in which the person is asked to the meeting, as their holder, and has not answered."""
    answered = {answer["seat"] for answer in meeting.answers}
    asked = [standing for standing in standing_of(person) if standing.body_id == meeting.body_id]
    asked = [standing for standing in asked if standing.role in ASKED and not standing.deputy]
    return [standing for standing in asked if standing.seat_id not in answered]


def _replies(person, meetings) -> Iterator[ToDo]:
    for meeting in meetings:
        is_ahead = meeting.starts_at > clock.now() and meeting.state != Meeting.State.IN_SESSION
        unanswered = owed_a_reply(person, meeting) if is_ahead else []
        if unanswered:
            url = reverse("meetings:reply_to_meeting", args=[meeting.pk, unanswered[0].seat_id])
            yield ToDo(f"Say whether you will come: {meeting}", url, meeting.day)
        for answer in meeting.answers if is_ahead else ():
            if answer["deputy"] == person.pk and answer["by"] != person.pk:
                url = reverse("meetings:reply_to_meeting", args=[meeting.pk, answer["seat"]])
                yield ToDo(f"Say whether you come as deputy: {meeting}", url, meeting.day)


def _papers(person, meetings) -> Iterator[ToDo]:
    mine = seats_of(person)
    for meeting in meetings:
        for paper in meeting.papers_to_come:
            if paper["seat"] in mine and not paper["returned"]:
                text = f"Send the paper for “{paper['title']}”: {meeting}"
                yield ToDo(text, reverse("meetings:show_item", args=[paper["item"]]), meeting.papers_due_on)


def _reports(person, meetings) -> Iterator[ToDo]:
    """Papers in the portal's form: returned to their seat, waiting for the secretary, and, for four weeks, those of the
    person's seats that a meeting opened without."""
    state, accepts = CoverReport.State, bodies_where(person, Role.SECRETARY)
    to_come = Q(paper__item__meeting__state__in=[Meeting.State.CONVENED, Meeting.State.CIRCULATED])
    opened = Q(
        paper__item__meeting__state__in=OPENED,
        paper__item__meeting__starts_at__gt=clock.now() - AHEAD,
        paper__item__presenter__in=seats_of(person),
    )
    rows = CoverReport.objects.visible_to(person).filter(
        to_come & Q(state__in=[state.RETURNED, state.SUBMITTED]) | opened & ~Q(state=state.ACCEPTED),
        paper__withdrawn_at__isnull=True,
        paper__item__withdrawn_at__isnull=True,
    )
    for report in rows.select_related("paper__item__meeting"):
        item, url = report.item, reverse("meetings:show_draft", args=[report.paper_id])
        if item.meeting.state in OPENED:
            yield ToDo(f"Your paper did not go out: {report.title}, {item.meeting}", url)
            continue
        if report.state == state.SUBMITTED and item.meeting.body_id in accepts:
            yield ToDo(f"To accept: {report.title}, {item.meeting}", url, item.meeting.circulate_by)
        if report.state == state.RETURNED and item.presenter_id in seats_of(person):
            yield ToDo(f"Returned to you: {report.title}, {item.meeting}", url, item.meeting.papers_due_on)


def _advice(person, meetings) -> Iterator[ToDo]:
    asked = Advice.objects.asked_of(person).filter(
        paper__withdrawn_at__isnull=True,
        paper__item__meeting__state__in=[Meeting.State.CONVENED, Meeting.State.CIRCULATED],
    )
    for advice in asked.select_related("paper__item__meeting"):
        text = f"Give your advice on “{advice.paper.item.title}”: {advice.paper.item.meeting}"
        yield ToDo(text, reverse("meetings:give_advice", args=[advice.pk]), advice.wanted_by)


def _actions(person, meetings) -> Iterator[ToDo]:
    """What the person's seats owe, what a secretary answers about action points, the chair's list; risks; and what is
    proposed for a forward plan, and waits for a secretary to place or decline it."""
    found = at_home(person)
    for action in found["owed"]:
        text = f"{action['reference']}: {Truncator(action['text']).chars(LONGEST)}"
        yield ToDo(text, reverse("meetings:show_action", args=[action["pk"]]), action["due_on"])
    for key, one, many, which in WAITING:
        number = found[key]
        if number:
            text = one if number == 1 else many.format(number=number)
            yield ToDo(text, f"{reverse('meetings:list_actions')}?which={which}")
    yield from _risks(found)
    for (key, body), number in found["forward"]:
        text = f"Place or decline what is proposed for the forward plan of the {body}: {number}"
        yield ToDo(text, reverse("meetings:show_forward_plan", args=[key]))


def _risks(found) -> Iterator[ToDo]:
    """The risks of the person's seats that are to be reviewed, and what members suggest to a secretary."""
    for risk in found["reviews"]:
        text = f"Review the risk {risk['reference']}: {risk['title']}"
        yield ToDo(text, reverse("meetings:show_risk", args=[risk["pk"]]), risk["review_on"])
    for key, body in found["suggested"]:
        url = reverse("meetings:list_risks", args=[key])
        yield ToDo(f"Answer what is suggested for the risk register of the {body}", f"{url}?which={SUGGESTED}")


WAITING = (
    (
        "proposed",
        "Close an action point that its owner says is complete",
        "Close {number} action points that their owners say are complete",
        PROPOSED,
    ),
    (
        "dates",
        "Answer the owner of an action point who asks for another date",
        "Answer the owners of {number} action points who ask for another date",
        DATES,
    ),
    (
        "escalated",
        "Ask after an action point on the chair’s list: three weeks overdue or more",
        "Ask after {number} action points on the chair’s list: three weeks overdue or more",
        ESCALATED,
    ),
)


def _commitments(person, meetings) -> Iterator[ToDo]:
    for wording in due_by(clock.today() + AHEAD, seats_of(person)):
        text = f"Report on the commitment: {Truncator(wording.text).chars(LONGEST)}"
        yield ToDo(text, reverse("plans:report_progress", args=[wording.commitment_id]), wording.due_on)


def _interests(person, places) -> Iterator[ToDo]:
    if must_confirm(person):
        last = places[0].interests_confirmed_on
        due = last and a_year_after(last)
        if due is None or due <= clock.today() + AHEAD:
            yield ToDo("Confirm your register of interests", reverse("partners:my_interests"), due)


def _inductions(places) -> Iterator[ToDo]:
    """Of who is new in a seat: what their induction still asks. One query, and none for the others."""
    new = [place for place in places if place.is_current() and place.from_on > clock.today() - NEW]
    prefetch_related_objects(new, "induction_steps")
    for place in new:
        if undone(steps_of(place)):
            text = f"Work through your induction to the {place.seat.body.short_name}: {in_words(place)}"
            yield ToDo(text, reverse("partners:show_induction", args=[place.pk]))


def _preparing(person, meetings) -> Iterator[ToDo]:
    """What a secretary does before and at each meeting."""
    bodies = bodies_where(person, Role.SECRETARY)
    mine = [meeting for meeting in meetings if meeting.body_id in bodies]
    for meeting in mine:
        url = reverse("meetings:show_meeting", args=[meeting.pk])
        if meeting.ends_at < clock.now():
            yield ToDo(f"Conclude the meeting: {meeting}", url, meeting.day)
        elif not meeting.item_count and meeting.circulate_by <= clock.today() + AHEAD:
            yield ToDo(f"Build the agenda: {meeting}", url, meeting.papers_due_on)
        elif meeting.state == Meeting.State.CIRCULATED and meeting.papers_to_send:
            url = reverse("meetings:circulate", args=[meeting.pk])
            yield ToDo(f"Circulate what came after the papers went out: {meeting}", url, meeting.day)
        else:
            yield from _next_of_clock(meeting)
    if not mine and Role.SECRETARY in roles_of(person):
        yield ToDo("Schedule the year’s meetings: none lies ahead", reverse("meetings:schedule_year"))


def _next_of_clock(meeting) -> Iterator[ToDo]:
    """The steps of a meeting's clock that are the secretary's: those that are due, and the next one once it is near."""
    for step in timeline.steps_of(meeting):
        if step.is_open and step.key in STEPS and step.on <= clock.today() + AHEAD:
            words, page = STEPS[step.key]
            yield ToDo(f"{words}: {meeting}", reverse(page, args=[meeting.pk]), step.on)
            if step.on > clock.today():
                return


def _minutes(person, meetings) -> Iterator[ToDo]:
    """What a secretary does with the minutes of meetings held, and what a chair does with those sent to them."""
    writes = bodies_where(person, Role.SECRETARY)
    clears = frozenset[int]().union(*(bodies_where(person, role) for role in CHAIRING))
    for meeting in meetings:
        begun = hasattr(meeting, "minutes")
        state = meeting.minutes.state if begun else Minutes.State.DRAFT
        url = reverse("meetings:show_minutes" if begun else "meetings:show_meeting", args=[meeting.pk])
        if state == Minutes.State.DRAFT and meeting.body_id in writes:
            yield ToDo(f"Send the minutes to the chair: {meeting}", url, meeting.minutes_due_on)
        is_new = state != Minutes.State.APPROVED
        if is_new and meeting.notes_due_on and not meeting.notes_sent_at and meeting.body_id in writes:
            notes_url = reverse("meetings:send_notes", args=[meeting.pk])
            yield ToDo(f"Send the action notes: {meeting}", notes_url, meeting.notes_due_on)
        if state == Minutes.State.WITH_CHAIR and meeting.body_id in clears:
            yield ToDo(f"Read and clear the minutes: {meeting}", url, meeting.minutes_due_on)
        if state == Minutes.State.CLEARED and meeting.body_id in writes:
            yield ToDo(f"Have the minutes approved by the next meeting: {meeting}", url)
    yield from _signing([each for each in meetings if hasattr(each, "minutes")], clears)


def _signing(minuted, clears) -> Iterator[ToDo]:
    """The minutes that a chair has to sign, a line for each body however many they are."""
    for body, own in groupby(sorted(minuted, key=attrgetter("body_id")), key=attrgetter("body")):
        approved = [each for each in own if each.minutes.state == Minutes.State.APPROVED]
        if approved:
            what = "Sign the minutes" if body.pk in clears else "Have the chair sign the minutes"
            of = str(approved[0]) if len(approved) == 1 else f"{body.name}, {len(approved)} meetings"
            yield ToDo(f"{what}: {of}", reverse("meetings:show_minutes", args=[approved[0].pk]))


def _written(person, meetings) -> Iterator[ToDo]:
    """What is decided in writing: a secretary sends and closes it, a chair agrees to it, a seat's holder replies."""
    writes = bodies_where(person, Role.SECRETARY)
    chairs = frozenset[int]().union(*(bodies_where(person, role) for role in CHAIRING))
    holding = [each for each in standing_of(person) if each.seat_id and not each.deputy]
    state = WrittenProcedure.State
    for standing in running_for(person):
        each = standing.procedure
        url, day = each.get_absolute_url(), each.closes_at.astimezone(clock.LONDON).date()
        mine = {seat.seat_id for seat in holding if seat.body_id == each.body_id}
        owed = mine & {asked.seat.pk for asked in standing.silent}
        if each.state == state.DRAFT and each.body_id in writes:
            yield ToDo(f"Send to the chair: {each.title}", url, day)
        if each.state == state.WITH_CHAIR and each.body_id in chairs:
            yield ToDo(f"Say whether all seats can be asked: {each.title}", url, day)
        if each.state == state.OPEN and not each.is_over and owed:
            yield ToDo(f"Reply: {each.title}", url, day)
        if standing.may_close and each.body_id in writes:
            yield ToDo(f"Close and record: {each.title}", url, day)


def _documents(person, meetings) -> Iterator[ToDo]:
    """What the analyst and the secretary do next with a strategic assessment, and the secretary with a plan."""
    writes, publishes = bodies_where(person, Role.ANALYST), bodies_where(person, Role.SECRETARY)
    if not writes | publishes:
        return
    steps = {
        ("assessment", AssessmentVersion.State.DRAFT): (writes, "Finish the draft"),
        ("assessment", AssessmentVersion.State.SIGNED_OFF): (publishes, "Publish what the Board signed off"),
        ("plan", PlanVersion.State.DRAFT): (publishes, "Finish the draft"),
        ("plan", PlanVersion.State.ADOPTED): (publishes, "Publish what the Board adopted"),
    }
    for kind, pk, state, body, title in _unfinished(writes | publishes):
        whose, words = steps[kind, state]
        if body in whose:
            yield ToDo(f"{words}: {title}", reverse(f"{kind}s:show_{kind}", args=[pk]))


def _unfinished(bodies):
    """The assessments and plans of the bodies that are drafts or wait to be published: kind, number, state, body and
    title of each."""
    states = [AssessmentVersion.State.DRAFT, AssessmentVersion.State.SIGNED_OFF]
    assessments = AssessmentVersion.objects.filter(state__in=states, assessment__body__in=bodies).order_by()
    states = [PlanVersion.State.DRAFT, PlanVersion.State.ADOPTED]
    plans = PlanVersion.objects.filter(state__in=states, plan__body__in=bodies).order_by()
    return assessments.values_list(Value("assessment"), "pk", "state", "assessment__body", "assessment__title").union(
        plans.values_list(Value("plan"), "pk", "state", "plan__body", "plan__title")
    )


# each gives, for a person and the meetings ahead of them, what they must do of one kind; at most one query each
COLLECTORS = (
    *(_replies, _papers, _reports, _advice, _actions, _written, _commitments),
    *(_preparing, _documents),
)
