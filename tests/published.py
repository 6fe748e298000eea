"""What has been published, for the tests of what anyone may read."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from assessments.models import Assessment, AssessmentVersion
from ccsp_portal import clock
from meetings.models import Minutes
from partners.models import Problem
from plans.models import Commitment, CommitmentWording, Plan, PlanVersion, Priority
from tests.factories import make_decision, make_item, make_meeting, moment

HELD_ON = date(2026, 12, 10)
TODAY = date(2027, 2, 1)


@pytest.fixture
def on_a_day_in_february():
    with clock.set_to(moment(TODAY)):
        yield


@pytest.fixture
def held(on_a_day_in_february, board, secretary):
    """The meeting of December, concluded, its minutes cleared; and a decision that its items rest on."""
    meeting = make_meeting(board, secretary, day=HELD_ON, state="concluded")
    item = make_item(meeting, title="The plan and the assessment")
    Minutes.objects.create(
        meeting=meeting, state="cleared", cleared_at=moment(date(2026, 12, 18)), cleared_by=secretary
    )
    return SimpleNamespace(meeting=meeting, item=item, decision=make_decision(item, secretary))


@pytest.fixture
def assessment(held, board, secretary):
    """The published assessment of 2026."""
    whole = Assessment.objects.create(
        body=board, title="Strategic Assessment 2026", financial_year=2026, producer="The analysts"
    )
    return AssessmentVersion.objects.create(
        assessment=whole,
        state="published",
        first_month=date(2025, 11, 1),
        last_month=date(2026, 10, 1),
        figures={},
        started_at=clock.now(),
        started_by=secretary,
        signed_off_at=clock.now(),
        signed_off_by=held.decision,
        published_at=moment(date(2027, 1, 5)),
    )


@pytest.fixture
def plan(held, board, secretary):
    """The published plan for 2026 to 2029: a commitment kept, one late, one under way."""
    whole = Plan.objects.create(body=board, title="Community Safety Plan", first_year=2026)
    version = PlanVersion.objects.create(
        plan=whole,
        state="published",
        started_at=clock.now(),
        started_by=secretary,
        adopted_at=clock.now(),
        adopted_by=held.decision,
        published_at=moment(date(2027, 1, 20)),
        sha256="0" * 64,
    )
    priority = Priority.objects.create(plan=whole)
    for position, days in enumerate((-30, -1, 30)):
        make_commitment(version, priority, board, position, TODAY + timedelta(days=days))
    kept = version.commitments.get(position=0).commitment
    Commitment.objects.filter(pk=kept.pk).update(state="complete", completed_on=TODAY)
    return version


def make_commitment(version, priority, board, position, due_on):
    CommitmentWording.objects.create(
        version_of=version,
        commitment=Commitment.objects.create(priority=priority),
        position=position,
        text=f"Promise {position}",
        owner=board.seats.first(),
        due_on=due_on,
    )


@pytest.fixture
def problem(partnership):
    return Problem.objects.first()
