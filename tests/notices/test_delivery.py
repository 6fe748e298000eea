"""Mail reaches a real server, waits while it is away, and repeats at most once for a killed worker."""

from datetime import datetime, timedelta

import pytest

from ccsp_portal import clock
from ccsp_portal.notices import outbox
from ccsp_portal.notices.delivery import NO_ACCESS, NO_SIGHT, deliver
from ccsp_portal.notices.models import Mail
from partners.models import User
from tests.worker import wait_until

pytestmark = pytest.mark.django_db

ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Board \xe2\x80\x93 meeting\r\nEND:VCALENDAR\r\n"


def remind(people, board, **more):
    return outbox.put(people, "reminder.txt", once="papers due/1", body=board, what="Draft", **more)


def state_of(notice):
    mail = notice.mails.get()
    return mail.state, mail.attempts, mail.last_error


def later(**by):
    return clock.set_to(clock.now() + timedelta(**by))


def test_a_notice_arrives_as_an_automatic_message_that_can_be_answered(board, chair, mail_server):
    [notice] = remind([chair], board)
    assert deliver() == 1
    [message] = mail_server.to(chair)
    assert message["Subject"] == "Papers are due: CCSP Board"
    assert message["From"] == message["Reply-To"] == "CCSP secretariat <secretariat@ccsp.example>"
    assert message["Message-ID"] == notice.mails.get().message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "Notices from the portal <notices.127.0.0.1>"
    assert message.get_content().startswith("Dear Rosa Whitfield,")
    assert state_of(notice) == ("sent", 1, "")


def test_a_calendar_travels_as_imip_asks(board, chair, mail_server):
    remind([chair], board, calendar=ICS, method="REQUEST")
    deliver()
    [message] = mail_server.to(chair)
    assert message.get_content_type() == "multipart/mixed"
    alternatives, file = message.iter_parts()
    assert alternatives.get_content_type() == "multipart/alternative"
    text, calendar = alternatives.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "REQUEST")
    assert calendar.get_content_charset() == "utf-8"
    assert calendar.get_content().splitlines() == ICS.decode().splitlines()
    assert (file.get_content_type(), file.get_filename(), file.get_content()) == ("application/ics", "invite.ics", ICS)


def test_an_attachment_travels_unchanged(board, chair, mail_server):
    remind([chair], board, attachments=[("agenda.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")])
    deliver()
    [message] = mail_server.to(chair)
    [file] = message.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("agenda.pdf", b"%PDF-1.7 \x00\xff")


def test_what_was_sent_is_not_sent_again(board, chair, mail_server):
    remind([chair], board)
    assert (deliver(), deliver()) == (1, 0)
    assert len(mail_server.messages) == 1


def test_mail_waits_while_the_server_is_away_and_costs_no_attempt(board, chair, secretary, mail_server):
    notices = remind([chair, secretary], board)
    mail_server.stop()
    assert deliver() == 0
    for notice in notices:
        state, attempts, error = state_of(notice)
        assert (state, attempts) == ("waiting", 0)
        assert error.startswith("The mail server cannot be reached:")
    mail_server.start()
    assert deliver() == 2


def test_one_bad_address_does_not_stop_the_others(board, chair, secretary, mail_server):
    mail_server.refusals[chair.email] = f"550 No such user {chair.email}"
    bad, good = remind([chair, secretary], board)
    assert deliver() == 1
    assert state_of(good) == ("sent", 1, "")
    assert state_of(bad) == (
        "failed",
        1,
        "The mail server does not know the address: 550 No such user the address",
    )


def test_a_server_that_is_busy_is_tried_later_and_later(board, chair, mail_server):
    mail_server.refusals[chair.email] = "451 Try later"
    [notice] = remind([chair], board)
    waits = []
    with clock.set_to(datetime(2026, 12, 1, 9, tzinfo=clock.LONDON)):
        moment = clock.now()
    for _ in range(10):
        Mail.objects.filter(state="waiting").update(next_try_at=moment)
        with clock.set_to(moment):
            deliver()
        waits.append((notice.mails.get().next_try_at - moment).total_seconds() / 60)
    assert waits[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 240]
    assert state_of(notice)[:2] == ("failed", 10)
    assert len(mail_server.messages) == 0


