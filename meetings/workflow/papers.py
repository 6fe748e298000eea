"""Papers: brought to an item, brought again as new versions, withdrawn."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.documents.store import store
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Conflict, Move, NotOpen, lock
from meetings.models import AgendaItem, Meeting, Paper, PaperVersion
from meetings.queries.replies import people_of_seats
from meetings.workflow.copies import queue_copy
from partners.standing import appointment_for

State = Meeting.State
#                 verb            from                                          to    permission
UPLOAD = Move("upload a paper", frozenset({State.CONVENED, State.CIRCULATED}), None, "meetings.build_agenda")
TOO_LATE = (
    "The meeting has opened, so its papers stay as they went out. If one must not be read any more, ask the secretary "
    "or the chair to make its item private: its published files are then withdrawn."
)
OFF = (
    "The item is off the agenda, so nothing is done to its papers. The secretary can put the item back on the agenda "
    "first."
)


@transaction.atomic
def bring_paper(item, upload, *, title, marking="OFFICIAL", late_reason="", by) -> PaperVersion:
    """Bring a new paper to an item. ValidationError, in a sentence, where the file can't be used, or comes late
    without a reason.

    PermissionDenied for those who neither present the item nor are the secretary; NotOpen once the meeting has opened.
    """
    _check(item, by)
    refuse_sensitive(item, marking)
    late = lateness(item.meeting, late_reason)
    document = store(upload, by=by, marking=marking)
    place = (item.papers.aggregate(last=Max("position"))["last"] or 0) + 1
    with acting("bring", by):
        paper = Paper(item=item, title=title, position=place)
        paper.full_clean()
        paper.save()
        return add_version(paper, document, by=by, **late)


@transaction.atomic
def bring_version(paper, upload, *, marking="OFFICIAL", late_reason="", by) -> PaperVersion:
    """Bring a paper again: the newest version counts, the earlier ones are kept."""
    _check(paper.item, by)
    refuse_sensitive(paper.item, marking)
    late = lateness(paper.item.meeting, late_reason)
    document = store(upload, by=by, marking=marking)
    with acting("bring again", by):
        paper = lock(paper)
        return add_version(paper, document, by=by, **late)


def went_out(paper: Paper) -> bool:
    """Whether any of it was in a pack: then people are told why it is withdrawn."""
    return paper.versions.filter(published_at__isnull=False).exists()


@transaction.atomic
def withdraw_paper(paper, *, reason="", by) -> Paper:
    """Take a paper off its item; it is kept, and can be put back. ValidationError without a reason once it went out.

    The reason is for whoever may read the item; of a private one, for the readers of private items, ever after. Who
    sits for the seat that brought it is told.
    """
    _check(paper.item, by, too_late=TOO_LATE)
    why = reason.strip()
    if not why and went_out(paper):
        raise ValidationError({"reason": "Enter why the paper is withdrawn"})
    told = {"withdrawn_reason": why, "is_reason_private": bool(why) and lock(paper.item).is_private}
    with acting("withdraw", by):
        Paper.objects.filter(pk=paper.pk, withdrawn_at__isnull=True).update(withdrawn_at=clock.now(), **told)
    paper.refresh_from_db()
    if why:
        _tell_its_seat(paper, by)
    return paper


def _tell_its_seat(paper, by):
    item = paper.item
    sitting = [each.person for each in people_of_seats([item.presenter_id]).get(item.presenter_id, [])]
    outbox.put(
        [person for person in sitting if person.pk != by.pk],
        "meetings/notices/paper_withdrawn.txt",
        once=f"paper_withdrawn/{paper.pk}/{paper.withdrawn_at.isoformat()}",
        subject_thing=paper,
        paper=paper,
        item=item,
        meeting=item.meeting,
        by=by,
    )


@transaction.atomic
def restore_paper(paper, *, by) -> Paper:
    """Put a withdrawn paper back on its item. Raises Conflict for one marked OFFICIAL-SENSITIVE, once that is open."""
    _check(paper.item, by, too_late=TOO_LATE)
    latest = paper.versions.select_related("document").first()
    if latest:
        try:
            refuse_sensitive(lock(paper.item), latest.document.marking)
        except ValidationError as refusal:
            raise Conflict(refusal.messages[0]) from refusal
    with acting("put back", by):
        Paper.objects.filter(pk=paper.pk).update(withdrawn_at=None, withdrawn_reason="", is_reason_private=False)
    paper.refresh_from_db()
    return paper


def may_bring(person, item) -> bool:
    """Whether the person would be let through now: for drawing the button."""
    return takes_papers(item) and person.has_perm("meetings.upload_paper", item)


def takes_papers(item) -> bool:
    """Whether papers to it may change at all: it is on the agenda of a meeting to come."""
    return item.withdrawn_at is None and item.meeting.state in UPLOAD.from_states


def _check(item, by, too_late=""):
    if not by.has_perm("meetings.upload_paper", item):
        raise PermissionDenied("Only the item’s presenter and the secretary bring papers to it.")
    check_in_time(lock(item.meeting), too_late)
    refuse_off(item)


def check_in_time(meeting: Meeting, too_late: str = "") -> None:
    """Raise NotOpen where papers no longer change; `too_late` says it, if given, once the meeting has opened."""
    if too_late and meeting.state in (State.IN_SESSION, State.CONCLUDED):
        raise NotOpen(too_late)
    UPLOAD.check_state(meeting)


def refuse_off(item: AgendaItem) -> None:
    """Raise NotOpen where the item is off the agenda now, or was moved off it by the forward plan."""
    if not AgendaItem.objects.live().filter(pk=item.pk).exists():
        raise NotOpen(OFF)


def refuse_sensitive(item: AgendaItem, marking: str) -> None:
    """Raise ValidationError for a paper marked OFFICIAL-SENSITIVE to an item that everybody may read."""
    if marking == Document.Marking.SENSITIVE and not item.is_private:
        raise ValidationError(
            "The item is open, so everybody could read this paper. Have the secretary make the item private first."
        )


def lateness(meeting: Meeting, reason: str) -> dict:
    """What is kept of a paper that is submitted today. Raises ValidationError for one that is late without a reason."""
    is_late = clock.today() > meeting.papers_due_on
    if is_late and not reason.strip():
        due = f"{meeting.papers_due_on:%-d %B %Y}"
        raise ValidationError({"late_reason": f"Papers were due on {due}: enter why this one is late."})
    return {"due_on": meeting.papers_due_on, "is_late": is_late, "late_reason": reason.strip() if is_late else ""}


def add_version(paper: Paper, document: Document, *, by, **fields) -> PaperVersion:
    """The paper's next version. A copy for its readers is made in the background where the file is not one already."""
    queue_copy(document, by=by)
    number = (paper.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = PaperVersion(
        **{
            "paper": paper,
            "number": number,
            "document": document,
            "uploaded_at": clock.now(),
            "uploaded_by": by,
            "appointment_id": appointment_for(by, paper.governing_body_id()),
            **fields,
        }
    )
    version.full_clean()
    version.save(force_insert=True)
    return version
