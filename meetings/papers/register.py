"""The register of decisions as a table to take along."""

from collections.abc import Iterator

from meetings.models import Decision
from meetings.queries.records import Fate

HEADINGS = (
    "Number",
    "Date",
    "Body",
    "Item",
    "How",
    "Outcome",
    "Referred to",
    "Decision",
    "Corrections to its minutes",
    "Quorate",
    "For",
    "Against",
    "Abstained",
    "Voting seats present",
    "Dissent",
    "Who must act",
    "Supersedes",
    "Superseded by",
    "Action points",
    "What rests on it",
    "Private",
)


def rows(decisions: list[Decision], fates: dict[int, Fate]) -> Iterator[tuple]:
    """A line for each decision, with its votes, dissent and fate: seats are named, and no persons."""
    for decision in decisions:
        fate = fates[decision.pk]
        if decision.taken_back_at:
            yield _taken_back(decision, fate)
            continue
        yield (
            decision.reference,
            decision.day,
            decision.body.name,
            fate.about,
            "By written procedure" if decision.procedure else "At a meeting",
            decision.get_outcome_display(),
            str(decision.referred_to or ""),
            decision.text,
            "; ".join(each.text for each in fate.corrections),
            "Yes" if decision.quorate else "No",
            decision.votes_for,
            decision.votes_against,
            decision.votes_abstained,
            decision.voting_seats,
            "; ".join(f"{each.seat}: {each.words}" for each in decision.dissents.all() if not each.withdrawn_at),
            "; ".join(map(str, decision.must_act.all())),
            fate.supersedes.reference if fate.supersedes else "",
            fate.superseded_by.reference if fate.superseded_by else "",
            "; ".join(f"{each.reference} ({each.get_state_display()})" for each in fate.actions),
            "; ".join(f"{thing} was {words} it" for words, thing in fate.rests),
            "Yes" if decision.about.is_private else "No",
        )


def _taken_back(decision, fate):
    """Its number, and that it was taken back; why, for who may know."""
    said = dict.fromkeys(HEADINGS, "") | {
        "Number": decision.reference,
        "Date": decision.day,
        "Body": decision.body.name,
        "Item": fate.about,
        "How": "At a meeting",
        "Outcome": "Taken back",
        "Decision": f"Taken back: {fate.taken_back}" if fate.taken_back else "",
        "Private": "Yes" if decision.about.is_private else "No",
    }
    return tuple(said[heading] for heading in HEADINGS)
