"""What the timetable reminds people of: papers due, the meeting ahead, action points due and overdue,
risks to be reviewed and replies in writing; once each.

A reminder whose day passed while the timetable slept still goes, for as long as it is of use; never of a paper or a
meeting after the event, and never for a meeting that is cancelled.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from ccsp_portal import clock, profile, workdays
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from meetings.models import ActionPoint, Advice, Meeting, Paper, Risk, WrittenProcedure
from meetings.queries.actions import ESCALATED_AFTER
from meetings.queries.deadlines import items_without_paper
from meetings.queries.procedures import standing_of_procedure
from meetings.queries.replies import answering_first, people_of_seats, people_without_apologies
from meetings.workflow.advice import tell_the_asked
from meetings.workflow.invitations import about, invite_newcomers, release_leavers
from meetings.workflow.links import action_link
from meetings.workflow.papers import UPLOAD
from meetings.workflow.procedures import tell_if_ready
from meetings.workflow.reply_links import links_for
from meetings.workflow.scheduling import AHEAD
from partners.models import Reminder, User


def remind() -> None:
    """Send whatever is due to be said today; safe to run again at any time of the day."""
    days = profile.current().reminders
    with acting("remind", User.objects.timetable()):
        invite_newcomers()
        release_leavers()
        remind_of_papers(days.paper_due)
        remind_of_advice(days.paper_due)
        remind_of_meetings(days.meeting)
        remind_of_actions(days.action_due)
        remind_of_procedures(days.meeting)


def remind_of_papers(days_before: Iterable[int]) -> None:
    """Remind the seats that present items without a paper, so many working days before papers are due; and, where the
    agenda went out without it, so many before the meeting."""
    in_time, out = Q(meeting__papers_due_on__gte=clock.today()), Q(meeting__state=Meeting.State.CIRCULATED)
    items = items_without_paper().filter(in_time | out, meeting__starts_at__gt=clock.now())
    people = people_of_seats(items.values("presenter"))
    for item in items.select_related("meeting__body", "presenter__organisation"):
        due_on = item.meeting.papers_due_on
        kind, event = ("paper due", due_on) if due_on >= clock.today() else ("paper late", item.meeting.day)
        count = reminder_that_stands(event, days_before)
        if count is not None:
            once = f"{kind}/{item.pk}/{event}/{count}"
            whom = [each.person for each in people.get(item.presenter_id or 0, [])]
            outbox.put(
                who_want(Reminder.PAPER, whom),
                f"meetings/notices/{kind.replace(' ', '_')}.txt",
                once=once,
                item=item,
                **about(item.meeting, item),
            )


def remind_of_advice(days_before: Iterable[int]) -> None:
    """Remind seats of the advice that they are asked for, so many working days before; and once when it is overdue."""
    waiting = Advice.objects.waiting().filter(
        paper__item__meeting__state__in=UPLOAD.from_states,
        paper__item__meeting__starts_at__gt=clock.now(),
        paper__in=Paper.objects.live(),
    )
    for advice in waiting.select_related("seat__organisation", "paper__item__meeting__body"):
        is_over = clock.today() > advice.wanted_by
        count = "over" if is_over else reminder_that_stands(advice.wanted_by, days_before)
        # whoever was asked today has just been told
        asked_on = advice.asked_at.astimezone(clock.LONDON).date()
        if count is not None and asked_on < clock.today():
            tell_the_asked(advice, "advice_due", once=f"advice due/{advice.pk}/{count}")


def remind_of_meetings(days_before: Iterable[int]) -> None:
    """Remind those who are coming, or have not said, of the meeting: the working day before, unless said otherwise."""
    ahead = Meeting.objects.filter(state__in=AHEAD, starts_at__gt=clock.now()).select_related("body")
    for meeting in ahead:
        count = reminder_that_stands(meeting.day, days_before)
        if count is not None:
            once = f"meeting tomorrow/{meeting.uid}/{meeting.starts_at.isoformat()}/{count}"
            people = who_want(Reminder.MEETING, people_without_apologies(meeting))
            outbox.put(
                people,
                "meetings/notices/meeting_tomorrow.txt",
                once=once,
                each=links_for(meeting, people),
                **about(meeting),
            )


def remind_of_actions(days_before: Iterable[int]) -> None:
    """Remind the holders of the seats that owe action points, or own risks to be reviewed: so many working days before
    each is due, on the day, and then each week while it is overdue, with the seat's deputies.

    Each person gets one letter for all that is called for, with what else they owe, and in it a link for each action
    point by which they answer without signing in. Who said to be done waits for the secretary, and is not reminded.
    """
    actions = ActionPoint.objects.owed().select_related("item__meeting__body", "owner__organisation")
    people = people_of_seats(actions.values("owner"))
    calling: dict[User, list[outbox.Letter]] = {}
    others: dict[User, list[outbox.Letter]] = {}
    for action in actions.order_by("due_on", "reference"):
        seated = people.get(action.owner_id, [])
        owners = [each.person for each in answering_first(seated)]
        call = _call_of(action, days_before)
        called = [each.person for each in seated] if call and call.is_overdue else owners
        for person in who_want(Reminder.ACTION, called):
            if call:
                calling.setdefault(person, []).append(_letter(person, action, call.template, call.once))
            else:
                along = f"action along/{action.pk}/{clock.today()}"
                others.setdefault(person, []).append(_letter(person, action, "action_open", along))
    for person, letter in _letters_about_risks(days_before):
        calling.setdefault(person, []).append(letter)
    digests = [(person, letters, others.get(person, [])) for person, letters in calling.items()]
    outbox.put_digests(digests)


def remind_of_procedures(days_before: Iterable[int]) -> None:
    """Remind the seats whose reply in writing is still to come: the working day before the deadline, unless said
    otherwise, and on the day. When nothing more is waited for, the secretary is told instead."""
    running = WrittenProcedure.objects.filter(state=WrittenProcedure.State.OPEN)
    for procedure in running.select_related("body"):
        standing = standing_of_procedure(procedure)
        if standing.may_close:
            tell_if_ready(procedure, standing)
            continue
        count = reminder_that_stands(procedure.closes_at.astimezone(clock.LONDON).date(), [*days_before, 0])
        if count is not None:
            outbox.put(
                {each.person for seat in standing.silent for each in seat.to_remind},
                "meetings/notices/procedure_reminder.txt",
                once=f"procedure due/{procedure.pk}/{count}",
                subject_thing=procedure,
                procedure=procedure,
            )


@dataclass(frozen=True)
class Call:
    """Why an action point is spoken of today: the letter's text, and the key by which it goes once."""

    template: str
    once: str
    is_overdue: bool = False


