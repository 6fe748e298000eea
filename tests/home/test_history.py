"""The history of everything: narrowed by person, thing, act and day; never with words that the reader may not read."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ccsp_portal import clock
from meetings.models import Declaration
from meetings.workflow.agenda import add_item, set_privacy
from meetings.workflow.papers import bring_paper
from partners.workflow.people import change_name
from tests.factories import make_meeting
from tests.meetings.pdfs import pdf
from tests.partners.conftest import three_boxes

PAGE, TABLE = "/home/history/", "/home/history/table/"
READERS = {"secretary", "auditor"}


def minutes_later(minutes):
    """Acts of one test are written in one transaction, at one moment, unless the clock is held."""
    return clock.set_to(clock.now() + timedelta(minutes=minutes))


@pytest.fixture
def item(board, secretary):
    meeting = make_meeting(board, secretary, day=clock.today() + timedelta(days=40))
    with minutes_later(1):
        return add_item(meeting, title="Knife crime", purpose="decide", by=secretary)


@pytest.fixture
def history(sign_in, secretary, words):
    """`history(person=3)` is what the page says to the secretary."""

    def asked(reader=secretary, **query):
        return words(sign_in(reader).get(PAGE, query))

    return asked


def test_the_board_s_secretary_and_auditor_read_it_and_nobody_else(sign_in, cast):
    people = {name: person for name, person in cast.everybody.items() if name != "public"}
    for path in (PAGE, TABLE):
        answers = {name: sign_in(person).get(path).status_code for name, person in people.items()}
        assert answers == dict.fromkeys(people, 403) | dict.fromkeys(READERS, 200)


def test_it_tells_who_did_what_newest_first(history, item, chair):
    with minutes_later(2):
        change_name(chair, "Rosa Whitfield-Bone", by=chair)
    page = history()
    assert "Asha Patel added the agenda item “Knife crime”." in page
    told = "changed the name: the person “Rosa Whitfield-Bone”: name changed from Rosa Whitfield to Rosa"
    assert told in page
    assert page.index("changed the name") < page.index("added the agenda item")


def test_it_is_narrowed_by_person(history, item, chair, secretary):
    change_name(chair, "Rosa Bone", by=chair)
    assert "Knife crime" not in history(person=chair.pk)
    assert "Rosa Bone" in history(person=chair.pk)
    told = history(person=secretary.pk)
    assert "Knife crime" in told
    assert "changed the name" not in told


def test_it_is_narrowed_by_kind_and_by_act(history, item, chair):
    change_name(chair, "Rosa Bone", by=chair)
    assert "changed the name" not in history(kind="meetings.agendaitem")
    assert "Knife crime" in history(kind="meetings.agendaitem")
    assert "Knife crime" not in history(act="Change the")
    assert "changed the name" in history(act="Change the")


def test_it_is_narrowed_by_days_both_included(history, board, secretary):
    today = clock.today()
    with clock.set_to(clock.now() - timedelta(days=10)):
        meeting = make_meeting(board, secretary, day=today + timedelta(days=40))
        add_item(meeting, title="Long ago", purpose="note", by=secretary)
    then = today - timedelta(days=10)
    assert "Long ago" in history(**three_boxes("since", then), **three_boxes("until", then))
    assert "Long ago" not in history(**three_boxes("since", then + timedelta(days=1)))
    assert "Long ago" not in history(**three_boxes("until", then - timedelta(days=1)))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"since-day": "31", "since-month": "2", "since-year": "2026"}, "The first day must be a real date"),
        ({"person": "x"}, "Select the who did it from the list"),
        ({"kind": "no.such"}, "from the list"),
        (
            {"since-day": "2", "since-month": "2", "since-year": "2026"}
            | {"until-day": "1", "until-month": "2", "until-year": "2026"},
            "The last day must be on or after the first day",
        ),
    ],
)
def test_what_can_not_be_asked_is_refused_with_what_to_do(sign_in, secretary, words, query, sentence):
    for path in (PAGE, TABLE):
        answer = sign_in(secretary).get(path, query)
        assert answer.status_code == 422
        assert sentence in words(answer)


def test_an_auditor_is_told_that_something_private_was_done_and_not_what(history, sign_in, auditor, item, secretary):
    item = set_privacy(
        item,
        version=item.version,
        privacy="private",
        private_reason="It names a person",
        public_title="A review",
        by=secretary,
    )
    file = SimpleUploadedFile("nightjar.pdf", pdf(1))
    bring_paper(item, file, title="Report of Nightjar", by=secretary)
    told = history(reader=auditor)
    table = sign_in(auditor).get(TABLE).content.decode()
    assert "Asha Patel added the agenda item." in told
    for text in (told, table):
        assert "Knife crime" not in text
        assert "ightjar" not in text
    assert "Report of Nightjar" in history(reader=secretary, kind="meetings.paper")


def test_what_was_declared_and_minuted_is_for_those_who_read_drafts(history, auditor, secretary, item, partnership):
    Declaration.objects.create(
        meeting=item.meeting,
        item=item,
        seat=partnership.seats["fire"],
        interest="Owns the Nightjar",
        recorded_at=clock.now(),
        recorded_by=secretary,
    )
    told = {"kind": "meetings.declaration"}
    assert "Owns the Nightjar" in history(**told)
    assert "The portal added the declaration of interest." in history(reader=auditor, **told)
    assert "Nightjar" not in history(reader=auditor, **told)


def test_a_group_s_meeting_that_is_not_out_yet_is_not_named_to_the_board_s_auditor(
    history, auditor, partnership, secretary
):
    make_meeting(partnership.group, secretary, day=clock.today() + timedelta(days=9))
    told = history(reader=auditor, kind="meetings.meeting")
    assert "The portal added the meeting." in told
    assert partnership.group.name not in told


def test_the_table_starts_no_formula(sign_in, secretary, chair):
    with minutes_later(2):
        change_name(chair, "=cmd", by=chair)
    rows = list(csv.reader(io.StringIO(sign_in(secretary).get(TABLE).content.decode("utf-8-sig"))))
    assert rows[0] == ["When", "Who", "What"]
    assert rows[1][1] == "'=cmd"
    assert rows[1][2].startswith("'=cmd changed the name")


def test_it_is_told_a_page_at_a_time(sign_in, secretary, board, words):
    meeting = make_meeting(board, secretary, day=clock.today() + timedelta(days=40))
    for number in range(60):
        with minutes_later(number + 1):
            add_item(meeting, title=f"Item {number:03d}", purpose="note", by=secretary)
    client = sign_in(secretary)
    first, second = words(client.get(PAGE)), words(client.get(PAGE, {"page": 2}))
    assert "Item 059" in first
    assert "Item 000" not in first
    assert "Item 000" in words(client.get(PAGE, {"page": 3})) + second


@pytest.mark.parametrize("number", [1, 3])
def test_what_it_costs(sign_in, secretary, board, number, django_assert_num_queries):
    meeting = make_meeting(board, secretary, day=clock.today() + timedelta(days=40))
    for place in range(number):
        add_item(meeting, title=f"Item {place}", purpose="note", by=secretary)
    client = sign_in(secretary)
    with django_assert_num_queries(9):
        client.get(PAGE)
