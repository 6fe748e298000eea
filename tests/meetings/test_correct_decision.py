"""A decision that was recorded with the wrong outcome is put right, and so is what that outcome brought about."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.models import Decision, PlannedItem
from meetings.workflow import forward
from meetings.workflow.forward import Slot
from meetings.workflow.records import record_decision
from meetings.workflow.scheduling import convene
from meetings.workflow.session import conclude
from partners.models import Role
from tests.cast import make_person, make_seat
from tests.meetings.conftest import sitting, text_of


@pytest.fixture
def group(partnership):
    """The delivery group, with somebody who keeps its business."""
    council = partnership.organisations["council"]
    make_person("Gil Frost", make_seat(partnership.group, council, "group-secretary", role=Role.SECRETARY))
    return partnership.group


@pytest.fixture
def june(sitting_now, cast):
    return convene(sitting_now.body, sitting(date(2027, 6, 10)), by=cast.secretary)


@pytest.fixture
def correct(post, cast):
    """`correct(decision, outcome, …)` sends the page's form as the secretary."""

    def send(decision, outcome, **more):
        url = reverse("meetings:correct_decision", args=[decision.pk])
        version = Decision.objects.get(pk=decision.pk).version
        return post(cast.secretary, url, {"outcome": outcome, "text": decision.text, "version": version, **more})

    return send


def deferred(item, cast):
    return record_decision(item, outcome="deferred", text="In June", by=cast.secretary)


def in_plans():
    return list(PlannedItem.objects.order_by("pk").values_list("body__key", "state", "reason"))


def test_the_outcome_and_where_it_is_referred_are_corrected_and_the_number_stays(item, cast, group, correct, sign_in):
    decision = deferred(item, cast)
    page = sign_in(cast.secretary).get(reverse("meetings:correct_decision", args=[decision.pk]))
    assert page.context["form"]["outcome"].value() == "deferred"
    assert correct(decision, "referred", referred_to=f"body:{group.pk}").status_code == 302
    fresh = Decision.objects.get()
    assert (fresh.reference, fresh.outcome, fresh.referred_to) == ("CCSP/2026/001", "referred", group)
    page = text_of(sign_in(cast.chair).get(decision.get_absolute_url()))
    assert "Referred to Drugs and Alcohol Delivery Group" in page
    assert correct(decision, "agreed").status_code == 302
    fresh.refresh_from_db()
    assert (fresh.outcome, fresh.referred_to) == ("agreed", None)


def test_where_it_is_referred_is_asked_for(item, cast, correct):
    decision = deferred(item, cast)
    page = correct(decision, "referred")
    assert page.status_code == 422
    assert "Select to which body or organisation it is referred" in text_of(page)


def test_what_was_not_deferred_after_all_is_proposed_no_more_and_what_is_deferred_again_is(
    sitting_now, item, june, cast, group, correct, sign_in
):
    decision = deferred(item, cast)
    conclude(sitting_now, by=cast.secretary)
    correct(decision, "agreed")
    gone = ("board", "withdrawn", "Decision CCSP/2026/001 was corrected")
    assert in_plans() == [gone]
    page = text_of(sign_in(cast.secretary).get(decision.get_absolute_url()))
    assert "Nothing hangs on it yet" in page
    correct(decision, "referred", referred_to=f"body:{group.pk}")
    assert in_plans() == [gone, ("drugs-group", "proposed", "")]
    correct(decision, "deferred")
    group_too = ("drugs-group", *gone[1:])
    assert in_plans() == [gone, group_too, ("board", "proposed", "")]
    page = text_of(sign_in(cast.secretary).get(decision.get_absolute_url()))
    assert "Proposed for CCSP Board, 10 June 2027: The plan" in page


def test_other_words_alone_bring_nothing_about(sitting_now, item, cast, correct):
    decision = deferred(item, cast)
    conclude(sitting_now, by=cast.secretary)
    before = PlannedItem.objects.get()
    correct(decision, "deferred", text="In the summer")
    after = PlannedItem.objects.get()
    assert (after.version, after.state) == (before.version, "proposed")


def test_what_is_planned_already_is_withdrawn_there_first(sitting_now, item, june, cast, correct):
    decision = deferred(item, cast)
    conclude(sitting_now, by=cast.secretary)
    planned = forward.place(PlannedItem.objects.get(), Slot(june), by=cast.secretary)
    page = correct(decision, "agreed")
    assert page.status_code == 422
    assert f"It is planned for {june} by now. Withdraw it from the forward plan first." in text_of(page)
    assert Decision.objects.get().outcome == "deferred"
    forward.withdraw(planned, reason="It was agreed after all", by=cast.secretary)
    assert correct(decision, "agreed").status_code == 302
    assert in_plans() == [("board", "withdrawn", "It was agreed after all")]


def test_votes_that_speak_against_the_outcome_are_refused_with_a_sentence(sitting_now, item, cast, correct):
    decision = record_decision(item, outcome="not agreed", text="No", by=cast.secretary)
    page = correct(decision, "agreed", votes_for="0", votes_against="1", votes_abstained="0")
    assert page.status_code == 422
    assert "No voting seat is recorded as present" in text_of(page)
