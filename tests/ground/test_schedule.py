"""The rule proposes four dates a year, moved to the next free day of their quarter, and says why."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal import workdays
from ccsp_portal.calendar import Event, Rule, propose
from ccsp_portal.calendar.schedule import obstacles
from ccsp_portal.clock import LONDON

QUARTERLY = Rule(months=(6, 9, 12, 3), nth=2, weekday="thu", at=time(14), minutes=120)


def event(day, start=14, end=16, committee="Cabinet", status=""):
    starts_at, ends_at = (datetime.combine(day, time(hour), tzinfo=LONDON) for hour in (start, end))
    return Event(f"{committee} {day}", committee, committee, starts_at, ends_at, status, 1)


def proposed(events=(), rule=QUARTERLY, year=2026):
    return propose(rule, year, events, ["Cabinet", "Council"])


def test_four_second_thursdays_a_year_from_june_to_march():
    assert [(each.day, each.reasons) for each in proposed()] == [
        (date(2026, 6, 11), ["The second Thursday of June 2026 is 11 June 2026."]),
        (date(2026, 9, 10), ["The second Thursday of September 2026 is 10 September 2026."]),
        (date(2026, 12, 10), ["The second Thursday of December 2026 is 10 December 2026."]),
        (date(2027, 3, 11), ["The second Thursday of March 2027 is 11 March 2027."]),
    ]


def test_a_clash_moves_the_meeting_to_the_next_free_day_and_says_with_whom():
    december = proposed([event(date(2026, 12, 10)), event(date(2026, 12, 11), committee="Council")])[2]
    assert december.day == date(2026, 12, 14)
    assert december.reasons == [
        "The second Thursday of December 2026 is 10 December 2026.",
        "Thursday 10 December clashes with Cabinet, 2pm to 4pm.",
        "Friday 11 December clashes with Council, 2pm to 4pm.",
        "Monday 14 December is the next free day in the quarter.",
    ]


@pytest.mark.parametrize(
    "harmless",
    [
        event(date(2026, 12, 10), status="cancelled"),
        event(date(2026, 12, 10), status="not required"),
        event(date(2026, 12, 10), committee="Ethics Committee"),
        event(date(2026, 12, 10), start=12, end=14),
        event(date(2026, 12, 10), start=16, end=17),
    ],
    ids=["cancelled", "not required", "another committee", "ends as we start", "starts as we end"],
)
def test_what_does_not_overlap_or_does_not_matter_moves_nothing(harmless):
    assert proposed([harmless])[2].day == date(2026, 12, 10)


def test_a_meeting_that_may_be_necessary_clashes():
    assert proposed([event(date(2026, 12, 10), status="if necessary")])[2].day == date(2026, 12, 11)


def test_a_bank_holiday_is_moved_off():
    good_friday = Rule(months=(3,), nth=4, weekday="fri", at=time(10), minutes=60)
    [moved] = proposed(rule=good_friday)
    assert (moved.day, moved.reasons[1:]) == (
        date(2027, 3, 30),
        [
            "Friday 26 March is a bank holiday (Good Friday).",
            "Monday 29 March is a bank holiday (Easter Monday).",
            "Tuesday 30 March is the next free day in the quarter.",
        ],
    )


def test_a_quarter_without_a_free_day_says_so_and_proposes_the_rule():
    every_day = [event(date(2026, 12, day)) for day in range(10, 32)]
    december = proposed(every_day)[2]
    assert (december.day, december.is_free) == (date(2026, 12, 10), False)
    assert december.reasons[-1] == "No later day of the quarter is free, so 10 December 2026 stands: choose another."


def test_a_chosen_time_is_told_what_is_in_its_way():
    at = datetime.combine(date(2026, 12, 12), time(14), tzinfo=LONDON)
    assert obstacles(at, at.replace(hour=16), [], []) == ["Saturday 12 December is at the weekend."]


@given(
    st.lists(st.dates(date(2026, 4, 1), date(2027, 3, 31)), max_size=60),
    st.integers(1, 5),
    st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
)
def test_whatever_clashes_a_proposed_day_is_free_in_its_quarter_and_not_before_the_rules_day(days, nth, weekday):
    rule = Rule(months=(4, 7, 10, 1), nth=nth, weekday=weekday, at=time(14), minutes=120)
    events = [event(day) for day in days]
    by_the_rule = [each.day for each in proposed(rule=rule)]
    for each, unhindered in zip(proposed(events, rule), by_the_rule, strict=True):
        if each.is_free:
            assert workdays.is_working_day(each.day)
            assert each.day not in days
            assert (each.day.year, (each.day.month - 1) // 3) == (unhindered.year, (unhindered.month - 1) // 3)
            assert each.day >= unhindered
