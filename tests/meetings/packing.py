"""A meeting with its pack out, for tests about what became of it."""

import io

import pikepdf

from ccsp_portal.typeset.stamps import labels_of
from meetings.tasks import assemble_pack
from meetings.workflow import agenda, papers
from meetings.workflow.circulation import circulate
from tests.meetings.pdfs import docx, pdf, upload

SECRET = "PLANTED"
WORDS = "# Plan\n\nWords of the plan\n\n| Year | Crimes |\n|---|---|\n| 2026 | 1200 |\n"


def fill(meeting, by, presenter=None):
    """Three items with a paper each: knives (PDF, 2 pages), a private one (3 pages), the plan (Word, 1 page)."""
    knives = agenda.add_item(meeting, title="Knife crime", purpose="decide", presenter=presenter, by=by)
    papers.bring_paper(knives, upload(pdf(2, words="First words")), title="Report on knives", by=by)
    private = agenda.add_item(
        meeting,
        title=f"The {SECRET} case",
        purpose="discuss",
        privacy="private",
        private_reason="It names a person who was harmed",
        public_title="A domestic homicide review",
        by=by,
    )
    papers.bring_paper(private, upload(pdf(3, words=f"{SECRET} words")), title=f"{SECRET} report", by=by)
    plan = agenda.add_item(meeting, title="The plan", purpose="note", by=by)
    papers.bring_paper(plan, upload(docx(WORDS), "plan.docx"), title="Plan", by=by)
    # private items gather at the end: among the others, this one leaves a gap in what everybody gets
    agenda.move_item(private, up=True, by=by)
    return knives, private, plan


def out(meeting, by, reason=""):
    """Circulate it, made at once."""
    pack = circulate(meeting, reason=reason, by=by)
    assemble_pack(pack.job_id)
    pack.refresh_from_db()
    meeting.refresh_from_db()
    assert pack.state == "circulated", pack.job.error
    return pack


def data(document):
    with document.file.open("rb") as file:
        return file.read()


def labels(pdf_bytes):
    with pikepdf.open(io.BytesIO(pdf_bytes)) as opened:
        return labels_of(opened)
