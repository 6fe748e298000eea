"""The risk register: suggested, kept, reviewed, closed; scored in one place; and read by those who may."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal import clock
from ccsp_portal.notices.models import Mail, Notice
from ccsp_portal.workflow import NotOpen, Stale
from meetings.models import Risk, RiskControl, RiskStep
from meetings.models.scores import SCORES, Band, band_of, ranges
from meetings.workflow import risks as acts
from meetings.workflow.reminders import remind_of_actions
from partners.models import Appointment
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import boxes, text_of
from tests.meetings.running import seat_of

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
def add(in_may, board, cast, partnership):
    """`add(**fields)` puts a risk of the police on the Board's register."""

    def act(owner="police", **fields):
        given = {**WORDS, **GRAVE, "review_on": REVIEW_ON, "owner": partnership.seats[owner], **fields}
        return acts.add_risk(board, by=cast.secretary, **given)

    return act


@pytest.fixture
def suggest(in_may, board, cast, partnership):
    def act(by=cast.police_lead, owner="police", **fields):
        given = {**WORDS, **GRAVE, "review_on": REVIEW_ON, "owner": partnership.seats[owner], **fields}
        return acts.suggest_risk(board, by=by, **given)

    return act


@pytest.fixture
def answers(partnership):
    """What the form sends."""

    def of(**changed):
        sent = {**WORDS, **{name: str(step) for name, step in GRAVE.items()}, "privacy": "open", "linked_item": ""}
        return {**sent, "owner": str(partnership.seats["police"].pk), **boxes("review_on", REVIEW_ON), **changed}

    return of


def told(template):
    return {
        each.recipient.name: each.text for each in Notice.objects.filter(template=f"meetings/notices/{template}.txt")
    }


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
def test_a_score_out_of_range_is_refused_by_the_act_and_by_the_database(add, name, step):
    with pytest.raises(ValidationError):
        add(**{name: step})
    risk = add()
    with pytest.raises(IntegrityError), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(**{name: step})


def test_what_is_done_never_makes_a_risk_graver(add):
    with pytest.raises(ValidationError, match="residual score cannot be more"):
        add(inherent_likelihood=2, inherent_impact=2)


# ── adding and suggesting ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_secretary_adds_a_risk_on_the_page_and_its_owner_is_told(in_may, post, cast, answers):
    answer = post(cast.secretary, REGISTER + "suggest/", answers())
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
def test_what_is_wrong_is_said_and_nothing_is_lost(in_may, post, cast, answers, changed, said):
    page = post(cast.secretary, REGISTER + "suggest/", answers(**changed))
    assert page.status_code == 422
    assert said in text_of(page)
    assert "raise reoffending" in page.content.decode()
    assert not Risk.objects.exists()


def test_the_owner_is_a_seat_of_the_body_today(add, partnership, post, cast, answers):
    theirs = partnership.group.seats.create(
        key="theirs", title="Lead", organisation=partnership.organisations["police"], from_on=date(2020, 1, 1)
    )
    page = post(cast.secretary, REGISTER + "suggest/", answers(owner=theirs.pk))
    assert page.status_code == 422
    with pytest.raises(ValidationError, match="Choose a seat of the Board"):
        acts.change_risk(add(), version=1, owner=theirs, by=cast.secretary)
    with pytest.raises(ValidationError, match="Choose a seat of the Board"):
        acts.add_control(add(), text="Ask", owner=theirs, by=cast.secretary)


def test_a_private_risk_has_an_owner_who_may_read_it(add):
    with pytest.raises(ValidationError, match="may not read what is private"):
        add(owner="observer", privacy="private")


def test_a_member_suggests_and_the_secretary_puts_it_on_the_register(in_may, post, cast, answers):
    answer = post(cast.police_lead, REGISTER + "suggest/", answers())
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


def test_a_suggestion_is_declined_for_a_reason_and_takes_no_number(suggest, cast, add):
    with pytest.raises(ValidationError):
        acts.decline_risk(suggest(), reason="  ", by=cast.secretary)
    declined = acts.decline_risk(suggest(), reason="It is on the council's register.", by=cast.secretary)
    assert (declined.state, declined.reference) == ("declined", "")
    assert "It is on the council's register." in told("risk_answered")["Daniel Okafor"]
    assert add().reference == "CCSP/2027/R001"


def test_who_may_suggest_add_review_and_close(add, board, cast):
    risk = add()
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


def test_two_secretaries_at_once_meet_both_texts_and_nothing_is_lost(add, post, cast, partnership):
    risk = add()
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


