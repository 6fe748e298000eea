"""Several facts for one person go in one message, each still a notice of its own."""

import pytest

from ccsp_portal.notices import outbox
from ccsp_portal.notices.delivery import deliver
from ccsp_portal.notices.models import Mail, Notice
from ccsp_portal.notices.outbox import Letter
from meetings.models import AgendaItem

pytestmark = pytest.mark.django_db


def letter(once, board, what="Draft", **more):
    return Letter("reminder.txt", once, context={"body": board, "what": what}, **more)


def digest(person, calling, others=()):
    return outbox.put_digests([(person, calling, others)])


def test_all_of_a_persons_letters_are_one_mail_named_after_the_first(board, chair, mailoutbox):
    digest(chair, [letter("a", board, "First"), letter("b", board, "Second")], [letter("c", board, "Third")])
    assert (Notice.objects.count(), Mail.objects.count()) == (3, 1)
    deliver()
    [sent] = mailoutbox
    assert sent.subject == "Papers are due: CCSP Board, and 2 more"
    assert [sent.body.index(word) for word in ("First", "Second", "Third")] == sorted(
        sent.body.index(word) for word in ("First", "Second", "Third")
    )


def test_what_goes_along_goes_only_with_a_letter_that_calls_and_nothing_goes_twice(board, chair):
    calling, along = letter("a", board), letter("b", board)
    assert digest(chair, [], [along]) == []
    assert len(digest(chair, [calling], [along])) == 1
    assert digest(chair, [calling], [along, letter("c", board)]) == []
    assert (Notice.objects.count(), Mail.objects.count()) == (2, 1)


def test_each_has_its_own_sight_at_delivery(board, chair, private_item, mailoutbox):
    hidden = (AgendaItem._meta.label, 987654)
    digest(chair, [letter("a", board, "Seen"), letter("b", board, "Unseen", sight=hidden)])
    deliver()
    [sent] = mailoutbox
    assert "Seen" in sent.body
    assert "Unseen" not in sent.body
    assert sent.subject == "Papers are due: CCSP Board"


@pytest.mark.parametrize("count", [1, 5])
def test_what_it_costs_is_the_same_for_few_and_many(board, chair, secretary, count, django_assert_num_queries):
    letters = [letter(f"{number}", board) for number in range(count)]
    # savepoint, what was told, notices, those written, mails, links, release
    with django_assert_num_queries(7):
        outbox.put_digests([(chair, letters, []), (secretary, letters, [])])
