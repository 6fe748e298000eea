"""The risk register as its readers see it: lists, the heat map, the story of each risk, and the register of a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject

from ccsp_portal import clock, profile
from meetings.models import AgendaItem, Band, Risk, RiskControl, RiskStep
from meetings.models.risks import RiskQuerySet
from meetings.models.scores import STEPS, band_of, ranges
from meetings.queries.actions import holders
from partners.audience import Audience, bodies_seen_by
from partners.models import Body, Role, Seat
from partners.queries import bodies_where
from partners.standing import seats_of

OPEN, SUGGESTED, CLOSED, DECLINED, ALL = "open", "suggested", "closed", "declined", "all"
OVERDUE, ABOVE, MINE = "overdue", "above", "mine"
RESIDUAL, INHERENT = "residual", "inherent"
NONE = frozenset({0})
# what a review is due for is told of so long before
AHEAD = timedelta(days=28)
# an agenda item to link to is of a meeting so long ago, or ahead
NEAR = timedelta(days=400)

# what a list may be sorted by: the word in the address, its label, the columns
SORTS = {
    "score": ("Residual score, the gravest first", ("-gravity", "review_on", "reference", "pk")),
    "review": ("When it is next reviewed", ("review_on", "-gravity", "reference", "pk")),
    "number": ("Number", ("reference", "pk")),
    "owner": ("Owner", ("owner__organisation__short_name", "owner__title", "-gravity", "reference", "pk")),
    "moved": ("What moved at its last review", ("-moved", "-gravity", "reference", "pk")),
}


@dataclass(frozen=True)
class AskedRisks:
    """Which risks a reader asks for. Empty answers ask for all; `owner` is a seat's id; `of` is the kind of score that
    `likelihood` and `impact`, a cell of the heat map, are of."""

    which: str = OPEN
    band: str = ""
    owner: int | None = None
    category: str = ""
    words: str = ""
    sort: str = "score"
    of: str = RESIDUAL
    likelihood: int | None = None
    impact: int | None = None

    @property
    def is_of_a_cell(self) -> bool:
        return bool(self.likelihood and self.impact)

    @property
    def narrows(self) -> bool:
        """Whether anything but which was asked."""
        return bool(self.band or self.owner or self.category or self.words or self.is_of_a_cell)


def bodies_with_registers(person) -> QuerySet[Body]:
    """The partnership's own bodies on which the person sits: each keeps a register."""
    seen = bodies_seen_by(person, Audience.SEATS)
    if not seen:
        return Body.objects.none()
    return Body.objects.current().filter(pk__in=seen).exclude(kind__in=Body.Kind.looking_on()).order_by("name")


def risks_for(person, body: Body, asked: AskedRisks = AskedRisks()) -> QuerySet[Risk]:
    """The body's risks that the person may read and asks for, each with its `gravity`, in the order they ask for."""
    risks = Risk.objects.visible_to(person).filter(body=body)
    risks = _which(risks, asked.which, person).with_gravity()
    for band, lowest, highest in ranges():
        if asked.band == band:
            risks = risks.filter(gravity__range=(lowest, highest))
    if asked.owner:
        risks = risks.filter(owner=asked.owner)
    if asked.category:
        risks = risks.filter(category=asked.category)
    if asked.is_of_a_cell:
        cell = {f"{asked.of}_likelihood": asked.likelihood, f"{asked.of}_impact": asked.impact}
        risks = risks.filter(**cell)
    for word in asked.words.split():
        risks = risks.filter(_has(word))
    _, columns = SORTS.get(asked.sort, SORTS["score"])
    return risks.annotate(moved=_moved()).order_by(*columns)


def _has(word):
    columns = ("title", "cause", "event", "effect", "reference", "owner__title", "owner__organisation__short_name")
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": word})
    return found


def _moved():
    """What moved at its last review, the worse the greater; what never was reviewed, last."""
    moved = F("residual_likelihood") * F("residual_impact") - F("score_before")
    return Case(When(score_before__isnull=False, then=moved), default=Value(-100))


def shown(risks: QuerySet[Risk]) -> QuerySet[Risk]:
    """The risks with what a list shows of each, its owner's holder of today among it. One query more."""
    return risks.select_related("owner__organisation", "body").prefetch_related(
        Prefetch("owner__appointments", holders(), to_attr="holders_now")
    )


def with_controls(risks: QuerySet[Risk]) -> QuerySet[Risk]:
    """The risks with their `live_controls`. One query more."""
    return risks.prefetch_related(Prefetch("controls", controls_now(), to_attr="live_controls"))


def controls_now() -> QuerySet[RiskControl]:
    """Those that have not ended, each with its owner."""
    return RiskControl.objects.filter(ended_at__isnull=True).select_related("owner__organisation")


def _which(risks, which, person):
    if which == MINE:
        return risks.live().filter(owner__in=seats_of(person))
    return WHICH.get(which, RiskQuerySet.live)(risks)


WHICH: dict[str, Callable] = {
    ALL: lambda risks: risks,
    OVERDUE: lambda risks: risks.overdue(),
    ABOVE: lambda risks: risks.live().with_gravity().filter(gravity__gt=profile.current().risk.appetite),
    SUGGESTED: lambda risks: risks.filter(state=Risk.State.SUGGESTED),
    CLOSED: lambda risks: risks.filter(state=Risk.State.CLOSED),
    DECLINED: lambda risks: risks.filter(state=Risk.State.DECLINED),
}


def owners_on(body: Body, person) -> QuerySet[Seat]:
    """The seats that own a risk of the body which the person may read."""
    risks = Risk.objects.visible_to(person).filter(body=body)
    seats = Seat.objects.filter(pk__in=risks.values("owner")).select_related("organisation")
    return seats.order_by("organisation__short_name", "title")


