"""How often papers came late, by quarter and authority, and fairly: nobody answers for an empty seat."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal.documents.store import store_bytes
from meetings.models import Meeting, Paper, PaperVersion
from meetings.queries.lateness import Count, counted, quarter_in_words
from meetings.queries.reports import word_runs
from partners.models import Appointment
from tests.factories import make_item, make_meeting, moment
from tests.meetings.conftest import text_of

JUNE, MARCH = "April to June 2027", "January to March 2028"


@pytest.fixture
def bring(board, secretary, partnership):
    """`bring("police", day, late)`: a paper of that seat to a meeting on that day, in time or a day late."""

    def brought(seat, day, late=False, **fields):
        meeting = Meeting.objects.filter(body=board, papers_due_on=day - timedelta(days=14)).first()
        meeting = meeting or make_meeting(board, secretary, day=day, **fields)
        item = make_item(meeting, presenter=partnership.seats[seat])
        paper = Paper.objects.create(item=item, title="Paper")
        at = moment(meeting.papers_due_on + timedelta(days=int(late)))
        from_file = {"document_id": _document(secretary), "uploaded_by": secretary}
        PaperVersion.objects.create(paper=paper, number=1, uploaded_at=at, **from_file)
        return paper

    return brought


def _document(by):
    return store_bytes(b"%PDF-1.7", "p.pdf", "application/pdf", by=by).pk


def test_papers_are_counted_by_quarter_and_authority(in_may, bring, board):
    bring("police", date(2027, 6, 10))
    bring("police", date(2027, 6, 10), late=True)
    bring("council", date(2028, 3, 9), late=True)
    assert counted(board, 2027) == {
        (JUNE, "West Midlands Police"): Count(in_time=1, late=1),
        (MARCH, "Coventry City Council"): Count(late=1),
    }
    assert counted(board, 2026) == {}


def test_the_first_coming_counts_and_what_came_back_later_does_not(in_may, bring, board, secretary):
    paper = bring("police", date(2027, 6, 10))
    PaperVersion.objects.create(
        paper=paper,
        number=2,
        document_id=_document(secretary),
        uploaded_at=moment(date(2027, 6, 9)),
        uploaded_by=secretary,
    )
    assert counted(board, 2027) == {(JUNE, "West Midlands Police"): Count(in_time=1)}


def test_an_empty_seat_cancelled_meetings_and_withdrawn_papers_are_nobodys_lateness(
    in_may, bring, board, secretary, partnership
):
    Appointment.objects.filter(seat=partnership.seats["council"]).update(to_on=date(2027, 5, 1))
    bring("council", date(2027, 6, 10), late=True)
    off = {"cancelled_at": moment(date(2027, 5, 1)), "cancelled_by": secretary, "cancelled_reason": "Snow"}
    bring("police", date(2027, 9, 9), late=True, state="cancelled", **off)
    withdrawn = bring("police", date(2027, 12, 9), late=True)
    Paper.objects.filter(pk=withdrawn.pk).update(
        withdrawn_at=moment(date(2027, 12, 1)), withdrawn_reason="It was wrong"
    )
    assert counted(board, 2027) == {(JUNE, "Coventry City Council"): Count(vacant=1)}


def test_the_secretary_and_the_chair_see_the_bars_with_the_table(in_may, bring, cast, sign_in):
    bring("police", date(2027, 6, 10))
    bring("police", date(2027, 6, 10), late=True)
    url = reverse("meetings:list_late_papers")
    seen = {who for who, person in cast.everybody.items() if sign_in(person).get(url).status_code == 200}
    assert seen == {"secretary", "chair"}
    page = sign_in(cast.chair).get(url)
    assert "April to June 2027 1 in time, 1 late" in text_of(page)
    assert "April to June 2027 West Midlands Police 1 1 50% 0" in text_of(page)
    assert 'style="' not in page.content.decode()


def test_a_year_without_papers_says_so(in_may, secretary, sign_in):
    page = sign_in(secretary).get(reverse("meetings:list_late_papers"))
    assert "No paper has been brought to a meeting of this year." in text_of(page)


@given(st.integers(2000, 2100))
def test_the_quarters_of_a_year_follow_one_another(year):
    words = [quarter_in_words(year, number) for number in range(4)]
    assert [name.split()[-1] for name in words] == [str(year)] * 3 + [str(year + 1)]


def test_two_texts_of_very_many_lines_are_told_apart_as_a_whole():
    before, after = "a\n" * 20_000, "b\n" + "a\n" * 20_000
    assert [(run.kind, run.text) for run in word_runs(before, after)] == [("removed", before), ("added", after)]


@given(st.text(max_size=200), st.text(max_size=200))
def test_two_texts_compared_hold_all_the_words_of_both(before, after):
    runs = list(word_runs(before, after))
    assert "".join(run.text for run in runs if run.kind != "added") == before
    assert "".join(run.text for run in runs if run.kind != "removed") == after
