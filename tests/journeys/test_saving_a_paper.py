"""A paper saves by itself as it is written: through lost connections, and beside somebody else who writes it too."""

import pytest
from playwright.sync_api import expect

from meetings.models import CoverReport
from meetings.workflow import reports
from tests.cast import PASSWORD
from tests.factories import make_item, make_meeting
from tests.meetings.looking import keep_picture
from tests.worker import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writing(visit, board, cast, partnership):
    """The police lead on the page of a draft."""
    item = make_item(make_meeting(board, cast.secretary), title="Knives", presenter=partnership.seats["police"])
    report = reports.start_report(item, title="Knives", by=cast.police_lead)
    visit.sign_in(cast.police_lead, PASSWORD).go("meetings:write_paper", report.paper_id)
    return visit


def said(visit, words):
    expect(visit.page.locator("[data-said]")).to_contain_text(words, timeout=20000)


def test_what_is_typed_is_saved_and_is_there_when_the_page_is_opened_again(writing):
    page = writing.page
    said(writing, "Saves by itself")
    writing.fill("Purpose", "To agree what we do.")
    said(writing, "Saved ")
    writing.sound(page)
    keep_picture(page, "write-saved")
    assert CoverReport.objects.get().purpose == "To agree what we do."
    boxes = page.get_by_label("Recommendation ")
    before = boxes.count()
    boxes.last.fill("Agree the plan.")
    expect(boxes).to_have_count(before + 1)
    boxes.last.fill("Note the figures.")
    wait_until(lambda: CoverReport.objects.get().recommendations == ["Agree the plan.", "Note the figures."])
    page.reload()
    expect(page.get_by_label("Purpose")).to_have_value("To agree what we do.")


def test_what_is_typed_without_a_connection_is_kept_and_saved_when_it_is_back(writing):
    page = writing.page
    page.context.set_offline(True)
    writing.fill("Summary", "Typed offline.")
    said(writing, "Not saved. There is no connection. What you typed is kept in this browser.")
    writing.sound(page)
    page.context.set_offline(False)
    said(writing, "Saved ")
    assert CoverReport.objects.get().summary == "Typed offline."


def test_what_a_tab_that_crashed_left_behind_is_saved_by_the_next(writing):
    page = writing.page
    page.context.set_offline(True)
    writing.fill("Summary", "Typed before the crash.")
    said(writing, "Not saved.")
    address = page.url
    other = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    other.goto(address)
    expect(other.get_by_label("Summary")).to_have_value("Typed before the crash.")
    wait_until(lambda: CoverReport.objects.get().summary == "Typed before the crash.")


def test_somebody_else_s_text_is_never_written_over_and_the_button_shows_both(writing, cast):
    report = CoverReport.objects.get()
    reports.write_report(report, version=report.version, summary="Theirs", by=cast.deputy)
    writing.fill("Summary", "Mine")
    said(writing, "Not saved. Somebody else saved this paper while you were writing.")
    assert CoverReport.objects.get().summary == "Theirs"
    writing.press("Save the draft")
    writing.sees("Theirs is below; saving again keeps yours.", "Theirs")
    writing.sound(writing.page)
    writing.press("Save the draft")
    writing.sees("The draft is saved.")
    assert CoverReport.objects.get().summary == "Mine"
