"""iCalendar out (RFC 5545, 5546): what Outlook, Google and Apple put into a calendar and keep up to date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event, Timezone, vCalAddress, vText, vUri

from ccsp_portal.clock import LONDON

PRODUCT = "-//Community Safety Partnership portal//EN"
# who has not answered yet
NEEDS_ACTION = "NEEDS-ACTION"
# fixed and small; a library that works zones out afresh writes the summer onset an hour late
LONDON_ZONE = b"""BEGIN:VTIMEZONE\r
TZID:Europe/London\r
BEGIN:DAYLIGHT\r
DTSTART:19700329T010000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
TZNAME:BST\r
TZOFFSETFROM:+0000\r
TZOFFSETTO:+0100\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
DTSTART:19701025T020000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
TZNAME:GMT\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0000\r
END:STANDARD\r
END:VTIMEZONE\r
"""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a calendar holds of one meeting. `organiser` and `sent_by` are addresses; `attendees` are (address, name),
    or (address, name, what they have answered) as PARTSTAT says it.

    `sent_by` writes on behalf of the organiser. `conference` is the link by which one joins.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    stamped_at: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    conference: str = ""
    organiser: str = ""
    organiser_name: str = ""
    sent_by: str = ""
    attendees: Sequence[tuple[str, ...]] = ()
    cancelled: bool = False
    takes_time: bool = True


def invitation(method: str, **entry) -> bytes:
    """One meeting as an iCalendar object of the method REQUEST, CANCEL or PUBLISH; `entry` as Entry has it.

    A CANCEL says STATUS:CANCELLED; attendees of a REQUEST who have not answered are asked to. Raises
    ValueError for another method.
    """
    if method not in {"REQUEST", "CANCEL", "PUBLISH"}:
        raise ValueError(f"{method} is no method of ours: REQUEST, CANCEL or PUBLISH.")
    given = Entry(**{"cancelled": method == "CANCEL", **entry})
    return _calendar(method, [given]).to_ical()


def feed(name: str, entries: Iterable[Entry]) -> bytes:
    """Many meetings as one calendar to subscribe to (RFC 7986 for its name and how often to look again)."""
    calendar = _calendar("PUBLISH", entries)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", "PT12H", parameters={"VALUE": "DURATION"}, encode=False)
    return calendar.to_ical()


def _calendar(method, entries):
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(LONDON_ZONE))
    for entry in entries:
        calendar.add_component(_event(entry, method))
    return calendar


def _event(entry, method):
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at)
    event.add("last-modified", entry.stamped_at)
    event.add("dtstart", entry.starts_at.astimezone(LONDON))
    event.add("dtend", entry.ends_at.astimezone(LONDON))
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.takes_time and not entry.cancelled else "TRANSPARENT")
    for name in ("description", "location", "url"):
        if getattr(entry, name):
            event.add(name, getattr(entry, name))
    if entry.conference:
        _add_conference(event, entry.conference)
    _add_people(event, entry, asked=method == "REQUEST")
    return event


def _add_conference(event, link):
    """RFC 7986, section 5.11: for calendars that show a button for joining."""
    conference = vUri(link)
    conference.params["VALUE"] = "URI"
    conference.params["FEATURE"] = ["AUDIO", "VIDEO"]
    conference.params["LABEL"] = "Join online"
    event.add("conference", conference, encode=0)


def _add_people(event, entry, *, asked):
    if entry.organiser:
        organiser = vCalAddress(f"mailto:{entry.organiser}")
        if entry.organiser_name:
            organiser.params["CN"] = vText(entry.organiser_name)
        if entry.sent_by:
            organiser.params["SENT-BY"] = vText(f"mailto:{entry.sent_by}")
        event.add("organizer", organiser, encode=0)
    for address, name, *answered in entry.attendees:
        attendee = vCalAddress(f"mailto:{address}")
        if name:
            attendee.params["CN"] = vText(name)
        attendee.params["CUTYPE"] = vText("INDIVIDUAL")
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        if asked:
            status = answered[0] if answered else NEEDS_ACTION
            attendee.params["PARTSTAT"] = vText(status)
            attendee.params["RSVP"] = vText("TRUE" if status == NEEDS_ACTION else "FALSE")
        event.add("attendee", attendee, encode=0)
