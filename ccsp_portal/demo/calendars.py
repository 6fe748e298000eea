"""What the demonstration's members answer in their calendar programs, as these mail it to the portal."""

from datetime import UTC, timedelta
from email.message import EmailMessage

from icalendar import Calendar, Event, vCalAddress

from ccsp_portal import clock
from meetings.models import Meeting
from partners.models import User


def mailed_answer(
    meeting: Meeting, person: User, partstat: str, *, method: str = "REPLY", comment: str = "", sender: str = ""
) -> bytes:
    """A message (RFC 6047) as a calendar program sends it; a COUNTER proposes an hour later."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//A made-up calendar program//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    later = timedelta(hours=1 if method == "COUNTER" else 0)
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", (meeting.starts_at + later).astimezone(UTC))
    event.add("dtend", (meeting.ends_at + later).astimezone(UTC))
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["PARTSTAT"] = partstat
    event.add("attendee", attendee, encode=0)
    if comment:
        event.add("comment", comment)
    calendar.add_component(event)
    message = EmailMessage()
    message["From"] = sender or person.email
    message["Subject"] = f"{partstat.capitalize()}: {meeting.title}"
    message["Message-ID"] = f"<{meeting.pk}.{person.pk}.{method.lower()}.{bool(sender):d}@calendar.example>"
    message.set_content("This is an answer to an invitation.")
    message.add_alternative(calendar.to_ical().decode(), subtype="calendar", params={"method": method})
    return message.as_bytes()
