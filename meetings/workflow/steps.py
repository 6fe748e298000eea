"""Writing down each step of an action point: what was said or done, when, by whom and from which seat."""

from ccsp_portal import clock
from meetings.models import ActionPoint, ActionStep
from partners.models import User
from partners.standing import appointment_for, standing_of


def note(action: ActionPoint, kind: str, by: User, text: str = "", **more) -> ActionStep:
    """Add a step; `more` are its other columns. It is signed by the columns themselves, and never changes."""
    return ActionStep.objects.create(
        action=action,
        kind=kind,
        text=text.strip(),
        at=clock.now(),
        by=by,
        appointment_id=_appointment(action, by),
        **more,
    )


def _appointment(action, by):
    """The appointment to the owner's seat, where the person acts from that; else theirs on the body that asked."""
    owners = [each for each in standing_of(by) if each.seat_id == action.owner_id and each.appointment_id]
    owners.sort(key=lambda each: (each.deputy, each.appointment_id))
    return owners[0].appointment_id if owners else appointment_for(by, action.governing_body_id())
