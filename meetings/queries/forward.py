"""The forward plan as its readers see it: quarter by quarter, and what may be chosen there."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject
from django.urls import reverse

from ccsp_portal import clock, workdays
from meetings.models import AgendaItem, Decision, Meeting, PlannedItem, WrittenProcedure
from meetings.queries.calendar import quarter_of_year
from partners.audience import Audience, bodies_seen_by
from partners.models import Body, Role, Seat
from partners.queries import bodies_where

LIVE, PAST, ENDED = "live", "past", "ended"
# so many quarters are shown, however little is planned in them; and may be chosen from
QUARTERS_SHOWN, QUARTERS_CHOSEN = 4, 8
State = PlannedItem.State
# no row's id: of an empty list Django asks nothing, not even what stands beside it
NONE = frozenset({0})


@dataclass
class Quarter:
    """A quarter of the forward plan: the meetings convened in it, and the items planned for them, or for it."""

    year: int
    number: int
    meetings: list[Meeting] = field(default_factory=list)
    items: list[PlannedItem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return quarter_of_year(self.year, self.number)

    @property
    def days(self) -> tuple[date, date]:
        return workdays.financial_quarter_days(self.year, self.number)


def bodies_with_plans(person) -> QuerySet[Body]:
    """The bodies whose forward plan the person may read: those that meet, and those to which something was referred
    before anybody said how they meet."""
    planned = Exists(PlannedItem.objects.filter(body=OuterRef("pk")))
    return _bodies_of(person).filter(planned | Q(meeting_policy__isnull=False))


def bodies_that_meet_with(person) -> QuerySet[Body]:
    """The bodies with rules for their meetings on which the person has a seat or an office."""
    return _bodies_of(person).filter(meeting_policy__isnull=False)


def _bodies_of(person):
    seen = bodies_seen_by(person, Audience.SEATS)
    return Body.objects.current().filter(pk__in=seen).order_by("name") if seen else Body.objects.none()


def with_waiting(bodies: QuerySet[Body], person) -> QuerySet[Body]:
    """Each with `waiting`: how many proposals that the person may read nobody has placed or declined."""
    waiting = PlannedItem.objects.visible_to(person).filter(state=State.PROPOSED)
    return bodies.annotate(waiting=Count("planned_items", filter=Q(planned_items__in=waiting)))


def planned_items(body: Body, person, *, which=LIVE, owner=None, purpose="", words="") -> QuerySet[PlannedItem]:
    """The items of the body's forward plan that the person may read: those to come, past ones, or those that ended.

    `which` of them; of which owner seat (its id); for which purpose; with which words in the title.
    """
    items = PlannedItem.objects.visible_to(person).filter(body=body)
    items = items.select_related("owner__organisation", "meeting", "item", "proposed_by")
    items = items.live() if which != ENDED else items.exclude(state__in=PlannedItem.LIVE)
    if owner:
        items = items.filter(owner=owner)
    if purpose:
        items = items.filter(purpose=purpose)
    return items.filter(title__icontains=words) if words else items


def quarters_ahead(body: Body, items: list[PlannedItem]) -> list[Quarter]:
    """This quarter and those that follow, as far as anything is planned, a year of them at least. One query."""
    this = workdays.financial_quarter(clock.today())
    meetings = list(_meetings_ahead(body))
    last = max(
        [each.quarter_of for each in items] + [workdays.financial_quarter(each.day) for each in meetings] + [this]
    )
    quarters: dict[tuple[int, int], Quarter] = {}
    at = this
    while len(quarters) < QUARTERS_SHOWN or at <= last:
        quarters[at] = Quarter(*at)
        at = workdays.quarter_after(*at)
    for meeting in meetings:
        quarters[workdays.financial_quarter(meeting.day)].meetings.append(meeting)
    for item in items:
        if item.quarter_of >= this:
            quarters[item.quarter_of].items.append(item)
    return list(quarters.values())


def is_past(item: PlannedItem) -> bool:
    """Whether the quarter in which it lies is over."""
    return item.quarter_of < workdays.financial_quarter(clock.today())


def _meetings_ahead(body):
    """Those of this quarter and later, held or to be held."""
    first = workdays.financial_quarter_days(*workdays.financial_quarter(clock.today()))[0]
    meetings = Meeting.objects.filter(body=body, starts_at__date__gte=first).exclude(state=Meeting.State.CANCELLED)
    return meetings.order_by("starts_at")


def meetings_to_choose(body: Body) -> QuerySet[Meeting]:
    """The body's ordinary meetings ahead whose agenda may still change."""
    open_ones = [Meeting.State.CONVENED, Meeting.State.CIRCULATED]
    return Meeting.objects.upcoming().ordinary().filter(body=body, state__in=open_ones, starts_at__gt=clock.now())