def test_a_double_click_is_one_review(add, sign_in, cast):
    risk = add()
    client = sign_in(cast.police_lead)
    page = client.get(risk.get_absolute_url()).content.decode()
    form = page.split("unchanged/", 1)[1]
    token = form.split('name="form_token" value="', 1)[1].split('"', 1)[0]
    url = risk.get_absolute_url() + "unchanged/"
    for _ in range(2):
        assert client.post(url, {"form_token": token, "version": "1"}).status_code == 302
    assert list(risk.steps.values_list("kind", flat=True)) == ["added", "reviewed"]


def test_reviewed_unchanged_in_one_click_moves_the_next_review_and_says_same(add, post, cast, clock_at):
    risk = add()
    with clock_at(REVIEW_ON + timedelta(3)):
        assert risk.days_overdue == 3
        post(cast.deputy, risk.get_absolute_url() + "unchanged/", {"version": "1"})
        risk.refresh_from_db()
        assert (risk.movement, risk.review_on) == ("same", REVIEW_ON + timedelta(3 + 91))
        assert (risk.days_overdue, risk.reviewed_by) == (0, cast.deputy)


def test_a_review_with_new_scores_moves_it_and_the_story_says_from_what_to_what(add, post, cast, sign_in):
    risk = add()
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


def test_a_review_is_refused_for_a_day_in_the_past_and_keeps_what_was_typed(add, post, cast):
    risk = add()
    sent = {**{name: str(step) for name, step in GRAVE.items()}, "note": "All as it was", "version": "1"}
    page = post(cast.police_lead, risk.get_absolute_url() + "review/", sent | boxes("review_on", date(2027, 1, 1)))
    assert page.status_code == 422
    assert "The next review must be today or later" in text_of(page)
    assert "All as it was" in page.content.decode()
    with pytest.raises(ValidationError):
        acts.review_risk(risk, review_on=date(2027, 5, 3), version=1, by=cast.police_lead)


def test_scores_on_the_register_change_by_review_only(add, suggest, cast):
    with pytest.raises(NotOpen):
        acts.change_risk(add(), version=1, residual_impact=1, by=cast.secretary)
    changed = acts.change_risk(suggest(), version=1, residual_impact=1, by=cast.secretary)
    assert changed.residual_score == 4


def test_it_passes_on_with_the_seat(add, cast, partnership, clock_at):
    risk = add()
    with clock_at(date(2027, 6, 1)):
        cast.police_lead.appointments.update(to_on=date(2027, 5, 31))
        Appointment.objects.filter(person=cast.deputy).update(to_on=date(2027, 5, 31))
        Appointment.objects.create(
            person=cast.former_member, seat=partnership.seats["police"], from_on=date(2027, 6, 1)
        )
        assert not cast.police_lead.has_perm("meetings.review_risk", risk)
        assert acts.review_unchanged(risk, version=1, by=cast.former_member).reviewed_by == cast.former_member


# ── closing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_closed_for_a_reason_and_then_nothing_is_changed_until_it_is_reopened(add, post, cast):
    risk = add()
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


def test_nothing_governed_is_deleted_and_no_step_is_changed(add):
    risk = add()
    for act in (
        lambda: Risk.objects.filter(pk=risk.pk).delete(),
        lambda: RiskStep.objects.filter(risk=risk).update(note="Otherwise"),
        lambda: RiskStep.objects.filter(risk=risk).delete(),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            act()


# ── controls ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_controls_are_added_put_in_place_and_ended_and_each_is_told(add, post, cast, partnership, sign_in):
    risk = add()
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


# ── lists, map and tables ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def register(add, suggest, cast, clock_at):
    light = GRAVE | {"residual_likelihood": 1, "residual_impact": 3, "target_likelihood": 1}
    made = {
        "grave": add(title="grave"),
        "light": add("chair", title="light", category="money", **light),
        "late": add("chair", title="late", review_on=date(2027, 5, 20), residual_likelihood=2, residual_impact=3),
        "suggested": suggest(title="suggested"),
        "declined": acts.decline_risk(suggest(title="declined"), reason="No", by=cast.secretary),
        "closed": acts.close_risk(add(title="closed"), reason="Over", by=cast.secretary),
    }
    with clock_at(date(2027, 6, 1)):
        yield made


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["grave", "late", "light"]),
        ("sort=review", ["late", "grave", "light"]),
        ("sort=number", ["grave", "light", "late"]),
        ("which=mine", ["grave"]),
        ("which=overdue", ["late"]),
        ("which=above", ["grave"]),
        ("which=suggested", ["suggested"]),
        ("which=closed", ["closed"]),
        ("which=declined", ["declined"]),
        ("band=low", ["light"]),
        ("band=moderate", ["late"]),
        ("band=extreme&which=all", ["suggested", "declined", "grave", "closed"]),
        ("category=money", ["light"]),
        ("owner={chair}&sort=number", ["light", "late"]),
        ("words=PROBATION gra", ["grave"]),
        ("words=R002", ["light"]),
        ("likelihood=1&impact=3", ["light"]),
        ("of=inherent&likelihood=4&impact=5", ["grave", "late", "light"]),
        ("band=mauve&owner=999999999999999999999&likelihood=9&impact=x&sort=z&which=q", ["grave", "late", "light"]),
    ],
)
def test_it_is_narrowed_and_sorted_by_each_question(register, cast, sign_in, query, titles):
    page = sign_in(cast.police_lead).get(f"{REGISTER}?{query.format(chair=seat_of(cast.chair).pk)}")
    assert sorted(risk.title for risk in page.context["page"]) == sorted(titles)
    if "all" not in query:
        assert [risk.title for risk in page.context["page"]] == titles


