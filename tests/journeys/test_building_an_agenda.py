"""A secretary plans ahead, builds a whole agenda by the keyboard alone, and moves the meeting: every date moves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock, workdays
from meetings.models import Meeting, PlannedItem
from meetings.queries.timeline import days_if_held_on, days_of
from meetings.workflow import forward
from meetings.workflow.scheduling import convene
from meetings.workflow.statutory import propose_what_must_come
from partners.models import Body, MeetingPolicy
from tests.meetings.conftest import sitting
from tests.meetings.looking import keep_picture, look  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

STANDING = [
    {"key": "welcome", "title": "Welcome and apologies", "purpose": "note", "minutes": 5},
    {"key": "declarations", "title": "Declarations of interest", "purpose": "note", "minutes": 5},
    {"key": "minutes", "title": "Minutes of the last meeting", "purpose": "decide", "minutes": 5},
    {"key": "actions", "title": "Matters arising and action log", "purpose": "discuss", "minutes": 10},
    {"key": "forward-plan", "title": "Forward plan", "purpose": "note", "minutes": 5},
    {"key": "other-business", "title": "Any other business", "purpose": "discuss", "minutes": 5},
]
BUSINESS = ["Knife crime", "Burglary", "Hate crime", "Taxi licensing", "Reoffending", "Youth offending"]


@pytest.fixture
def meeting(board, cast):
    MeetingPolicy.objects.update(standing_items=STANDING)
    day = workdays.working_day_on_or_after(clock.today() + timedelta(days=70))
    return convene(Body.objects.get(pk=board.pk), sitting(day), by=cast.secretary)


def titles(meeting):
    return [item.title for item in meeting.items.live()]


def test_an_agenda_of_twelve_items_is_built_by_keyboard_alone(meeting, look, page, cast):  # noqa: F811
    url = reverse("meetings:edit_agenda", args=[meeting.pk])
    look(cast.secretary, url, "agenda-begun")
    for title in BUSINESS:
        press(page, page.get_by_role("button", name="Add an item"))
        page.get_by_label("Title", exact=True).focus()
        page.keyboard.type(title)
        choose(page, "For decision")
        press(page, page.get_by_role("button", name="Save the item"))
    assert len(titles(meeting)) == 12
    assert titles(meeting)[4:10] == BUSINESS
    move(page, "Youth offending", "ArrowUp", 5)
    assert titles(meeting)[4:10] == ["Youth offending", *BUSINESS[:5]]
    page.wait_for_function("document.activeElement.textContent === 'Drag “Youth offending”'")
    # thought better of: it stays
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert "is back where it was" in page.locator("[data-arrange-said]").inner_text()
    assert titles(meeting)[4] == "Youth offending"
    look(cast.secretary, url, "agenda-built")


def test_an_item_is_dragged_to_its_place(meeting, look, page, cast):  # noqa: F811
    look(cast.secretary, reverse("meetings:edit_agenda", args=[meeting.pk]), "agenda-drag")
    page.set_viewport_size({"width": 1280, "height": 2000})
    page.get_by_label("Minutes for “Any other business”").fill("17")
    handle = page.get_by_role("button", name="Drag “Any other business”")
    first = page.locator("[data-item]").first.bounding_box()
    handle.hover()
    page.mouse.down()
    page.mouse.move(first["x"] + 50, first["y"] + 5, steps=8)
    with page.expect_navigation():
        page.mouse.up()
    assert titles(meeting)[0] == "Any other business"
    box = page.get_by_label("Minutes for “Any other business”")
    # what was typed before it
    assert box.input_value() == "17"
    box.fill("18")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "The minutes are saved." in page.locator("main").inner_text()
    assert (titles(meeting)[0], meeting.items.live().first().minutes_allotted) == ("Any other business", 18)


def test_the_meeting_moves_and_every_date_with_it(meeting, look, page, cast):  # noqa: F811
    show = reverse("meetings:show_meeting", args=[meeting.pk])
    look(cast.secretary, show, "timeline")
    look(cast.secretary, reverse("meetings:reschedule_meeting", args=[meeting.pk]), "reschedule")
    to = workdays.working_day_on_or_after(meeting.day + timedelta(days=14))
    for part, value in (("Day", to.day), ("Month", to.month), ("Year", to.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_role("button", name="Continue").click()
    keep_picture(page, "reschedule-confirm")
    after = days_if_held_on(to, meeting)
    for step in after.values():
        assert written(step) in page.locator("main").inner_text()
    page.get_by_role("button", name="Reschedule the meeting").click()
    page.wait_for_url(f"**{show}")
    assert days_of(Meeting.objects.get(pk=meeting.pk)) == after
    for step in after.values():
        assert written(step) in page.locator("main").inner_text()


def test_the_pages_of_the_forward_plan_are_sound(meeting, look, cast, partnership):  # noqa: F811
    propose_what_must_come()
    planned = forward.propose(
        meeting.body, forward.Slot(meeting), title="Knife crime", owner=partnership.seats["police"], ground="request",
        ground_text="Asked for by the Police and Crime Panel", description="What we learned.", by=cast.police_lead,
    )  # fmt: skip
    look(cast.secretary, reverse("meetings:show_forward_plan", args=["board"]), "forward-plan")
    look(cast.police_lead, reverse("meetings:propose_item", args=["board"]), "propose")
    look(cast.secretary, reverse("meetings:place_proposal", args=[planned.pk]), "place")
    placed = forward.place(planned, forward.Slot(meeting), by=cast.secretary)
    look(cast.secretary, reverse("meetings:call_for_papers", args=[meeting.pk]), "call")
    year, quarter = workdays.financial_quarter(meeting.day + timedelta(days=200))
    forward.move(placed, forward.Slot(year=year, quarter=quarter), reason="Too early", by=cast.secretary)
    look(cast.police_lead, reverse("meetings:show_planned_item", args=[placed.pk]), "planned")
    look(cast.secretary, reverse("meetings:list_standing_items", args=["board"]), "standing")
    look(cast.secretary, reverse("meetings:add_standing_item", args=["board"]), "standing-add")
    look(cast.secretary, reverse("meetings:show_item", args=[meeting.items.get(standing="actions").pk]), "action-log")
    look(cast.secretary, reverse("home:home"), "home")
    look(cast.secretary, reverse("partners:set_meeting_policy", args=["board"]), "policy")
    assert PlannedItem.objects.filter(state="proposed").exists()


def press(page, button):
    """Go to a button and press Enter; the page that follows is there when this returns."""
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page, label):
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Space")


def move(page, title, arrow, times):
    page.get_by_role("button", name=f"Drag “{title}”").focus()
    page.keyboard.press("Space")
    for _ in range(times):
        page.keyboard.press(arrow)
    with page.expect_navigation():
        page.keyboard.press("Space")


def written(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
