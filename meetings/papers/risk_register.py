"""The risk register as a table to take along."""

from collections.abc import Container, Iterable, Iterator

from meetings.models import Risk
from meetings.models.scores import KINDS, band_of
from meetings.queries.timeline import day_of

HEADINGS = (
    "Number",
    "Risk",
    "Because of",
    "There may be",
    "Which would",
    "Category",
    "Owner",
    "Organisation",
    "Held by",
    *(f"{kind} {part}" for kind in ("Inherent", "Residual", "Target") for part in ("likelihood", "impact", "score")),
    "Inherent band",
    "Residual band",
    "Target band",
    "Above appetite",
    "Movement",
    "Score before",
    "Controls",
    "Next review",
    "Days overdue",
    "Last reviewed",
    "State",
    "Why closed or declined",
    "Agenda item",
    "Who may see it",
)


def rows(risks: Iterable[Risk], items: Container[int]) -> Iterator[tuple]:
    """A line for each risk, with its bands in words. Agenda items are named where the reader may read them (`items`,
    their ids)."""
    for risk in risks:
        yield (
            risk.reference,
            risk.title,
            risk.cause,
            risk.event,
            risk.effect,
            risk.get_category_display(),
            risk.owner.title,
            risk.owner.organisation.name,
            "; ".join(each.person.name for each in risk.owner.holders_now) or "Vacant",
            *(
                number
                for kind in KINDS
                for number in (
                    getattr(risk, f"{kind}_likelihood"),
                    getattr(risk, f"{kind}_impact"),
                    getattr(risk, f"{kind}_score"),
                )
            ),
            *(band_of(getattr(risk, f"{kind}_score")).label for kind in KINDS),
            "Yes" if risk.is_above_appetite else "No",
            {"": "Not reviewed yet"}.get(risk.movement, risk.movement.capitalize()),
            risk.score_before,
            "; ".join(
                f"{each.text} ({each.owner}, {'in place' if each.in_place else 'not in place yet'})"
                for each in risk.live_controls
            ),
            risk.review_on,
            risk.days_overdue or None,
            day_of(risk.reviewed_at),
            risk.get_state_display(),
            risk.end_reason,
            str(risk.linked_item) if risk.linked_item_id in items else "",
            "Only members" if risk.is_private else "Everybody on the body",
        )
