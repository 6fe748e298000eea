"""The minutes as a file to keep: built for one circle of readers, so that the public's holds nothing private."""

from dataclasses import dataclass
from datetime import datetime

from ccsp_portal.documents.models import PDF, Document
from ccsp_portal.govuk.templatetags.govuk import long_date, short_date
from ccsp_portal.typeset.typesetting import typeset
from meetings.models import Minutes
from meetings.queries.calendar import called_for_in_words
from meetings.queries.minutes import MinutedItem, ReadableMinutes, readable_minutes


@dataclass(frozen=True)
class Printed:
    """A file that was made: its bytes, its name, and how it is marked."""

    data: bytes
    name: str
    marking: str
    media_type: str = PDF


def printed_minutes(minutes: Minutes, *, for_members: bool, cleared_at: datetime) -> Printed:
    """The minutes as they are now: the members' with private items, the public's without and naming seats only."""
    read = readable_minutes(minutes, private=for_members, names_people=for_members)
    has_private = for_members and any(item.is_private for item in read.items)
    whose = "members" if for_members else "public"
    return Printed(
        data=typeset("minutes.typ", as_data(read, cleared_at, for_members=for_members)),
        name=f"Minutes {minutes.meeting.body.short_name} {minutes.meeting.day:%Y-%m-%d} {whose}.pdf",
        marking=Document.Marking.SENSITIVE if has_private else Document.Marking.OFFICIAL,
    )


def as_data(read: ReadableMinutes, cleared_at: datetime, *, for_members: bool) -> dict:
    """What the template sets: texts only, of what these readers may read."""
    meeting = read.minutes.meeting
    return {
        "title": f"Minutes of {long_date(meeting.starts_at)}",
        "body": meeting.body.name,
        "called_for": called_for_in_words(meeting),
        "standing": f"Draft minutes, cleared by the chair on {long_date(cleared_at)}",
        "readers": "For members" if for_members else "Private items are left out",
        "seats": [{"name": group.heading, "seats": group.lines} for group in read.groups],
        "interests": [each.in_words for each in read.declarations],
        "reports": [{"title": each.title, "text": each.sentence} for each in read.reports],
        "items": [_item(item) for item in read.items],
    }


def _item(item: MinutedItem) -> dict:
    return {
        "title": f"{item.number}. {item.title}" if item.number else item.title,
        "private": item.private_reason if item.is_private else "",
        "chair": item.chair,
        "interests": [f"Interest declared by {each.in_words}" for each in item.declarations],
        "passages": [each.data for each in item.passages],
        "decisions": [
            {"heading": _heading(each), "text": "\n".join([each.text, *each.said])} for each in item.decisions
        ],
        "actions": [
            {"reference": each.reference, "text": f"{each.text} ({each.owner}, by {short_date(each.first_due_on)})"}
            for each in item.actions
        ],
    }


def _heading(decision):
    without = "" if decision.quorate else ", taken without a quorum"
    return f"Decision {decision.reference}: {decision.get_outcome_display()}{without}"
