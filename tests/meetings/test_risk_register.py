"""The risk register as it is read: lists, heat map and tables, by those who may; and where it comes by itself."""

import io
import re
import zipfile
from datetime import date

import pytest

from ccsp_portal import clock
from ccsp_portal.notices.models import Mail, Notice
from meetings.workflow import risks as acts
from meetings.workflow.reminders import remind_of_actions
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import boxes, text_of
from tests.meetings.risking import GRAVE, REGISTER, REVIEW_ON, WORDS, told
from tests.meetings.running import seat_of

# ── lists, map and tables ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def register(add_risk, suggest_risk, cast, clock_at):
    light = GRAVE | {"residual_likelihood": 1, "residual_impact": 3, "target_likelihood": 1}
    made = {
        "grave": add_risk(title="grave"),
        "light": add_risk("chair", title="light", category="money", **light),
        "late": add_risk("chair", title="late", review_on=date(2027, 5, 20), residual_likelihood=2, residual_impact=3),
        "suggested": suggest_risk(title="suggested"),
        "declined": acts.decline_risk(suggest_risk(title="declined"), reason="No", by=cast.secretary),
        "closed": acts.close_risk(add_risk(title="closed"), reason="Over", by=cast.secretary),
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


def test_the_tables_say_what_the_page_says_and_run_no_formula(add_risk, cast, partnership, sign_in):
    risk = add_risk(title='=HYPERLINK("http://x")')
    acts.add_control(risk, text="@SUM(1)", owner=partnership.seats["chair"], in_place=True, by=cast.secretary)
    client = sign_in(cast.police_lead)
    table = client.get(f"{REGISTER}risks.csv").content.decode()
    assert "'=HYPERLINK" in table
    assert ",4,5,20,4,4,16,2,3,6,Extreme,Extreme,Moderate,Yes,Not reviewed yet,," in table
    assert "'@SUM(1) (Cabinet Member for Policing and Equalities, The Council, in place)" in table
    book = cells_of(client.get(f"{REGISTER}risks.xlsx"))
    assert "<f>" not in book
    assert "HYPERLINK" in book


def test_the_register_of_a_day_is_what_it_was(add_risk, cast, sign_in, clock_at):
    risk = add_risk()
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


def test_each_page_costs_the_same_with_one_and_with_three(add_risk, cast, sign_in, queries_of):
    meeting = make_meeting(add_risk().body, cast.secretary, day=date(2027, 6, 10))
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
        risk = add_risk("chair")
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
def private(add_risk, cast):
    risk = add_risk(
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


def test_an_observer_who_suggests_what_is_private_reads_it_until_it_is_answered(suggest_risk, cast, sign_in):
    risk = suggest_risk(by=cast.observer, privacy="private")
    assert sign_in(cast.observer).get(risk.get_absolute_url()).status_code == 200
    assert sign_in(cast.councillor).get(risk.get_absolute_url()).status_code == 404
    acts.accept_risk(risk, by=cast.secretary)
    assert sign_in(cast.observer).get(risk.get_absolute_url()).status_code == 404
    assert set(told("risk_answered")) == {"Owen Bright"}


def test_the_item_that_it_is_about_is_named_to_those_who_may_read_that(add_risk, board, cast, sign_in):
    meeting = make_meeting(board, cast.secretary, day=date(2027, 6, 10))
    item = make_item(meeting, title=f"{SECRET} item", privacy="private")
    risk = add_risk(linked_item=item)
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


def test_the_history_tells_it_in_a_sentence(add_risk, cast, sign_in):
    risk = add_risk()
    acts.review_unchanged(risk, version=1, by=cast.police_lead)
    said = text_of(sign_in(cast.auditor).get("/home/history/"))
    assert "Asha Patel added a risk: the risk “CCSP/2027/R001 Probation capacity”" in said
    assert "Daniel Okafor reviewed the risk" in said


def test_the_owner_is_reminded_in_the_one_letter_with_their_action_points_and_deputies_when_it_is_overdue(
    add_risk, cast, clock_at
):
    risk, other = (
        add_risk(review_on=date(2027, 6, 10)),
        add_risk("chair", review_on=date(2027, 6, 10), privacy="private"),
    )
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
