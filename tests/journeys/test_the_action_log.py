"""An owner answers a reminder by its link on a telephone; the secretary goes through the log: in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from ccsp_portal import clock
from ccsp_portal.notices.personal import fill_in
from meetings.models import ActionPoint
from meetings.workflow.links import action_link
from meetings.workflow.records import raise_action
from tests.factories import make_item, make_meeting
from tests.meetings.running import seat_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owed(board, cast):
    """The police owe one action point of a meeting that sits today, and the chair another."""
    meeting = make_meeting(board, cast.secretary, day=clock.today(), state="in session", opened_at=clock.now())
    item = make_item(meeting, title="Knife crime in the city centre")
    due_on = clock.today() + timedelta(days=40)
    for person, text in ((cast.police_lead, "Write to every school in the city"), (cast.chair, "Count the lamps")):
        raise_action(item, text=text, owner=seat_of(person), due_on=due_on, by=cast.secretary)
    return ActionPoint.objects.get(owner=seat_of(cast.police_lead))


def signed_in(page, sign_in, person, live_server):
    cookie = sign_in(person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def test_an_owner_says_by_the_link_on_a_telephone_that_it_is_done(page, live_server, cast, owed, sound):
    page.set_viewport_size({"width": 360, "height": 740})
    path = "/" + fill_in(action_link(owed), cast.police_lead).split("/", 3)[3]
    page.goto(live_server.url + path)
    expect(page.get_by_text("Write to every school in the city")).to_be_visible()
    page.get_by_role("button", name="Send the update").click()
    expect(page.get_by_role("link", name="Enter how it is going")).to_be_visible()
    sound(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_label("How is it going?").fill("Every school has its letter.")
    page.get_by_label("It is done").check()
    page.get_by_role("button", name="Send the update").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert "/link/" not in page.url
    sound(page)
    owed.refresh_from_db()
    assert (owed.state, owed.latest_update) == ("proposed", "Every school has its letter.")


def test_another_date_is_asked_for_below_its_choice(page, live_server, cast, owed, sound):
    page.goto(live_server.url + "/" + fill_in(action_link(owed), cast.police_lead).split("/", 3)[3])
    expect(page.get_by_label("Day")).to_be_hidden()
    page.get_by_label("It needs another date").check()
    expect(page.get_by_label("Day")).to_be_visible()
    sound(page)
    day = owed.due_on + timedelta(days=30)
    page.get_by_label("How is it going?").fill("Schools are closed until then.")
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part).fill(str(value))
    page.get_by_role("button", name="Send the update").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert owed.redatings.get().due_on == day


def test_the_secretary_filters_the_log_sets_a_colour_and_closes(page, live_server, sign_in, cast, owed, sound):
    signed_in(page, sign_in, cast.secretary, live_server)
    page.goto(f"{live_server.url}/meetings/actions/")
    page.get_by_text("Choose which action points to show").click()
    page.get_by_label("Owner").select_option(label=str(owed.owner))
    page.get_by_label("Sort by").select_option(label="RAG, the gravest first")
    page.get_by_role("button", name="Show action points").click()
    expect(page.get_by_text("1 action point", exact=True)).to_be_visible()
    expect(page.get_by_text("Count the lamps")).to_have_count(0)
    sound(page)
    page.get_by_role("link", name=owed.reference).click()
    page.get_by_role("button", name="Set the RAG by hand").click()
    page.get_by_label("Red", exact=True).check()
    page.get_by_label("Why?").fill("Two schools have refused.")
    sound(page)
    page.get_by_role("button", name="Set the RAG", exact=True).click()
    expect(page.get_by_text("The RAG is set by hand: Two schools have refused.")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Mark as complete").click()
    sound(page)
    page.get_by_label("Was it closed by a meeting?").select_option(index=1)
    page.get_by_role("button", name="Mark as complete").click()
    expect(page.get_by_text("The action point is complete.")).to_be_visible()
    expect(page.get_by_text("as decided by the meeting")).to_be_visible()
    sound(page)
    assert ActionPoint.objects.get(pk=owed.pk).ended_at_meeting_id == owed.item.meeting_id
