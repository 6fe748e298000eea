"""Calendars as CSV: a council's committee system as it was scraped, or a plain table that anybody can type."""

import csv
import io
import re
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError

from ccsp_portal.calendar.events import Event
from ccsp_portal.calendar.titles import committee_and_status, is_a_test
from ccsp_portal.clock import LONDON

SCRAPED = {"meeting_id", "date", "time", "title_as_scraped"}
PLAIN = {"committee", "date", "start"}
DAY_FORMATS = ("%d %B %Y", "%Y-%m-%d", "%d/%m/%Y", "%d %b %Y")
CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*([ap]m)?", re.IGNORECASE)
ASSUMED = timedelta(hours=2)


class _Unreadable(Exception):
    """One line can't be read."""


def read_csv(data: bytes) -> tuple[list[Event], list[str]]:
    """The events of a CSV file, and what was left out or assumed, a sentence with its line each.

    Headings are those of a scraped committee calendar (meeting_id, date, time, title_as_scraped), where the latest of
    several rows for one meeting counts; or committee, date, start, and perhaps end and title. Raises ValidationError
    for a file that is no such table, or has nothing in it.
    """
    rows, headings = _rows(data)
    read_row = _scraped if headings >= SCRAPED else _plain
    problems: list[str] = []
    events: dict[str, Event] = {}
    for line, row in rows:
        try:
            event, note = read_row(row, line)
        except _Unreadable as reason:
            problems.append(f"Line {line}: {reason}, so it was left out.")
            continue
        if note:
            problems.append(f"Line {line}: {note}.")
        if event:
            events[event.uid] = event
    if not events:
        first = f" {problems[0]}" if problems else ""
        raise ValidationError(f"The selected file has no meetings that can be read.{first}")
    return sorted(events.values(), key=lambda event: (event.starts_at, event.row)), problems


def _rows(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(
            "The selected file is not written in UTF-8. Save it as “CSV UTF-8” and try again."
        ) from None
    if not text.strip():
        raise ValidationError("The selected file is empty. Choose a file with a row for each meeting.")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    headings = {heading.strip().lower() for heading in reader.fieldnames or [] if heading}
    if not (headings >= SCRAPED or headings >= PLAIN):
        raise ValidationError(
            "The first row of the selected file must have the headings committee, date and start (and may have end)."
        )
    try:
        rows = [
            (reader.line_num, {(name or "").strip().lower(): value or "" for name, value in row.items()})
            for row in reader
        ]
    except csv.Error as error:
        raise ValidationError(f"Line {reader.line_num} of the selected file can’t be read as CSV ({error}).") from None
    return sorted(rows, key=lambda pair: _seen(pair[1])), headings


def _seen(row):
    """When a scraped row was last seen: the latest counts, so it comes last."""
    try:
        return datetime.strptime(row.get("last_fetched", ""), "%d %B %Y at %H:%M")
    except ValueError:
        return datetime.min


def _scraped(row, line):
    committee, status = committee_and_status(row["title_as_scraped"].rstrip(".… "))
    if is_a_test(committee):
        return None, f"“{committee}” is a test, so it was left out"
    start, _, end = row["time"].partition(" - ")
    starts_at, ends_at, note = _times(_day(row["date"]), start, end)
    return Event(row["meeting_id"], committee, committee, starts_at, ends_at, status, line), note


def _plain(row, line):
    committee, status = committee_and_status(row["committee"])
    if not row["committee"].strip():
        raise _Unreadable("it names no committee")
    starts_at, ends_at, note = _times(_day(row["date"]), row["start"], row.get("end", ""))
    if row.get("status", "").strip().lower() in {"cancelled", "not required"}:
        status = row["status"].strip().lower()
    uid = f"{committee} {starts_at.isoformat()}"[:255]
    title = row.get("title", "").strip()[:300] or committee
    return Event(uid, committee, title, starts_at, ends_at, status, line), note


def _times(day, start, end):
    starts_at = datetime.combine(day, _time(start), tzinfo=LONDON)
    if not end.strip():
        return starts_at, starts_at + ASSUMED, "it gives no end, so two hours are assumed"
    ends_at = datetime.combine(day, _time(end), tzinfo=LONDON)
    if ends_at <= starts_at:
        raise _Unreadable("it ends before it starts")
    return starts_at, ends_at, ""


def _day(text):
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise _Unreadable(f"“{text}” is not a date like 22 June 2026")


def _time(text):
    found = CLOCK.fullmatch(text.replace("\xa0", " ").strip())
    if not found:
        raise _Unreadable(f"“{text}” is not a time like 2.00 pm")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    # committee systems write "12.00 pm" for midday
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    if hour > 23 or minute > 59:
        raise _Unreadable(f"“{text}” is not a time like 2.00 pm")
    return time(hour, minute)
