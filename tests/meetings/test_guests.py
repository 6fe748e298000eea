"""A person without a seat is let into one item, and out again."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import NotOpen
from meetings.models import AgendaItem, ItemInvitation
from meetings.workflow.guests import end_invitation, invite_to_item
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import text_of


@pytest.fixture
def private_item(in_may, board, secretary):
    return make_item(
        make_meeting(board, secretary, day=date(2027, 6, 10)), title="Operation Nightjar", privacy="private"
    )


def page_of(item):
    return reverse("meetings:show_item", args=[item.pk])


def guests_of(item):
    return reverse("meetings:invite_to_item", args=[item.pk])


def ending(invitation):
    return reverse("meetings:end_item_invitation", args=[invitation.pk])


def test_the_secretary_lets_a_councillor_into_one_item_and_she_is_told(
    private_item, sign_in, post, secretary, councillor
):
    other = make_item(private_item.meeting, title="Another", privacy="private")
    assert sign_in(councillor).get(page_of(private_item)).status_code == 404
    answer = post(secretary, guests_of(private_item), {"person": councillor.pk})
    assert answer.url == guests_of(private_item)
    assert sign_in(councillor).get(page_of(private_item)).status_code == 200
    assert sign_in(councillor).get(page_of(other)).status_code == 404
    told = Notice.objects.get(recipient=councillor)
    assert page_of(private_item) in told.text
    assert "Nightjar" not in told.subject + told.text


def test_the_chair_may_too_and_nobody_else(private_item, sign_in, post, cast):
    answers = {
        name: sign_in(person).get(guests_of(private_item)).status_code for name, person in cast.everybody.items()
    }
    readers = ("police_lead", "deputy", "council_officer", "housing_rep", "two_seats")
    unseen = ("observer", "councillor", "analyst", "pcc_officer", "auditor", "former_member")
    assert answers == (
        {"secretary": 200, "chair": 200, "public": 302} | dict.fromkeys(readers, 403) | dict.fromkeys(unseen, 404)
    )
    assert post(cast.police_lead, guests_of(private_item), {"person": cast.councillor.pk}).status_code == 403
    assert ItemInvitation.objects.count() == 0


def test_those_who_read_the_item_anyway_are_not_offered(private_item, sign_in, post, cast):
    offered = sign_in(cast.secretary).get(guests_of(private_item)).context["form"].fields["person"].queryset
    assert {person.name for person in offered} == {
        cast.everybody[name].name
        for name in ("observer", "councillor", "analyst", "pcc_officer", "auditor", "former_member")
    }
    refused = post(cast.secretary, guests_of(private_item), {"person": cast.chair.pk})
    assert refused.status_code == 422
    assert "Select whom you invite from the list" in text_of(refused) or "from the list" in text_of(refused)


def test_of_an_open_item_it_says_who_reads_it_anyway(in_may, board, sign_in, secretary):
    item = make_item(make_meeting(board, secretary, day=date(2027, 6, 10)))
    page = text_of(sign_in(secretary).get(guests_of(item)))
    assert "This item is open: everybody with a seat on the body can read it already, and anybody can once" in page
    assert "Invite only who is to come for it, or to read it before then: they are told by e-mail." in page
    out = make_item(make_meeting(board, secretary, day=date(2027, 9, 9), state="circulated"))
    page = text_of(sign_in(secretary).get(guests_of(out)))
    assert "This item is open: anybody can read it already, without an invitation." in page
    assert "Invite only who is to come for it: they are told by e-mail." in page


def test_without_a_choice_it_says_what_to_do(private_item, post, secretary):
    refused = post(secretary, guests_of(private_item))
    assert refused.status_code == 422
    assert "Choose whom you invite" in text_of(refused)


def test_nobody_is_invited_twice(private_item, secretary, councillor):
    invite_to_item(private_item, councillor, by=secretary)
    with pytest.raises(ValidationError, match="invited to the item already"):
        invite_to_item(private_item, councillor, by=secretary)


def test_once_ended_the_item_is_gone_for_the_guest_and_the_invitation_is_kept(
    private_item, sign_in, post, secretary, councillor
):
    invitation = invite_to_item(private_item, councillor, by=secretary)
    assert "End the invitation of Jas Gill?" in text_of(sign_in(secretary).get(ending(invitation)))
    assert post(secretary, ending(invitation)).url == page_of(private_item)
    assert sign_in(councillor).get(page_of(private_item)).status_code == 404
    invitation.refresh_from_db()
    assert invitation.ended_by == secretary
    again = invite_to_item(private_item, councillor, by=secretary)
    assert again.pk != invitation.pk
    assert AgendaItem.objects.visible_to(councillor).filter(pk=private_item.pk).exists()


def test_what_has_ended_is_not_ended_again(private_item, post, secretary, councillor):
    invitation = end_invitation(invite_to_item(private_item, councillor, by=secretary), by=secretary)
    assert post(secretary, ending(invitation)).status_code == 409
    with pytest.raises(NotOpen):
        end_invitation(invitation, by=secretary)


def test_a_guest_cannot_end_the_invitation_or_invite_others(private_item, post, secretary, councillor, observer):
    invitation = invite_to_item(private_item, councillor, by=secretary)
    assert post(councillor, ending(invitation)).status_code == 403
    assert post(observer, ending(invitation)).status_code == 404
    assert post(councillor, guests_of(private_item), {"person": observer.pk}).status_code == 403
    assert list(ItemInvitation.objects.holding()) == [invitation]


def test_nobody_is_invited_after_the_meeting(in_may, board, post, secretary, councillor):
    held = make_meeting(board, secretary, day=date(2027, 3, 11), state="concluded")
    item = make_item(held, privacy="private")
    assert post(secretary, guests_of(item), {"person": councillor.pk}).status_code == 409


@pytest.mark.parametrize("guests", [1, 3])
def test_what_the_page_costs(private_item, sign_in, cast, django_assert_num_queries, guests):
    for name in ("observer", "councillor", "analyst")[:guests]:
        invite_to_item(private_item, cast.everybody[name], by=cast.secretary)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(6):
        client.get(guests_of(private_item))
