"""Asking again for papers that have not come, until the meeting begins; at most once a day each."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from ccsp_portal import clock
from ccsp_portal.notices import outbox
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Move, lock
from meetings.models import AgendaItem, Meeting, PaperCall
from meetings.queries.deadlines import items_without_paper
from meetings.workflow.invitations import about
from meetings.workflow.preparing import by_person
from partners.models import User

UNTIL_IT_MEETS = frozenset({Meeting.State.CONVENED, Meeting.State.CIRCULATED})
CHASE = Move("ask again for papers", UNTIL_IT_MEETS, None, "meetings.call_for_papers")
MOVES = (CHASE,)


@transaction.atomic
def chase_papers(meeting: Meeting, *, by: User) -> list[User]:
    """Ask again now, in one letter a person. Returns whom; nobody twice on one day."""
    meeting = lock(meeting)
    CHASE.check(meeting, by)
    chased = people_to_chase(meeting)
    for person, items in chased.items():
        outbox.put(
            [person], "meetings/notices/chase_papers.txt", once=_of_today(meeting), items=items, **about(meeting)
        )
    return list(chased)


def people_to_chase(meeting: Meeting) -> dict[User, list[AgendaItem]]:
    """Who would be asked, and for which papers: those that their seats were asked for before today. Three queries.

    Once the agenda is out nobody can call for a paper any more, so what was never called for is asked for too.
    """
    calls = PaperCall.objects.filter(item=OuterRef("pk"), seat=OuterRef("presenter"))
    before = Exists(calls.filter(called_at__date__lt=clock.today()))
    may_be_asked = before | ~Exists(calls) if meeting.circulated_at else before
    items = items_without_paper().filter(may_be_asked, meeting=meeting).order_by("position", "pk")
    asked = set(Notice.objects.filter(once_key=_of_today(meeting)).values_list("recipient", flat=True))
    return {person: owed for person, owed in by_person(items).items() if person.pk not in asked}


def _of_today(meeting):
    return f"papers again/{meeting.uid}/{clock.today()}"
