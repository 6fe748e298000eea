"""RAG: how an action point stands, worked out here and nowhere else, so that lists, counts and pages agree.

Blue: closed. Else what the secretary set by hand, for as long as that holds. Else red: overdue. Else amber: due within
14 days, or nothing was said of it for 30. Else green. Days are London's, and both bounds are inclusive.
"""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from ccsp_portal import clock

DUE_SOON = timedelta(days=14)
SILENT_FOR = timedelta(days=30)
# the states of an action point that is still to be done
UNFINISHED = ("open", "proposed")


class Rag(models.TextChoices):
    """The four colours, the gravest first; each is shown as a letter, a word and a colour."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"
    BLUE = "blue", "Blue"


def worked_out() -> Case:
    """The colour by the rule alone, as an expression of an action point's columns."""
    today = clock.today()
    return Case(
        When(~Q(state__in=UNFINISHED), then=Value(Rag.BLUE.value)),
        When(due_on__lt=today, then=Value(Rag.RED.value)),
        When(due_on__lte=today + DUE_SOON, then=Value(Rag.AMBER.value)),
        When(Q(heard_at__lt=_silent_since(today)), then=Value(Rag.AMBER.value)),
        default=Value(Rag.GREEN.value),
        output_field=models.CharField(),
    )


def shown() -> Case:
    """The colour that is shown: what was set by hand on an action point that is not closed, else the rule's."""
    by_hand = Q(state__in=UNFINISHED) & ~Q(override="")
    return Case(When(by_hand, then=F("override")), default=F("rag_by_rule"), output_field=models.CharField())


def heard_at() -> Coalesce:
    """When something was last said of it, or else when it was raised."""
    return Coalesce("updated_at", "raised_at")


def gravity() -> Case:
    """The place of the shown colour among the four, the gravest first: for sorting."""
    places = [When(rag=colour.value, then=Value(place)) for place, colour in enumerate(Rag)]
    return Case(*places, default=Value(len(places)), output_field=models.IntegerField())


def _silent_since(today):
    """Midnight in London: what was said before it was said 30 days ago, or earlier."""
    return datetime.combine(today - SILENT_FOR + timedelta(days=1), time(), clock.LONDON)
