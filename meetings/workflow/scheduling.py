"""Meetings come to be, move and are called off; calendars and people hear of each change."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock, workdays
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Move, NotOpen, Stale, lock
from meetings.models import Announcement, Meeting
from meetings.queries.calendar import meetings_in_year, year_in_words
from meetings.queries.timeline import CIRCULATE, MINUTES, PAPERS, days_if_held_on
from meetings.workflow.agenda import lay_out
from meetings.workflow.announcements import take_back, told_before
from meetings.workflow.forward import let_go, take_up
from meetings.workflow.invitations import tell_of_cancelling, tell_of_convening, tell_of_moving
from partners.models import Body

AHEAD = frozenset({Meeting.State.CONVENED, Meeting.State.CIRCULATED})

#                 verb          from   to                       permission
RESCHEDULE = Move("reschedule", AHEAD, None, "meetings.reschedule_meeting")
CANCEL = Move("cancel", AHEAD, Meeting.State.CANCELLED, "meetings.cancel_meeting")
MOVES = (RESCHEDULE, CANCEL)

# what a calendar must hear of: a change of one of these raises the iCalendar sequence
HEARD_OF = Announcement.DETAILS

# the rules that a meeting is convened under, and keeps
COPIED = ("quorum", "call_days", "setting_days", "paper_days", "notice_days", "notes_days", "minutes_days")


@dataclass(frozen=True)
class Sitting:
    """When and where a meeting is to be held, and why then: `reasons` are sentences, the venue is asked for."""

    starts_at: datetime
    ends_at: datetime
    venue: str
    joining_link: str = ""
    access_notes: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(clock.LONDON).date()


@transaction.atomic
def convene(body: Body, sitting: Sitting, *, title: str = "", called_for: str = "", by) -> Meeting:
    """Call a meeting of the body, under its rules of today, and invite everybody who has a seat.

    One that is `called_for` something is extraordinary: no standing item nor anything of the forward plan is on its
    agenda, and its notice is as short as the body's rules allow.
    Raises PermissionDenied; ValidationError for a day that has passed, an end before the start, no policy, or two
    meetings at one time.
    """
    if not by.has_perm("meetings.convene_meeting", body):
        raise PermissionDenied("You are not allowed to convene meetings of this body.")
    meeting = _new_meeting(body, sitting, title or body.name, called_for.strip(), by)
    if not meeting.is_extraordinary:
        lay_out(meeting, by=by)
        take_up(meeting, by=by)
    tell_of_convening(meeting)
    return meeting


@transaction.atomic
def schedule_year(body: Body, year: int, sittings: Sequence[Sitting], *, by) -> list[Meeting]:
    """Convene the body's meetings of a financial year in one act: all of them or none.

    Raises Conflict when the year has meetings already: of two secretaries at once, the second is told so.
    """
    if not by.has_perm("meetings.schedule_year", body):
        raise PermissionDenied("You are not allowed to schedule this body’s meetings.")
    lock(body)
    refuse_second_year(body, year)
    if any(workdays.financial_year(sitting.day) != year for sitting in sittings):
        raise ValidationError(f"Every date must be in the financial year {year_in_words(year)}.")
    return [convene(body, sitting, by=by) for sitting in sittings]


def refuse_second_year(body: Body, year: int) -> None:
    """Raise Conflict, saying who scheduled the year and when, if it has meetings that were not cancelled."""
    already = meetings_in_year(body, year).select_related("convened_by").first()
    if already:
        raise Conflict(
            f"The {body.short_name} already has meetings in {year_in_words(year)}: {already.convened_by} convened "
            "them. You can add one more meeting instead."
        )


@transaction.atomic
def reschedule(meeting: Meeting, sitting: Sitting, *, version: int, tell: bool = True, by) -> Meeting:
    """Change a meeting that has not opened; members are sent the change, and asked again where its time has moved.

    `tell=False` saves another venue, link or note without a letter: another time is always told, and so is what
    follows a change whose letter has not left yet. Raises Stale when somebody changed it since `version` was read,
    NotOpen once it has opened, was held or was cancelled, ValidationError when nothing differs or the new day has
    passed.
    """
    before = lock(meeting)
    RESCHEDULE.check(before, by)
    wanted = _heard_of(sitting)
    if before.version != version:
        raise Stale(theirs=before, yours=wanted)
    _refuse_bad_times(sitting)
    if all(getattr(before, name) == value for name, value in wanted.items()):
        raise ValidationError("Nothing is different. Change the date, a time, the venue or the link.")
    is_moved = (before.starts_at, before.ends_at) != (sitting.starts_at, sitting.ends_at)
    is_unheard = take_back(before)
    undone = told_before(before, wanted) if is_unheard else None
    is_told = not undone and (tell or is_moved or is_unheard)
    moved = RESCHEDULE.make(
        before,
        by,
        **wanted,
        **_deadlines(sitting.day, before),
        **_sequences(before, undone, is_moved=is_moved, is_told=is_told),
        date_reasons=list(sitting.reasons) or before.date_reasons,
        rescheduled_at=clock.now(),
        rescheduled_by=by,
    )
    if is_told:
        tell_of_moving(moved)
    return moved


def _sequences(before, undone, *, is_moved, is_told):
    """What the meeting's sequence becomes, and the one from which replies count: theirs again, of a change undone."""
    if undone:
        return {"asked_sequence": undone.asked_sequence}
    sequence = before.sequence + is_told
    return {"sequence": sequence, "asked_sequence": sequence if is_moved else before.asked_sequence}


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by) -> Meeting:
    """Call a meeting off before it has opened; everybody invited is told why, and calendars drop it.

    Raises NotOpen once it has opened, was held or was cancelled, and ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError("Enter why the meeting is cancelled.")
    cancelled = CANCEL.make(
        meeting,
        by,
        cancelled_reason=reason.strip(),
        cancelled_at=clock.now(),
        cancelled_by=by,
        sequence=lock(meeting).sequence + 1,
    )
    let_go(cancelled, by=by)
    tell_of_cancelling(cancelled)
    return cancelled


def policy_of(body):
    """The rules by which a body meets. Raises NotOpen for a body that has none."""
    policy = getattr(body, "meeting_policy", None)
    if policy is None:
        raise NotOpen(f"The {body.short_name} has no rules for its meetings yet. Ask for them to be set first.")
    return policy


@dataclass(frozen=True)
class Rules:
    """The rules that a meeting is convened under, as a policy or a meeting has them."""

    quorum: dict
    call_days: int | None
    setting_days: int | None
    paper_days: int
    notice_days: int
    notes_days: int | None
    minutes_days: int


def rules_for(policy, *, is_extraordinary: bool) -> Rules:
    """What a meeting copies of its body's policy. An extraordinary one has the shorter notice, where the policy has
    one; its papers are then due on the day on which they go out, and there is no time to call for them."""
    usual = Rules(**{rule: getattr(policy, rule) for rule in COPIED})
    if not is_extraordinary or policy.urgent_days is None:
        return usual
    notice = policy.urgent_days
    due = min(usual.paper_days, notice + 1)
    return replace(usual, call_days=None, setting_days=None, paper_days=due, notice_days=notice)


def name_of(title: str, *, is_extraordinary: bool) -> str:
    """What a meeting is called: an extraordinary one says so, wherever its title stands."""
    if not is_extraordinary or "extraordinary" in title.lower():
        return title
    return f"Extraordinary meeting: {title}"


def _new_meeting(body, sitting, title, called_for, by):
    _refuse_bad_times(sitting)
    is_extraordinary = bool(called_for)
    rules = rules_for(policy_of(body), is_extraordinary=is_extraordinary)
    meeting = Meeting(
        body=body,
        title=name_of(title, is_extraordinary=is_extraordinary),
        is_extraordinary=is_extraordinary,
        called_for=called_for,
        **_heard_of(sitting),
        date_reasons=list(sitting.reasons) or [f"Chosen by {by}."],
        **asdict(rules),
        **_deadlines(sitting.day, rules),
        uid=f"meeting-{uuid.uuid4()}@{urlsplit(settings.PORTAL_BASE_URL).hostname}",
        convened_at=clock.now(),
        convened_by=by,
    )
    meeting.full_clean()
    with acting("convene", by):
        meeting.save(force_insert=True)
    return meeting


def _heard_of(sitting):
    """What calendars hear, with its moments in UTC: an hour that comes twice equals itself only there."""
    told = {name: getattr(sitting, name) for name in HEARD_OF}
    return told | {name: told[name].astimezone(UTC) for name in ("starts_at", "ends_at")}


def _refuse_bad_times(sitting):
    if sitting.starts_at <= clock.now():
        raise ValidationError("The meeting must start in the future.")
    if sitting.ends_at <= sitting.starts_at:
        raise ValidationError("The meeting must end after it starts.")


def _deadlines(day, rules):
    """The days that follow from a meeting's day and from `rules`: a policy, or the meeting that copied one."""
    days = days_if_held_on(day, rules)
    return {
        "financial_year": workdays.financial_year(day),
        "papers_due_on": days[PAPERS],
        "circulate_by": days[CIRCULATE],
        "minutes_due_on": days[MINUTES],
    }
