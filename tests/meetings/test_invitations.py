"""Everybody invited hears of a meeting, of each change, and of its end: once each, and nobody else does."""

from datetime import date, timedelta

import pytest
import vobject
from icalendar import Calendar

from ccsp_portal import clock
from ccsp_portal.notices.delivery import deliver, why_withheld
from ccsp_portal.notices.models import Notice
from meetings.models import Meeting
from meetings.workflow.invitations import invite_newcomers, release_leavers
from meetings.workflow.replies import nudge, reply
from meetings.workflow.scheduling import cancel, convene, reschedule
from tests.cast import make_person, make_seat
from tests.meetings.conftest import NOW, sitting

INVITED = {
    "Asha Patel",
    "Rosa Whitfield",
    "Daniel Okafor",
    "Megan Price",
    "Tom Hargreaves",
    "Leila Haddad",
    "Owen Bright",
    "Jas Gill",
    "Priya Nair",
    "Hugh Ferris",
    "Sam Tolland",
}


@pytest.fixture
def meeting(in_may, board, cast):
    """The Board meets on Thursday 10 June 2027, and the whole cast is there to hear of it."""
    link = "https://meet.example.com/board"
    return convene(board, sitting(date(2027, 6, 10), joining_link=link), by=cast.secretary)


def told(**which):
    """Who has been told, by name."""
    return {notice.recipient.name for notice in Notice.objects.filter(**which)}


def calendar_of(notice):
    """The notice's calendar object, its folded lines joined."""
    return bytes(notice.calendar.data).decode().replace("\r\n ", "")


def test_everybody_with_a_seat_but_the_auditor_is_invited_once(meeting):
    assert told() == INVITED
    assert Notice.objects.count() == len(INVITED)


def test_the_invitation_says_all_that_one_needs(meeting):
    notice = Notice.objects.get(recipient__name="Daniel Okafor")
    assert notice.subject == "Invitation: CCSP Board, Thursday 10 June 2027"
    assert "CCSP Board meets on Thursday 10 June 2027, 2pm to 4pm." in notice.text
    assert "Join online: https://meet.example.com/board" in notice.text
    assert f"http://127.0.0.1:8000/meetings/{meeting.pk}/" in notice.text
    assert "&#x" not in notice.text


def test_each_gets_a_calendar_request_of_their_own(meeting, cast):
    notice = Notice.objects.get(recipient=cast.police_lead)
    request = calendar_of(notice)
    assert notice.method == "REQUEST"
    assert "METHOD:REQUEST" in request
    assert f"UID:{meeting.uid}" in request
    assert "SEQUENCE:0" in request
    assert cast.police_lead.email in request
    assert cast.council_officer.email not in request


def test_a_move_sends_the_same_uid_with_a_higher_sequence_and_says_what_changed(meeting, cast):
    reschedule(meeting, sitting(date(2027, 6, 17), venue="Friargate"), version=1, by=cast.secretary)
    notices = Notice.objects.filter(template="meetings/notices/rescheduled.txt")
    assert {notice.recipient.name for notice in notices} == INVITED
    notice = notices.get(recipient=cast.police_lead)
    assert notice.subject == "Changed: CCSP Board is now at 2pm on Thursday 17 June 2027"
    assert "It was Thursday 10 June 2027, 2pm to 4pm. It is now Thursday 17 June 2027, 2pm to 4pm." in notice.text
    assert "The venue was Council House. It is now Friargate." in notice.text
    assert "The link for joining online was https://meet.example.com/board. It is now not given." in notice.text
    update = calendar_of(notice)
    assert f"UID:{meeting.uid}" in update
    assert "SEQUENCE:1" in update
    assert "METHOD:REQUEST" in update


def test_cancelling_sends_a_cancel_and_the_reason(meeting, cast):
    cancel(meeting, reason="Local elections & leave", by=cast.secretary)
    notice = Notice.objects.get(template="meetings/notices/cancelled.txt", recipient=cast.deputy)
    assert notice.subject == "Cancelled: CCSP Board, Thursday 10 June 2027"
    assert "Why: Local elections & leave" in notice.text
    assert notice.method == "CANCEL"
    assert "METHOD:CANCEL" in calendar_of(notice)
    assert "SEQUENCE:1" in calendar_of(notice)


def test_somebody_appointed_later_is_invited_and_nobody_twice(meeting, partnership):
    newcomer = make_person("Ivy Chen", partnership.seats["fire"], from_on=date(2027, 5, 4))
    invite_newcomers()
    assert told() == INVITED | {"Ivy Chen"}
    invite_newcomers()
    assert Notice.objects.filter(recipient=newcomer).count() == 1
    assert Notice.objects.count() == len(INVITED) + 1


def test_a_newcomer_after_a_move_gets_the_meeting_as_it_stands(meeting, partnership, cast):
    reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=cast.secretary)
    newcomer = make_person("Ivy Chen", partnership.seats["fire"], from_on=date(2027, 5, 4))
    invite_newcomers()
    notice = Notice.objects.get(recipient=newcomer)
    assert notice.subject == "Invitation: CCSP Board, Thursday 17 June 2027"
    assert "SEQUENCE:1" in calendar_of(notice)


def test_newcomers_are_not_asked_to_meetings_that_are_off_or_over(meeting, partnership, cast):
    cancel(meeting, reason="Local elections", by=cast.secretary)
    newcomer = make_person("Ivy Chen", partnership.seats["fire"], from_on=date(2027, 5, 4))
    invite_newcomers()
    assert not Notice.objects.filter(recipient=newcomer).exists()


