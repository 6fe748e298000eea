"""The texts that the tests send, and what they are about."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ccsp_portal import clock
from meetings.models import AgendaItem, Meeting


@pytest.fixture(autouse=True)
def _texts_of_the_tests(settings):
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], Path(__file__).parent / "texts"]}]


@pytest.fixture
def private_item(board, secretary):
    starts = datetime(2026, 12, 10, 14, tzinfo=clock.LONDON)
    meeting = Meeting.objects.create(
        body=board,
        title="Board",
        financial_year=2026,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        venue="Council House",
        quorum={"share": "1/3"},
        notice_days=5,
        paper_days=10,
        minutes_days=10,
        papers_due_on=starts.date(),
        circulate_by=starts.date(),
        minutes_due_on=starts.date(),
        uid="one@ccsp.example",
        convened_at=clock.now(),
        convened_by=secretary,
    )
    return AgendaItem.objects.create(
        meeting=meeting,
        position=1,
        title="A named person",
        privacy="private",
        private_reason="Personal data",
        public_title="A case",
    )
