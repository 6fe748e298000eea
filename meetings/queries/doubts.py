"""What a decision says of a vote or a dissent, and who was there by the roll: where the two can't both be right.

Votes and dissents are kept as they were recorded; who was there may be put right afterwards. Nothing here changes
either: it says which to put right.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from meetings.models import Decision, Dissent, Meeting
from meetings.queries.roll import Roll, number_of, roll_of


@dataclass(frozen=True)
class Doubt:
    """A decision, and what of it can't be so by the roll, as a sentence."""

    decision: Decision
    words: str


def doubts_of(meeting: Meeting, roll: Roll | None = None) -> list[Doubt]:
    """What can't be so of the meeting's decisions. One query, and where there are votes or dissents one more; without
    the roll, its five besides."""
    return doubts(_with_votes_or_dissents(Decision.objects.filter(item__meeting=meeting)), meeting, roll)


def doubts_about(decision: Decision) -> list[str]:
    """The same of one decision of a meeting, as sentences."""
    found = _with_votes_or_dissents(Decision.objects.filter(pk=decision.pk))
    return [each.words for each in doubts(found, decision.item.meeting)] if decision.item else []


def _with_votes_or_dissents(decisions) -> QuerySet[Decision]:
    stand = Dissent.objects.filter(withdrawn_at__isnull=True)
    dissents = stand.select_related("seat__organisation", "appointment__person")
    counted = Q(votes_for__isnull=False) | Exists(stand.filter(decision=OuterRef("pk")))
    return (
        decisions.standing()
        .filter(counted)
        .select_related("item")
        .prefetch_related(Prefetch("dissents", dissents, "standing_dissents"))
        .order_by("reference")
    )


def doubts(decisions: Iterable[Decision], meeting: Meeting, roll: Roll | None = None) -> list[Doubt]:
    """What can't be so of these decisions, by the roll or what is recorded now."""
    decisions = list(decisions)
    if not decisions:
        return []
    roll = roll or roll_of(meeting)
    return [Doubt(each, words) for each in decisions for words in _doubted(each, roll)]


def _doubted(decision, roll):
    item = decision.item
    votes = sum((decision.votes_for, decision.votes_against, decision.votes_abstained)) if decision.has_vote else 0
    seats = roll.voting_for(item)
    if votes > seats:
        were = "1 voting seat was" if seats == 1 else f"{seats or 'no'} voting seats were"
        counts = "1 vote" if votes == 1 else f"{votes} votes"
        yield f"{decision.reference} counts {counts}, and by the roll {were} there for item {number_of(item)}."
    there = {each.seat.seat_id: each.who for each in roll.seats_for(item)}
    for dissent in decision.standing_dissents:
        if there.get(dissent.seat_id) != dissent.appointment:
            yield (
                f"{decision.reference} has the dissent of {dissent.seat} ({dissent.appointment.person}), who by the "
                f"roll did not sit there for item {number_of(item)}."
            )
