"""The minutes as a file to keep: built for one circle of readers, so that the public's holds nothing private."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from ccsp_portal.documents.models import Document
from meetings.models import Minutes
from meetings.queries.minutes import readable_minutes


@dataclass(frozen=True)
class Printed:
    """A file that was made: its bytes, its name and kind, and how it is marked."""

    data: bytes
    name: str
    media_type: str
    marking: str


def printed_minutes(minutes: Minutes, *, for_members: bool, cleared_at: datetime) -> Printed:
    """The minutes as they are now: the members' with private items, the public's without and naming seats only."""
    read = readable_minutes(minutes, private=for_members, names_people=for_members)
    context = {"read": read, "meeting": minutes.meeting, "cleared_at": cleared_at, "for_members": for_members}
    page = render_to_string("meetings/printed_minutes.html", context)
    has_private = for_members and any(item.is_private for item in read.items)
    whose = "members" if for_members else "public"
    name = f"Minutes {minutes.meeting.body.short_name} {minutes.meeting.day:%Y-%m-%d} {whose}.html"
    marking = Document.Marking.SENSITIVE if has_private else Document.Marking.OFFICIAL
    return Printed(page.encode(), name, "text/html", marking)
