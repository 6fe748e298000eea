"""A paper in the portal's form that was late for the meeting that put its item off is not late for the next one."""

from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse

from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.typeset.reading import texts_of
from meetings.models import CoverReport, Paper, PaperVersion, PlannedItem, Submission
from meetings.papers.report import parts_of, printed_report
from meetings.queries.lateness import counted
from meetings.queries.reports import content_of
from meetings.workflow import forward, reports
from meetings.workflow.forward import Slot
from meetings.workflow.records import record_decision
from meetings.workflow.session import conclude
from tests.meetings.conftest import text_of
from tests.meetings.reporting import WHOLE
from tests.meetings.running import AT_TWO
from tests.meetings.test_coming_back_with_papers import june  # noqa: F401

LATE = {"due_on": AT_TWO.date() - timedelta(days=14), "is_late": True, "late_reason": "Snow"}
CAME = AT_TWO - timedelta(days=3)
NOTE = "This paper came late. Why: Snow"


@pytest.fixture
def late(item, cast, partnership):
    """The form of a paper that was submitted late, with the secretary."""
    item.presenter = partnership.seats["police"]
    item.save()
    paper, by = Paper.objects.create(item=item, title="Knives"), cast.police_lead
    report = CoverReport.objects.create(paper=paper, state="submitted", written_at=CAME, written_by=by, **WHOLE)
    Submission.objects.create(
        report=report, number=1, title="Knives", marking="OFFICIAL", content=content_of(report),
        submitted_at=CAME, submitted_by=by, appointment=by.appointments.get(), **LATE,
    )  # fmt: skip
    return report


def accepted(report, by):
    submission = report.submissions.get()
    printed = printed_report(submission, is_late=True, late_reason="Snow")
    document = store_bytes(printed.data, printed.name, PDF, by=by)
    CoverReport.objects.filter(pk=report.pk).update(state="accepted")
    return PaperVersion.objects.create(
        paper=report.paper, number=1, document=document, submission=submission, uploaded_at=CAME, uploaded_by=by,
        accepted_at=CAME, published_at=AT_TWO, **LATE,
    )  # fmt: skip


def put_off(item, meeting, by):
    record_decision(item, outcome="deferred", text="More figures are wanted", by=by)
    conclude(item.meeting, by=by)
    return forward.place(PlannedItem.objects.get(put_off=item), Slot(meeting), by=by).item


def sheet_of(version):
    """The words of its PDF."""
    with version.document.file.open("rb") as stored, pikepdf.open(stored) as opened:
        return " ".join(" ".join(texts_of(opened)).split())


def page_of(version):
    """The words of its pages on the web."""
    return "".join(part.html for part in parts_of(version, []))


def test_its_sheet_is_set_again_without_why_it_was_late(item, late, june, cast):  # noqa: F811
    before = accepted(late, cast.secretary)
    assert NOTE in sheet_of(before)
    again = PaperVersion.objects.get(paper__item=put_off(item, june, cast.secretary))
    assert "Knife crime rose." in sheet_of(again)
    assert "Snow" not in sheet_of(again)
    # what went out stays as it was
    assert NOTE in sheet_of(PaperVersion.objects.get(pk=before.pk))


def test_neither_its_pages_nor_the_chart_call_it_late(item, late, june, cast, sign_in):  # noqa: F811
    before = accepted(late, cast.secretary)
    assert NOTE in page_of(before)
    again = put_off(item, june, cast.secretary)
    version = PaperVersion.objects.get(paper__item=again)
    assert (version.came_late, version.is_late, version.late_reason) == (False, False, "")
    assert "Snow" not in page_of(version)
    assert NOTE in page_of(PaperVersion.objects.get(pk=before.pk))
    page = sign_in(cast.secretary).get(reverse("meetings:show_draft", args=[version.paper_id]), follow=True)
    assert "Snow" not in text_of(page)
    counts = {quarter: (count.in_time, count.late) for (quarter, _), count in counted(june.body, 2027).items()}
    assert counts == {"April to June 2027": (1, 0)}
    counts = {quarter: (count.in_time, count.late) for (quarter, _), count in counted(june.body, 2026).items()}
    assert counts == {"January to March 2027": (0, 1)}


def test_one_that_is_accepted_only_there_is_in_time_too(item, late, june, cast, sign_in):  # noqa: F811
    again = put_off(item, june, cast.secretary)
    page = text_of(sign_in(cast.secretary).get(reverse("meetings:show_draft", args=[again.papers.get().pk])))
    assert "Submission 1" in page
    assert "Snow" not in page
    version = reports.accept_report(CoverReport.objects.get(), by=cast.secretary)
    assert (version.paper.item, version.is_late, version.due_on) == (again, False, june.papers_due_on)
    assert "Snow" not in page_of(version)
