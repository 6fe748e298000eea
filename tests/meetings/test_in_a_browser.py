"""The pages about meetings in a real browser: axe, narrow and wide, for the secretary, a member and the public."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock, workdays
from meetings.models import AgendaItem, CalendarImport, Meeting, ReadMessage
from meetings.workflow.guests import invite_to_item
from meetings.workflow.imports import import_calendar
from meetings.workflow.read_messages import settle_message
from meetings.workflow.read_replies import take_in
from meetings.workflow.replies import reply
from meetings.workflow.scheduling import cancel, convene, reschedule
from tests.meetings.answering import answer, letter
from tests.meetings.conftest import boxes, sitting
from tests.meetings.looking import keep_picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CALENDAR = "committee,date,start,end\nCouncil,{},1pm,6pm\nCabinet,sometime,2pm,4pm\n"


@pytest.fixture
def meeting(board, cast, partnership):
    """A meeting that was moved, replied to and circulated, with an open and a private item; and one called off."""
    day = workdays.working_day_on_or_after(clock.today() + timedelta(days=60))
    access = "Sign in at reception. There is step-free access from Earl Street."
    held = convene(board, sitting(day, joining_link="https://meet.example.com/board-room-7", access_notes=access),
                   by=cast.secretary)  # fmt: skip
    held = reschedule(
        held, sitting(day + timedelta(days=7), venue="Friargate"), version=held.version, by=cast.secretary
    )
    reply(held, partnership.seats["police"], "apologies", note="On leave that week", by=cast.police_lead)
    AgendaItem.objects.create(meeting=held, position=1, title="Knife crime", purpose="decide", number="1",
                              presenter=partnership.seats["police"])  # fmt: skip
    AgendaItem.objects.create(meeting=held, position=2, title="A named family", privacy="private", number="2",
                              private_reason="It names people", public_title="A review")  # fmt: skip
    Meeting.objects.filter(pk=held.pk).update(state="circulated", circulated_at=clock.now())
    cancel(convene(board, sitting(day + timedelta(days=90)), by=cast.secretary), reason="Elections", by=cast.secretary)
    import_calendar("council.csv", CALENDAR.format((held.day + timedelta(days=1)).strftime("%d/%m/%Y")).encode(),
                    by=cast.secretary)  # fmt: skip
    return held


def test_every_page_of_a_meeting_is_sound_for_whoever_reads_it(look, meeting, cast, partnership):
    show = reverse("meetings:show_meeting", args=[meeting.pk])
    replying = reverse("meetings:reply_to_meeting", args=[meeting.pk, partnership.seats["police"].pk])
    look(cast.public, reverse("meetings:list_meetings"), "list-public")
    look(cast.public, show, "show-public")
    look(cast.police_lead, reverse("meetings:list_meetings"), "list-member")
    look(cast.police_lead, show, "show-member")
    look(cast.police_lead, replying, "reply")
    look(cast.secretary, reverse("meetings:list_meetings") + "?when=all", "list-secretary")
    look(cast.secretary, show, "show-secretary")
    for name in ("reschedule_meeting", "cancel_meeting", "show_replies", "nudge_members", "show_history"):
        look(cast.secretary, reverse(f"meetings:{name}", args=[meeting.pk]), name)


def test_in_print_a_meeting_has_the_width_of_the_sheet_and_nothing_to_press(look, page, meeting, cast):
    show = reverse("meetings:show_meeting", args=[meeting.pk])
    look(cast.secretary, show, "show-secretary")
    page.set_viewport_size({"width": 800, "height": 1000})
    column, row = (page.locator(each).first for each in (".govuk-grid-column-two-thirds", ".govuk-grid-row"))
    assert column.bounding_box()["width"] < row.bounding_box()["width"] - 100
    pressed = page.locator(".govuk-summary-card__actions, main ul.govuk-list.portal-no-print")
    assert pressed.first.is_visible()
    page.emulate_media(media="print")
    assert column.bounding_box()["width"] >= row.bounding_box()["width"] - 1
    assert not any(each.is_visible() for each in pressed.all())
    page.emulate_media(media="screen")


def test_the_pages_about_an_item_s_readers_are_sound(look, meeting, cast):
    item = meeting.items.get(privacy="private")
    invitation = invite_to_item(item, cast.councillor, by=cast.secretary)
    look(cast.secretary, reverse("meetings:show_item", args=[item.pk]), "show_item")
    look(cast.chair, reverse("meetings:invite_to_item", args=[item.pk]), "invite_to_item")
    look(cast.chair, reverse("meetings:end_item_invitation", args=[invitation.pk]), "end_item_invitation")
    look(cast.auditor, reverse("meetings:show_meeting", args=[meeting.pk]), "show-auditor")
    look(cast.auditor, reverse("meetings:show_readers", args=[item.pk]), "show_readers")


def test_the_messages_from_calendars_are_sound(look, meeting, cast):
    counter = answer(meeting, cast.police_lead, "TENTATIVE", method="COUNTER", comment="Could it be 3pm?")
    take_in(letter(cast.police_lead, counter))
    take_in(b"From: stranger@elsewhere.example\r\nSubject: Cheap pens\r\n\r\nBuy.")
    row, other = ReadMessage.objects.all()
    settle_message(row, note="It was an advertisement.", by=cast.secretary)
    look(cast.secretary, f"{reverse('meetings:list_read_messages')}?show=all", "messages")
    look(cast.secretary, reverse("meetings:settle_message", args=[row.pk]), "message-settled")
    look(cast.secretary, reverse("meetings:settle_message", args=[other.pk]), "message")


def test_every_page_that_makes_meetings_is_sound(look, page, meeting, board, cast):
    year = workdays.financial_year(clock.today())
    schedule = reverse("meetings:schedule_year")
    look(cast.secretary, schedule, "schedule")
    look(cast.secretary, f"{schedule}?body=board&year={year + 2}", "schedule-dates")
    look(cast.secretary, reverse("meetings:convene_meeting", args=["board"]), "convene")
    look(cast.secretary, reverse("meetings:list_clashes"), "clashes")
    look(cast.secretary, reverse("meetings:import_calendar"), "import")
    look(cast.secretary, reverse("meetings:show_import", args=[CalendarImport.objects.get().pk]), "import-done")


def test_the_secretary_convenes_a_meeting_by_hand(look, page, sound, meeting, cast):
    look(cast.secretary, reverse("meetings:convene_meeting", args=["board"]), "convene")
    page.fill("[name=title]", "Extraordinary Board meeting")
    for name, value in boxes("day", meeting.day + timedelta(days=1)).items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=starts]", "2pm")
    page.fill("[name=ends]", "3.30pm")
    page.get_by_role("button", name="Continue").click()
    sound(page)
    keep_picture(page, "convene-clash")
    page.get_by_label("Yes, meet on").check()
    page.get_by_role("button", name="Continue").click()
    sound(page)
    keep_picture(page, "convene-confirm")
    page.get_by_role("button", name="Convene the meeting").click()
    assert "The meeting is convened." in page.inner_text("main")
    assert Meeting.objects.filter(title="Extraordinary Board meeting").count() == 1
