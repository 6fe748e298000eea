"""Changes within a minute are one letter, the secretary may save without one, and only another time asks again."""

from datetime import date, time, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st
from icalendar import Calendar

from ccsp_portal import clock
from ccsp_portal.notices.delivery import deliver
from ccsp_portal.notices.models import Mail, Notice
from meetings.models import Announcement, Meeting, Reply
from meetings.queries.replies import seats_invited
from meetings.workflow.invitations import invite_newcomers
from meetings.workflow.replies import reply
from meetings.workflow.scheduling import cancel, reschedule
from tests.cast import make_person
from tests.meetings.conftest import NOW, boxes, sitting, text_of

CHANGED = "meetings/notices/rescheduled.txt"


@pytest.fixture
def change(meeting, cast):
    """`change(day, at=seconds, venue=…)` edits the meeting so long after ten o'clock."""

    def make(day=10, *, at=0, tell=True, starts=time(14), **more):
        fresh = Meeting.objects.get()
        with clock.set_to(NOW + timedelta(seconds=at)):
            new = sitting(date(2027, 6, day), starts=starts, **more)
            return reschedule(fresh, new, version=fresh.version, tell=tell, by=cast.secretary)

    return make


def deliver_at(seconds):
    with clock.set_to(NOW + timedelta(seconds=seconds)):
        deliver()


def letters_to(mail_server, person):
    """What the person's letters say, without the first, which invites; with what their calendars are told."""
    found = []
    for message in mail_server.to(person)[1:]:
        event = next(
            Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
            for part in message.walk()
            if part.get_content_type() == "text/calendar"
        )
        found.append((message["Subject"], message.get_body(("plain",)).get_content(), event["SEQUENCE"]))
    return found


def test_two_changes_within_a_minute_are_one_letter_with_the_last_sequence(change, cast, mail_server):
    deliver_at(0)
    change(17, at=5)
    change(17, at=40, venue="Friargate")
    deliver_at(65)
    assert letters_to(mail_server, cast.police_lead) == []
    deliver_at(101)
    ((subject, text, sequence),) = letters_to(mail_server, cast.police_lead)
    assert subject == "Changed: CCSP Board is now at 2pm on Thursday 17 June 2027"
    assert "It was Thursday 10 June 2027, 2pm to 4pm. It is now Thursday 17 June 2027, 2pm to 4pm." in text
    assert "The venue was Council House. It is now Friargate." in text
    assert "Your earlier reply no longer counts." in text
    assert sequence == 2
    deliver_at(900)
    assert len(letters_to(mail_server, cast.police_lead)) == 1
    assert Mail.objects.filter(state="replaced").count() == Mail.objects.filter(notices__template=CHANGED).count() / 2


def test_changes_more_than_a_minute_apart_are_two_letters(change, cast, mail_server):
    deliver_at(0)
    change(17, at=0)
    deliver_at(61)
    change(17, at=62, venue="Friargate")
    deliver_at(130)
    first, second = letters_to(mail_server, cast.police_lead)
    assert "It is now Thursday 17 June" in first[1]
    assert "It is now Friargate" in second[1]
    assert "It is now Thursday 17 June" not in second[1]
    assert "Your earlier reply no longer counts." not in second[1]


def test_what_is_taken_back_within_the_minute_is_never_told_and_asks_nobody_again(
    change, cast, mail_server, meeting, partnership
):
    reply(meeting, partnership.seats["police"], "attending", by=cast.police_lead)
    deliver_at(0)
    change(17, at=5)
    change(10, at=30)
    deliver_at(900)
    assert letters_to(mail_server, cast.police_lead) == []
    assert [each.answer for each in map(_reply, seats_invited(Meeting.objects.get())) if each] == ["attending"]
    with clock.set_to(NOW + timedelta(minutes=20)):
        invite_newcomers()
    deliver_at(1300)
    assert letters_to(mail_server, cast.police_lead) == []
    change(24, at=1400)
    deliver_at(1500)
    ((_, text, _),) = letters_to(mail_server, cast.police_lead)
    assert "It was Thursday 10 June 2027, 2pm to 4pm. It is now Thursday 24 June 2027, 2pm to 4pm." in text


def _reply(asked):
    return asked.reply


