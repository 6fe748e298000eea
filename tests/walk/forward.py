"""The forward plan of the walk's world, each item with a secret in every field."""

from ccsp_portal import clock
from meetings.models import PaperCall, PlanMove, PlannedItem
from partners.models import MeetingPolicy
from tests.walk.risks import PRIVATE, SEATS


def plan_ahead(world):
    """world.planned: the Board's forward plan, and a standing item with what stands on its agendas."""
    template = [{"key": "actions", "title": "Action log", "purpose": "discuss", "minutes": 5}]
    MeetingPolicy.objects.filter(body=world.board).update(standing_items=template)
    PaperCall.objects.create(
        item=world.ahead.open,
        seat=world.partnership.seats["police"],
        called_at=clock.now(),
        called_by=world.cast.secretary,
    )
    private = {"privacy": "private", "private_reason": world.secrets("why it is private", PRIVATE)}
    private["public_title"] = world.secrets("public title of a planned item", PRIVATE)
    placed = {"state": "placed", "decided_at": clock.now(), "decided_by": world.cast.secretary}
    world.planned = {
        "open": _planned(world, SEATS),
        "private": _planned(world, PRIVATE, **private),
        "placed": _planned(world, SEATS, **placed),
    }


def _planned(world, circle, **fields):
    planned = PlannedItem.objects.create(
        body=world.board,
        title=world.secrets("title of a planned item", circle),
        description=world.secrets("what is asked of a planned item", circle),
        owner=world.partnership.seats["council"],
        ground="request",
        ground_text=world.secrets("why a planned item must come", circle),
        year=2027,
        quarter=4,
        proposed_at=clock.now(),
        proposed_by=world.cast.secretary,
        **fields,
    )
    PlanMove.objects.create(
        planned=planned,
        from_words="Q3 of 2027/28",
        to_words="Q4 of 2027/28",
        reason=world.secrets("why a planned item was moved", circle),
        moved_at=clock.now(),
        moved_by=world.cast.secretary,
    )
    return planned
