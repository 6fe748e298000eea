"""What standing items carry by themselves when the papers go out: the last minutes, the action log, the risk register.

One copy of each for those who may read private items, and one for everybody else, who see what the public does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from meetings.models import ActionPoint, AgendaItem, Minutes, MinutesFile, MinutesVersion, PageRun, Risk
from meetings.models.scores import score_of
from meetings.queries.actions import shown as actions_shown
from meetings.queries.minutes import minutes_before
from meetings.queries.risks import shown as risks_shown
from meetings.queries.risks import with_controls
from partners.audience import Privacy
from partners.models import Body

THE_PUBLIC = AnonymousUser()
MINUTES, ACTIONS, RISKS = "minutes", "actions", "risks"
# what is said where a kind has no pages
NOTHING = {
    MINUTES: "No minutes of an earlier meeting were published when these papers went out.",
    ACTIONS: "No action point was open when these papers went out.",
    RISKS: "No risk was on the register when these papers went out.",
}


@dataclass(frozen=True)
class LastMinutes:
    """Minutes as they were published last, their two files, and the items that each shows."""

    minutes: Minutes
    version: MinutesVersion
    # by whether it is for members; the public's is missing where it was taken back
    files: dict[bool, MinutesFile]
    shown: dict[bool, frozenset[int]]


def minutes_to_carry(item: AgendaItem) -> list[LastMinutes]:
    """The published minutes that the item's meeting is to approve, or else those of the meeting before."""
    found = []
    for minutes in minutes_before(item.meeting, THE_PUBLIC):
        version = minutes.versions.prefetch_related("files__document").first()
        if version:
            files = {each.for_members: each for each in version.files.all() if each.kind == MinutesFile.Kind.PDF}
            if hasattr(version, "withdrawal"):
                files.pop(False, None)
            shown = {for_members: _shown_in(version, for_members) for for_members in (True, False)}
            found.append(LastMinutes(minutes, version, files, shown))
    return found


def _shown_in(version, for_members):
    """Every item of which it tells more than the public title; what says nothing of its items is as they are now."""
    data = version.members_data if for_members else version.open_data
    if "items" in data:
        return frozenset(each["item"] for each in data["items"] if for_members or not each["private"])
    items = version.minutes.meeting.items.all()
    return frozenset(item.pk for item in items if for_members or item.privacy == Privacy.OPEN)


def log_to_carry(body: Body, *, for_members: bool) -> list[ActionPoint]:
    """The body's open action points: all of them, or those that the public may read. Two queries."""
    actions = ActionPoint.objects.all() if for_members else ActionPoint.objects.visible_to(THE_PUBLIC)
    actions = actions.unfinished().filter(item__meeting__body=body).with_rag()
    return list(actions_shown(actions).order_by("due_on", "reference"))


def register_to_carry(body: Body) -> list[Risk]:
    """The body's whole risk register, the gravest first: for members alone. Three queries."""
    risks = Risk.objects.filter(body=body).live()
    return list(with_controls(risks_shown(risks)).order_by(score_of("residual").desc(), "review_on", "reference"))


def said_instead(item: AgendaItem, told: dict, pages: Iterable[PageRun]) -> str:
    """What a reader is told for whom none of an item's pages are; "" where the pack was to carry nothing with it.

    `told` is what the pack tells, `pages` what went out with the item for anybody.
    """
    for_members = [each.words for each in pages if each.readers == PageRun.Readers.MEMBERS]
    if for_members:
        return f"For members: {', '.join(for_members)}."
    return NOTHING.get(item.standing, "") if item.pk in told.get("carried", ()) else ""
