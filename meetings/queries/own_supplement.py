"""What came with each supplement, for somebody who has a pack of their own: pages of that pack."""

from meetings.models import Meeting, PageRun
from meetings.queries.pages import pages_for


def own_supplements(meeting: Meeting, without: list[int]) -> dict[int, list[PageRun]]:
    """The pages of each supplement, by the number of its circulation, for somebody who takes no part in the items
    `without`; empty for everybody else, who has the supplement itself. Two queries, and none for those."""
    if not without:
        return {}
    there = meeting.page_runs.filter(item__withdrawn_at=None, version_of__paper__withdrawn_at=None)
    there = there.exclude(item__in=without).select_related("pack").with_shown()
    found: dict[int, list[PageRun]] = {}
    for run in pages_for(there, for_members=True, without=frozenset(without)):
        if run.pack.is_supplement:
            found.setdefault(run.pack.number, []).append(run)
    return found
