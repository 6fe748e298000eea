"""Who sees what: decided here, from privacy and publication, for every page, pack, feed, file and search."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, Q

from partners.models import Appointment, Role, User
from partners.models.dated import current
from partners.standing import standing_of

# private things are for these roles of the body, and for people invited to the item; never for observers
PRIVATE_READERS = frozenset({Role.MEMBER, Role.ADVISER, Role.SECRETARY})


class Privacy(StrEnum):
    OPEN = "open"
    PRIVATE = "private"


class Audience(StrEnum):
    """The three circles of readers, each within the one before."""

    PUBLIC = "public"
    SEATS = "seats"
    PRIVATE_READERS = "private readers"


def audience(*, private: bool, published: bool) -> Audience:
    """The circle that may see a thing: private wins over published; the unpublished is for the body's seats."""
    if private:
        return Audience.PRIVATE_READERS
    return Audience.PUBLIC if published else Audience.SEATS


def bodies_seen_by(person, circle: Audience) -> frozenset[int]:
    """The ids of the bodies whose things for that circle the person may see today.

    The public circle has no list: everybody is in it. Filter lists with `body__in=` of this.
    """
    wanted = PRIVATE_READERS if circle is Audience.PRIVATE_READERS else None
    return frozenset(
        standing.body_id
        for standing in standing_of(person)
        if standing.body_id and (wanted is None or standing.role in wanted)
    )


def may_see(person, circle: Audience, body_id: int) -> bool:
    """Whether the person is in that circle of that body."""
    return circle is Audience.PUBLIC or body_id in bodies_seen_by(person, circle)


@dataclass(frozen=True)
class Right:
    """Why a person was in a circle of a body: the seat or office, as holder or deputy, and from when to when."""

    person: User
    words: str
    from_on: date
    to_on: date | None


def readers_on(day: date, circle: Audience, body_id: int) -> list[Right]:
    """Everybody who was in a circle of a body on a day, by right of a seat, from the dated rows. Two queries at most.

    `bodies_seen_by` asks the same of one person. The public circle has no list.
    """
    seated = Q(current(day, "seat__terms__"), seat__body=body_id)
    if circle is Audience.PRIVATE_READERS:
        return _rights(day, seated & Q(seat__terms__role__in=PRIVATE_READERS), F("seat__terms__role"))
    in_office = Q(current(day, "offices__"), offices__body=body_id) & ~Q(seat__body=body_id)
    with_terms = Q(current(day, "seat__terms__"))
    return _rights(day, seated, F("seat__terms__role")) + _rights(day, in_office & with_terms, F("offices__kind"))


def _rights(day, which, role):
    # one filter: conditions of two would each find terms of their own
    appointments = Appointment.objects.filter(current(day), current(day, "seat__"), which).annotate(role=role)
    in_order = appointments.order_by("person__sort_key", "seat__position")
    return [_right(each, each.role) for each in in_order.select_related("person", "seat__organisation")]


def _right(appointment, role):
    how = "deputy for" if appointment.kind == Appointment.Kind.DEPUTY else "holds"
    words = f"{Role(role).label}: {how} the seat {appointment.seat}"
    return Right(appointment.person, words, appointment.from_on, appointment.to_on)
