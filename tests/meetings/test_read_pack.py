"""The pack on the web: the same page numbers and the same readers as the file; and some pages of it by themselves."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Opening
from meetings.workflow import agenda, papers
from meetings.workflow.guests import invite_to_item
from meetings.workflow.scheduling import cancel
from tests.meetings.conftest import NOW, text_of
from tests.meetings.packing import SECRET, fill, labels, out
from tests.meetings.pdfs import docx, everything_in, pdf, upload

READS_PRIVATE = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def first(meeting, items, secretary):
    return out(meeting, secretary)


@pytest.fixture
def read(meeting):
    return reverse("meetings:read_pack", args=[meeting.pk])


@pytest.fixture
def pages(meeting):
    return reverse("meetings:pack_pages", args=[meeting.pk])


def test_every_page_has_the_anchor_and_the_words_that_it_has_in_the_file(first, read, sign_in, cast):
    page = sign_in(cast.police_lead).get(read).content.decode()
    for number in ("1", "2", "3", "4", "5", "6"):
        assert page.count(f'id="page-{number}"') == 1
    assert "First words" in page
    assert f"{SECRET} words" in page
    assert f'href="{reverse("meetings:members_pack", args=[first.meeting_id])}#page=7"' in page


def test_a_word_paper_reads_as_a_document_with_headings_below_its_own(first, read, client):
    page = client.get(read).content.decode()
    assert "<h4>Plan</h4>" in page
    assert "<td>1200</td>" in page
    box = '<div class="portal-scroll" tabindex="0" role="region" aria-label="Table 1 of “Plan”"><table>'
    assert page.count(box) == page.count("</table></div>") == 1


def brought(meeting, secretary, words):
    item = agenda.add_item(meeting, title="Long", purpose="note", by=secretary)
    papers.bring_paper(item, upload(docx(words), "long.docx"), title="Long", by=secretary)
    out(meeting, secretary)
    return item.page_runs.get()


def test_the_pages_of_a_word_paper_begin_where_they_do_in_the_file(meeting, read, client, secretary):
    run = brought(
        meeting, secretary, "\n\n".join(f"Ward {n} had {n} thefts and {n + 500} calls in all." for n in range(90))
    )
    assert run.pages > 2
    page = client.get(read).content.decode()
    for place, number in enumerate(run.numbers):
        begins = page.split(f'id="page-{number}"')
        assert len(begins) == 2
        following = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", begins[1]))
        assert following.split(" in the file ", 1)[1].startswith(" ".join(run.texts[place].split()[:8])), number


def test_where_it_cannot_be_told_the_pages_of_a_word_paper_stand_in_one_line(meeting, read, client, secretary):
    run = brought(meeting, secretary, "\n\n".join(["The same words again and again, on every page of it."] * 90))
    page = client.get(read)
    assert f"Pages 1 to {run.pages} in the file The same words" in text_of(page)
    for number in run.numbers:
        assert page.content.decode().count(f'id="page-{number}"') == 1
        assert f"Page {number} " not in text_of(page)


def test_each_reads_what_their_file_holds(first, read, sign_in, cast):
    for name, person in cast.everybody.items():
        page = sign_in(person).get(read)
        assert page.status_code == 200, name
        assert (SECRET in page.content.decode()) == (name in READS_PRIVATE), name
        assert ('id="page-3"' in page.content.decode()) == (name in READS_PRIVATE), name


def test_a_guest_reads_the_item_that_they_are_invited_to(first, read, items, sign_in, cast):
    invite_to_item(items[1], cast.councillor, by=cast.secretary)
    assert 'id="page-3"' in sign_in(cast.councillor).get(read).content.decode()


def test_before_there_is_a_pack_there_is_nothing_to_read(meeting, items, read, sign_in, cast):
    assert sign_in(cast.police_lead).get(read).status_code == 404


def test_a_supplement_is_slotted_in_and_what_it_replaces_says_so(first, meeting, items, read, client, secretary):
    papers.bring_version(items[0].papers.get(), upload(pdf(1, words="Second words")), by=secretary)
    out(meeting, secretary, "Corrected")
    page = text_of(client.get(read))
    assert page.index("First words") < page.index("Page 2A") < page.index("Second words") < page.index("Page 6")
    assert "Pages 1 to 2. Replaced by page 2A." in page


def test_pages_of_a_withdrawn_paper_are_not_read_out(first, items, read, client, secretary):
    papers.withdraw_paper(items[0].papers.get(), reason="It was wrong", by=secretary)
    page = text_of(client.get(read))
    assert "Pages 1 to 2: withdrawn." in page
    assert "First words" not in page


def test_reading_is_noted_for_the_secretary_and_of_what_is_private_for_the_auditor(first, read, meeting, sign_in, cast):
    sign_in(cast.police_lead).get(read)
    assert meeting.receipts.get(person=cast.police_lead).pack_read_at == NOW
    assert Opening.objects.get().opened_by == cast.police_lead
    sign_in(cast.observer).get(read)
    assert Opening.objects.count() == 1


def test_it_costs_the_same_with_one_paper_and_with_three(
    first, meeting, items, read, secretary, sign_in, cast, django_assert_num_queries
):
    client = sign_in(cast.observer)
    client.get(read)
    with CaptureQueriesContext(connection) as once:
        client.get(read)
    for number in range(2):
        papers.bring_paper(items[0], upload(pdf(1)), title=f"Late {number}", by=secretary)
    out(meeting, secretary, "Late")
    with django_assert_num_queries(len(once)):
        assert "Late 1" in client.get(read).content.decode()


# ── some pages ──────────────────────────────────────────────────────────────────────────────────────────────────────


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_range_of_pages_comes_as_a_file_with_their_numbers_and_nothing_else(first, pages, sign_in, cast):
    answer = sign_in(cast.police_lead).get(pages, {"pages": "1-2, 6"})
    assert answer["Content-Disposition"] == 'attachment; filename="ccsp-2027-06-10-pack-1-members-pages.pdf"'
    assert labels(answer.content) == ["1", "2", "6"]
    inside = everything_in(answer.content)
    assert b"First words" in inside
    assert SECRET.encode() not in inside


def test_the_public_gets_pages_of_the_open_file_alone(first, pages, client):
    for asked in ("1-6", "6-1"):
        assert labels(client.get(pages, {"pages": asked}).content) == ["1", "2", "6"]
    refused = client.get(pages, {"pages": "3-5"})
    assert refused.status_code == 400
    assert "There is no page 3-5 in this file. Its pages are 1 to 2 and 6." in text_of(refused)


def test_the_example_beside_the_box_is_of_pages_that_the_reader_has(
    first, meeting, items, read, pages, client, secretary, sign_in, cast
):
    assert "Download or print some pages For example, 1-2 or 1, 6" in text_of(client.get(read))
    assert "For example, 1-2 or 1, 6" in text_of(client.get(pages, {"pages": "99"}))
    papers.bring_paper(items[0], upload(pdf(1)), title="Late", by=secretary)
    out(meeting, secretary, "Late")
    assert "For example, 1-2 or 1, 2A" in text_of(sign_in(cast.police_lead).get(read))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Enter page numbers such as 12, 12A or 12-14."),
        ("i", "“i” is no page number."),
        ("1-2-3", "“1-2-3” is no page number."),
        ("<script>", "“<script>” is no page number."),
        ("99", "There is no page 99 in this file."),
        ("x" * 5_000, "is no page number"),
    ],
)
def test_what_can_not_be_given_is_said_with_what_to_do_and_kept(first, pages, client, asked, said):
    answer = client.get(pages, {"pages": asked})
    assert answer.status_code == 400
    assert said in text_of(answer)


def test_lettered_pages_lie_within_a_range(first, meeting, items, pages, client, secretary):
    papers.bring_paper(items[0], upload(pdf(2)), title="Late", by=secretary)
    out(meeting, secretary, "Late")
    assert labels(client.get(pages, {"pages": "2-2B"}).content) == ["2", "2A", "2B"]
    assert labels(client.get(pages, {"pages": "2b"}).content) == ["2B"]


def test_of_a_cancelled_meeting_it_says_so_to_everybody(first, meeting, read, secretary, client):
    client.logout()
    assert "This meeting is cancelled" not in text_of(client.get(read))
    meeting.refresh_from_db()
    cancel(meeting, reason="Local elections", by=secretary)
    assert "This meeting is cancelled: Local elections" in text_of(client.get(read))
