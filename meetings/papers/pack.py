"""What goes into a pack and its supplements: plain data for Typst, and the pages behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ccsp_portal.documents.models import Document
from ccsp_portal.govuk.templatetags.govuk import at_time, long_date
from ccsp_portal.profile import current
from ccsp_portal.typeset.packs import Bound, UnusablePart, bind
from ccsp_portal.typeset.page_numbers import in_words, where_they_come
from ccsp_portal.typeset.typesetting import typeset
from meetings.models import AgendaItem, Meeting, Pack, PageRun
from meetings.papers.sheets import Sheets, could_not_be_bound, gather
from meetings.queries.calendar import called_for_in_words
from meetings.queries.changes import ADVISED, WITHDRAWN, advice_told, as_told, changes_since, last_told
from meetings.queries.pack import items_with_papers
from meetings.queries.pages import pages_for
from meetings.queries.procedures import reports_to
from meetings.queries.standing import NOTHING

Readers = PageRun.Readers


@dataclass(frozen=True)
class Made:
    """What was made, and of what. A file is None where there is nothing for it: the one before then stands."""

    members: Bound | None
    open: Bound
    members_supplement: Bound | None
    open_supplement: Bound | None
    sheets: list[Sheets]
    numbers: dict[int, str]
    changes: list[dict]
    told: dict
    marking: str

    @property
    def versions(self) -> list[int]:
        return [sheet.version_pk for sheet in self.sheets if sheet.version_pk and not sheet.run]

    def starts(self, bound: Bound, *, for_members: bool) -> dict[int, int]:
        """On which sheet of paper each run begins in the file, by the run's id()."""
        return _places(_shown(self.sheets, for_members), bound.starts)


@dataclass(frozen=True)
class Agenda:
    """All that a pack is drawn from: the agenda with its numbers, and the pages in the order in which they lie."""

    meeting: Meeting
    items: list[AgendaItem]
    numbers: dict[int, str]
    sheets: list[Sheets]
    # numbered once and taken off since
    off: list[AgendaItem]
    # to each sheet that came in a supplement, a word about when
    came: dict[int, str]
    # the standing items for whose pages it was looked what they carry by themselves
    carried: frozenset[int]

    def shown(self, *, for_members: bool, without: frozenset[int] = frozenset()) -> list[Sheets]:
        """The pages that a file holds: none that were withdrawn, and the open one none of a private item's."""
        return _shown(self.sheets, for_members, without)


def _shown(sheets, for_members, without=frozenset()):
    there = [sheet for sheet in sheets if sheet.state != WITHDRAWN and (for_members or not sheet.item.is_private)]
    there = [sheet for sheet in there if sheet.item.pk not in without]
    return pages_for(there, for_members=for_members, without=without)


def make_pack(pack: Pack, meeting: Meeting, numbers: dict[int, str], step: Callable[[str, int], None]) -> Made:
    """Everything that goes out with a pack. ValidationError names a paper that can't be used, and what to do."""
    runs = runs_of(meeting)
    items = items_with_papers(meeting.pk)
    before = last_told(meeting)
    of_papers = [run for run in runs if run.version_of_id]
    changes = changes_since(before, meeting, items, of_papers) if pack.is_supplement else []
    items = numbered(items, numbers)
    carrying = frozenset() if pack.is_reissue else _carrying(items, runs, before)
    sheets = gather(items, runs, step, with_new=not pack.is_reissue, told=advice_told(before), carrying=carrying)
    agenda = agenda_of(meeting, items, numbers, sheets, carrying | carried_before(before))
    step("Binding the pack for members", 80)
    members = None if pack.is_reissue else _bind_whole(agenda, for_members=True)
    step("Binding the open pack", 90)
    opened = _bind_whole(agenda, for_members=False)
    supplements = [None, None]
    if pack.is_supplement:
        step("Binding the supplement", 95)
        supplements = [_bind_supplement(pack, agenda, changes, for_members=each) for each in (True, False)]
    return Made(
        members,
        opened,
        *supplements,
        sheets=agenda.sheets,
        numbers=agenda.numbers,
        changes=[_as_row(change, agenda) for change in changes],
        told=as_told(meeting, agenda.items, before) | {"carried": sorted(agenda.carried)},
        marking=_marking(agenda),
    )


def _carrying(items, runs, before):
    """The standing items that get pages now: all of them the first time, and then those that are new."""
    told = {each["item"] for each in before.told["items"]} if before else set()
    told |= {run.item_id for run in runs if run.version_of_id is None}
    return frozenset(item.pk for item in items if item.standing in NOTHING and item.pk not in told)


def carried_before(pack: Pack | None) -> frozenset[int]:
    """The keys of the standing items that a pack looked at for what they carry."""
    return frozenset(pack.told.get("carried", ())) if pack else frozenset()


