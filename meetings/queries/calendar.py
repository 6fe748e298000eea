"""The calendar that meetings are set in: the body's own meetings, and other committees' as imported."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from ccsp_portal import clock, workdays
from ccsp_portal.calendar import Event
from ccsp_portal.calendar.schedule import obstacles
from ccsp_portal.govuk.templatetags.govuk import at_time, long_date, short_date
from meetings.models import CalendarImport, ClashingEvent, Meeting
from partners.models import Body

# recorded within so long, it is when it happened
ON_THE_DAY = timedelta(hours=12)


def year_in_words(year: int) -> str:
    """A financial year as people write it: 2026 is "2026/27"."""
    return f"{year}/{(year + 1) % 100:02d}"


def quarter_of_year(year: int, number: int) -> str:
    """A quarter of a financial year, as the forward plan writes it: "Q3 of 2026/27"."""
    return f"Q{number} of {year_in_words(year)}"


def start_of(day: date) -> datetime:
    """The moment at which a London day begins."""
    return datetime.combine(day, time(0), clock.LONDON)


def called_for_in_words(meeting: Meeting) -> str:
    """What an extraordinary meeting was called for, as a sentence; "" for an ordinary one."""
    return f"Extraordinary meeting, called for: {meeting.called_for}" if meeting.is_extraordinary else ""


def sat_in_words(meeting: Meeting) -> list[str]:
    """Where and when a meeting was to be held, and when it opened and closed if that was recorded while it sat, as
    lines."""
    at = meeting.starts_at
    lines = [
        f"Place: {meeting.venue}",
        f"Planned for: {at_time(at)} to {at_time(meeting.ends_at)} on {long_date(at)}",
    ]
    opened, closed = meeting.opened_at, meeting.concluded_at
    if opened and abs(opened - at) < ON_THE_DAY:
        lines.append(f"Opened: {at_time(opened)}")
        # pressed another day, it says nothing of when they rose
        if closed and closed - opened < ON_THE_DAY:
            lines.append(f"Closed: {at_time(closed)}")
    return lines


def meetings_in_year(body: Body, year: int) -> QuerySet[Meeting]:
    """The body's ordinary meetings of a financial year, without those that were cancelled."""
    return Meeting.objects.ordinary().held_in(year).filter(body=body).exclude(state=Meeting.State.CANCELLED)


def idle_day_in_words(day: date) -> str:
    """That nobody works on that day, as a sentence; "" where it is a working day."""
    if workdays.is_working_day(day):
        return ""
    holiday = workdays.bank_holiday(day)
    return f"{short_date(day)} is a {f'bank holiday: {holiday}' if holiday else f'{day:%A}'}."


def usual_place(body: Body) -> dict[str, str]:
    """Where the body meets by its rules; and as at its latest meeting, how to join online and, where that was at the
    same place, how to get there. One query."""
    meetings = Meeting.objects.filter(body=body).exclude(state=Meeting.State.CANCELLED)
    latest = meetings.order_by("-starts_at").only("venue", "joining_link", "access_notes").first()
    place = {"venue": body.meeting_policy.venue}
    if latest:
        place["joining_link"] = latest.joining_link
        place["access_notes"] = latest.access_notes if latest.venue == place["venue"] else ""
    return place


def believed_events() -> QuerySet[ClashingEvent]:
    """Other committees' meetings, each as the latest file that names it has it."""
    latest = ClashingEvent.objects.order_by("uid", "-calendar_import__imported_at", "-pk").distinct("uid")
    return ClashingEvent.objects.filter(pk__in=latest.values("pk")).select_related("calendar_import")


def events_between(starts_at: datetime, ends_at: datetime) -> list[Event]:
    """Other committees' meetings that overlap with a time, cancelled ones too, as the calendar rules read them."""
    rows = believed_events().filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    return [
        Event(row.uid, row.committee, row.title, row.starts_at, row.ends_at, "" if row.goes_ahead else "cancelled", 0)
        for row in rows
    ]


def events_in(year: int) -> list[Event]:
    """Other committees' meetings in a financial year."""
    first, last = workdays.financial_year_days(year)
    return events_between(start_of(first), start_of(last + timedelta(days=1)))


def import_of(sha256: str) -> CalendarImport | None:
    """The import of this very file, if there was one."""
    return CalendarImport.objects.filter(sha256=sha256).select_related("imported_by").first()


def warnings_about(
    body: Body, starts_at: datetime, ends_at: datetime, notice_days: int, other_than: Meeting | None = None
) -> list[str]:
    """What speaks against the body meeting then, with so many clear days of notice, each as a sentence; nothing if all
    is well."""
    policy = body.meeting_policy
    own = Meeting.objects.filter(body=body, starts_at__lt=ends_at, ends_at__gt=starts_at).exclude(
        state=Meeting.State.CANCELLED
    )
    if other_than:
        own = own.exclude(pk=other_than.pk)
    return [
        *obstacles(starts_at, ends_at, events_between(starts_at, ends_at), policy.clash_committees),
        *(f"The {body.short_name} already meets {_from_to(meeting)} that day." for meeting in own),
        *_short_notice(starts_at.astimezone(clock.LONDON).date(), notice_days),
    ]


def _short_notice(day, notice_days):
    latest = workdays.latest_day_for_clear_notice(day, notice_days)
    if latest < clock.today():
        yield (
            f"There is no time left for {notice_days} clear working days of notice: "
            f"the papers should have gone out by {long_date(latest)}."
        )


def _from_to(meeting):
    return f"from {at_time(meeting.starts_at)} to {at_time(meeting.ends_at)}"


def bodies_that_meet() -> QuerySet[Body]:
    """Today's bodies that have rules for their meetings."""
    return Body.objects.current().filter(meeting_policy__isnull=False).select_related("meeting_policy")


def committees() -> list[str]:
    """The committees whose meetings are imported, by name."""
    return list(ClashingEvent.objects.order_by("committee").values_list("committee", flat=True).distinct())
