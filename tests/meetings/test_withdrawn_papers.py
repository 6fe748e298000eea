"""A paper that is withdrawn after the pack went out: what its item's page, its own address and the reader say."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from meetings.models import Paper
from meetings.workflow import agenda, papers
from tests.meetings.conftest import NOW, text_of
from tests.meetings.packing import fill, out
from tests.meetings.pdfs import pdf, upload

AT = "withdrawn at 11am on Tuesday 4 May 2027"
WHY = "The figures were of another year"
THESE = "Of the pages in them, these are withdrawn:"
# of the private one
SECRET_WHY = "The witness PLANTEDWHY asked"


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def withdrawn(meeting, items, secretary, post):
    """The report on knives is withdrawn by its page, an hour after it went out; and so is the private one."""
    out(meeting, secretary)
    with clock.set_to(NOW + timedelta(hours=1)):
        for item, why in zip(items[:2], (WHY, SECRET_WHY), strict=True):
            assert post(secretary, address(item.papers.get()), {"reason": why}).status_code == 302
        yield items[0].papers.get()


def address(paper):
    return reverse("meetings:withdraw_paper", args=[paper.pk])


def page_of(item):
    return reverse("meetings:show_item", args=[item.pk])


def test_the_items_page_says_so_to_everybody_and_its_title_to_the_bodys_own(withdrawn, items, sign_in, client, cast):
    for person in (cast.police_lead, cast.chair, cast.observer):
        page = text_of(sign_in(person).get(page_of(items[0])))
        assert f"Report on knives went out with the papers of the meeting, and was {AT}. Why: {WHY}." in page
        assert "No paper has been brought" not in page
    client.logout()
    page = text_of(client.get(page_of(items[0])))
    assert f"A paper went out with the papers of the meeting, and was {AT}. Why: {WHY}." in page
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
            f"It was a paper to item 1, Knife crime. It went out with the papers of the meeting, and was {AT}. "
            f"Why: {WHY}." in said
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
    assert f"This paper was {AT}, and is not before the meeting. Why: {WHY}." in text_of(sign_in(cast.chair).get(url))
    papers.restore_paper(withdrawn, by=secretary)
    client.logout()
    assert client.get(url).status_code == 200
    assert "was withdrawn" not in text_of(client.get(page_of(items[0])))


def test_once_it_went_out_its_page_asks_why_and_says_who_is_told(meeting, items, secretary, sign_in, post):
    asked = text_of(sign_in(secretary).get(address(items[0].papers.get())))
    assert "It has been in no pack." in asked
    assert "Why is it withdrawn?" not in asked
    out(meeting, secretary)
    knives, private = (item.papers.get() for item in items[:2])
    assert "Why is it withdrawn? Everybody can read this." in text_of(sign_in(secretary).get(address(knives)))
    asked = text_of(sign_in(secretary).get(address(private)))
    assert "Those who may read this private item are told this. The public is not." in asked
    refused = post(secretary, address(knives))
    assert refused.status_code == 422
    assert "Enter why the paper is withdrawn" in text_of(refused)
    assert knives.versions.get().paper.withdrawn_at is None


def test_who_brought_it_is_told_when_somebody_else_withdraws_it(withdrawn, items, cast):
    told = Notice.objects.filter(template="meetings/notices/paper_withdrawn.txt")
    assert set(told.values_list("recipient__name", flat=True)) == {cast.police_lead.name, cast.deputy.name}
    assert {each.subject for each in told} == {"Withdrawn: Report on knives"}
    said = told.first().text
    assert "Asha Patel has withdrawn the paper “Report on knives”, which had gone out with the papers of" in said
    assert f"Why: {WHY}." in said
    # nobody presents the private one
    assert "PLANTED" not in "".join(told.values_list("text", flat=True))


def test_the_database_refuses_to_withdraw_one_that_went_out_without_a_reason(meeting, items, secretary):
    out(meeting, secretary)
    with pytest.raises(DatabaseError, match="withdrawn for a reason"), transaction.atomic():
        Paper.objects.filter(item=items[0]).update(withdrawn_at=clock.now())


def test_what_was_published_says_that_pages_are_withdrawn_when_and_why(withdrawn, meeting, sign_in, client, secretary):
    record = f"pages 1 to 2, {AT}. Why: {WHY}."
    client.logout()
    for name in ("show_published", "show_meeting"):
        page = text_of(client.get(reverse(f"meetings:{name}", args=[meeting.pk])))
        assert f"Withdrawn papers Files that went out before are not changed. {THESE} Item 1: {record}" in page
    page = text_of(sign_in(secretary).get(reverse("meetings:show_pack", args=[meeting.pk])))
    assert f"{THESE} Item 1, “Report on knives”: {record}" in page
    assert f"pages 3 to 5, {AT}. Why: {SECRET_WHY}." in page


def test_why_a_private_items_paper_was_withdrawn_is_for_its_readers_ever_after(
    withdrawn, items, meeting, secretary, sign_in, client, cast
):
    private = items[1]
    for reader in (cast.police_lead, cast.chair):
        assert SECRET_WHY in text_of(sign_in(reader).get(page_of(private)))
    places = [
        *(reverse(f"meetings:{name}", args=[meeting.pk]) for name in ("show_meeting", "show_published", "read_pack")),
        *(page_of(private), private.papers.get().get_absolute_url()),
    ]
    outside = (cast.everybody["public"], cast.observer)
    assert not [place for person in outside for place in places if _told(sign_in(person).get(place))]
    private.refresh_from_db()
    agenda.set_privacy(private, version=private.version, privacy="open", by=secretary)
    client.logout()
    assert f"A paper went out with the papers of the meeting, and was {AT}." in text_of(client.get(page_of(private)))
    assert not [place for person in outside for place in places if _told(sign_in(person).get(place))]
    assert SECRET_WHY in text_of(sign_in(cast.police_lead).get(page_of(private)))


@pytest.fixture
def sensitive(meeting, secretary):
    """A private item with a paper that is marked OFFICIAL-SENSITIVE and withdrawn, whose item is open now."""
    item = agenda.add_item(
        meeting,
        title="The case",
        purpose="discuss",
        privacy="private",
        private_reason="It names a person",
        public_title="A case",
        by=secretary,
    )
    paper = papers.bring_paper(
        item, upload(pdf(1, words="PLANTEDWORDS")), title="Case", marking="OFFICIAL-SENSITIVE", by=secretary
    ).paper
    out(meeting, secretary)
    papers.withdraw_paper(paper, reason="It named a witness", by=secretary)
    item.refresh_from_db()
    with clock.set_to(NOW + timedelta(hours=1)):
        agenda.set_privacy(item, version=item.version, privacy="open", by=secretary)
    return paper


def test_what_is_sensitive_stays_with_the_readers_of_private_items_when_its_item_is_opened(sensitive, sign_in, cast):
    places = [sensitive.get_absolute_url(), reverse("meetings:download_paper", args=[sensitive.versions.get().pk])]
    answers = {
        name: [sign_in(person).get(place).status_code for place in places]
        for name, person in cast.everybody.items()
        if name in ("police_lead", "observer", "councillor", "public")
    }
    # the observer reads the item now, and why a paper to it can't be read; that it was there, the public never knew
    assert answers == {
        # its copy is not made yet
        "police_lead": [200, 503],
        "observer": [410, 410],
        "councillor": [410, 410],
        "public": [404, 404],
    }
    assert "Case" not in text_of(sign_in(cast.observer).get(page_of(sensitive.item)))


def test_what_is_sensitive_is_not_put_back_on_an_open_item(sensitive, post, secretary):
    answer = post(secretary, reverse("meetings:restore_paper", args=[sensitive.pk]))
    assert answer.status_code == 409
    assert "The item is open, so everybody could read this paper." in text_of(answer)
    sensitive.refresh_from_db()
    assert sensitive.withdrawn_at


def test_the_addresses_of_what_everybody_read_say_that_it_is_private_now(meeting, items, secretary, client):
    out(meeting, secretary)
    paper = items[0].papers.get()
    places = [paper.get_absolute_url(), reverse("meetings:download_paper", args=[paper.versions.get().pk])]
    client.logout()
    assert client.get(places[0]).status_code == 200
    items[0].refresh_from_db()
    with clock.set_to(NOW + timedelta(hours=1)):
        agenda.set_privacy(
            items[0],
            version=items[0].version,
            privacy="private",
            private_reason="It names PLANTEDWHY",
            public_title="A report",
            by=secretary,
        )
    for place in places:
        answer = client.get(place)
        assert answer.status_code == 410
        assert "It went out with the papers of the meeting. Its item is private now." in text_of(answer)
        assert not _told(answer)
        assert "Knife crime" not in text_of(answer)


def _told(page):
    return "PLANTEDWHY" in page.content.decode()


def test_the_brief_says_of_a_paper_that_came_that_it_was_withdrawn_and_nobody_is_asked_to_send_it(
    withdrawn, meeting, sign_in, cast
):
    meeting.refresh_from_db()
    with clock.set_to(NOW.replace(month=6, day=9)):
        brief = text_of(sign_in(cast.chair).get(reverse("meetings:show_brief", args=[meeting.pk])))
        home = text_of(sign_in(cast.police_lead).get(reverse("home:home")))
        agenda_page = text_of(sign_in(cast.police_lead).get(reverse("meetings:show_meeting", args=[meeting.pk])))
    assert f"“Report on knives” was withdrawn on 4 May 2027: {WHY}." in brief
    assert "No paper has come" not in brief
    with clock.set_to(NOW.replace(day=5)):
        brief = text_of(sign_in(cast.chair).get(reverse("meetings:show_brief", args=[meeting.pk])))
    assert f"“Report on knives” was withdrawn on 4 May 2027: {WHY}." in brief
    assert "Send the paper for" not in home
    assert "No paper yet" not in agenda_page


def test_the_reader_on_the_web_begins_the_sentence_with_a_capital(withdrawn, meeting, client):
    client.logout()
    assert "Pages 1 to 2: withdrawn." in text_of(client.get(reverse("meetings:read_pack", args=[meeting.pk])))


def test_the_pages_are_sound(withdrawn, items, look, cast):
    for person in (cast.everybody["public"], cast.police_lead):
        look(person, page_of(items[0]), f"item-{'public' if person.is_anonymous else 'police'}")
        look(person, withdrawn.get_absolute_url(), f"withdrawn-{'public' if person.is_anonymous else 'police'}")
