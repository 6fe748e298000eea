"""A pack is made in the background, whole or not at all, and what is private stays out of the open one."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.jobs.models import Job
from ccsp_portal.jobs.tasks import requeue_lost
from ccsp_portal.notices.models import Notice
from ccsp_portal.once.tokens import new_token
from meetings.models import Meeting, Pack
from meetings.tasks import assemble_pack
from meetings.workflow import agenda, papers
from meetings.workflow.circulation import circulate
from tests.meetings.conftest import NOW, text_of
from tests.meetings.pdfs import docx, everything_in, pdf, upload
from tests.worker import wait_until

SECRET = "PLANTED"


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
    pack.refresh_from_db()
    meeting.refresh_from_db()
    return pack


def stored(document):
    with document.file.open("rb") as file:
        return file.read()


def test_both_packs_are_made_and_the_meeting_is_circulated(circulated, meeting):
    assert (circulated.state, meeting.state, circulated.job.state) == ("circulated", "circulated", "done")
    assert (circulated.members_pages, circulated.open_pages) == (4, 3)
    assert circulated.untagged == ["Report on knives", f"{SECRET} report"]
    numbers = list(meeting.items.live().values_list("title", "number"))
    assert numbers == [("Knife crime", "1"), (f"The {SECRET} case", "2")]


def test_word_papers_are_bound_in_too(meeting, open_item, secretary):
    papers.bring_paper(open_item, upload(docx("# Report\n\nWords"), "a.docx"), title="In Word", by=secretary)
    pack = circulate(meeting, by=secretary)
    assemble_pack(pack.job_id)
    pack.refresh_from_db()
    assert (pack.members_pages, pack.untagged) == (4, ["Report on knives"])


def test_everybody_invited_is_told_once(circulated, meeting):
    notices = Notice.objects.filter(template="meetings/notices/circulated.txt")
    assert notices.count() == 11
    assert notices.first().subject == "Papers: CCSP Board, Thursday 10 June 2027"
    assert SECRET not in "".join(notices.values_list("text", flat=True))


def test_asking_twice_makes_one_pack(meeting, open_item, secretary):
    assert circulate(meeting, by=secretary) == circulate(meeting, by=secretary)
    assert Pack.objects.count() == 1


def test_nothing_is_circulated_without_an_item(meeting, secretary):
    with pytest.raises(ValidationError, match="Put at least one item"):
        circulate(meeting, by=secretary)


@pytest.mark.parametrize("name", ["chair", "police_lead", "councillor", "former_member", "public"])
def test_only_the_secretary_circulates(name, meeting, open_item, cast):
    with pytest.raises(PermissionDenied):
        circulate(meeting, by=cast.everybody[name])


def test_a_paper_that_can_not_be_used_stops_the_pack_with_its_name_and_what_to_do(meeting, open_item, secretary):
    Document.objects.update(scan_state="infected")
    pack = circulate(meeting, by=secretary)
    assemble_pack(pack.job_id)
    pack.job.refresh_from_db()
    assert pack.job.state == "failed"
    assert pack.job.error == (
        "“Report on knives”, item 1: a virus was found in it. Ask for a clean copy, or withdraw it, and try again."
    )
    meeting.refresh_from_db()
    assert meeting.state == "convened"


def test_a_failed_pack_is_tried_again_and_goes_out(meeting, open_item, secretary):
    Document.objects.update(scan_state="infected")
    pack = circulate(meeting, by=secretary)
    assemble_pack(pack.job_id)
    Document.objects.update(scan_state="clean")
    assert circulate(meeting, by=secretary) == pack
    assemble_pack(pack.job_id)
    pack.refresh_from_db()
    assert pack.state == "circulated"


def test_a_late_paper_is_public_only_from_the_next_circulation(circulated, meeting, open_item, secretary, client):
    version = papers.bring_paper(open_item, upload(pdf(1)), title="Late", by=secretary)
    url = reverse("meetings:download_paper", args=[version.pk])
    assert client.get(url).status_code == 404
    assemble_pack(circulate(meeting, reason="It came late", by=secretary).job_id)
    assert client.get(url).status_code == 200
    assert stored(circulated.open_document)


def test_numbers_stay_and_the_first_pack_stays_when_it_goes_out_again(circulated, meeting, secretary):
    agenda.add_item(meeting, title="Late business", purpose="note", by=secretary)
    first = stored(circulated.members_document)
    assemble_pack(circulate(meeting, reason="There is more", by=secretary).job_id)
    assert list(meeting.items.live().values_list("number", flat=True)) == ["1", "1A", "2"]
    circulated.refresh_from_db()
    assert stored(circulated.members_document) == first
    assert meeting.packs.count() == 2


def test_who_opened_a_pack_is_known(circulated, meeting, sign_in, cast):
    sign_in(cast.police_lead).get(reverse("meetings:members_pack", args=[meeting.pk]))
    assert meeting.receipts.get(person=cast.police_lead).pack_read_at == NOW


PRIVATE = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}


def test_the_members_pack_is_for_readers_of_private_items_alone(circulated, meeting, sign_in, cast):
    url = reverse("meetings:members_pack", args=[meeting.pk])
    for name, person in cast.everybody.items():
        expected = 200 if name in PRIVATE else 302 if name == "public" else 404
        assert sign_in(person).get(url).status_code == expected, name


def test_the_open_pack_is_for_everybody(circulated, meeting, sign_in, cast):
    url = reverse("meetings:open_pack", args=[meeting.pk])
    for name, person in cast.everybody.items():
        assert sign_in(person).get(url).status_code == 200, name


@pytest.mark.parametrize(
    "name", ["public", "observer", "councillor", "analyst", "pcc_officer", "auditor", "former_member"]
)
def test_what_is_private_is_nowhere_that_others_can_look(name, circulated, meeting, private_item, sign_in, cast):
    client = sign_in(cast.everybody[name])
    version = private_item.papers.get().versions.get()
    pages = [
        reverse("meetings:list_meetings"),
        reverse("meetings:show_meeting", args=[meeting.pk]),
        reverse("meetings:meeting_calendar", args=[meeting.pk]),
        reverse("meetings:calendar_feed"),
        reverse("meetings:open_pack", args=[meeting.pk]),
        reverse("meetings:show_history", args=[meeting.pk]),
        reverse("meetings:show_item", args=[private_item.pk]),
        reverse("meetings:download_paper", args=[version.pk]),
        reverse("public:front"),
    ]
    for url in pages:
        answer = client.get(url, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if body.startswith(b"%PDF"):
            body = everything_in(body)
        assert SECRET.encode() not in body, url
        assert SECRET not in str(answer.headers), url
    assert "A domestic homicide review Private Why it is private: It names a person who was harmed" in text_of(
        client.get(reverse("meetings:show_meeting", args=[meeting.pk]))
    )


def test_the_open_packs_words_are_the_public_title_and_the_reason(circulated):
    pack = pikepdf.open(io.BytesIO(stored(circulated.open_document)))
    with pack.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Contents", "1. Knife crime"]
    assert SECRET.encode() not in everything_in(stored(circulated.open_document))
    assert circulated.open_document.name == "ccsp-2027-06-10-pack-1.pdf"


def test_a_double_click_circulates_once(meeting, open_item, secretary, sign_in):
    client, token = sign_in(secretary), new_token(secretary)
    url = reverse("meetings:circulate", args=[meeting.pk])
    first, second = (client.post(url, {"form_token": token}) for _ in range(2))
    assert first.status_code == 302
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Pack.objects.count() == 1


def test_the_page_says_when_the_worker_is_away(meeting, open_item, secretary, sign_in):
    circulate(meeting, by=secretary)
    page = sign_in(secretary).get(reverse("meetings:show_pack", args=[meeting.pk]))
    assert "The pack is made as soon as it is back: you need not do anything." in text_of(page)


def test_the_secretary_is_warned_of_short_notice_and_missing_papers(meeting, secretary, sign_in):
    agenda.add_item(meeting, title="No paper yet", purpose="decide", by=secretary)
    with clock.set_to(NOW + timedelta(days=34)):
        page = text_of(sign_in(secretary).get(reverse("meetings:circulate", args=[meeting.pk])))
    assert "“No paper yet” is for decision and has no paper." in page
    assert "clear working days of notice. The rule is 5." in page


@pytest.mark.usefixtures("open_item", "private_item")
def test_where_nothing_was_scanned_she_is_warned_once(meeting, sign_in, secretary):
    page = text_of(sign_in(secretary).get(reverse("meetings:circulate", args=[meeting.pk])))
    assert "None of the 2 papers was scanned for viruses." in page
    assert "was not scanned" not in page


def test_the_page_that_waits_for_the_pack_does_not_say_that_there_is_none_and_leads_on_when_it_is_made(
    meeting, open_item, secretary, sign_in
):
    client, address = sign_in(secretary), reverse("meetings:show_pack", args=[meeting.pk])
    pack = circulate(meeting, by=secretary)
    waiting = text_of(client.get(address))
    assert "No pack has been circulated" not in waiting
    assert waiting.count("Refresh this page") == 1
    assert "Look again" not in waiting
    assemble_pack(pack.job_id)
    done = client.get(reverse("jobs:job_progress", args=[pack.job_id]), headers={"hx-request": "true"})
    assert f'href="{address}">See the result</a>' in done.content.decode()
    assert "Pack 1" in text_of(client.get(address))


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_pack_is_followed_by_one_that_finishes(worker, meeting, secretary):
    for number in range(6):
        item = agenda.add_item(meeting, title=f"Item {number}", purpose="note", by=secretary)
        papers.bring_paper(
            item, upload(docx(f"# Paper {number}\n\n" + "Words. " * 3_000), "a.docx"), title="P", by=secretary
        )
    pack = circulate(meeting, by=secretary)
    # the copies for readers are still to be made when the pack is: that takes its time
    Job.objects.exclude(pk=pack.job_id).update(state=Job.State.CANCELLED)
    with worker() as first:
        wait_until(lambda: Pack.objects.get(pk=pack.pk).job.step.startswith("Reading paper"))
        first.kill()
    assert Pack.objects.get(pk=pack.pk).state == "making"
    assert Meeting.objects.get(pk=meeting.pk).state == "convened"
    type(pack.job).objects.update(lease_until=clock.now() - timedelta(minutes=1))
    with worker():
        requeue_lost()
        wait_until(lambda: Pack.objects.get(pk=pack.pk).state == "circulated", seconds=60)
    told = Notice.objects.filter(template="meetings/notices/circulated.txt").values_list("recipient", flat=True)
    assert len(told) == len(set(told)) > 0


@pytest.mark.parametrize("state", ["cancelled", "in session"])
def test_a_pack_that_waited_does_not_bring_back_a_meeting_that_went_on_without_it(state, meeting, open_item, secretary):
    pack = circulate(meeting, by=secretary)
    how = {"cancelled_at": NOW, "cancelled_by": secretary, "cancelled_reason": "Snow", "circulated_at": NOW}
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **how)
    assemble_pack(pack.job_id)
    pack.job.refresh_from_db()
    meeting.refresh_from_db()
    assert (meeting.state, pack.job.state) == (state, "failed")
    assert not Notice.objects.filter(template="meetings/notices/circulated.txt").exists()
