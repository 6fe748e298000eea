"""Minutes are written item by item, cleared by the chair, public as a draft, and approved by the next meeting."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from ccsp_portal.documents.models import Document
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Conflict, NotOpen
from meetings.models import Attendance, Decision, ItemInvitation, Meeting, Minutes, MinuteText
from meetings.papers.minutes import Edition, as_data
from meetings.queries.minutes import readable_minutes
from meetings.workflow import minutes as acts
from meetings.workflow.records import record_decision
from meetings.workflow.session import conclude
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import text_of
from tests.meetings.publishing import SECRETS, kept, url
from tests.meetings.running import AT_TWO, HELD_ON

# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_minute_is_written_and_its_paragraphs_are_numbered(item, cast, post):
    address = reverse("meetings:write_minute", args=[item.pk])
    assert post(cast.secretary, address, {"text": "One.\r\n\r\nTwo.", "version": 0}).status_code == 302
    assert MinuteText.objects.get().paragraphs == [("1.1", "One."), ("1.2", "Two.")]


def test_a_preview_shows_the_numbers_and_saves_nothing(item, cast, post):
    address = reverse("meetings:write_minute", args=[item.pk])
    page = post(cast.secretary, address, {"text": "One.\n\nTwo.", "version": 0, "preview": "Preview"})
    assert "1.2 Two." in text_of(page)
    assert not MinuteText.objects.exists()


def test_of_two_who_save_the_second_sees_both_and_chooses(item, cast, post):
    address = reverse("meetings:write_minute", args=[item.pk])
    post(cast.secretary, address, {"text": "Theirs <script>", "version": 0})
    page = post(cast.secretary, address, {"text": "Mine", "version": 0})
    assert page.status_code == 409
    assert "Theirs &lt;script&gt;" in page.content.decode()
    assert ">Mine</textarea>" in page.content.decode()
    theirs = MinuteText.objects.get()
    assert theirs.text == "Theirs <script>"
    post(cast.secretary, address, {"text": "Mine", "version": theirs.version})
    assert MinuteText.objects.get().text == "Mine"


def test_nothing_is_written_before_the_meeting_opens(item, secretary):
    Meeting.objects.update(state="circulated")
    with pytest.raises(NotOpen):
        acts.write_minute(item, "Early", by=secretary)


def test_nothing_is_written_while_the_chair_has_them(with_chair, item, secretary):
    with pytest.raises(Conflict, match=r"can’t be changed\. Ask the chair to return them first\."):
        acts.write_minute(item, "Late", version=1, by=secretary)


def test_what_is_wrong_in_published_minutes_is_corrected_on_their_page(cleared, item, secretary, post):
    page = post(secretary, reverse("meetings:write_minute", args=[item.pk]), {"text": "Late", "version": 1})
    assert page.status_code == 409
    assert "can’t be changed. Use “Correct the minutes” on their page." in text_of(page)


# ── to the chair and back ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_chair_is_told_and_nobody_else(with_chair, chair):
    notices = Notice.objects.filter(template="meetings/notices/minutes_to_clear.txt")
    assert [notice.recipient for notice in notices] == [chair]


def test_the_chair_returns_them_with_what_should_change(with_chair, cast, post, sign_in):
    page = post(cast.chair, url("return_minutes", with_chair.meeting), {"note": " "})
    assert page.status_code == 422
    assert post(cast.chair, url("return_minutes", with_chair.meeting), {"note": "Say who spoke"}).status_code == 302
    assert Minutes.objects.get().state == "draft"
    page = text_of(sign_in(cast.secretary).get(url("show_minutes", with_chair.meeting)))
    assert "Say who spoke" in page


def test_only_the_chair_clears(with_chair, cast, post):
    for name, person in cast.everybody.items():
        if name != "chair":
            seen = {"secretary", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}
            expected = 302 if name == "public" else 403 if name in seen else 404
            assert post(person, url("clear_minutes", with_chair.meeting)).status_code == expected, name
    with pytest.raises(PermissionDenied):
        acts.clear_minutes(with_chair, by=cast.secretary)


def test_a_draft_is_cleared_only_by_way_of_the_chair(unsent, cast, post):
    assert post(cast.chair, url("clear_minutes", unsent.meeting)).status_code == 409


def test_clearing_tells_the_members_and_a_second_click_is_the_same_act(with_chair, cast, post, sign_in):
    client = sign_in(cast.chair)
    form = client.get(url("clear_minutes", with_chair.meeting)).content.decode()
    token = form.split('name="form_token" value="')[1].split('"')[0]
    for _ in range(2):
        answer = client.post(url("clear_minutes", with_chair.meeting), {"form_token": token})
        assert answer.status_code == 302
    told = Notice.objects.filter(template="meetings/notices/minutes_cleared.txt")
    assert told.count() == 11
    assert Minutes.objects.get().version == with_chair.version + 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_clear_at_once_one_publishes(with_chair, chair):
    def clear(_):
        try:
            return acts.clear_minutes(with_chair, by=chair).state
        except NotOpen:
            return "too late"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(clear, range(2))) == ["cleared", "too late"]
    # PDF, Word and OpenDocument, for members and for everybody
    assert Document.objects.count() == 6


# ── what is published ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_public_reads_a_draft_with_the_open_items_only(cleared, board, secretary, client):
    make_meeting(board, secretary, day=HELD_ON.replace(month=6))
    page = client.get(url("show_minutes", cleared.meeting))
    assert "Draft minutes, to be approved on Friday 11 June 2027." in text_of(page)
    assert "1.1 They spoke of plan." in text_of(page)
    assert "Decision CCSP/2026/001 : Agreed Decided plan" in text_of(page)
    assert "2. A private matter Private Why it is private: It names people" in text_of(page)
    for secret in SECRETS:
        assert secret not in page.content.decode()


def test_private_readers_read_all_and_nobody_else(cleared, cast, sign_in):
    readers = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}
    for name, person in cast.everybody.items():
        for page in ("show_minutes", "show_meeting"):
            content = sign_in(person).get(url(page, cleared.meeting)).content.decode()
            assert ("Nightjar" in content) is (name in readers), (name, page)
        content = sign_in(person).get(url("show_minutes", cleared.meeting)).content.decode()
        assert ("Q7-witness" in content) is (name in readers), name


def test_who_was_invited_to_a_private_item_reads_what_came_of_it(cleared, private_item, cast, sign_in):
    address = reverse("meetings:show_decision", args=[private_item.decisions.get().pk])
    client = sign_in(cast.observer)
    assert client.get(address).status_code == 404
    ItemInvitation.objects.create(item=private_item, person=cast.observer, invited_at=AT_TWO, invited_by=cast.secretary)
    assert "Decided Q7-witness" in text_of(client.get(url("show_minutes", cleared.meeting)))
    assert client.get(address).status_code == 200


def test_a_draft_is_404_for_who_may_not_read_it(unsent, cast, sign_in):
    for name in ("public", "observer", "councillor", "former_member", "auditor"):
        assert sign_in(cast.everybody[name]).get(url("show_minutes", unsent.meeting)).status_code == 404, name
    assert sign_in(cast.police_lead).get(url("show_minutes", unsent.meeting)).status_code == 200


def test_two_files_are_kept_with_their_hashes_and_each_reader_gets_theirs(cleared, cast, sign_in):
    members, everybody = kept(cleared, for_members=True), kept(cleared)
    for name, document in (("police_lead", members), ("public", everybody)):
        answer = sign_in(cast.everybody[name]).get(url("download_minutes", cleared.meeting))
        data = b"".join(answer.streaming_content)
        assert hashlib.sha256(data).hexdigest() == document.sha256
    assert (members.marking, everybody.marking) == ("OFFICIAL-SENSITIVE", "OFFICIAL")


def test_what_is_set_for_the_public_holds_nothing_private(cleared):
    for for_members in (True, False):
        read = readable_minutes(cleared, private=for_members, names_people=for_members)
        told = json.dumps(as_data(read, Edition(1, "draft", AT_TWO), for_members=for_members))
        assert "They spoke of plan." in told
        for secret in ("Nightjar", "Q7-witness", "Rosa Whitfield"):
            assert (secret in told) is for_members, secret


def test_each_file_is_an_accessible_pdf_that_tells_in_its_bones_only_what_its_readers_may_read(cleared):
    for document, is_members in ((kept(cleared), False), (kept(cleared, for_members=True), True)):
        with pikepdf.open(document.file) as pdf:
            outline = [str(entry.title) for entry in pdf.open_outline().root]
            assert pdf.Root.MarkInfo.Marked
            assert pdf.docinfo["/Title"] == "Minutes of Thursday 11 March 2027"
            private = "2. Operation Nightjar" if is_members else "2. A private matter"
            assert outline == ["Who was there", "1. The plan", private]
            told = f"{pdf.docinfo!r} {pdf.open_metadata()} {document.name} {document.facts}"
        for secret in SECRETS:
            assert secret not in told


def test_what_was_cleared_stays_as_it_was(cleared, client):
    before = kept(cleared).sha256
    Attendance.objects.update(status="absent")
    assert (
        hashlib.sha256(b"".join(client.get(url("download_minutes", cleared.meeting)).streaming_content)).hexdigest()
        == before
    )


def test_a_visitor_who_has_the_minutes_is_told_that_nothing_changed_until_something_has(cleared, client, secretary):
    for address in (url("show_minutes", cleared.meeting), reverse("meetings:list_decisions")):
        mark = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": mark}).status_code == 304
        Decision.objects.filter(text="Decided plan").update(outcome="not agreed")
        again = client.get(address, headers={"If-None-Match": mark})
        assert again.status_code == 200
        assert "Not agreed" in text_of(again)
        Decision.objects.update(outcome="agreed")


def test_the_meetings_page_shows_each_reader_the_decisions_they_may_read(cleared, cast, sign_in):
    for name, shown in (("public", False), ("observer", False), ("police_lead", True)):
        page = text_of(sign_in(cast.everybody[name]).get(url("show_meeting", cleared.meeting)))
        assert "Decided plan" in page
        assert ("Decided Q7-witness" in page) is shown, name


# ── the next meeting ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_next_meeting_approves_them_with_corrections(cleared, next_meeting, cast, post, client):
    answers = {"at": next_meeting.pk, "version": cleared.version, "resolved": "with corrections",
               "whole": "In 1.1, for plan read draft plan."}  # fmt: skip
    assert post(cast.secretary, url("approve_minutes", cleared.meeting), answers).status_code == 302
    approved = Minutes.objects.get()
    assert (approved.state, approved.approved_by_meeting) == ("approved", next_meeting)
    client.logout()
    page = text_of(client.get(url("show_minutes", cleared.meeting)))
    assert "Approved by the meeting of Friday 11 June 2027." in page
    assert "In 1.1, for plan read draft plan." in page
    assert acts.sign_minutes(approved, by=cast.chair).state == "signed"


def test_the_approval_is_the_decision_of_the_meeting_that_sits_on_its_item_about_the_minutes(
    cleared, next_meeting, cast, post, sign_in
):
    item = make_item(next_meeting, title="Minutes of the last meeting", standing="minutes")
    answers = {"at": next_meeting.pk, "version": cleared.version, "resolved": "as they were"}
    assert post(cast.secretary, url("approve_minutes", cleared.meeting), answers).status_code == 302
    decision = item.decisions.get()
    assert (decision.outcome, decision.text) == (
        "agreed",
        "The minutes of 11 March 2027 were approved as they were.",
    )
    page = text_of(sign_in(cast.secretary).get(url("run_meeting", next_meeting)))
    assert f"{decision.reference} Agreed: The minutes of 11 March 2027 were approved as they were." in page
    assert conclude(next_meeting, by=cast.secretary).state == "concluded"


def test_what_the_meeting_decided_on_its_item_stands(cleared, next_meeting, cast):
    item = make_item(next_meeting, title="Minutes of the last meeting", standing="minutes")
    decided = record_decision(item, outcome="agreed", text="They are right.", by=cast.secretary)
    acts.approve_minutes(cleared, at=next_meeting, by=cast.secretary)
    assert list(item.decisions.all()) == [decided]


def test_the_next_meetings_page_leads_to_the_minutes_that_it_is_to_approve(cleared, next_meeting, client):
    page = client.get(url("show_meeting", next_meeting))
    assert f"Minutes of {cleared.meeting}" in text_of(page)
    assert url("show_minutes", cleared.meeting) in page.content.decode()


def test_an_earlier_meeting_or_one_that_has_not_opened_approves_nothing(cleared, board, secretary):
    earlier = make_meeting(board, secretary, day=HELD_ON.replace(month=1), state="concluded")
    ahead = make_meeting(board, secretary, day=HELD_ON.replace(month=6), state="circulated")
    for meeting in (earlier, ahead, cleared.meeting):
        with pytest.raises(ValidationError, match="later meeting"):
            acts.approve_minutes(cleared, at=meeting, by=secretary)


def test_what_the_page_costs(cleared, client, sign_in, cast, django_assert_max_num_queries):
    for person in (cast.public, cast.secretary, cast.chair):
        browser = sign_in(person)
        with django_assert_max_num_queries(24):
            browser.get(url("show_minutes", cleared.meeting))
