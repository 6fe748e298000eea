"""What people are told is written once, with the act, whatever becomes of the mail."""

import pytest
from django.core import mail
from django.db import transaction

from ccsp_portal.notices import outbox
from ccsp_portal.notices.delivery import deliver
from ccsp_portal.notices.models import Enclosure, Mail, Notice
from tests.cast import make_person

pytestmark = pytest.mark.django_db


def remind(people, board, once="papers due/1", **more):
    return outbox.put(people, "reminder.txt", once=once, body=board, what="Draft <plan>", **more)


def test_a_notice_is_worded_for_its_recipient(board, chair):
    [notice] = remind([chair], board)
    assert notice.subject == "Papers are due: CCSP Board"
    assert notice.text == ('Dear Rosa Whitfield,\n\nIt\'s time: "Draft <plan>" & more.\nhttp://127.0.0.1:8000\n')


def test_each_recipient_has_a_notice_and_a_mail(board, chair, secretary):
    notices = remind([chair, secretary, chair], board)
    assert {notice.recipient for notice in notices} == {chair, secretary}
    assert Mail.objects.filter(state="waiting").count() == 2


def test_the_same_fact_is_told_once(board, chair, secretary):
    remind([chair], board)
    assert [notice.recipient for notice in remind([chair, secretary], board)] == [secretary]
    assert remind([chair, secretary], board) == []
    assert (Notice.objects.count(), Mail.objects.count()) == (2, 2)


def test_another_fact_is_told_as_well(board, chair):
    remind([chair], board)
    remind([chair], board, once="papers due/2")
    assert Notice.objects.count() == 2


def test_nobody_is_told_of_an_act_that_was_undone(board, chair):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        remind([chair], board)
        raise ZeroDivisionError
    assert (Notice.objects.count(), Mail.objects.count()) == (0, 0)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_telling_many_costs_what_telling_one_costs(board, count, django_assert_num_queries):
    people = [make_person(f"Member {number}") for number in range(count)]
    # savepoint, who was told, file, notices, those written, links, mails, links, release
    with django_assert_num_queries(9):
        remind(people, board, attachments=[("agenda.pdf", "application/pdf", b"%PDF")])
    assert Mail.objects.count() == count


def test_telling_again_costs_one_look(board, chair, django_assert_num_queries):
    remind([chair], board, calendar=b"BEGIN:VCALENDAR", method="REQUEST")
    with django_assert_num_queries(3):
        remind([chair], board, calendar=b"BEGIN:VCALENDAR", method="REQUEST")
    assert Enclosure.objects.count() == 1


def test_each_recipient_may_have_a_calendar_of_their_own(board, chair, secretary):
    calendars = {chair.pk: b"for the chair", secretary.pk: b"for the secretary"}
    notices = remind([chair, secretary], board, calendar=calendars, method="REQUEST")
    assert {bytes(notice.calendar.data): notice.recipient for notice in notices} == {
        b"for the chair": chair,
        b"for the secretary": secretary,
    }


def test_somebody_without_an_account_can_be_told(board):
    outbox.put_to_address("new@ccsp.example", "reminder.txt", once="invited/1", body=board, what="Come")
    deliver()
    assert [message.to for message in mail.outbox] == [["new@ccsp.example"]]


def test_a_personal_link_is_forgotten_once_sent(board):
    [notice] = outbox.put_to_address("new@ccsp.example", "reminder.txt", once="x", is_secret=True, body=board, what="k")
    assert notice.text != ""
    deliver()
    notice.refresh_from_db()
    assert notice.text == ""
    assert "Dear" in mail.outbox[0].body


def test_the_address_is_read_at_delivery(board, chair):
    remind([chair], board)
    chair.email = "rosa@new.example"
    chair.save()
    deliver()
    assert [message.to for message in mail.outbox] == [["rosa@new.example"]]
