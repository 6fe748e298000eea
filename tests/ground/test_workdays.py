"""Working days leave out weekends and English bank holidays; clear days leave out both ends too."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal import workdays

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
few = st.integers(min_value=0, max_value=40)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "Boxing Day (observed)"),
        (date(2027, 3, 26), "Good Friday"),
        (date(2027, 3, 29), "Easter Monday"),
        (date(2026, 11, 30), None),
    ],
)
def test_bank_holidays_are_those_of_england(day, name):
    assert workdays.bank_holiday(day) == name


def test_five_clear_working_days_before_a_thursday_are_issued_the_wednesday_of_the_week_before():
    assert workdays.latest_day_for_clear_notice(date(2026, 12, 10), 5) == date(2026, 12, 2)


def test_the_christmas_holidays_push_the_day_of_issue_back():
    assert workdays.latest_day_for_clear_notice(date(2027, 1, 5), 5) == date(2026, 12, 23)


@given(days, few)
def test_days_before_and_after_are_working_days_and_lead_back(day, count):
    start = workdays.working_day_on_or_after(day)
    there = workdays.working_days_after(start, count)
    assert workdays.is_working_day(there)
    assert workdays.working_days_before(there, count) == start


@given(days, few)
def test_notice_given_on_the_latest_day_is_clear_and_one_day_later_is_short(meeting, clear):
    issued = workdays.latest_day_for_clear_notice(meeting, clear)
    assert workdays.is_working_day(issued)
    assert workdays.clear_working_days_between(issued, meeting) >= clear
    next_day = workdays.working_days_after(issued, 1)
    assert next_day >= meeting or workdays.clear_working_days_between(next_day, meeting) < clear


@given(days)
def test_every_day_is_in_the_financial_year_that_names_it(day):
    first, last = workdays.financial_year_days(workdays.financial_year(day))
    assert first <= day <= last
    assert workdays.financial_year(first - timedelta(days=1)) == workdays.financial_year(day) - 1


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="choose before or after"):
        workdays.working_days_after(date(2026, 12, 10), -1)


def counted_naively(first, last):
    """The working days from one day to another, both counted: day by day, from the list of holidays itself."""
    count = 0
    while first <= last:
        count += first.weekday() not in (5, 6) and workdays.bank_holiday(first) is None
        first += timedelta(days=1)
    return count


@given(days, st.integers(min_value=0, max_value=90))
def test_clear_days_leave_out_the_day_of_issue_the_day_of_meeting_weekends_and_bank_holidays(issued, later):
    meeting = issued + timedelta(days=later)
    naive = counted_naively(issued + timedelta(days=1), meeting - timedelta(days=1))
    assert workdays.clear_working_days_between(issued, meeting) == naive


@given(days, few)
def test_so_many_working_days_before_are_as_many_as_are_counted_one_by_one(day, count):
    before = workdays.working_days_before(day, count)
    assert counted_naively(before, day - timedelta(days=1)) == (count if count else 0)
    after = workdays.working_days_after(day, count)
    assert counted_naively(day + timedelta(days=1), after) == count


@given(days)
def test_every_day_is_in_the_quarter_that_holds_it(day):
    year, quarter = workdays.financial_quarter(day)
    first, last = workdays.financial_quarter_days(year, quarter)
    assert first <= day <= last
    assert workdays.financial_year(day) == year
    assert workdays.financial_quarter(last + timedelta(days=1)) == workdays.quarter_after(year, quarter)
