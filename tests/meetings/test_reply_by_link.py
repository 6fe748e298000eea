"""A seat is answered for by the link in a letter, without signing in: that person, that seat, that meeting alone."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.delivery import deliver
from ccsp_portal.notices.models import Notice
from ccsp_portal.notices.personal import read_token, token_for
from ccsp_portal.once.models import FormToken
from ccsp_portal.once.tokens import new_token
from meetings.models import Meeting, Reply
from meetings.workflow.reply_links import PURPOSE
from meetings.workflow.scheduling import cancel, convene, reschedule
from tests.meetings.conftest import NOW, sitting, text_of

LINK = re.compile(r"http://127\.0\.0\.1:\d+(/meetings/reply/\S+/)")


def links_in(message):
    return LINK.findall(message.get_body(("plain",)).get_content())


@pytest.fixture
def link(meeting, cast, mail_server):
    """The address in the letter of the police lead."""
    deliver()
    (message,) = mail_server.to(cast.police_lead)
    (address,) = links_in(message)
    return address


@pytest.fixture
def answering(client):
    def send(address, answer="attending", **more):
        return client.post(address, {"form_token": new_token(), "answer": answer, "sequence": "0", "note": "", **more})

    return send


def test_opening_it_shows_a_button_and_does_nothing(client, link, meeting):
    for _ in range(3):
        page = client.get(link)
        assert page.status_code == 200
    client.head(link)
    assert "Daniel Okafor, Local policing area commander, West Midlands Police" in text_of(page)
    assert "Thursday 10 June 2027 2pm to 4pm, Council House" in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert Reply.objects.count() == 0


def test_its_button_replies_for_that_person_and_seat_and_may_be_pressed_again(link, answering, client, cast):
    assert answering(link).status_code == 302
    answering(link, "apologies", note="In court")
    given = Reply.objects.get()
    assert (given.seat.key, given.answer, given.note, given.came_by, given.replied_by) == (
        "board-police",
        "apologies",
        "In court",
        "link",
        cast.police_lead,
    )
    assert "Your reply so far: Apologies" in text_of(client.get(link))


def test_a_note_is_not_shown_to_whoever_the_letter_was_passed_on_to_and_is_not_lost(link, answering, client):
    answering(link, "apologies", note="In court")
    assert "In court" not in client.get(link).content.decode()
    answering(link, "apologies")
    assert Reply.objects.get().note == "In court"
    answering(link, "attending")
    assert Reply.objects.get().note == ""


def test_whoever_is_signed_in_as_somebody_else_is_refused_and_the_person_themselves_is_not(
    sign_in, client, link, answering, cast
):
    sign_in(cast.council_officer)
    assert (client.get(link).status_code, answering(link).status_code) == (403, 403)
    assert Reply.objects.count() == 0
    sign_in(cast.police_lead)
    answering(link)
    assert Reply.objects.get().replied_by == cast.police_lead


def test_it_works_where_a_mail_program_keeps_no_cookie(link):
    client = Client(enforce_csrf_checks=True)
    answers = {"form_token": new_token(), "answer": "attending", "sequence": "0", "note": ""}
    assert client.post(link, answers).status_code == 302


def test_online_is_asked_where_there_is_a_link_for_it_and_the_page_does_not_give_it_away(client, link, answering):
    Meeting.objects.update(joining_link="https://meet.example.com/secret-room")
    page = client.get(link).content.decode()
    assert "Yes, online" in page
    assert "secret-room" not in page
    answering(link, "online")
    assert (Reply.objects.get().answer, Reply.objects.get().manner) == ("attending", "online")


def test_a_deputy_can_be_sent(link, answering, client, cast):
    assert "Megan Price" in text_of(client.get(link))
    answering(link, "deputy", deputy=str(cast.deputy.appointments.get().pk))
    assert Reply.objects.get().deputy.person == cast.deputy


def test_what_is_wrong_is_said(link, answering):
    page = answering(link, "")
    assert page.status_code == 422
    assert "Select whether you will be there" in text_of(page)


def test_a_meeting_that_moved_meanwhile_asks_for_another_look(link, answering, meeting, cast):
    reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=cast.secretary)
    page = answering(link)
    assert page.status_code == 422
    assert "The meeting was moved while you were replying." in text_of(page)
    assert "Thursday 17 June 2027" in text_of(page)
    assert Reply.objects.count() == 0


def left(meeting, cast):
    cast.police_lead.appointments.update(to_on=NOW.date() - timedelta(days=1))


def suspended(meeting, cast):
    type(cast.police_lead).objects.filter(pk=cast.police_lead.pk).update(is_active=False)


def another_address(meeting, cast):
    type(cast.police_lead).objects.filter(pk=cast.police_lead.pk).update(email="daniel@new.example")


def called_off(meeting, cast):
    cancel(meeting, reason="Local elections", by=cast.secretary)


def opened(meeting, cast):
    Meeting.objects.update(state="in session", circulated_at=NOW, opened_at=NOW)


@pytest.mark.parametrize("happens", [left, suspended, another_address, called_off, opened])
def test_it_works_no_more_once(client, link, answering, meeting, cast, happens):
    happens(meeting, cast)
    for response in (client.get(link), answering(link)):
        assert response.status_code == 410
        assert "Okafor" not in response.content.decode()
    assert Reply.objects.count() == 0


def test_it_works_no_more_once_the_meeting_has_begun(client, link, answering, meeting):
    with clock.set_to(meeting.starts_at - timedelta(seconds=1)):
        assert client.get(link).status_code == 200
    with clock.set_to(meeting.starts_at):
        assert client.get(link).status_code == 410
        assert answering(link).status_code == 410
    assert Reply.objects.count() == 0


def test_another_seat_or_meeting_needs_another_link(client, meeting, partnership, cast, board):
    other = convene(board, sitting(date(2027, 9, 9)), by=cast.secretary)
    police, council = partnership.seats["police"], partnership.seats["council"]
    for parts, status in (((meeting, police), 200), ((other, police), 200), ((meeting, council), 410)):
        token = token_for(cast.police_lead, PURPOSE, *(each.pk for each in parts))
        assert client.get(reverse("meetings:reply_by_link", args=[token])).status_code == status
    altered = token_for(cast.police_lead, PURPOSE, meeting.pk, police.pk)[:-1] + "_"
    assert client.get(reverse("meetings:reply_by_link", args=[altered])).status_code == 410
    assert read_token(token_for(cast.police_lead, "otherwise", meeting.pk, police.pk), PURPOSE) is None


def test_a_person_with_two_seats_has_a_link_for_each(meeting, cast, mail_server):
    deliver()
    (message,) = mail_server.to(cast.two_seats)
    assert len(set(links_in(message))) == 2
    (message,) = mail_server.to(cast.council_officer)
    assert len(links_in(message)) == 1


def tables_with(text):
    """The tables that hold it in any row."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', [f"%{text}%"])  # noqa: S608
            found += [table] * bool(cursor.fetchone()[0])
    return found


def test_its_token_is_kept_nowhere_and_the_secretary_reads_the_letter_without_it(
    sign_in, link, answering, cast, caplog
):
    token = link.split("/")[-2]
    with caplog.at_level(logging.INFO):
        answering(link, "")
        answering(link)
        cast.police_lead.appointments.update(to_on=NOW.date() - timedelta(days=1))
        answering(link)
    assert FormToken.objects.exists()
    assert tables_with(token) == []
    assert tables_with(token.split(":")[-1]) == []
    notice = Notice.objects.get(recipient=cast.police_lead)
    page = sign_in(cast.secretary).get(reverse("notices:show_notice", args=[notice.pk]))
    assert "(a personal link, which only the letter holds)" in text_of(page)
    assert "/meetings/reply/" not in page.content.decode()


def test_it_is_limited_how_often_somebody_answers(answering, link, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "reply_by_link": "2/m/ip"}
    assert [answering(link).status_code for _ in range(3)] == [302, 302, 429]


@pytest.mark.parametrize("template", ["nudge", "meeting_tomorrow", "rescheduled"])
def test_every_letter_that_asks_has_the_link(template):
    with open(f"templates/meetings/notices/{template}.txt") as text:
        assert "meetings/notices/_reply.txt" in text.read()
