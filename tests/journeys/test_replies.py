"""The secretary moves a meeting; a member answers by the letter's link on a telephone, without signing in."""

import re
from datetime import datetime, time, timedelta

from django.urls import reverse

from ccsp_portal import clock, workdays
from ccsp_portal.notices import delivery
from ccsp_portal.notices.models import Mail
from meetings.models import Meeting, Reply
from meetings.workflow.scheduling import Sitting, convene
from tests.cast import PASSWORD, make_cast, make_partnership

LINK = re.compile(r"https?://\S+/meetings/reply/\S+/")
TELEPHONE = {"width": 320, "height": 640}


def a_meeting_of(partnership, cast):
    day = workdays.working_days_after(clock.today(), 30)
    starts_at = datetime.combine(day, time(14), clock.LONDON)
    link = "https://meet.example.com/board"
    return convene(
        partnership.board, Sitting(starts_at, starts_at + timedelta(hours=2), "Council House", link), by=cast.secretary
    )


def post_the_letters():
    """The minute in which changes become one letter is over."""
    Mail.objects.filter(state="waiting").update(next_try_at=clock.now())
    delivery.deliver()


def test_a_meeting_moves_and_a_member_answers_on_a_telephone(transactional_db, visit, mail_server):
    partnership = make_partnership()
    cast = make_cast(partnership)
    meeting = a_meeting_of(partnership, cast)
    post_the_letters()
    move_the_meeting(visit, cast, meeting)
    post_the_letters()
    _, letter = mail_server.to(cast.police_lead)
    words = letter.get_body(("plain",)).get_content()
    assert "Your earlier reply no longer counts." in words
    assert "It is now Friargate." in words
    answer_on_a_telephone(visit, LINK.search(words)[0])
    given = Reply.objects.get()
    assert (given.replied_by, given.came_by, given.manner, given.sequence) == (cast.police_lead, "link", "online", 2)
    visit.sign_in(cast.secretary, PASSWORD).go("meetings:show_replies", meeting.pk)
    visit.sees("Online", "Tell Rosa that I leave at 3pm", "So far: 1 online, 10 without a reply, 1 vacant.")
    visit.sees("with 1 of 6: 4 are needed, and nobody comes from The Council.")
    visit.sound(visit.page)
    visit.go("meetings:list_read_messages").sees("Nothing to deal with")
    visit.sound(visit.page)


def move_the_meeting(visit, cast, meeting):
    """To the next working day, and at once to another room: everybody hears of both in one letter."""
    visit.sign_in(cast.secretary, PASSWORD).go("meetings:reschedule_meeting", meeting.pk)
    visit.fill_day(workdays.working_days_after(meeting.day, 1))
    visit.sound(visit.page)
    visit.press("Continue")
    visit.sees("people are told by email")
    visit.sound(visit.page)
    visit.press("Reschedule the meeting")
    visit.page.get_by_text("What you change until then goes in the same email.").wait_for()
    visit.go("meetings:reschedule_meeting", meeting.pk)
    visit.fill("Venue", "Friargate")
    visit.tick("Save without telling")
    visit.press("Continue")
    visit.sees("The email about your last change has not left yet: this goes in it")
    visit.press("Save without telling")
    assert Meeting.objects.get().venue == "Friargate"


def answer_on_a_telephone(visit, link):
    visit.page.context.clear_cookies()
    visit.page.set_viewport_size(TELEPHONE)
    visit.open(link).sees("Daniel Okafor", "Friargate")
    visit.sound(visit.page)
    visit.page.set_viewport_size(TELEPHONE)
    visit.press("Send the reply")
    visit.sees("Select whether you will be there")
    visit.tick("Yes, online")
    visit.fill("Anything the secretary should know (optional)", "Tell Rosa that I leave at 3pm")
    visit.press("Send the reply")
    visit.page.get_by_text("Your reply is sent.").wait_for()
    visit.sees("Your reply so far: Online")
    visit.sound(visit.page)
    signed_in = visit.page.request.get(visit.base + reverse("home:home"), max_redirects=0)
    assert signed_in.status == 302
