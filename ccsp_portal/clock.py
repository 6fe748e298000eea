"""The only source of now() and today(): the demo and the tests set it, nothing else asks the system."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; or the moment that `set_to` holds."""
    return _set_to.get() or timezone.now()


def is_held() -> bool:
    """Whether the clock is set to a moment: in the demo, whose past is told by acts, and in tests."""
    return _set_to.get() is not None


def today() -> date:
    """The present day in London: a "to" date that is today has not yet passed."""
    return now().astimezone(LONDON).date()


@contextmanager
def set_to(moment: datetime):
    """Hold the clock at an aware `moment` for the block; blocks nest. A naive one is refused (ValueError)."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs a moment with a time zone.")
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
