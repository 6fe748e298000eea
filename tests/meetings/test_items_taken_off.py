"""An item that is taken off the agenda after it went out: what its page, its papers and the meeting's page say."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import AgendaItem
from meetings.workflow import forward
from meetings.workflow.forward import Slot
from meetings.workflow.session import conclude, open_meeting
from tests.meetings.conftest import NOW, text_of
from tests.meetings.packing import SECRET, fill, out

AT = "at 11am on Tuesday 4 May 2027"
WHY = "It comes back in the autumn"
OFF = f"went out with the agenda, and was taken off it {AT}. Why: {WHY}."


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def off(meeting, items, secretary, post):
    """Knife crime and the private item, an hour after they went out."""
    out(meeting, secretary)
    with clock.set_to(NOW + timedelta(hours=1)):
        for item in items[:2]:
            assert post(secretary, page("withdraw_item", item), {"reason": WHY}).status_code == 302
        yield items[:2]


def page(name, thing):
    return reverse(f"meetings:{name}", args=[thing.pk])


def papers_of(item):
    paper = item.papers.get()
    return page("show_paper", paper), page("download_paper", paper.versions.get())


def test_its_page_asks_why_once_it_went_out_and_says_that_everybody_reads_it(meeting, items, secretary, sign_in, post):
    knives, address = items[0], page("withdraw_item", items[0])
    assert "Why is it taken off?" not in text_of(sign_in(secretary).get(address))
    out(meeting, secretary)
    asked = text_of(sign_in(secretary).get(address))
    assert "Why is it taken off? Anybody can read this." in asked
    assert "Packs that have gone out keep its pages." in asked
    refused = post(secretary, address, {"reason": " "})
    assert refused.status_code == 422
    assert "Enter why it is taken off" in text_of(refused)
    assert AgendaItem.objects.live().filter(pk=knives.pk).exists()


def test_the_meetings_page_says_so_to_everybody_by_the_title_that_they_may_know(off, meeting, sign_in, client, cast):
    client.logout()
    for reader in (client, sign_in(cast.police_lead)):
        said = text_of(reader.get(page("show_meeting", meeting)))
        assert f"Item 1, “Knife crime”, {OFF}" in said
        assert f"Item 2, “A domestic homicide review”, {OFF}" in said
        assert f"pages 1 to 2, withdrawn {AT}. Why: {WHY}." in said


def test_its_own_page_is_gone_with_a_sentence_and_a_private_ones_for_its_readers_alone(off, sign_in, client, cast):
    knives, private = (page("show_item", each) for each in off)
    client.logout()
    assert client.get(private).status_code == 404
    answer = client.get(knives)
    assert answer.status_code == 410
    assert f"Item 1, “Knife crime”, {OFF}" in text_of(answer)
    assert "Report on knives" not in text_of(answer)
    member = sign_in(cast.police_lead)
    assert "Report on knives" in text_of(member.get(knives))
    assert f"Item 2, “The {SECRET} case”, {OFF}" in text_of(member.get(private))


def test_its_papers_answer_the_public_as_withdrawn_ones_do_and_stay_for_members(off, sign_in, client, cast):
    knives, private = off
    client.logout()
    assert [client.get(address).status_code for address in papers_of(private)] == [404, 404]
    for address in papers_of(knives):
        answer = client.get(address)
        assert answer.status_code == 410
        assert (
            "It was a paper to item 1, Knife crime. It went out with the papers of the meeting, and was withdrawn "
            f"with the item, which was taken off the agenda {AT}. Why: {WHY}." in text_of(answer)
        )
        assert "Report on knives" not in text_of(answer)
    member = sign_in(cast.police_lead)
    shown, file = (member.get(address) for address in papers_of(knives))
    assert (shown.status_code, file.status_code) == (200, 200)
    said = f"Its item was taken off the agenda {AT}, so this paper is not before the meeting. Why: {WHY}."
    assert said in text_of(shown)


def test_put_back_it_is_as_before(off, meeting, secretary, post, client):
    knives = off[0]
    assert post(secretary, page("restore_item", knives)).status_code == 302
    knives.refresh_from_db()
    assert (knives.withdrawn_at, knives.withdrawn_because) == (None, "")
    client.logout()
    for address in (page("show_item", knives), papers_of(knives)[0]):
        assert client.get(address).status_code == 200
    assert "“Knife crime”, went out" not in text_of(client.get(page("show_meeting", meeting)))


@pytest.fixture
def moved(meeting, secretary, board, partnership):
    """Planned for this meeting, and moved to a later quarter by the forward plan."""
    why = {"purpose": "decide", "ground": "request", "ground_text": "Asked for by the Panel"}
    planned = forward.propose(
        board, Slot(meeting), title="Rural crime", owner=partnership.seats["police"], **why, by=secretary
    )
    placed = forward.place(planned, Slot(meeting), by=secretary)
    return forward.move(placed, Slot(year=2027, quarter=4), reason="Too early", by=secretary)


def test_what_the_forward_plan_moved_away_comes_back_from_there_alone(moved, meeting, secretary, sign_in, post):
    building = text_of(sign_in(secretary).get(page("edit_agenda", meeting)))
    said = "Rural crime: it is planned for Q4 of 2027/28. Move it back on the forward plan"
    assert said in building
    assert "Put back" not in building
    refused = post(secretary, page("restore_item", moved.item))
    assert refused.status_code == 409
    said = "It is planned for Q4 of 2027/28. Move it back to this meeting on the forward plan."
    assert said in text_of(refused)
    assert not AgendaItem.objects.live().filter(pk=moved.item_id).exists()
    forward.move(moved, Slot(meeting), reason="Wanted sooner", by=secretary)
    assert AgendaItem.objects.live().filter(pk=moved.item_id, meeting=meeting).exists()


def test_the_minutes_say_that_it_was_taken_off_before_the_meeting(off, meeting, secretary, sign_in):
    with clock.set_to(meeting.starts_at):
        open_meeting(meeting, by=secretary)
        conclude(meeting, by=secretary)
        said = text_of(sign_in(secretary).get(page("show_minutes", meeting)))
    assert f"It went out with the agenda, and was taken off before the meeting. Why: {WHY}." in said
    assert "It was added while the meeting sat" not in said
