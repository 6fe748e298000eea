"""The risks of the walk's world, each with a secret in every field."""

from datetime import date

from ccsp_portal import clock
from meetings.models import Risk, RiskControl, RiskStep
from meetings.models.scores import SCORES

SEATS, PRIVATE = "sits on the Board", "private reader of the Board"


def keep_risks(world):
    """world.risks: an open, a private and a closed risk of the Board, and one suggested, each with a control."""
    ended = {"ended_at": clock.now(), "ended_by": world.cast.chair}
    world.risks = {
        "open": _risk(world, SEATS, reference="CCSP/2026/R001"),
        "private": _risk(world, PRIVATE, reference="CCSP/2026/R002", privacy="private"),
        "closed": _risk(
            world, SEATS, reference="CCSP/2026/R003", state="closed", end_reason=world.secrets("why", SEATS), **ended
        ),
        "suggested": _risk(world, SEATS, state="suggested"),
    }


def _risk(world, circle, **fields):
    now, by = clock.now(), world.cast.secretary
    said = {name: world.secrets(f"{name} of a risk", circle) for name in ("title", "cause", "event", "effect")}
    written = {
        **said, **dict.fromkeys(SCORES, 3), "category": "law", "owner": world.partnership.seats["police"],
        "review_on": date(2027, 3, 1), "privacy": fields.get("privacy", "open"), "state": fields.get("state", "open"),
    }  # fmt: skip
    risk = Risk.objects.create(body=world.board, raised_at=now, raised_by=by, **written | fields)
    risk.control = RiskControl.objects.create(
        risk=risk, text=world.secrets("control of a risk", circle), owner=world.partnership.seats["chair"]
    )
    note = world.secrets("note on a risk", circle)
    RiskStep.objects.create(risk=risk, kind="reviewed", note=note, at=now, by=by, **written)
    return risk
