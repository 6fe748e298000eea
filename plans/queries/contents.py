"""A plan version as its readers see it: themes, priorities, measures, commitments and how each is going."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Prefetch, Subquery

from assessments.models import Recommendation
from ccsp_portal import clock
from plans.models import CommitmentWording, PlanVersion, PriorityWording, ProgressReport, Theme

IN_FORCE = (PlanVersion.State.ADOPTED, PlanVersion.State.PUBLISHED)


@dataclass
class Contents:
    """What a version holds, and the tally of its commitments on a day."""

    themes: list
    on: date
    commitments: list = field(default_factory=list)

    def tally(self, *standings) -> int:
        return sum(wording.standing in standings for wording in self.commitments)

    @property
    def late(self):
        return [wording for wording in self.commitments if wording.standing == "late"]

    @property
    def summary(self):
        """How many commitments are complete, under way and late."""
        return {"complete": self.tally("complete"), "under_way": self.tally("under way"), "late": self.tally("late")}


def standing_on(wording, day) -> str:
    """How a commitment stands on a day: "complete", "late" (open after the day promised), or "under way"."""
    if wording.commitment.state == "complete":
        return "complete"
    return "late" if wording.due_on < day else "under way"


def contents(version, only_late=False) -> Contents:
    """The version's live wordings by theme and priority. Five queries, whatever its size."""
    today = clock.today()
    measures = _by_priority(
        version.measures.filter(removed_at__isnull=True).select_related("measure"), lambda row: row.measure.priority_id
    )
    commitments = list(_commitments(version))
    for wording in commitments:
        wording.standing = standing_on(wording, today)
        wording.days_late = (today - wording.due_on).days
    shown = [wording for wording in commitments if not only_late or wording.standing == "late"]
    promised = _by_priority(shown, lambda row: row.commitment.priority_id)
    themes: dict[Theme, list[PriorityWording]] = {}
    for wording in _priorities(version):
        wording.live_measures = measures.get(wording.priority_id, [])
        wording.live_commitments = promised.get(wording.priority_id, [])
        if not only_late or wording.live_commitments:
            themes.setdefault(wording.theme, []).append(wording)
    return Contents(list(themes.items()), today, commitments)


def _priorities(version):
    recommendations = Recommendation.objects.select_related("version_of__assessment")
    return (
        version.priorities.filter(removed_at__isnull=True)
        .select_related("theme", "lead__organisation")
        .prefetch_related(Prefetch("priority__recommendations", recommendations))
        .order_by("theme__position", "theme_id", "position", "pk")
    )


def _commitments(version):
    latest = ProgressReport.objects.filter(commitment=OuterRef("commitment")).order_by("-reported_at")
    return (
        version.commitments.filter(removed_at__isnull=True)
        .select_related("commitment", "owner__organisation")
        .annotate(latest_text=Subquery(latest.values("text")[:1]), latest_at=Subquery(latest.values("reported_at")[:1]))
    )


def _by_priority(rows, key):
    grouped = {}
    for row in rows:
        grouped.setdefault(key(row), []).append(row)
    return grouped


def gaps(version) -> list[str]:
    """What the draft still lacks before it can go before the Board: a sentence each."""
    shown = contents(version)
    if not shown.themes:
        return ["Write at least one priority before you put the plan before the Board."]
    missing = []
    for _, wordings in shown.themes:
        for wording in wordings:
            missing += [f"“{wording.title}” {lack}" for lack in _lacks(wording)]
    return missing


def _lacks(wording):
    if not wording.priority.recommendations.all():
        yield "answers no recommendation of an assessment: choose at least one."
    if not wording.live_measures:
        yield "has no measure: add how the partnership will know that it is being met."
    if not wording.live_commitments:
        yield "has no commitment: add what will be done, by whom and by when."


def as_data(version) -> dict:
    """All that a version says, in a fixed order: what is hashed and exported."""
    return {
        "title": version.plan.title,
        "period": version.plan.period,
        "number": version.number,
        "summary": version.summary,
        "themes": [
            {"name": theme.name, "priorities": [_priority(wording) for wording in wordings]}
            for theme, wordings in contents(version).themes
        ],
    }


def _priority(wording):
    return {
        "title": wording.title,
        "text": wording.text,
        "lead": str(wording.lead) if wording.lead else None,
        "answers": [advice.text for advice in wording.priority.recommendations.all()],
        "measures": [_measure(measure) for measure in wording.live_measures],
        "commitments": [_commitment(commitment) for commitment in wording.live_commitments],
    }


def _measure(wording):
    return {name: getattr(wording, name) for name in ("name", "source", "direction", "baseline", "target")}


def _commitment(wording):
    return {"text": wording.text, "owner": str(wording.owner), "due_on": wording.due_on.isoformat()}


def visible_versions(person):
    """The versions that a person may see, newest plan first."""
    return PlanVersion.objects.visible_to(person).select_related("plan__body").order_by("-plan__first_year", "-number")


def commitments_in_force():
    """Commitments of adopted or published plans, as worded there."""
    return CommitmentWording.objects.filter(version_of__state__in=IN_FORCE, removed_at__isnull=True).select_related(
        "commitment", "owner__organisation", "version_of__plan"
    )


def due_by(day, seats=None):
    """Open commitments promised by a day, soonest first; of these seats only, where they are given."""
    due = commitments_in_force().filter(commitment__state="open", due_on__lte=day)
    return (due if seats is None else due.filter(owner__in=seats)).order_by("due_on", "pk")
