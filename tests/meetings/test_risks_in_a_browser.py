"""The pages of the risk register in a real browser: axe, narrow and wide, for whoever reads and keeps it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.demo.risks import RISKS, SUGGESTED
from meetings.models import Risk
from meetings.models.scores import SCORES
from meetings.workflow import risks as acts
from tests.factories import make_item, make_meeting
from tests.meetings.running import seat_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def register(board, cast):
    """The demonstration's risks on the Board's register: reviewed, overdue, closed, private and suggested."""
    owner, by = seat_of(cast.police_lead), cast.secretary

    def fields(risk):
        written = dict(zip(("title", "cause", "event", "effect", "category"), risk, strict=False))
        scores = dict(zip(SCORES, risk[6], strict=True))
        return {**written, **scores, "owner": owner, "review_on": clock.today() + timedelta(60)}

    risks = [acts.add_risk(board, **fields(risk), by=by) for risk in RISKS]
    for risk, told in zip(risks, RISKS, strict=True):
        for text, _, is_in_place in told[-1]:
            acts.add_control(risk, text=text, owner=owner, in_place=is_in_place, by=by)
    first, second, third, fourth, *_ = risks
    day = clock.today() + timedelta(60)
    acts.review_risk(
        first, review_on=day, note="Four have begun.", version=1, by=cast.police_lead, residual_likelihood=2
    )
    acts.close_risk(second, reason="The posts are filled.", by=cast.chair)
    acts.change_risk(third, version=1, privacy="private", by=by)
    Risk.objects.filter(pk=fourth.pk).update(review_on=clock.today() - timedelta(9))
    acts.suggest_risk(board, **fields(SUGGESTED), by=cast.housing_rep)
    return risks


def test_the_pages_that_read_are_sound(look, register, board, cast):
    key = [board.key]
    look(cast.secretary, reverse("meetings:list_risks", args=key) + "?which=all", "register")
    look(cast.observer, reverse("meetings:list_risks", args=key), "register-observer")
    look(cast.secretary, reverse("meetings:risk_map", args=key), "map")
    look(cast.secretary, reverse("meetings:risk_map", args=key) + "?of=inherent", "map-inherent")
    today = clock.today()
    day = f"?day-day={today.day}&day-month={today.month}&day-year={today.year}"
    look(cast.secretary, reverse("meetings:register_on_day", args=key) + day, "day")
    for risk, name in ((register[0], "reviewed"), (register[1], "closed"), (register[3], "overdue")):
        look(cast.police_lead, risk.get_absolute_url(), f"risk-{name}")
    item = make_item(make_meeting(board, cast.secretary, day=today + timedelta(9)), title="Risks", standing="risks")
    look(cast.police_lead, reverse("meetings:show_item", args=[item.pk]), "standing")


def test_the_pages_that_keep_are_sound(look, register, board, cast):
    look(cast.secretary, reverse("meetings:suggest_risk", args=[board.key]), "add")
    suggested = Risk.objects.get(state="suggested")
    look(cast.secretary, suggested.get_absolute_url(), "suggested")
    for name in ("change_risk", "decline_risk"):
        look(cast.secretary, reverse(f"meetings:{name}", args=[suggested.pk]), name)
    for name in ("review_risk", "add_control", "close_risk"):
        look(cast.secretary, reverse(f"meetings:{name}", args=[register[0].pk]), name)
    look(cast.chair, reverse("meetings:reopen_risk", args=[register[1].pk]), "reopen")
    control = register[0].controls.first()
    look(cast.secretary, reverse("meetings:change_control", args=[control.pk]), "change-control")
