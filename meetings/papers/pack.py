"""What goes into each printed document of a meeting: plain data for Typst, and the papers behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from django.core.exceptions import ValidationError

from ccsp_portal.documents.models import Document
from ccsp_portal.govuk.templatetags.govuk import at_time, long_date
from ccsp_portal.profile import current
from ccsp_portal.typeset.packs import Bound, Part, UnusablePart, bind
from ccsp_portal.typeset.typesetting import typeset
from meetings.models import AgendaItem, Meeting
from meetings.papers.report import UnusableFile, pdfs_of
from meetings.queries.pack import items_with_papers


@dataclass(frozen=True)
class Made:
    """Both packs, and what they were made of."""

    members: Bound
    open: Bound
    numbers: dict[int, str]
    versions: list[int]
    contents: list[dict]
    marking: str


def make_pack(meeting: Meeting, numbers: dict[int, str], step: Callable[[str, int], None]) -> Made:
    """The members' pack and the open one. ValidationError names a paper that can't be used, and what to do."""
    items = items_with_papers(meeting.pk)
    for item in items:
        item.number = numbers[item.pk]
    pdfs = _papers_as_pdf(items, step)
    step("Binding the pack for members", 80)
    members = _bind(meeting, items, pdfs, for_members=True)
    step("Binding the open pack", 90)
    opened = _bind(meeting, items, pdfs, for_members=False)
    papers = [(item, paper) for item in items for paper in item.live_papers]
    return Made(
        members=members,
        open=opened,
        numbers=numbers,
        versions=[paper.latest.pk for _, paper in papers],
        contents=_contents(papers, members, opened),
        marking=_marking(papers),
    )


def _papers_as_pdf(items, step):
    """The PDF parts of each paper, [(title, bytes)], by the paper's id."""
    papers = [(item, paper) for item in items for paper in item.live_papers]
    pdfs = {}
    for count, (item, paper) in enumerate(papers, start=1):
        step(f"Reading paper {count} of {len(papers)}", 5 + 70 * count // len(papers))
        pdfs[paper.pk] = _parts_of(item, paper)
    return pdfs


def _parts_of(item, paper) -> list[tuple[str, bytes]]:
    try:
        return list(pdfs_of(paper.latest))
    except UnusableFile as unusable:
        raise ValidationError(f"“{unusable.title}”, item {item.number}: {unusable}") from None


def _bind(meeting, items, pdfs, *, for_members):
    shown = [item for item in items if for_members or not item.is_private]
    papers = [(item, paper) for item in shown for paper in item.live_papers]
    parts = [
        Part(title, f"{item.number}. {item.title}", pdf) for item, paper in papers for title, pdf in pdfs[paper.pk]
    ]
    # which of the parts each paper begins with
    firsts = list(accumulate((len(pdfs[paper.pk]) for _, paper in papers), initial=0))[:-1]
    pages = [paper.pk for _, paper in papers]
    title = f"{meeting.title}, {long_date(meeting.starts_at)}"

    def front(starts):
        places = dict(zip(pages, (starts[first] for first in firsts), strict=True))
        return typeset("pack.typ", pack_facts(meeting, items, places, for_members=for_members))

    try:
        bound = bind(front, parts, title=title)
    except UnusablePart as unusable:
        part = unusable.part
        raise ValidationError(
            f"“{part.title}”, item {part.section}: it could not be bound in. Save it again as PDF, upload the new "
            "copy, and try again."
        ) from None
    bound.starts = [bound.starts[first] for first in firsts]
    return bound


def pack_facts(meeting: Meeting, items: list[AgendaItem], places: dict[int, int], *, for_members: bool) -> dict:
    """What the front of a pack says. `places` has the page of each paper, by its id.

    The open pack is built by this list and nothing else: of a private item the public title and the reason.
    """
    starts = dict(zip((item.pk for item in items), start_times(meeting, items), strict=True))
    return {
        "partnership": current().partnership.name,
        "title": f"{meeting.title}, {long_date(meeting.starts_at)}",
        "kind": "Pack for members" if for_members else "Open pack",
        "when": f"{long_date(meeting.starts_at)}, {at_time(meeting.starts_at)} to {at_time(meeting.ends_at)}",
        "venue": meeting.venue,
        "note": "" if for_members else "Private items show their public title and why they are private.",
        "items": [_item_facts(item, at_time(starts[item.pk]), places, for_members) for item in items],
    }


def _item_facts(item, starts, places, for_members):
    is_hidden = item.is_private and not for_members
    presenter = f", {item.presenter.title}, {item.presenter.organisation.name}" if item.presenter else ""
    return {
        "number": item.number,
        "title": item.shown_title if is_hidden else item.title,
        "at": starts,
        "about": "" if is_hidden else f"{item.get_purpose_display()}{presenter}",
        "private": item.private_reason if item.is_private else "",
        "needs_paper": not item.standing,
        "papers": []
        if is_hidden
        else [{"title": paper.title, "page": places[paper.pk], "note": ""} for paper in item.live_papers],
    }


def start_times(meeting: Meeting, items) -> list:
    """When each item begins, if each takes the minutes that it is allotted."""
    moments, moment = [], meeting.starts_at
    for item in items:
        moments.append(moment)
        moment += timedelta(minutes=item.minutes_allotted)
    return moments


def _contents(papers, members, opened):
    in_open = iter(opened.starts)
    return [
        {
            "item": item.pk,
            "paper": paper.pk,
            "version": paper.latest.pk,
            "page": page,
            "open_page": None if item.is_private else next(in_open),
        }
        for (item, paper), page in zip(papers, members.starts, strict=True)
    ]


def _marking(papers):
    """A pack is marked as its most sensitive paper is."""
    markings = {paper.latest.document.marking for _, paper in papers}
    is_sensitive = Document.Marking.SENSITIVE in markings or any(item.is_private for item, _ in papers)
    return Document.Marking.SENSITIVE if is_sensitive else Document.Marking.OFFICIAL
