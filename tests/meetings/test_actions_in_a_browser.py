"""The pages of the action log and of the register in a real browser: axe, narrow and wide, for whoever reads them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.personal import fill_in
from meetings.models import ActionPoint, Decision
from meetings.workflow import actions, minutes
from meetings.workflow.evidence import attach_evidence
from meetings.workflow.links import action_link
from meetings.workflow.records import Votes, raise_action, record_decision, record_dissent
from meetings.workflow.redating import ask_for_date
from tests.factories import make_item, make_meeting
from tests.meetings.pdfs import pdf, upload
from tests.meetings.running import quorate, seat_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def to(name, thing=None):
    return reverse(f"meetings:{name}", args=[thing.pk] if thing else [])


@pytest.fixture
def held(board, cast):
    """The Board in session today, with two decisions and an action point in each way that one can stand."""
    meeting = make_meeting(board, cast.secretary, day=clock.today(), state="in session", opened_at=clock.now())
    quorate(meeting, cast)
    item = make_item(meeting, title="Knife crime in the city centre: what the partners do next")
    minutes.write_minute(item, "The commander reported.\n\nMembers asked for a letter.", by=cast.secretary)
    police, by = seat_of(cast.police_lead), cast.secretary
    earlier = record_decision(item, outcome="noted", text="That the report be noted.", by=by)
    decision = record_decision(
        item, outcome="agreed", text="That every partner write to the schools.", votes=Votes(2, 1, 1),
        must_act=[police, seat_of(cast.chair)], supersedes=earlier, by=by,
    )  # fmt: skip
    record_dissent(decision, seat=seat_of(cast.council_officer), words="Too soon, before the evaluation.", by=by)
    for days, text in ((3, "Write to every school"), (60, "Count the lamps in the parks"), (20, "Report on patrols")):
        raise_action(
            item, text=text, owner=police, due_on=clock.today() + timedelta(days), supporters=[seat_of(cast.chair)],
            decision=decision, paragraph=2, by=by,
        )  # fmt: skip
    first, second, third = ActionPoint.objects.order_by("reference")
    attach_evidence(first, upload(pdf(1)), title="The letter that was sent", by=cast.police_lead)
    ask_for_date(first, due_on=first.due_on + timedelta(30), reason="Schools are closed.", by=cast.police_lead)
    actions.override_rag(second, rag="red", reason="Nobody is named for it yet.", by=by)
    actions.propose_completion(third, text="Done, see the note.", by=cast.deputy)
    ActionPoint.objects.filter(pk=first.pk).update(due_on=clock.today() - timedelta(9))
    return meeting


def test_the_pages_that_read_are_sound(look, held, cast):
    first = ActionPoint.objects.order_by("reference")[0]
    for who in ("secretary", "police_lead"):
        person = getattr(cast, who)
        look(person, to("list_actions") + "?which=all", f"log-{who}")
        look(person, to("show_action", first), f"action-{who}")
    look(cast.secretary, to("show_action", ActionPoint.objects.get(override="red")), "action-by-hand")
    look(cast.secretary, to("list_decisions"), "register")
    look(cast.secretary, to("show_decision", Decision.objects.last()), "decision")
    look(cast.secretary, to("show_decision", Decision.objects.first()), "decision-superseded")
    look(cast.secretary, to("show_meeting", held), "meeting-with-log")
    look(cast.secretary, reverse("home:home"), "home-waiting")


def test_the_pages_that_ask_are_sound(look, held, cast):
    first, second, third = ActionPoint.objects.order_by("reference")
    item, decision = held.items.first(), Decision.objects.last()
    for name, thing in (
        ("update_action", second), ("attach_evidence", second), ("complete_action", third), ("drop_action", second),
        ("send_back_action", third), ("answer_date", first), ("override_rag", second), ("postpone_action", second),
        ("record_dissent", decision), ("correct_decision", decision), ("record_decision", item), ("raise_action", item),
        ("correct_action", second),
    ):  # fmt: skip
        look(cast.secretary, to(name, thing), f"ask-{name}")
    look(cast.police_lead, to("update_action", second), "ask-update-owner")


def test_the_pages_behind_a_link_are_sound(look, held, cast):
    second = ActionPoint.objects.order_by("reference")[1]
    path = "/" + fill_in(action_link(second), cast.police_lead).split("/", 3)[3]
    look(cast.public, path, "link")
    look(cast.public, reverse("meetings:thank_for_update"), "link-thanks")
    actions.complete_action(second, by=cast.secretary)
    look(cast.public, path, "link-dead")
    private = make_item(held, title="A named family", privacy="private", purpose="discuss")
    owner, due_on = seat_of(cast.police_lead), clock.today() + timedelta(9)
    hidden = raise_action(private, text="Move them", owner=owner, due_on=due_on, by=cast.secretary)
    look(cast.public, "/" + fill_in(action_link(hidden), cast.police_lead).split("/", 3)[3], "link-private")
