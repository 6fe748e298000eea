"""The business of a cancelled meeting goes to another, with its papers, its guests and who is left out of it."""

from django.db import transaction
from django.db.models import QuerySet

from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Move, lock
from meetings.models import (
    Advice,
    AgendaItem,
    CoverReport,
    ItemInvitation,
    Meeting,
    Paper,
    PaperVersion,
    PlannedItem,
)
from meetings.workflow import agenda, forward
from meetings.workflow.forward import Slot
from partners.models import User

CANCELLED = frozenset({Meeting.State.CANCELLED})
#                 verb                               from       to    permission
CARRY = Move("move its business to another meeting", CANCELLED, None, "meetings.build_agenda")
MOVES = (CARRY,)
# what its paper and the advice on it have there of what they had
OF_THE_PAPER = (
    "document_id",
    "submission_id",
    "accepted_at",
    "uploaded_at",
    "uploaded_by_id",
    "appointment_id",
    "due_on",
    "is_late",
    "late_reason",
)
OF_ADVICE = (
    "seat_id",
    "question",
    "wanted_by",
    "asked_at",
    "asked_by_id",
    "view",
    "text",
    "is_late",
    "given_at",
    "given_by_id",
)
WHY = "The meeting was cancelled."


def business_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """What a cancelled meeting would have dealt with and no other has taken over: none of its standing items."""
    left = meeting.items.live().filter(standing="", carried_to__isnull=True)
    return left.select_related("planned", "presenter")


@transaction.atomic
def carry_over(meeting: Meeting, to: Meeting, *, by: User) -> list[AgendaItem]:
    """Put the business of a cancelled meeting on another's agenda: what did not go out moves, and what did is kept
    there and stands on the other agenda too, with its papers. What the forward plan holds is planned for it.

    Conflict where nothing is left to move; NotOpen where the other agenda can't change any more.
    """
    held = lock(meeting)
    CARRY.check(held, by)
    items = list(business_of(held))
    if not items:
        raise Conflict("Nothing is left to move: its business stands on another agenda already.")
    return [_carry(item, held, to, by) for item in items]


def _carry(item, meeting, to, by):
    if item.number:
        return _again(item, meeting, to, by)
    planned = PlannedItem.objects.filter(item=item, state=PlannedItem.State.PLACED).first()
    if planned:
        return forward.move(planned, Slot(to), reason=WHY, by=by).item
    return agenda.bring_over(item, to, by=by)


def _again(item, meeting, to, by):
    """The item on another agenda: the one that went out stays where it was published."""
    copy = agenda.add_item(to, presenter=item.presenter, by=by, **{name: getattr(item, name) for name in agenda.COPIED})
    with acting("move", by):
        AgendaItem.objects.filter(pk=copy.pk).update(carried_from=item)
        _let_in(item, copy)
        for paper in item.papers.filter(withdrawn_at__isnull=True).order_by("position", "pk"):
            _bring(paper, copy)
    waiting = _planned_as(item, meeting)
    if waiting:
        forward.take_over(waiting, copy, by=by)
    return copy


def _let_in(item, copy):
    """Who was let into it is let into it there, and who is left out is left out: by whom and since when, as before."""
    for invited in item.invitations.holding():
        ItemInvitation.objects.create(
            item=copy, person_id=invited.person_id, invited_at=invited.invited_at, invited_by_id=invited.invited_by_id
        )
    agenda.leave_out_the_same(item, copy)


def _bring(paper, copy):
    newest = paper.versions.order_by("-number").first()
    draft = CoverReport.objects.filter(paper=paper)
    if newest is None and not draft.exists():
        return
    brought = Paper.objects.create(item=copy, title=paper.title, position=paper.position)
    if newest:
        as_it_was = {name: getattr(newest, name) for name in OF_THE_PAPER}
        PaperVersion.objects.create(paper=brought, number=1, **as_it_was)
    # its seat goes on writing it there, and who is asked for advice gives it there
    draft.update(paper=brought)
    paper.advice.waiting().update(paper=brought)
    for given in paper.advice.given():
        Advice.objects.create(paper=brought, **{name: getattr(given, name) for name in OF_ADVICE})


def _planned_as(item, meeting):
    """The item of the forward plan that it was: since the cancelling it waits in its quarter."""
    waiting = PlannedItem.objects.filter(
        body=meeting.body_id, state=PlannedItem.State.PLACED, item__isnull=True, title=item.title
    )
    return waiting.filter(owner=item.presenter_id, moves__from_words=str(meeting)[:100]).distinct().first()


def is_waiting(meeting: Meeting) -> bool:
    """Whether a cancelled meeting has business that no other has taken over: for drawing the button. One query."""
    return meeting.state == Meeting.State.CANCELLED and business_of(meeting).exists()
