"""Once pages are out their numbers never move: what is late or changed goes out as a supplement."""

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ccsp_portal.notices.models import Notice
from meetings.models import Pack, PackWithdrawal, PageRun
from meetings.queries.pack import readiness
from meetings.tasks import assemble_pack
from meetings.workflow import agenda, papers
from meetings.workflow.circulation import circulate
from tests.meetings.conftest import text_of
from tests.meetings.packing import SECRET, data, fill, out
from tests.meetings.packing import labels as labels_in
from tests.meetings.pdfs import everything_in, pdf, upload
from tests.walk.unpacking import unpacked

PRIVATE = {"privacy": "private", "private_reason": "It names a person", "public_title": "A matter"}


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def knives(items):
    return items[0]


@pytest.fixture
def private_item(items):
    return items[1]


@pytest.fixture
def plan(items):
    return items[2]


@pytest.fixture
def first(meeting, items, secretary):
    """Pages 1 and 2 on knives, 3 to 5 private, 6 the plan."""
    return out(meeting, secretary)


def labels(document):
    return labels_in(data(document))


def words_of(document):
    return " ".join(unpacked(data(document)).split())


def runs(meeting):
    return [(run.title, run.words) for run in meeting.page_runs.all()]


def test_the_meetings_page_tells_the_secretary_what_came_after_the_papers_went_out(
    first, meeting, knives, secretary, chair, sign_in
):
    page, said = reverse("meetings:show_meeting", args=[meeting.pk]), "came after the papers went out"
    assert said not in text_of(sign_in(secretary).get(page))
    papers.bring_paper(knives, upload(pdf(1)), title="Late figures", late_reason="They came today", by=secretary)
    told = sign_in(secretary).get(page)
    assert f"1 paper {said}. Circulate it as a supplement" in text_of(told)
    assert reverse("meetings:circulate", args=[meeting.pk]) in told.content.decode()
    assert said not in text_of(sign_in(chair).get(page))
    out(meeting, secretary, "Late figures")
    assert said not in text_of(sign_in(secretary).get(page))


def test_pages_are_numbered_alike_for_members_and_for_everybody(first, meeting):
    assert labels(first.members_document) == ["i", "1", "2", "3", "4", "5", "6"]
    assert labels(first.open_document) == ["i", "1", "2", "6"]
    assert runs(meeting) == [
        ("Report on knives", "pages 1 to 2"),
        (f"{SECRET} report", "pages 3 to 5"),
        ("Plan", "page 6"),
    ]


def test_a_late_paper_goes_out_with_lettered_pages_behind_its_item(first, meeting, knives, secretary):
    papers.bring_paper(knives, upload(pdf(2)), title="Late figures", by=secretary)
    second = out(meeting, secretary, "The figures came late")
    assert (second.kind, second.reason) == ("supplement", "The figures came late")
    assert labels(second.members_document) == ["i", "1", "2", "2A", "2B", "3", "4", "5", "6"]
    assert labels(second.open_document) == ["i", "1", "2", "2A", "2B", "6"]
    assert labels(second.members_supplement) == ["i", "2A", "2B"]
    assert labels(second.open_supplement) == ["i", "2A", "2B"]


def test_the_cover_and_the_letter_say_where_its_own_first_page_comes(first, meeting, plan, private_item, secretary):
    papers.bring_paper(plan, upload(pdf(1)), title="Late figures", by=secretary)
    papers.bring_paper(private_item, upload(pdf(1)), title="Late notes", by=secretary)
    second = out(meeting, secretary, "Late")
    put_in, private = "Put these in where their numbers say:", "page 5A comes after page 5"
    assert f"{put_in} {private} and page 6A comes after page 6." in words_of(second.members_supplement)
    assert f"{put_in} page 6A comes after page 6." in words_of(second.open_supplement)
    letter = Notice.objects.filter(once_key__endswith="/2").first().text
    said = "The pages that you have keep their numbers. New pages are lettered: page 6A comes after page 6.\n"
    assert said in letter


def test_of_several_places_the_cover_and_the_letter_name_each(first, meeting, knives, plan, secretary):
    for item in (knives, plan):
        papers.bring_paper(item, upload(pdf(1)), title="Late figures", by=secretary)
    second = out(meeting, secretary, "Late")
    said = "page 2A comes after page 2 and page 6A comes after page 6."
    assert f"Put these in where their numbers say: {said}" in words_of(second.members_supplement)
    assert f"New pages are lettered: {said}\n" in Notice.objects.filter(once_key__endswith="/2").first().text


