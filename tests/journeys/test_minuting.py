"""A meeting is minuted as it goes: typed fast, saved by itself, through lost connections and beside somebody else."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from ccsp_portal import clock
from meetings.models import ActionPoint, Decision, Minutes, MinuteText
from meetings.workflow import minuting
from meetings.workflow.minutes import send_to_chair
from meetings.workflow.session import conclude
from tests.cast import PASSWORD
from tests.meetings.looking import keep_picture
from tests.meetings.typing_minutes import editor, kept, said, text_of_item, type_in
from tests.worker import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_two_items_are_typed_and_decided_without_leaving_the_keyboard(minuting_page):
    visit, keys = minuting_page, minuting_page.page.keyboard
    type_in(visit, 1, "The police reported.")
    keys.press("Enter")
    keys.type("- one")
    keys.press("Enter")
    keys.press("Control+b")
    keys.type("two")
    keys.press("Control+Enter")
    keys.type("It was agreed that the plan be adopted.")
    said(visit, 1, "Saved ")
    said(visit, 2, "Saved ")
    first, second = MinuteText.objects.order_by("item")
    assert first.html == "<p>The police reported.</p><ul><li>one</li><li><strong>two</strong></li></ul>"
    assert second.html == "<p>It was agreed that the plan be adopted.</p>"
    visit.sound(visit.page)
    keys.press("Enter")
    keys.type("/d")
    expect(visit.page.locator("[data-adding] form")).to_be_visible()
    visit.sound(visit.page)
    keys.press("Space")
    form = visit.page.locator("[data-adding] form")
    form.get_by_label("The decision in words").fill("That the plan be adopted.")
    form.get_by_role("button", name="Record the decision").press("Enter")
    expect(visit.page.locator("[data-item-records]").nth(1)).to_contain_text("Agreed: That the plan be adopted.")
    assert Decision.objects.get().item.number == "2"
    # the cursor is back where it was
    keys.type("Then they closed.")
    said(visit, 2, "Saved ")
    wait_until(lambda: text_of_item("2").endswith("Then they closed."))
    add_an_action(visit)


def add_an_action(visit):
    page, keys = visit.page, visit.page.keyboard
    keys.press("Enter")
    keys.type("/a")
    form = page.locator("[data-adding] form")
    form.get_by_label("What is to be done?").fill("Visit every school")
    form.get_by_role("button", name="Raise the action point").click()
    expect(page.locator("[data-adding]").nth(1)).to_contain_text("Enter when it is due")
    form.get_by_label("Which seat owns it?").select_option(index=1)
    visit.fill_day(clock.today().replace(year=clock.today().year + 1))
    form.get_by_role("button", name="Raise the action point").click()
    expect(page.locator("[data-item-records]").nth(1)).to_contain_text("Visit every school")
    assert ActionPoint.objects.get().item.number == "2"


def test_what_is_typed_without_a_connection_is_kept_and_saved_when_it_is_back(minuting_page):
    visit = minuting_page
    visit.page.context.set_offline(True)
    type_in(visit, 1, "Said while offline.")
    said(visit, 1, "Not saved. There is no connection. What you typed is kept in this browser.")
    expect(visit.page.locator("[data-minuting-said]")).to_contain_text("Not saved: item 1.")
    visit.sound(visit.page)
    type_in(visit, 1, " And more.")
    visit.page.context.set_offline(False)
    said(visit, 1, "Saved ")
    wait_until(lambda: text_of_item("1") == "Said while offline. And more.")
    assert kept(visit) == 0


def test_a_tab_that_crashed_offline_gives_back_what_was_typed(minuting_page, meeting_today):
    visit = minuting_page
    visit.page.context.set_offline(True)
    type_in(visit, 1, "Before the crash.")
    said(visit, 1, "Not saved")
    crashed, visit.page = visit.page, visit.page.context.new_page()
    crashed.close()
    visit.page.context.set_offline(False)
    visit.go("meetings:run_meeting", meeting_today.pk)
    said(visit, 1, "Saved ")
    assert text_of_item("1") == "Before the crash."
    assert kept(visit) == 0


def test_two_people_at_one_item_see_both_texts_and_lose_neither(minuting_page, meeting_today):
    visit, item = minuting_page, meeting_today.items.first()
    visit.page.context.set_offline(True)
    type_in(visit, 1, "Mine <i>.")
    said(visit, 1, "Not saved")
    minuting.write_minute(item, "Theirs <script>alert(1)</script>.", by=meeting_today.other)
    visit.page.context.set_offline(False)
    said(visit, 1, "Somebody else saved this minute while you were writing.")
    visit.sees("Bela Second saved theirs", "Theirs <script>alert(1)</script>.")
    visit.sound(visit.page)
    visit.press("Keep both")
    said(visit, 1, "Saved ")
    assert text_of_item("1") == "Theirs <script>alert(1)</script>.\n\nMine <i>."
    expect(editor(visit, 1)).to_contain_text("Mine <i>.")
    expect(editor(visit, 1)).to_contain_text("Theirs <script>alert(1)</script>.")
    type_in(visit, 1, " Goes on.")
    wait_until(lambda: text_of_item("1").endswith("Mine <i>. Goes on."))


@pytest.mark.parametrize(("button", "text"), [("Keep yours", "Mine"), ("Keep theirs", "Theirs")])
def test_one_press_keeps_one_of_two_texts(minuting_page, meeting_today, button, text):
    visit = minuting_page
    type_in(visit, 1, "Mine")
    minuting.write_minute(meeting_today.items.first(), "Theirs", by=meeting_today.other)
    said(visit, 1, "Somebody else saved")
    visit.press(button)
    said(visit, 1, "Saved ")
    assert text_of_item("1") == text
    expect(editor(visit, 1)).to_have_text(text)
    assert kept(visit) == 0


def test_what_somebody_else_wrote_is_there_on_coming_to_the_item(minuting_page, meeting_today):
    minuting.write_minute(meeting_today.items.first(), "Theirs.", by=meeting_today.other)
    editor(minuting_page, 1).click()
    expect(editor(minuting_page, 1)).to_have_text("Theirs.")
    type_in(minuting_page, 1, " Mine.")
    wait_until(lambda: text_of_item("1") == "Theirs. Mine.")


def test_a_session_that_ends_while_typing_leads_to_sign_in_and_back(minuting_page, cast):
    visit = minuting_page
    Session.objects.all().delete()
    type_in(visit, 1, "After the session.")
    said(visit, 1, "You are signed out. What you typed is kept in this browser.")
    visit.page.get_by_role("link", name="Sign in again, and it is saved").click()
    visit.fill("E-mail address", cast.secretary.email)
    visit.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visit.press("Sign in")
    visit.page.wait_for_url("**/run/")
    said(visit, 1, "Saved ")
    assert text_of_item("1") == "After the session."


def test_signing_out_forgets_what_was_kept_after_a_warning(minuting_page):
    visit = minuting_page
    visit.page.context.set_offline(True)
    type_in(visit, 1, "Not for the next at this machine.")
    said(visit, 1, "Not saved")
    other = visit.page.context.new_page()
    visit.page.context.set_offline(False)
    visit.page.context.set_offline(True)
    visit.page.close()
    visit.page = other
    visit.page.context.set_offline(False)
    visit.go("account_logout").sees("are kept in this browser only: they are not saved yet")
    visit.sound(visit.page)
    visit.press("Sign out")
    visit.page.wait_for_load_state()
    assert kept(visit) == 0


def test_minutes_that_went_to_the_chair_meanwhile_leave_the_text_to_copy(minuting_page, meeting_today, cast):
    visit = minuting_page
    conclude(meeting_today, by=cast.secretary)
    send_to_chair(Minutes.objects.get(), by=cast.secretary)
    type_in(visit, 1, "Too late.")
    said(visit, 1, "so what they hold can’t be changed. Ask the chair to return them first. Copy what you wrote")
    expect(editor(visit, 1)).to_have_text("Too late.")
    visit.page.reload()
    visit.sees("Kept in this browser, and not saved")
    expect(visit.page.get_by_label("What was kept: 1 Knives")).to_have_value("Too late.")
    visit.sound(visit.page)
    visit.press("Discard")
    assert kept(visit) == 0


def test_two_tabs_of_one_person_lose_nothing(minuting_page, meeting_today):
    visit = minuting_page
    first, second = visit.page, visit.page.context.new_page()
    second.goto(visit.base + reverse("meetings:run_meeting", args=[meeting_today.pk]))
    type_in(visit, 1, "From the first.")
    said(visit, 1, "Saved ")
    visit.page = second
    second.locator(".portal-editor__text").first.evaluate("box => box.pmViewDesc")
    editor(visit, 1).click()
    expect(editor(visit, 1)).to_have_text("From the first.")
    type_in(visit, 1, " From the second.")
    wait_until(lambda: text_of_item("1") == "From the first. From the second.")
    first.close()


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal{margin:0}</style></head><body>
<!--StartFragment--><p class=MsoNormal><b><span style='font-size:14.0pt'>Heading</span></b><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·
<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span>
</span>Under it</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Second</p>
<p class=MsoNormal style='color:red'>An <i>end</i> <a href="https://a.org/">link</a><script>alert(1)</script></p>
<!--EndFragment--></body></html>"""
PASTE = """(box, html) => {
    const data = new DataTransfer()
    data.setData("text/html", html)
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def test_what_is_pasted_from_word_comes_out_clean(minuting_page):
    editor(minuting_page, 1).click()
    editor(minuting_page, 1).evaluate(PASTE, WORD)
    said(minuting_page, 1, "Saved ")
    assert MinuteText.objects.get().html == (
        "<p><strong>Heading</strong></p><ul><li>First<ol><li>Under it</li></ol></li><li>Second</li></ul>"
        '<p>An <em>end</em> <a href="https://a.org/">link</a></p>'
    )


def test_a_revision_is_compared_and_restored(minuting_page, meeting_today):
    visit, item = minuting_page, meeting_today.items.first()
    minuting.write_minute(item, "The first text.", by=meeting_today.other)
    visit.page.reload()
    editor(visit, 1).click()
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.type("Another text.")
    said(visit, 1, "Saved ")
    visit.page.reload()
    visit.page.get_by_role("link", name=re.compile("^Earlier revisions")).first.click()
    visit.sees("From revision 1 of Bela Second to revision 2")
    visit.sound(visit.page)
    visit.page.get_by_role("link", name=re.compile("^Restore")).click()
    visit.sound(visit.page)
    visit.press("Restore this revision")
    visit.page.wait_for_url("**/run/*")
    expect(editor(visit, 1)).to_have_text("The first text.")
    assert MinuteText.objects.get().restored_from == 1


def test_without_javascript_each_button_saves_every_box(browser, live_server, meeting_today, cast, sign_in, settings):
    context = browser.new_context(java_script_enabled=False)
    cookie = sign_in(cast.secretary).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("meetings:run_meeting", args=[meeting_today.pk]))
    page.get_by_label("Minute of 1 Knives").fill("Said **so**.\n\n- one")
    page.get_by_label("Minute of 2 The plan").fill("Agreed.")
    page.get_by_role("button", name="Save the minutes").first.click()
    page.wait_for_url("**/run/#item-*")
    first, second = MinuteText.objects.order_by("item")
    assert (first.html, second.html) == ("<p>Said <strong>so</strong>.</p><ul><li>one</li></ul>", "<p>Agreed.</p>")
    assert page.get_by_label("Minute of 1 Knives").input_value() == "Said **so**.\n\n- one"
    # of two conflicts at once neither is lost
    for item in meeting_today.items.all():
        minuting.write_minute(item, "Theirs.", version=1, by=meeting_today.other)
        page.get_by_label(f"Minute of {item}").fill(f"Mine {item.number}.")
    page.get_by_role("button", name="Save the minutes").last.click()
    page.get_by_role("heading", name="Not all is saved").wait_for()
    page.get_by_label("Theirs", exact=True).last.check()
    page.get_by_role("button", name="Save the minutes").click()
    page.wait_for_url("**/run/*")
    assert [text_of_item(number) for number in "12"] == ["Theirs.\n\nMine 1.", "Theirs."]
    context.close()


def test_the_page_of_boxes_that_could_not_be_saved_is_sound(minuting_page, meeting_today):
    minuting.write_minute(meeting_today.items.first(), "Theirs.", by=meeting_today.other)
    # as who has no script sends them
    minuting_page.page.evaluate(
        """texts => {
            document.querySelectorAll("textarea[form=minutes]").forEach((box, n) => (box.value = texts[n]))
            document.querySelector("#minutes").submit()
        }""",
        ["Mine.", "x" * 51_000],
    )
    minuting_page.sees("Not all is saved", "Which text do you want to keep?", "The minute must be 50,000 characters")
    minuting_page.sound(minuting_page.page)
    keep_picture(minuting_page.page, "minutes-not-saved")
