"""From nobody to everybody in their seats; a seat passes on; and who could see a closed paper: in a real browser."""

import csv
import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from ccsp_portal import clock, workdays
from ccsp_portal.notices import delivery
from meetings.models import AgendaItem
from meetings.workflow.agenda import add_item
from meetings.workflow.records import raise_action
from partners.models import Appointment, Seat
from tests.cast import PASSWORD
from tests.factories import make_item, make_meeting, moment
from tests.meetings.pdfs import pdf

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SECRET = "PLANTED"


def accept(visit, link, name=None):
    visit.page.context.clear_cookies()
    visit.open(link)
    if name:
        visit.fill("Your name", name)
    visit.fill("Choose a password", PASSWORD)
    visit.fill("The password again", PASSWORD)
    visit.press("Accept the invitation")
    visit.sees("Sign in")


def signed_in(visit, email):
    return visit.sign_in(SimpleNamespace(email=email), PASSWORD)


# ── from an empty database to full membership ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("profile", ["coventry.toml", "fenwick-and-marsh.toml"])
def test_the_secretary_takes_the_partnership_from_an_empty_database_to_full_membership(
    visit, settings, transactional_db, mail_server, profile
):
    settings.PORTAL_PROFILE = settings.BASE_DIR / "profiles" / profile
    said = io.StringIO()
    call_command("load_profile", str(settings.PORTAL_PROFILE), stdout=io.StringIO())
    call_command("invite_secretary", "asha.patel@ccsp.example", "--name", "Asha Patel", stdout=said)
    accept(visit, re.search(r"https?://\S+", said.getvalue())[0])
    signed_in(visit, "asha.patel@ccsp.example")
    visit.sees("Hello, Asha Patel", "nobody holds a seat for it on the Board")
    visit.sound(visit.page)
    everybody = invite_everybody(visit)
    delivery.deliver()
    for email in everybody:
        [letter] = mail_server.to(SimpleNamespace(email=email))
        accept(visit, re.search(r"https?://\S+", letter.get_body().get_content())[0])
    signed_in(visit, "asha.patel@ccsp.example")
    visit.does_not_see("nobody holds a seat for it on the Board")
    visit.go("partners:list_vacancies").sees("Every seat is held.")
    visit.sound(visit.page)
    name_a_chair(visit)
    visit.page.context.clear_cookies()
    visit.go("partners:list_bodies").sees("Chair: Person 1")
    visit.does_not_see("@")


