"""iTIP in (RFC 5546, 6047): the answer that somebody's calendar program mails back to the organiser.

What comes from outside is never trusted: whatever it is, it is read to an end, and says in a word what it lacks.
"""

import email
import email.policy
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.errors import InvalidHeaderDefect
from email.headerregistry import AddressHeader
from email.message import EmailMessage

from icalendar import Calendar, Component
from icalendar.prop import vBroken

LARGEST = 1_000_000
CALENDARS = ("text/calendar", "application/ics")
WINMAIL = "application/ms-tnef"
LONGEST_COMMENT = 1000
# a header that is read, folded or not, of the message or of a part of it: longer than any mail program writes, and to
# take it apart takes time that grows with the square of its length
LONG_HEADER = re.compile(
    rb"(?:^|(?<=\r))(?:From|Subject|Message-ID|Authentication-Results|Auto-Submitted|Return-Path|Precedence|Content-[\w-]+)"
    rb"[ \t]*:(?:[^\r\n]|(?:\r\n?|\n)[ \t]){4000}",
    re.IGNORECASE | re.MULTILINE,
)
MOST_OF_A_NAME = 10
# in which a mail server quotes what it was sent
QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\((?:\\.|[^()\\])*\)')


@dataclass(frozen=True)
class Answer:
    """What a calendar says about one event. `attendee` is an address; `proposed` a time given in a COUNTER."""

    method: str
    uid: str
    sequence: int
    attendees: tuple[tuple[str, str], ...]
    comment: str
    stamped_at: datetime | None
    proposed: tuple[datetime, datetime] | None

    def said_by(self, address: str) -> str:
        """The PARTSTAT of an attendee, in capitals; "" for one who is not in it."""
        return next((status for who, status in self.attendees if who == address), "")


@dataclass(frozen=True)
class Letter:
    """A message as it came. `sender` is the one address of its From line, "" where there is none or several.

    `lacks` says why there is no answer in it: "calendar", "winmail", "sense" or "size"; "" where there is one.
    """

    key: str
    sender: str
    subject: str
    is_automatic: bool
    answer: Answer | None
    lacks: str
    vouched: tuple[str, ...]

    def is_vouched_for_by(self, server: str) -> bool:
        """Whether the partnership's own mail server says that the sender's domain stands for it (RFC 8601, DMARC).

        A domain that stands for its own letters says nothing of another's: it must be the one that the letter is from.
        """
        domain = self.sender.rpartition("@")[2]
        return any(_server_of(each) == server.lower() and _passed(each, domain) for each in self.vouched[:1])


def read_letter(raw: bytes) -> Letter:
    """Read a message (RFC 5322) to an end, whatever it holds."""
    message, answer, lacks = EmailMessage(), None, "size"
    try:
        if LONG_HEADER.search(raw):
            pass
        elif len(raw) > LARGEST:
            message = email.message_from_bytes(raw[:20_000], policy=email.policy.default)
        else:
            message = email.message_from_bytes(raw, policy=email.policy.default)
            answer, lacks = _answer_in(message)
    except RecursionError:
        message, answer, lacks = EmailMessage(), None, "sense"
    return Letter(
        key=_key_of(message, raw),
        sender=_sender_of(message),
        subject=" ".join(_header(message, "Subject").split())[:200],
        is_automatic=_is_automatic(message),
        answer=answer,
        lacks=lacks,
        vouched=tuple(str(each) for each in _headers(message, "Authentication-Results")),
    )


def _headers(message, name):
    as_written = [value for key, value in message.raw_items() if key.lower() == name.lower()]
    if len(as_written) > MOST_OF_A_NAME:
        return as_written
    try:
        return message.get_all(name, [])
    # the library stumbles over headers that no mail program writes
    except (ValueError, IndexError, AttributeError, TypeError):
        return as_written
    except RecursionError:
        return []


def _header(message, name):
    return _storable(next((str(each) for each in _headers(message, name)), ""))


