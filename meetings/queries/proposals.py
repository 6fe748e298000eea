"""The dates that the portal proposes for a body's year, from its policy, and why each."""

from dataclasses import dataclass
from datetime import date, timedelta

from ccsp_portal import clock
from ccsp_portal.calendar import Event, ProposedDate, Rule, propose
from ccsp_portal.calendar.schedule import obstacles
from meetings.queries.calendar import events_in
from meetings.workflow.scheduling import Sitting
from partners.models import Body, MeetingPolicy

# how many weeks after the proposed one are looked at for another date, and how many dates are named
WEEKS, NAMED = 4, 2


@dataclass(frozen=True)
class Proposal:
    """A meeting to be, and later days of the same weekday that would be free too."""

    sitting: Sitting
    alternatives: tuple[date, ...] = ()


def proposals_for(body: Body, year: int) -> list[Proposal]:
    """The dates still ahead that the body's policy gives for a financial year, in order. One query."""
    policy = body.meeting_policy
    rule = Rule(
        months=policy.months, nth=policy.nth, weekday=policy.weekday, at=policy.starts_at, minutes=policy.lasts_minutes
    )
    events = events_in(year)
    return [
        _proposal(proposed, policy, events)
        for proposed in propose(rule, year, events, policy.clash_committees)
        if proposed.starts_at > clock.now()
    ]


def _proposal(proposed: ProposedDate, policy: MeetingPolicy, events: list[Event]):
    sitting = Sitting(proposed.starts_at, proposed.ends_at, policy.venue, reasons=tuple(proposed.reasons))
    later = [timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    free = [
        proposed.day + week
        for week in later
        if not obstacles(proposed.starts_at + week, proposed.ends_at + week, events, policy.clash_committees)
    ]
    return Proposal(sitting, tuple(free[:NAMED]))