def items_to_link(body: Body, person) -> QuerySet[AgendaItem]:
    """The items of the body's meetings of about a year before and ahead that the person may read, latest first."""
    now = clock.now()
    items = AgendaItem.objects.visible_to(person).live().filter(meeting__body=body, standing="")
    items = items.filter(meeting__starts_at__range=(now - NEAR, now + NEAR))
    return items.select_related("meeting").order_by("-meeting__starts_at", "position")


def seats_to_own(body: Body) -> QuerySet[Seat]:
    """The body's seats of today, any of which may own a risk or a control."""
    return Seat.objects.current().filter(body=body).select_related("organisation").order_by("position", "title")


# ── the heat map ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Cell:
    """One likelihood and impact: their score, its band, and how many risks stand there."""

    likelihood: int
    impact: int
    number: int

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def band(self) -> Band:
        return band_of(self.score)


def heat_map(risks: QuerySet[Risk], of: str = RESIDUAL) -> list[list[Cell]]:
    """How many of the risks stand where: five rows of five, the likeliest first. One query."""
    likelihood, impact = f"{of}_likelihood", f"{of}_impact"
    found = risks.order_by().values_list(likelihood, impact).annotate(number=Count("pk"))
    counts = {(row[0], row[1]): row[-1] for row in found}
    return [[Cell(row, column, counts.get((row, column), 0)) for column in STEPS] for row in reversed(STEPS)]


def counts_of(cells: list[list[Cell]]) -> list[tuple[Band, int]]:
    """How many risks of each band a map holds, the gravest first."""
    counts = dict.fromkeys(Band, 0)
    for cell in (cell for row in cells for cell in row):
        counts[cell.band] += cell.number
    return [(band, number) for band, number in counts.items() if number]


# ── what stands elsewhere ────────────────────────────────────────────────────────────────────────────────────────────


def register_at(meeting, person) -> dict[str, Any]:
    """What stands on the standing item of its own: the gravest risks and those due for review by the meeting, ten of
    each at most, and how many there are in each band. Five queries at most."""
    asked = shown(risks_for(person, meeting.body))
    due = asked.filter(review_on__lte=meeting.day).order_by("review_on", "reference")
    return {
        "register_of": meeting.body,
        "band_counts": counts_of(heat_map(risks_for(person, meeting.body))),
        "top_risks": list(asked[:10]),
        "risks_to_review": list(due[:10]),
    }


def risks_at_home(person) -> QuerySet:
    """What of risks waits for the person, in one row that is unioned with others': "risks"; a dict of pk, reference,
    title, review_on and state for each of their seats' that is due for review or soon will be, and for each suggestion
    to a body of which they are secretary, with its body's name and key; and three numbers that mean nothing."""
    keeps = bodies_where(person, Role.SECRETARY) or NONE
    due = Q(state=Risk.State.OPEN, owner__in=seats_of(person) or NONE, review_on__lte=clock.today() + AHEAD)
    waiting = Q(body__in=keeps, state=Risk.State.SUGGESTED)
    told = JSONObject(
        pk="pk", reference="reference", title="title", review_on="review_on", state="state", key="body__key",
        body="body__short_name",
    )  # fmt: skip
    rows = Risk.objects.visible_to(person).filter(due | waiting).order_by()
    return rows.values(kind=Value("risks")).annotate(
        things=JSONBAgg(told), first=Count("pk"), second=Count("pk"), third=Count("pk")
    )


# ── what was ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def steps_for(person, body_id: int) -> QuerySet[RiskStep]:
    """The steps of those risks of a body that the person may read; `is_told_to` says which of them they are told."""
    steps = RiskStep.objects.filter(risk__in=Risk.objects.visible_to(person), risk__body=body_id)
    return steps.select_related("risk", "by", "by_appointment__seat__organisation", "owner__organisation")


def is_told_to(person, body_id: int) -> Callable[[RiskStep], bool]:
    """What says of a step of a body's risk whether the person is told it: what was written while the risk was private
    is for those who read private things, and for whoever suggested it."""
    reads_private = body_id in bodies_seen_by(person, Audience.PRIVATE_READERS)

    def is_told(step):
        is_theirs = step.risk.state == Risk.State.SUGGESTED and step.risk.raised_by_id == person.pk
        return reads_private or not step.is_private or is_theirs

    return is_told


@dataclass(frozen=True)
class Told:
    """One step of a risk's story, with its residual score before and after where that moved."""

    step: RiskStep
    before: int | None

    @property
    def moved(self) -> str:
        """ "16 to 12"; "" where it stayed."""
        after = self.step.residual_score
        return f"{self.before} to {after}" if self.before is not None and self.before != after else ""


def story_of(risk: Risk, person) -> list[Told]:
    """All that was done to a risk, as far as the person may be told, the latest first. One query."""
    told: list[Told] = []
    before = None
    for step in filter(is_told_to(person, risk.body_id), steps_for(person, risk.body_id).filter(risk=risk)):
        told.append(Told(step, before))
        before = step.residual_score
    return told[::-1]


def register_on(body: Body, day: date, person) -> list[RiskStep]:
    """The register at the end of a day, as far as the person may read it now: the last step of each risk by then, of
    those that were on it, the gravest first. One query."""
    end = datetime.combine(day + timedelta(days=1), time(), clock.LONDON)
    last = steps_for(person, body.pk).filter(at__lt=end).order_by("risk_id", "-at", "-pk").distinct("risk_id")
    told = filter(is_told_to(person, body.pk), last)
    on_it = [step for step in told if step.state == Risk.State.OPEN]
    return sorted(on_it, key=lambda step: (-step.residual_score, step.risk.reference))
