"""What calendar programs mail back: the messages of Outlook, Exchange, Google and others, as they write them."""

from datetime import UTC
from email.message import EmailMessage
from email.utils import format_datetime

from ccsp_portal import clock

EVENT = """BEGIN:VCALENDAR\r
PRODID:{product}\r
VERSION:2.0\r
METHOD:{method}\r
{zone}BEGIN:VEVENT\r
UID:{uid}\r
SEQUENCE:{sequence}\r
DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}\r
DTSTART{start}\r
DTEND{end}\r
ATTENDEE;PARTSTAT={partstat};CN=Somebody:{scheme}:{attendee}\r
{comment}END:VEVENT\r
END:VCALENDAR\r
"""
OUTLOOK_ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:GMT Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16011028T020000\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:-0000\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010325T010000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nTZOFFSETFROM:-0000\r\n"
    "TZOFFSETTO:+0100\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
)
LIKE = {
    "google": {"product": "-//Google Inc//Google Calendar 70.9054//EN", "scheme": "mailto"},
    "outlook": {
        "product": "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
        "scheme": "MAILTO",
        "zone": OUTLOOK_ZONE,
        "start": ';TZID="GMT Standard Time":20270617T150000',
        "end": ';TZID="GMT Standard Time":20270617T170000',
    },
}


def answer(meeting, person, partstat="ACCEPTED", *, like="google", comment="", **more):
    """The text/calendar object of an answer."""
    fields = {
        "method": "REPLY",
        "uid": meeting.uid,
        "sequence": meeting.sequence,
        "stamp": clock.now(),
        "start": ":20270610T130000Z",
        "end": ":20270610T150000Z",
        "zone": "",
        "attendee": person.email,
        "partstat": partstat,
        "comment": f"COMMENT:{comment}\r\n" if comment else "",
        **LIKE[like],
        **more,
    }
    fields["stamp"] = fields["stamp"].astimezone(UTC)
    text = EVENT.format(**fields)
    return text.replace("ATTENDEE", "ATTENDEE;CUTYPE=INDIVIDUAL") if like == "google" else text


def letter(person, calendar, *, sender=None, number=1, cte="quoted-printable", headers=(), subtype="calendar"):
    """The whole message, as its bytes: an alternative of words and calendar."""
    message = EmailMessage()
    message["From"] = sender or f"{person.name} <{person.email}>"
    message["To"] = "replies@ccsp.example"
    message["Subject"] = "Accepted: CCSP Board"
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{number}.{person.pk}@mail.example>"
    for name, value in headers:
        message[name] = value
    message.set_content("They answered.")
    if calendar is not None:
        message.add_alternative(calendar, subtype=subtype, cte=cte, params={"method": "REPLY"})
    return message.as_bytes()
