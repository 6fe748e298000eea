"""A message from a calendar that did not count is marked as dealt with, by whom and how, and that can be undone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.once.tokens import new_token
from meetings.models import ReadMessage, SettledMessage
from meetings.workflow.read_messages import reopen_message, settle_message
from meetings.workflow.read_replies import take_in
from tests.factories import make_meeting
from tests.meetings.answering import answer, letter
from tests.meetings.conftest import NOW, text_of

LIST = reverse("meetings:list_read_messages")
TOLD = "The message is marked as dealt with. To undo this, show those dealt with."


def address(message, name="settle_message"):
    return reverse(f"meetings:{name}", args=[message.pk])


@pytest.fixture
def refused(meeting, cast):
    """An answer about the meeting that did not count: from an address that is not the one that it answers for."""
    declined = answer(meeting, cast.police_lead, "DECLINED")
    return take_in(letter(cast.police_lead, declined, sender="at.home@elsewhere.example"))


def test_she_marks_one_by_its_button_and_it_leaves_what_is_to_be_dealt_with(post, sign_in, cast, meeting, refused):
    client = sign_in(cast.secretary)
    replies = reverse("meetings:show_replies", args=[meeting.pk])
    assert "1 message from calendars has not counted as a reply, and is to be dealt with" in text_of(
        client.get(replies)
    )
    assert "Mark as dealt with “at.home@elsewhere.example, 10am on Tuesday 4 May 2027”" in text_of(client.get(LIST))
    response = post(cast.secretary, address(refused), follow=True)
    assert response.redirect_chain == [(f"{LIST}?show=to+deal+with", 302)]
    assert TOLD in text_of(response)
    assert "Nothing to deal with: every message that came has counted, or is marked as dealt with." in text_of(response)
    assert "from calendars" not in text_of(client.get(replies))
    listed = text_of(client.get(f"{LIST}?show=dealt+with"))
    assert "1 message" in listed
    assert "Dealt with Asha Patel, 10am on Tuesday 4 May 2027 Undo “at.home@elsewhere.example”" in listed


def test_she_says_what_she_did_and_goes_back_to_the_list_as_it_was(post, cast, meeting, refused):
    asked = f"?show=all&meeting={meeting.pk}"
    response = post(cast.secretary, address(refused) + asked, {"note": " Rang <b>him</b> "}, follow=True)
    assert response.redirect_chain == [(f"{LIST}{asked}", 302)]
    assert "Rang <b>him</b>" in text_of(response)
    assert "<b>him" not in response.content.decode()
    assert SettledMessage.objects.get().note == "Rang <b>him</b>"


def test_it_can_be_undone_and_marked_again(post, cast, refused):
    post(cast.secretary, address(refused), {"note": "Rang him"})
    response = post(cast.secretary, address(refused, "reopen_message") + "?show=dealt+with", follow=True)
    assert "The message is to be dealt with again. " in text_of(response)
    assert "No message fits." in text_of(response)
    assert ReadMessage.objects.to_deal_with().get() == refused
    with clock.set_to(NOW + timedelta(hours=2)):
        settle_message(refused, by=cast.secretary)
    settled = SettledMessage.objects.get()
    assert (settled.note, settled.settled_at, settled.is_reopened) == ("", NOW + timedelta(hours=2), False)


def test_a_button_pressed_twice_is_one_act(sign_in, cast, refused):
    client, fields = sign_in(cast.secretary), {"form_token": new_token(cast.secretary)}
    first, again = (client.post(address(refused), fields) for _ in range(2))
    assert (first.status_code, again.status_code) == (302, 302)
    assert SettledMessage.pgh_event_model.objects.count() == 1


def test_who_comes_second_is_told_who_was_first_and_keeps_their_words(post, cast, refused):
    settle_message(refused, note="Rang him", by=cast.secretary)
    response = post(cast.secretary, address(refused), {"note": "Wrote to him"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Asha Patel has already marked this message as dealt with." in page
    assert "Rang him" in page
    assert 'value="Wrote to him"' in page
    assert SettledMessage.objects.get().note == "Rang him"


def test_too_long_a_note_is_refused_and_kept(post, cast, refused):
    response = post(cast.secretary, address(refused), {"note": "x" * 301})
    assert response.status_code == 422
    assert "must be 300 characters or fewer" in text_of(response)
    assert "x" * 301 in response.content.decode()
    assert not SettledMessage.objects.exists()


def test_one_that_counted_has_nothing_to_deal_with(post, sign_in, meeting, cast):
    counted = take_in(letter(cast.police_lead, answer(meeting, cast.police_lead)))
    page = text_of(sign_in(cast.secretary).get(f"{LIST}?show=all"))
    assert "Nothing to do" in page
    assert "Mark as dealt with" not in page
    response = post(cast.secretary, address(counted))
    assert "This message has counted as a reply: there is nothing to deal with." in text_of(response)
    assert not SettledMessage.objects.exists()


def test_history_tells_who_did_what_and_the_words_to_secretaries_alone(sign_in, words, cast, refused):
    settle_message(refused, note="Nightjar", by=cast.secretary)
    reopen_message(refused, by=cast.secretary)
    reopen_message(refused, by=cast.secretary)
    acts = list(SettledMessage.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_context__act", flat=True))
    assert acts == ["mark as dealt with", "reopen"]
    client = sign_in(cast.secretary)
    history = words(client.get("/home/history/?act=mark+as+dealt+with"))
    assert "Asha Patel marked as dealt with: the message from a calendar “Nightjar”" in history
    reopened = words(client.get("/home/history/?act=reopen"))
    assert (
        "Asha Patel reopened the message from a calendar “Nightjar”: to be dealt with after all changed from no to yes"
        in reopened
    )
    told = words(sign_in(cast.auditor).get("/home/history/?act=mark+as+dealt+with"))
    assert "Asha Patel marked as dealt with: the message from a calendar." in told
    assert "Nightjar" not in told
    assert "elsewhere.example" not in told + history


def test_only_the_secretary_of_its_body_may(post, sign_in, in_may, cast, partnership, refused):
    theirs = make_meeting(partnership.group, cast.secretary)
    other = ReadMessage.objects.create(key="x", read_at=NOW, outcome="refused", reason="Why", meeting=theirs)
    assert post(cast.secretary, address(other)).status_code == 404
    for name, person in cast.everybody.items():
        expected = {"secretary": 200, "public": 302}.get(name, 403)
        assert sign_in(person).get(address(refused)).status_code == expected, name
    assert post(cast.chair, address(refused, "reopen_message")).status_code == 403
    assert not SettledMessage.objects.exists()