def test_the_map_counts_every_open_risk_once_and_leads_to_it(register, cast, sign_in):
    client = sign_in(cast.police_lead)
    for of, wanted in (("residual", {(4, 4): 1, (1, 3): 1, (2, 3): 1}), ("inherent", {(4, 5): 3})):
        page = client.get(f"{REGISTER}map/?of={of}")
        cells = [cell for _, row in page.context["rows"] for cell in row]
        assert {(cell.likelihood, cell.impact): cell.number for cell in cells if cell.number} == wanted
        assert len(cells) == 25
        assert page.context["total"] == 3
        for likelihood, impact in wanted:
            link = f"{REGISTER}?of={of}&amp;likelihood={likelihood}&amp;impact={impact}"
            assert f'href="{link}"' in page.content.decode()
    assert "16 E Extreme 1 risk with likelihood 4 and impact 4" in text_of(client.get(f"{REGISTER}map/"))


def test_an_empty_register_says_what_to_do(in_may, cast, sign_in):
    assert "No risk is open. Add the first" in text_of(sign_in(cast.secretary).get(REGISTER))
    assert "suggest it: the secretary puts it on the register" in text_of(sign_in(cast.police_lead).get(REGISTER))
    assert "There are no such risks" in text_of(sign_in(cast.secretary).get(f"{REGISTER}?band=low"))
    assert "No risk is open." in text_of(sign_in(cast.secretary).get(f"{REGISTER}map/"))


def cells_of(response):
    with zipfile.ZipFile(io.BytesIO(response.content)) as package:
        assert package.testzip() is None
        return package.read("xl/worksheets/sheet1.xml").decode()


def test_the_tables_say_what_the_page_says_and_run_no_formula(add, cast, partnership, sign_in):
    risk = add(title='=HYPERLINK("http://x")')
    acts.add_control(risk, text="@SUM(1)", owner=partnership.seats["chair"], in_place=True, by=cast.secretary)
    client = sign_in(cast.police_lead)
    table = client.get(f"{REGISTER}risks.csv").content.decode()
    assert "'=HYPERLINK" in table
    assert ",4,5,20,4,4,16,2,3,6,Extreme,Extreme,Moderate,Yes,Not reviewed yet,," in table
    assert "'@SUM(1) (Cabinet Member for Policing and Equalities, The Council, in place)" in table
    book = cells_of(client.get(f"{REGISTER}risks.xlsx"))
    assert "<f>" not in book
    assert "HYPERLINK" in book


def test_the_register_of_a_day_is_what_it_was(add, cast, sign_in, clock_at):
    risk = add()
    with clock_at(date(2027, 6, 1)):
        acts.review_risk(risk, review_on=REVIEW_ON, version=1, by=cast.secretary, residual_likelihood=1)
    with clock_at(date(2027, 6, 3)):
        acts.close_risk(risk, reason="Over", by=cast.secretary)
        client = sign_in(cast.police_lead)

        def on(day):
            page = client.get(f"{REGISTER}day/", boxes("day", day))
            return [(step.risk.reference, step.residual_score) for step in page.context["page"]]

        assert on(date(2027, 5, 3)) == []
        assert on(date(2027, 5, 4)) == [("CCSP/2027/R001", 16)]
        assert on(date(2027, 5, 31)) == [("CCSP/2027/R001", 16)]
        assert on(date(2027, 6, 1)) == [("CCSP/2027/R001", 4)]
        assert on(date(2027, 6, 3)) == []
        page = client.get(f"{REGISTER}day/", boxes("day", date(2027, 6, 4)))
        assert (page.status_code, "The day must be today or earlier" in text_of(page)) == (422, True)


