"""A paper in the portal's form: written by its seat, submitted, returned with comments or accepted by the secretary."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from ccsp_portal import clock
from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import ATTACHMENT_KINDS, store, store_bytes
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.typeset.typesetting import NotTypeset
from ccsp_portal.workflow import Conflict, Move, NotOpen, lock, save_if_fresh
from meetings.models import AgendaItem, Attachment, CoverReport, Paper, PaperVersion, Submission
from meetings.papers.report import printed_report
from meetings.queries.following import lateness_of
from meetings.queries.people import people_in
from meetings.queries.replies import people_of_seats
from meetings.queries.reports import content_of, what_is_missing
from meetings.workflow.copies import queue_copy
from meetings.workflow.papers import UPLOAD, add_version, lateness, refuse_off, refuse_sensitive
from partners.models import Role, User
from partners.standing import appointment_for

State = CoverReport.State
WRITABLE = frozenset({State.DRAFT, State.RETURNED})
#               verb                 from                          to               permission
WRITE = Move("write the paper", WRITABLE, None, "meetings.write_paper")
SUBMIT = Move("submit the paper", WRITABLE, State.SUBMITTED, "meetings.write_paper")
RETURN = Move("return the paper", frozenset({State.SUBMITTED}), State.RETURNED, "meetings.return_paper")
ACCEPT = Move("accept the paper", frozenset({State.SUBMITTED}), State.ACCEPTED, "meetings.accept_paper")
REVISE = Move("write a new version", frozenset({State.ACCEPTED}), State.DRAFT, "meetings.write_paper")
MOVES = (WRITE, SUBMIT, RETURN, ACCEPT, REVISE)
MOST_ATTACHMENTS = 20


@transaction.atomic
def start_report(item: AgendaItem, *, title: str, marking: str = "OFFICIAL", by: User) -> CoverReport:
    """Begin a paper in the portal's form: seen by the presenting seat and the secretary only."""
    if not by.has_perm("meetings.write_paper", item):
        raise PermissionDenied("Only the item’s presenter and the secretary write papers to it.")
    UPLOAD.check_state(lock(item.meeting))
    refuse_off(item)
    refuse_sensitive(item, marking)
    place = (item.papers.aggregate(last=Max("position"))["last"] or 0) + 1
    with acting("begin", by):
        # the title of a draft is not for everybody who reads the item: the paper takes it when it is accepted
        paper = Paper.objects.create(item=item, title=item.title, position=place)
        report = CoverReport(paper=paper, title=title, marking=marking, written_at=clock.now(), written_by=by)
        report.full_clean()
        report.save(force_insert=True)
    return report


@transaction.atomic
def write_report(report: CoverReport, *, version: int, by: User, **fields) -> CoverReport:
    """Save the form as far as it is written: nothing in it is asked for yet. Stale as `save_if_fresh` says."""
    WRITE.check(report, by)
    _check_open(report)
    refuse_sensitive(report.item, fields.get("marking", report.marking))
    fields |= {"written_at": clock.now(), "written_by": by}
    return save_if_fresh(report, version, fields, by, verb="write")


@transaction.atomic
def attach(report: CoverReport, upload, *, by: User) -> Attachment:
    """Put a file beside the form. ValidationError, in a sentence that names the file, where it can't be used."""
    report = lock(report)
    WRITE.check(report, by)
    _check_open(report)
    live = report.attachments.live()
    if live.count() >= MOST_ATTACHMENTS:
        raise ValidationError(f"{upload.name}: a paper has at most {MOST_ATTACHMENTS} attachments. Remove one first.")
    try:
        document = store(upload, by=by, marking=report.marking, kinds=ATTACHMENT_KINDS)
    except ValidationError as refusal:
        raise ValidationError([f"{upload.name}: {said}" for said in refusal.messages]) from None
    queue_copy(document, by=by)
    place = (report.attachments.aggregate(last=Max("position"))["last"] or 0) + 1
    title = (document.name.rpartition(".")[0] or document.name).replace("_", " ")[:200]
    with acting("attach", by):
        return Attachment.objects.create(
            report=report, document=document, title=title, position=place, attached_at=clock.now(), attached_by=by
        )


@transaction.atomic
def name_attachment(attachment: Attachment, *, title: str, alt_text: str = "", by: User) -> Attachment:
    """Say what an attachment is called, and what a picture shows."""
    _check_writing(attachment, by)
    attachment.title, attachment.alt_text = title, alt_text
    attachment.full_clean()
    with acting("name", by):
        attachment.save(update_fields=["title", "alt_text"])
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> Attachment:
    """Take an attachment off the draft. It is kept where it was submitted, and can be put back."""
    _check_writing(attachment, by)
    with acting("remove", by):
        Attachment.objects.filter(pk=attachment.pk, removed_at__isnull=True).update(removed_at=clock.now())
    attachment.refresh_from_db()
    return attachment


