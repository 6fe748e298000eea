"""Who comes and goes in the walk's world: guests, one of them to a private item, and who took the chair."""

from ccsp_portal import clock
from meetings.models import Chairing, Declaration, Guest, Movement
from tests.walk.plenary import PRIVATE


def attend(world):
    """A guest of a meeting whose minutes are a draft, one for a private item of minutes that are out, who came late."""
    session, said = world.session, {"recorded_at": clock.now(), "recorded_by": world.cast.secretary}
    session.guest = Guest.objects.create(
        meeting=session, name=world.secrets("name of a guest", PRIVATE), organisation="Refuge", **said
    )
    movements = {"meeting": session, "item": session.private, "kind": "came"}
    session.movement = Movement.objects.create(guest=session.guest, **movements, **said)
    session.chairing = Chairing.objects.create(
        meeting=session, attendance=session.attendances.first(), item=session.open, **said
    )
    session.declaration = Declaration.objects.filter(meeting=session).first()
    hidden = Guest.objects.create(
        meeting=world.held,
        name=world.secrets("name of a guest to a private item", PRIVATE),
        organisation=world.secrets("where a guest to a private item is from", PRIVATE),
        **said,
    )
    Movement.objects.create(meeting=world.held, guest=hidden, item=world.held.private, kind="came", **said)


def _of_session(thing):
    """What there is of a kind at the meeting in session, as an example of a page."""
    return lambda world: {"": {"pk": getattr(world.session, thing).pk}}


EXAMPLES = {
    "meetings:take_back_movement": _of_session("movement"),
    "meetings:take_back_chairing": _of_session("chairing"),
    "meetings:correct_guest": _of_session("guest"),
    "meetings:take_back_guest": _of_session("guest"),
    "meetings:correct_declaration": _of_session("declaration"),
    "meetings:take_back_declaration": _of_session("declaration"),
}
