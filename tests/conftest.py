"""What every test may use."""

import os

os.environ["PORTAL_MODE"] = "test"
# playwright keeps an event loop in the thread in which a journey sets up its rows
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

pytest_plugins = [
    "tests.browser",
    "tests.cast",
    "tests.flushing",
    "tests.kept",
    "tests.mail",
    "tests.meetings.looking",
    "tests.meetings.running",
    "tests.provider",
    "tests.published",
    "tests.sending",
    "tests.visiting",
    "tests.worker",
]
