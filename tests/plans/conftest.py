"""A plan on its way: its draft, its promises, the decision that adopts it."""

from datetime import date

import pytest

from assessments.models import Assessment, AssessmentVersion, Finding, Recommendation
from ccsp_portal import clock
from partners.models import Problem
from plans.workflow import plan as acts
from plans.workflow import promises
from tests.factories import make_decision, make_item, make_meeting


@pytest.fixture
def recommendation(board, secretary):
    """A recommendation of an assessment that has been signed off."""
    decision = make_decision(make_item(make_meeting(board, secretary, state="concluded")), secretary)
    assessment = Assessment.objects.create(body=board, title="2026", financial_year=2026, producer="PILT")
    version = AssessmentVersion.objects.create(
        assessment=assessment,
        first_month=date(2025, 10, 1),
        last_month=date(2026, 9, 1),
        figures={},
        state="signed off",
        started_at=clock.now(),
        started_by=secretary,
        signed_off_at=clock.now(),
        signed_off_by=decision,
    )
    finding = Finding.objects.create(version_of=version, title="Knives", text="More.", problem=Problem.objects.first())
    advice = Recommendation.objects.create(version_of=version, text="Work with schools.")
    finding.recommendations.add(advice)
    return advice


@pytest.fixture
def draft(board, secretary):
    return acts.start_plan(board, title="Safer Coventry", first_year=2027, years=3, by=secretary)


@pytest.fixture
def priority(draft, secretary, recommendation):
    theme = acts.write_theme(draft, name="Serious violence", by=secretary)
    return promises.write_priority(
        draft, theme=theme, title="Fewer knives", text="", lead=None, recommendations=[recommendation], by=secretary
    )


@pytest.fixture
def commitment(priority, partnership, secretary):
    return promises.write_commitment(
        priority, text="Visit every school", owner=partnership.seats["police"], due_on=date(2027, 9, 30), by=secretary
    )


@pytest.fixture
def whole(draft, priority, commitment, secretary):
    """A draft that lacks nothing."""
    fields = {"name": "Knife crime", "source": "Police", "direction": "down", "baseline": "412", "target": "350"}
    promises.write_measure(priority, **fields, by=secretary)
    return draft


@pytest.fixture
def before_board(whole, secretary):
    return acts.put_before_board(whole, by=secretary)


@pytest.fixture
def decided(before_board, board, secretary):
    """The decision by which the Board agreed to the plan."""
    item = make_item(make_meeting(board, secretary, day=date(2027, 3, 18), state="in session"), title="The plan")
    acts.put_on_agenda(before_board, item, by=secretary)
    return make_decision(item, secretary)


@pytest.fixture
def published(before_board, decided, secretary):
    return acts.publish(acts.adopt(before_board, decision=decided, by=secretary), by=secretary)
