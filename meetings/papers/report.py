"""A paper as PDF: the portal's own form, the advice on it, and what is attached to it, each a part of the pack."""

import io
from collections.abc import Iterator

import pikepdf

from ccsp_portal.documents.models import PDF, PICTURES, Document
from ccsp_portal.govuk.templatetags.govuk import long_date, short_date
from ccsp_portal.typeset.attached import picture_as_pdf, tables_as_pdf
from ccsp_portal.typeset.typesetting import typeset
from meetings.models import Advice, PaperVersion, Submission
from meetings.papers.minutes import Printed
from meetings.queries.reports import attachments_of, parts_of_report
from meetings.workflow.copies import make_copy


class UnusableFile(Exception):
    """A file that can't be used; `title` says which, and the message is a clause that says why, and what to do."""

    def __init__(self, title, reason):
        super().__init__(reason)
        self.title = title


class PrintedReport(Printed):
    """A paper's form as PDF, which also says how many pages it has."""

    @property
    def pages(self) -> int:
        with pikepdf.open(io.BytesIO(self.data)) as opened:
            return len(opened.pages)


def printed_report(submission: Submission) -> PrintedReport:
    """The form as it was submitted, as tagged PDF. Raises NotTypeset."""
    item = submission.report.item
    facts = [f"Item: {item.title}", item.get_purpose_display()]
    if item.presenter:
        facts.append(f"From: {item.presenter.title}, {item.presenter.organisation.name}")
    if submission.is_late:
        facts.append(f"This paper came late. Why: {submission.late_reason}")
    facts.append(submission.marking)
    data = {
        "title": submission.title,
        "body": item.meeting.body.name,
        "meeting": long_date(item.meeting.starts_at),
        "facts": facts,
        "parts": [_part(part) for part in parts_of_report(submission.content)],
        "attachments": [each["title"] for each in submission.content["attachments"]],
    }
    return PrintedReport(typeset("report.typ", data), f"{submission.title}.pdf", submission.marking)


def _part(part):
    if part.numbered:
        return {"heading": part.heading, "kind": "numbered", "items": list(part.numbered)}
    if part.named:
        return {"heading": part.heading, "kind": "named", "items": [list(each) for each in part.named]}
    return {"heading": part.heading, "kind": "text", "text": part.text}


def pdfs_of(version: PaperVersion) -> Iterator[tuple[str, bytes]]:
    """The PDF parts of a paper, in their order: (title, bytes). The paper, the advice on it, its attachments.

    Raises UnusableFile. To be called where time is: in the worker.
    """
    title = version.paper.title
    yield title, _as_pdf(version.document, title)
    advice = list(version.paper.advice.given().select_related("seat__organisation"))
    if advice:
        yield f"Advice: {title}", typeset("advice.typ", _advice_data(title, advice))
    if version.submission:
        for each in attachments_of(version.submission):
            yield each.title, _as_pdf(each.document, each.title, each.alt_text)


def _as_pdf(document: Document, title, alt="") -> bytes:
    if document.is_infected:
        raise UnusableFile(title, "a virus was found in it. Ask for a clean copy, or withdraw it, and try again.")
    if document.media_type == PDF:
        return _bytes_of(document)
    copy = make_copy(document)
    if copy.problem:
        raise UnusableFile(title, f"{copy.problem[:1].lower()}{copy.problem[1:]}")
    if document.media_type in PICTURES:
        suffix = ".jpg" if document.media_type == "image/jpeg" else ".png"
        return picture_as_pdf(_bytes_of(copy.file), suffix=suffix, title=title, alt=alt or title)
    if copy.tables:
        return tables_as_pdf(copy.tables, title=title)
    return _bytes_of(copy.file)


def _bytes_of(document):
    with document.file.open("rb") as stored:
        return stored.read()


def _advice_data(title, advice):
    return {"title": f"Advice on “{title}”", "advice": [_advised(each) for each in advice]}


def _advised(each: Advice) -> dict:
    who = str(each.seat)
    late = f", after {short_date(each.wanted_by)}, by when it was asked for" if each.is_late else ""
    when = f"Given on {short_date(each.given_at)}{late}"
    return {"who": who, "view": each.get_view_display().lower(), "when": when, "text": each.text}
