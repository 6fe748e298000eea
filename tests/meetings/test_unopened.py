"""The secretary sees who has not opened the latest papers, and asks them, once a day."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ccsp_portal.notices.models import Notice
from meetings.queries.unopened import not_opened
from meetings.workflow import papers
from meetings.workflow.unopened import ask_to_read
from tests.meetings.conftest import text_of
from tests.meetings.packing import fill, out
from tests.meetings.pdfs import pdf, upload


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def first(meeting, items, secretary):
    return out(meeting, secretary)


def names(meeting):
    return {each.person.name for each in not_opened(meeting)}


@pytest.mark.parametrize("page", ["members_pack", "read_pack", "open_pack"])
def test_who_opens_the_file_or_reads_it_on_the_web_has_opened_it(page, first, meeting, sign_in, police_lead):
    assert police_lead.name in names(meeting)
    sign_in(police_lead).get(reverse(f"meetings:{page}", args=[meeting.pk]))
    assert police_lead.name not in names(meeting)


def test_who_downloads_the_pack_has_read_on_the_page_of_replies_too(first, meeting, secretary, sign_in, police_lead):
    sign_in(police_lead).get(reverse("meetings:members_pack", args=[meeting.pk]))
    page = text_of(sign_in(secretary).get(reverse("meetings:show_replies", args=[meeting.pk])))
    assert "commander, West Midlands Police 4 May 2027" in page


def test_who_circulated_the_papers_is_not_said_not_to_have_opened_them(first, meeting, secretary):
    assert secretary.name not in names(meeting)
    assert len(names(meeting)) == 10


def test_after_a_supplement_they_have_not_opened_the_latest(first, meeting, items, secretary, sign_in, police_lead):
    from_then = first.circulated_at
    meeting.receipts.create(person=police_lead, pack_read_at=from_then)
    assert police_lead.name not in names(meeting)
    type(first).objects.filter(pk=first.pk).update(circulated_at=from_then.replace(year=2020))
    papers.bring_paper(items[0], upload(pdf(1)), title="Late", by=secretary)
    meeting.receipts.update(pack_read_at=from_then.replace(year=2021))
    out(meeting, secretary, "Late")
    assert {each.person: each.before.year for each in not_opened(meeting) if each.before} == {police_lead: 2021}


def test_they_are_asked_once_a_day_and_not_the_one_who_asks(first, meeting, secretary):
    asked = ask_to_read(meeting, by=secretary)
    assert len(asked) == 10
    assert secretary not in asked
    assert ask_to_read(meeting, by=secretary) == []
    assert Notice.objects.filter(template="meetings/notices/unopened.txt").count() == 10


def test_the_page_says_who_and_a_button_asks_them(first, meeting, secretary, post, sign_in, police_lead):
    page = text_of(sign_in(secretary).get(reverse("meetings:show_pack", args=[meeting.pk])))
    assert "Who has not opened the latest papers" in page
    assert police_lead.name in page
    url = reverse("meetings:ask_to_read", args=[meeting.pk])
    assert "This asks 10 people" in text_of(sign_in(secretary).get(url))
    assert post(secretary, url).status_code == 302
    assert "There is nobody to ask" in text_of(sign_in(secretary).get(url))


@pytest.mark.parametrize("name", ["chair", "police_lead", "observer", "former_member", "public"])
def test_only_the_secretary_asks(name, first, meeting, cast):
    with pytest.raises(PermissionDenied):
        ask_to_read(meeting, by=cast.everybody[name])
