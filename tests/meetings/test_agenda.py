"""The agenda is laid out, added to and put in order; who may see an item is decided and recorded."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.workflow import NotOpen, Stale
from meetings.models import AgendaItem, Meeting
from meetings.workflow import agenda as acts
from meetings.workflow.scheduling import convene
from partners.models import Body, MeetingPolicy
from tests.meetings.conftest import sitting, text_of

STANDING = [
    {"key": "welcome", "title": "Welcome", "purpose": "note", "minutes": 5},
    {"key": "actions", "title": "Matters arising", "purpose": "discuss", "minutes": 10},
    {"key": "other-business", "title": "Any other business", "purpose": "discuss", "minutes": 5},
]
ANSWERS = {"title": "Knife crime", "purpose": "decide", "minutes_allotted": "20", "privacy": "open", "presenter": ""}


@pytest.fixture
def meeting(board, in_may, secretary):
    """A meeting of a Board that has standing items."""
    MeetingPolicy.objects.update(standing_items=STANDING)
    return convene(Body.objects.get(pk=board.pk), sitting(date(2027, 6, 10)), by=secretary)


def titles(meeting):
    return [item.title for item in meeting.items.live()]


def add(meeting, secretary, title="Knife crime", **fields):
    return acts.add_item(meeting, title=title, purpose="decide", by=secretary, **fields)


def test_a_new_meeting_has_the_bodys_standing_items(meeting):
    assert titles(meeting) == ["Welcome", "Matters arising", "Any other business"]


def test_new_business_comes_after_matters_arising_in_the_order_in_which_it_came(meeting, secretary):
    add(meeting, secretary, "First")
    add(meeting, secretary, "Second")
    assert titles(meeting) == ["Welcome", "Matters arising", "First", "Second", "Any other business"]


def test_items_change_places(meeting, secretary):
    item = add(meeting, secretary)
    assert acts.move_item(item, up=True, by=secretary)
    assert titles(meeting) == ["Welcome", "Knife crime", "Matters arising", "Any other business"]


def test_the_first_item_can_not_move_up(meeting, secretary):
    assert not acts.move_item(meeting.items.first(), up=True, by=secretary)


def test_a_withdrawn_item_can_be_put_back(meeting, secretary):
    item = add(meeting, secretary)
    acts.withdraw_item(item, by=secretary)
    assert "Knife crime" not in titles(meeting)
    acts.restore_item(item, by=secretary)
    assert "Knife crime" in titles(meeting)


def test_a_private_item_needs_a_reason_and_a_public_title(meeting, secretary):
    with pytest.raises(ValidationError, match="needs a reason and a public title"):
        add(meeting, secretary, privacy="private")


def test_what_is_private_is_recorded_with_who_decided(meeting, secretary):
    item = add(meeting, secretary, privacy="private", private_reason="It names people", public_title="A case")
    acts.edit_item(item, version=1, privacy="open", by=secretary)
    changes = list(item.privacy_changes.values_list("privacy", "decided_by__name"))
    assert changes == [("private", "Asha Patel"), ("open", "Asha Patel")]
    item.refresh_from_db()
    assert (item.private_reason, item.public_title) == ("", "")


def test_a_stale_change_is_told(meeting, secretary):
    item = add(meeting, secretary)
    acts.edit_item(item, version=1, privacy="open", title="Theirs", by=secretary)
    with pytest.raises(Stale):
        acts.edit_item(item, version=1, privacy="open", title="Mine", by=secretary)


@pytest.mark.parametrize("state", ["in session", "concluded", "cancelled"])
def test_an_agenda_is_closed_once_the_meeting_has_opened(state, meeting, secretary):
    fields = {"circulated_at": meeting.convened_at, "concluded_at": meeting.convened_at}
    cancelled = {"cancelled_at": meeting.convened_at, "cancelled_by": secretary, "cancelled_reason": "Snow"}
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **fields, **cancelled)
    with pytest.raises(NotOpen):
        add(meeting, secretary)


@pytest.mark.parametrize("name", ["chair", "police_lead", "councillor", "observer", "former_member", "public"])
def test_only_the_secretary_builds_the_agenda(name, meeting, cast):
    with pytest.raises(PermissionDenied):
        add(meeting, cast.everybody[name])


def test_numbers_are_drawn_in_order_and_a_late_item_gets_a_letter(meeting, secretary):
    add(meeting, secretary)
    for pk, number in acts.draw_numbers(meeting).items():
        AgendaItem.objects.filter(pk=pk).update(number=number)
    late = [add(meeting, secretary, "Late"), add(meeting, secretary, "Later")]
    drawn = acts.draw_numbers(meeting)
    assert [drawn[item.pk] for item in late] == ["3A", "3B"]
    assert sorted(drawn.values()) == ["1", "2", "3", "3A", "3B", "4"]


def test_a_withdrawn_items_number_is_not_given_again(meeting, secretary):
    first = add(meeting, secretary)
    for pk, number in acts.draw_numbers(meeting).items():
        AgendaItem.objects.filter(pk=pk).update(number=number)
    acts.withdraw_item(first, by=secretary)
    late = add(meeting, secretary, "Late")
    assert "3" not in acts.draw_numbers(meeting).values()
    assert acts.draw_numbers(meeting)[late.pk] in {"2A", "3A"}


def test_an_item_is_added_on_its_page(meeting, post, secretary):
    answer = post(secretary, reverse("meetings:add_item", args=[meeting.pk]), ANSWERS)
    assert answer.status_code == 302
    assert "Knife crime" in titles(meeting)


def test_a_private_item_without_a_reason_comes_back_with_what_was_typed(meeting, post, secretary):
    answer = post(secretary, reverse("meetings:add_item", args=[meeting.pk]), ANSWERS | {"privacy": "private"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Enter why the item is private" in page
    assert "Enter a title that the public may see" in page
    assert 'value="Knife crime"' in page


def test_a_stale_change_shows_both(meeting, post, secretary):
    item = add(meeting, secretary)
    acts.edit_item(item, version=1, privacy="open", title="Theirs & more", by=secretary)
    url = reverse("meetings:edit_item", args=[item.pk])
    answer = post(secretary, url, ANSWERS | {"title": "Mine", "version": "1"})
    assert answer.status_code == 409
    assert "Theirs & more" in text_of(answer)
    assert 'value="Mine"' in answer.content.decode()


def test_items_move_by_a_button(meeting, post, secretary):
    item = add(meeting, secretary)
    post(secretary, reverse("meetings:move_item", args=[item.pk, "down"]))
    assert titles(meeting)[-1] == "Knife crime"


def test_the_public_does_not_see_a_late_item_before_it_is_circulated(meeting, secretary, client, cast, sign_in):
    for pk, number in acts.draw_numbers(meeting).items():
        AgendaItem.objects.filter(pk=pk).update(number=number)
    Meeting.objects.filter(pk=meeting.pk).update(state="circulated", circulated_at=meeting.convened_at)
    late = add(meeting, secretary, "Late business")
    page = reverse("meetings:show_meeting", args=[meeting.pk])
    item = reverse("meetings:show_item", args=[late.pk])
    assert "Late business" not in text_of(client.get(page))
    assert client.get(item).status_code == 404
    assert "Late business Not circulated yet" in text_of(sign_in(cast.police_lead).get(page))


def test_the_page_of_an_item_that_was_taken_off_says_so_and_asks_for_no_papers(meeting, secretary, sign_in):
    item = add(meeting, secretary)
    page = sign_in(secretary).get(reverse("meetings:show_item", args=[item.pk]))
    assert ("Off the agenda" in text_of(page), "Write a paper" in text_of(page)) == (False, True)
    with clock.set_to(datetime(2027, 5, 4, 10, tzinfo=clock.LONDON)):
        acts.withdraw_item(item, by=secretary)
    page = sign_in(secretary).get(reverse("meetings:show_item", args=[item.pk]))
    assert "Off the agenda It was taken off at 10am on Tuesday 4 May 2027." in text_of(page)
    assert "Write a paper" not in text_of(page)


@pytest.mark.parametrize(
    ("name", "status"),
    [("secretary", 302), ("chair", 302), ("police_lead", 403), ("councillor", 403), ("former_member", 404)],
)
def test_the_chair_too_decides_what_is_private(name, status, meeting, secretary, cast, post):
    item = add(meeting, secretary)
    answers = {"privacy": "private", "private_reason": "It names people", "public_title": "A case", "version": "1"}
    url = reverse("meetings:set_privacy", args=[item.pk])
    assert post(cast.everybody[name], url, answers).status_code == status
    item.refresh_from_db()
    assert item.is_private is (status == 302)
    # the first says that it was open when it was added
    assert item.privacy_changes.count() == 1 + (status == 302)


@pytest.mark.parametrize("privacy", ["open", "private"])
def test_the_page_warns_of_what_becomes_of_what_went_out(privacy, meeting, secretary, sign_in):
    item = add(meeting, secretary)
    AgendaItem.objects.filter(pk=item.pk).update(privacy=privacy, private_reason="It names people", public_title="A")
    Meeting.objects.filter(pk=meeting.pk).update(state="circulated", circulated_at=meeting.convened_at)
    page = text_of(sign_in(secretary).get(reverse("meetings:set_privacy", args=[item.pk])))
    assert ("If you make the item private, the published files that show it are withdrawn" in page) is (
        privacy == "open"
    )
    assert ("If you make the item open, everybody can read it and its papers at once" in page) is (privacy == "private")


def test_a_stale_decision_on_privacy_shows_both(meeting, secretary, chair, post):
    item = add(meeting, secretary)
    acts.edit_item(item, version=1, privacy="open", title="Theirs", by=secretary)
    answers = {"privacy": "private", "private_reason": "It names people", "public_title": "A case", "version": "1"}
    answer = post(chair, reverse("meetings:set_privacy", args=[item.pk]), answers)
    assert answer.status_code == 409
    assert "As it is now" in text_of(answer)
