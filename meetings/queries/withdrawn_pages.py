"""Pages that stay in what was published, of papers and items that have been withdrawn since."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q

from ccsp_portal.documents.models import Document
from ccsp_portal.typeset.page_numbers import in_words
from meetings.models import AgendaItem, Meeting
from meetings.queries.pages import pages_for
from partners.audience import Audience, may_see


@dataclass(frozen=True)
class WithdrawnPages:
    """Those of one paper, with its attachments."""

    item_number: str
    title: str
    words: str
    withdrawn_at: datetime | None
    why: str


def withdrawn_pages(meeting: Meeting, person) -> list[WithdrawnPages]:
    """The record of withdrawn papers whose pages went out: titles for the body's own people. At most three queries."""
    gone = Q(version_of__paper__withdrawn_at__isnull=False) | Q(item__withdrawn_at__isnull=False)
    shown_with_it = ("item", "version_of__paper", "version_of__document")
    runs = list(meeting.page_runs.filter(gone).select_related(*shown_with_it).with_shown())
    readable = (
        set(AgendaItem.objects.visible_to(person).filter(meeting=meeting).values_list("pk", flat=True)) if runs else ()
    )
    for_members = may_see(person, Audience.PRIVATE_READERS, meeting.body_id)
    is_own = may_see(person, Audience.SEATS, meeting.body_id)
    # how many pages a private paper had is for its readers
    pages = [run for run in pages_for(runs, for_members=for_members) if run.item_id in readable]
    return [_of_one_paper(list(group), is_own=is_own, for_members=for_members) for _, group in groupby(pages, _paper)]


def _paper(run):
    return run.item_id, run.version_of.paper_id if run.version_of else run.title


def _of_one_paper(runs, *, is_own, for_members):
    run, paper = runs[0], runs[0].version_of and runs[0].version_of.paper
    is_withdrawn = paper and paper.withdrawn_at
    return WithdrawnPages(
        run.item.number,
        run.title if is_own and (for_members or not _is_sensitive(run)) else "",
        in_words(number for each in runs for number in each.numbers),
        paper.withdrawn_at if is_withdrawn else run.item.withdrawn_at,
        paper.reason_for(reads_private=for_members or run.item.is_private)
        if is_withdrawn
        else run.item.withdrawn_because,
    )


def _is_sensitive(run):
    return bool(run.version_of) and run.version_of.document.marking == Document.Marking.SENSITIVE
