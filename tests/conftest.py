"""What every test may use."""

import os

from hypothesis import HealthCheck, settings

os.environ["PORTAL_MODE"] = "test"
# playwright keeps an event loop in the thread in which a journey sets up its rows
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# no test is timed: a busy machine takes any of its examples longer than Hypothesis expects
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

pytest_plugins = [
    "tests.browser",
    "tests.cast",
    "tests.flushing",
    "tests.imap",
    "tests.kept",
    "tests.mail",
    "tests.meetings.looking",
    "tests.meetings.publishing",
    "tests.meetings.risking",
    "tests.meetings.reporting",
    "tests.meetings.running",
    "tests.meetings.typing_minutes",
    "tests.provider",
    "tests.published",
    "tests.sending",
    "tests.visiting",
    "tests.worker",
]

# files of few tests that last long: begun last, they would keep one process busy while the other has nothing to do
LONGEST_FIRST = ("tests/walk/", "tests/journeys/", "tests/run/", "tests/demo/")


def pytest_collection_modifyitems(items):
    """Begin with what lasts longest. Each file stays with one process, in the order in which files are met."""
    items.sort(key=lambda item: next((n for n, at in enumerate(LONGEST_FIRST) if at in str(item.path)), 9))