@transaction.atomic
def restore_attachment(attachment: Attachment, *, by: User) -> Attachment:
    """Put a removed attachment back."""
    _check_writing(attachment, by)
    with acting("put back", by):
        Attachment.objects.filter(pk=attachment.pk).update(removed_at=None)
    attachment.refresh_from_db()
    return attachment


@transaction.atomic
def submit_report(report: CoverReport, *, late_reason: str = "", by: User) -> Submission:
    """Give the paper to the secretary, who is told. ValidationError names what is missing, or asks why it is late."""
    report = lock(report)
    SUBMIT.check(report, by)
    meeting = _check_open(report)
    refuse_sensitive(report.item, report.marking)
    missing = what_is_missing(report)
    if missing:
        raise ValidationError([each.sentence for each in missing])
    late = lateness(meeting, late_reason)
    SUBMIT.make(report, by, comments="")
    number = (report.submissions.aggregate(last=Max("number"))["last"] or 0) + 1
    with acting("submit", by):
        submission = Submission(
            report=report,
            number=number,
            title=report.title,
            marking=report.marking,
            content=content_of(report),
            submitted_at=clock.now(),
            submitted_by=by,
            appointment_id=appointment_for(by, report.governing_body_id()),
            **late,
        )
        submission.full_clean()
        submission.save(force_insert=True)
    _tell(people_in(meeting.body, Role.SECRETARY).exclude(pk=by.pk), "paper_submitted", submission)
    return submission


@transaction.atomic
def return_report(report: CoverReport, *, comments: str, by: User) -> CoverReport:
    """The secretary asks for changes; the seat is told. Raises ValidationError without comments."""
    if not comments.strip():
        raise ValidationError({"comments": "Enter what should be changed."})
    returned = RETURN.make(report, by, comments=comments.strip())
    submission = returned.submissions.latest("number")
    said = {"returned_at": clock.now(), "returned_by": by, "comments": comments.strip()}
    with acting("return", by):
        Submission.objects.filter(pk=submission.pk).update(**said)
    submission.refresh_from_db()
    _tell(_people_of(returned, submission), "paper_returned", submission)
    return returned


@transaction.atomic
def accept_report(report: CoverReport, *, by: User) -> PaperVersion:
    """The secretary accepts the paper as it was submitted: it is set as PDF, and goes out with the next pack.

    The seat is told. Conflict where it can't be set; ValidationError where its item has become open meanwhile.
    """
    report = lock(report)
    ACCEPT.check(report, by)
    _check_open(report)
    submission = report.submissions.latest("number")
    refuse_sensitive(report.item, submission.marking)
    try:
        late = lateness_of(submission)
        printed = printed_report(submission, is_late=late["is_late"], late_reason=late["late_reason"])
    except NotTypeset as failure:
        raise Conflict("The paper could not be made into a PDF, so nothing was accepted. Try again later.") from failure
    now = clock.now()
    accepted = ACCEPT.make(report, by)
    with acting("accept", by):
        Submission.objects.filter(pk=submission.pk).update(accepted_at=now, accepted_by=by)
        Paper.objects.filter(pk=report.paper_id).update(title=submission.title)
        facts = {"pages": printed.pages, "tagged": True}
        document = store_bytes(printed.data, printed.name, PDF, by=by, marking=submission.marking, facts=facts)
        version = add_version(
            Paper.objects.get(pk=report.paper_id),
            document,
            by=submission.submitted_by,
            submission=submission,
            appointment_id=submission.appointment_id,
            uploaded_at=submission.submitted_at,
            accepted_at=now,
            **late,
        )
    _tell(_people_of(accepted, submission).exclude(pk=by.pk), "paper_accepted", submission)
    return version


@transaction.atomic
def revise_report(report: CoverReport, *, by: User) -> CoverReport:
    """Write a new version of an accepted paper: what was accepted stays as it is until the new one is accepted."""
    REVISE.check(report, by)
    _check_open(report)
    return REVISE.make(report, by)


def _check_open(report):
    """The meeting, locked, if papers may still be brought to the item and this one is not withdrawn; else NotOpen."""
    if Paper.objects.filter(pk=report.paper_id, withdrawn_at__isnull=False).exists():
        raise NotOpen("This paper is withdrawn. Put it back first.")
    meeting = lock(report.item.meeting)
    UPLOAD.check_state(meeting)
    refuse_off(report.item)
    return meeting


def _check_writing(attachment, by):
    report = lock(attachment.report)
    WRITE.check(report, by)
    _check_open(report)


def _people_of(report, submission):
    """Who sits for the presenting seat today, and whoever submitted it, if they may still see it."""
    seated = [each.person_id for each in people_of_seats([report.presenter_id]).get(report.presenter_id, [])]
    return User.objects.filter(pk__in=[*seated, submission.submitted_by_id], is_active=True)


def _tell(people, template, submission):
    report = submission.report
    outbox.put(
        people,
        f"meetings/notices/{template}.txt",
        once=f"{template}/{submission.pk}",
        subject_thing=report,
        report=report,
        submission=submission,
        item=report.item,
        meeting=report.item.meeting,
    )
