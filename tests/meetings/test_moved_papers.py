"""A paper that came in time for one meeting and is moved to another is of that other, and is not late for it."""

import io
from datetime import date

import pikepdf
import pytest
from django.urls import reverse

from ccsp_portal.typeset.reading import texts_of
from meetings.models import Meeting, PaperVersion
from meetings.queries.brief import brief_for
from meetings.queries.lateness import Count, counted
from meetings.workflow import reports
from meetings.workflow.carrying import carry_over
from meetings.workflow.scheduling import cancel, convene
from tests.meetings.conftest import NOW, sitting, text_of
from tests.meetings.packing import data


@pytest.fixture
def earlier(meeting, board, secretary):
    """A meeting whose papers were due before today."""
    return convene(board, sitting(date(2027, 5, 14)), by=secretary)


@pytest.fixture
def moved(meeting, earlier, submitted, secretary):
    """The paper, which went out in time to a meeting that was cancelled then, on the agenda of the earlier one."""
    reports.accept_report(submitted, by=secretary)
    meeting.items.update(number="5")
    Meeting.objects.filter(pk=meeting.pk).update(state="circulated", circulated_at=NOW)
    PaperVersion.objects.update(published_at=NOW)
    meeting.refresh_from_db()
    cancel(meeting, reason="Local elections", by=secretary)
    (item,) = carry_over(meeting, earlier, by=secretary)
    return PaperVersion.objects.get(paper__item=item)


def test_a_written_paper_names_no_meeting_on_its_own_sheets(moved, sign_in, secretary):
    with pikepdf.open(io.BytesIO(data(moved.document))) as opened:
        words = " ".join(" ".join(texts_of(opened)).split())
    assert "Knives: what to do" in words
    assert "2027" not in words
    page = text_of(sign_in(secretary).get(reverse("meetings:show_paper", args=[moved.paper_id])))
    assert "To the meeting of CCSP Board on Friday 14 May 2027" in page


def test_it_is_late_nowhere(moved, earlier, sign_in, secretary, board, cast):
    client = sign_in(secretary)
    assert earlier.papers_due_on < NOW.date()
    for address in ("show_paper", "show_item", "circulate"):
        pk = {"show_paper": moved.paper_id, "show_item": moved.paper.item_id, "circulate": earlier.pk}[address]
        page = text_of(client.get(reverse(f"meetings:{address}", args=[pk])))
        assert "Knife crime" in page or "Knives" in page
        for words in ("Late", "came late", "after the day on which papers were due"):
            assert words not in page, (address, words)
    assert not [each for each in brief_for(earlier, cast.chair).late if each.item.pk == moved.paper.item_id]
    assert counted(board, earlier.financial_year) == {("April to June 2027", "West Midlands Police"): Count(in_time=1)}
