"""A meeting is minuted where the connection comes and goes, and where the session ends: nothing typed is lost."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from meetings.models import ActionPoint, Decision, MinuteText
from tests.cast import PASSWORD
from tests.meetings.looking import keep_picture
from tests.meetings.typing_minutes import editor, kept, said, text_of_item, type_in
from tests.worker import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NOT_RECORDED = "Not recorded: there is no connection. The form is still here; send it again."


def section(visit, number):
    return visit.page.locator("section[data-item]").nth(number - 1)


def forms(visit, number):
    return section(visit, number).locator("[data-adding] form")


def said_of_form(visit, number, words):
    lines = section(visit, number).locator("[data-adding-said]")
    expect(lines.filter(has_text=words).first).to_be_visible(timeout=15000)


@pytest.fixture
def stocked(visit, meeting_today, cast):
    """The page, with the forms that it fetches for later: a decision's and an action point's for each item."""
    visit.sign_in(cast.secretary, PASSWORD)
    fetched = []
    visit.page.on("requestfinished", lambda each: fetched.append(f"{each.method} {each.url}"))
    visit.go("meetings:run_meeting", meeting_today.pk)
    wait_for(visit, lambda: len([each for each in fetched if re.search("/(decide|action)/$", each)]) >= 4)
    visit.fetched = fetched
    return visit


def wait_for(visit, is_so):
    for _ in range(100):
        if is_so():
            return
        visit.page.wait_for_timeout(100)
    raise AssertionError("It did not come to be so.")


def decide(visit, number, words):
    form = forms(visit, number).first
    form.get_by_label("Agreed", exact=True).check()
    form.get_by_label("The decision in words").fill(words)
    form.get_by_role("button", name="Record the decision").click()


def test_a_decision_and_an_action_point_are_begun_without_a_connection_and_sent_when_it_is_back(stocked):
    visit, keys = stocked, stocked.page.keyboard
    visit.page.context.set_offline(True)
    type_in(visit, 1, "A dog for the police")
    said(visit, 1, "Not saved. There is no connection.")
    visit.page.get_by_role("link", name="Add a decision on 1 Knives").click()
    expect(forms(visit, 1).get_by_label("The decision in words")).to_have_value("A dog for the police")
    decide(visit, 1, "That there be a dog.")
    # what is said of the form, and what is said of the minute, both stay
    said_of_form(visit, 1, NOT_RECORDED)
    said(visit, 1, "Not saved. There is no connection.")
    visit.page.get_by_role("link", name="Add an action point on 1 Knives").click()
    expect(forms(visit, 1)).to_have_count(2)
    forms(visit, 1).nth(1).get_by_label("What is to be done?").fill("Buy a dog")
    visit.sound(visit.page)
    keep_picture(visit.page, "minuting-without-a-connection")
    visit.page.wait_for_timeout(4000)
    expect(forms(visit, 1).first.get_by_label("The decision in words")).to_have_value("That there be a dog.")
    said_of_form(visit, 1, NOT_RECORDED)
    said(visit, 1, "Not saved. There is no connection.")
    editor(visit, 2).click()
    keys.type("Nothing was said.")
    said(visit, 2, "Not saved")
    visit.page.context.set_offline(False)
    said(visit, 1, "Saved ")
    said(visit, 2, "Saved ")
    forms(visit, 1).first.get_by_role("button", name="Record the decision").click()
    expect(section(visit, 1).locator("[data-item-records]")).to_contain_text("Agreed: That there be a dog.")
    said_of_form(visit, 1, "The decision is recorded as ")
    expect(forms(visit, 1).get_by_label("What is to be done?")).to_have_value("Buy a dog")
    assert (Decision.objects.count(), ActionPoint.objects.count()) == (1, 0)


def is_stocked_again(fetched):
    sent = [place for place, each in enumerate(fetched) if re.search("POST .*/decide/$", each)]
    return sent and [each for each in fetched[sent[-1] :] if re.search("GET .*/(decide|action)/$", each)][1:]


def test_of_two_decisions_one_after_the_other_each_is_recorded(stocked):
    visit = stocked
    for number in (1, 2):
        before = len(visit.fetched)
        visit.page.context.set_offline(True)
        visit.page.get_by_role("link", name="Add a decision on 1 Knives").click()
        decide(visit, 1, f"Decision {number}.")
        said_of_form(visit, 1, NOT_RECORDED)
        # the one that waits is not offered a second time
        visit.page.get_by_role("link", name="Add a decision on 1 Knives").click()
        expect(forms(visit, 1)).to_have_count(1)
        visit.page.context.set_offline(False)
        # a second press within a second is a double click
        visit.page.wait_for_timeout(1100)
        forms(visit, 1).get_by_role("button", name="Record the decision").click()
        expect(section(visit, 1).locator("[data-item-records]")).to_contain_text(f"Decision {number}.")
        wait_for(visit, lambda before=before: is_stocked_again(visit.fetched[before:]))
    assert sorted(Decision.objects.values_list("text", flat=True)) == ["Decision 1.", "Decision 2."]


def test_a_form_that_was_never_fetched_leaves_the_cursor_in_the_minute(visit, meeting_today, cast):
    visit.sign_in(cast.secretary, PASSWORD)
    visit.page.route(re.compile("/decide/"), lambda route: route.abort())
    visit.go("meetings:run_meeting", meeting_today.pk)
    keys = visit.page.keyboard
    type_in(visit, 1, "The police reported.")
    said(visit, 1, "Saved ")
    keys.press("Enter")
    keys.type("/d")
    said_of_form(visit, 1, "The form could not be fetched")
    keys.type("Agreed: a radio and a dog.")
    wait_until(lambda: text_of_item("1") == "The police reported.\n\nAgreed: a radio and a dog.")


def test_a_form_in_a_tab_that_crashed_is_there_again_as_it_was_filled(stocked, meeting_today):
    visit = stocked
    visit.page.context.set_offline(True)
    visit.page.get_by_role("link", name="Add a decision on 2 The plan").click()
    decide(visit, 2, "That the plan be adopted.")
    said_of_form(visit, 2, NOT_RECORDED)
    visit.page.get_by_role("link", name="Add an action point on 2 The plan").click()
    forms(visit, 2).nth(1).get_by_label("What is to be done?").fill("Print it")
    crashed, visit.page = visit.page, visit.page.context.new_page()
    crashed.close()
    visit.page.context.set_offline(False)
    visit.go("meetings:run_meeting", meeting_today.pk)
    expect(forms(visit, 2)).to_have_count(2)
    said_of_form(visit, 2, "You began this form before, and did not send it: it was kept in this browser.")
    expect(visit.page.get_by_label("What is to be done?")).to_have_value("Print it")
    visit.sound(visit.page)
    form = forms(visit, 2).filter(has=visit.page.get_by_label("The decision in words"))
    form.get_by_role("button", name="Record the decision").click()
    expect(section(visit, 2).locator("[data-item-records]")).to_contain_text("That the plan be adopted.")
    visit.page.get_by_role("link", name="Cancel").click()
    assert kept(visit) == 0


def sign_in_in_another_tab(visit, person):
    other = visit.page.context.new_page()
    other.goto(visit.base + "/account/sign-in/")
    other.get_by_label("E-mail address", exact=True).fill(person.email)
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.wait_for_url(lambda url: "sign-in" not in url)
    return other


@pytest.mark.parametrize("cookies_too", [False, True])
def test_signing_in_again_in_another_tab_saves_what_was_typed_without_a_reload(stocked, cast, cookies_too):
    visit = stocked
    visit.page.get_by_role("link", name="Add a decision on 2 The plan").click()
    expect(forms(visit, 2)).to_be_visible()
    if cookies_too:
        visit.page.context.clear_cookies()
    Session.objects.all().delete()
    type_in(visit, 1, "After the session.")
    said(
        visit,
        1,
        "Not saved. You are signed out. What you typed is kept in this browser. Sign in again, and it is saved",
    )
    sign_in_in_another_tab(visit, cast.secretary)
    said(visit, 1, "Saved ")
    assert text_of_item("1") == "After the session."
    decide(visit, 2, "That it go on.")
    said_of_form(visit, 2, "The decision is recorded as ")


def test_signing_in_again_while_the_session_lasts_is_not_even_noticed(stocked, cast):
    visit = stocked
    visit.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    sign_in_in_another_tab(visit, cast.secretary)
    visit.page.get_by_role("link", name="Add a decision on 2 The plan").click()
    # it takes the focus when it comes
    expect(forms(visit, 2)).to_be_visible()
    type_in(visit, 1, "Signed in twice.")
    said(visit, 1, "Saved ")
    assert text_of_item("1") == "Signed in twice."


def test_signed_out_in_another_tab_a_form_opens_as_it_does_without_a_connection(stocked, cast):
    visit = stocked
    visit.page.context.clear_cookies()
    visit.page.get_by_role("link", name="Add a decision on 2 The plan").click()
    expect(forms(visit, 2)).to_be_visible()
    said(visit, 2, "Not saved. You are signed out.")
    sign_in_in_another_tab(visit, cast.secretary)
    decide(visit, 2, "That it go on.")
    said_of_form(visit, 2, "The decision is recorded as ")


def test_signed_out_a_form_that_was_never_fetched_says_why_it_does_not_open(visit, meeting_today, cast):
    visit.sign_in(cast.secretary, PASSWORD)
    visit.page.route(re.compile("/decide/"), lambda route: route.abort())
    visit.go("meetings:run_meeting", meeting_today.pk)
    visit.page.unroute(re.compile("/decide/"))
    visit.page.context.clear_cookies()
    visit.page.get_by_role("link", name="Add a referral of 2 The plan").click()
    said_of_form(
        visit, 2, "The form could not be fetched: you are signed out. Sign in in another tab, and open it again."
    )


def test_a_form_that_signing_out_in_another_tab_deletes_is_kept_again_by_the_page_that_has_it(stocked):
    visit = stocked
    visit.page.get_by_role("link", name="Add a decision on 2 The plan").click()
    forms(visit, 2).get_by_label("The decision in words").fill("Half a decision")
    assert kept(visit) == 1
    other = visit.page.context.new_page()
    other.goto(visit.base + "/account/sign-out/")
    expect(
        other.get_by_text(
            "Minutes that you wrote, or forms that you began, are kept in this browser only: they are not saved yet. "
            "Signing out deletes them. Open the meeting first: the minutes are saved, and you can send the forms."
        )
    ).to_be_visible()
    other.get_by_role("main").get_by_role("button", name="Sign out").click()
    wait_for(visit, lambda: "sign-out" not in other.url)
    wait_for(visit, lambda: kept(visit) == 1)


def test_after_somebody_who_may_not_write_here_the_same_person_goes_on_by_coming_back(stocked, cast):
    visit = stocked
    visit.page.context.clear_cookies()
    other = sign_in_in_another_tab(visit, cast.observer)
    type_in(visit, 1, "Mine alone.")
    said(visit, 1, "Not saved. This page is out of date, or you may not write here any more.")
    visit.page.context.clear_cookies()
    other.close()
    sign_in_in_another_tab(visit, cast.secretary)
    visit.page.evaluate("window.dispatchEvent(new Event('focus'))")
    said(visit, 1, "Saved ")
    assert MinuteText.objects.get().written_by == cast.secretary


def test_what_was_typed_is_not_saved_as_somebody_elses(stocked, meeting_today, cast):
    visit = stocked
    visit.page.context.clear_cookies()
    other = sign_in_in_another_tab(visit, meeting_today.other)
    type_in(visit, 1, "Mine alone.")
    said(visit, 1, "Not saved. Somebody else is signed in in this browser now. Sign in as yourself in another tab")
    visit.sound(visit.page)
    assert not MinuteText.objects.exists()
    visit.page.context.clear_cookies()
    other.close()
    sign_in_in_another_tab(visit, cast.secretary)
    said(visit, 1, "Saved ")
    assert MinuteText.objects.get().written_by == cast.secretary
