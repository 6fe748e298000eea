"""The papers as one page that asks nothing of any network: to take along, and to open from a disk."""

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ccsp_portal import clock
from ccsp_portal.typeset.scanned import picture_of
from meetings.models import ActionPoint, Meeting, Minutes
from meetings.queries.actions import AskedActions, actions_for, shown
from meetings.queries.meeting_page import is_member
from meetings.queries.minutes import ReadableMinutes, minutes_before, minutes_for
from meetings.queries.procedures import Report, reports_for
from meetings.queries.reading import Reading
from meetings.queries.standing import ACTIONS, MINUTES

BUILD = settings.BASE_DIR / "static" / "build"
# of scanned pages: as much as a letter-box takes
MOST_PICTURES = 15_000_000


@dataclass(frozen=True)
class Copy:
    """What the file holds, and whose it is."""

    meeting: Meeting
    read: Reading
    # "" for a visitor, whose copy holds nothing that is not public
    whose: str
    made_at: datetime
    minutes: list[ReadableMinutes]
    actions: list[ActionPoint]
    # what was decided between meetings, and is reported to this one
    reports: list[Report]
    has_notes: bool

    @property
    def is_private(self) -> bool:
        """Whether anything in it is for the readers of private items alone."""
        minuted = any(item.is_private and item.is_readable for read in self.minutes for item in read.items)
        is_draft = any(read.minutes.state not in Minutes.PUBLIC for read in self.minutes)
        owed = any(action.item.is_private for action in self.actions)
        decided = any(each.procedure.is_private and each.is_readable for each in self.reports)
        return self.read.has_private or minuted or is_draft or owed or decided

    @property
    def name(self) -> str:
        """ "ccsp-2027-06-10-pack-1.html"."""
        meeting, pack = self.meeting, self.read.pack
        return f"{meeting.body.prefix.lower()}-{meeting.day.isoformat()}-pack-{pack.number}.html"


def copy_for(person, meeting: Meeting, read: Reading, *, with_notes: bool) -> Copy:
    """Everything that the person may read of the meeting's papers, and of what was minuted and promised before:
    where the pack's pages carry that, as they do."""
    carried = {each.line.item.standing for each in read.items if any(paper.is_carried for paper in each.papers)}
    return Copy(
        meeting=meeting,
        read=_with_pictures(read),
        whose=person.name if person.is_authenticated else "",
        made_at=clock.now(),
        minutes=[] if MINUTES in carried else [minutes_for(each, person) for each in minutes_before(meeting, person)],
        actions=[] if ACTIONS in carried else _actions(meeting, person),
        reports=reports_for(meeting, person),
        has_notes=with_notes,
    )


def as_file(copy: Copy) -> bytes:
    """The copy as one page, which may load nothing and run nothing but its own script."""
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash('offline.css')}; script-src {_hash('offline.js')}; "
        "base-uri 'none'; form-action 'none'"
    )
    context = {
        "copy": copy,
        "meeting": copy.meeting,
        "read": copy.read,
        "policy": policy,
        "style": _element("style", "offline.css"),
        "script": _element("script", "offline.js"),
    }
    return render_to_string("meetings/offline/papers.html", context).encode()


def _actions(meeting, person):
    """The body's action log, for its own people."""
    if not is_member(meeting, person):
        return []
    return list(shown(actions_for(person, AskedActions(body=meeting.body.key))))


def _with_pictures(read):
    """The same with scanned pages as pictures within the page, until there are too many of them."""
    left = MOST_PICTURES
    items = []
    for item in read.items:
        papers = []
        for paper in item.papers:
            pages, left = _drawn(paper, left)
            papers.append(replace(paper, pages=pages))
        items.append(replace(item, papers=papers))
    return replace(read, items=items)


def _drawn(paper, left):
    """The paper's pages, those without words with their picture, and how many bytes of pictures may follow."""
    blank = [place for place, page in enumerate(paper.pages) if not page.text and not paper.run.html]
    pages = list(paper.pages)
    if blank and left > 0:
        with paper.run.document.file.open("rb") as stored, pikepdf.open(stored) as pdf:
            for place in blank:
                data = picture_of(pdf.pages[place])
                if data and len(data) <= left:
                    left -= len(data)
                    pages[place] = replace(pages[place], picture=_inlined(data))
    return pages, left


def _inlined(data):
    # made of base64's own letters
    return mark_safe(f"data:image/jpeg;base64,{base64.b64encode(data).decode()}")  # noqa: S308


@cache
def _built(name):
    return (BUILD / name).read_text().strip()


def _element(tag, name):
    """Our own style or script as an element: the file has no other place to take it from, and is no page of ours."""
    return mark_safe(f"<{tag}>{_built(name)}</{tag}>")  # noqa: S308


def _hash(name):
    digest = hashlib.sha256(_built(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