def test_without_new_pages_neither_the_cover_nor_the_letter_says_where_they_come(first, meeting, knives, secretary):
    papers.withdraw_paper(knives.papers.get(), reason="It was wrong", by=secretary)
    second = out(meeting, secretary, "A paper is withdrawn")
    assert "The pages that you have keep their numbers. What changed" in words_of(second.members_supplement)
    told = Notice.objects.filter(once_key__endswith="/2").first().text
    assert "The pages that you have keep their numbers.\n" in told


def test_a_replaced_paper_keeps_its_pages_which_say_by_what_it_is_replaced(first, meeting, knives, secretary):
    papers.bring_version(knives.papers.get(), upload(pdf(1, words="Second words")), by=secretary)
    second = out(meeting, secretary, "The police corrected it")
    assert labels(second.members_document) == ["i", "1", "2", "2A", "3", "4", "5", "6"]
    whole = everything_in(data(second.members_document))
    assert b"First words" in whole
    assert b"Second words" in whole
    [change] = second.changes
    assert (change["what"], change["pages"], change["was"]) == ("replaced", "page 2A", "pages 1 to 2")
    assert [part["state"] for part in second.contents] == ["replaced", "current", "current", "current"]


def test_a_withdrawn_paper_leaves_a_gap_in_the_next_pack_and_stays_in_the_one_before(
    first, meeting, knives, secretary, client
):
    before = data(first.members_document)
    papers.withdraw_paper(knives.papers.get(), reason="It was wrong", by=secretary)
    page = text_of(client.get(reverse("meetings:show_meeting", args=[meeting.pk])))
    assert "Item 1: pages 1 to 2, withdrawn at" in page
    second = out(meeting, secretary, "A paper is withdrawn")
    assert labels(second.members_document) == ["i", "3", "4", "5", "6"]
    assert labels(second.members_supplement) == ["i"]
    first.refresh_from_db()
    assert data(first.members_document) == before
    papers.restore_paper(knives.papers.get(), by=secretary)
    third = out(meeting, secretary, "It is back")
    assert labels(third.members_document) == labels(first.members_document)
    assert third.changes[0]["what"] == "put back"


def test_what_was_published_is_converted_once(first, meeting, knives, secretary):
    run = PageRun.objects.get(title="Plan")
    hashed = run.document.sha256
    papers.bring_paper(knives, upload(pdf(1)), title="Late", by=secretary)
    out(meeting, secretary, "Late")
    assert PageRun.objects.get(title="Plan").document.sha256 == hashed
    assert run.document != run.version_of.document


def test_a_second_supplement_letters_on(first, meeting, knives, secretary):
    papers.bring_paper(knives, upload(pdf(1)), title="Late", by=secretary)
    out(meeting, secretary, "Late")
    papers.bring_paper(knives, upload(pdf(1)), title="Later", by=secretary)
    third = out(meeting, secretary, "Later still")
    assert labels(third.members_document) == ["i", "1", "2", "2A", "2B", "3", "4", "5", "6"]
    assert labels(third.members_supplement) == ["i", "2B"]


def test_a_late_item_stands_behind_the_item_before_it(first, meeting, secretary):
    item = agenda.add_item(meeting, title="Urgent business", purpose="decide", by=secretary)
    papers.bring_paper(item, upload(pdf(1)), title="Urgent", by=secretary)
    second = out(meeting, secretary, "Urgent")
    assert labels(second.members_document)[-1] == "6A"
    assert [change["what"] for change in second.changes] == ["item added", "added"]


def test_a_supplement_of_private_papers_alone_tells_the_public_nothing(first, meeting, private_item, secretary, client):
    papers.bring_paper(private_item, upload(pdf(1, words=SECRET)), title=f"More {SECRET}", by=secretary)
    second = out(meeting, secretary, "A late paper")
    assert second.open_supplement is None
    page = client.get(reverse("meetings:show_meeting", args=[meeting.pk]))
    assert SECRET not in page.content.decode()
    assert "5A" not in text_of(page)
    assert SECRET.encode() not in everything_in(data(second.open_document))


