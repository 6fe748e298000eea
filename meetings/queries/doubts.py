"""What a decision says of a vote or a dissent, and who was there by the roll: where the two can't both be right.

Votes and dissents are kept as they were recorded; who was there may be put right afterwards. Nothing here changes
either: it says which to put right.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from meetings.models import Decision, Dissent, Meeting
from meetings.queries.roll import Roll, number_of, roll_of

STAND = Dissent.objects.filter(withdrawn_at__isnull=True)


@dataclass(frozen=True)
class Doubt:
    """A decision, and what of it can't be so by the roll, as a sentence."""

    decision: Decision
    words: str


def doubts_of(meeting: Meeting) -> list[Doubt]:
    """What can't be so of the meeting's decisions. One query, and where there are votes or dissents six more."""
    decisions = telling_dissents(Decision.objects.standing()).filter(item__meeting=meeting)
    return doubts(decisions.select_related("item").order_by("reference"), meeting)


def doubts_about(decision: Decision) -> list[str]:
    """The same of one decision of a meeting, as sentences."""
    found = telling_dissents(Decision.objects.standing()).filter(pk=decision.pk).select_related("item")
    return [each.words for each in doubts(found, decision.item.meeting)] if decision.item else []


def telling_dissents(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Each with `has_dissents`: whether any stands."""
    return decisions.annotate(has_dissents=Exists(STAND.filter(decision=OuterRef("pk"))))


def doubts(decisions: Iterable, meeting: Meeting, roll: Roll | None = None) -> list[Doubt]:
    """What can't be so of these decisions (read `telling_dissents`), by the roll or what is recorded now. No query
    where nothing was counted."""
    counted = [each for each in decisions if each.has_vote or each.has_dissents]
    if not counted:
        return []
    dissents = STAND.select_related("seat__organisation", "appointment__person")
    prefetch_related_objects(counted, Prefetch("dissents", dissents, "standing_dissents"))
    roll = roll or roll_of(meeting)
    return [Doubt(each, words) for each in counted for words in _doubted(each, roll)]


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
