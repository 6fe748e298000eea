"""Noting who opens a file that not everybody may read."""

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import acting
from meetings.models import AgendaItem, Attachment, Evidence, Meeting, Opening, PaperVersion
from partners.models import User


def note_paper(version: PaperVersion, person: User) -> None:
    """Note that somebody opened a paper to a private item. Of other papers nothing is kept. One insert."""
    item = version.paper.item
    if item.is_private:
        _note(item.meeting_id, version.document, f"{version.paper.title}, version {version.number}", person, item=item)


def note_evidence(evidence: Evidence, person: User) -> None:
    """Note that somebody opened evidence of an action point of a private item. Of other evidence nothing is kept."""
    item = evidence.action.item
    if item.is_private:
        _note(item.meeting_id, evidence.document, f"Evidence: {evidence.title}", person, item=item)


def note_attachment(attachment: Attachment, person: User) -> None:
    """Note that somebody opened what is attached to a paper to a private item. One insert."""
    item = attachment.report.item
    if item.is_private:
        _note(item.meeting_id, attachment.document, f"{attachment.title}, an attachment", person, item=item)


def note_members_file(meeting: Meeting, document: Document, kind: str, person: User) -> None:
    """Note that somebody opened what is for the readers of private items: the members' "pack" or "minutes"."""
    _note(meeting.pk, document, f"Members’ {kind}: {meeting}", person)


def _note(meeting_id: int, document: Document, name: str, person: User, item: AgendaItem | None = None) -> None:
    with acting("open", person):
        Opening.objects.create(
            meeting_id=meeting_id,
            item=item,
            document=document,
            name=name[:300],
            opened_by=person,
            opened_at=clock.now(),
        )
