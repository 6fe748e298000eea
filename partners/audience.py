"""Who sees what: decided here, from privacy and publication, for every page, pack, feed, file and search."""

from enum import StrEnum

from partners.models import Role
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
