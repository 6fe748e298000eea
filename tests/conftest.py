"""What every test may use."""

import os

os.environ["PORTAL_MODE"] = "test"

pytest_plugins = ["tests.browser", "tests.cast", "tests.flushing", "tests.mail", "tests.sending", "tests.worker"]