def quarters_to_choose(meetings: list[Meeting]) -> list[tuple[int, int]]:
    """The quarters of the next two years in which none of these meetings is."""
    taken = {workdays.financial_quarter(meeting.day) for meeting in meetings}
    at, found = workdays.financial_quarter(clock.today()), []
    for _ in range(QUARTERS_CHOSEN):
        if at not in taken:
            found.append(at)
        at = workdays.quarter_after(*at)
    return found


def seats_to_own(body: Body) -> QuerySet[Seat]:
    """The body's seats of today, any of which may own an item."""
    return Seat.objects.current().filter(body=body).select_related("organisation")


def proposals_at_home(person) -> QuerySet:
    """The proposals that wait for the person to place or decline them, in one row that is unioned with others':
    "forward"; a dict of its body's name and key for each; and three numbers that mean nothing."""
    mine = bodies_where(person, Role.SECRETARY) or NONE
    rows = PlannedItem.objects.visible_to(person).filter(body__in=mine, state=State.PROPOSED).order_by()
    told = JSONObject(key="body__key", body="body__short_name")
    return rows.values(kind=Value("forward")).annotate(
        things=JSONBAgg(told), first=Count("pk"), second=Count("pk"), third=Count("pk")
    )


def next_waiting(placed: PlannedItem, person) -> PlannedItem | None:
    """The proposal of the same body that has waited longest, of those that the person may read. One query."""
    waiting = PlannedItem.objects.visible_to(person).filter(body=placed.body_id, state=State.PROPOSED)
    return waiting.exclude(pk=placed.pk).order_by("pk").first()


def comes_from(planned: PlannedItem, person) -> list[tuple[str, str]]:
    """What it was when it was put off, as far as the person may read it: what each is called, and its address."""
    kind, _, pk = planned.once_key.partition("/")
    found = []
    if planned.put_off_id:
        items = AgendaItem.objects.visible_to(person).filter(pk=planned.put_off_id).select_related("meeting__body")
        found += [
            (
                f"Item {item.number} of {item.meeting}{'' if item.standing else ', with its papers'}",
                reverse("meetings:show_item", args=[item.pk]),
            )
            for item in items
        ]
        decisions = Decision.objects.visible_to(person).filter(item=planned.put_off_id)
        mine = [each for each in decisions if each.comes_back_key == planned.once_key]
        found += [(f"Decision {each.reference}", each.get_absolute_url()) for each in mine]
    if kind == WrittenProcedure.COMES_BACK:
        procedures = WrittenProcedure.objects.visible_to(person).filter(pk=pk)
        found += [
            ("The written procedure, with its papers and replies", each.get_absolute_url()) for each in procedures
        ]
    return found


def proposals_for(meeting: Meeting, person) -> QuerySet[PlannedItem]:
    """What is proposed for the meeting, or for its quarter, and waits, of what the person may read. One query."""
    year, quarter = workdays.financial_quarter(meeting.day)
    for_it = Q(meeting=meeting) | Q(body=meeting.body_id, year=year, quarter=quarter)
    return PlannedItem.objects.visible_to(person).filter(for_it, state=State.PROPOSED)


def where_it_is(planned: PlannedItem) -> AgendaItem | None:
    """The agenda item that it has become, if it is still on an agenda."""
    return planned.item if planned.item and planned.item.withdrawn_at is None else None
