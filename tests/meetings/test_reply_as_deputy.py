"""A deputy replies for a seat: as its deputy, never over what its holder said, and the holder hears of it."""

import pytest
from django.urls import reverse

from ccsp_portal.notices.delivery import deliver
from ccsp_portal.notices.personal import token_for
from ccsp_portal.once.tokens import new_token
from ccsp_portal.workflow import Conflict
from meetings.models import Reply
from meetings.workflow.replies import reply
from meetings.workflow.reply_links import PURPOSE
from tests.cast import make_person
from tests.meetings.conftest import text_of

REFUSED = "The holder of this seat has replied, so a deputy can’t change it."


@pytest.fixture
def seat(partnership):
    return partnership.seats["police"]


@pytest.fixture
def url(meeting, seat):
    return reverse("meetings:reply_to_meeting", args=[meeting.pk, seat.pk])


@pytest.fixture
def link(meeting, seat, deputy):
    return reverse("meetings:reply_by_link", args=[token_for(deputy, PURPOSE, meeting.pk, seat.pk)])


def answers(answer, **more):
    return {"form_token": new_token(), "answer": answer, "sequence": "0", "note": "", **more}


def stands():
    given = Reply.objects.get()
    return given.answer, given.deputy and given.deputy.person, given.replied_by


def test_a_deputy_who_says_yes_by_a_link_is_the_deputy_whom_the_seat_sends(
    client, sign_in, link, url, deputy, cast, meeting
):
    page = text_of(client.get(link))
    assert "Yes, as the deputy No, send apologies" in page
    assert "send a deputy" not in page and "send another deputy" not in page
    assert client.post(link, answers("attending")).status_code == 302
    assert stands() == ("deputy", deputy, deputy)
    page = client.get(link).content.decode()
    assert 'value="attending" checked' in page
    replies = text_of(sign_in(cast.secretary).get(reverse("meetings:show_replies", args=[meeting.pk])))
    assert "Deputy Megan Price Megan Price replied, as a deputy. By the link in a letter" in replies


def test_the_holder_is_told_and_may_say_otherwise_and_then_no_deputy_changes_it(
    post, sign_in, url, police_lead, deputy, meeting, mail_server
):
    deliver()
    post(deputy, url, answers("apologies", note="We are both away"))
    post(deputy, url, answers("apologies", note="We are both away"))
    deliver()
    letters = [each for each in mail_server.to(police_lead) if "replied for your seat" in each["Subject"]]
    (letter,) = letters
    assert letter["Subject"] == "Megan Price replied for your seat: CCSP Board, Thursday 10 June 2027"
    text = letter.get_body(("plain",)).get_content()
    assert "A deputy, Megan Price, replied for your seat" in text and "sent apologies." in text
    page = sign_in(police_lead).get(url).content.decode()
    assert 'value="apologies" checked' in page
    assert "We are both away" not in page
    assert "Apologies Megan Price replied, as a deputy." in text_of(
        sign_in(police_lead).get(meeting.get_absolute_url())
    )
    post(police_lead, url, answers("attending"))
    assert post(deputy, url, answers("apologies")).status_code == 409
    assert stands() == ("attending", None, police_lead)


def test_a_deputy_is_told_on_every_page_that_the_holder_has_replied(
    client, post, sign_in, url, link, police_lead, deputy, meeting, seat
):
    reply(meeting, seat, "apologies", by=police_lead)
    page = client.get(link)
    assert page.status_code == 200
    assert "The seat’s reply so far: Apologies" in text_of(page)
    assert REFUSED in text_of(page) and "Send the reply" not in text_of(page)
    refused = client.post(link, answers("attending"))
    assert (refused.status_code, REFUSED in text_of(refused)) == (409, True)
    client = sign_in(deputy)
    assert client.get(url).status_code == 409
    page = client.get(meeting.get_absolute_url())
    assert REFUSED in text_of(page)
    assert url not in page.content.decode()
    assert REFUSED in text_of(post(deputy, url, answers("attending")))
    with pytest.raises(Conflict, match="so a deputy can"):
        reply(meeting, seat, "attending", by=deputy)
    assert stands() == ("apologies", None, police_lead)


def test_the_deputy_whom_the_holder_sends_may_say_no_and_come_after_all(post, url, police_lead, deputy, seat, meeting):
    another = make_person("Ivy Chen", seat, kind="deputy")
    reply(meeting, seat, "deputy", deputy=deputy.appointments.get(), by=police_lead)
    assert post(another, url, answers("attending")).status_code == 409
    assert post(deputy, url, answers("apologies")).status_code == 302
    assert stands() == ("apologies", None, deputy)
    assert post(deputy, url, answers("attending")).status_code == 302
    assert post(deputy, url, answers("deputy", deputy=str(another.appointments.get().pk))).status_code == 302
    assert stands() == ("deputy", another, deputy)


def test_what_the_secretary_recorded_for_a_seat_stands_as_its_holder_s(post, url, secretary, deputy):
    post(secretary, url, answers("apologies"))
    assert post(deputy, url, answers("attending")).status_code == 409
    assert stands() == ("apologies", None, secretary)
