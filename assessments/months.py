"""Months as their first days, counted forwards and back."""

from datetime import date


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_after(month: date, count: int) -> date:
    """The first day of the month `count` months later; earlier, where `count` is negative."""
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, index + 1, 1)


def months_ending(last: date, count: int) -> list[date]:
    """The `count` months that end with `last`, oldest first."""
    return [months_after(last, back) for back in range(1 - count, 1)]
