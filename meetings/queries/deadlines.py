"""What a meeting asks of people, by which day, and whether it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import ActionPoint, AgendaItem, CoverReport, Meeting, Paper


@dataclass(frozen=True)
class Due:
    """Something owed by a day, by one of these seats (their ids); or, with none, by the secretary."""

    kind: str
    on: date
    text: str
    url: str
    body_id: int
    seats: frozenset[int] = frozenset()

    @property
    def is_late(self) -> bool:
        return self.on < clock.today()


def items_without_paper() -> QuerySet[AgendaItem]:
    """Items that a seat presents and that have no paper: until the agenda is out all; from then on those for decision,
    until the meeting begins. None whose paper came and went out: it is not owed again, where it was withdrawn."""
    out = Q(meeting__state=Meeting.State.CIRCULATED, meeting__starts_at__gt=clock.now())
    waiting = Q(meeting__state=Meeting.State.CONVENED) | (out & Q(purpose=AgendaItem.Purpose.DECIDE))
    came = Q(withdrawn_at__isnull=True, versions__isnull=False) | Q(versions__published_at__isnull=False)
    papers = Paper.objects.filter(came, item=OuterRef("pk"))
    return (
        AgendaItem.objects.live()
        .filter(waiting, presenter__isnull=False, standing="")
        .exclude(Exists(papers))
        .exclude(Exists(submitted_reports().filter(paper__item=OuterRef("pk"))))
    )


def submitted_reports() -> QuerySet[CoverReport]:
    """Papers that their seat has submitted: what is still to come of them is for the secretary to do."""
    done = (CoverReport.State.SUBMITTED, CoverReport.State.ACCEPTED)
    return CoverReport.objects.filter(state__in=done, paper__withdrawn_at__isnull=True)


def due_by(day: date) -> list[Due]:
    """All that meetings are owed by a day, and have not got, in the order of days: papers, packs, minutes, actions.

    Four queries. What one person owes of it is `owed_by(person, …)`.
    """
    return sorted([*_papers(day), *_packs(day), *_minutes(day), *_actions(day)], key=lambda due: (due.on, due.text))


def owed_by(dues: Iterable[Due], seats: frozenset[int], bodies_as_secretary: frozenset[int]) -> list[Due]:
    """Those that are owed by one of the seats, or by the secretary of one of the bodies."""
    return [due for due in dues if due.seats & seats or (not due.seats and due.body_id in bodies_as_secretary)]


def _papers(day):
    items = items_without_paper().filter(meeting__papers_due_on__lte=day, meeting__starts_at__gte=clock.now())
    for item in items.select_related("meeting"):
        meeting = item.meeting
        yield Due(
            "paper", meeting.papers_due_on, f"Paper for “{item.title}”, {meeting}", _page(meeting), meeting.body_id,
            frozenset({item.presenter_id}),
        )  # fmt: skip


def _packs(day):
    waiting = Meeting.objects.filter(
        state=Meeting.State.CONVENED, circulate_by__lte=day, starts_at__gte=clock.now()
    ).order_by("starts_at")
    for meeting in waiting:
        yield Due("pack", meeting.circulate_by, f"Circulate the papers: {meeting}", _page(meeting), meeting.body_id)


def _minutes(day):
    held = Meeting.objects.filter(state=Meeting.State.CONCLUDED, minutes_due_on__lte=day)
    for meeting in held.exclude(minutes__sent_to_chair_at__isnull=False):
        text = f"Send the minutes to the chair: {meeting}"
        yield Due("minutes", meeting.minutes_due_on, text, _page(meeting), meeting.body_id)


def _actions(day):
    for action in ActionPoint.objects.due_by(day).select_related("item__meeting"):
        meeting = action.item.meeting
        seats = frozenset({action.owner_id})
        yield Due("action", action.due_on, f"{action.reference}: {action.text}", _page(meeting), meeting.body_id, seats)


def _page(meeting):
    return reverse("meetings:show_meeting", args=[meeting.pk])
