"""Working days and clear days: weekends and English bank holidays left out.

*Clear* days leave out the day of issue and the day of the meeting too (the practice of LGA 1972 s.100B, local policy
here).
"""

from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year).items())


def bank_holiday(day: date) -> str | None:
    """The name of the English bank holiday on that day, or None."""
    return _bank_holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and bank_holiday(day) is None


def working_day_on_or_after(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day


def working_days_before(day: date, count: int) -> date:
    """The working day that lies `count` working days before `day`; `day` itself, where count is 0, even if none."""
    return _step(day, count, -ONE_DAY)


def working_days_after(day: date, count: int) -> date:
    """The working day that lies `count` working days after `day`."""
    return _step(day, count, ONE_DAY)


def _step(day, count, step):
    if count < 0:
        raise ValueError("Count working days forwards: choose before or after.")
    while count:
        day += step
        count -= is_working_day(day)
    return day


def clear_working_days_between(issued: date, meeting: date) -> int:
    """How many working days lie between two days, neither of them counted; 0 where there is none between."""
    between = (issued + timedelta(days=n) for n in range(1, (meeting - issued).days))
    return sum(map(is_working_day, between))


def latest_day_for_clear_notice(meeting: date, clear_days: int) -> date:
    """The last working day on which to issue, so that `clear_days` clear working days lie before the meeting."""
    return working_days_before(meeting, clear_days + 1)


def financial_year(day: date) -> int:
    """The financial year that a day is in, named by the year in which it begins: April 2026 to March 2027 is 2026."""
    return day.year if day.month >= 4 else day.year - 1


def financial_year_days(year: int) -> tuple[date, date]:
    """The first and the last day of a financial year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def financial_quarter(day: date) -> tuple[int, int]:
    """The financial year and the quarter of it that a day is in: 10 December 2026 is (2026, 3)."""
    return financial_year(day), (day.month - 4) % 12 // 3 + 1


def financial_quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter of a financial year."""
    first = _first_of_quarter(year, quarter)
    return first, _first_of_quarter(*quarter_after(year, quarter)) - ONE_DAY


def quarter_after(year: int, quarter: int) -> tuple[int, int]:
    """The quarter that follows."""
    return (year, quarter + 1) if quarter < 4 else (year + 1, 1)


def _first_of_quarter(year, quarter):
    return date(year, 1 + 3 * quarter, 1) if quarter < 4 else date(year + 1, 1, 1)
