"""The register of decisions, as far as a reader may see it, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce

from meetings.models import (
    ActionPoint,
    AgendaItem,
    Decision,
    Dissent,
    Meeting,
    Minutes,
    MinutesCorrection,
    PlannedItem,
    WrittenProcedure,
)
from partners.audience import Audience, bodies_seen_by, may_see
from partners.models import Body, Organisation, Partnership, Seat

SHOWN_WITH_IT = ("item__meeting__body", "procedure__body", "referred_to_body", "referred_to_organisation")
# of a decision: when it was taken, and in which financial year; at a meeting or by written procedure
TAKEN_AT = Coalesce("item__meeting__starts_at", "procedure__closed_at")
YEAR = Coalesce("item__meeting__financial_year", "procedure__financial_year")


@dataclass
class Fate:
    """What it was decided on, and what became of it, as far as its reader may know."""

    about: str = ""
    actions: list[ActionPoint] = field(default_factory=list)
    supersedes: Decision | None = None
    superseded_by: Decision | None = None
    # what was signed off or adopted by it: how that is said, and the thing
    rests: list[tuple[str, Model]] = field(default_factory=list)
    # as what it comes before a meeting again
    comes_back: PlannedItem | None = None
    # why it was taken back, for the body's own people
    taken_back: str = ""
    # what was put right in the published minutes of its item: it stands beside the words, which stay
    corrections: list[MinutesCorrection] = field(default_factory=list)

    @property
    def unfinished(self) -> int:
        """How many of its action points are still open."""
        return sum(not each.is_ended for each in self.actions)


def decisions_for(
    person, *, words: str = "", year: int | None = None, outcome: str = "", body: str = ""
) -> QuerySet[Decision]:
    """The decisions that the person may read, latest first: with these words, of a financial year, of an outcome, of a
    body (its key)."""
    decisions = Decision.objects.visible_to(person).select_related(*SHOWN_WITH_IT)
    # as `_about` says
    is_told = Q(item__withdrawn_because="") | Q(item__meeting__body__in=bodies_seen_by(person, Audience.SEATS))
    for word in words.split():
        decisions = decisions.filter(
            Q(text__icontains=word, taken_back_at__isnull=True)
            | Q(reference__icontains=word)
            | (Q(item__title__icontains=word) & is_told)
            | Q(procedure__title__icontains=word)
        )
    if year is not None:
        decisions = decisions.filter(Q(item__meeting__financial_year=year) | Q(procedure__financial_year=year))
    if outcome:
        decisions = decisions.standing().filter(outcome=outcome)
    if body:
        decisions = decisions.filter(Q(item__meeting__body__key=body) | Q(procedure__body__key=body))
    return decisions.order_by(TAKEN_AT.desc(), "-reference")


def with_votes_and_dissent(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """The decisions with who must act and who dissented: two queries, however many they are."""
    return decisions.prefetch_related("must_act__organisation", "dissents__seat__organisation")


def what_became(decisions: Iterable[Decision], person) -> dict[int, Fate]:
    """The fate of each decision, by its id. Three queries, one for each kind of thing that rests on decisions, and for
    a reader with a seat one more."""
    decisions = list(decisions)
    fates = {decision.pk: Fate(about=_about(decision, person)) for decision in decisions}
    _tell_why(decisions, fates, person)
    # nothing comes of one that was taken back
    decisions = [each for each in decisions if not each.taken_back_at]
    # an action point is behind the decision that it names; one that names none, behind all of its item's
    behind = Q(decision__in=fates) | Q(decision__isnull=True, item__in={each.item_id for each in decisions})
    actions = ActionPoint.objects.visible_to(person).filter(behind).with_rag().order_by("reference")
    for action in actions.select_related("owner__organisation"):
        for decision in decisions:
            if action.decision_id == decision.pk or (not action.decision_id and action.item_id == decision.item_id):
                fates[decision.pk].actions.append(action)
    _join_corrections(decisions, fates)
    others = Decision.objects.visible_to(person).filter(Q(supersedes__in=fates) | Q(superseded_by__in=fates))
    _join_chains(decisions, fates, list(others))
    for relation in _resting():
        _join_resting(relation, fates, person)
    by_key = {decision.comes_back_key: fates[decision.pk] for decision in decisions}
    for planned in PlannedItem.objects.visible_to(person).filter(once_key__in=by_key).select_related("meeting", "body"):
        by_key[planned.once_key].comes_back = planned
    return fates


def _about(decision, person):
    """The title of an item that was taken off is for the body's own people: it may be what was wrong."""
    item = decision.item
    if item and item.withdrawn_because and not may_see(person, Audience.SEATS, item.governing_body_id()):
        return f"Item {item.number}"
    return decision.about.title


