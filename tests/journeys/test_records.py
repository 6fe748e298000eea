"""The records that prove a duty, kept and read in a real browser: the protocol, interests, inductions, the
self-assessment and the access review."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from ccsp_portal import clock, workdays
from partners.self_assessment_queries import questions
from tests.cast import PASSWORD
from tests.meetings.pdfs import pdf

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def fill_day(visit, question, day):
    boxes = visit.page.get_by_role("group", name=question)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(part, exact=True).fill(str(number))


def test_a_protocol_is_put_in_force_signed_and_read_by_a_member(visit, cast):
    today = clock.today()
    visit.sign_in(cast.secretary, PASSWORD)
    visit.go("partners:show_protocol").sees("No protocol is kept here yet.")
    visit.sound(visit.page)
    visit.follow("Put the protocol in force")
    visit.sound(visit.page)
    visit.press("Put it in force")
    visit.sees("Enter the day from which it is in force", "Enter the day by which it will be reviewed")
    visit.page.locator("input[type=file]").set_input_files({"name": "p.pdf", "mimeType": "", "buffer": pdf()})
    fill_day(visit, "From which day is it in force?", today)
    fill_day(visit, "By when will it be reviewed?", today + timedelta(days=365))
    visit.press("Put it in force")
    visit.sees("0 of 5 responsible authorities")
    visit.page.get_by_role("row", name="West Midlands Police").get_by_role("link", name="Record").click()
    visit.sound(visit.page)
    visit.fill("Who signed?", "Daniel Okafor")
    visit.fill("What is their position?", "Chief superintendent")
    fill_day(visit, "When did they sign?", today)
    visit.press("Record the signature")
    visit.sees("1 of 5 responsible authorities", "Daniel Okafor, Chief superintendent")
    visit.sound(visit.page)
    visit.sign_in(cast.police_lead, PASSWORD)
    visit.go("partners:show_protocol").sees("1 of 5 responsible authorities")
    visit.does_not_see("Put a new version in force")


def test_a_member_declares_and_confirms_and_the_secretary_asks_the_rest(visit, cast):
    visit.sign_in(cast.police_lead, PASSWORD)
    visit.go("partners:my_interests").sees("Nothing is registered.")
    visit.follow("Declare an interest")
    visit.sound(visit.page)
    visit.page.get_by_role("radio").first.check()
    visit.fill("What is it?", "Trustee of Coventry Youth Boxing")
    fill_day(visit, "Since when?", clock.today())
    visit.press("Declare the interest")
    visit.sees("Trustee of Coventry Youth Boxing")
    visit.press("Confirm that this is all")
    visit.sees("Thank you. Your interests are confirmed for a year.")
    visit.sound(visit.page)
    visit.sign_in(cast.secretary, PASSWORD)
    visit.go("partners:list_interests").sees("Trustee of Coventry Youth Boxing", "Never")
    visit.sound(visit.page)
    visit.go("partners:nudge_interests")
    visit.sound(visit.page)
    visit.press("Ask them")
    visit.sees("people are being asked to confirm their interests.")


def test_a_member_ticks_their_induction_and_the_secretary_sees_how_far_it_is(visit, cast):
    appointment = cast.police_lead.appointments.get()
    visit.sign_in(cast.police_lead, PASSWORD)
    visit.go("partners:show_induction", appointment.pk).sees("Your induction", "Still to do")
    visit.sound(visit.page)
    visit.tick("Read the information-sharing protocol")
    fill_day(visit, "When was it done?", clock.today())
    visit.press("Save")
    visit.sees("Ticked by")
    visit.sound(visit.page)
    visit.sign_in(cast.secretary, PASSWORD)
    visit.go("partners:list_inductions")
    expect(visit.page.get_by_role("row").filter(has_text="Daniel Okafor")).to_contain_text("4 of 5")
    visit.sound(visit.page)


def test_the_board_s_judgement_of_itself_is_recorded_and_read(visit, cast):
    year = workdays.financial_year(clock.today())
    visit.sign_in(cast.secretary, PASSWORD)
    visit.go("partners:record_self_assessment", year)
    visit.sound(visit.page)
    visit.press("Record what was agreed")
    visit.sees("Enter the day on which the Board agreed it")
    for number, (_, question) in enumerate(questions()):
        visit.page.get_by_role("group", name=question).get_by_role("radio").nth(2).check()
        visit.page.get_by_label("Why this score?").nth(number).fill(f"Reason {number}.")
    fill_day(visit, "When did the Board agree it?", clock.today())
    visit.fill("By which decision, or at which meeting?", "Decision CCSP/2026/014")
    visit.press("Record what was agreed")
    visit.sees("What the Board agreed is recorded.", "Reason 5.")
    visit.sound(visit.page)
    visit.sign_in(cast.police_lead, PASSWORD)
    visit.go("partners:list_self_assessments").sees("Decision CCSP/2026/014", "Reason 0.")


def test_access_is_reviewed_and_what_should_end_is_ended(visit, cast):
    visit.sign_in(cast.secretary, PASSWORD)
    visit.go("home:home").sees("The access review of this quarter is not done yet.")
    visit.go("partners:review_access").sees("Who has access, and is it right?")
    visit.sound(visit.page)
    visit.page.get_by_role("group", name="Is Owen Bright’s access right?").get_by_label("Should end").check()
    visit.press("The others are right: keep the review")
    visit.sees("The review is kept.", "Owen Bright")
    visit.sound(visit.page)
    visit.follow("Owen Bright")
    visit.follow("Suspend the account")
    visit.sound(visit.page)
    visit.press("Suspend the account")
    visit.sees("Say why the account is suspended")
    visit.fill("Why", "Nobody knows him at Voluntary Action.")
    visit.press("Suspend the account")
    visit.sees("Suspended", "Nobody knows him at Voluntary Action.")
    visit.sound(visit.page)
    visit.go("home:home").does_not_see("should have ended")
