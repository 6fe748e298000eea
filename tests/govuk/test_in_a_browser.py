"""The look in a real browser: axe, narrow and wide, by keyboard, without JavaScript, under the content policy."""

import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.urls import set_urlconf

pytestmark = pytest.mark.journey


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Say nothing of each request."""


@pytest.fixture
def gallery(settings):
    settings.ROOT_URLCONF = "tests.govuk.gallery"
    set_urlconf(None)
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def complaints(page):
    """What the browser complains of: scripts that fail, files not found, and what the content policy stops."""
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def test_every_component_is_sound_narrow_and_wide(page, gallery, complaints, sound):
    page.goto(gallery)

    sound(page)
    assert complaints == []


def test_a_refused_form_is_sound_and_leads_to_what_is_wrong(page, gallery, sound):
    page.goto(f"{gallery}?quiet")
    page.get_by_label("Day", exact=True).fill("31")
    page.get_by_label("Month", exact=True).fill("2")
    page.get_by_label("Year", exact=True).fill("2026")
    page.get_by_role("button", name="Save the item").click()

    assert page.title().startswith("Error: Gallery")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="The meeting date must be a real date").click()
    assert page.evaluate("document.activeElement.id") == "id_day-day"
    assert page.get_by_label("Day", exact=True).input_value() == "31"
    sound(page)


def test_the_menu_opens_on_a_telephone_and_says_where_we_are(page, gallery, complaints, sound):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{gallery}plans/list_plans/")
    page.get_by_role("button", name="Menu").click()

    assert page.get_by_role("navigation", name="Menu").get_by_role("link").all_inner_texts() == [
        "Home",
        "Meetings",
        "Action points",
        "Assessments",
        "Plans",
        "Partners",
        "Account",
        "Sign out",
    ]
    assert page.locator('[aria-current="page"]').inner_text() == "Plans"
    sound(page)
    assert complaints == []


def test_what_a_choice_reveals_appears_when_it_is_chosen(page, gallery):
    page.goto(gallery)
    assert not page.get_by_label("Why is it private?").is_visible()

    page.get_by_label("To decide in private").check()

    assert page.get_by_label("Why is it private?").is_visible()


def test_a_password_can_be_shown(page, gallery):
    page.goto(gallery)
    page.get_by_role("button", name="Show password").click()

    assert page.locator("#id_password").get_attribute("type") == "text"


def test_the_count_of_characters_runs_down(page, gallery):
    page.goto(gallery)
    page.get_by_label("Note for the secretary").fill("x" * 190)

    assert page.get_by_text("You have 10 characters remaining").first.is_visible()


def test_every_stop_of_the_tab_key_shows_where_it_is(page, gallery):
    page.goto(f"{gallery}?quiet")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    unmarked = []
    for _ in range(60):
        mark = page.evaluate(
            """() => {
                const element = document.activeElement, style = getComputedStyle(element)
                const beside = element.parentElement.querySelector("label")
                const seen = [style, beside ? getComputedStyle(beside, "::before") : style]
                const shown = seen.some(one => one.outlineStyle !== "none" || one.boxShadow !== "none")
                return shown ? null : element.outerHTML.slice(0, 120)
            }"""
        )
        unmarked += [mark] if mark and not mark.startswith("<body") else []
        page.keyboard.press("Tab")

    assert unmarked == []


def test_without_javascript_everything_is_in_view_and_works(browser, gallery):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(gallery)

    assert page.get_by_label("Why is it private?").is_visible()
    page.get_by_role("button", name="Save the item").click()
    assert page.get_by_role("link", name="Enter the title of the item").get_attribute("href") == "#id_title"
    context.close()


def test_on_paper_the_furniture_is_left_out(page, gallery):
    page.goto(gallery)
    page.emulate_media(media="print")

    assert not page.get_by_role("button", name="Save the item").is_visible()
    assert not page.locator(".govuk-footer").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_text("It is the second Thursday of December.").is_visible()
    link = page.locator("main a.govuk-link[href^='/']").first
    assert link.evaluate("link => getComputedStyle(link, '::after').content") == "none"