def _call_of(action, days_before) -> Call | None:
    """The reminder of an action point that stands today."""
    return _call("action", action.pk, action.due_on, days_before)


def _call(kind, pk, due_on, days_before) -> Call | None:
    """The reminder of something due that stands today: before and on its day, then one for each week overdue."""
    weeks = (clock.today() - due_on).days // 7
    if weeks >= 1:
        return Call(f"{kind}_overdue", f"{kind} overdue/{pk}/{due_on}/{weeks}", is_overdue=True)
    count = reminder_that_stands(due_on, [*days_before, 0])
    return None if count is None else Call(f"{kind}_due", f"{kind} due/{pk}/{due_on}/{count}")


def _letters_about_risks(days_before) -> Iterator[tuple[User, outbox.Letter]]:
    """Who is reminded today of which risk that their seat owns: the soonest first. Two queries."""
    risks = Risk.objects.live().select_related("body", "owner__organisation").order_by("review_on", "reference")
    calls = [(risk, _call("risk_review", risk.pk, risk.review_on, days_before)) for risk in risks]
    people = people_of_seats({risk.owner_id for risk, call in calls if call})
    for risk, call in calls:
        seated = people.get(risk.owner_id, []) if call else []
        called = seated if call and call.is_overdue else answering_first(seated)
        for person in who_want(Reminder.ACTION, (each.person for each in called)):
            yield person, _letter_about_risk(risk, call)


def _letter_about_risk(risk, call):
    """The words of a private risk are not in a letter."""
    template = f"meetings/notices/{call.template}.txt"
    return outbox.Letter(template=template, once=call.once, subject_thing=risk, context={"risk": risk})


def _letter(person, action, template, once):
    """The words of a private item's action point are not in a letter, and no link opens it: its owner signs in."""
    item = action.item
    update = settings.PORTAL_BASE_URL + reverse("meetings:update_action", args=[action.pk])
    return outbox.Letter(
        template=f"meetings/notices/{template}.txt",
        once=once,
        subject_thing=action,
        sight=about(item.meeting, item)["sight"],
        context={
            "action": action,
            "body": item.meeting.body,
            "is_private": item.is_private,
            "days_late": (clock.today() - action.due_on).days,
            "is_escalated": action.due_on <= clock.today() - ESCALATED_AFTER,
            "link": update if item.is_private else action_link(action),
        },
    )


def who_want(reminder: Reminder, people: Iterable[User]) -> list[User]:
    """Those who have not said that they do without it."""
    return [person for person in people if person.wants(reminder)]


def reminder_that_stands(event: date, days_before: Iterable[int]) -> int | None:
    """Which reminder of an event stands today: the latest whose day has come, as its working days before; or None.

    Of several whose days passed in silence only the latest is still sent; after the event none is.
    """
    today = clock.today()
    if today > event:
        return None
    return min((count for count in days_before if workdays.working_days_before(event, count) <= today), default=None)
