"""The action log: what it shows, how it is narrowed and sorted, and the tables that are taken along."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse

from meetings.models import ActionPoint
from meetings.workflow import actions as acts
from meetings.workflow.records import raise_action
from meetings.workflow.redating import ask_for_date
from tests.meetings.conftest import text_of
from tests.meetings.running import HELD_ON, seat_of

DUE = HELD_ON + timedelta(40)
LOG = reverse("meetings:list_actions")


def asked(item, cast, text="Write to the schools", owner=None, **fields):
    given = {"text": text, "owner": seat_of(owner or cast.police_lead), "due_on": DUE} | fields
    return raise_action(item, **given, by=cast.secretary)


@pytest.fixture
def log(item, cast):
    """Seven action points, each told apart by its text."""
    made = {
        "green": asked(item, cast, "green"),
        "amber": asked(item, cast, "amber", due_on=HELD_ON + timedelta(14)),
        "helped": asked(item, cast, "helped", owner=cast.chair, supporters=[seat_of(cast.police_lead)]),
        "said done": acts.propose_completion(asked(item, cast, "said done"), text="All sent", by=cast.police_lead),
        "later": asked(item, cast, "later"),
        "complete": acts.complete_action(asked(item, cast, "complete"), by=cast.secretary),
        "dropped": acts.drop_action(asked(item, cast, "dropped"), reason="Overtaken", by=cast.secretary),
    }
    ask_for_date(made["later"], due_on=DUE + timedelta(9), reason="Holidays", by=cast.police_lead)
    return made


OPEN = {"green", "amber", "helped", "said done", "later"}


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", OPEN),
        ("which=mine", OPEN),
        ("which=proposed", {"said done"}),
        ("which=dates", {"later"}),
        ("which=complete", {"complete"}),
        ("which=dropped", {"dropped"}),
        ("which=ended", {"complete", "dropped"}),
        ("which=overdue", set()),
        ("rag=amber", {"amber"}),
        ("which=all&rag=blue", {"complete", "dropped"}),
        ("seat={chair}", {"helped"}),
        ("organisation={police}", OPEN - {"helped"}),
        ("body=board&words=gree", {"green"}),
        ("seat=nonsense&rag=mauve&organisation=-1&sort=x", OPEN),
        ("seat=999999999999999999999", OPEN),
    ],
)
def test_it_is_narrowed_by_each_question(log, cast, sign_in, query, texts):
    police = seat_of(cast.police_lead).organisation_id
    page = sign_in(cast.police_lead).get(f"{LOG}?{query.format(chair=seat_of(cast.chair).pk, police=police)}")
    assert {line["action"].text for line in page.context["lines"]} == texts


def test_it_says_what_it_shows_and_folds_the_questions_away_until_one_is_answered(log, cast, sign_in):
    client, folded = sign_in(cast.police_lead), '<details class="govuk-details portal-no-print">'
    usual = client.get(LOG)
    assert "Show: Open; Sort by: When it is due" in text_of(usual)
    assert folded in usual.content.decode()
    narrowed = client.get(f"{LOG}?which=all&rag=amber&words=amb&sort=number")
    assert "Show: All; RAG: Amber; Words: amb; Sort by: Number" in text_of(narrowed)
    assert folded.replace(">", " open>") in narrowed.content.decode()


def test_what_is_long_overdue_is_on_the_chairs_list_and_waits_at_home(log, cast, sign_in, clock_at):
    with clock_at(DUE + timedelta(21)):
        client = sign_in(cast.chair)
        page = client.get(f"{LOG}?which=escalated")
        assert {line["action"].text for line in page.context["lines"]} == OPEN
        assert "Ask after 5 action points on the chair’s list" in text_of(client.get("/home/"))
        at_home = text_of(sign_in(cast.secretary).get("/home/"))
        assert "Close an action point that its owner says is complete" in at_home
        assert "Answer the owner of an action point who asks for another date" in at_home
        assert "on the chair’s list" not in text_of(sign_in(cast.police_lead).get("/home/"))


def test_it_says_the_colour_in_a_letter_and_a_word_and_counts_each(log, cast, sign_in):
    page = text_of(sign_in(cast.police_lead).get(LOG))
    assert "A Amber 1, G Green 4" in page
    assert "Daniel Okafor" in page
    assert "nothing was said of it for 30 days" in page


def test_sorting_by_gravity_puts_the_gravest_first(log, cast, sign_in):
    page = sign_in(cast.police_lead).get(f"{LOG}?which=all&sort=rag")
    colours = [line["action"].rag for line in page.context["lines"]]
    assert colours == ["amber", *["green"] * 4, "blue", "blue"]


def test_pages_keep_what_was_asked(item, cast, sign_in):
    for number in range(27):
        asked(item, cast, f"Action {number}")
    page = sign_in(cast.police_lead).get(f"{LOG}?sort=number&page=2")
    assert [line["action"].reference for line in page.context["lines"]] == ["CCSP/2026/A026", "CCSP/2026/A027"]
    assert "?sort=number&amp;page=1" in page.content.decode()


def cells_of(response):
    with zipfile.ZipFile(io.BytesIO(response.content)) as package:
        assert package.testzip() is None
        return package.read("xl/worksheets/sheet1.xml").decode()


def test_the_tables_say_what_the_page_says_and_run_no_formula(item, cast, sign_in):
    asked(item, cast, '=HYPERLINK("http://x")')
    client = sign_in(cast.police_lead)
    table = client.get(reverse("meetings:export_actions")).content.decode()
    assert "'=HYPERLINK" in table
    assert "CCSP/2026/A001,Green," in table
    book = cells_of(client.get(reverse("meetings:export_actions_workbook")))
    assert "<f>" not in book
    assert '<c r="C2" s="2" t="inlineStr"><is><t xml:space="preserve">=HYPERLINK("http://x")</t></is></c>' in book


def test_the_meeting_page_has_the_bodys_log_for_its_members(item, cast, sign_in, clock_at):
    asked(item, cast, "Count the lamps", due_on=HELD_ON)
    url = reverse("meetings:show_meeting", args=[item.meeting_id])
    assert "Action points that it raised CCSP/2026/A001 Count the lamps" in text_of(sign_in(cast.police_lead).get(url))
    with clock_at(HELD_ON + timedelta(1)):
        page = text_of(sign_in(cast.police_lead).get(url))
        assert "Open action points of the CCSP Board: R Red 1" in page
        assert "Count the lamps" not in text_of(sign_in(cast.public).get(url))


def test_the_meeting_page_counts_every_colour_and_names_the_ten_longest_overdue(item, cast, sign_in, clock_at):
    for day in range(12):
        asked(item, cast, f"Lamp {day}.", due_on=HELD_ON + timedelta(day))
    asked(item, cast, "Soon.", due_on=HELD_ON + timedelta(20))
    url = reverse("meetings:show_meeting", args=[item.meeting_id])
    with clock_at(HELD_ON + timedelta(12)):
        page = text_of(sign_in(cast.police_lead).get(url))
    log = page.split("Open action points of the CCSP Board: ")[1].split("Action points that it raised")[0]
    assert log.startswith("R Red 12, A Amber 1")
    assert re.findall(r"Lamp (\d+)\.", log) == [str(day) for day in range(10)]
    assert "Soon." not in log


@pytest.mark.parametrize("count", [1, 3])
def test_what_one_action_point_costs(item, cast, sign_in, count, django_assert_num_queries):
    action = asked(item, cast, supporters=[seat_of(cast.chair)])
    for number in range(count):
        acts.update_action(action, text=f"Update {number}", by=cast.police_lead)
    client = sign_in(cast.police_lead)
    with django_assert_num_queries(10):
        client.get(action.get_absolute_url())
    assert ActionPoint.objects.get().steps.count() == count
    assert date(2027, 3, 11) == HELD_ON
