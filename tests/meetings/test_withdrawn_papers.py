"""A paper that is withdrawn after the pack went out: what its item's page, its own address and the reader say."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.workflow import papers
from tests.meetings.conftest import NOW, text_of
from tests.meetings.packing import fill, out

AT = "withdrawn at 11am on Tuesday 4 May 2027"


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def withdrawn(meeting, items, secretary, post):
    """The report on knives is withdrawn by its page, an hour after it went out; and so is the private one."""
    out(meeting, secretary)
    with clock.set_to(NOW + timedelta(hours=1)):
        for item in items[:2]:
            paper = item.papers.get()
            assert post(secretary, reverse("meetings:withdraw_paper", args=[paper.pk])).status_code == 302
        yield items[0].papers.get()


def page_of(item):
    return reverse("meetings:show_item", args=[item.pk])


def test_the_items_page_says_so_to_everybody_and_its_title_to_the_bodys_own(withdrawn, items, sign_in, client, cast):
    for person in (cast.police_lead, cast.chair, cast.observer):
        page = text_of(sign_in(person).get(page_of(items[0])))
        assert f"Report on knives went out with the papers of the meeting, and was {AT}." in page
        assert "No paper has been brought" not in page
    client.logout()
    page = text_of(client.get(page_of(items[0])))
    assert f"A paper went out with the papers of the meeting, and was {AT}." in page
    assert "Report on knives" not in page
    assert "No paper has been brought" not in page


def test_its_permanent_address_and_its_file_answer_the_public_that_it_was_withdrawn(withdrawn, items, client, meeting):
    client.logout()
    for url in (
        reverse("meetings:show_paper", args=[withdrawn.pk]),
        reverse("meetings:download_paper", args=[withdrawn.versions.get().pk]),
    ):
        answer = client.get(url)
        assert answer.status_code == 410
        said = text_of(answer)
        assert "This paper was withdrawn" in said
        assert (
            f"It was a paper to item 1, Knife crime. It was published with the papers of the meeting, and {AT}." in said
        )
        assert "Report on knives" not in said


def test_of_a_private_items_paper_the_public_learns_nothing(withdrawn, items, client):
    client.logout()
    private = items[1].papers.get()
    assert client.get(private.get_absolute_url()).status_code == 404
    assert client.get(reverse("meetings:download_paper", args=[private.versions.get().pk])).status_code == 404


def test_one_that_never_went_out_is_not_said_to_have_been_withdrawn(meeting, items, secretary, client):
    paper = papers.withdraw_paper(items[0].papers.get(), by=secretary)
    client.logout()
    assert client.get(paper.get_absolute_url()).status_code == 404


def test_the_bodys_own_people_read_when_and_once_put_back_it_is_as_before(
    withdrawn, items, sign_in, client, cast, secretary
):
    url = withdrawn.get_absolute_url()
    assert f"This paper was {AT}, and is not before the meeting." in text_of(sign_in(cast.chair).get(url))
    papers.restore_paper(withdrawn, by=secretary)
    client.logout()
    assert client.get(url).status_code == 200
    assert "was withdrawn" not in text_of(client.get(page_of(items[0])))


def test_the_reader_on_the_web_begins_the_sentence_with_a_capital(withdrawn, meeting, client):
    client.logout()
    assert "Pages 1 to 2: withdrawn." in text_of(client.get(reverse("meetings:read_pack", args=[meeting.pk])))


def test_the_pages_are_sound(withdrawn, items, look, cast):
    for person in (cast.everybody["public"], cast.police_lead):
        look(person, page_of(items[0]), f"item-{'public' if person.is_anonymous else 'police'}")
        look(person, withdrawn.get_absolute_url(), f"withdrawn-{'public' if person.is_anonymous else 'police'}")
