"""Papers: brought to an item, brought again as new versions, withdrawn."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from ccsp_portal import clock
from ccsp_portal.documents.store import store
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Move, lock
from meetings.models import Meeting, Paper, PaperVersion
from partners.standing import appointment_for

State = Meeting.State
#                 verb            from                                          to    permission
UPLOAD = Move("upload a paper", frozenset({State.CONVENED, State.CIRCULATED}), None, "meetings.build_agenda")


@transaction.atomic
def bring_paper(item, upload, *, title, marking="OFFICIAL", by) -> PaperVersion:
    """Bring a new paper to an item. ValidationError, in a sentence, where the file can't be used.

    PermissionDenied for those who neither present the item nor are the secretary; NotOpen once the meeting has opened.
    """
    _check(item, by)
    document = store(upload, by=by, marking=marking)
    place = (item.papers.aggregate(last=Max("position"))["last"] or 0) + 1
    with acting("bring", by):
        paper = Paper(item=item, title=title, position=place)
        paper.full_clean()
        paper.save()
        return _version(paper, document, by)


@transaction.atomic
def bring_version(paper, upload, *, marking="OFFICIAL", by) -> PaperVersion:
    """Bring a paper again: the newest version counts, the earlier ones are kept."""
    _check(paper.item, by)
    document = store(upload, by=by, marking=marking)
    with acting("bring again", by):
        paper = lock(paper)
        return _version(paper, document, by)


@transaction.atomic
def withdraw_paper(paper, *, by) -> Paper:
    """Take a paper off its item; it is kept, and can be put back."""
    _check(paper.item, by)
    with acting("withdraw", by):
        Paper.objects.filter(pk=paper.pk, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    paper.refresh_from_db()
    return paper


@transaction.atomic
def restore_paper(paper, *, by) -> Paper:
    """Put a withdrawn paper back on its item."""
    _check(paper.item, by)
    with acting("put back", by):
        Paper.objects.filter(pk=paper.pk).update(withdrawn_at=None)
    paper.refresh_from_db()
    return paper


def may_bring(person, item) -> bool:
    """Whether the person would be let through now: for drawing the button."""
    return item.meeting.state in UPLOAD.from_states and person.has_perm("meetings.upload_paper", item)


def _check(item, by):
    if not by.has_perm("meetings.upload_paper", item):
        raise PermissionDenied("Only the item's presenter and the secretary bring papers to it.")
    UPLOAD.check_state(lock(item.meeting))


def _version(paper, document, by):
    number = (paper.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return PaperVersion.objects.create(
        paper=paper,
        number=number,
        document=document,
        uploaded_at=clock.now(),
        uploaded_by=by,
        appointment_id=appointment_for(by, paper.governing_body_id()),
    )
