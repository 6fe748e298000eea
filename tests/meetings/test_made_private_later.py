"""What becomes of the published files, and of those who have them, when an item is made private after it went out."""

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.delivery import deliver
from meetings.models import PackWithdrawal
from meetings.workflow import papers
from partners.models import Appointment
from tests.meetings.conftest import NOW, text_of
from tests.meetings.packing import fill, out
from tests.meetings.pdfs import pdf, upload

PRIVATE = {"privacy": "private", "private_reason": "It names a person", "public_title": "A matter"}


@pytest.fixture
def items(meeting, secretary, partnership):
    """Knives, of the police; one that is private from the beginning; and the plan."""
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def first(meeting, items, secretary):
    return out(meeting, secretary)


@pytest.fixture
def make_private(post, secretary):
    """By its page."""

    def make(item, **words):
        item.refresh_from_db()
        sent = PRIVATE | {"version": item.version} | words
        assert post(secretary, reverse("meetings:set_privacy", args=[item.pk]), sent).status_code == 302

    return make


def late_paper(item, secretary, words="Late words"):
    papers.bring_paper(item, upload(pdf(1, words=words)), title="Late", by=secretary)


def answer(client, meeting, number, name):
    client.logout()
    return client.get(reverse("meetings:pack_file", args=[meeting.pk, number, name])).status_code


def test_a_supplement_that_shows_nothing_of_the_item_stays_published(
    first, meeting, items, secretary, make_private, client, sign_in
):
    knives, _, plan = items
    late_paper(plan, secretary)
    out(meeting, secretary, "It came late")
    make_private(knives)
    assert {answer(client, meeting, number, "open") for number in (1, 2)} == {410}
    assert answer(client, meeting, 2, "supplement") == 200
    page = text_of(client.get(reverse("meetings:show_meeting", args=[meeting.pk])))
    assert "Supplement: withdrawn" not in page
    packs = text_of(sign_in(secretary).get(reverse("meetings:show_pack", args=[meeting.pk])))
    why = f"Item 1 is private: {PRIVATE['private_reason']}."
    assert f"Open pack: withdrawn at 10am on Tuesday 4 May 2027 {why}" in packs
    make_private(plan, public_title="Another matter")
    assert answer(client, meeting, 2, "supplement") == 410


@pytest.mark.parametrize("change", ["a new paper", "a withdrawn paper", "another title"])
def test_a_supplement_whose_cover_or_pages_show_the_item_is_withdrawn(
    change, first, meeting, items, secretary, make_private, client
):
    knives, _, plan = items
    late_paper(plan, secretary)
    if change == "a new paper":
        late_paper(knives, secretary)
    elif change == "a withdrawn paper":
        papers.withdraw_paper(knives.papers.get(), reason="It was wrong", by=secretary)
    else:
        type(knives).objects.filter(pk=knives.pk).update(title="Knives", version=9)
    out(meeting, secretary, "It came late")
    make_private(knives)
    assert answer(client, meeting, 2, "supplement") == 410
    # its members' supplement is for those who may still read it
    assert PackWithdrawal.objects.count() == 3


def test_what_the_page_says_of_files_that_went_out_before_is_true(
    first, meeting, items, secretary, make_private, client
):
    knives, _, plan = items
    papers.withdraw_paper(plan.papers.get(), reason="It was wrong", by=secretary)
    out(meeting, secretary, "One is withdrawn")
    url = reverse("meetings:show_meeting", args=[meeting.pk])
    client.logout()
    said = "Files that went out before are not changed. Of the pages in them, these are withdrawn: Item 3: page 6"
    assert said in text_of(client.get(url))
    make_private(knives)
    client.logout()
    page = text_of(client.get(url))
    assert said in page
    assert "stay as they were" not in page
    assert "The open pack was withdrawn" in page


# ── those who have it ────────────────────────────────────────────────────────────────────────────────────────────────


def letters(mail_server, person):
    with clock.set_to(NOW):
        deliver()
    return [each for each in mail_server.to(person) if each["Subject"].startswith("Private now")]


def test_whoever_was_sent_the_papers_is_told_once_to_destroy_or_return_their_copy(
    first, meeting, items, make_private, cast, mail_server
):
    knives = items[0]
    deliver()
    Appointment.objects.filter(person=cast.observer).update(to_on=clock.today())
    make_private(knives, private_reason="planted-reason", public_title="A matter")
    [letter] = letters(mail_server, cast.police_lead)
    assert letter["Subject"] == "Private now: item 1 of CCSP Board, Thursday 10 June 2027"
    text = letter.get_body(("plain",)).get_content()
    assert "Item 1, “A matter”, has been made private since its papers were sent out." in text
    assert "Destroy every copy" in text
    assert "Knife" not in letter.as_string()
    assert "planted" not in letter.as_string()
    for person in (cast.deputy, cast.observer, cast.councillor, cast.chair):
        assert len(letters(mail_server, person)) == 1
    # who makes it private knows, and the auditor was sent nothing
    assert letters(mail_server, cast.secretary) == []
    assert letters(mail_server, cast.auditor) == []
    # other words for the public are no news to them
    make_private(knives, public_title="Another matter")
    assert len(letters(mail_server, cast.police_lead)) == 1


def test_nobody_is_told_of_an_item_that_had_not_gone_out(meeting, items, make_private, police_lead, mail_server):
    make_private(items[0])
    assert letters(mail_server, police_lead) == []
