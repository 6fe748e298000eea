"""Who is to be asked for which paper, and who was."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Min, OuterRef, QuerySet

from meetings.models import AgendaItem, Meeting, Paper, PaperCall
from meetings.queries.deadlines import items_without_paper, submitted_reports
from meetings.queries.replies import answering_first, people_of_seats
from meetings.queries.timeline import PAPERS, days_if_held_on
from partners.models import Appointment


def items_to_call(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The meeting's items that a seat presents, that have no paper, and for which that seat was not asked yet."""
    asked = PaperCall.objects.filter(item=OuterRef("pk"), seat=OuterRef("presenter"))
    items = items_without_paper().filter(~Exists(asked), meeting=meeting)
    return items.select_related("presenter__organisation").order_by("position", "pk")


@dataclass(frozen=True)
class Asking:
    """An item for whose paper a seat is asked, and the people who are told; when, if it was asked already."""

    item: AgendaItem
    people: list[Appointment]
    called_at: datetime | None = None

    @property
    def seat(self):
        return self.item.presenter


# a PaperCall with `has_come`: whether its item has a paper now
CallMade = Any


@dataclass(frozen=True)
class Calling:
    """What the page of a call for papers shows: who would be asked now, who was, and what nobody presents."""

    new: list[Asking]
    asked: list[CallMade]
    without_presenter: list[AgendaItem]

    @property
    def is_waiting(self) -> bool:
        """Whether anything that was asked for has not come."""
        return not all(call.has_come for call in self.asked)

    @property
    def letters(self) -> int:
        """How many people would be written to now."""
        return len({appointment.person_id for asking in self.new for appointment in asking.people})


def calling_of(meeting: Meeting) -> Calling:
    """Who is to be asked for the meeting's papers, and who was. Four queries."""
    items = list(items_to_call(meeting))
    people = people_of_seats([item.presenter_id for item in items])
    papers = Paper.objects.live().filter(item=OuterRef("item"), versions__isnull=False)
    calls = PaperCall.objects.filter(item__meeting=meeting, item__withdrawn_at__isnull=True)
    reports = submitted_reports().filter(paper__item=OuterRef("item"))
    calls = calls.annotate(has_come=Exists(papers) | Exists(reports))
    nobody = AgendaItem.objects.live().filter(meeting=meeting, presenter__isnull=True, standing="")
    return Calling(
        new=[Asking(item, answering_first(people.get(item.presenter_id or 0, []))) for item in items],
        asked=list(calls.select_related("item", "seat__organisation", "called_by")),
        without_presenter=list(nobody),
    )


def first_call_of(meeting: Meeting) -> datetime | None:
    """When papers for the meeting were first called for. One query."""
    return PaperCall.objects.filter(item__meeting=meeting).aggregate(first=Min("called_at"))["first"]


def presenters_whose_day_moves(meeting: Meeting, to: date) -> list[Asking]:
    """The items whose paper is still to come, with who brings it, if the day for papers would be another one.

    Two queries, or none.
    """
    if days_if_held_on(to, meeting)[PAPERS] == meeting.papers_due_on:
        return []
    items = list(items_without_paper().filter(meeting=meeting).select_related("presenter__organisation"))
    people = people_of_seats([item.presenter_id for item in items])
    return [Asking(item, people.get(item.presenter_id or 0, [])) for item in items]


def papers_owed(meeting: Meeting) -> dict[int, list[AgendaItem]]:
    """The items whose paper is still to come, by the id of each person who is to bring it. Two queries."""
    items = list(items_without_paper().filter(meeting=meeting).select_related("presenter"))
    people = people_of_seats([item.presenter_id for item in items])
    owed: dict[int, list[AgendaItem]] = {}
    for item in items:
        for appointment in people.get(item.presenter_id or 0, []):
            owed.setdefault(appointment.person_id, []).append(item)
    return owed
