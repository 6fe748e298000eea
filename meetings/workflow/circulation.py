"""Circulation: the pack is asked for here, made by the worker, and published with its meeting in one transaction."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.history.tracking import acting
from ccsp_portal.jobs import workflow as jobs
from ccsp_portal.jobs.models import Job
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Conflict, Move, lock
from meetings.models import AgendaItem, Meeting, MembersMeeting, Pack, PaperVersion
from meetings.papers.pack import Made, make_pack
from meetings.queries.pack import agenda_fingerprint
from meetings.queries.replies import invited_people
from meetings.workflow.agenda import draw_numbers
from meetings.workflow.reply_links import links_for

State = Meeting.State
#                     verb        from                                          to                permission
CIRCULATE = Move(
    "circulate", frozenset({State.CONVENED, State.CIRCULATED}), State.CIRCULATED, "meetings.circulate_pack"
)
MOVES = (CIRCULATE,)
KIND = "meetings.assemble_pack"
AT_MOST_AGAIN = 3


@transaction.atomic
def circulate(meeting: Meeting, *, by) -> Pack:
    """Ask for the meeting's pack: made in the background, and circulated when it is whole.

    Asked again while one is being made, it gives that one; one that failed is tried again. ValidationError where the
    agenda is empty, PermissionDenied, NotOpen.
    """
    meeting = lock(meeting)
    CIRCULATE.check(meeting, by)
    if not meeting.items.live().exists():
        raise ValidationError("Put at least one item on the agenda before you circulate it.")
    making = meeting.packs.filter(state=Pack.State.MAKING).select_related("job").first()
    if making:
        return _go_on_with(making, by)
    number = (meeting.packs.aggregate(last=Max("number"))["last"] or 0) + 1
    with acting("ask for", by):
        pack = Pack.objects.create(meeting=meeting, number=number, asked_at=clock.now(), asked_by=by)
        pack.job = jobs.queue(
            KIND,
            pack,
            once=f"pack {number} of meeting {meeting.pk}",
            by=by,
            title=f"The pack of {meeting}",
            page_url=reverse("meetings:show_pack", args=[meeting.pk]),
        )
        pack.save(update_fields=["job"])
    return pack


def _go_on_with(pack, by):
    if pack.job.state in {Job.State.FAILED, Job.State.CANCELLED}:
        jobs.retry(pack.job, by=by)
    return pack


def assemble(pack: Pack, *, step: Callable[[str, int], None], hold: Callable[[], None]) -> Pack:
    """Make the pack and circulate it, whole or not at all; safe to run again.

    If the agenda changes while it is made, it is made afresh. Raises ValidationError naming the paper that can't be
    used, and what to do. `step(words, percent)` hears how far it is; `hold()` is called first in the transaction that
    stores the result.
    """
    for _ in range(AT_MOST_AGAIN):
        before = agenda_fingerprint(pack.meeting_id)
        meeting = Meeting.objects.select_related("body").get(pk=pack.meeting_id)
        made = make_pack(meeting, draw_numbers(meeting), step)
        with transaction.atomic():
            hold()
            meeting = lock(meeting)
            # it may have been cancelled, or have opened, while its pack waited for the worker
            CIRCULATE.check_state(meeting)
            if agenda_fingerprint(meeting.pk) == before:
                return _publish(pack, meeting, made)
    raise Conflict("The agenda was changed again and again while the pack was made. Circulate it once it stands.")


def _publish(pack, meeting, made: Made):
    """Everything that makes a meeting's papers public, in the caller's transaction."""
    pack = Pack.objects.select_for_update().select_related("asked_by").get(pk=pack.pk)
    if pack.state == Pack.State.CIRCULATED:
        return pack
    now = clock.now()
    with acting("circulate", pack.asked_by):
        _number(meeting, made.numbers)
        PaperVersion.objects.filter(pk__in=made.versions, published_at__isnull=True).update(published_at=now)
        _store(pack, meeting, made, now)
        if meeting.circulated_at is None:
            meeting.circulated_at = now
        meeting.state = State.CIRCULATED
        meeting.version += 1
        meeting.save(update_fields=["circulated_at", "state", "version"])
    _tell(pack, meeting)
    return pack


def _number(meeting, numbers):
    for item in meeting.items.filter(number="", pk__in=numbers):
        AgendaItem.objects.filter(pk=item.pk).update(number=numbers[item.pk])


def _store(pack, meeting, made, now):
    stem = f"{meeting.body.prefix.lower()}-{meeting.day.isoformat()}-pack-{pack.number}"
    keep = {"media_type": PDF, "by": None}
    pack.members_document = store_bytes(
        made.members.pdf, f"{stem}-members.pdf", marking=made.marking, facts={"pages": made.members.pages}, **keep
    )
    pack.open_document = store_bytes(made.open.pdf, f"{stem}.pdf", facts={"pages": made.open.pages}, **keep)
    pack.members_pages, pack.open_pages = made.members.pages, made.open.pages
    pack.contents, pack.untagged = made.contents, made.members.untagged
    pack.state, pack.circulated_at = Pack.State.CIRCULATED, now
    pack.full_clean()
    pack.save()


def _tell(pack, meeting):
    people = list(invited_people(meeting.body))
    outbox.put(
        people,
        "meetings/notices/circulated.txt",
        once=f"circulated/{meeting.uid}/{pack.number}",
        each=links_for(meeting, people),
        subject_thing=meeting,
        sight=(MembersMeeting._meta.label, meeting.pk),
        meeting=meeting,
        pack=pack,
        body=meeting.body,
    )
