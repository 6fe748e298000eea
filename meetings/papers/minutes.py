"""The minutes as files to keep: built for one circle of readers, so that the public's hold nothing private.

One source for all of them: `as_data`, texts alone, of what these readers may read. Typst sets it as PDF, a template as
the words of the Word and OpenDocument files, and the page of a version shows the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.template.loader import render_to_string

from ccsp_portal import clock
from ccsp_portal.documents.models import DOCX, ODT, PDF, Document
from ccsp_portal.govuk.templatetags.govuk import long_date, short_date
from ccsp_portal.prose.pieces import Paragraph, Run
from ccsp_portal.prose.writing import as_html, from_data
from ccsp_portal.typeset.typesetting import typeset
from ccsp_portal.typeset.wordprocessing import Kind, written
from meetings.models import Minutes, MinutesVersion
from meetings.models.minutes import Passage
from meetings.queries.calendar import called_for_in_words
from meetings.queries.chair import OFFICES
from meetings.queries.minutes import MinutedItem, ReadableMinutes, readable_minutes
from partners.models import Office

# what XML, and so a Word or OpenDocument file, can't hold
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Edition:
    """Which version of the minutes it is to be, when, and why it replaces the one before."""

    number: int
    stage: str
    at: datetime
    note: str = ""

    @property
    def label(self) -> str:
        return MinutesVersion.Stage(self.stage).label


@dataclass(frozen=True)
class Printed:
    """A file that was made: its bytes, its name, its kind, and how it is marked."""

    data: bytes
    name: str
    kind: str
    marking: str
    media_type: str = PDF


def minutes_data(minutes: Minutes, edition: Edition, *, for_members: bool) -> dict:
    """The minutes as they are now: the members' with private items, the public's without and naming seats only."""
    read = readable_minutes(minutes, private=for_members, names_people=for_members)
    return as_data(read, edition, for_members=for_members)


def printed_minutes(minutes: Minutes, data: dict, edition: Edition, *, for_members: bool) -> Iterator[Printed]:
    """The files of a version: tagged PDF, Word, OpenDocument. Raises NotTypeset."""
    is_private = for_members and any(item["private"] for item in data["items"])
    marking = Document.Marking.SENSITIVE if is_private else Document.Marking.OFFICIAL
    whose = "members" if for_members else "public"
    stem = f"Minutes {minutes.meeting.body.short_name} {minutes.meeting.day:%Y-%m-%d} {whose} v{edition.number}"
    yield Printed(typeset("minutes.typ", data), f"{stem}.pdf", "pdf", marking)
    words = render_to_string("meetings/minutes_in_words.html", {"d": data, "items": for_page(data)})
    kinds: tuple[tuple[Kind, str], ...] = (("docx", DOCX), ("odt", ODT))
    for kind, media_type in kinds:
        file = written(words, kind, title=data["title"], author=data["body"], at=edition.at)
        yield Printed(file, f"{stem}.{kind}", kind, marking, media_type)


def as_data(read: ReadableMinutes, edition: Edition, *, for_members: bool) -> dict:
    """What a version says: texts only, of what these readers may read."""
    meeting = read.minutes.meeting
    data = {
        "title": f"Minutes of {long_date(meeting.starts_at)}",
        "body": meeting.body.name,
        "meeting": meeting.title if meeting.title != meeting.body.name else "",
        "called_for": called_for_in_words(meeting),
        "at": f"{edition.at:%Y-%m-%d}",
        "standing": list(_standing(read.minutes, edition, for_members=for_members)),
        "readers": "For members" if for_members else "Private items are left out",
        "sat": read.sat,
        "corrections": read.listed_corrections,
        "seats": [{"who": line, "status": group.heading} for group in read.groups for line in group.lines],
        "quorum": read.quorum,
        "interests": [each.in_words for each in read.declarations],
        "reports": [{"title": each.title, "text": each.sentence} for each in read.reports],
        "items": [_item(item) for item in read.items],
    }
    return _clean(data)


def _standing(minutes, edition, *, for_members):
    """How far the minutes have come, and which version this is."""
    if minutes.state in (Minutes.State.APPROVED, Minutes.State.SIGNED):
        yield f"Approved by the meeting of {long_date(minutes.approved_by_meeting.starts_at)}."
    else:
        yield f"Draft minutes, cleared by the chair on {long_date(minutes.cleared_at)}."
    if minutes.state == Minutes.State.SIGNED:
        yield signed_in_words(minutes, names_people=for_members)
    if edition.number > 1:
        yield f"Version {edition.number}, published on {long_date(edition.at)}. {edition.note}"


def signed_in_words(minutes: Minutes, *, names_people: bool) -> str:
    """ "Signed by Rosa Whitfield, chair, on Friday 11 June 2027 at the meeting of that day." """
    day = minutes.signed_at.astimezone(clock.LONDON).date()
    offices = Office.objects.current(day).filter(body=minutes.meeting.body_id, kind__in=OFFICES)
    signed_as = offices.filter(appointment__person=minutes.signed_by).values_list("kind", flat=True).first() or "chair"
    who = f"{minutes.signed_by}, {signed_as}," if names_people else f"the {signed_as}"
    at = minutes.signed_at_meeting
    where = f" at the meeting of {long_date(at.starts_at)}" if at else ""
    return f"Signed by {who} on {long_date(minutes.signed_at)}{where}."


def _item(item: MinutedItem) -> dict:
    return {
        "item": item.pk,
        "title": f"{item.number}. {item.title}" if item.number else item.title,
        "private": item.private_reason if item.is_private else "",
        "chair": item.chair,
        "quorum": item.quorum,
        "corrections": [each.text for each in item.corrections],
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
    without = ", taken without a quorum" if decision.needs_confirming else ""
    return f"Decision {decision.reference}: {decision.get_outcome_display()}{without}"


def _clean(data):
    """The same without what no XML can hold: a sign pasted from elsewhere spoils no file."""
    if isinstance(data, str):
        return NO_XML.sub("", data)
    if isinstance(data, dict):
        return {name: _clean(value) for name, value in data.items()}
    return [_clean(each) for each in data] if isinstance(data, list) else data


def for_page(data: dict) -> list[dict]:
    """The items of a version as a page shows them: each passage with its `html`, and as the words of a file."""
    return [{**item, "passages": [_passage(each) for each in item["passages"]]} for item in data["items"]]


def _passage(data):
    passage = Passage(data["number"], from_data(data["blocks"]))
    first, *others = passage.blocks
    number = Run(f"{passage.number}\u2002", strong=True)
    if isinstance(first, Paragraph):
        first = replace(first, runs=(number, *first.runs))
        return {"number": passage.number, "html": passage.html, "words": as_html([first, *others])}
    return {
        "number": passage.number,
        "html": passage.html,
        "words": as_html([Paragraph((number,)), first, *others]),
    }
