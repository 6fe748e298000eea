"""iCalendar in: the calendars that Outlook, Exchange, Google and committee systems export."""

from datetime import date, datetime, time, timedelta

import recurring_ical_events
from django.core.exceptions import ValidationError
from icalendar import Calendar
from icalendar.prop import vBroken

from ccsp_portal import clock
from ccsp_portal.calendar.events import Event
from ccsp_portal.calendar.titles import committee_and_status

TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
# RFC 5545, 3.6.1
ONCE = {"DTSTART", "DTEND", "DURATION", "SUMMARY", "STATUS", "UID"}
# how far repeating events are followed, from today
BACK, AHEAD = timedelta(days=366), timedelta(days=3 * 366)


def read_ics(data: bytes) -> tuple[list[Event], list[str]]:
    """The events of an .ics file, and what was left out, a sentence each.

    Repeating events are followed from a year ago to three years ahead. Raises ValidationError for what is no calendar.
    """
    calendar, problems = _parse(data)
    problems += _without_wrong_properties(calendar)
    events = []
    for number, (component, is_repeated) in enumerate(_occurrences(calendar, problems), start=1):
        event = _event(component, is_repeated, number, problems)
        if event:
            events.append(event)
    if not events:
        raise ValidationError(
            f"The selected file has no events that can be read between {clock.today() - BACK:%B %Y} and "
            f"{clock.today() + AHEAD:%B %Y}. Export the committee’s calendar again as an .ics file."
        )
    return events, problems


def _parse(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(
            "The selected file is not written in UTF-8. Export the calendar again, or save the file as UTF-8."
        ) from None
    if "BEGIN:VCALENDAR" not in text:
        raise ValidationError("The selected file is not a calendar. Choose a file that was exported as .ics.")
    try:
        return Calendar.from_ical(text), []
    except ValueError:
        raise ValidationError("The selected file is damaged or cut short. Export the calendar again.") from None


def _without_wrong_properties(calendar):
    """What can't be read is taken out, and said; what may stand once and stands twice counts as it stands first."""
    problems = []
    for component in calendar.walk():
        for name, value in list(component.items()):
            readable = [
                each for each in (value if isinstance(value, list) else [value]) if not isinstance(each, vBroken)
            ]
            if not readable:
                del component[name]
            elif isinstance(value, list):
                component[name] = readable[0] if name in ONCE else readable
        title = component.get("SUMMARY", component.name)
        problems += [
            f"“{title}”: its {name} can’t be read, so it was left out of account." for name, _ in component.errors
        ]
    return problems


def _occurrences(calendar, problems):
    """Each event once, and each occurrence of the repeating ones that is within reach."""
    events = [event for event in calendar.walk("VEVENT") if not _is_endless(event, problems)]
    repeated = {str(event.get("UID", "")) for event in events if "RRULE" in event or "RDATE" in event}
    repeating = Calendar()
    for zone in calendar.walk("VTIMEZONE"):
        repeating.add_component(zone)
    plain = []
    for event in events:
        if str(event.get("UID", "")) in repeated and event.get("DTSTART"):
            repeating.add_component(event)
        else:
            plain.append(event)
    return [(event, False) for event in plain] + [(event, True) for event in _within_reach(repeating, problems)]


def _is_endless(event, problems):
    """Whether it repeats so often that no committee can be meant, and following it would take hours."""
    rules = event.get("RRULE", [])
    often = [str(rule.get("FREQ", "")) for rule in (rules if isinstance(rules, list) else [rules]) if rule]
    if not any(word in text.upper() for text in often for word in TOO_OFTEN):
        return False
    problems.append(f"“{event.get('SUMMARY', 'Untitled')}”: it repeats more than once a day, so it was left out.")
    return True


def _within_reach(repeating, problems):
    today = clock.today()
    try:
        return list(recurring_ical_events.of(repeating).between(today - BACK, today + AHEAD))
    except (ValueError, TypeError, KeyError) as error:
        problems.append(f"The repeating events can’t be followed ({error}): they were left out.")
        return []


def _event(component, is_repeated, number, problems):
    title = " ".join(str(component.get("SUMMARY", "")).split()) or "Untitled"
    start = component.get("DTSTART")
    if start is None:
        problems.append(f"“{title}”: it has no start, so it was left out.")
        return None
    try:
        starts_at, ends_at = _moment(start.dt), _end(component, start.dt)
    except OverflowError:
        problems.append(f"“{title}”: it ends further away than calendars reach, so it was left out.")
        return None
    if ends_at <= starts_at:
        problems.append(f"“{title}” on {starts_at:%-d %B %Y}: it ends before it starts, so it was left out.")
        return None
    committee, status = committee_and_status(title)
    if str(component.get("STATUS", "")).upper() == "CANCELLED":
        status = "cancelled"
    uid = str(component.get("UID", "")) or f"{title} {starts_at.isoformat()}"
    if is_repeated:
        uid = f"{uid} {starts_at.isoformat()}"
    return Event(uid[-255:], committee, title[:300], starts_at, ends_at, status, number)


def _moment(value):
    """A date-time as it is (in London, where it names no zone); a day from its midnight."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=clock.LONDON)
    return datetime.combine(value, time(), tzinfo=clock.LONDON)


def _end(component, start):
    if component.get("DTEND") is not None:
        return _moment(component["DTEND"].dt)
    if component.get("DURATION") is not None:
        return _moment(start) + component["DURATION"].dt
    whole_day = isinstance(start, date) and not isinstance(start, datetime)
    return _moment(start) + (timedelta(days=1) if whole_day else timedelta(hours=2))
