"""A meeting is run, minuted and approved in a real browser: axe, narrow and wide, by everybody who takes part."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import Decision, Minutes
from meetings.workflow import actions, minutes
from meetings.workflow.records import Votes, raise_action, record_decision
from meetings.workflow.session import conclude, declare_interest, record_attendance
from meetings.workflow.taking_back import take_back_decision
from meetings.workflow.urgent import add_urgent_item, take_off_urgent_item
from tests.factories import make_item, make_meeting
from tests.meetings.running import filling, quorate, seat_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def to(name, thing=None):
    return reverse(f"meetings:{name}", args=[thing.pk] if thing else [])


@pytest.fixture
def running(board, cast):
    """The Board in session today, with an open and a private item, each with all there can be."""
    today = clock.today()
    meeting = make_meeting(board, cast.secretary, day=today, state="in session", opened_at=clock.now())
    opened = make_item(meeting, title="Knife crime in the city centre: what the partners do next")
    make_item(meeting, title="A named family", privacy="private", purpose="discuss")
    declare_interest(meeting, seat_of(cast.housing_rep), "Is their landlord", item=opened, withdrew=True,
                     by=cast.secretary)  # fmt: skip
    return meeting


def decide_everything(meeting, cast):
    due = clock.today() + timedelta(days=1)
    quorate(meeting, cast)
    for item in meeting.items.all():
        text = "The commander reported.\n\nMembers asked about https://example.com/" + "a-very-long-address" * 6
        minutes.write_minute(item, text, by=cast.secretary)
        record_decision(item, outcome="agreed", text="That the partners go on.", by=cast.secretary)
        raise_action(item, text="Write to schools", owner=seat_of(cast.police_lead), due_on=due, by=cast.secretary)


def test_the_pages_of_running_a_meeting_are_sound(look, running, cast):
    look(cast.secretary, to("run_meeting", running), "run-empty")
    look(cast.secretary, to("conclude_meeting", running), "conclude-undecided")
    item = running.items.first()
    for name in ("write_minute", "record_decision", "raise_action"):
        look(cast.secretary, to(name, item), name)
    decide_everything(running, cast)
    look(cast.secretary, to("write_minute", item), "write-again")
    for name in ("run_meeting", "record_attendance", "declare_interest", "conclude_meeting"):
        look(cast.secretary, to(name, running), name)
    look(cast.secretary, to("correct_decision", Decision.objects.first()), "correct-decision")


def test_the_pages_of_minutes_and_records_are_sound_for_whoever_reads_them(look, running, cast):
    decide_everything(running, cast)
    conclude(running, by=cast.secretary)
    draft = Minutes.objects.get()
    look(cast.secretary, to("show_minutes", running), "minutes-draft")
    look(cast.secretary, to("send_to_chair", running), "send-to-chair")
    sent = minutes.send_to_chair(draft, by=cast.secretary)
    for name in ("show_minutes", "clear_minutes", "return_minutes"):
        look(cast.chair, to(name, running), f"chair-{name}")
    minutes.clear_minutes(sent, by=cast.chair)
    for person, who in ((cast.public, "public"), (cast.police_lead, "owner")):
        look(person, to("show_minutes", running), f"minutes-{who}")
        look(person, to("list_decisions"), f"decisions-{who}")
        look(person, to("show_decision", Decision.objects.first()), f"decision-{who}")
        look(person, to("show_meeting", running), f"meeting-{who}")
    look(cast.secretary, to("approve_minutes", running), "approve")


def test_the_pages_of_action_points_are_sound(look, running, cast):
    decide_everything(running, cast)
    action = running.items.first().action_points.get()
    actions.update_action(action, text="Half the schools have answered", by=cast.police_lead)
    look(cast.police_lead, to("list_actions"), "actions-owner")
    look(cast.police_lead, to("show_action", action), "action-owner")
    look(cast.police_lead, to("update_action", action), "update-action")
    for name in ("show_action", "complete_action", "postpone_action", "drop_action"):
        look(cast.secretary, to(name, action), f"secretary-{name}")


def test_a_decision_is_recorded_by_keyboard_alone(look, page, running, cast):
    look(cast.secretary, to("record_decision", running.items.first()), "by-keyboard")
    page.locator("#id_outcome_0, #id_outcome").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("That the partners go on.")
    # past what few decisions need: a vote, a dissent, who must act
    button = page.get_by_role("button", name="Record the decision")
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/run/#item-*")
    assert Decision.objects.get().text == "That the partners go on."


def test_the_pages_on_which_a_mistake_is_put_right_are_sound(look, running, cast):
    quorate(running, cast)
    item = running.items.first()
    twice = record_decision(item, outcome="agreed", text="Go on.", votes=Votes(4, 0, 0), by=cast.secretary)
    taken = record_decision(item, outcome="agreed", text="Go on.", by=cast.secretary)
    take_back_decision(taken, reason="It was recorded twice", by=cast.secretary)
    record_attendance(running, [filling(cast.chair, "apologies")], by=cast.secretary)
    urgent = add_urgent_item(running, title="Wrong tilte", purpose="note", urgency="Now.", by=cast.secretary)
    for name, thing in (
        ("run_meeting", running),
        ("conclude_meeting", running),
        ("change_urgent_item", urgent),
        ("take_off_urgent_item", urgent),
        ("show_item", urgent),
        ("show_decision", twice),
        ("take_back_decision", twice),
        ("show_decision", taken),
    ):
        look(cast.secretary, to(name, thing), f"mistake-{name}-{thing.pk}")
    take_off_urgent_item(urgent, reason="It belongs to the Housing Group", by=cast.secretary)
    for name, thing in (("show_item", urgent), ("show_meeting", running)):
        look(cast.public, to(name, thing), f"mistake-off-{name}")
    look(cast.secretary, to("list_decisions"), "mistake-register")