def test_everybody_is_told_once_of_all_that_changed_and_of_nothing_private(
    first, meeting, knives, private_item, secretary
):
    papers.bring_paper(knives, upload(pdf(2)), title="Late figures", by=secretary)
    papers.bring_paper(private_item, upload(pdf(1)), title=f"More {SECRET}", by=secretary)
    out(meeting, secretary, "Late")
    notices = Notice.objects.filter(once_key__endswith="/2")
    assert notices.count() == 11
    text = notices.first().text
    assert "- Added: “Late figures” (item 1, Knife crime), pages 2A to 2B" in text
    assert "- Papers changed: item 2, A domestic homicide review" in text
    assert SECRET not in "".join(notices.values_list("text", flat=True))


def test_the_papers_go_out_again_only_for_a_reason_and_when_something_changed(first, meeting, knives, secretary):
    with pytest.raises(ValidationError, match="Nothing on the agenda has changed"):
        circulate(meeting, reason="Again", by=secretary)
    papers.bring_paper(knives, upload(pdf(1)), title="Late", by=secretary)
    with pytest.raises(ValidationError, match="Say why"):
        circulate(meeting, reason="  ", by=secretary)
    assert Pack.objects.count() == 1


def test_the_page_asks_for_the_reason_and_lists_what_changed(first, meeting, knives, secretary, post, sign_in):
    url = reverse("meetings:circulate", args=[meeting.pk])
    assert "Nothing on the agenda has changed since" in text_of(sign_in(secretary).get(url))
    papers.bring_paper(knives, upload(pdf(1)), title="Late", by=secretary)
    page = text_of(sign_in(secretary).get(url))
    assert "Added: “Late”, item 1, Knife crime" in page
    refused = post(secretary, url, {"reason": ""})
    assert refused.status_code == 422
    assert "Enter why the papers go out again" in text_of(refused)
    assert post(secretary, url, {"reason": "It came late"}).status_code == 302
    assert Pack.objects.first().reason == "It came late"


def test_the_database_refuses_to_move_a_page(first):
    run = PageRun.objects.first()
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        PageRun.objects.filter(pk=run.pk).update(whole=99)


# ── an item that is made private, or open, after it went out ────────────────────────────────────────────────────────


@pytest.fixture
def closed(first, meeting, knives, secretary, post, client):
    """The item on knives is private since, by its page; the open pack has not been published afresh yet."""
    knives.refresh_from_db()
    sent = PRIVATE | {"version": knives.version}
    assert post(secretary, reverse("meetings:set_privacy", args=[knives.pk]), sent).status_code == 302
    client.logout()
    return meeting.packs.get(state="making")


def test_the_public_file_is_withdrawn_with_a_record_and_its_address_says_so(closed, first, meeting, client, secretary):
    gone = PackWithdrawal.objects.get()
    assert (gone.document, gone.withdrawn_by, gone.reason) == (first.open_document, secretary, "It names a person")
    for url in (
        reverse("meetings:open_pack", args=[meeting.pk]),
        reverse("meetings:pack_file", args=[meeting.pk, 1, "open"]),
    ):
        answer = client.get(url)
        assert answer.status_code == 410
        assert "withdrawn at" in text_of(answer)
        assert "Item 1 is private: It names a person." in text_of(answer)
    page = text_of(client.get(reverse("meetings:show_meeting", args=[meeting.pk])))
    assert "The open pack was withdrawn at" in page
    assert "Knife crime" not in page


def test_a_fresh_open_pack_is_published_whose_pages_have_not_moved(closed, first, meeting, client, secretary):
    assemble_pack(closed.job_id)
    closed.refresh_from_db()
    assert (closed.kind, closed.state) == ("reissue", "circulated")
    assert labels(closed.open_document) == ["i", "6"]
    assert closed.members_document == first.members_document
    assert client.get(reverse("meetings:open_pack", args=[meeting.pk])).status_code == 200
    assert client.get(reverse("meetings:pack_file", args=[meeting.pk, 1, "open"])).status_code == 410
    assert b"First words" not in everything_in(data(closed.open_document))
    assert Notice.objects.filter(template="meetings/notices/circulated.txt").count() == 11


def test_a_careless_title_for_the_public_is_taken_back_with_the_pack_that_has_it(
    closed, meeting, knives, post, secretary
):
    assemble_pack(closed.job_id)
    knives.refresh_from_db()
    sent = PRIVATE | {"version": knives.version, "public_title": "A safeguarding matter"}
    assert post(secretary, reverse("meetings:set_privacy", args=[knives.pk]), sent).status_code == 302
    closed.refresh_from_db()
    assert PackWithdrawal.objects.filter(document=closed.open_document).exists()
    again = meeting.packs.get(state="making")
    assemble_pack(again.job_id)
    again.refresh_from_db()
    words = unpacked(data(again.open_document))
    assert ("A safeguarding matter" in words, PRIVATE["public_title"] in words) == (True, False)


