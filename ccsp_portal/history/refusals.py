"""Noting who was refused what."""

from datetime import timedelta

from ccsp_portal import clock
from ccsp_portal.history.models import Refusal
from ccsp_portal.history.tracking import acting

# somebody who asks on and on may not fill the history
MOST_AN_HOUR = 100
AND_MORE = " (more were refused within the hour)"


def note_refusal(person, method: str, path: str, match) -> None:
    """Note that a page, or an act on it, was refused to somebody signed in. One insert.

    Of one person's only the first hundred within an hour are noted, and the last of these says so. `match` is the
    request's resolver match. The path is kept only where all that varies in it are numbers.
    """
    page = path if all(isinstance(part, int) for part in match.kwargs.values()) else f"/{match.route}"
    noted = Refusal.objects.filter(person=person, refused_at__gt=clock.now() - timedelta(hours=1)).count()
    if noted >= MOST_AN_HOUR:
        return
    more = AND_MORE if noted == MOST_AN_HOUR - 1 else ""
    with acting("be refused", person):
        Refusal.objects.create(
            page=page[: 300 - len(more)] + more, method=method[:10], refused_at=clock.now(), person=person
        )
