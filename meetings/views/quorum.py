"""What the page says when who was there is put right: what lost its quorum by that, and what can't be so any more."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.utils.text import get_text_list

from meetings.models import Decision, Meeting
from meetings.queries.doubts import doubts_of


@contextmanager
def saying_what_lost_its_quorum(request, meeting: Meeting) -> Iterator[None]:
    """Around an act that works out the quorum again: name the decisions that it leaves without one, or with one again,
    and say what follows; and those whose votes or dissents can't be so by who was there now. What put something off
    needs no quorum."""
    before, doubted = _without_quorum(meeting), doubts_of(meeting)
    yield
    after = _without_quorum(meeting)
    if lost := [each for each in after if each not in before]:
        messages.warning(request, _lost(lost))
    if new := [each.words for each in doubts_of(meeting) if each not in doubted]:
        them = "the decision" if len(new) == 1 else "the decisions"
        messages.warning(request, f"{' '.join(new)} Put {them} right, or who was there.")
    if found := [each for each in before if each not in after]:
        are = "was" if len(found) == 1 else "were"
        messages.success(request, f"{get_text_list(found, 'and')} {are} decided with a quorum after all.")


def _without_quorum(meeting):
    decisions = Decision.objects.standing().filter(item__meeting=meeting, quorate=False).order_by("reference")
    return [each.reference for each in decisions if each.needs_confirming]


def _lost(lost):
    named = get_text_list(lost, "and")
    was, them, one_of_them = ("was", "it", "it") if len(lost) == 1 else ("were", "them", "one of them")
    return (
        f"By who was there, {named} {was} decided without a quorum: the register and the minutes say so now. A later "
        f"meeting may have to confirm {them}. A plan or an assessment that rests on {one_of_them} says so too."
    )
