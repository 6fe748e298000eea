"""What a paper's pages show their reader: the paper as it went out, or as it stands with its seat; and its files."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from ccsp_portal.documents.models import CSV, Document
from ccsp_portal.typeset.attached import left_out
from ccsp_portal.typeset.boxes import Boxes
from meetings.models import (
    Advice,
    AgendaItem,
    Attachment,
    CoverReport,
    Meeting,
    Paper,
    PaperVersion,
    ReadingCopy,
    Submission,
    WrittenPaper,
    WrittenProcedure,
)
from meetings.queries.files import IN_WRITING, is_given_as_it_is, is_picture, remarks_on
from meetings.queries.following import lateness_of
from meetings.queries.reports import attachments_of, content_of, parts_of_report
from meetings.workflow.copies import copy_of
from partners.audience import Audience, Privacy, may_see
from partners.models import Body, Organisation, Partnership, Role, Seat
from partners.standing import roles_of, seats_of

# while it is written; after that what was submitted counts
WRITABLE = frozenset({CoverReport.State.DRAFT, CoverReport.State.RETURNED})


@dataclass(frozen=True)
class Readable:
    """A file as it is read on a page: as prose, as tables with a note on what is left out, or as a picture."""

    html: SafeString
    tables: list[dict]
    problem: str
    is_waiting: bool


def is_own(person, item: AgendaItem) -> bool:
    """Whether the person sits for the seat that presents the item, or is the secretary: they open every file itself."""
    return item.presenter_id in seats_of(person) or Role.SECRETARY in roles_of(person, item.meeting.body_id)


def reads_private(person, item: AgendaItem) -> bool:
    """Whether somebody who may read the item reads what was written of it while it was private."""
    return item.is_private or may_see(person, Audience.PRIVATE_READERS, item.meeting.body_id)


def file_for(document: Document, *, own: bool) -> Document | None:
    """What a reader is given of a file: itself, or its copy; None while there is none."""
    if own or document.media_type == CSV:
        return document
    copy = copy_of(document)
    if copy and copy.file:
        return copy.file
    return document if is_given_as_it_is(document) else None


def readable(document: Document) -> Readable:
    """How a file is read on a page. No query, if its copy was read with it."""
    copy: ReadingCopy | None = copy_of(document)
    if copy is None:
        return Readable(SafeString(), [], "", is_waiting=document.media_type != "application/pdf")
    tables = [{**table, "note": left_out(table)} for table in copy.tables]
    # it was cleaned when the copy was made
    return Readable(SafeString(Boxes(document.name).around_tables(copy.html)), tables, copy.problem, is_waiting=False)


def files_shown(attachments: list[Attachment], *, own: bool) -> list[dict]:
    """The attachments for a page: each with the file that this reader gets, and what its seat should know of it."""
    return [
        {
            "attachment": each,
            "file": file_for(each.document, own=own),
            "is_picture": is_picture(each.document),
            "is_readable": bool((copy := copy_of(each.document)) and (copy.html or copy.tables)),
            "problem": copy.problem if copy and own else "",
            "remarks": remarks_on(each.document) if own else [],
        }
        for each in attachments
    ]


def works_on(person, procedure: WrittenProcedure) -> bool:
    """Whether the person is the body's secretary, or chairs it: they open every file of a written procedure itself."""
    working = {Role.SECRETARY, Role.CHAIR, Role.VICE_CHAIR}
    return bool(working & roles_of(person, procedure.body_id))


def written_papers_shown(procedure: WrittenProcedure, person) -> list[dict]:
    """The papers to a written procedure: each with the file that this reader gets, and what to know of it."""
    own, papers = works_on(person, procedure), WrittenPaper.objects.filter(withdrawn_at__isnull=True)
    return [
        {
            "paper": each,
            "file": file_for(each.document, own=own),
            "problem": copy.problem if (copy := copy_of(each.document)) else "",
            "remarks": remarks_on(each.document, only=IN_WRITING) if own else [],
        }
        for each in papers.filter(procedure=procedure).select_related("document__copy__file")
    ]


def paper_page(version: PaperVersion, person) -> dict:
    """A paper as it went to the members: its form or its file, its attachments, advice and versions."""
    paper, submission = version.paper, version.submission
    own = is_own(person, paper.item)
    versions = PaperVersion.objects.visible_to(person).filter(paper=paper).select_related("document", "submission")
    return {
        "version": version,
        "own": own,
        "why": paper.reason_for(reads_private=reads_private(person, paper.item)),
        "versions": list(versions),
        "parts": parts_of_report(submission.content) if submission else [],
        "files": files_shown(attachments_of(submission), own=own) if submission else [],
        "file": file_for(version.document, own=own),
        "readable": None if submission else readable(version.document),
        "remarks": remarks_on(version.document) if own else [],
        "advice": advice_on(paper, person),
        "comparable": [each for each in versions if each.submission_id],
    }


