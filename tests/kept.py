"""No test is shown what was drawn, or asked, for another."""

import pytest

from ccsp_portal.freshness import PAGES, QUESTIONS


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    PAGES.clear()
    QUESTIONS.clear()
