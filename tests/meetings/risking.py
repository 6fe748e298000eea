"""A risk for the tests of the register, and the acts that put it there or suggest it."""

from datetime import date

import pytest

from ccsp_portal.notices.models import Notice
from meetings.models.scores import SCORES
from meetings.workflow import risks as acts
from tests.meetings.conftest import boxes

REGISTER = "/meetings/risks/board/"
REVIEW_ON = date(2027, 8, 3)
GRAVE = dict(zip(SCORES, (4, 5, 4, 4, 2, 3), strict=True))
WORDS = {
    "title": "Probation capacity",
    "cause": "a shortage of probation officers",
    "event": "fewer visits to those who offend most",
    "effect": "raise reoffending",
    "category": "partners",
}


@pytest.fixture
def add_risk(in_may, board, cast, partnership):
    """`add_risk(**fields)` puts a risk of the police on the Board's register."""

    def act(owner="police", **fields):
        given = {**WORDS, **GRAVE, "review_on": REVIEW_ON, "owner": partnership.seats[owner], **fields}
        return acts.add_risk(board, by=cast.secretary, **given)

    return act


@pytest.fixture
def suggest_risk(in_may, board, cast, partnership):
    def act(by=cast.police_lead, owner="police", **fields):
        given = {**WORDS, **GRAVE, "review_on": REVIEW_ON, "owner": partnership.seats[owner], **fields}
        return acts.suggest_risk(board, by=by, **given)

    return act


@pytest.fixture
def risk_answers(partnership):
    """What the form sends."""

    def of(**changed):
        sent = {**WORDS, **{name: str(step) for name, step in GRAVE.items()}, "privacy": "open", "linked_item": ""}
        return {**sent, "owner": str(partnership.seats["police"].pk), **boxes("review_on", REVIEW_ON), **changed}

    return of


def told(template):
    return {
        each.recipient.name: each.text for each in Notice.objects.filter(template=f"meetings/notices/{template}.txt")
    }
