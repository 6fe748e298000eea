"""A deputy says how they come; what was answered for the seat is told to them as the seat's; and what is counted."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ccsp_portal.notices.personal import token_for
from ccsp_portal.once.tokens import new_token
from meetings.models import Meeting, Reply
from meetings.queries.quorum import replies_in_words
from meetings.queries.replies import seats_invited
from meetings.workflow.replies import reply
from meetings.workflow.reply_links import PURPOSE
from tests.meetings.conftest import text_of

LINK = "https://meet.example/board"


@pytest.fixture
def seat(partnership):
    return partnership.seats["police"]


@pytest.fixture
def online(meeting):
    """The meeting can be joined online."""
    Meeting.objects.update(joining_link=LINK)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def url(meeting, seat):
    return reverse("meetings:reply_to_meeting", args=[meeting.pk, seat.pk])


def answers(answer, **more):
    return {"form_token": new_token(), "answer": answer, "sequence": "0", "note": "", **more}


def stands():
    given = Reply.objects.get()
    return given.answer, given.manner, given.deputy and given.deputy.person


def test_a_deputy_says_whether_they_come_in_person_or_online(online, url, post, sign_in, deputy, police_lead, cast):
    page = sign_in(deputy).get(url)
    assert "Yes, as the deputy, in person Yes, as the deputy, online No, send apologies" in text_of(page)
    assert post(deputy, url, answers("online")).status_code == 302
    assert stands() == ("deputy", "online", deputy)
    assert 'value="online" checked' in sign_in(deputy).get(url).content.decode()
    replies = text_of(sign_in(cast.secretary).get(reverse("meetings:show_replies", args=[online.pk])))
    assert "So far: 1 online (1 by a deputy), 10 without a reply, 1 vacant." in replies
    assert "Deputy Megan Price, online Megan Price replied, as a deputy." in replies
    # without saying how is no answer where it is asked
    assert post(deputy, url, answers("attending")).status_code == 422


def test_by_the_link_in_a_letter_too_and_the_holder_is_told(online, client, seat, deputy, mail_server):
    link = reverse("meetings:reply_by_link", args=[token_for(deputy, PURPOSE, online.pk, seat.pk)])
    assert client.post(link, answers("in person")).status_code == 302
    assert stands() == ("deputy", "in person", deputy)
    assert 'value="in person" checked' in client.get(link).content.decode()


def test_where_there_is_no_link_to_join_by_it_is_not_asked(meeting, url, post, sign_in, deputy):
    assert "Yes, as the deputy No, send apologies" in text_of(sign_in(deputy).get(url))
    post(deputy, url, answers("attending"))
    assert stands() == ("deputy", "", deputy)
    assert replies_in_words(meeting, seats_invited(meeting)).startswith("1 by a deputy, 10 without")


def test_what_the_deputy_said_stands_when_the_holder_sends_them_again(online, seat, url, post, deputy, police_lead):
    chosen = deputy.appointments.get()
    reply(online, seat, "deputy", deputy=chosen, by=police_lead)
    assert replies_in_words(online, seats_invited(online)).startswith("1 by a deputy who has not said how, 10 without")
    post(deputy, url, answers("online"))
    assert post(police_lead, url, answers("deputy", deputy=chosen.pk, note="She knows it")).status_code == 302
    assert stands() == ("deputy", "online", deputy)
    post(police_lead, url, answers("in person"))
    assert stands() == ("attending", "in person", None)


def test_who_has_not_said_how_is_counted_as_that(online, partnership, cast):
    for key, manner, person in (
        ("chair", "in person", cast.chair),
        ("police", "online", cast.deputy),
        ("council", "", cast.council_officer),
        ("housing", "", cast.housing_rep),
        ("observer", "in person", cast.observer),
    ):
        reply(online, partnership.seats[key], "attending", manner=manner, by=person)
    reply(online, partnership.seats["analyst"], "apologies", by=cast.analyst)
    assert replies_in_words(online, seats_invited(online)) == (
        "2 in person, 1 online (1 by a deputy), 2 attending who have not said how, 1 with apologies, "
        "5 without a reply, 1 vacant"
    )


def test_only_who_comes_says_how(meeting, seat, police_lead):
    given = reply(meeting, seat, "apologies", by=police_lead)
    with pytest.raises(IntegrityError, match="only_who_comes_says_how"), transaction.atomic():
        Reply.objects.filter(pk=given.pk).update(manner="online")


def test_to_a_deputy_the_holder_s_answer_is_the_seat_s(online, seat, sign_in, deputy, police_lead):
    reply(online, seat, "attending", manner="online", by=police_lead)
    home, page = (text_of(sign_in(deputy).get(each)) for each in ("/home/", online.get_absolute_url()))
    assert "The seat’s answer: attending online." in home
    assert "Your answer" not in home
    assert "The seat’s reply: Local policing area commander, West Midlands Police Online" in page
    assert "Your reply" not in page
    home, page = (text_of(sign_in(police_lead).get(each)) for each in ("/home/", online.get_absolute_url()))
    assert "Your answer: attending online." in home
    assert "Your reply for Local policing area commander, West Midlands Police" in page


def test_the_task_of_a_deputy_who_is_sent_goes_once_they_have_answered(online, seat, url, post, sign_in, cast):
    task, chosen = "Say whether you come as deputy: CCSP Board, 10 June 2027", cast.deputy.appointments.get()
    reply(online, seat, "deputy", deputy=chosen, by=cast.police_lead)
    home = sign_in(cast.deputy).get("/home/")
    assert task in text_of(home)
    assert f'href="{url}"' in home.content.decode()
    assert "You are asked to come as the deputy." in text_of(home)
    assert "Your answer: sending a deputy." in text_of(sign_in(cast.police_lead).get("/home/"))
    post(cast.deputy, url, answers("in person"))
    home = text_of(sign_in(cast.deputy).get("/home/"))
    assert task not in home
    assert "You come as the deputy, in person." in home
    assert "Your answer: sending a deputy, in person." in text_of(sign_in(cast.police_lead).get("/home/"))