def _storable(text):
    """Without what a database can't hold: bytes that were no letters, and the letter nought."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _key_of(message, raw):
    own = _header(message, "Message-ID").strip()
    return hashlib.sha256(own.encode(errors="replace") if own else raw).hexdigest()


def _sender_of(message):
    """The one address of the one From line; "" where that is not built right: two programs would read it as two."""
    lines = _headers(message, "From")
    line = lines[0] if len(lines) == 1 else None
    if not isinstance(line, AddressHeader) or any(isinstance(each, InvalidHeaderDefect) for each in line.defects):
        return ""
    only = line.addresses[0].addr_spec.lower() if len(line.addresses) == 1 else ""
    return only if "@" in only and len(only) <= 254 and only == _storable(only) else ""


def _is_automatic(message):
    said = _header(message, "Auto-Submitted").lower()
    returned = _header(message, "Return-Path").strip() == "<>"
    listed = _header(message, "Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}
    return (bool(said) and said != "no") or returned or listed


def _answer_in(message):
    try:
        parts = [part for part in message.walk() if not part.is_multipart()]
        calendars = [part for part in parts if part.get_content_type() in CALENDARS]
        if not calendars:
            is_winmail = any(part.get_content_type() == WINMAIL or _is_winmail(part) for part in parts)
            return None, "winmail" if is_winmail else "calendar"
        # the part that a calendar program reads, rather than the file beside it
        best = min(calendars, key=lambda part: CALENDARS.index(part.get_content_type()))
        answer = _read_calendar(_text_of(best))
        return answer, "" if answer else "sense"
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, LookupError, RecursionError, OverflowError):
        return None, "sense"


def _is_winmail(part):
    return (part.get_filename() or "").lower() == "winmail.dat"


def _text_of(part: EmailMessage):
    """The part's words: its encoding undone, its letters as it says, or as UTF-8, or as Western Europe wrote them."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(errors="replace")


def _read_calendar(text):
    calendar = Calendar.from_ical(text.lstrip("\ufeff").strip() + "\r\n")
    events = calendar.walk("VEVENT")
    if not events:
        return None
    event = events[0]
    return Answer(
        method=str(calendar.get("METHOD", "")).strip().upper(),
        uid=_plain(event, "UID").strip(),
        sequence=_number(event, "SEQUENCE"),
        attendees=tuple(_attendees(event)),
        comment=_plain(event, "COMMENT").strip()[:LONGEST_COMMENT],
        stamped_at=_moment(event, "DTSTAMP"),
        proposed=_proposed(event),
    )


def _all_of(event: Component, name):
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _plain(event, name):
    return _storable(next((str(each) for each in _all_of(event, name)), ""))


def _number(event, name):
    text = _plain(event, name).strip()
    return min(int(text), 2**31 - 1) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _attendees(event):
    for attendee in _all_of(event, "ATTENDEE"):
        scheme, _, address = str(attendee).strip().partition(":")
        status = str(getattr(attendee, "params", {}).get("PARTSTAT", "NEEDS-ACTION"))
        if scheme.lower() == "mailto":
            yield address.strip().lower(), status.upper()


def _moment(event, name):
    """A moment, aware; one that names no zone is taken for UTC, as DTSTAMP must be."""
    held = event.get(name)
    if held is None or isinstance(held, vBroken | list) or not isinstance(getattr(held, "dt", None), date):
        return None
    if not isinstance(held.dt, datetime):
        return None
    return held.dt if held.dt.tzinfo else held.dt.replace(tzinfo=UTC)


def _proposed(event):
    starts_at, ends_at = _moment(event, "DTSTART"), _moment(event, "DTEND")
    return (starts_at, ends_at) if starts_at and ends_at else None


def _server_of(results):
    return results.split(";")[0].split()[0].lower() if results.strip(" ;") else ""


def _passed(results, domain):
    """Whether the results say that DMARC holds for this very domain; what they quote of the letter says nothing."""
    bare, before = results, ""
    while bare != before:
        bare, before = QUOTED.sub(" ", bare), bare
    if not domain or any(sign in bare for sign in '"()'):
        return False
    found = [part.lower().split() for part in bare.split(";")[1:]]
    return any("dmarc=pass" in each[:1] and f"header.from={domain}" in each for each in found)
