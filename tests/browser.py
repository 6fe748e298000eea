"""A real browser for the journeys: an installed Chromium, axe, and what every page must hold at 320 and 1280 px."""

import os
import shutil

import pytest
from django.conf import settings

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium():
    """Where the browser is: PORTAL_CHROMIUM, else the first that is installed."""
    found = os.environ.get("PORTAL_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found:
        pytest.fail("No Chromium or Chrome was found. Install one, or set PORTAL_CHROMIUM to where it is.")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """What pytest-playwright starts the browser with: it can't download one of its own."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": chromium(), "args": sandbox + QUIET}


@pytest.fixture
def sound():
    """`sound(page)` asserts that the page in view holds what every page must."""
    return assert_sound


def assert_sound(page):
    """No finding of axe, nothing wider than the window at 320 or at 1280 px, and no table's caption cut by its box."""
    # a click that leads on returns when the next page has begun to come, which may be before it has any content
    page.wait_for_load_state()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) == [], f"{page.url} is wider than {width} px"
        assert cut_captions(page) == [], f"captions are cut at {page.url}, {width} px"
        assert axe(page) == [], f"axe at {page.url}, {width} px"


def axe(page):
    """What axe finds on the page: (rule, first place) pairs, none when all is well."""
    # evaluated rather than added as a script tag, which the content policy would refuse
    page.evaluate(AXE.read_text())
    # the Design System's back link stands before <main>, in no landmark
    options = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"region": {"enabled": False}}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [(finding["id"], finding["nodes"][0]["html"][:200]) for finding in found["violations"]]


def overflow(page):
    """The elements that make the page scroll sideways."""
    return page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth
            if (document.documentElement.scrollWidth <= wide) return []
            return [...document.querySelectorAll("body *")]
                .filter(element => element.getBoundingClientRect().right > wide + 1)
                .map(element => element.outerHTML.slice(0, 120))
        }"""
    )


def cut_captions(page):
    """The captions of tables that end beyond the box in which their table scrolls."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".portal-scroll caption")]
            .filter(caption => {
                const box = caption.closest(".portal-scroll").getBoundingClientRect()
                return caption.getBoundingClientRect().right > box.right + 1
            })
            .map(caption => caption.textContent)"""
    )
