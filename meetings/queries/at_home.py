"""What of action points, risks and forward plans waits for one person: one query, since every home page asks it."""

from collections import Counter
from datetime import date
from typing import Any

from meetings.models import Risk
from meetings.queries.actions import actions_at_home
from meetings.queries.forward import proposals_at_home
from meetings.queries.risks import risks_at_home

COLUMNS = ("kind", "things", "first", "second", "third")


def at_home(person) -> dict[str, Any]:
    """`owed` has a dict of pk, reference, text and due_on for each action point of the person's seats; `proposed`,
    `dates` and `escalated` are numbers: said to be complete, asking for another date, on the chair's list. `reviews`
    has a dict of pk, reference, title and review_on for each risk of theirs that is to be reviewed, `suggested` the
    (key, name) of each body whose secretary they are and for which risks are suggested, `forward` a (key, name) and
    how many proposals for its forward plan wait. One query.
    """
    parts = [rows.values_list(*COLUMNS) for rows in (risks_at_home(person), proposals_at_home(person))]
    every = actions_at_home(person).values_list(*COLUMNS).union(*parts, all=True)
    found = {kind: (things or [], numbers) for kind, things, *numbers in every}
    actions, numbers = found.get("actions", ([], [0, 0, 0]))
    risks, _ = found.get("risks", ([], []))
    proposals, _ = found.get("forward", ([], []))
    return {
        "owed": [each | {"due_on": date.fromisoformat(each["due_on"])} for each in actions],
        **dict(zip(("proposed", "dates", "escalated"), numbers, strict=True)),
        "reviews": [
            each | {"review_on": date.fromisoformat(each["review_on"])}
            for each in risks
            if each["state"] == Risk.State.OPEN
        ],
        "suggested": sorted({(each["key"], each["body"]) for each in risks if each["state"] == Risk.State.SUGGESTED}),
        "forward": sorted(Counter((each["key"], each["body"]) for each in proposals).items()),
    }