def test_who_answered_in_that_minute_is_asked_again(change, cast, mail_server, partnership):
    deliver_at(0)
    change(17, at=5)
    with clock.set_to(NOW + timedelta(seconds=10)):
        reply(Meeting.objects.get(), partnership.seats["police"], "attending", by=cast.police_lead)
    change(10, at=30)
    deliver_at(900)
    assert len(letters_to(mail_server, cast.police_lead)) == 1
    assert not any(each.reply for each in seats_invited(Meeting.objects.get()))


def test_whose_letter_had_left_hears_only_what_is_new_to_them(change, cast, mail_server):
    deliver_at(0)
    change(17, at=0)
    hers = Mail.objects.filter(notices__template=CHANGED, notices__recipient=cast.chair)
    hers.update(next_try_at=NOW)
    deliver_at(1)
    change(17, at=30, venue="Friargate")
    deliver_at(200)
    _, second = letters_to(mail_server, cast.chair)
    assert "It was Thursday 10 June" not in second[1]
    ((_, text, _),) = letters_to(mail_server, cast.police_lead)
    assert "It was Thursday 10 June" in text
    assert "It is now Friargate." in text


def test_a_change_of_place_leaves_replies_as_they_are(change, meeting, partnership, cast):
    reply(meeting, partnership.seats["police"], "attending", by=cast.police_lead)
    change(10, at=5, venue="Friargate")
    assert sum(bool(each.reply) for each in seats_invited(Meeting.objects.get())) == 1
    notice = Notice.objects.get(template=CHANGED, recipient=cast.police_lead)
    assert notice.subject == "Changed: CCSP Board, Thursday 10 June 2027"
    assert "your reply stands" in notice.text


def test_another_time_of_the_same_day_asks_again(change, meeting, partnership, cast):
    reply(meeting, partnership.seats["police"], "attending", by=cast.police_lead)
    change(10, at=5, starts=time(13))
    assert not any(each.reply for each in seats_invited(Meeting.objects.get()))


def test_a_change_may_be_saved_without_telling_and_is_told_with_the_next(change, cast, mail_server):
    deliver_at(0)
    assert change(10, at=5, tell=False, venue="Friargate").sequence == 0
    deliver_at(900)
    assert letters_to(mail_server, cast.police_lead) == []
    change(10, at=950, venue="Friargate", joining_link="https://meet.example.com/board")
    deliver_at(1100)
    ((_, text, sequence),) = letters_to(mail_server, cast.police_lead)
    assert "The venue was Council House. It is now Friargate." in text
    assert "It is now https://meet.example.com/board." in text
    assert sequence == 1


def test_another_time_is_told_whatever_was_chosen(change, cast, mail_server):
    deliver_at(0)
    change(17, at=5, tell=False)
    deliver_at(900)
    assert len(letters_to(mail_server, cast.police_lead)) == 1


def test_a_letter_that_waits_never_says_what_was_quietly_changed_since(change, cast, mail_server):
    deliver_at(0)
    change(10, at=5, venue="Friargate")
    change(10, at=30, tell=False, venue="Old Library")
    deliver_at(900)
    ((_, text, _),) = letters_to(mail_server, cast.police_lead)
    assert "It is now Old Library." in text
    assert "Friargate" not in text


def test_a_meeting_cancelled_within_the_minute_is_only_told_to_be_cancelled(change, cast, mail_server):
    deliver_at(0)
    change(17, at=5)
    with clock.set_to(NOW + timedelta(seconds=20)):
        cancel(Meeting.objects.get(), reason="Local elections", by=cast.secretary)
    deliver_at(900)
    ((subject, _, sequence),) = letters_to(mail_server, cast.police_lead)
    assert subject.startswith("Cancelled: CCSP Board")
    assert sequence == 2


def test_a_meeting_from_before_this_was_kept_is_told_right(change, cast, mail_server):
    deliver_at(0)
    Announcement.objects.all().delete()
    change(17, at=5)
    change(17, at=10, venue="Friargate")
    deliver_at(900)
    ((_, text, _),) = letters_to(mail_server, cast.police_lead)
    assert "It was Thursday 10 June" in text
    assert "The venue was Council House." in text