def runs_of(meeting: Meeting) -> list[PageRun]:
    """Every run of pages that went out, in order, with what it is of. Two queries."""
    of = ("item", "document", "pack", "version_of__paper__item", "version_of__document")
    return list(meeting.page_runs.select_related(*of).with_shown())


def numbered(items: list[AgendaItem], numbers: dict[int, str]) -> list[AgendaItem]:
    """The items with the numbers that they have or are to have. One that gets none now is left out."""
    items = [item for item in items if item.pk in numbers]
    for item in items:
        item.number = numbers[item.pk]
    return items


def agenda_of(
    meeting: Meeting, items, numbers: dict[int, str], sheets: list[Sheets], carried: frozenset[int]
) -> Agenda:
    """The agenda as it is printed."""
    off = list(meeting.items.taken_off())
    came = {
        id(sheet): f"in the supplement of {long_date(sheet.run.pack.circulated_at)}"
        for sheet in sheets
        if sheet.run and sheet.run.pack.is_supplement
    }
    return Agenda(meeting, items, numbers, sheets, off, came, carried)


def _bind_whole(agenda, *, for_members, without=frozenset(), kind=""):
    shown = agenda.shown(for_members=for_members, without=without)

    def front(starts):
        return typeset("pack.typ", _front_facts(agenda, _places(shown, starts), for_members, without, kind))

    return _bound(agenda, front, shown, _title(agenda.meeting))


def make_for_one(pack: Pack, person, without: frozenset[int], step: Callable[[str, int], None]) -> Bound:
    """The members' pack as one person may read it: of the items `without` it holds what the public is told."""
    meeting = pack.meeting
    numbers = dict(meeting.items.live().exclude(number="").values_list("pk", "number"))
    items = numbered(items_with_papers(meeting.pk), numbers)
    sheets = gather(items, runs_of(meeting), step, with_new=False)
    agenda = agenda_of(meeting, items, numbers, sheets, carried_before(pack))
    step("Binding the pack", 60)
    return _bind_whole(agenda, for_members=True, without=without, kind=f"Pack for {person.name}")


def _bind_supplement(pack, agenda, changes, *, for_members):
    """What is new by itself, under a cover; None where nothing changed that this reader may know."""
    told = [change for change in changes if for_members or _is_open(change)]
    if not told:
        return None
    new = [sheet for sheet in agenda.shown(for_members=for_members) if not sheet.run]

    def cover(starts):
        return typeset("supplement.typ", _cover_facts(pack, agenda, told, new, _places(new, starts), for_members))

    return _bound(agenda, cover, new, f"Supplement: {_title(agenda.meeting)}")


def _is_open(change):
    return change.item is None or not change.item.is_private


def _bound(agenda, front, sheets, title):
    try:
        return bind(front, [sheet.part_of_pack(agenda.numbers) for sheet in sheets], title=title)
    except UnusablePart as unusable:
        raise could_not_be_bound(unusable.part.title, unusable.part.section) from None


def _places(sheets, starts):
    """On which sheet of paper each run begins."""
    return {id(sheet): start for sheet, start in zip(sheets, starts, strict=True)}


def _title(meeting):
    return f"{meeting.title}, {long_date(meeting.starts_at)}"


def _head(meeting, kind, note):
    return {
        "partnership": current().partnership.name,
        "title": _title(meeting),
        "kind": kind,
        "when": f"{long_date(meeting.starts_at)}, {at_time(meeting.starts_at)} to {at_time(meeting.ends_at)}",
        "venue": meeting.venue,
        "note": " ".join(filter(None, (called_for_in_words(meeting), note))),
    }


def _front_facts(agenda, places, for_members, without, kind):
    """What the front of a pack says. `places` has the sheet on which each run begins, by the run's id().

    The open pack is built by this list and nothing else: of a private item the public title and the reason.
    """
    starts = start_times(agenda.meeting, agenda.items)
    lines = [
        _item_facts(agenda, item, at_time(at), places, for_members, without)
        for item, at in zip(agenda.items, starts, strict=True)
    ]
    lines += [_off_facts(item, for_members and item.pk not in without) for item in agenda.off]
    note = "" if for_members and not without else "Private items show their public title and why they are private."
    if without:
        note = "Items that you take no part in show their public title only."
    reports = reports_to(agenda.meeting, private=for_members, seats=for_members)
    return _head(agenda.meeting, kind or ("Pack for members" if for_members else "Open pack"), note) | {
        "items": lines,
        "reports": [{"title": each.title, "text": each.sentence} for each in reports],
    }


