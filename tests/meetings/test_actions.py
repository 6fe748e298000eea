"""Action points: raised for a seat, told of by it, closed by the secretary or the chair."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import NotOpen
from meetings.models import ActionPoint
from meetings.workflow import actions as acts
from meetings.workflow.records import raise_action
from tests.meetings.conftest import boxes, text_of
from tests.meetings.running import HELD_ON, seat_of

DUE = date(2027, 3, 30)


def asked(item, cast, text="Write to the schools", **fields):
    given = {"text": text, "owner": seat_of(cast.police_lead), "due_on": DUE} | fields
    return raise_action(item, **given, by=cast.secretary)


@pytest.fixture
def action(item, cast):
    return asked(item, cast)


def url(name, action):
    return reverse(f"meetings:{name}", args=[action.pk])


def test_an_action_point_is_numbered_and_owed_by_a_seat(item, cast, post):
    answers = {"text": "Write", "owner": seat_of(cast.police_lead).pk, **boxes("due_on", DUE)}
    assert post(cast.secretary, url("raise_action", item), answers).status_code == 302
    action = ActionPoint.objects.get()
    assert (action.reference, action.owner, action.first_due_on) == (
        "CCSP/2026/A001", seat_of(cast.police_lead), DUE,
    )  # fmt: skip


def test_a_due_date_that_has_passed_is_refused_and_what_was_typed_stays(item, cast, post):
    answers = {"text": "Write", "owner": seat_of(cast.police_lead).pk, **boxes("due_on", HELD_ON - timedelta(1))}
    page = post(cast.secretary, url("raise_action", item), answers)
    assert page.status_code == 422
    assert "The due date must be today or later" in text_of(page)
    assert page.context["form"]["text"].value() == "Write"
    with pytest.raises(ValidationError):
        asked(item, cast, due_on=HELD_ON - timedelta(1))


def test_the_owner_and_its_deputy_update_and_nobody_else(action, cast, post):
    allowed = {"secretary", "police_lead", "deputy"}
    for name, person in cast.everybody.items():
        version = ActionPoint.objects.get().version
        answer = post(person, url("update_action", action), {"text": f"By {name}", "version": version})
        expected = 302 if name in allowed | {"public"} else 404 if name == "former_member" else 403
        assert answer.status_code == expected, name
    assert ActionPoint.objects.get().latest_update == "By deputy"


def test_the_page_on_which_the_owner_says_how_it_stands_says_when_it_is_due(action, cast, sign_in):
    assert "Due by Tuesday 30 March 2027" in text_of(sign_in(cast.police_lead).get(url("update_action", action)))


def test_the_owner_says_it_is_done_and_the_secretary_is_told(action, cast, post):
    answers = {"text": "Sent", "stands": "done", "version": 1}
    assert post(cast.police_lead, url("update_action", action), answers).status_code == 302
    notice = Notice.objects.get()
    assert (notice.recipient, notice.subject) == (cast.secretary, "Done, says its owner: CCSP/2026/A001")
    assert ActionPoint.objects.get().state == "proposed"


def test_of_two_updates_at_once_the_second_sees_both(action, cast, post):
    acts.update_action(action, text="Theirs", version=1, by=cast.deputy)
    page = post(cast.police_lead, url("update_action", action), {"text": "Mine", "version": 1})
    assert page.status_code == 409
    assert "Theirs" in text_of(page)
    assert page.context["form"]["text"].value() == "Mine"


def test_the_chair_marks_it_complete_and_it_is_closed(action, cast, post):
    assert post(cast.police_lead, url("complete_action", action)).status_code == 403
    assert post(cast.chair, url("complete_action", action), {"text": "All replied"}).status_code == 302
    done = ActionPoint.objects.get()
    assert (done.state, done.latest_update) == ("complete", "All replied")
    with pytest.raises(NotOpen):
        acts.update_action(done, text="More", by=cast.police_lead)
    assert post(cast.secretary, url("drop_action", action), {"reason": "x"}).status_code == 409


def test_it_is_dropped_for_a_reason(action, cast, post):
    assert post(cast.secretary, url("drop_action", action), {"reason": ""}).status_code == 422
    assert post(cast.secretary, url("drop_action", action), {"reason": "Overtaken"}).status_code == 302
    assert ActionPoint.objects.get().state == "dropped"


def test_a_later_day_keeps_the_first_one(action, cast, post, sign_in):
    answers = {"reason": "Holidays", **boxes("due_on", DUE + timedelta(10))}
    assert post(cast.secretary, url("postpone_action", action), answers).status_code == 302
    page = text_of(sign_in(cast.police_lead).get(url("show_action", action)))
    assert "Friday 9 April 2027 First due on Tuesday 30 March 2027" in page
    assert "changed the due date from 30 March 2027 to 9 April 2027. “Holidays”" in page


def test_a_late_one_says_how_late_in_words(action, cast, sign_in, clock_at):
    with clock_at(DUE + timedelta(3)):
        client = sign_in(cast.police_lead)
        assert "R Red 3 days late" in text_of(client.get(url("show_action", action)))
        assert "R Red 3 days late" in text_of(client.get(reverse("meetings:list_actions") + "?which=overdue"))


def test_the_list_is_narrowed_and_searched(item, cast, sign_in):
    asked(item, cast, "Write to the schools")
    acts.complete_action(asked(item, cast, "Count the lamps"), by=cast.secretary)
    asked(item, cast, "=Ask the fire service", owner=seat_of(cast.chair))
    client = sign_in(cast.police_lead)
    for query, count in (
        ("", 2), ("which=mine", 1), ("which=ended", 1), ("which=all", 3), ("which=overdue", 0),
        ("words=fire", 1), ("which=all&body=board", 3), ("which=all&body=drugs-group", 3), ("which=nonsense", 2),
    ):  # fmt: skip
        page = client.get(f"{reverse('meetings:list_actions')}?{query}").context["page"]
        assert page.paginator.count == count, query
    table = client.get(reverse("meetings:export_actions") + "?words=fire").content.decode()
    assert "'=Ask the fire service" in table
    assert "schools" not in table


def test_an_action_of_a_private_item_is_for_its_readers(private_item, cast, sign_in):
    action = asked(private_item, cast, "Move the Q7-witness")
    readers = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}
    for name, person in cast.everybody.items():
        client = sign_in(person)
        for address in (reverse("meetings:list_actions"), reverse("meetings:export_actions")):
            assert ("Q7-witness" in client.get(address).content.decode()) is (name in readers), name
        expected = 200 if name in readers else 302 if name == "public" else 404
        assert client.get(url("show_action", action)).status_code == expected, name


def test_the_tables_say_of_each_action_point_whether_it_is_private(item, private_item, cast, sign_in):
    asked(item, cast, "Count the lamps")
    asked(private_item, cast, "Move the Q7-witness")
    client = sign_in(cast.police_lead)
    table = client.get(reverse("meetings:export_actions")).content.decode().lstrip("\ufeff")
    private = {row["Action"]: row["Private"] for row in csv.DictReader(io.StringIO(table))}
    assert private == {"Count the lamps": "No", "Move the Q7-witness": "Yes"}
    book = client.get(reverse("meetings:export_actions_workbook")).content
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        assert ">Private<" in package.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_list_costs(item, cast, count, sign_in, django_assert_num_queries):
    for _ in range(count):
        asked(item, cast)
    assert clock.today() == HELD_ON
    client = sign_in(cast.police_lead)
    with django_assert_num_queries(8):
        client.get(reverse("meetings:list_actions"))