def test_an_address_that_no_mail_can_have_fails_and_stops_nobody(board, chair, secretary, mail_server):
    User.objects.filter(pk=chair.pk).update(email="rosa\n@ccsp.example")
    bad, good = remind([chair, secretary], board)
    deliver()
    assert (state_of(bad)[0], state_of(good)[0]) == ("failed", "sent")


def test_somebody_who_may_no_longer_sign_in_is_not_told(board, chair, mail_server):
    [notice] = remind([chair], board)
    User.objects.filter(pk=chair.pk).update(is_active=False)
    deliver()
    assert state_of(notice) == ("withheld", 1, NO_ACCESS)


def test_the_timetable_itself_gets_no_mail(board, mail_server):
    [notice] = remind([User.objects.timetable()], board)
    deliver()
    assert state_of(notice)[0] == "withheld"


def test_what_a_person_may_see_is_asked_again_at_delivery(board, cast, private_item, mail_server):
    people = [cast.chair, cast.police_lead, cast.observer]
    of_chair, of_police, of_observer = remind(people, board, subject_thing=private_item)
    cast.police_lead.appointments.update(to_on=clock.today() - timedelta(days=1))
    deliver()
    assert state_of(of_chair) == ("sent", 1, "")
    assert state_of(of_police) == ("withheld", 1, NO_SIGHT)
    assert state_of(of_observer) == ("withheld", 1, NO_SIGHT)
    assert [arrived.to for arrived in mail_server.messages] == [[cast.chair.email]]


def test_sight_of_another_thing_can_be_asked_for(board, observer, private_item, mail_server):
    [notice] = remind([observer], board, sight=("meetings.AgendaItem", private_item.pk))
    deliver()
    assert state_of(notice)[0] == "withheld"


def test_a_notice_about_nothing_private_asks_for_nothing(board, former_member, private_item, mail_server):
    [notice] = remind([former_member], board, subject_thing=private_item, sight=None)
    deliver()
    assert state_of(notice)[0] == "sent"


def test_a_lost_attempt_is_made_again_with_the_same_message_id(board, chair, mail_server):
    [notice] = remind([chair], board)
    Mail.objects.update(state="sending", attempts=1, next_try_at=clock.now() + timedelta(minutes=2))
    assert deliver() == 0
    with later(minutes=3):
        assert deliver() == 1
    assert [message["Message-ID"] for message in mail_server.to(chair)] == [notice.mails.get().message_id]


def test_a_message_that_kills_every_worker_is_given_up(board, chair, mail_server):
    [notice] = remind([chair], board)
    Mail.objects.update(state="sending", attempts=10)
    deliver()
    assert state_of(notice) == ("failed", 10, "Sending it was cut short 10 times.")


def mail_of(server):
    return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port)}


@pytest.mark.django_db(transaction=True)
def test_a_worker_delivers_as_soon_as_the_act_is_committed(worker, board, chair, mail_server):
    with worker(**mail_of(mail_server)):
        remind([chair], board)
        wait_until(lambda: mail_server.to(chair))


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_delivery_repeats_one_message_and_loses_none(worker, board, cast, mail_server):
    people = [cast.chair, cast.secretary, cast.analyst]
    mail_server.hold = True
    with worker(**mail_of(mail_server)) as first:
        remind(people, board)
        assert mail_server.taken.wait(20)
        first.kill()
    mail_server.hold = False
    mail_server.release.set()
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["sending", "waiting", "waiting"]
    with later(minutes=3):
        deliver()
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    counts = sorted(len(mail_server.to(person)) for person in people)
    assert counts == [1, 1, 2]
    for person in people:
        assert len({message["Message-ID"] for message in mail_server.to(person)}) == 1
