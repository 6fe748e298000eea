"""A partnership in the middle of its year, with something secret in every field that not everybody may read."""

from datetime import date, datetime, time
from types import SimpleNamespace

from ccsp_portal import clock
from partners.models import Appointment, Role
from tests.cast import make_cast, make_partnership, make_person, make_seat
from tests.walk import attending, paperwork, plenary, writing

TODAY = date(2027, 3, 11)
NOW = datetime.combine(TODAY, time(14, 5), tzinfo=clock.LONDON)

# who may read what is told to everybody who holds a seat, and what is private: see partners/audience.py
HOLDS_NO_SEAT = {"former_member", "public"}
NO_PRIVATE_READER = {"observer", "councillor", "analyst", "pcc_officer", "auditor"}


class Secrets:
    """Words planted in rows, each with the circle of those who may read it. All answer to a search for "planted"."""

    def __init__(self, everybody):
        everybody = set(everybody)
        on_the_board = everybody - HOLDS_NO_SEAT - {"elsewhere"}
        self.circles = {
            "holds a seat": everybody - HOLDS_NO_SEAT,
            "sits on the Board": on_the_board,
            "private reader of the Board": on_the_board - NO_PRIVATE_READER,
            "invited to the item too": on_the_board - NO_PRIVATE_READER | {"councillor"},
            "the other group": {"elsewhere"},
            "private reader of the Board and a secretary": {"secretary"},
            "works on a text": {"secretary", "chair"},
            "the secretaries": {"secretary", "elsewhere"},
            "nobody": set(),
        }
        self.planted = {}

    def __call__(self, field, circle):
        """A text for a field that only `circle` may read."""
        word = f"zq{len(self.planted):03d}x{''.join(filter(str.isalnum, field))}"
        self.planted[word] = (field, circle)
        return f"planted {word}"

    def may_read(self, name, word):
        _, circle = self.planted[word]
        return name in self.circles[circle]


def make_world():
    """Everybody and everything that the walk meets. Call it with the clock at NOW."""
    partnership = make_partnership()
    cast = make_cast(partnership)
    seat = make_seat(partnership.group, partnership.organisations["fire"], "secretary", title="Group secretary")
    seat.terms.update(role=Role.SECRETARY, voting=False)
    cast.everybody["elsewhere"] = cast.elsewhere = make_person("Ewa Nowak", seat)
    secrets = Secrets(cast.everybody)
    world = SimpleNamespace(partnership=partnership, cast=cast, board=partnership.board, secrets=secrets)
    world.fire_holder = Appointment.objects.get(person=cast.former_member)
    plenary.hold_meetings(world)
    attending.attend(world)
    writing.put_in_writing(world)
    paperwork.write_assessments(world)
    paperwork.write_plans(world)
    paperwork.keep_the_office(world)
    return world
