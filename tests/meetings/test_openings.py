"""Who opens a closed file is noted, and told by the history as far as its reader may know of the file."""

import pytest
from django.urls import reverse

from meetings.models import Opening
from meetings.tasks import assemble_pack
from meetings.workflow import agenda, papers
from meetings.workflow.circulation import circulate
from meetings.workflow.copies import make_missing_copies
from tests.meetings.conftest import NOW
from tests.meetings.pdfs import pdf, upload

SECRET = "PLANTED"
HISTORY = "/home/history/"


@pytest.fixture
def open_item(meeting, secretary, partnership):
    item = agenda.add_item(
        meeting, title="Knife crime", purpose="decide", presenter=partnership.seats["police"], by=secretary
    )
    papers.bring_paper(item, upload(pdf(2)), title="Report on knives", by=secretary)
    return item


@pytest.fixture
def private_item(meeting, secretary):
    item = agenda.add_item(
        meeting,
        title=f"The {SECRET} case",
        description=f"About {SECRET}",
        purpose="discuss",
        privacy="private",
        private_reason="It names a person who was harmed",
        public_title="A domestic homicide review",
        by=secretary,
    )
    paper = upload(pdf(1, words=SECRET), f"{SECRET}.pdf")
    papers.bring_paper(item, paper, title=f"{SECRET} report", marking="OFFICIAL-SENSITIVE", by=secretary)
    return item


@pytest.fixture
def circulated(meeting, open_item, private_item, secretary):
    """The meeting with its pack out: four pages for members, three for everybody."""
    pack = circulate(meeting, by=secretary)
    assemble_pack(pack.job_id)
    make_missing_copies()
    pack.refresh_from_db()
    meeting.refresh_from_db()
    return pack


def test_who_opened_a_closed_paper_is_told_by_the_history(circulated, private_item, sign_in, cast, words):
    version = private_item.papers.get().versions.get()
    url = reverse("meetings:download_paper", args=[version.pk])
    assert sign_in(cast.police_lead).get(url).status_code == 200
    opened = Opening.objects.get()
    assert (opened.opened_by, opened.opened_at, opened.document) == (cast.police_lead, NOW, version.document)
    told = words(sign_in(cast.secretary).get(HISTORY, {"kind": "meetings.opening"}))
    assert f"{cast.police_lead.name} opened the closed file “{SECRET} report, version 1”." in told


def test_the_auditor_is_told_that_a_closed_paper_was_opened_but_not_its_name(
    circulated, private_item, sign_in, cast, words
):
    version = private_item.papers.get().versions.get()
    sign_in(cast.police_lead).get(reverse("meetings:download_paper", args=[version.pk]))
    told = words(sign_in(cast.auditor).get(HISTORY, {"kind": "meetings.opening"}))
    assert f"{cast.police_lead.name} opened the closed file." in told
    assert SECRET not in told


def test_who_opened_the_members_pack_is_told(circulated, meeting, sign_in, cast, words):
    client, url = sign_in(cast.police_lead), reverse("meetings:members_pack", args=[meeting.pk])
    client.head(url)
    assert not Opening.objects.exists()
    client.get(url)
    client.get(url)
    told = words(sign_in(cast.auditor).get(HISTORY, {"kind": "meetings.opening"}))
    assert told.count(f"opened the closed file “Members’ pack: {meeting}”") == 2


def test_what_everybody_may_read_is_not_noted_nor_what_was_refused(circulated, open_item, private_item, sign_in, cast):
    version = open_item.papers.get().versions.get()
    closed = private_item.papers.get().versions.get()
    assert sign_in(cast.police_lead).get(reverse("meetings:download_paper", args=[version.pk])).status_code == 200
    assert sign_in(cast.observer).get(reverse("meetings:download_paper", args=[closed.pk])).status_code == 404
    assert sign_in(cast.public).get(reverse("meetings:open_pack", args=[circulated.meeting_id])).status_code == 200
    assert not Opening.objects.exists()
