"""The quorum is said item by item, and nothing against it; what is put off without one is not to be confirmed."""

import pytest
from django.urls import reverse

from meetings.models import Attendance, Movement
from meetings.workflow.presence import come, leave
from meetings.workflow.records import record_decision
from meetings.workflow.session import conclude
from partners.models import Body
from tests.cast import make_person
from tests.factories import make_item
from tests.meetings.conftest import text_of
from tests.meetings.running import quorate


@pytest.fixture
def items(sitting_now, cast):
    """Five items, and four people there, as many as are needed."""
    quorate(sitting_now, cast)
    return [make_item(sitting_now, title=f"Matter {n}", purpose="note") for n in range(1, 6)]


def leaves(item, person, cast):
    leave(item, Attendance.objects.get(appointment__person=person), by=cast.secretary)


@pytest.fixture
def run_page(sitting_now, secretary, sign_in):
    return lambda: text_of(sign_in(secretary).get(reverse("meetings:run_meeting", args=[sitting_now.pk])))


def test_the_quorum_is_said_item_by_item_and_nothing_against_it(items, sitting_now, cast, run_page):
    leaves(items[2], cast.council_officer, cast)
    said = "No quorum Quorate for items 1 to 3: 4 present, 4 needed. Not quorate for items 4 and 5."
    assert said in run_page()
    assert run_page().count("Quorate") == 1
    conclude(sitting_now, by=cast.secretary)
    assert said in run_page()
    assert "Defer or refer" not in run_page()


def test_where_people_come_and_go_it_says_how_many_were_there_at_least(items, cast, partnership, run_page):
    come(
        items[0], make_person("Ann Lee", partnership.seats["fire"], kind="deputy").appointments.get(), by=cast.secretary
    )
    leaves(items[2], cast.chair, cast)
    assert "Quorum met Quorate for every item: at least 4 present, 4 needed." in run_page()
    leaves(items[3], cast.police_lead, cast)
    said = "No quorum Quorate for items 1 to 4: at least 4 present, 4 needed. Not quorate for item 5."
    assert said in run_page()


def test_who_came_and_never_met_is_no_quorum(items, cast, partnership, run_page):
    leaves(items[2], cast.council_officer, cast)
    come(
        items[3], make_person("Ann Lee", partnership.seats["fire"], kind="deputy").appointments.get(), by=cast.secretary
    )
    leaves(items[0], cast.police_lead, cast)
    assert "No quorum Quorate for item 1: 4 present, 4 needed. Not quorate for items 2 to 5." in run_page()


def test_what_is_put_off_without_a_quorum_is_recorded_so_and_needs_no_confirming(items, sitting_now, cast, sign_in):
    leaves(items[2], cast.council_officer, cast)
    record_decision(items[3], outcome="deferred", text="To June.", by=cast.secretary)
    group = Body.objects.get(key="drugs-group")
    referred = record_decision(items[4], outcome="referred", text="Back.", referred_to=group, by=cast.secretary)
    checklist = reverse("meetings:conclude_meeting", args=[sitting_now.pk])
    page = text_of(sign_in(cast.secretary).get(checklist))
    assert "Nothing was decided without a quorum." in page
    assert "A later meeting may have to confirm" not in page
    shown = text_of(sign_in(cast.secretary).get(referred.get_absolute_url()))
    assert "There was none, and a deferral or a referral needs none" in shown
    for address in ("run_meeting", "list_decisions"):
        pk = [sitting_now.pk] if address == "run_meeting" else []
        decided = text_of(sign_in(cast.secretary).get(reverse(f"meetings:{address}", args=pk)))
        assert referred.reference in decided
        # but for what is said of the items
        assert "Not quorate" not in decided.replace("Not quorate for items 4 and 5", "")
    agreed = record_decision(items[4], outcome="agreed", text="Yes.", by=cast.secretary)
    page = text_of(sign_in(cast.secretary).get(checklist))
    assert f"Taken without a quorum: {agreed.reference}. A later meeting may have to confirm it." in page


def test_the_page_says_which_decisions_lost_their_quorum_when_attendance_is_put_right(
    items, sitting_now, cast, post, sign_in
):
    agreed, noted, _ = (
        record_decision(items[at], outcome=outcome, text="So.", by=cast.secretary)
        for at, outcome in ((3, "agreed"), (4, "noted"), (4, "deferred"))
    )
    conclude(sitting_now, by=cast.secretary)
    client, run = sign_in(cast.secretary), reverse("meetings:run_meeting", args=[sitting_now.pk])
    there = Attendance.objects.get(appointment__person=cast.police_lead)
    come_and_go = reverse("meetings:come_and_go", args=[items[3].pk])
    post(cast.secretary, come_and_go, {"who": f"left appointment-{there.appointment_id}"})
    said = (
        f"By who was there, {noted.reference} was decided without a quorum: the register and the minutes say so now. A "
        "later meeting may have to confirm it. A plan or an assessment that rests on it says so too."
    )
    assert said in text_of(client.get(run))
    back = reverse("meetings:take_back_movement", args=[Movement.objects.standing().get().pk])
    post(cast.secretary, back, {})
    assert f"{noted.reference} was decided with a quorum after all." in text_of(client.get(run))
    attendance = reverse("meetings:record_attendance", args=[sitting_now.pk])
    form = client.get(attendance).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {f"seat-{there.seat_id}": "apologies"}
    post(cast.secretary, attendance, sent)
    page = text_of(client.get(run))
    assert f"By who was there, {agreed.reference} and {noted.reference} were decided without a quorum" in page
    assert "after all" not in page