def test_an_item_made_open_comes_into_a_fresh_open_pack(first, meeting, private_item, secretary):
    private_item.refresh_from_db()
    agenda.set_privacy(private_item, version=private_item.version, privacy="open", by=secretary)
    pack = meeting.packs.get(state="making")
    assemble_pack(pack.job_id)
    pack.refresh_from_db()
    assert labels(pack.open_document) == ["i", "1", "2", "3", "4", "5", "6"]
    assert not PackWithdrawal.objects.exists()


def test_papers_that_have_not_gone_out_do_not_with_the_fresh_open_pack(first, meeting, knives, plan, secretary):
    papers.bring_paper(plan, upload(pdf(1)), title="Waiting", by=secretary)
    agenda.add_item(meeting, title="Waiting too", purpose="note", by=secretary)
    knives.refresh_from_db()
    agenda.set_privacy(knives, version=knives.version, **PRIVATE, by=secretary)
    pack = meeting.packs.get(state="making")
    assemble_pack(pack.job_id)
    pack.refresh_from_db()
    assert labels(pack.open_document) == ["i", "6"]
    assert not PageRun.objects.filter(title="Waiting").exists()
    assert b"Waiting too" not in everything_in(data(pack.open_document))
    assert [change.what for change in readiness(meeting).changes] == ["made private", "added", "item added"]


def test_a_supplement_that_is_asked_for_meanwhile_takes_the_fresh_open_pack_in(closed, meeting, plan, secretary):
    papers.bring_paper(plan, upload(pdf(1)), title="Late", by=secretary)
    second = circulate(meeting, reason="Late", by=secretary)
    assert (second.pk, second.kind) == (closed.pk, "supplement")
    assemble_pack(second.job_id)
    second.refresh_from_db()
    assert labels(second.open_document) == ["i", "6", "6A"]
    assert meeting.packs.count() == 2


def test_an_item_made_private_while_a_supplement_is_made_stays_out_of_it(first, meeting, knives, plan, secretary):
    papers.bring_paper(plan, upload(pdf(1)), title="Late", by=secretary)
    second = circulate(meeting, reason="Late", by=secretary)
    knives.refresh_from_db()
    agenda.set_privacy(knives, version=knives.version, **PRIVATE, by=secretary)
    assemble_pack(second.job_id)
    second.refresh_from_db()
    assert labels(second.open_document) == ["i", "6", "6A"]
    assert meeting.packs.count() == 2


# ── who may open what ───────────────────────────────────────────────────────────────────────────────────────────────

READS_PRIVATE = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}


def test_earlier_files_and_supplements_have_lasting_addresses_for_the_same_readers(
    first, meeting, knives, secretary, sign_in, cast
):
    papers.bring_paper(knives, upload(pdf(1)), title="Late", by=secretary)
    out(meeting, secretary, "Late")
    for person_name, person in cast.everybody.items():
        client = sign_in(person)
        for number, name, is_private in (
            (1, "open", False),
            (1, "members", True),
            (2, "supplement", False),
            (2, "members-supplement", True),
        ):
            url = reverse("meetings:pack_file", args=[meeting.pk, number, name])
            expected = 404 if is_private and person_name not in READS_PRIVATE else 200
            assert client.get(url).status_code == expected, (person_name, name)
        for number, name in ((1, "supplement"), (3, "open"), (1, "nonsense")):
            assert client.get(reverse("meetings:pack_file", args=[meeting.pk, number, name])).status_code == 404


def test_the_meeting_page_costs_the_same_with_one_pack_and_with_three(
    first, meeting, knives, secretary, client, django_assert_num_queries
):
    url = reverse("meetings:show_meeting", args=[meeting.pk])
    client.get(url)
    papers.bring_paper(knives, upload(pdf(1)), title="Late 0", by=secretary)
    out(meeting, secretary, "Late")
    with CaptureQueriesContext(connection) as once:
        client.get(url)
    for number in (1, 2):
        papers.bring_paper(knives, upload(pdf(1)), title=f"Late {number}", by=secretary)
        out(meeting, secretary, "Late")
    with django_assert_num_queries(len(once)):
        client.get(url)
