"""Rows that a test needs in place before its act, made directly: the act that makes them is not what is tested."""

import uuid
from datetime import date, datetime, time, timedelta
from itertools import count

from ccsp_portal import clock
from meetings.models import AgendaItem, Decision, Meeting

references = count(1)


def moment(day: date, at: time = time(14)) -> datetime:
    """A London moment."""
    return datetime.combine(day, at, tzinfo=clock.LONDON)


def make_meeting(body, by, *, day=date(2027, 3, 11), state="convened", **fields):
    """A meeting of the body; circulated and concluded ones say when."""
    starts_at = moment(day)
    if state in {"circulated", "in session", "concluded"}:
        fields.setdefault("circulated_at", starts_at - timedelta(days=8))
    if state == "concluded":
        fields.setdefault("concluded_at", starts_at + timedelta(hours=2))
    return Meeting.objects.create(
        body=body,
        title=body.name,
        financial_year=day.year - (day.month < 4),
        state=state,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        venue="Council House",
        date_reasons=["The second Thursday."],
        quorum={"share": "1/3", "at_least": 4, "of": ["council", "police"]},
        notice_days=5,
        paper_days=10,
        minutes_days=10,
        papers_due_on=day - timedelta(days=14),
        circulate_by=day - timedelta(days=8),
        minutes_due_on=day + timedelta(days=14),
        uid=f"meeting-{uuid.uuid4()}@portal.test",
        convened_at=clock.now(),
        convened_by=by,
        **fields,
    )


def make_item(meeting, *, title="Plan", purpose="decide", **fields):
    """An agenda item in the next place."""
    place = meeting.items.count() + 1
    if fields.get("privacy") == "private":
        fields.setdefault("private_reason", "It names people")
        fields.setdefault("public_title", "A private matter")
    number = str(place) if meeting.circulated_at else ""
    fields.setdefault("number", number)
    return AgendaItem.objects.create(meeting=meeting, position=place, title=title, purpose=purpose, **fields)


def make_decision(item, by, *, outcome="agreed", quorate=True, text="The Board agreed."):
    """A decision on an item, with a number of its own."""
    return Decision.objects.create(
        item=item,
        reference=f"TEST/{next(references):04d}",
        outcome=outcome,
        text=text,
        quorate=quorate,
        decided_at=clock.now(),
        recorded_by=by,
    )
