"""Opening without a supplement is asked for; what was not circulated gets a number then, and is not published."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from ccsp_portal import clock
from meetings.queries.readers import readers_of
from meetings.tasks import assemble_pack
from meetings.workflow import agenda, papers
from tests.factories import moment
from tests.meetings.conftest import text_of
from tests.meetings.packing import SECRET, data, fill, out
from tests.meetings.packing import labels as labels_in
from tests.meetings.pdfs import pdf, upload

PRIVATE = {"privacy": "private", "private_reason": "It names a person", "public_title": "A matter"}


@pytest.fixture
def knives(meeting, secretary, partnership):
    """Knives, with a paper, is item 1 of an agenda that is out; a private item is 2, and the plan 3."""
    knives, *_ = fill(meeting, secretary, partnership.seats["police"])
    out(meeting, secretary)
    knives.refresh_from_db()
    return knives


@pytest.fixture
def late(knives, meeting, secretary):
    """An item with a paper that came after the papers went out, and a private one."""
    grant = agenda.add_item(meeting, title="A grant", purpose="decide", by=secretary)
    papers.bring_paper(grant, upload(pdf(1)), title="What it is for", late_reason="It came today", by=secretary)
    agenda.add_item(meeting, title=f"The {SECRET} appeal", purpose="note", **PRIVATE, by=secretary)
    return grant


def opened(meeting, secretary, post, **answers):
    with clock.set_to(moment(meeting.day)):
        return post(secretary, reverse("meetings:open_meeting", args=[meeting.pk]), answers)


def test_opening_without_a_supplement_says_what_is_not_circulated_and_is_asked_for(
    late, meeting, knives, secretary, sign_in, post
):
    papers.bring_paper(knives, upload(pdf(1)), title="Late figures", late_reason="They came today", by=secretary)
    with clock.set_to(moment(meeting.day)):
        page = sign_in(secretary).get(reverse("meetings:open_meeting", args=[meeting.pk]))
    assert f"“A grant”, “The {SECRET} appeal” and “Late figures” are not circulated." in text_of(page)
    assert reverse("meetings:circulate", args=[meeting.pk]) in page.content.decode()
    assert "A paper that has not been circulated is not published" in text_of(page)
    refused = opened(meeting, secretary, post)
    assert refused.status_code == 422
    assert "Tick to open it without circulating “A grant”" in text_of(refused)
    assert opened(meeting, secretary, post, without="on").status_code == 302


def test_nothing_is_asked_where_everything_is_circulated(late, meeting, secretary, sign_in, post):
    out(meeting, secretary, "A grant was offered")
    with clock.set_to(moment(meeting.day)):
        page = text_of(sign_in(secretary).get(reverse("meetings:open_meeting", args=[meeting.pk])))
    assert "circulat" not in page
    assert opened(meeting, secretary, post).status_code == 302


def test_what_was_not_circulated_gets_a_number_as_the_meeting_opens(late, meeting, secretary, sign_in, post):
    opened(meeting, secretary, post, without="on")
    assert [item.number for item in meeting.items.live()] == ["1", "2", "3", "3A", "3B"]
    with clock.set_to(moment(meeting.day)):
        answers = {"text": "It was welcomed.", "version": "0"}
        page = post(secretary, reverse("meetings:write_minute", args=[late.pk]), answers, follow=True)
    assert "The minute of item 3A is saved." in page.content.decode()


def test_opening_publishes_the_entry_of_an_open_item_and_no_paper(
    late, meeting, secretary, post, sign_in, client, observer, police_lead
):
    address = reverse("meetings:show_paper", args=[late.papers.get().pk])
    before = {person: sign_in(person).get(address).status_code for person in (observer, police_lead)}
    opened(meeting, secretary, post, without="on")
    assert late.papers.get().versions.get().published_at is None
    agenda_page = text_of(sign_in(AnonymousUser()).get(reverse("meetings:show_meeting", args=[meeting.pk])))
    item_page = text_of(client.get(reverse("meetings:show_item", args=[late.pk])))
    assert "3A. A grant" in agenda_page
    assert "3B. A matter" in agenda_page
    for page in (agenda_page, item_page):
        assert SECRET not in page
        assert "What it is for" not in page
    assert sign_in(AnonymousUser()).get(address).status_code == 404
    assert {person: sign_in(person).get(address).status_code for person in (observer, police_lead)} == before


def test_the_open_pack_made_afresh_later_holds_no_paper_that_was_not_circulated(late, meeting, knives, secretary, post):
    opened(meeting, secretary, post, without="on")
    agenda.set_privacy(knives, version=knives.version, **PRIVATE, by=secretary)
    pack = meeting.packs.get(state="making")
    assemble_pack(pack.job_id)
    pack.refresh_from_db()
    assert (pack.state, labels_in(data(pack.open_document))) == ("circulated", ["i", "6"])
    assert late.papers.get().versions.get().published_at is None


def test_an_opening_that_is_taken_back_leaves_what_was_not_circulated_to_be(late, meeting, secretary, post):
    opened(meeting, secretary, post, without="on")
    post(secretary, reverse("meetings:take_back_opening", args=[meeting.pk]))
    assert [item.number for item in meeting.items.live()] == ["1", "2", "3", "", ""]
    second = out(meeting, secretary, "A grant was offered")
    assert [change["what"] for change in second.changes][:1] == ["item added"]


def test_who_could_read_a_late_item_is_told_from_the_opening(late, meeting, secretary, post):
    opened(meeting, secretary, post, without="on")
    late.refresh_from_db()
    assert not readers_of(late, clock.today()).is_public
    assert readers_of(late, meeting.day).is_public
