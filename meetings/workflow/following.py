"""What an item has of the one that it follows from, where that stood on the agenda of another meeting."""

from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.notices import outbox
from ccsp_portal.typeset.typesetting import NotTypeset
from meetings.models import Advice, AgendaItem, CoverReport, ItemExclusion, ItemInvitation, Paper, PaperVersion
from meetings.papers.report import printed_report
from meetings.queries.following import IN_TIME, is_in_time
from meetings.queries.people import people_in
from partners.models import Role, User

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


def let_in_the_same(item: AgendaItem, other: AgendaItem) -> None:
    """Who was let into it is let into the one that follows: by whom and since when, as before."""
    for invited in item.invitations.holding():
        ItemInvitation.objects.create(
            item=other, person_id=invited.person_id, invited_at=invited.invited_at, invited_by_id=invited.invited_by_id
        )


def leave_out_the_same(item: AgendaItem, other: AgendaItem) -> None:
    """Who takes no part in an item takes none in the one that follows from it: for whose reason and since when, as
    before."""
    for left_out in item.exclusions.holding():
        ItemExclusion.objects.create(
            item=other,
            person_id=left_out.person_id,
            reason=left_out.reason,
            excluded_at=left_out.excluded_at,
            excluded_by_id=left_out.excluded_by_id,
        )


def bring_papers(item: AgendaItem, other: AgendaItem) -> None:
    """Its papers, but for those that were withdrawn, are papers to the one that follows, to be carried on there."""
    for paper in item.papers.filter(withdrawn_at__isnull=True).order_by("position", "pk"):
        _bring(paper, other)


def come_back(item: AgendaItem, other: AgendaItem) -> None:
    """An item that was put off stands on an agenda again. The same people are left out of it, and it has its papers
    where nobody else could read them there: at the same body, and as private as it was. Those of what stands on every
    agenda are not of the one matter that was put off under it."""
    leave_out_the_same(item, other)
    is_own = item.meeting.body_id == other.meeting.body_id
    if is_own and not item.standing and (other.is_private or not item.is_private):
        bring_papers(item, other)


def tell_that_it_is_private(item: AgendaItem, *, was_open: bool, by: User) -> None:
    """Tell the secretary of the body on whose agenda it stands, unless they did it: of one that was private before that
    its public title has changed."""
    outbox.put(
        people_in(item.meeting.body, Role.SECRETARY).exclude(pk=by.pk),
        f"meetings/notices/{'became_private' if was_open else 'public_title_changed'}.txt",
        once=f"became_private/{item.pk}/{item.version}",
        subject_thing=item,
        item=item,
        meeting=item.meeting,
        by=by,
    )


def _set_again(version):
    """The same form as PDF once more, in time. As it was, where it can't be set."""
    try:
        printed = printed_report(version.submission, **IN_TIME)
    except NotTypeset:
        return version.document
    old = version.document
    facts = {"pages": printed.pages, "tagged": True}
    return store_bytes(printed.data, printed.name, PDF, by=old.uploaded_by, marking=old.marking, facts=facts)


def _bring(paper, item):
    newest = paper.versions.order_by("-number").first()
    draft = CoverReport.objects.filter(paper=paper)
    if newest is None and not draft.exists():
        return
    brought = Paper.objects.create(item=item, title=paper.title, position=paper.position)
    # its seat goes on writing it there, and who is asked for advice gives it there
    draft.update(paper=brought)
    if newest:
        as_it_was = {name: getattr(newest, name) for name in OF_THE_PAPER}
        if is_in_time(item, newest.uploaded_at):
            as_it_was |= {"due_on": item.meeting.papers_due_on, **IN_TIME}
            if newest.submission and newest.is_late:
                # the sheet says why it was late for the meeting before
                as_it_was["document_id"] = _set_again(newest).pk
        PaperVersion.objects.create(paper=brought, number=1, **as_it_was)
    paper.advice.waiting().update(paper=brought)
    for given in paper.advice.given():
        Advice.objects.create(paper=brought, **{name: getattr(given, name) for name in OF_ADVICE})