def test_each_page_costs_the_same_with_one_and_with_three(add, cast, sign_in, queries_of):
    meeting = make_meeting(add().body, cast.secretary, day=date(2027, 6, 10))
    item = make_item(meeting, title="Risk register", standing="risks")
    client = sign_in(cast.secretary)
    day = "&".join(f"{name}={value}" for name, value in boxes("day", clock.today()).items())
    pages = (
        REGISTER,
        f"{REGISTER}map/",
        f"{REGISTER}risks.csv",
        f"{REGISTER}day/?{day}",
        f"/meetings/items/{item.pk}/",
    )
    once = [queries_of(client, url) for url in pages]
    for _ in range(2):
        risk = add("chair")
        acts.add_control(risk, text="Ask", owner=seat_of(cast.police_lead), by=cast.secretary)
        acts.review_unchanged(risk, version=1, by=cast.secretary)
    assert [queries_of(client, url) for url in pages] == once
    assert max(once) <= 12


@pytest.fixture
def queries_of():
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def count(client, url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count


# ── who may see ──────────────────────────────────────────────────────────────────────────────────────────────────────

SECRET = "zqsecret"
SECRET_WORDS = re.compile(rb"zqsecret (title|cause|event|effect|control|note)")
PRIVATE_READERS = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}


@pytest.fixture
def private(add, cast):
    risk = add(
        title=f"{SECRET} title", cause=f"{SECRET} cause", event=f"{SECRET} event", effect=f"{SECRET} effect",
        privacy="private",
    )  # fmt: skip
    acts.add_control(risk, text=f"{SECRET} control", owner=seat_of(cast.chair), by=cast.secretary)
    acts.review_risk(risk, review_on=REVIEW_ON, note=f"{SECRET} note", version=1, by=cast.secretary)
    return risk


def test_a_private_risk_is_read_by_those_who_read_private_items_and_leaks_nowhere(private, cast, sign_in):
    day = "&".join(f"{name}={value}" for name, value in boxes("day", clock.today()).items())
    pages = [
        REGISTER,
        f"{REGISTER}?which=all&words={SECRET[:4]}",
        f"{REGISTER}map/",
        f"{REGISTER}risks.csv?which=all",
        f"{REGISTER}day/?{day}",
        private.get_absolute_url(),
        f"/search/?q={SECRET}",
        "/home/",
        "/home/history/",
    ]
    for name, person in cast.everybody.items():
        client = sign_in(person)
        met = set()
        for url in pages:
            said = client.get(url)
            body = b"".join(said.streaming_content) if said.streaming else said.content
            # what was searched for stands on the page by itself
            if SECRET_WORDS.search(body):
                met.add(url)
        if name in PRIVATE_READERS:
            assert private.get_absolute_url() in met, name
        else:
            assert met == set(), name
            assert client.get(private.get_absolute_url()).status_code in {302, 404}


def test_the_map_and_the_counts_leave_out_what_the_reader_may_not_see(private, cast, sign_in):
    assert sign_in(cast.observer).get(f"{REGISTER}map/").context["total"] == 0
    assert sign_in(cast.police_lead).get(f"{REGISTER}map/").context["total"] == 1


def test_no_letter_has_the_words_of_a_private_risk(private):
    texts = [each.subject + each.text for each in Notice.objects.all()]
    assert texts
    assert not any(SECRET in text for text in texts)


def test_what_was_written_while_it_was_private_stays_with_those_who_read_it_then(private, cast, sign_in, clock_at):
    with clock_at(date(2027, 6, 1)):
        private.refresh_from_db()
        words = {**WORDS, "privacy": "open"}
        acts.change_risk(private, version=private.version, by=cast.secretary, **words)
        acts.end_control(private.controls.get(), by=cast.secretary)
        client = sign_in(cast.observer)
        page = client.get(private.get_absolute_url())
        assert (page.status_code, SECRET in page.content.decode().replace(f"{SECRET} control", "")) == (200, False)
        day = client.get(f"{REGISTER}day/", boxes("day", date(2027, 5, 4)))
        assert SECRET not in day.content.decode()
        assert SECRET not in sign_in(cast.auditor).get("/home/history/").content.decode()
        assert f"{SECRET} note" in sign_in(cast.chair).get(private.get_absolute_url()).content.decode()