def invite_everybody(visit):
    """She fills in the portal's own list, one line for each empty seat, and sends it: the addresses invited."""
    template = visit.page.request.get(visit.base + reverse("partners:invitation_template")).text()
    rows = list(csv.DictReader(io.StringIO(template.lstrip("\ufeff"))))
    for number, row in enumerate(rows, start=1):
        row |= {"name": f"Person {number}", "email": f"person.{number}@ccsp.example"}
    filled = io.StringIO()
    writer = csv.DictWriter(filled, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    visit.go("partners:invite_many")
    visit.bring("Or select a CSV file", "invitations.csv", filled.getvalue().encode())
    visit.press("Check the list")
    visit.sees("What will happen", "Asked to be")
    visit.press(f"Send {len(rows)} invitations")
    visit.sees(f"We are sending {len(rows)} invitations.")
    assert len(rows) == Seat.objects.count() - 1
    return [row["email"] for row in rows]


def name_a_chair(visit):
    board = Seat.objects.order_by("pk").first().body
    first = Appointment.objects.get(person__name="Person 1")
    visit.go("partners:give_office", board.key)
    visit.choose("Who?", str(first.pk))
    visit.tick("Chair")
    # the day below it may stay empty
    for part in ("day", "month", "year"):
        visit.page.locator(f"[name=from_on-{part}]").fill(str(getattr(clock.today(), part)))
    visit.sound(visit.page)
    visit.page.locator("main form button").last.click()
    visit.go("partners:show_body", board.key).sees("Person 1")


# ── a seat passes on ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_secretary_hands_a_seat_over_and_what_belongs_to_it_stays(visit, cast, board, partnership, mail_server):
    seat = partnership.seats["police"]
    sitting = make_meeting(board, cast.secretary, day=clock.today(), state="in session")
    action = raise_action(
        make_item(sitting),
        text="Visit every school",
        owner=seat,
        due_on=workdays.working_days_after(clock.today(), 20),
        by=cast.secretary,
    )
    visit.sign_in(cast.police_lead, PASSWORD).sees("Visit every school")
    leavers_cookies = visit.page.context.cookies()
    visit.sign_in(cast.secretary, PASSWORD).go("partners:show_seat", seat.pk)
    visit.page.get_by_role("link", name="Hand the seat over from Daniel Okafor").click()
    visit.fill_day(clock.today() - timedelta(days=1))
    visit.fill("Full name of the next holder", "Nia Rowe")
    visit.fill("Their e-mail address", "nia.rowe@police.example")
    visit.sound(visit.page)
    visit.page.locator("main form button").last.click()
    visit.sees("Nia Rowe")
    visit.sound(visit.page)
    visit.page.context.clear_cookies()
    visit.page.context.add_cookies(leavers_cookies)
    visit.go("home:home").sees("You were signed out because your last appointment ended")
    visit.sign_in(cast.police_lead, PASSWORD).does_not_see("Visit every school")
    assert visit.page.request.get(visit.base + reverse("meetings:list_actions")).status == 403
    delivery.deliver()
    [letter] = mail_server.to(SimpleNamespace(email="nia.rowe@police.example"))
    accept(visit, re.search(r"https?://\S+", letter.get_body().get_content())[0])
    signed_in(visit, "nia.rowe@police.example").sees("Visit every school")
    visit.go("meetings:show_action", action.pk).sees("Update the action point")
    visit.go("partners:show_seat", seat.pk).sees("Daniel Okafor", "Left", "Nia Rowe")


# ── who could see a closed paper ─────────────────────────────────────────────────────────────────────────────────────


def test_the_secretary_shows_an_auditor_who_could_see_a_closed_paper_on_a_past_day(visit, cast, board):
    a_month_ago = clock.today() - timedelta(days=30)
    with clock.set_to(moment(a_month_ago)):
        meeting = make_meeting(board, cast.secretary, day=clock.today() + timedelta(days=90))
        item = add_item(
            meeting,
            title=f"The {SECRET} case",
            purpose="discuss",
            privacy="private",
            private_reason="It names a person",
            public_title="A review",
            by=cast.secretary,
        )
    visit.sign_in(cast.secretary, PASSWORD).go("meetings:bring_paper", item.pk)
    visit.fill("Title of the paper", f"{SECRET} report")
    visit.bring("File", "report.pdf", pdf(1, words=SECRET))
    visit.tick("OFFICIAL-SENSITIVE")
    visit.press("Bring the paper")
    # the former member left yesterday
    visit.sign_in(cast.auditor, PASSWORD).go("meetings:show_meeting", meeting.pk)
    visit.does_not_see(SECRET)
    visit.page.get_by_role("link", name=re.compile("Who could see")).first.click()
    visit.fill_day(a_month_ago - timedelta(days=1))
    visit.press("Show who could see it")
    visit.sees("Nobody: it was not on the agenda yet.")
    visit.fill_day(a_month_ago + timedelta(days=1))
    visit.press("Show who could see it")
    visit.sees("A review", "Private:", "Daniel Okafor", "Neil Marsden")
    visit.does_not_see("Owen Bright")
    visit.sound(visit.page)
    visit.fill_day(clock.today())
    visit.press("Show who could see it")
    visit.sees("Daniel Okafor", "not named here")
    visit.does_not_see("Neil Marsden")
    visit.does_not_see(SECRET)
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("A review")
    assert AgendaItem.objects.get().papers.count() == 1
