"""The papers go out, are read on the web, are added to, printed in part, noted on and taken along."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse

from ccsp_portal import clock, workdays
from ccsp_portal.typeset.reading import texts_of
from ccsp_portal.typeset.stamps import labels_of
from meetings.models import PrivateNote
from meetings.workflow import papers
from meetings.workflow.agenda import set_privacy
from meetings.workflow.exclusions import leave_out
from meetings.workflow.guests import invite_to_item
from meetings.workflow.scheduling import convene
from partners.models import Body
from tests.browser import axe, overflow
from tests.meetings.conftest import sitting
from tests.meetings.looking import keep_picture
from tests.meetings.packing import SECRET, fill, out
from tests.meetings.pdfs import pdf, upload

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(board, cast):
    day = workdays.working_day_on_or_after(clock.today() + timedelta(days=30))
    return convene(Body.objects.get(pk=board.pk), sitting(day), by=cast.secretary)


@pytest.fixture
def items(meeting, cast, partnership):
    """Pages 1 and 2 on knives, 3 to 5 private, 6 the plan."""
    return fill(meeting, cast.secretary, partnership.seats["police"])


def downloaded(page, press):
    with page.expect_download() as waiting:
        press()
    return waiting.value


def opened(download):
    return pikepdf.open(io.BytesIO(download.path().read_bytes()))


def test_papers_are_read_added_to_and_printed_by_numbers_that_never_move(meeting, items, look, page, cast):
    before_they_go_out(meeting, look, page, cast)
    out(meeting, cast.secretary)
    read_on_the_web(meeting, look, page, cast)
    a_late_paper_goes_out(meeting, items, look, page, cast)
    print_a_range(meeting, look, page, cast)


def before_they_go_out(meeting, look, page, cast):
    """The secretary sees what the public will see, in a frame; nothing is published by that."""
    look(cast.secretary, reverse("meetings:see_as", args=[meeting.pk]), "see-as")
    page.get_by_label("When").select_option("As if circulated now")
    page.get_by_role("button", name="Show it").click()
    frame = page.frame_locator("iframe")
    assert "A domestic homicide review" in frame.locator("main").inner_text()
    assert SECRET not in frame.locator("main").inner_text()
    meeting.refresh_from_db()
    assert meeting.state == "convened"


def read_on_the_web(meeting, look, page, cast):
    """A member reads every page under the number and the anchor that it has in the file."""
    read = reverse("meetings:read_pack", args=[meeting.pk])
    look(cast.police_lead, read, "read-pack")
    file = downloaded(page, page.get_by_role("link", name="Download the file").first.click)
    with opened(file) as pack:
        labels, texts = labels_of(pack), texts_of(pack)
    assert labels == ["i", "1", "2", "3", "4", "5", "6"]
    for label, text in zip(labels[1:], texts[1:], strict=True):
        shown = page.locator(f"#page-{label}")
        assert shown.count() == 1
        assert f"Page {label}" in shown.inner_text()
        assert f"Page {label}" in " ".join(text.split())
    page.get_by_role("link", name="Report on knives, pages 1 to 2").click()
    assert page.url.endswith("#page-1")


def a_late_paper_goes_out(meeting, items, look, page, cast):
    """The supplement's cover says what changed; 2A stands behind 2, and 3 is still 3."""
    papers.bring_paper(items[0], upload(pdf(1, words="Late words")), title="Late figures", by=cast.secretary)
    look(cast.secretary, reverse("meetings:circulate", args=[meeting.pk]), "supplement")
    out(meeting, cast.secretary, "The figures came late")
    look(cast.chair, reverse("meetings:show_meeting", args=[meeting.pk]), "meeting-with-supplement")
    supplement = downloaded(page, page.get_by_role("link", name="Supplement for members").first.click)
    with opened(supplement) as pdf_file:
        assert labels_of(pdf_file) == ["i", "2A"]
        cover = " ".join(texts_of(pdf_file)[0].split())
    assert "The figures came late" in cover
    assert "Late figures" in cover
    assert "page 2A" in cover
    look(cast.secretary, reverse("meetings:show_pack", args=[meeting.pk]), "packs")
    look(cast.chair, reverse("meetings:read_pack", args=[meeting.pk]), "read-with-supplement")
    anchors = page.eval_on_selector_all("[id^=page-]:not([id$=heading])", "each => each.map(one => one.id)")
    assert anchors == [f"page-{number}" for number in ("1", "2", "2A", "3", "4", "5", "6")]


def print_a_range(meeting, look, page, cast):
    """Pages 2 to 2A as a file; what is no page is said, and kept in the box."""
    look(cast.chair, reverse("meetings:read_pack", args=[meeting.pk]), "read-range")
    box = page.get_by_label("Download or print some pages")
    box.fill("99")
    page.get_by_role("button", name="Get these pages").click()
    assert "There is no page 99 in this file." in page.locator("main").inner_text()
    assert axe(page) == []
    keep_picture(page, "no-such-page")
    box.fill("2-2a")
    some = downloaded(page, page.get_by_role("button", name="Get these pages").click)
    with opened(some) as pdf_file:
        assert labels_of(pdf_file) == ["2", "2A"]


