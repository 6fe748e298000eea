"""A paper in the portal's form goes out with its advice and attachments, each with pages of its own, and is read so."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import PageRun
from meetings.queries.pack import UNCHANGED, readiness
from meetings.workflow import advice, papers, reports
from tests.meetings.conftest import text_of
from tests.meetings.files import picture, scan
from tests.meetings.packing import data, labels, out
from tests.meetings.pdfs import docx, pdf, upload
from tests.meetings.reporting import attached

BY = date(2027, 5, 14)
TITLE = "Knives: what to do"


@pytest.fixture
def accepted(draft, police_lead, secretary):
    """The form with a Word file of one page and a PDF of two."""
    attached(draft, upload(docx("# Wards\n\nFoleshill comes first."), "wards.docx"), police_lead)
    attached(draft, upload(pdf(2, "Of the PDF"), "figures.pdf"), police_lead)
    reports.submit_report(draft, by=police_lead)
    return reports.accept_report(draft, by=secretary)


@pytest.fixture
def asked(accepted, partnership, secretary):
    [one] = advice.ask_advice(accepted.paper, [partnership.seats["housing"]], wanted_by=BY, by=secretary)
    return one


def runs(meeting):
    return [(run.part, run.title, run.words) for run in meeting.page_runs.order_by("part")]


def give(asked, housing_rep):
    return advice.give_advice(asked, view="with conditions", text="If <b>tenants</b> are asked.", by=housing_rep)


def test_the_form_the_advice_and_each_attachment_have_their_own_pages(asked, meeting, accepted, housing_rep, secretary):
    give(asked, housing_rep)
    pack = out(meeting, secretary)
    form = PageRun.objects.get(part=0)
    last = form.whole + form.pages
    assert runs(meeting) == [
        (0, TITLE, form.words),
        (1, f"Advice: {TITLE}", f"page {last}"),
        (2, "wards", f"page {last + 1}"),
        (3, "figures", f"pages {last + 2} to {last + 3}"),
    ]
    assert labels(data(pack.open_document)) == ["i", *(str(number) for number in range(1, last + 4))]
    assert form.document == accepted.document


def test_the_reader_shows_the_form_the_advice_and_the_attachments_under_the_numbers_of_the_file(
    asked, meeting, housing_rep, secretary, client
):
    give(asked, housing_rep)
    out(meeting, secretary)
    page = client.get(reverse("meetings:read_pack", args=[meeting.pk]))
    html, words = page.content.decode(), text_of(page)
    for run in PageRun.objects.all():
        for number in run.numbers:
            assert html.count(f'id="page-{number}"') == 1
    assert "<h4>Recommendations</h4>" in html
    assert "Agree the plan. Note the figures." in words
    assert "Data protection None. About data." in words
    assert f"Advice: {TITLE}" in words
    assert "If <b>tenants</b> are asked." in words
    assert "<b>tenants" not in html
    assert "Foleshill comes first." in words
    assert "Of the PDF" in words


def test_advice_that_comes_after_the_pack_goes_out_as_a_supplement_and_moves_no_page(
    asked, meeting, knives, accepted, housing_rep, secretary, client
):
    first = out(meeting, secretary)
    before = runs(meeting)
    assert UNCHANGED in readiness(meeting).blocks
    give(asked, housing_rep)
    [change] = readiness(meeting).changes
    assert (change.words, change.paper) == ("Advice came", accepted.paper)
    second = out(meeting, secretary, "Housing advised")
    last = labels(data(first.open_document))[-1]
    assert runs(meeting) == [*before, (3, f"Advice: {TITLE}", f"page {last}A")]
    assert labels(data(second.open_supplement)) == ["i", f"{last}A"]
    [row] = second.changes
    assert (row["what"], row["pages"], row["was"]) == ("advised on", f"page {last}A", "")
    words = text_of(client.get(reverse("meetings:read_pack", args=[meeting.pk])))
    assert "If <b>tenants</b> are asked." in words
    assert UNCHANGED in readiness(meeting).blocks
    # and what is brought after that takes nothing out again
    papers.bring_paper(knives, upload(pdf(1)), title="Late", late_reason="Snow", by=secretary)
    third = out(meeting, secretary, "A paper came late")
    assert [each["what"] for each in third.changes] == ["added"]
    assert PageRun.objects.filter(title__startswith="Advice").count() == 1


def test_a_new_version_takes_the_advice_along_and_replaces_every_page_of_the_one_before(
    asked, meeting, accepted, housing_rep, police_lead, secretary
):
    give(asked, housing_rep)
    out(meeting, secretary)
    report = accepted.submission.report
    report.refresh_from_db()
    reports.revise_report(report, by=police_lead)
    reports.submit_report(report, by=police_lead)
    reports.accept_report(report, by=secretary)
    second = out(meeting, secretary, "The police corrected it")
    [row] = second.changes
    assert row["what"] == "replaced"
    states = {each["version"]: set() for each in second.contents}
    for each in second.contents:
        states[each["version"]].add(each["state"])
    assert states[accepted.pk] == {"replaced"}
    assert PageRun.objects.filter(title__startswith="Advice").count() == 2


def test_a_picture_is_read_by_its_words(draft, police_lead, secretary, meeting, client):
    attached(draft, upload(picture(), "map.png"), police_lead, alt_text="A <red> map")
    reports.submit_report(draft, by=police_lead)
    reports.accept_report(draft, by=secretary)
    out(meeting, secretary)
    page = client.get(reverse("meetings:read_pack", args=[meeting.pk]))
    assert "Picture: A <red> map" in text_of(page)
    assert "<red>" not in page.content.decode()


def test_the_reader_costs_as_much_with_three_attachments(accepted, meeting, knives, secretary, client):
    out(meeting, secretary)
    url = reverse("meetings:read_pack", args=[meeting.pk])
    with CaptureQueriesContext(connection) as once:
        client.get(url)
    papers.bring_paper(knives, upload(docx("# More"), "more.docx"), title="More", late_reason="Snow", by=secretary)
    out(meeting, secretary, "More")
    with CaptureQueriesContext(connection) as more:
        client.get(url)
    assert len(more) == len(once)


def test_a_scan_of_three_hundred_pages_is_flagged_with_what_to_do_and_goes_out_all_the_same(
    knives, meeting, police_lead, secretary, sign_in, client
):
    papers.bring_paper(knives, upload(scan(300), "scan.pdf"), title="Old report", by=police_lead)
    circulate = text_of(sign_in(secretary).get(reverse("meetings:circulate", args=[meeting.pk])))
    assert "“Old report”: It is a scan" in circulate
    assert "have its text recognised (OCR) and bring it again" in circulate
    pack = out(meeting, secretary)
    assert labels(data(pack.open_document)) == ["i", *map(str, range(1, 301))]
    words = text_of(client.get(reverse("meetings:read_pack", args=[meeting.pk])))
    assert words.count("Nothing on this page can be read out: it is a picture.") == 300