def test_an_observer_who_suggests_what_is_private_reads_it_until_it_is_answered(suggest, cast, sign_in):
    risk = suggest(by=cast.observer, privacy="private")
    assert sign_in(cast.observer).get(risk.get_absolute_url()).status_code == 200
    assert sign_in(cast.councillor).get(risk.get_absolute_url()).status_code == 404
    acts.accept_risk(risk, by=cast.secretary)
    assert sign_in(cast.observer).get(risk.get_absolute_url()).status_code == 404
    assert set(told("risk_answered")) == {"Owen Bright"}


def test_the_item_that_it_is_about_is_named_to_those_who_may_read_that(add, board, cast, sign_in):
    meeting = make_meeting(board, cast.secretary, day=date(2027, 6, 10))
    item = make_item(meeting, title=f"{SECRET} item", privacy="private")
    risk = add(linked_item=item)
    for person, sees in ((cast.observer, False), (cast.auditor, False), (cast.chair, True)):
        client = sign_in(person)
        assert (SECRET in client.get(risk.get_absolute_url()).content.decode()) is sees
        assert (SECRET in client.get(f"{REGISTER}risks.csv").content.decode()) is sees
    assert SECRET not in sign_in(cast.auditor).get("/home/history/").content.decode()


# ── where it comes by itself ─────────────────────────────────────────────────────────────────────────────────────────


def test_it_stands_on_its_standing_item_for_those_who_sit_on_the_body(register, board, cast, sign_in):
    meeting = make_meeting(board, cast.secretary, day=date(2027, 6, 10), state="circulated")
    item = make_item(meeting, title="Risk register", standing="risks")
    page = text_of(sign_in(cast.police_lead).get(f"/meetings/items/{item.pk}/"))
    assert "To be reviewed by this meeting" in page
    assert "The gravest risks" in page
    assert page.index("late") < page.index("The gravest risks") < page.index("grave")
    public = sign_in(cast.public).get(f"/meetings/items/{item.pk}/")
    assert (public.status_code, "gravest" in text_of(public)) == (200, False)


def test_home_says_what_is_to_be_reviewed_and_what_is_suggested(register, cast, sign_in):
    assert "Review the risk CCSP/2027/R003: late" in text_of(sign_in(cast.chair).get("/home/"))
    assert "Review the risk" not in text_of(sign_in(cast.police_lead).get("/home/"))
    said = text_of(sign_in(cast.secretary).get("/home/"))
    assert "Answer what is suggested for the risk register of the Board" in said


def test_the_search_finds_it(register, cast, sign_in):
    assert "CCSP/2027/R001 grave" in text_of(sign_in(cast.police_lead).get("/search/?q=reoffending"))


def test_the_history_tells_it_in_a_sentence(add, cast, sign_in):
    risk = add()
    acts.review_unchanged(risk, version=1, by=cast.police_lead)
    said = text_of(sign_in(cast.auditor).get("/home/history/"))
    assert "Asha Patel added a risk: the risk “CCSP/2027/R001 Probation capacity”" in said
    assert "Daniel Okafor reviewed the risk" in said


def test_the_owner_is_reminded_in_the_one_letter_with_their_action_points_and_deputies_when_it_is_overdue(
    add, cast, clock_at
):
    risk, other = add(review_on=date(2027, 6, 10)), add("chair", review_on=date(2027, 6, 10), privacy="private")
    with clock_at(date(2027, 6, 2)):
        remind_of_actions([5, 1])
        assert not told("risk_review_due")
    with clock_at(date(2027, 6, 3)):
        remind_of_actions([5, 1])
        remind_of_actions([5, 1])
        assert set(told("risk_review_due")) == {"Daniel Okafor", "Rosa Whitfield"}
        assert "one click" in told("risk_review_due")["Daniel Okafor"]
        assert "fewer visits" in told("risk_review_due")["Daniel Okafor"]
        assert "fewer visits" not in told("risk_review_due")["Rosa Whitfield"]
        assert Mail.objects.filter(notices__template__contains="risk_review_due").distinct().count() == 2
    with clock_at(date(2027, 6, 17)):
        acts.review_unchanged(other, version=1, by=cast.chair)
        remind_of_actions([5, 1])
    assert set(told("risk_review_overdue")) == {"Daniel Okafor", "Megan Price"}
    assert "7 days ago" in told("risk_review_overdue")["Megan Price"]
    assert risk.get_absolute_url() in told("risk_review_overdue")["Megan Price"]