def _tell_why(decisions, fates, person):
    for each in decisions:
        if each.taken_back_at and may_see(person, Audience.SEATS, each.governing_body_id()):
            fates[each.pk].taken_back = each.taken_back_because


def _join_corrections(decisions, fates):
    """A correction is for those who may read its item, as a decision on the item is."""
    rows = MinutesCorrection.objects.filter(item__in={each.item_id for each in decisions if each.item_id})
    for correction in rows.select_related("agreed_by", "minutes"):
        for decision in decisions:
            if decision.item_id == correction.item_id:
                fates[decision.pk].corrections.append(correction)


def _join_chains(decisions, fates, others):
    by_pk = {each.pk: each for each in others}
    for decision in decisions:
        fates[decision.pk].supersedes = by_pk.get(decision.supersedes_id)
    for other in others:
        if other.supersedes_id in fates:
            fates[other.supersedes_id].superseded_by = other


def _resting():
    """Every relation by which a thing of another app says that a decision made it what it is: signed off, adopted."""
    return [
        relation
        for relation in Decision._meta.related_objects
        if relation.related_model._meta.app_label != Decision._meta.app_label
        and hasattr(relation.related_model._default_manager, "visible_to")
    ]


def rests_on(decision: Decision) -> bool:
    """Whether a thing of another app is what it is by this decision: signed off, adopted. A query for each kind."""
    kinds = ((each.related_model._default_manager, each.field.name) for each in _resting())
    return any(things.filter(**{name: decision}).exists() for things, name in kinds)


def _join_resting(relation, fates, person):
    column = relation.field
    things = relation.related_model._default_manager.visible_to(person).filter(**{f"{column.name}__in": fates})
    for thing in things.select_related(*_named_by(relation.related_model)):
        fates[getattr(thing, column.attname)].rests.append((str(column.verbose_name), thing))


def _named_by(model):
    """The keys that a thing's own name is taken from: a version's plan, or assessment."""
    return [each.name for each in model._meta.concrete_fields if each.name in {"plan", "assessment"}]


def comes_by_itself(decision: Decision) -> bool:
    """Whether what it deferred stands on the next agenda anyway: the minutes that wait to be approved."""
    is_deferred = decision.outcome == Decision.Outcome.DEFERRED
    return is_deferred and decision.item is not None and decision.item.standing == "minutes"


def decisions_of(meeting: Meeting, person) -> QuerySet[Decision]:
    """What the meeting decided, as far as the person may read it."""
    return Decision.objects.standing().visible_to(person).filter(item__meeting=meeting).select_related("item")


def decision_by_reference(reference: str, person, body_id: int) -> Decision | None:
    """The body's decision of that number, if there is one that the person may read; it may have been taken back."""
    of_body = Q(item__meeting__body=body_id) | Q(procedure__body=body_id)
    wanted = Decision.objects.visible_to(person).filter(of_body)
    found = wanted.filter(reference__iexact="".join(reference.split()))
    return found.select_related("item__meeting", "procedure").first()


def rows_of_register(request, pk: int | None = None) -> tuple[QuerySet, ...]:
    """Every table that the register, or one decision's page, shows the public."""
    return (
        Decision.objects.all(),
        Decision.must_act.through.objects.all(),
        Dissent.objects.all(),
        ActionPoint.objects.all(),
        *(relation.related_model._default_manager.all() for relation in _resting()),
        AgendaItem.objects.all(),
        MinutesCorrection.objects.all(),
        WrittenProcedure.objects.all(),
        Meeting.objects.all(),
        Minutes.objects.all(),
        *(each.objects.all() for each in (Body, Organisation, Partnership, Seat)),
    )


def years_with_decisions(person) -> list[int]:
    """The financial years of the decisions that the person may read, latest first."""
    years = Decision.objects.visible_to(person).annotate(year=YEAR).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def bodies_with_decisions(person) -> QuerySet[Body]:
    """The bodies of which the person may read a decision."""
    bodies = Decision.objects.visible_to(person).annotate(of_body=Coalesce("item__meeting__body", "procedure__body"))
    return Body.objects.filter(pk__in=bodies.values("of_body")).order_by("name")
