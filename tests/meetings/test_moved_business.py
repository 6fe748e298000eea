"""Those whose items a cancelled meeting leaves are told where they stand now, and its page says so beside each."""

from datetime import date

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.delivery import deliver
from meetings.models import Meeting
from meetings.workflow import agenda, forward
from meetings.workflow.forward import Slot
from meetings.workflow.scheduling import convene
from tests.meetings.conftest import NOW, sitting, text_of
from tests.meetings.packing import out

PRIVATE = {"privacy": "private", "private_reason": "It names a victim", "public_title": "A safeguarding matter"}


@pytest.fixture
def others(meeting, board, secretary):
    """The Board also meets in May, and in September and December."""
    return [convene(board, sitting(day), by=secretary) for day in MEETINGS]


MEETINGS = [date(2027, 5, 27), date(2027, 9, 9), date(2027, 12, 9)]


@pytest.fixture
def items(meeting, secretary, partnership):
    """Two items of the police, of which one is private, and one of the housing provider."""
    add, police = agenda.add_item, partnership.seats["police"]
    return [
        add(meeting, title="Knife crime", purpose="decide", presenter=police, by=secretary),
        add(meeting, title="Nightjar", purpose="decide", presenter=police, by=secretary, **PRIVATE),
        add(meeting, title="Tenancies", purpose="note", presenter=partnership.seats["housing"], by=secretary),
    ]


@pytest.fixture
def cancel_and_carry(meeting, others, secretary, post):
    """By the pages: cancelled, and its business moved to September."""

    def act():
        post(secretary, f"/meetings/{meeting.pk}/cancel/", {"reason": "Local elections"})
        url = reverse("meetings:carry_over", args=[meeting.pk])
        assert post(secretary, url, {"to": others[1].pk}).status_code == 302

    return act


def moved_letters(mail_server, person):
    with clock.set_to(NOW):
        deliver()
    return [each for each in mail_server.to(person) if each["Subject"].startswith("Moved to")]


def test_each_presenter_gets_one_letter_with_all_of_theirs(
    items, cancel_and_carry, others, cast, mail_server, secretary
):
    planned = forward.propose(
        others[0].body,
        Slot(items[0].meeting),
        owner=items[0].presenter,
        by=cast.police_lead,
        title="Burglary",
        ground="request",
        ground_text="Asked",
    )
    forward.place(planned, Slot(items[0].meeting), by=secretary)
    cancel_and_carry()
    [letter] = moved_letters(mail_server, cast.police_lead)
    assert letter["Subject"] == "Moved to Thursday 9 September 2027: your items for CCSP Board, Thursday 10 June 2027"
    text = letter.get_body(("plain",)).get_content()
    assert "now stands on the agenda of CCSP Board, Thursday 9 September 2027, with its papers:" in text
    assert [title in text for title in ("Knife crime", "A safeguarding matter", "Burglary")] == [True] * 3
    assert "Nightjar" not in letter.as_string()
    assert "Tenancies" not in text
    assert f"/meetings/items/{items[0].pk}/" in text
    assert "Papers for that meeting are due by" in text
    [letter] = moved_letters(mail_server, cast.housing_rep)
    assert "your item for CCSP Board" in letter["Subject"]
    assert moved_letters(mail_server, cast.chair) == []
    # the plan's own letter would say the same once more
    assert [each["Subject"] for each in mail_server.to(cast.police_lead) if "proposal" in each["Subject"]] == [
        "Your proposal to the CCSP Board: Burglary"
    ]


def test_the_page_says_beside_each_item_where_it_went(
    items, meeting, cancel_and_carry, others, cast, secretary, sign_in, client
):
    out(meeting, secretary)
    cancel_and_carry()
    said = "Now on the agenda of CCSP Board, 9 September 2027"
    for person in (secretary, cast.police_lead):
        page = text_of(sign_in(person).get(meeting.get_absolute_url()))
        assert page.count(said) == 3
        assert f"Knife crime {said}" in page
    client.logout()
    assert said not in text_of(client.get(meeting.get_absolute_url()))
    out(Meeting.objects.get(pk=others[1].pk), secretary)
    client.logout()
    assert f"A safeguarding matter Private Why it is private: It names a victim {said}" in text_of(
        client.get(meeting.get_absolute_url())
    )


def test_the_next_meeting_after_the_cancelled_one_is_chosen_already(items, meeting, others, post, sign_in, secretary):
    post(secretary, f"/meetings/{meeting.pk}/cancel/", {"reason": "Local elections"})
    page = " ".join(sign_in(secretary).get(reverse("meetings:carry_over", args=[meeting.pk])).content.decode().split())
    assert f'value="{others[1].pk}" checked' in page
    assert page.count(" checked") == 1


def test_where_none_comes_after_it_the_first_is_chosen(items, meeting, board, post, sign_in, secretary):
    earlier = convene(board, sitting(MEETINGS[0]), by=secretary)
    post(secretary, f"/meetings/{meeting.pk}/cancel/", {"reason": "Local elections"})
    page = " ".join(sign_in(secretary).get(reverse("meetings:carry_over", args=[meeting.pk])).content.decode().split())
    assert f'value="{earlier.pk}" checked' in page


def test_the_page_is_sound(items, meeting, cancel_and_carry, secretary, cast, look):
    out(meeting, secretary)
    cancel_and_carry()
    look(cast.police_lead, meeting.get_absolute_url(), "moved")
