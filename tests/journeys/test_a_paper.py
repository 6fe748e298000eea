"""A paper from its first word to its readers: written, returned, submitted again, advised on, accepted and read."""

import re
from datetime import timedelta

import pytest

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from meetings.models import CoverReport
from meetings.workflow import agenda, copies
from meetings.workflow.circulation import assemble, circulate
from meetings.workflow.scheduling import convene
from tests.cast import PASSWORD
from tests.meetings.conftest import sitting
from tests.meetings.files import picture, tracked, xlsx
from tests.meetings.looking import keep_picture
from tests.meetings.reporting import WHOLE

SECRET = "Nightjar"

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def knives(board, cast, partnership):
    """An item that the police present, to a meeting in two months."""
    meeting = convene(board, sitting(clock.today() + timedelta(days=60)), by=cast.secretary)
    police = partnership.seats["police"]
    return agenda.add_item(meeting, title="Knife crime", purpose="decide", presenter=police, by=cast.secretary)


def test_a_paper_is_written_returned_advised_on_accepted_and_read(visit, cast, knives):
    report = write(visit, cast, knives)
    attach(visit, report)
    submit(visit, report)
    turn_back_and_submit_again(visit, cast, report)
    ask_for_advice(visit, cast, report)
    accept(visit, cast, report)
    pack = circulate(knives.meeting, by=cast.secretary)
    assemble(pack, step=lambda *said: None, hold=lambda: None)
    read(visit, report)


def look(visit, name):
    visit.sound(visit.page)
    keep_picture(visit.page, name)


def write(visit, cast, item):
    visit.sign_in(cast.police_lead, PASSWORD).go("meetings:show_item", item.pk)
    visit.press("Write a paper")
    look(visit, "start_paper")
    visit.fill("Title of the paper", WHOLE["title"])
    visit.press("Start the paper")
    visit.fill("Purpose", WHOLE["purpose"])
    visit.press("Save and check")
    visit.sees("What is missing", "Enter a summary.")
    look(visit, "missing")
    visit.follow("Enter a summary.")
    visit.fill("Summary", WHOLE["summary"])
    visit.fill("Recommendation 1", WHOLE["recommendations"][0])
    visit.fill("Recommendation 2", WHOLE["recommendations"][1])
    for key, name in CoverReport.IMPLICATIONS.items():
        visit.fill(name, WHOLE["implications"][key]["text"])
    look(visit, "write_paper")
    visit.press("Save the draft")
    visit.sees("Saved last at")
    return CoverReport.objects.get(paper__item=item)


def attach(visit, report):
    """Several files at once: one can't be used, a picture wants words, and a Word file has tracked changes."""
    visit.go("meetings:attach", report.paper_id)
    files = (
        ("words.docx", tracked(SECRET)),
        ("counts.xlsx", xlsx([["Ward", "Count"], ["Foleshill", 12]], hidden_sheet=SECRET)),
        ("map.png", picture()),
        ("cut.pdf", b"%PDF-1.7 cut"),
    )
    sent = [{"name": name, "mimeType": "", "buffer": data} for name, data in files]
    visit.page.get_by_label("Files", exact=True).set_input_files(sent)
    visit.press("Attach")
    visit.sees("cut.pdf: The selected PDF is damaged", "It has tracked changes", "Describe the picture")
    look(visit, "attach")
    visit.page.get_by_role("link", name=re.compile("Change title or description")).click()
    visit.fill("What does the picture show?", "A red map of the city.")
    look(visit, "change_attachment")
    visit.press("Save")
    for document in Document.objects.filter(attachments__isnull=False):
        copies.make_copy(document)


def submit(visit, report):
    visit.go("meetings:submit_paper", report.paper_id).sees("Nothing is missing.")
    look(visit, "submit_paper")
    visit.press("Submit the paper")
    visit.sees("With the secretary", "counts")


def turn_back_and_submit_again(visit, cast, report):
    visit.sign_in(cast.secretary, PASSWORD).go("home:home")
    visit.page.get_by_role("link", name="To accept: Knives: what to do").click()
    look(visit, "show_draft_secretary")
    visit.press("Return the paper")
    visit.fill("What should be changed?", "Say what it costs.")
    visit.press("Return the paper")
    visit.sign_in(cast.police_lead, PASSWORD).go("home:home")
    visit.page.get_by_role("link", name="Returned to you: Knives: what to do").click()
    visit.sees("Say what it costs.")
    visit.press("Write the paper")
    visit.fill("Summary", "Knife crime rose.\n\nWe propose four things. They cost nothing.")
    visit.press("Save and check")
    visit.press("Submit the paper")
    visit.follow("Compare what was submitted")
    visit.sees("They cost nothing.")
    look(visit, "compare_paper")


def ask_for_advice(visit, cast, report):
    visit.sign_in(cast.secretary, PASSWORD).go("meetings:show_draft", report.paper_id)
    visit.follow("Ask other authorities for advice")
    visit.tick("Neighbourhoods manager, Spire Homes")
    visit.fill_day(clock.today() + timedelta(days=14))
    look(visit, "ask_advice")
    visit.press("Ask for advice")
    visit.sign_in(cast.housing_rep, PASSWORD).go("home:home")
    visit.page.get_by_role("link", name="Give your advice on “Knife crime”").click()
    visit.sees("To agree what we do about knives.")
    look(visit, "give_advice")
    visit.tick("Favourable with conditions")
    visit.fill("Your reasons, and any conditions", "If tenants are asked.")
    visit.press("Give the advice")
    visit.sees("Your advice is given.")


def accept(visit, cast, report):
    visit.sign_in(cast.secretary, PASSWORD).go("meetings:show_draft", report.paper_id)
    visit.press("Accept the paper")
    look(visit, "accept_paper")
    visit.press("Accept the paper")
    visit.sees("Not circulated yet", "Favourable with conditions")
    look(visit, "show_paper_secretary")
    visit.go("meetings:list_late_papers").sees("1 in time, 0 late")
    look(visit, "list_late_papers")


def read(visit, report):
    """The public reads it, and meets nothing of what stands beside it."""
    visit.page.context.clear_cookies()
    visit.go("meetings:show_paper", report.paper_id).sees("We propose four things.", "If tenants are asked.")
    look(visit, "show_paper")
    visit.follow("words")
    visit.sees("Kept inserted words").does_not_see(SECRET)
    look(visit, "read_words")
    visit.go("meetings:show_paper", report.paper_id)
    visit.follow("counts")
    visit.sees("Foleshill").does_not_see(SECRET)
    look(visit, "read_counts")
