"""The risk register: suggested, kept, reviewed and closed; scored in one place."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal.workflow import NotOpen, Stale
from meetings.models import Risk, RiskControl, RiskStep
from meetings.models.scores import SCORES, Band, band_of, ranges
from meetings.workflow import risks as acts
from partners.models import Appointment
from tests.meetings.conftest import boxes, text_of
from tests.meetings.risking import GRAVE, REGISTER, REVIEW_ON, WORDS, told
from tests.meetings.running import seat_of

# ── scores ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_bands_are_those_of_the_matrix_that_councils_share():
    assert [(band.value, low, high) for band, low, high in ranges()] == [
        ("extreme", 15, 25),
        ("high", 8, 14),
        ("moderate", 4, 7),
        ("low", 1, 3),
    ]


@given(st.integers(1, 5), st.integers(1, 5))
def test_every_score_is_in_one_band_and_a_graver_one_is_never_in_a_lighter(likelihood, impact):
    score = likelihood * impact
    assert [band for band, low, high in ranges() if low <= score <= high] == [band_of(score)]
    places = list(Band)
    graver = min(likelihood + 1, 5) * impact
    assert places.index(band_of(graver)) <= places.index(band_of(score))


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("step", [0, 6, -1])
def test_a_score_out_of_range_is_refused_by_the_act_and_by_the_database(add_risk, name, step):
    with pytest.raises(ValidationError):
        add_risk(**{name: step})
    risk = add_risk()
    with pytest.raises(IntegrityError), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(**{name: step})


def test_what_is_done_never_makes_a_risk_graver(add_risk):
    with pytest.raises(ValidationError, match="residual score cannot be more"):
        add_risk(inherent_likelihood=2, inherent_impact=2)


# ── adding and suggesting ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_secretary_adds_a_risk_on_the_page_and_its_owner_is_told(in_may, post, cast, risk_answers):
    answer = post(cast.secretary, REGISTER + "suggest/", risk_answers())
    risk = Risk.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, risk.get_absolute_url())
    assert (risk.reference, risk.state, risk.residual_score, risk.band) == ("CCSP/2027/R001", "open", 16, "extreme")
    assert risk.sentence == (
        "Because of a shortage of probation officers, there may be fewer visits to those who offend most, "
        "which would raise reoffending."
    )
    assert set(told("risk_owned")) == {"Daniel Okafor"}
    assert "Its residual score is 16" in told("risk_owned")["Daniel Okafor"]
    assert list(risk.steps.values_list("kind", "by__name", "residual_likelihood")) == [("added", "Asha Patel", 4)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Enter the name of the risk"),
        ({"cause": ""}, "Enter what it comes from"),
        ({"category": "nonsense"}, "Select"),
        ({"owner": ""}, "Select whose risk it is"),
        ({"residual_impact": ""}, "Select the residual impact"),
        ({"residual_impact": "6"}, "Select"),
        ({"residual_impact": "0"}, "Select"),
        ({"inherent_likelihood": "1"}, "The residual score cannot be more than the inherent one"),
        (boxes("review_on", date(2027, 5, 3)), "The next review must be today or later"),
        ({"review_on-day": "31", "review_on-month": "2"}, "The next review must be a real date"),
        ({"event": "x" * 501}, "500 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(in_may, post, cast, risk_answers, changed, said):
    page = post(cast.secretary, REGISTER + "suggest/", risk_answers(**changed))
    assert page.status_code == 422
    assert said in text_of(page)
    assert "raise reoffending" in page.content.decode()
    assert not Risk.objects.exists()


def test_the_owner_is_a_seat_of_the_body_today(add_risk, partnership, post, cast, risk_answers):
    theirs = partnership.group.seats.create(
        key="theirs", title="Lead", organisation=partnership.organisations["police"], from_on=date(2020, 1, 1)
    )
    page = post(cast.secretary, REGISTER + "suggest/", risk_answers(owner=theirs.pk))
    assert page.status_code == 422
    with pytest.raises(ValidationError, match="Choose a seat of the Board"):
        acts.change_risk(add_risk(), version=1, owner=theirs, by=cast.secretary)
    with pytest.raises(ValidationError, match="Choose a seat of the Board"):
        acts.add_control(add_risk(), text="Ask", owner=theirs, by=cast.secretary)


def test_a_private_risk_has_an_owner_who_may_read_it(add_risk):
    with pytest.raises(ValidationError, match="may not read what is private"):
        add_risk(owner="observer", privacy="private")


def test_a_member_suggests_and_the_secretary_puts_it_on_the_register(in_may, post, cast, risk_answers):
    answer = post(cast.police_lead, REGISTER + "suggest/", risk_answers())
    risk = Risk.objects.get()
    assert (answer["Location"], risk.reference, risk.state) == (risk.get_absolute_url(), "", "suggested")
    assert risk.appointment == cast.police_lead.appointments.get()
    assert set(told("risk_suggested")) == {"Asha Patel"}
    assert post(cast.police_lead, risk.get_absolute_url() + "accept/").status_code == 403
    assert post(cast.secretary, risk.get_absolute_url() + "accept/").status_code == 302
    risk.refresh_from_db()
    assert (risk.reference, risk.state) == ("CCSP/2027/R001", "open")
    assert "on the register now, as CCSP/2027/R001" in told("risk_answered")["Daniel Okafor"]
    assert post(cast.secretary, risk.get_absolute_url() + "accept/").status_code == 409


def test_a_suggestion_is_declined_for_a_reason_and_takes_no_number(suggest_risk, cast, add_risk):
    with pytest.raises(ValidationError):
        acts.decline_risk(suggest_risk(), reason="  ", by=cast.secretary)
    declined = acts.decline_risk(suggest_risk(), reason="It is on the council's register.", by=cast.secretary)
    assert (declined.state, declined.reference) == ("declined", "")
    assert "It is on the council's register." in told("risk_answered")["Daniel Okafor"]
    assert add_risk().reference == "CCSP/2027/R001"


def test_who_may_suggest_add_review_and_close(add_risk, board, cast):
    risk = add_risk()
    may = {
        perm: {name for name, person in cast.everybody.items() if person.has_perm(f"meetings.{perm}", thing)}
        for perm, thing in (
            ("suggest_risk", board),
            ("keep_register", board),
            ("review_risk", risk),
            ("close_risk", risk),
        )
    }
    assert may["suggest_risk"] == set(cast.everybody) - {"auditor", "former_member", "public"}
    assert may["keep_register"] == {"secretary"}
    assert may["review_risk"] == {"secretary", "police_lead", "deputy"}
    assert may["close_risk"] == {"secretary", "chair"}
    with pytest.raises(PermissionDenied):
        acts.review_unchanged(risk, version=1, by=cast.chair)


# ── changing and reviewing ───────────────────────────────────────────────────────────────────────────────────────────


def test_two_secretaries_at_once_meet_both_texts_and_nothing_is_lost(add_risk, post, cast, partnership):
    risk = add_risk()
    sent = {**WORDS, "owner": partnership.seats["police"].pk, "privacy": "open", "version": "1", "linked_item": ""}
    url = risk.get_absolute_url() + "change/"
    assert post(cast.secretary, url, sent | {"title": "Probation officers"}).status_code == 302
    page = post(cast.secretary, url, sent | {"title": "Too few officers"})
    assert page.status_code == 409
    assert "Probation officers" in text_of(page)
    assert 'value="Too few officers"' in page.content.decode()
    assert 'name="version" value="2"' in page.content.decode()
    with pytest.raises(Stale):
        acts.review_unchanged(risk, version=1, by=cast.police_lead)


def test_a_double_click_is_one_review(add_risk, sign_in, cast):
    risk = add_risk()
    client = sign_in(cast.police_lead)
    page = client.get(risk.get_absolute_url()).content.decode()
    form = page.split("unchanged/", 1)[1]
    token = form.split('name="form_token" value="', 1)[1].split('"', 1)[0]
    url = risk.get_absolute_url() + "unchanged/"
    for _ in range(2):
        assert client.post(url, {"form_token": token, "version": "1"}).status_code == 302
    assert list(risk.steps.values_list("kind", flat=True)) == ["added", "reviewed"]


def test_a_version_that_no_risk_has_however_long_is_one_that_is_out_of_date(add_risk, post, cast):
    assert (
        post(cast.secretary, add_risk().get_absolute_url() + "unchanged/", {"version": "1" * 5000}).status_code == 409
    )


def test_reviewed_unchanged_in_one_click_moves_the_next_review_and_says_same(add_risk, post, cast, clock_at):
    risk = add_risk()
    with clock_at(REVIEW_ON + timedelta(3)):
        assert risk.days_overdue == 3
        post(cast.deputy, risk.get_absolute_url() + "unchanged/", {"version": "1"})
        risk.refresh_from_db()
        assert (risk.movement, risk.review_on) == ("same", REVIEW_ON + timedelta(3 + 91))
        assert (risk.days_overdue, risk.reviewed_by) == (0, cast.deputy)


def test_a_review_with_new_scores_moves_it_and_the_story_says_from_what_to_what(add_risk, post, cast, sign_in):
    risk = add_risk()
    scores = {name: str(step) for name, step in (GRAVE | {"residual_likelihood": 2}).items()}
    sent = {**scores, "note": "Six officers came.", "version": "1", **boxes("review_on", date(2027, 9, 1))}
    assert post(cast.police_lead, risk.get_absolute_url() + "review/", sent).status_code == 302
    risk.refresh_from_db()
    assert (risk.residual_score, risk.score_before, risk.movement, risk.band) == (8, 16, "down", "high")
    page = text_of(sign_in(cast.police_lead).get(risk.get_absolute_url()))
    assert "Down from 16" in page
    assert "Reviewed it. Residual score 16 to 8. “Six officers came.”" in page
    assert "Within appetite" in page
    worse = acts.review_risk(risk, review_on=REVIEW_ON, version=2, by=cast.secretary, residual_likelihood=3)
    assert worse.movement == "up"


def test_a_score_corrected_the_same_day_by_the_same_person_is_no_trend(add_risk, post, cast, sign_in):
    risk = add_risk()
    address = risk.get_absolute_url() + "review/"
    assert "If you typed a score wrong, review the risk again on the same day" in text_of(
        sign_in(cast.police_lead).get(address)
    )
    for version, step in enumerate((2, 4), start=1):
        scores = {name: str(step) for name, step in (GRAVE | {"residual_likelihood": step}).items()}
        sent = {**scores, "note": "", "version": str(version), **boxes("review_on", date(2027, 9, 1))}
        assert post(cast.police_lead, address, sent).status_code == 302
    risk.refresh_from_db()
    assert (risk.residual_score, risk.movement) == (16, "same")
    page = text_of(sign_in(cast.police_lead).get(risk.get_absolute_url()))
    assert "Residual score 16 to 8" in page
    assert "Residual score 8 to 16" in page


@pytest.mark.parametrize(("days", "who"), [(1, "police_lead"), (0, "secretary")])
def test_one_of_another_day_or_by_somebody_else_is(add_risk, cast, clock_at, days, who):
    risk = add_risk()
    acts.review_risk(risk, review_on=REVIEW_ON, version=1, by=cast.police_lead, residual_likelihood=2)
    with clock_at(date(2027, 5, 4) + timedelta(days)):
        again = acts.review_risk(
            risk, review_on=REVIEW_ON, version=2, by=cast.everybody[who], residual_likelihood=4
        )  # fmt: skip
    assert (again.score_before, again.movement) == (8, "up")


def test_a_review_is_refused_for_a_day_in_the_past_and_keeps_what_was_typed(add_risk, post, cast):
    risk = add_risk()
    sent = {**{name: str(step) for name, step in GRAVE.items()}, "note": "All as it was", "version": "1"}
    page = post(cast.police_lead, risk.get_absolute_url() + "review/", sent | boxes("review_on", date(2027, 1, 1)))
    assert page.status_code == 422
    assert "The next review must be today or later" in text_of(page)
    assert "All as it was" in page.content.decode()
    with pytest.raises(ValidationError):
        acts.review_risk(risk, review_on=date(2027, 5, 3), version=1, by=cast.police_lead)


def test_scores_on_the_register_change_by_review_only(add_risk, suggest_risk, cast):
    with pytest.raises(NotOpen):
        acts.change_risk(add_risk(), version=1, residual_impact=1, by=cast.secretary)
    changed = acts.change_risk(suggest_risk(), version=1, residual_impact=1, by=cast.secretary)
    assert changed.residual_score == 4


def test_it_passes_on_with_the_seat(add_risk, cast, partnership, clock_at):
    risk = add_risk()
    with clock_at(date(2027, 6, 1)):
        cast.police_lead.appointments.update(to_on=date(2027, 5, 31))
        Appointment.objects.filter(person=cast.deputy).update(to_on=date(2027, 5, 31))
        Appointment.objects.create(
            person=cast.former_member, seat=partnership.seats["police"], from_on=date(2027, 6, 1)
        )
        assert not cast.police_lead.has_perm("meetings.review_risk", risk)
        assert acts.review_unchanged(risk, version=1, by=cast.former_member).reviewed_by == cast.former_member


# ── closing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_closed_for_a_reason_and_then_nothing_is_changed_until_it_is_reopened(add_risk, post, cast):
    risk = add_risk()
    control = acts.add_control(risk, text="Ask", owner=seat_of(cast.chair), by=cast.secretary)
    page = post(cast.chair, risk.get_absolute_url() + "close/", {"reason": ""})
    assert (page.status_code, "Enter why it is closed" in text_of(page)) == (422, True)
    assert post(cast.chair, risk.get_absolute_url() + "close/", {"reason": "The posts are filled."}).status_code == 302
    risk.refresh_from_db()
    assert (risk.state, risk.end_reason, risk.ended_by) == ("closed", "The posts are filled.", cast.chair)
    for page in ("change/", "review/", "unchanged/", "close/", "controls/add/"):
        assert post(cast.secretary, risk.get_absolute_url() + page).status_code == 409
    assert post(cast.secretary, reverse("meetings:end_control", args=[control.pk])).status_code == 409
    opened = acts.reopen_risk(risk, reason="Three left again.", review_on=REVIEW_ON, by=cast.secretary)
    assert (opened.state, opened.end_reason, opened.ended_at, opened.reference) == ("open", "", None, risk.reference)
    letter = told("risk_reopened")["Daniel Okafor"]
    assert "was closed. It is open again:" in letter and "Why: Three left again." in letter


def test_nothing_governed_is_deleted_and_no_step_is_changed(add_risk):
    risk = add_risk()
    for act in (
        lambda: Risk.objects.filter(pk=risk.pk).delete(),
        lambda: RiskStep.objects.filter(risk=risk).update(note="Otherwise"),
        lambda: RiskStep.objects.filter(risk=risk).delete(),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            act()


# ── controls ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_controls_are_added_put_in_place_and_ended_and_each_is_told(add_risk, post, cast, partnership, sign_in):
    risk = add_risk()
    chair = partnership.seats["chair"]
    url = risk.get_absolute_url() + "controls/add/"
    page = post(cast.police_lead, url, {"text": "", "owner": chair.pk})
    assert page.status_code == 422
    assert "Enter what is done about it" in text_of(page)
    assert "Select whether it is in place" in text_of(page)
    post(cast.police_lead, url, {"text": "Write to the Ministry", "owner": chair.pk, "in_place": "no"})
    control = RiskControl.objects.get()
    change = reverse("meetings:change_control", args=[control.pk])
    sent = {"text": "Wrote to the Ministry", "owner": chair.pk, "in_place": "yes", "version": "1"}
    assert post(cast.police_lead, change, sent).status_code == 302
    assert post(cast.police_lead, change, sent | {"text": "No"}).status_code == 409
    page = text_of(sign_in(cast.police_lead).get(risk.get_absolute_url()))
    assert "In place Wrote to the Ministry" in page
    assert post(cast.chair, change, sent).status_code == 403
    end = reverse("meetings:end_control", args=[control.pk])
    assert post(cast.police_lead, end).status_code == 302
    assert post(cast.police_lead, end).status_code == 409
    assert "Nothing is done about it yet." in text_of(sign_in(cast.police_lead).get(risk.get_absolute_url()))
    assert list(risk.steps.values_list("kind", flat=True)) == [
        "added",
        "controlled",
        "control changed",
        "control ended",
    ]
