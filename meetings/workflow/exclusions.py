"""Leaving somebody out of one item, and ending that; and the pack that is made for them without it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.history.tracking import acting
from ccsp_portal.jobs import workflow as jobs
from ccsp_portal.jobs.models import Job
from ccsp_portal.workflow import Move, NotOpen, lock
from meetings.models import AgendaItem, ItemExclusion, Meeting, Pack, PersonalPack
from meetings.papers.pack import make_for_one
from meetings.queries.exclusions import left_out_of_pack, people_left_out, people_to_leave_out
from meetings.workflow.agenda import UNTIL_THE_END
from partners.models import User

LEAVE_OUT = Move("leave somebody out of the item", UNTIL_THE_END, None, "meetings.leave_out")
MOVES = (LEAVE_OUT,)
KIND = "meetings.make_personal_pack"


def check_may_leave_out(item: AgendaItem, by) -> None:
    """PermissionDenied for who leaves nobody out. Ending it is possible also after the meeting."""
    if not by.has_perm(LEAVE_OUT.permission, item):
        raise PermissionDenied("Only the secretary and the chair leave people out of an item.")


@transaction.atomic
def leave_out(item: AgendaItem, person: User, *, reason: str, by) -> ItemExclusion:
    """From now on the person sees of the item what the public does, and gets a pack of their own without it.

    Raises PermissionDenied, NotOpen once the meeting is over, ValidationError for who is left out already, keeps the
    agenda, or would not read the item anyway.
    """
    check_may_leave_out(item, by)
    meeting = lock(item.meeting)
    LEAVE_OUT.check_state(meeting)
    if not people_to_leave_out(item).filter(pk=person.pk).exists():
        raise ValidationError("Choose somebody who could read the item, and is not the secretary.")
    exclusion = ItemExclusion(item=item, person=person, reason=reason.strip(), excluded_at=clock.now(), excluded_by=by)
    exclusion.full_clean()
    with acting("leave somebody out", by):
        exclusion.save()
    _have_theirs_made(item, person, by)
    return exclusion


@transaction.atomic
def end_exclusion(exclusion: ItemExclusion, *, by) -> ItemExclusion:
    """From now on the person sees the item as their seat lets them. NotOpen if it has ended."""
    check_may_leave_out(exclusion.item, by)
    exclusion = lock(exclusion)
    if exclusion.ended_at:
        raise NotOpen("This has ended already.")
    exclusion.ended_at, exclusion.ended_by = clock.now(), by
    with acting("let somebody back in", by):
        exclusion.save(update_fields=["ended_at", "ended_by"])
    _have_theirs_made(exclusion.item, exclusion.person, by)
    return exclusion


def _have_theirs_made(item, person, by):
    """The person's packs of its meeting, and of later ones whose minutes or log show it."""
    for meeting in Meeting.objects.filter(Q(pk=item.meeting_id) | Q(page_runs__shows=item)).distinct().order_by("pk"):
        have_one_made(meeting, person, by=by)


def have_one_made(meeting: Meeting, person: User, *, by) -> Job | None:
    """Have the worker make the person's pack, if one is out and they are left out of something in it."""
    pack = meeting.packs.filter(state=Pack.State.CIRCULATED).first()
    without = left_out_of_pack(meeting, person)
    if pack is None or not pack.told or not without:
        return None
    return jobs.queue(
        KIND,
        pack,
        once=f"pack {pack.pk} for {person.pk} without {without}",
        by=by,
        title=f"The pack of {meeting} for one person",
        page_url=reverse("meetings:show_pack", args=[meeting.pk]),
        facts={"person": person.pk, "without": without},
    )


def have_all_made(meeting: Meeting, *, by) -> None:
    """The same for everybody who is left out of something, when a pack has gone out."""
    for person in people_left_out(meeting):
        have_one_made(meeting, person, by=by)


def make_personal_pack(job: Job, *, step, hold) -> None:
    """Make what a job asks for; safe to run again."""
    pack = Pack.objects.select_related("meeting__body", "members_document").get(pk=job.subject_pk)
    person, without = User.objects.get(pk=job.facts["person"]), job.facts["without"]
    whole = pack.members_document
    if whole is None or pack.personal_packs.filter(person=person, without=without).exists():
        return
    bound = make_for_one(pack, person, frozenset(without), step)
    with transaction.atomic():
        hold()
        name = whole.name.replace("-members", "-personal")
        document = store_bytes(bound.pdf, name, PDF, by=None, marking=whole.marking)
        PersonalPack.objects.create(pack=pack, person=person, without=without, document=document, made_at=clock.now())
