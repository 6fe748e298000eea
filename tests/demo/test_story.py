"""The demonstration is told by the acts themselves: it plays on any day, for any profile, and leaves work to do."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from assessments.models import AssessmentVersion, PoliceFile
from ccsp_portal import clock
from ccsp_portal.demo.people import PASSWORD, accounts
from ccsp_portal.demo.story import Story
from ccsp_portal.profile import load
from meetings.models import ActionPoint, AgendaItem, Meeting, Pack
from partners.models import User
from plans.models import PlanVersion
from plans.queries.contents import contents

PROFILES = {"coventry": (2026, 11, 23), "fenwick-and-marsh": (2027, 4, 6)}


@pytest.fixture(params=PROFILES)
def told(request, db, settings, tmp_path):
    """The story, played up to an afternoon, with few months of figures."""
    settings.MEDIA_ROOT = tmp_path
    settings.PORTAL_PROFILE = Path(settings.BASE_DIR) / "profiles" / f"{request.param}.toml"
    now = datetime(*PROFILES[request.param], 15, tzinfo=clock.LONDON)
    story = Story(load(settings.PORTAL_PROFILE), now, months=1)
    with clock.set_to(now):
        story.play()
        yield story


def every_account_can_sign_in_and_has_a_seat(told, client):
    for account in accounts(told.profile):
        person = User.objects.get(email=account.email)
        assert person.check_password(PASSWORD), account
        assert person.appointments.filter(seat__key=account.seat).exists(), account


def quarters_have_gone_by_from_their_dates_to_cleared_minutes(told, client):
    held = Meeting.objects.filter(state="concluded")
    assert held.count() >= 4
    assert set(held.values_list("minutes__state", flat=True)) <= {"cleared", "approved", "signed"}
    assert not AgendaItem.objects.filter(meeting__in=held, withdrawn_at=None, number="").exists()
    assert Meeting.objects.filter(state="convened").exists()


def a_late_paper_went_out_in_a_supplement_whose_pages_follow_letters(told, client):
    supplement = Pack.objects.get(kind="supplement")
    assert (supplement.state, bool(supplement.open_supplement)) == ("circulated", True)
    assert supplement.runs.filter(letters__gt=0).exists()


def the_assessment_is_signed_off_and_the_plan_adopted_by_decisions(told, client):
    assert AssessmentVersion.objects.filter(state="published", signed_off_by__quorate=True).count() == 1
    assert PlanVersion.objects.filter(state="published", adopted_by__quorate=True).count() == 1


def there_are_promises_kept_late_and_open(told, client):
    assert all(contents(PlanVersion.objects.get(state="published")).summary.values())


def actions_are_open_and_done(told, client):
    assert {"open", "complete"} <= set(ActionPoint.objects.values_list("state", flat=True))


def the_figures_of_the_assessment_have_no_gap(told, client):
    version = AssessmentVersion.objects.get(state="published")
    assert version.figures["refusal"] == ""
    assert PoliceFile.objects.in_force().count() >= 24


def its_pages_open_for_its_people(told, client):
    meeting = Meeting.objects.filter(state="concluded").last()
    client.force_login(User.objects.get(email=accounts(told.profile)[0].email))
    pages = ("home:home", []), ("meetings:show_meeting", [meeting.pk]), ("meetings:show_history", [meeting.pk])
    for name, args in pages:
        assert client.get(reverse(name, args=args)).status_code == 200, name


HOLDS = (
    every_account_can_sign_in_and_has_a_seat,
    quarters_have_gone_by_from_their_dates_to_cleared_minutes,
    a_late_paper_went_out_in_a_supplement_whose_pages_follow_letters,
    the_assessment_is_signed_off_and_the_plan_adopted_by_decisions,
    there_are_promises_kept_late_and_open,
    actions_are_open_and_done,
    the_figures_of_the_assessment_have_no_gap,
    its_pages_open_for_its_people,
)


def test_the_story_leaves_a_believable_partnership(told, client):
    for holds in HOLDS:
        holds(told, client)


def test_it_is_never_loaded_where_people_are(secretary, capsys, settings, tmp_path):
    settings.PORTAL_VAR = tmp_path
    call_command("load_demo")
    assert "There are people here already: nothing was changed." in capsys.readouterr().out
    assert not Meeting.objects.exists()


def test_it_is_never_loaded_in_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("load_demo")