def test_a_note_is_made_by_the_keyboard_where_it_belongs_and_saves_itself(meeting, items, look, page, cast):
    out(meeting, cast.secretary)
    read = reverse("meetings:read_pack", args=[meeting.pk])
    look(cast.police_lead, read, "notes-before")
    page.get_by_role("link", name="Add a note on page 2", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("textarea:focus").wait_for()
    assert page.url.endswith(read)
    page.keyboard.type("Ask why March is missing")
    page.locator("[data-said]", has_text="Saved at").wait_for()
    assert PrivateNote.objects.get().text == "Ask why March is missing"
    assert axe(page) == []
    assert overflow(page) == []
    keep_picture(page, "note-form")
    page.keyboard.type(", and April")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the note").focus()
        page.keyboard.press("Enter")
    assert "Ask why March is missing, and April" in page.locator("#page-2").inner_text()
    look(cast.police_lead, read, "notes-after")
    look(cast.police_lead, reverse("meetings:my_notes"), "my-notes")
    # what is printed of the page may lie on a table
    page.goto(page.url.split("/meetings")[0] + read)
    page.emulate_media(media="print")
    assert not page.get_by_text("Ask why March", exact=False).is_visible()
    page.emulate_media(media="screen")


def test_every_reader_finds_sound_pages(meeting, items, look, page, cast):
    """Who takes no part in an item, a guest, a visitor, and the secretary who looks after them."""
    out(meeting, cast.secretary)
    leave_out(items[1], cast.police_lead, reason="Their firm is named in it", by=cast.secretary)
    invite_to_item(items[1], cast.councillor, by=cast.secretary)
    read, show = (reverse(f"meetings:{name}", args=[meeting.pk]) for name in ("read_pack", "show_meeting"))
    for person, name in ((cast.police_lead, "left-out"), (cast.councillor, "guest"), (cast.public, "public")):
        look(person, read, f"{name}-reads")
        look(person, show, f"{name}-meeting")
    assert SECRET not in page.content()
    look(cast.secretary, reverse("meetings:leave_out", args=[items[1].pk]), "leave-out")
    look(cast.secretary, reverse("meetings:ask_to_read", args=[meeting.pk]), "ask-to-read")
    seen = f"{reverse('meetings:see_as', args=[meeting.pk])}?who={cast.chair.pk}&page=papers"
    look(cast.secretary, seen, "see-as-chair")
    items[0].refresh_from_db()
    private = {"privacy": "private", "private_reason": "It names a person", "public_title": "A matter"}
    set_privacy(items[0], version=items[0].version, **private, by=cast.secretary)
    look(cast.public, reverse("meetings:open_pack", args=[meeting.pk]), "pack-withdrawn")
    look(cast.public, show, "public-after")
    assert "Knife crime" not in page.content()


def test_without_a_script_a_note_has_a_page_of_its_own(meeting, items, sign_in, live_server, browser, cast, settings):
    out(meeting, cast.secretary)
    cookie = sign_in(cast.police_lead).cookies[settings.SESSION_COOKIE_NAME]
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = plain.new_page()
    page.goto(live_server.url + reverse("meetings:read_pack", args=[meeting.pk]))
    page.get_by_role("link", name="Add a note on page 2", exact=True).click()
    page.get_by_label("Your note").fill("Plainly")
    page.get_by_role("button", name="Save the note").click()
    assert "Plainly" in page.locator("#page-2").inner_text()
    plain.close()


def test_the_papers_are_taken_along_and_open_from_a_disk_without_a_network(
    meeting,
    items,
    look,
    page,
    browser,
    cast,
    tmp_path,
):
    out(meeting, cast.secretary)
    look(cast.police_lead, reverse("meetings:offline_pack", args=[meeting.pk]), "take-along")
    file = downloaded(page, page.get_by_role("button", name="Download the file").click)
    file.save_as(tmp_path / "papers.html")
    cut_off = browser.new_context(offline=True)
    asked = []
    alone = cut_off.new_page()
    alone.on("request", lambda request: asked.append(request.url))
    errors = []
    alone.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    alone.goto(f"file://{tmp_path}/papers.html")
    for width in (320, 1280):
        alone.set_viewport_size({"width": width, "height": 900})
        assert overflow(alone) == []
        keep_picture(alone, "offline")
    assert f"Private copy for {cast.police_lead.name}" in alone.locator("header").inner_text()
    alone.get_by_label("Find in these papers").fill("words of the plan")
    alone.get_by_text("Found in 1 place.").wait_for()
    alone.locator("[data-found] a").click()
    assert "#words-" in alone.url
    alone.get_by_role("link", name="Report on knives, pages 1 to 2").click()
    assert alone.url.endswith("#page-1")
    assert asked == [f"file://{tmp_path}/papers.html"]
    assert errors == []
    assert found_by_axe(browser, tmp_path / "papers.html") == []
    cut_off.close()


def found_by_axe(browser, file):
    """In a page that lets axe's own script run, which the file's policy rightly refuses."""
    context = browser.new_context(offline=True, bypass_csp=True)
    page = context.new_page()
    page.goto(f"file://{file}")
    found = axe(page)
    context.close()
    return found