def test_somebody_who_left_hears_nothing_from_the_day_after(meeting, cast):
    cast.police_lead.appointments.update(to_on=clock.today())
    with clock.set_to(NOW + timedelta(days=1)):
        reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=cast.secretary)
        cancel(meeting, reason="Local elections", by=cast.secretary)
        assert Notice.objects.filter(recipient=cast.police_lead).count() == 1


def test_the_meeting_leaves_the_calendar_of_somebody_who_left_once(meeting, cast):
    cast.police_lead.appointments.update(to_on=clock.today())
    release_leavers()
    assert Notice.objects.filter(template="meetings/notices/released.txt").count() == 0
    with clock.set_to(NOW + timedelta(days=1)):
        release_leavers()
        release_leavers()
    notice = Notice.objects.select_related("recipient").get(template="meetings/notices/released.txt")
    assert notice.recipient == cast.police_lead
    assert notice.method == "CANCEL"
    assert "STATUS:CANCELLED" in calendar_of(notice)
    assert "https://meet.example.com/board" not in calendar_of(notice) + notice.text
    assert why_withheld(notice) == ""


def test_somebody_who_left_and_is_appointed_again_is_asked_again_once(meeting, cast):
    cast.police_lead.appointments.update(to_on=clock.today())
    with clock.set_to(NOW + timedelta(days=1)):
        release_leavers()
    with clock.set_to(NOW + timedelta(days=2)):
        cast.police_lead.appointments.update(to_on=None)
        invite_newcomers()
        invite_newcomers()
    notices = Notice.objects.filter(recipient=cast.police_lead).order_by("pk")
    assert [notice.method for notice in notices] == ["REQUEST", "CANCEL", "REQUEST"]


def test_a_notice_still_waiting_is_withheld_from_somebody_who_left_though_the_meeting_is_public(meeting, cast):
    Meeting.objects.update(state="circulated", circulated_at=NOW)
    notice = Notice.objects.select_related("recipient").get(recipient=cast.police_lead)
    assert why_withheld(notice) == ""
    cast.police_lead.appointments.update(to_on=clock.today())
    with clock.set_to(NOW + timedelta(days=1)):
        notice = Notice.objects.select_related("recipient").get(recipient=cast.police_lead)
        assert why_withheld(notice) == "Not sent: they are no longer allowed to see what it is about."


def test_a_nudge_goes_once_a_day_to_those_who_owe_an_answer(meeting, partnership, cast):
    reply(meeting, partnership.seats["police"], "attending", by=cast.police_lead)
    nudge(meeting, by=cast.secretary)
    nudge(meeting, by=cast.secretary)
    nudges = Notice.objects.filter(template="meetings/notices/nudge.txt")
    assert {notice.recipient.name for notice in nudges} == INVITED - {"Daniel Okafor", "Megan Price"}
    assert nudges.count() == len(INVITED) - 2
    with clock.set_to(NOW + timedelta(days=1)):
        nudge(meeting, by=cast.secretary)
    assert nudges.all().count() == 2 * (len(INVITED) - 2)


@pytest.mark.parametrize("seats", [1, 40])
def test_telling_everybody_costs_the_same_however_many_they_are(
    in_may, cast, partnership, seats, django_assert_max_num_queries
):
    for number in range(seats):
        seat = make_seat(partnership.board, partnership.organisations["housing"], f"more-{number}")
        make_person(f"Person {number}", seat)
    with django_assert_max_num_queries(50):
        convene(partnership.board, sitting(date(2027, 6, 10)), by=cast.secretary)
    assert Notice.objects.count() == len(INVITED) + seats


def calendars_received(mail_server, person):
    """The calendar objects that came by mail for the person, in order: each with the method its part names."""
    parts = [part for message in mail_server.to(person) for part in message.walk()]
    found = [part for part in parts if part.get_content_type() == "text/calendar"]
    for part in found:
        vobject.readOne(part.get_content()).validate(raiseException=True)
    return [(part.get_param("method"), Calendar.from_ical(part.get_content())) for part in found]


def test_members_calendars_hear_by_mail_of_the_meeting_of_its_move_and_of_its_end(meeting, cast, mail_server):
    deliver()
    reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=cast.secretary)
    with clock.set_to(NOW + timedelta(minutes=1)):
        deliver()
    cancel(meeting, reason="Local elections", by=cast.secretary)
    deliver()
    received = calendars_received(mail_server, cast.police_lead)
    assert [method for method, _ in received] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [str(calendar["METHOD"]) for _, calendar in received] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [calendar.walk("VEVENT")[0] for _, calendar in received]
    assert {str(event["UID"]) for event in events} == {meeting.uid}
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert [event["DTSTART"].to_ical() for event in events] == [
        b"20270610T140000",
        b"20270617T140000",
        b"20270617T140000",
    ]
    assert {event["DTSTART"].params["TZID"] for event in events} == {"Europe/London"}
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert {str(event["ATTENDEE"]) for event in events} == {f"mailto:{cast.police_lead.email}"}
    assert [calendar.walk("VTIMEZONE")[0]["TZID"] for _, calendar in received] == ["Europe/London"] * 3


def test_nobody_reads_another_members_address_in_their_invitation(meeting, cast, mail_server):
    deliver()
    (message,) = mail_server.to(cast.police_lead)
    assert cast.council_officer.email not in message.as_string()
    assert message["To"].addresses[0].addr_spec == cast.police_lead.email
