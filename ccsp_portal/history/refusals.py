"""Noting who was refused what."""

from ccsp_portal import clock
from ccsp_portal.history.models import Refusal
from ccsp_portal.history.tracking import acting


def note_refusal(person, method: str, path: str, match) -> None:
    """Note that a page, or an act on it, was refused to somebody signed in. One insert.

    `match` is the request's resolver match. The path is kept only where all that varies in it are numbers.
    """
    page = path if all(isinstance(part, int) for part in match.kwargs.values()) else f"/{match.route}"
    with acting("be refused", person):
        Refusal.objects.create(page=page[:300], method=method[:10], refused_at=clock.now(), person=person)
