"""Who takes no part in an item sees of it what the public does, in a pack of their own; a copy says whose it is."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from ccsp_portal.jobs.models import Job
from ccsp_portal.typeset.reading import texts_of
from meetings.models import ItemExclusion, Meeting, Minutes, MinuteText, PersonalPack
from meetings.queries.readers import readers_of
from meetings.tasks import make_personal_pack
from meetings.workflow import forward, papers
from meetings.workflow.exclusions import end_exclusion, leave_out
from meetings.workflow.forward import Slot
from tests.factories import make_decision
from tests.meetings.conftest import NOW, text_of
from tests.meetings.packing import SECRET, fill, labels, out
from tests.meetings.pdfs import everything_in, pdf, upload

WHY = "Their firm is named in it"


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def private(items):
    return items[1]


@pytest.fixture
def first(meeting, items, secretary):
    return out(meeting, secretary)


@pytest.fixture
def left_out(first, private, secretary, police_lead):
    """The police lead takes no part in the private item; their pack is made."""
    exclusion = leave_out(private, police_lead, reason=WHY, by=secretary)
    make_own()
    return exclusion


def make_own():
    for job in Job.objects.filter(kind="meetings.make_personal_pack", state="queued"):
        make_personal_pack(job.pk)


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def members_pack(client, meeting):
    return client.get(reverse("meetings:members_pack", args=[meeting.pk]))


def test_their_pack_has_the_same_page_numbers_and_nothing_of_the_item(left_out, meeting, sign_in, police_lead):
    answer = members_pack(sign_in(police_lead), meeting)
    assert answer.status_code == 200
    assert labels(answer.content) == ["i", "1", "2", "6"]
    assert SECRET.encode() not in everything_in(answer.content)
    assert PersonalPack.objects.get().person == police_lead


def test_nothing_of_the_item_is_shown_to_them_anywhere(left_out, meeting, private, secretary, sign_in, police_lead):
    papers.bring_paper(private, upload(pdf(1)), title=f"More {SECRET}", by=secretary)
    out(meeting, secretary, "Late")
    make_own()
    client = sign_in(police_lead)
    version = private.papers.first().versions.get()
    for name, args in (
        ("show_meeting", [meeting.pk]),
        ("read_pack", [meeting.pk]),
        ("open_pack", [meeting.pk]),
        ("members_pack", [meeting.pk]),
        ("show_item", [private.pk]),
        ("download_paper", [version.pk]),
        ("pack_file", [meeting.pk, 1, "members"]),
        ("pack_file", [meeting.pk, 2, "members"]),
        ("pack_file", [meeting.pk, 2, "members-supplement"]),
        ("pack_pages", [meeting.pk]),
    ):
        answer = client.get(reverse(f"meetings:{name}", args=args), {"pages": "1-6"})
        said = body(answer)
        assert SECRET.encode() not in (everything_in(said) if said.startswith(b"%PDF") else said), name


def test_their_supplement_is_theirs_too(left_out, meeting, items, private, secretary, sign_in, police_lead):
    papers.bring_paper(private, upload(pdf(1)), title=f"More {SECRET}", by=secretary)
    papers.bring_paper(items[2], upload(pdf(2, words="Late words")), title="Late", by=secretary)
    out(meeting, secretary, "Late")
    client, url = sign_in(police_lead), reverse("meetings:pack_file", args=[meeting.pk, 2, "members-supplement"])
    assert client.get(url).status_code == 409
    make_own()
    page = client.get(meeting.get_absolute_url())
    assert "Your own supplement , without what you take no part in: pages 6A to 6B (PDF)" in text_of(page)
    assert url in page.content.decode()
    answer = client.get(url)
    assert labels(answer.content) == ["6A", "6B"]
    assert f"Copy for {police_lead.name}" in words_in(answer.content)
    assert SECRET.encode() not in everything_in(answer.content)
    first = reverse("meetings:pack_file", args=[meeting.pk, 1, "members"])
    assert client.get(first).status_code == 404


def words_in(data):
    with pikepdf.open(io.BytesIO(data)) as opened:
        return " ".join(texts_of(opened))


def test_nothing_of_what_came_of_it_is_shown_to_them_either(left_out, meeting, private, secretary, sign_in, cast):
    MinuteText.objects.create(item=private, text=SECRET, html=f"<p>{SECRET}</p>", written_at=NOW, written_by=secretary)
    make_decision(private, secretary, text=f"{SECRET} is agreed")
    Minutes.objects.create(meeting=meeting, state="cleared", cleared_at=NOW, cleared_by=secretary)
    for name, is_readable in (("police_lead", False), ("chair", True)):
        client = sign_in(cast.everybody[name])
        for address in (reverse("meetings:show_minutes", args=[meeting.pk]), reverse("meetings:list_decisions")):
            assert (SECRET in client.get(address).content.decode()) == is_readable, (name, address)


def test_nor_is_what_the_forward_plan_says_of_it(meeting, board, secretary, partnership, sign_in, police_lead):
    said = {"ground": "request", "ground_text": SECRET, "title": SECRET, "description": SECRET}
    why = {"privacy": "private", "private_reason": "It names a person", "public_title": "A review"}
    slot, owner = Slot(meeting), partnership.seats["council"]
    planned = forward.place(forward.propose(board, slot, owner=owner, by=secretary, **said, **why), slot, by=secretary)
    client, page = sign_in(police_lead), reverse("meetings:show_planned_item", args=[planned.pk])
    assert client.get(page).status_code == 200
    exclusion = leave_out(planned.item, police_lead, reason=WHY, by=secretary)
    assert client.get(page).status_code == 404
    assert SECRET not in client.get("/meetings/forward/board/").content.decode()
    end_exclusion(exclusion, by=secretary)
    assert client.get(page).status_code == 200


def test_until_their_pack_is_made_they_are_told_to_wait(first, meeting, private, secretary, police_lead, sign_in):
    leave_out(private, police_lead, reason=WHY, by=secretary)
    client = sign_in(police_lead)
    answer = members_pack(client, meeting)
    assert answer.status_code == 409
    assert "Your own pack is being made" in text_of(answer)
    assert "Your own pack is being made" in text_of(client.get(reverse("meetings:show_meeting", args=[meeting.pk])))
    assert client.get(reverse("meetings:read_pack", args=[meeting.pk])).status_code == 200


def test_one_left_out_before_it_goes_out_gets_their_own(meeting, items, private, secretary, police_lead, sign_in):
    leave_out(private, police_lead, reason=WHY, by=secretary)
    out(meeting, secretary)
    make_own()
    assert labels(members_pack(sign_in(police_lead), meeting).content) == ["i", "1", "2", "6"]


def test_when_it_ends_they_read_it_again_and_it_stays_on_record(left_out, meeting, secretary, police_lead, sign_in):
    end_exclusion(left_out, by=secretary)
    answer = members_pack(sign_in(police_lead), meeting)
    assert labels(answer.content) == ["i", "1", "2", "3", "4", "5", "6"]
    assert ItemExclusion.objects.get().ended_by == secretary


def test_everybody_else_reads_on(left_out, meeting, sign_in, cast):
    for person in (cast.chair, cast.deputy, cast.secretary):
        answer = members_pack(sign_in(person), meeting)
        assert labels(answer.content) == ["i", "1", "2", "3", "4", "5", "6"]


def test_who_could_see_it_leaves_them_out(left_out, private, clock_at, police_lead):
    tomorrow = (NOW + timedelta(days=1)).date()
    with clock_at(tomorrow):
        assert police_lead not in {right.person for right in readers_of(private, tomorrow).rights}


@pytest.mark.parametrize("name", ["police_lead", "councillor", "observer", "former_member", "public"])
def test_only_the_secretary_and_the_chair_leave_people_out(name, private, cast):
    with pytest.raises(PermissionDenied):
        leave_out(private, cast.council_officer, reason=WHY, by=cast.everybody[name])


def test_the_secretary_and_those_who_could_not_read_it_are_not_left_out(private, cast):
    for person in (cast.secretary, cast.observer, cast.former_member):
        with pytest.raises(ValidationError, match="Choose somebody who could read the item"):
            leave_out(private, person, reason=WHY, by=cast.chair)


def test_the_page_asks_whom_and_why_and_lists_them(first, private, secretary, police_lead, post, sign_in):
    url = reverse("meetings:leave_out", args=[private.pk])
    refused = post(secretary, url, {"person": "", "reason": ""})
    assert refused.status_code == 422
    assert "Choose who takes no part in it" in text_of(refused)
    assert "Enter why they take no part in it" in text_of(refused)
    assert post(secretary, url, {"person": police_lead.pk, "reason": WHY}).status_code == 302
    assert f"{police_lead.name}: {WHY}." in text_of(sign_in(secretary).get(url))
    end = reverse("meetings:end_exclusion", args=[ItemExclusion.objects.get().pk])
    assert post(secretary, end).status_code == 302
    assert post(secretary, end).status_code == 409


def test_after_the_meeting_the_page_lists_them_and_lets_them_back_in(
    left_out, private, meeting, secretary, post, sign_in
):
    Meeting.objects.filter(pk=meeting.pk).update(state="concluded", concluded_at=NOW)
    url = reverse("meetings:leave_out", args=[private.pk])
    client = sign_in(secretary)
    assert "Who is left out of it" in text_of(client.get(reverse("meetings:show_item", args=[private.pk])))
    page = text_of(client.get(url))
    assert "The meeting is over, so nobody else can be left out of it." in page
    assert f"{left_out.person.name}: {WHY}." in page
    assert post(secretary, url, {"person": left_out.person_id, "reason": WHY}).status_code == 409
    end = reverse("meetings:end_exclusion", args=[left_out.pk])
    assert "They can read what is minuted, decided and asked for under it." in text_of(client.get(end))
    assert post(secretary, end).status_code == 302
    assert "Nobody is." in text_of(client.get(url))


# ── whose copy it is ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_page_of_a_private_copy_says_whose_it_is_and_the_stored_file_does_not(first, meeting, sign_in, cast):
    before = first.members_document.sha256
    answer = members_pack(sign_in(cast.chair), meeting)
    with pikepdf.open(io.BytesIO(answer.content)) as opened:
        texts = texts_of(opened)
    assert all(f"Copy for {cast.chair.name}," in " ".join(text.split()) for text in texts)
    some = sign_in(cast.chair).get(reverse("meetings:pack_pages", args=[meeting.pk]), {"pages": "3"})
    with pikepdf.open(io.BytesIO(some.content)) as opened:
        assert f"Copy for {cast.chair.name}," in texts_of(opened)[0]
    first.refresh_from_db()
    assert first.members_document.sha256 == before


def test_an_open_copy_names_nobody(first, meeting, sign_in, cast):
    answer = sign_in(cast.chair).get(reverse("meetings:open_pack", args=[meeting.pk]))
    with pikepdf.open(io.BytesIO(body(answer))) as opened:
        assert not any(cast.chair.name in text for text in texts_of(opened))
