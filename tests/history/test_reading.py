"""History reads as plain sentences, and tells nothing of what its reader may not read."""

from datetime import date, timedelta

import pytest

from ccsp_portal.history.reading import sentences_for
from ccsp_portal.history.tracking import acting
from ccsp_portal.history.verbs import past
from tests.factories import make_item, make_meeting


@pytest.fixture
def meeting(board, secretary):
    return make_meeting(board, secretary, day=date(2027, 3, 11))


def told(*things, **options):
    return [str(sentence) for sentence in sentences_for(things, **options)]


def test_an_act_tells_who_did_what_from_what_to_what(meeting, secretary):
    with acting("reschedule", secretary):
        meeting.starts_at += timedelta(days=7)
        meeting.ends_at += timedelta(days=7)
        meeting.save()
    assert told(meeting)[0] == (
        "Asha Patel rescheduled the meeting “CCSP Board, 18 March 2027”: "
        "start changed from 2pm on Thursday 11 March 2027 to 2pm on Thursday 18 March 2027; "
        "end changed from 4pm on Thursday 11 March 2027 to 4pm on Thursday 18 March 2027."
    )


def test_what_nobody_signed_is_the_portals(meeting):
    assert told(meeting) == ["The portal added the meeting “CCSP Board, 11 March 2027”."]


def test_the_newest_is_told_first(meeting, secretary):
    with acting("move", secretary):
        meeting.venue = "Friargate"
        meeting.save()
    assert [sentence.split(" the ")[0] for sentence in told(meeting)] == ["Asha Patel moved", "The portal added"]


def test_a_change_of_choice_and_of_who_is_told_in_words(meeting, secretary, partnership):
    item = make_item(meeting, title="Knife crime")
    with acting("change", secretary):
        item.purpose, item.presenter = "note", partnership.seats["police"]
        item.save()
    assert told(item)[0] == (
        "Asha Patel changed the agenda item “Knife crime”: purpose changed from for decision to to note; "
        f"presenter: {partnership.seats['police']}."
    )


def test_long_words_are_said_to_be_rewritten(meeting, secretary):
    item = make_item(meeting, title="Knife crime", description="a " * 60)
    with acting("change", secretary):
        item.description = "b " * 60
        item.save()
    assert told(item)[0].endswith("“Knife crime”: what it is about rewritten.")


def test_of_what_the_reader_may_not_read_only_the_act_is_told(meeting, secretary):
    item = make_item(meeting, title="PLANTED", privacy="private", description="PLANTED")
    with acting("change", secretary):
        item.title = "PLANTED again"
        item.save()
    sentences = told(item, may_read=lambda thing: False)
    assert sentences == ["Asha Patel changed the agenda item.", "The portal added the agenda item."]


@pytest.mark.parametrize(
    ("verb", "done"),
    [
        ("reschedule", "rescheduled"),
        ("sign off", "signed off"),
        ("put before the Board", "put before the Board"),
        ("write a finding", "wrote a finding"),
        ("reply", "replied"),
        ("convey", "conveyed"),
        ("drop", "dropped"),
        ("Circulate", "circulated"),
    ],
)
def test_verbs_are_told_in_the_past(verb, done):
    assert past(verb) == done


@pytest.mark.parametrize("size", [1, 3])
def test_the_queries_do_not_grow_with_the_history(size, meeting, secretary, django_assert_num_queries):
    items = [make_item(meeting, title=f"Item {number}") for number in range(size)]
    for item in items:
        with acting("change", secretary):
            item.title += "!"
            item.save()
    with django_assert_num_queries(2):
        assert len(sentences_for([meeting, *items])) == 1 + 2 * size
