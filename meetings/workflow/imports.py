"""Other committees' calendars come in: read, counted, and kept with what was left out and why."""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.calendar import read_csv, read_ics
from ccsp_portal.history.tracking import acting
from meetings.models import CalendarImport, ClashingEvent
from meetings.queries.calendar import import_of

# of a council's every committee there are some three hundred a year
MOST_EVENTS, YEARS_AROUND = 5_000, 20
AT_MOST_BYTES = 5 * 1024 * 1024
READERS = {".ics": read_ics, ".csv": read_csv}


@transaction.atomic
def import_calendar(name: str, content: bytes, *, by) -> tuple[CalendarImport, bool]:
    """Keep the meetings of a file (.ics or .csv); the import, and whether it is new.

    The very same file again changes nothing. Raises ValidationError, with what to do, for a file that can't be read
    or holds no meeting; lines that can't be read are left out and listed in the import's `problems`.
    """
    if not by.has_perm("meetings.import_calendar"):
        raise PermissionDenied("You are not allowed to import calendars.")
    sha256 = hashlib.sha256(content).hexdigest()
    earlier = import_of(sha256)
    if earlier:
        return earlier, False
    events, problems = _read(name, content)
    with acting("import a calendar", by):
        kept = CalendarImport.objects.create(
            name=name[:200], sha256=sha256, imported_at=clock.now(), imported_by=by, problems=problems
        )
        ClashingEvent.objects.bulk_create(_rows(kept, events))
    return kept, True


def _read(name, content):
    reader = next((reader for ending, reader in READERS.items() if name.lower().endswith(ending)), None)
    if reader is None:
        raise ValidationError("The selected file must be an .ics or a CSV file")
    if len(content) > AT_MOST_BYTES:
        raise ValidationError("The selected file must be smaller than 5 MB")
    # no text has a null character, and the database takes none
    events, problems = reader(content.replace(b"\0", b""))
    if len(events) > MOST_EVENTS:
        raise ValidationError(
            f"The selected file has more than {MOST_EVENTS:,} meetings. Export fewer years at a time."
        )
    this_year = clock.today().year
    near = [event for event in events if abs(event.starts_at.year - this_year) <= YEARS_AROUND]
    if len(near) < len(events):
        problems.append(f"{len(events) - len(near)} of its meetings are over {YEARS_AROUND} years away: left out.")
    return near, problems


def _rows(kept, events):
    """A row for each meeting of the file: of several lines for one meeting, the last counts."""
    latest = {event.uid: event for event in events}
    return [
        ClashingEvent(
            calendar_import=kept,
            uid=event.uid[:255],
            committee=event.committee[:200],
            title=event.title[:300],
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            goes_ahead=event.goes_ahead,
        )
        for event in latest.values()
    ]