def test_a_newcomer_is_invited_once_and_hears_later_changes_as_they_are(change, cast, mail_server, partnership):
    deliver_at(0)
    change(17, at=5)
    deliver_at(100)
    newcomer = make_person("Ivy Chen", partnership.seats["fire"], from_on=NOW.date())
    with clock.set_to(NOW + timedelta(minutes=5)):
        invite_newcomers()
    change(17, at=400, venue="Friargate")
    deliver_at(600)
    assert len(mail_server.to(newcomer)) == 2
    ((_, text, _),) = letters_to(mail_server, newcomer)
    assert "It was Thursday 10 June" not in text
    assert "It is now Friargate." in text


EDITS = st.lists(
    st.tuples(st.sampled_from([10, 17, 24]), st.sampled_from(["Council House", "Friargate"]), st.booleans(),
              st.integers(1, 90), st.booleans()),
    min_size=1, max_size=6,
)  # fmt: skip


@with_settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_whatever_is_edited_the_last_letter_says_how_it_stands_and_sequences_rise(edits, meeting, cast, mail_server):
    """Unless it was saved quietly, what was last heard is what stands; nobody hears an older sequence after a newer."""
    with transaction.atomic():
        mail_server.messages.clear()
        deliver_at(0)
        at, quiet = 0, False
        for day, venue, tell, wait, goes_out in edits:
            at += wait
            fresh = Meeting.objects.get(pk=meeting.pk)
            new = sitting(date(2027, 6, day), venue=venue)
            if (fresh.starts_at, fresh.venue) == (new.starts_at, new.venue):
                continue
            quiet = not tell and fresh.starts_at == new.starts_at
            with clock.set_to(NOW + timedelta(seconds=at)):
                reschedule(fresh, new, version=fresh.version, tell=tell, by=cast.secretary)
            if goes_out:
                deliver_at(at)
        deliver_at(at + 61)
        letters = letters_to(mail_server, cast.police_lead)
        assert [each[2] for each in letters] == sorted({each[2] for each in letters})
        stands = Meeting.objects.get(pk=meeting.pk)
        if letters and not quiet:
            assert f"Where: {stands.venue}" in letters[-1][1].replace("\r\n", "\n")
        heard = letters[-1][1] if letters else "Thursday 10 June 2027"
        assert f"Thursday {stands.day.day} June 2027" in heard
        transaction.set_rollback(True)


ANSWERS = {
    "starts": "2pm",
    "ends": "4pm",
    "venue": "Friargate",
    "joining_link": "",
    "access_notes": "",
    "version": "1",
    "tell": "not",
    **boxes("day", date(2027, 6, 10)),
}


def test_she_chooses_and_sees_that_nobody_is_told(post, meeting, secretary):
    url = reverse("meetings:reschedule_meeting", args=[meeting.pk])
    page = text_of(post(secretary, url, ANSWERS))
    assert "Nobody is told by email." in page
    assert "Save without telling" in page
    before = Notice.objects.count()
    response = post(secretary, url, ANSWERS | {"confirmed": "yes"})
    assert [str(each) for each in response.wsgi_request._messages] == [
        "The change is saved. Nobody is sent an email about it."
    ]
    assert (Meeting.objects.get().venue, Notice.objects.count()) == ("Friargate", before)


def test_she_is_asked_who_is_told(post, meeting, secretary):
    url = reverse("meetings:reschedule_meeting", args=[meeting.pk])
    page = post(secretary, url, ANSWERS | {"tell": ""})
    assert page.status_code == 422
    assert "Select whether everybody is told" in text_of(page)


def test_of_another_date_she_sees_that_everybody_is_told_all_the_same(post, meeting, secretary):
    url = reverse("meetings:reschedule_meeting", args=[meeting.pk])
    page = text_of(post(secretary, url, ANSWERS | boxes("day", date(2027, 6, 17))))
    assert "11 people are told by email" in page


def test_replies_to_the_former_time_do_not_count(meeting, partnership, cast, change):
    reply(meeting, partnership.seats["police"], "attending", by=cast.police_lead)
    change(17, at=70)
    asked = next(each for each in seats_invited(Meeting.objects.get()) if each.seat.key == "board-police")
    assert asked.reply is None
    assert asked.outdated == Reply.objects.get()
