"""The secretariat sees what everybody was told, and sends it again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices import outbox
from ccsp_portal.notices.delivery import deliver
from ccsp_portal.notices.models import Mail, Notice
from ccsp_portal.once.tokens import new_token
from tests.cast import make_person, make_seat
from tests.factories import make_item, make_meeting

pytestmark = pytest.mark.django_db

LIST = reverse("notices:list_notices")


@pytest.fixture
def told(board, cast):
    """A notice to the chair that failed, and one to the analyst that waits."""
    for person, state in ((cast.chair, "failed"), (cast.analyst, "waiting")):
        [notice] = outbox.put([person], "reminder.txt", once="papers due/1", body=board, what="Draft")
        notice.mails.update(state=state, last_error="550 No such user" if state == "failed" else "")
    return Notice.objects.order_by("pk")


def text(response):
    return " ".join(response.content.decode().split())


def send_again(client, notice, person):
    return client.post(reverse("notices:send_again", args=[notice.pk]), {"form_token": new_token(person)})


def test_every_notice_is_listed_with_its_state(told, secretary, sign_in):
    shown = text(sign_in(secretary).get(LIST))
    assert "2 notices" in shown
    assert "Rosa Whitfield" in shown and "Priya Nair" in shown
    assert "Failed" in shown


@pytest.mark.parametrize(
    "query, found",
    [("words=rosa", 1), ("words=PAPERS", 2), ("state=waiting", 1), ("state=sent", 0), ("words=rosa&state=waiting", 0)],
)
def test_notices_are_found_by_words_and_state(told, secretary, sign_in, query, found):
    shown = text(sign_in(secretary).get(f"{LIST}?{query}"))
    assert (f"{found} notice" in shown) is (found > 0)
    assert ("No notice fits." in shown) is (found == 0)


def test_a_notice_is_shown_with_its_text_and_what_became_of_it(told, secretary, sign_in):
    shown = text(sign_in(secretary).get(reverse("notices:show_notice", args=[told[0].pk])))
    assert "Dear Rosa Whitfield," in shown
    assert "550 No such user" in shown


def test_only_the_secretariat_sees_notices(told, cast, sign_in):
    addresses = [LIST, reverse("notices:show_notice", args=[told[0].pk])]
    for address in addresses:
        may = {name for name, person in cast.everybody.items() if sign_in(person).get(address).status_code == 200}
        assert may == {"secretary"}
    assert sign_in(cast.chair).get(LIST).status_code == 403


def test_a_failed_notice_is_sent_again_with_a_new_message_id(told, secretary, sign_in, mail_server):
    failed = told[0].mails.get()
    response = send_again(sign_in(secretary), told[0], secretary)
    assert response.status_code == 302
    deliver()
    [message] = mail_server.to(told[0].recipient)
    assert message["Message-ID"] != failed.message_id
    assert list(Notice.objects.with_latest_mail().order_by("pk").values_list("mail_state", flat=True)) == [
        "sent",
        "sent",
    ]


def test_a_notice_on_its_way_is_not_sent_again(told, secretary, sign_in):
    response = send_again(sign_in(secretary), told[1], secretary)
    assert response.status_code == 409
    assert "it is still on its way" in text(response)
    assert Mail.objects.count() == 2


def test_others_cannot_send_a_notice_again(told, chair, sign_in):
    assert send_again(sign_in(chair), told[0], chair).status_code == 403
    assert Mail.objects.count() == 2


def test_a_personal_link_is_not_shown_and_not_sent_again(board, secretary, sign_in):
    told = {"body": board, "what": "the link"}
    [notice] = outbox.put_to_address("new@ccsp.example", "reminder.txt", once="x", is_secret=True, **told)
    shown = text(sign_in(secretary).get(reverse("notices:show_notice", args=[notice.pk])))
    assert "the link" not in shown
    assert "The text is not shown: it holds a personal link." in shown
    deliver()
    assert send_again(sign_in(secretary), notice, secretary).status_code == 409


def test_the_secretary_of_another_body_reads_nothing_private(partnership, cast, private_item, sign_in):
    outbox.put(
        [cast.chair], "reminder.txt", once="x", body=partnership.board, what="A name", subject_thing=private_item
    )
    seat = make_seat(partnership.group, partnership.organisations["council"], "secretary", role="secretary")
    other = make_person("Carol Moss", seat)
    for person, reads in ((cast.secretary, True), (other, False)):
        client = sign_in(person)
        pages = [client.get(LIST), client.get(reverse("notices:show_notice", args=[Notice.objects.get().pk]))]
        assert [page.status_code for page in pages] == [200, 200 if reads else 404]
        assert ["Papers are due" in text(page) for page in pages] == [reads, reads]
        assert ("A name" in text(pages[1])) is reads


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_costs_the_same_however_many_there_are(
    board, secretary, sign_in, count, django_assert_max_num_queries
):
    people = [make_person(f"Member {number}") for number in range(count)]
    outbox.put(people, "reminder.txt", once="x", body=board, what="Draft", sight=("meetings.meeting", 1))
    client = sign_in(secretary)
    with django_assert_max_num_queries(8), clock.set_to(clock.now()):
        client.get(LIST)


def test_a_group_s_secretary_sees_only_notices_of_the_group(partnership, cast, private_item, sign_in):
    seat = make_seat(partnership.group, partnership.organisations["council"], "secretary", role="secretary")
    other = make_person("Carol Moss", seat)
    what = {"body": partnership.board, "what": "a device at 203.0.113.7"}
    [of_account] = outbox.put_to_address(cast.secretary.email, "reminder.txt", once="x", **what)
    [private] = outbox.put([cast.chair], "reminder.txt", once="y", subject_thing=private_item, **what)
    client = sign_in(other)
    assert "No notice fits." in text(client.get(LIST))
    for notice in (of_account, private):
        assert client.get(reverse("notices:show_notice", args=[notice.pk])).status_code == 404
        assert send_again(client, notice, other).status_code == 404


def test_no_notice_is_found_by_words_that_its_finder_may_not_read(partnership, cast, sign_in):
    meeting = make_meeting(partnership.group, cast.secretary, day=clock.today() + timedelta(days=30))
    item = make_item(meeting, title="Nightjar", privacy="private")
    outbox.put([cast.chair], "reminder.txt", once="y", subject_thing=item, body=partnership.board, what="A name")
    client = sign_in(cast.secretary)
    assert "A private notice" in text(client.get(f"{LIST}?words=whitfield"))
    assert "No notice fits." in text(client.get(f"{LIST}?words=papers are due"))
