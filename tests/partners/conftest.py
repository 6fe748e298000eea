"""What the tests of people and structure share."""

import pytest

from tests.cast import make_seat


@pytest.fixture
def group_seat(partnership):
    """A seat on the delivery group, of which nobody of the cast is a member."""
    return make_seat(partnership.group, partnership.organisations["police"], "police")


def three_boxes(name, day):
    """A date as a form sends it."""
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
