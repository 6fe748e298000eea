"""`make screenshots`: pictures of three pages of a demo that is running, for the README. PORT says where it runs."""

import os
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from ccsp_portal.demo.people import PASSWORD, accounts
from ccsp_portal.profile import load

HERE = Path(__file__).resolve().parent
PORTAL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
FOLDER = HERE / "screenshots"
LARGEST = 150_000


def main(executable):
    """Take them: the front page as the public sees it, a secretary's own page, and a meeting."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{PORTAL}/")
        take(page, "front")
        sign_in(page)
        page.goto(f"{PORTAL}/home/")
        take(page, "home")
        page.goto(f"{PORTAL}/meetings/")
        page.locator("main a[href^='/meetings/']").filter(has_text="20").first.click()
        take(page, "meeting")
        browser.close()


def sign_in(page):
    """As the secretary of the profile that the demo runs on."""
    profile = load(os.environ.get("PORTAL_PROFILE", HERE.parent / "profiles" / "coventry.toml"))
    page.goto(f"{PORTAL}/account/sign-in/")
    page.get_by_label("E-mail address").fill(accounts(profile)[0].email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    # the code is in the box already
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{PORTAL}/home/")


def take(page, name):
    """One picture of what the window shows; it ends the run if the file is too large for a repository."""
    path = FOLDER / f"{name}.png"
    # a page has few colours: a palette of them makes a file of a third of the size
    Image.open(BytesIO(page.screenshot())).quantize(128).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(HERE.parent)}: {page.title()}, {size // 1000} kB")
    if size > LARGEST:
        sys.exit(f"{path.name} is larger than {LARGEST // 1000} kB: choose a page with less in it.")


if __name__ == "__main__":
    main(sys.argv[1])
