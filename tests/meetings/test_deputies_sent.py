"""A deputy who is sent hears of it; and what calendars are told of who has answered (RFC 5546)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from ccsp_portal import clock
from ccsp_portal.notices.delivery import deliver
from ccsp_portal.notices.models import Notice
from meetings.models import Meeting, Reply
from meetings.workflow.read_replies import take_in
from meetings.workflow.replies import reply
from meetings.workflow.scheduling import reschedule
from tests.meetings.answering import answer, letter
from tests.meetings.conftest import NOW, sitting, text_of


@pytest.fixture
def url(meeting, partnership):
    return reverse("meetings:reply_to_meeting", args=[meeting.pk, partnership.seats["police"].pk])


@pytest.fixture
def sent(url, post, police_lead, deputy):
    """The police have said that Megan Price comes."""
    chosen = deputy.appointments.get()
    assert (
        post(police_lead, url, {"answer": "deputy", "deputy": chosen.pk, "sequence": "0", "note": ""}).status_code
        == 302
    )
    return Reply.objects.get()


def messages_to(mail_server, person, at=NOW):
    with clock.set_to(at):
        deliver()
    return mail_server.to(person)


def attendee_in(message):
    """Whom the message's calendar names, what it says they answered, whether it asks, and its SEQUENCE."""
    [part] = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    event = Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
    who = event["ATTENDEE"]
    return str(who), str(who.params["PARTSTAT"]), str(who.params["RSVP"]), event["SEQUENCE"]


def test_a_deputy_who_is_sent_is_told_by_mail_and_has_it_at_home(sent, deputy, mail_server, sign_in, meeting):
    message = messages_to(mail_server, deputy)[-1]
    assert message["Subject"] == "You are sent as deputy: CCSP Board, Thursday 10 June 2027"
    text = message.get_body(("plain",)).get_content()
    assert "Daniel Okafor has said that you come to the CCSP Board meeting as deputy for Local policing area" in text
    assert "Thursday 10 June 2027, 2pm to 4pm" in text
    assert attendee_in(message) == (f"mailto:{deputy.email}", "ACCEPTED", "FALSE", 0)
    home = sign_in(deputy).get("/home/")
    assert "Say whether you come as deputy: CCSP Board, 10 June 2027" in text_of(home)
    assert reverse("meetings:show_meeting", args=[meeting.pk]) in home.content.decode()


def test_nobody_else_is_told_and_a_deputy_who_says_so_themself_is_not(url, post, deputy, police_lead, sign_in, meeting):
    chosen = deputy.appointments.get()
    post(deputy, url, {"answer": "deputy", "deputy": chosen.pk, "sequence": "0", "note": ""})
    assert not Notice.objects.filter(template__endswith="/deputy_sent.txt").exists()
    assert "come as deputy" not in text_of(sign_in(police_lead).get("/home/"))


def test_a_deputy_hears_once_of_one_answer_and_that_they_are_not_sent_after_all(
    sent, url, post, police_lead, deputy, mail_server, sign_in
):
    again = {"answer": "deputy", "deputy": sent.deputy_id, "sequence": "0", "note": "She knows the matter"}
    with clock.set_to(NOW + timedelta(hours=1)):
        post(police_lead, url, again)
    with clock.set_to(NOW + timedelta(hours=2)):
        post(police_lead, url, {"answer": "attending", "sequence": "0", "note": ""})
    subjects = [each["Subject"] for each in messages_to(mail_server, deputy, NOW + timedelta(hours=2))]
    assert subjects[1:] == [
        "You are sent as deputy: CCSP Board, Thursday 10 June 2027",
        "No longer sent as deputy: CCSP Board, Thursday 10 June 2027",
    ]
    assert attendee_in(mail_server.to(deputy)[-1])[1:3] == ("NEEDS-ACTION", "TRUE")
    assert "come as deputy" not in text_of(sign_in(deputy).get("/home/"))


def test_the_only_deputy_is_chosen_already(url, sign_in, police_lead, deputy):
    page = sign_in(police_lead).get(url).content.decode()
    assert f'value="{deputy.appointments.get().pk}" checked' in " ".join(page.split())


def test_another_venue_leaves_what_was_answered_and_another_day_asks_again(
    sent, meeting, cast, partnership, secretary, mail_server
):
    for key, said, person in (
        ("council", "apologies", cast.council_officer),
        ("chair", "attending", cast.chair),
        ("housing", "undecided", cast.housing_rep),
    ):
        reply(meeting, partnership.seats[key], said, by=person)
    who = {
        "police_lead": ("DELEGATED", "FALSE"),
        "deputy": ("ACCEPTED", "FALSE"),
        "council_officer": ("DECLINED", "FALSE"),
        "chair": ("ACCEPTED", "FALSE"),
        "housing_rep": ("TENTATIVE", "FALSE"),
        "observer": ("NEEDS-ACTION", "TRUE"),
    }
    fresh = Meeting.objects.get()
    reschedule(fresh, sitting(date(2027, 6, 10), venue="Friargate"), version=fresh.version, by=secretary)
    later = NOW + timedelta(minutes=2)
    last = {name: messages_to(mail_server, getattr(cast, name), later)[-1] for name in who}
    assert {name: attendee_in(each)[1:3] for name, each in last.items()} == who
    assert {attendee_in(each)[3] for each in last.values()} == {1}
    assert all("your reply stands" in each.get_body(("plain",)).get_content() for each in last.values())
    with clock.set_to(later):
        fresh = Meeting.objects.get()
        reschedule(fresh, sitting(date(2027, 6, 17), venue="Friargate"), version=fresh.version, by=secretary)
    last = {name: messages_to(mail_server, getattr(cast, name), NOW + timedelta(minutes=4))[-1] for name in who}
    assert {attendee_in(each)[1:4] for each in last.values()} == {("NEEDS-ACTION", "TRUE", 2)}


def test_a_deputy_who_is_sent_declines_by_their_calendar_and_the_holder_hears_of_it(sent, meeting, cast):
    row = take_in(letter(cast.deputy, answer(meeting, cast.deputy, "DECLINED")))
    assert (row.outcome, row.reason) == ("counted", "Their calendar says: apologies.")
    given = Reply.objects.get(seat=sent.seat)
    assert (given.answer, given.deputy, given.replied_by) == ("apologies", None, cast.deputy)
    [told] = Notice.objects.filter(template="meetings/notices/replied_for.txt")
    assert told.recipient == cast.police_lead