def draft_page(report: CoverReport | None, submission: Submission | None, paper: Paper, person) -> dict:
    """A paper on its way: the draft for its seat and the secretary, what was submitted for a seat that is asked.

    `report` is None for a reader who may not see the draft itself.
    """
    own = report is not None
    if report and report.state in WRITABLE:
        content = content_of(report)
        attachments = list(report.attachments.live().select_related("document__copy__file"))
    else:
        content, attachments = (submission.content, attachments_of(submission)) if submission else ({}, [])
    return {
        "report": report,
        "submission": submission,
        "own": own,
        "title": report.title if report else submission.title if submission else paper.title,
        "parts": parts_of_report(content) if content else [],
        "files": files_shown(attachments, own=own),
        "advice": advice_on(paper, person),
        "submissions": _submissions(report) if report else [],
    }


def _submissions(report):
    """What was submitted so far, each with why it is late for the meeting at which the paper stands now, or ""."""
    rows = report.submissions.select_related(
        "submitted_by", "report__paper__item__meeting", "report__paper__item__planned"
    )
    return [(each, lateness_of(each)["late_reason"]) for each in rows]


def is_on_its_way(paper_id: int, person) -> bool:
    """Whether there is something of the paper that this person may read before it goes out. Two queries at most."""
    drafts = CoverReport.objects.visible_to(person).filter(paper=paper_id)
    return drafts.exists() or Submission.objects.visible_to(person).filter(report__paper=paper_id).exists()


@dataclass(frozen=True)
class TakenBack:
    """A paper that went out and can't be read any more, for somebody who may know that it was there.

    `names` is whether they may know what it was; `why` is the reason as far as they may know it.
    """

    version: PaperVersion
    names: bool
    why: str


def taken_back(person, **which) -> TakenBack | None:
    """The paper (`paper=12`, or its version's `pk=` or `submission__in=`) that went out and was withdrawn since, it
    or its item, or whose item is private now; nothing for those who never could read it. Three queries at most."""
    out = PaperVersion.objects.filter(**which, published_at__isnull=False).select_related("paper__item__meeting")
    version = out.first()
    if version is None:
        return None
    item = version.paper.item
    if not AgendaItem.objects.visible_to(person).filter(pk=item.pk).exists():
        return TakenBack(version, names=False, why="") if item.is_private and _was_public(version) else None
    could_read = item.is_private or may_see(person, Audience.SEATS, item.meeting.body_id) or _was_public(version)
    if not (could_read and (version.paper.withdrawn_at or item.withdrawn_at)):
        return None
    return TakenBack(version, names=True, why=version.paper.reason_for(reads_private=reads_private(person, item)))


def _was_public(version):
    """Whether everybody could read it when it went out."""
    decided = version.paper.item.privacy_changes.filter(decided_at__lte=version.published_at).last()
    return decided is None or decided.privacy == Privacy.OPEN


def advice_on(paper: Paper, person) -> list[Advice]:
    """The advice on a paper that the person may know of: what was given; what is asked, for those concerned."""
    rows = Advice.objects.visible_to(person).filter(paper=paper, ended_at__isnull=True)
    return list(rows.select_related("seat__organisation").distinct())


def attachment_for(person, attachment: Attachment) -> str:
    """How the person may see an attachment: "own", "reader", or "" for not at all. Three queries at most."""
    if CoverReport.objects.visible_to(person).filter(pk=attachment.report_id).exists():
        return "own"
    holding = submissions_with(attachment)
    if PaperVersion.objects.visible_to(person).filter(submission__in=holding).exists():
        return "reader"
    return "reader" if person.pk and Submission.objects.visible_to(person).filter(pk__in=holding).exists() else ""


def submissions_with(attachment: Attachment) -> QuerySet[Submission]:
    """The forms that were submitted with it."""
    return Submission.objects.filter(
        report=attachment.report_id, content__attachments__contains=[{"pk": attachment.pk}]
    )


def rows_of_paper(request, pk: int) -> tuple[QuerySet, ...]:
    """Every table that the public sees of a paper."""
    versions = PaperVersion.objects.filter(paper=pk)
    submitted = Submission.objects.filter(pk__in=versions.values("submission"))
    attached = Attachment.objects.filter(report__in=submitted.values("report"))
    documents = Document.objects.filter(pk__in=versions.values("document")) | Document.objects.filter(
        pk__in=attached.values("document")
    )
    return (
        Paper.objects.filter(pk=pk),
        versions,
        attached,
        submitted,
        Advice.objects.filter(paper=pk),
        AgendaItem.objects.filter(papers=pk),
        Meeting.objects.filter(items__papers=pk),
        documents,
        ReadingCopy.objects.filter(document__in=documents.values("pk")),
        *(each.objects.all() for each in (Partnership, Body, Organisation, Seat)),
    )
