"""What cannot wait: the secretary writes it, the chair lets it out, members reply, and it has its number."""

from datetime import timedelta

from ccsp_portal import clock
from meetings.models import WrittenProcedure
from meetings.workflow import procedures
from tests.cast import PASSWORD, make_cast, make_partnership

TELEPHONE = {"width": 320, "height": 640}


def test_an_urgent_decision_from_the_draft_to_the_register(transactional_db, visit):
    partnership = make_partnership()
    cast = make_cast(partnership)
    write_it(visit, cast)
    let_it_out(visit, cast)
    reply_on_a_telephone(visit, cast)
    procedure = WrittenProcedure.objects.get()
    for key, person in (("chair", cast.chair), ("council", cast.council_officer), ("probation", cast.two_seats)):
        procedures.reply(procedure, partnership.seats[key], "agree", by=person)
    close_it(visit, cast)


def write_it(visit, cast):
    visit.sign_in(cast.secretary, PASSWORD).go("meetings:list_procedures").sees("Nothing has been put to the seats")
    visit.sound(visit.page)
    visit.page.get_by_role("button", name="Put a decision to the seats").click()
    visit.press("Save the draft")
    visit.sees("Enter what is proposed")
    visit.sound(visit.page)
    visit.fill("Title", "A bid to the night-time safety fund")
    visit.fill("What is proposed?", "A year of joint patrols.")
    visit.fill("Why can it not wait for the next meeting?", "Bids close on Friday.")
    visit.fill("Recommendations", "Support the bid\nReport back")
    visit.fill_day(clock.today() + timedelta(days=7))
    visit.tick("Everybody: it is open")
    visit.press("Save the draft")
    visit.sees("The draft is saved.")
    visit.sound(visit.page)
    visit.page.get_by_role("button", name="Send to the chair").click()
    visit.press("Send to the chair")


def let_it_out(visit, cast):
    visit.sign_in(cast.chair, PASSWORD).go("home:home").sees("Say whether all seats can be asked")
    visit.page.get_by_role("link", name="Say whether all seats can be asked").click()
    visit.page.get_by_role("button", name="Agree and put to all seats").click()
    visit.sees("11 people are told by email")
    visit.sound(visit.page)
    visit.press("Agree, and put it to all seats")
    visit.page.get_by_text("It is put to all seats").wait_for()


def reply_on_a_telephone(visit, cast):
    visit.sign_in(cast.deputy, PASSWORD).go("meetings:list_procedures")
    visit.page.set_viewport_size(TELEPHONE)
    visit.page.get_by_role("link", name="A bid to the night-time safety fund").click()
    visit.page.get_by_role("button", name="Reply", exact=True).click()
    visit.press("Send the reply")
    visit.sees("Select what the seat replies")
    visit.sound(visit.page)
    visit.tick("Do not agree")
    visit.fill("Remark (optional)", "We have nobody to spare")
    visit.press("Send the reply")
    visit.page.get_by_text("Your reply is kept").wait_for()
    visit.sees("You replied: do not agree", "We have nobody to spare")
    visit.sound(visit.page)


def close_it(visit, cast):
    visit.sign_in(cast.secretary, PASSWORD).go("meetings:list_procedures")
    visit.page.get_by_role("link", name="A bid to the night-time safety fund").click()
    visit.page.get_by_role("button", name="Close", exact=True).click()
    visit.sees("All seats have replied.", "3 agreed, 1 did not")
    visit.press("Close and record")
    visit.page.get_by_text("It is recorded.").wait_for()
    visit.sound(visit.page)
    visit.page.get_by_role("link", name="CCSP/").first.click()
    visit.sees("How it came about", "Agreed by written procedure: 3 agreed, 1 did not")
    visit.sound(visit.page)