def _item_facts(agenda, item, starts, places, for_members, without):
    is_hidden = item.pk in without or (item.is_private and not for_members)
    presenter = f", {item.presenter.title}, {item.presenter.organisation.name}" if item.presenter else ""
    own = [sheet for sheet in agenda.sheets if sheet.item.pk == item.pk]
    there = [sheet for sheet in own if not is_hidden and (sheet.state == WITHDRAWN or id(sheet) in places)]
    held_back = [sheet for sheet in own if sheet.state != WITHDRAWN and id(sheet) not in places]
    bare = NOTHING[item.standing] if item.pk in agenda.carried and not own and not is_hidden else ""
    return {
        "number": item.number,
        "title": item.shown_title if is_hidden else item.title,
        "at": starts,
        "about": "" if is_hidden else f"{item.get_purpose_display()}{presenter}",
        "private": item.private_reason if item.is_private else "",
        "needs_paper": not item.standing,
        "papers": [_paper_facts(agenda, sheet, places) for sheet in there],
        "held_back": _held_back(held_back, for_members and not without, is_hidden) or bare,
    }


def _held_back(sheets, has_members_copies, is_hidden):
    """Which of an item's pages this file does not hold, and who has them."""
    others = Readers.PUBLIC if has_members_copies else Readers.MEMBERS
    theirs = [sheet.words for sheet in sheets if sheet.readers == others and not is_hidden]
    nobodys = [sheet.words for sheet in sheets if sheet.words not in theirs]
    words = [f"{'In the open pack' if has_members_copies else 'For members'}: {', '.join(theirs)}."] if theirs else []
    return " ".join([*words, f"Not in this pack: {', '.join(nobodys)}."] if nobodys else words)


def _paper_facts(agenda, sheet, places):
    if sheet.state == WITHDRAWN:
        return {"title": sheet.title, "page": 0, "pages": sheet.words, "note": "withdrawn"}
    note = sheet.note[:1].lower() + sheet.note[1:] if sheet.note else agenda.came.get(id(sheet), "")
    return {"title": sheet.title, "page": places[id(sheet)], "pages": sheet.words, "note": note}


def _off_facts(item, is_readable):
    return {
        "number": item.number,
        "title": item.title if is_readable else item.shown_title,
        "at": "",
        "about": "Taken off the agenda",
        "private": "",
        "needs_paper": False,
        "papers": [],
        "held_back": "",
    }


def _cover_facts(pack, agenda, changes, new, places, for_members):
    """What a supplement's cover says: why it goes out, where its pages belong, and each thing that changed."""
    kind = "Supplement for members" if for_members else "Supplement"
    return _head(agenda.meeting, kind, "") | {
        "reason": pack.reason,
        "where": where_they_come(sheet.numbers for sheet in new),
        "changes": [_change_facts(change, agenda, places) for change in changes],
    }


def _change_facts(change, agenda, places):
    item, new, old = change.item, *_sheets_of(change, agenda)
    new = new or [sheet for sheet in _new_with(item, change, agenda) if id(sheet) in places]
    return {
        "what": change.words,
        "item": f"Item {agenda.numbers.get(item.pk, item.number)}: {item.title}" if item else "",
        "paper": change.paper.title if change.paper else "",
        "pages": [{"page": places.get(id(sheet), 0), "pages": sheet.words} for sheet in new],
        "was": ", ".join(sheet.words for sheet in old),
    }


def _new_with(item, change, agenda):
    """What a new standing item carries by itself."""
    if change.paper or item is None:
        return []
    return [sheet for sheet in agenda.sheets if sheet.item.pk == item.pk and not (sheet.paper or sheet.run)]


def _sheets_of(change, agenda):
    """The pages that a change is about: the newest version's, and where these replace some, those of the one before."""
    own = [sheet for sheet in agenda.sheets if change.paper and sheet.paper and sheet.paper.pk == change.paper.pk]
    if change.what == ADVISED:
        return [sheet for sheet in own if sheet.run is None], []
    versions = sorted({sheet.version for sheet in own}, reverse=True)
    newest = [sheet for sheet in own if sheet.version == versions[0]]
    is_new = bool(newest) and newest[0].run is None
    return newest, [sheet for sheet in own if is_new and len(versions) > 1 and sheet.version == versions[1]]


def _as_row(change, agenda):
    new, old = _sheets_of(change, agenda)
    return {
        "what": change.what,
        "item": change.item.pk if change.item else None,
        "paper": change.paper.pk if change.paper else None,
        "pages": in_words(number for sheet in new for number in sheet.numbers),
        "was": in_words(number for sheet in old for number in sheet.numbers),
    }


def start_times(meeting: Meeting, items) -> list:
    """When each item begins, if each takes the minutes that it is allotted."""
    moments, moment = [], meeting.starts_at
    for item in items:
        moments.append(moment)
        moment += timedelta(minutes=item.minutes_allotted)
    return moments


def _marking(agenda):
    """A pack is marked as its most sensitive paper is."""
    shown = agenda.shown(for_members=True)
    markings = {sheet.marking for sheet in shown}
    is_sensitive = Document.Marking.SENSITIVE in markings or any(sheet.item.is_private for sheet in shown)
    return Document.Marking.SENSITIVE if is_sensitive else Document.Marking.OFFICIAL
