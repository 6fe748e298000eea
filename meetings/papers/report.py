"""A paper as PDF and to be read: its form, the advice on it, and what is attached to it, each a part of a pack."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from django.template.loader import render_to_string
from django.utils.html import escape

from ccsp_portal.documents.models import PDF, PICTURES, Document
from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.typeset.attached import left_out, picture_as_pdf, tables_as_pdf
from ccsp_portal.typeset.convert import clean_html
from ccsp_portal.typeset.typesetting import NotTypeset, typeset
from meetings.models import Advice, PaperVersion, Submission
from meetings.papers.minutes import Printed
from meetings.queries.reports import attachments_of, parts_of_report
from meetings.workflow.copies import make_copy


class UnusableFile(Exception):
    """A file that can't be used; `title` says which, and the message is a clause that says why, and what to do."""

    def __init__(self, title, reason):
        super().__init__(reason)
        self.title = title


@dataclass(frozen=True)
class PrintedPart:
    """One PDF of a paper: the stored document where its bytes are that one's; its text as HTML, and its words by page.

    Without HTML it is read by its pages.
    """

    title: str
    pdf: bytes
    document: Document | None = None
    html: str = ""
    texts: list[str] = field(default_factory=list)


class PrintedReport(Printed):
    """A paper's form as PDF, which also says how many pages it has."""

    @property
    def pages(self) -> int:
        with pikepdf.open(io.BytesIO(self.data)) as opened:
            return len(opened.pages)


def printed_report(submission: Submission, *, is_late: bool, late_reason: str) -> PrintedReport:
    """The form as it was submitted, as tagged PDF: with why it is late for its meeting, if it is. Raises NotTypeset."""
    item = submission.report.item
    data = {
        "title": submission.title,
        "body": item.meeting.body.name,
        "facts": _facts(submission, is_late, late_reason),
        "parts": [_part(part) for part in parts_of_report(submission.content)],
        "attachments": _titles(submission),
    }
    return PrintedReport(typeset("report.typ", data), f"{submission.title}.pdf", "pdf", submission.marking)


def _facts(submission, is_late, late_reason):
    item = submission.report.item
    facts = [f"Item: {item.title}", item.get_purpose_display()]
    if item.presenter:
        facts.append(f"From: {item.presenter.title}, {item.presenter.organisation.name}")
    if is_late:
        facts.append(f"This paper came late. Why: {late_reason}")
    return [*facts, submission.marking]


def _titles(submission):
    return [each["title"] for each in submission.content["attachments"]]


def _part(part):
    if part.numbered:
        return {"heading": part.heading, "kind": "numbered", "items": list(part.numbered)}
    if part.named:
        return {"heading": part.heading, "kind": "named", "items": [list(each) for each in part.named]}
    return {"heading": part.heading, "kind": "text", "text": part.text}


def parts_of(version: PaperVersion, advice: list[Advice]) -> Iterator[PrintedPart]:
    """The parts of a paper, in their order: the paper, the advice on it, its attachments.

    Raises UnusableFile. To be called where time is: in the worker.
    """
    title, submission = version.paper.title, version.submission
    if submission:
        facts = _facts(submission, version.is_late, version.late_reason)
        html = _as_read("form", facts=facts, parts=parts_of_report(submission.content), attachments=_titles(submission))
        yield PrintedPart(title, _bytes_of(version.document), version.document, html)
    else:
        yield _of_file(version.document, title)
    if advice:
        yield printed_advice(version, advice)
    for each in attachments_of(submission) if submission else []:
        yield _of_file(each.document, each.title, each.alt_text)


def printed_advice(version: PaperVersion, advice: list[Advice]) -> PrintedPart:
    """The advice on a paper as a part of the pack. Raises UnusableFile."""
    title, said = f"Advice: {version.paper.title}", [_advised(each) for each in advice]
    data = {"title": f"Advice on “{version.paper.title}”", "advice": said}
    return PrintedPart(title, _typeset(title, typeset, "advice.typ", data), html=_as_read("advice", advice=said))


def _as_read(what, **context):
    return clean_html(render_to_string(f"meetings/_{what}_as_read.html", context))


def _of_file(document: Document, title, alt="") -> PrintedPart:
    if document.is_infected:
        raise UnusableFile(title, "a virus was found in it. Ask for a clean copy, or withdraw it, and try again.")
    if document.media_type == PDF:
        return PrintedPart(title, _bytes_of(document), document)
    copy = make_copy(document)
    if copy.problem:
        raise UnusableFile(title, f"{copy.problem[:1].lower()}{copy.problem[1:]}")
    if document.media_type in PICTURES:
        suffix = ".jpg" if document.media_type == "image/jpeg" else ".png"
        pdf = _typeset(title, picture_as_pdf, _bytes_of(copy.file), suffix=suffix, title=title, alt=alt or title)
        return PrintedPart(title, pdf, html=clean_html(f"<p>Picture: {escape(alt or title)}</p>"))
    if copy.tables:
        tables = [{**table, "note": left_out(table)} for table in copy.tables]
        pdf = _typeset(title, tables_as_pdf, copy.tables, title=title)
        return PrintedPart(title, pdf, html=_as_read("tables", tables=tables))
    return PrintedPart(title, _bytes_of(copy.file), copy.file, copy.html)


def _typeset(called, setter, *args, **kwargs):
    try:
        return setter(*args, **kwargs)
    except NotTypeset:
        raise UnusableFile(called, "it could not be converted. Bring it as PDF instead.") from None


def _bytes_of(document):
    with document.file.open("rb") as stored:
        return stored.read()


def _advised(each: Advice) -> dict:
    who = str(each.seat)
    late = f", after {short_date(each.wanted_by)}, by when it was asked for" if each.is_late else ""
    when = f"Given on {short_date(each.given_at)}{late}"
    return {"who": who, "view": each.get_view_display().lower(), "when": when, "text": each.text}
