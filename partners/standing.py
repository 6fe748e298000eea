"""What a person is today: the seats and offices they hold, from which every right follows."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FilteredRelation, OuterRef
from django.db.models.functions import JSONObject

from ccsp_portal import clock
from partners.models import Appointment, Body, Role, User
from partners.models.dated import current
from partners.models.people import TIMETABLE_EMAIL


@dataclass(frozen=True)
class Standing:
    """One role that a person has on one body: of a seat (as its holder or deputy), or of an office."""

    role: str
    body_id: int | None
    seat_id: int | None
    appointment_id: int | None
    deputy: bool = False
    # on the partnership's strategy group, whose secretary is the partnership's own
    on_board: bool = False


def standing_of(person, on: date | None = None) -> frozenset[Standing]:
    """All that `person` is on a day (today, unless said): a frozenset, empty for the public. One query, then kept
    with the person for as long as the request lasts; of who is signed in, it came with them."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    if person.email == TIMETABLE_EMAIL:
        return frozenset({Standing(Role.TIMETABLE, None, None, None)})
    day = on or clock.today()
    # an attribute, not __dict__: request.user is a stand-in that passes attributes on to the person
    if not hasattr(person, "_standing"):
        person._standing = {}
    kept = person._standing
    if day not in kept:
        kept[day] = _standings(_rows(day).filter(person=person).values_list("told", flat=True))
    return kept[day]


def with_standing(pk) -> User | None:
    """The person of that number with what they are today, since every page asks for both. One query."""
    day = clock.today()
    told = ArraySubquery(_rows(day).filter(person=OuterRef("pk")).values("told"))
    person = User.objects.annotate(told=told).filter(pk=pk).first()
    if person is not None:
        person._standing = {day: _standings(person.told)}
    return person


def _rows(day):
    """Who sits in which seat on a day, and with which office: as `told`, a row for each."""
    return (
        Appointment.objects.current(day)
        .filter(current(day, "seat__"), current(day, "seat__terms__"))
        .annotate(
            office=FilteredRelation("offices", condition=current(day, "offices__")),
            told=JSONObject(
                appointment="pk",
                kind="kind",
                seat="seat_id",
                body="seat__body_id",
                body_kind="seat__body__kind",
                role="seat__terms__role",
                office="office__kind",
                office_body="office__body_id",
            ),
        )
    )


def _standings(rows) -> frozenset[Standing]:
    found = set()
    for row in rows:
        mine = {"seat_id": row["seat"], "appointment_id": row["appointment"]}
        is_deputy, on_board = row["kind"] == Appointment.Kind.DEPUTY, row["body_kind"] == Body.Kind.BOARD
        found.add(Standing(row["role"], row["body"], **mine, deputy=is_deputy, on_board=on_board))
        if row["office"]:
            found.add(Standing(row["office"], row["office_body"], **mine))
    return frozenset(found)


def forget_standing(person):
    """Make the next question ask the database again: for acts that change what the person is."""
    if hasattr(person, "_standing"):
        del person._standing


def roles_of(person, body_id: int | None = None) -> frozenset[str]:
    """The person's roles on a body, or on any body where none is named; the timetable's hold everywhere."""
    return frozenset(
        standing.role
        for standing in standing_of(person)
        if body_id is None or standing.body_id is None or standing.body_id == body_id
    )


def seats_of(person) -> frozenset[int]:
    """The ids of the seats that the person holds or deputises for today."""
    return frozenset(standing.seat_id for standing in standing_of(person) if standing.seat_id)


def appointment_for(person, body_id: int) -> int | None:
    """The id of the appointment under which the person acts on a body: as holder before as deputy."""
    mine = [standing for standing in standing_of(person) if standing.body_id == body_id and standing.appointment_id]
    mine.sort(key=lambda standing: (standing.deputy, standing.appointment_id))
    return mine[0].appointment_id if mine else None
