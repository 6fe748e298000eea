"""What has changed on an agenda since its papers last went out: what a supplement is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from meetings.models import Advice, AgendaItem, Meeting, Pack, PageRun, Paper

ADDED, REPLACED, WITHDRAWN, PUT_BACK = "added", "replaced", "withdrawn", "put back"
ITEM_ADDED, ITEM_OFF, ITEM_CHANGED = "item added", "item taken off", "item changed"
MADE_PRIVATE, MADE_OPEN, MEETING = "made private", "made open", "meeting changed"
ADVISED = "advised on"
# an AgendaItem and a Paper with what `items_with_papers` adds to them
WithPapers = Any
WithAdvice = Any
# what is said of each on a cover, in a letter and on a page
WORDS = {
    ADDED: "Added",
    REPLACED: "Replaced",
    WITHDRAWN: "Withdrawn",
    PUT_BACK: "Put back",
    ADVISED: "Advice came",
    ITEM_ADDED: "New item",
    ITEM_OFF: "Taken off the agenda",
    ITEM_CHANGED: "Agenda entry changed",
    MADE_PRIVATE: "Made private",
    MADE_OPEN: "Made open",
    MEETING: "The date, time or place of the meeting changed",
}


@dataclass(frozen=True)
class Change:
    """One thing that differs: `what` is one of WORDS; of the item, and of the paper where it is about one."""

    what: str
    item: AgendaItem | None = None
    paper: Paper | None = None

    @property
    def words(self) -> str:
        return WORDS[self.what]


def last_told(meeting: Meeting) -> Pack | None:
    """The pack from which people know the agenda: the last that went to members, if its pages have lasting numbers."""
    packs = meeting.packs.filter(state=Pack.State.CIRCULATED).exclude(kind=Pack.Kind.REISSUE)
    last = packs.first()
    return last if last and last.told else None


def numbered_at_opening(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The items with a number that were in no pack: they got it when the meeting opened. One query before theirs."""
    packs = meeting.packs.filter(state=Pack.State.CIRCULATED).exclude(kind=Pack.Kind.REISSUE)
    told = [each["items"] for each in packs.values_list("told", flat=True) if each]
    if not told:
        # of what went out before packs kept what they told, nothing is known
        return meeting.items.none()
    return meeting.items.live().exclude(number="").exclude(pk__in=[each["item"] for items in told for each in items])


def as_told(meeting: Meeting, items: Iterable[WithPapers], before: Pack | None = None) -> dict:
    """What a pack keeps of the agenda, to be compared with later. It holds no words: some are private.

    `before` is the pack that people have: advice that was in it is out for good.
    """
    items = list(items)
    given = {each.pk for item in items for paper in item.live_papers for each in paper.given_advice}
    return {
        "sequence": meeting.sequence,
        "items": [{"item": item.pk, "version": item.version, "private": item.is_private} for item in items],
        "advice": sorted(given | advice_told(before)),
    }


def advice_told(before: Pack | None) -> frozenset[int]:
    """The ids of the advice that is out."""
    return frozenset(before.told.get("advice", ())) if before else frozenset()


def untold_advice(paper: WithAdvice, told: frozenset[int]) -> list[Advice]:
    """The advice on a paper of `items_with_papers` that is not out."""
    return [each for each in paper.given_advice if each.pk not in told]


def changes_since(before: Pack, meeting: Meeting, items: list[WithPapers], runs: list[PageRun]) -> list[Change]:
    """What differs from that pack, in the order of the agenda. `items` are those of `items_with_papers`; no query."""
    told = {each["item"]: each for each in before.told["items"]}
    found = [Change(MEETING)] if before.told["sequence"] != meeting.sequence else []
    was_off = {each["run"] for each in before.contents if each["state"] == WITHDRAWN}
    newest = _newest_runs(runs)
    live = {item.pk for item in items}
    advice = advice_told(before)
    for item in items:
        found += _of_item(item, told.get(item.pk))
        found += _of_papers(item, newest, {run.version_of_id for run in runs}, was_off)
        papers = (paper for paper in item.live_papers if paper.latest.pk in {run.version_of_id for run in runs})
        found += [Change(ADVISED, item, paper) for paper in papers if untold_advice(paper, advice)]
    gone = {run.item_id: run.item for run in newest.values() if run.item_id not in live}
    gone |= {item.pk: item for item in meeting.items.filter(pk__in=told.keys() - live)}
    for item in sorted(gone.values(), key=lambda item: (item.position, item.pk)):
        found += [Change(ITEM_OFF, item)] if item.pk in told else []
        item.live_papers = []
        found += _of_papers(item, newest, set(), was_off)
    return found


def _newest_runs(runs):
    """The first run of the newest version of each paper, by the paper's id."""
    newest: dict[int, PageRun] = {}
    for run in sorted(runs, key=lambda run: (run.version_of.number, -run.part)):
        newest[run.version_of.paper_id] = run
    return newest


def _of_item(item, then):
    if then is None:
        return [Change(PUT_BACK if item.number else ITEM_ADDED, item)]
    if then["private"] != item.is_private:
        return [Change(MADE_PRIVATE if item.is_private else MADE_OPEN, item)]
    return [Change(ITEM_CHANGED, item)] if then["version"] != item.version else []


def _of_papers(item, newest, numbered, was_off):
    live = {paper.pk for paper in item.live_papers}
    for paper in item.live_papers:
        if paper.latest.pk not in numbered:
            yield Change(REPLACED if paper.pk in newest else ADDED, item, paper)
        elif newest[paper.pk].pk in was_off:
            yield Change(PUT_BACK, item, paper)
    for pk, run in newest.items():
        if run.item_id == item.pk and pk not in live and run.pk not in was_off:
            yield Change(WITHDRAWN, item, run.version_of.paper)


def changes_in_words(changes: list[list[dict]], *, with_private: bool = False) -> list[list[str]]:
    """What packs changed, a line each: "Replaced: “Report” (item 3, Knives), page 12A in place of pages 8 to 10".

    `changes` are those of one pack or many. Of a private item no more than its public title and that its papers
    changed. Two queries.
    """
    every = [change for each in changes for change in each]
    items = AgendaItem.objects.in_bulk({each["item"] for each in every if each["item"]})
    papers = Paper.objects.in_bulk({each["paper"] for each in every if each["paper"]})
    return [
        list(
            dict.fromkeys(
                _line(change, items.get(change["item"]), papers.get(change["paper"]), with_private) for change in each
            )
        )
        for each in changes
    ]


def _line(change, item, paper, with_private):
    if item is None:
        return WORDS[change["what"]]
    is_hidden = item.is_private and not with_private
    title = item.shown_title if is_hidden else item.title
    where = f"item {item.number}, {title}"
    if paper is None:
        return f"{WORDS[change['what']]}: {where}"
    if is_hidden:
        return f"Papers changed: {where}"
    pages = f", {change['pages']}" if change["pages"] else ""
    instead = f" in place of {change['was']}" if change["was"] else ""
    return f"{WORDS[change['what']]}: “{paper.title}” ({where}){pages}{instead}"
