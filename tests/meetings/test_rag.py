"""RAG is worked out in the database: the same by filters, sorting, counts and pages, and by a few lines of Python."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ccsp_portal import clock
from meetings.models import ActionPoint, Rag
from meetings.queries.actions import SORTS, AskedActions, actions_for, counts_for
from tests.meetings.running import HELD_ON, seat_of

ENDED_AT = datetime(2027, 3, 1, 12, tzinfo=clock.LONDON)
GRAVEST_FIRST = ["red", "amber", "green", "blue"]


def rag_in_python(action, today):
    """The rule as the page tells it."""
    if action.state in ("complete", "dropped"):
        return "blue"
    if action.override:
        return action.override
    if action.due_on < today:
        return "red"
    heard = (action.updated_at or action.raised_at).astimezone(clock.LONDON).date()
    if (action.due_on - today).days <= 14 or (today - heard).days >= 30:
        return "amber"
    return "green"


# days from today on which it is due, was raised and last spoken of; minutes after midnight in London; the rest
ROWS = st.lists(
    st.tuples(
        st.integers(-60, 60),
        st.integers(-90, 0),
        st.none() | st.integers(-60, 0),
        st.integers(0, 24 * 60 - 1),
        st.sampled_from(["open", "proposed", "complete", "dropped"]),
        st.sampled_from(["", "", "red", "amber", "green"]),
    ),
    min_size=1,
    max_size=8,
)
TODAYS = st.dates(date(2027, 1, 1), date(2028, 12, 31))


def moment(day, minutes):
    return datetime.combine(day, time(minutes // 60, minutes % 60), clock.LONDON)


def rows_of(item, cast, today, specs):
    for number, (due, raised, heard, minutes, state, override) in enumerate(specs):
        ended = state in ("complete", "dropped")
        by_hand = {} if ended or not override else {
            "override": override, "override_reason": "Known better", "override_at": ENDED_AT,
            "override_by": cast.secretary,
        }  # fmt: skip
        yield ActionPoint(
            item=item, reference=f"RAG/{number:03d}", text="Do it", owner=seat_of(cast.police_lead),
            due_on=today + timedelta(due), first_due_on=today + timedelta(due), state=state,
            raised_at=moment(today + timedelta(raised), minutes), raised_by=cast.secretary,
            updated_at=None if heard is None else moment(today + timedelta(heard), minutes),
            ended_at=ENDED_AT if ended else None,
            proposed_at=ENDED_AT if state == "proposed" else None,
            proposed_by=cast.police_lead if state == "proposed" else None,
            **by_hand,
        )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(today=TODAYS, specs=ROWS)
@example(today=date(2027, 3, 29), specs=[(14, -29, None, 0, "open", ""), (15, -30, None, 1439, "open", "")])
@example(
    today=date(2027, 11, 1), specs=[(15, -29, None, 0, "open", ""), (0, 0, 0, 0, "open", ""), (-1, 0, 0, 0, "open", "")]
)
def test_the_database_and_the_rule_agree_in_pages_filters_sorting_and_counts(item, cast, today, specs):
    with transaction.atomic(), clock.set_to(moment(today, 600)):
        ActionPoint.objects.bulk_create(rows_of(item, cast, today, specs))
        person = cast.secretary
        everything = list(actions_for(person, AskedActions(which="all", sort="rag")))
        expected = [rag_in_python(action, today) for action in everything]
        assert [action.rag for action in everything] == expected
        assert expected == sorted(expected, key=GRAVEST_FIRST.index)
        counts = {colour.value: number for colour, number in counts_for(person, AskedActions(which="all"))}
        assert counts == {colour: expected.count(colour) for colour in set(expected)}
        for colour in Rag:
            found = actions_for(person, AskedActions(which="all", rag=colour.value))
            assert {each.pk for each in found} == {
                each.pk for each in everything if rag_in_python(each, today) == colour.value
            }
        transaction.set_rollback(True)


def test_every_way_to_sort_gives_every_row_once(item, cast):
    specs = [(day, -1, None, 600, "open", "") for day in (-3, 40, 2)]
    ActionPoint.objects.bulk_create(rows_of(item, cast, HELD_ON, specs))
    for sort in SORTS:
        assert actions_for(cast.secretary, AskedActions(sort=sort)).count() == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"override": "red"},
        {"override": "blue", "override_reason": "x", "override_at": ENDED_AT},
        {"state": "complete"},
        {"state": "proposed"},
        {"state": "gone"},
        {"paragraph": 0},
    ],
)
def test_the_database_refuses_what_must_never_be_true(item, cast, fields):
    [action] = ActionPoint.objects.bulk_create(rows_of(item, cast, HELD_ON, [(20, -1, None, 0, "open", "")]))
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionPoint.objects.filter(pk=action.pk).update(**fields)
