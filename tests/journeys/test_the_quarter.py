"""One quarter, from scheduling the year to minutes that everybody can read; and the evidence and the plan beside it.

In a real browser, with a real worker, on both profiles: what differs between partnerships is in their files alone.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.urls import reverse

from assessments.models import AssessmentVersion
from ccsp_portal import clock, workdays
from ccsp_portal.demo.cast import Cast
from ccsp_portal.demo.street import file_name, street_file
from ccsp_portal.notices import delivery
from ccsp_portal.profile import load
from meetings.models import AgendaItem, Meeting, Pack
from plans.models import PlanVersion
from tests.meetings.pdfs import docx, pdf
from tests.worker import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SECRET = "PLANTED"


@pytest.fixture(params=["coventry", "fenwick-and-marsh"])
def people(request, settings, transactional_db):
    """Everybody in their seats, on one profile."""
    settings.PORTAL_PROFILE = Path(installed.BASE_DIR) / "profiles" / f"{request.param}.toml"
    cast = Cast(load(settings.PORTAL_PROFILE))
    cast.take_their_seats()
    return cast


def test_one_quarter_from_scheduling_to_published_minutes(people, visit, worker, mail_server, settings):
    secretary = people.secretary
    visit.sign_in(secretary)
    meeting = schedule_the_year(visit, people)
    members_hear_and_reply(visit, people, meeting, mail_server)
    item = build_the_agenda(visit, people, meeting)
    bring_a_paper(visit, people, item)
    with worker(PORTAL_PROFILE=str(settings.PORTAL_PROFILE)):
        circulate(visit, people, meeting)
    everybody_reads_what_is_open(visit, meeting)
    run_the_meeting(visit, people, meeting, item)
    publish_the_minutes(visit, people, meeting)


def schedule_the_year(visit, people):
    """She looks at the proposed dates and why, moves the first by a week, and confirms."""
    year = workdays.financial_year(clock.today()) + 1
    visit.go("meetings:schedule_year", query=f"?body={people.board.key}&year={year}")
    visit.sees("Why this date:", "Also free:")
    visit.sound(visit.page)
    first = visit.page.locator("fieldset").filter(has_text="Why this date").first
    day = first.get_by_label("Day", exact=True)
    other = re.search(r"Also free: \w+ (\d+) (\w+) (\d+)", first.inner_text())
    day.fill(other[1])
    first.get_by_label("Month", exact=True).fill(other[2])
    visit.press("Continue")
    visit.sees("Check before you confirm", "Chosen by")
    visit.page.get_by_role("button", name=re.compile("Convene")).click()
    assert Meeting.objects.filter(financial_year=year).count() == 4
    return Meeting.objects.order_by("starts_at").first()


def members_hear_and_reply(visit, people, meeting, mail_server):
    """Each has a calendar request in their letters; one sends apologies; the secretary sees it."""
    delivery.deliver()
    member = people.member(1)
    calendars = [
        part.get_payload(decode=True).decode()
        for message in mail_server.to(member)
        for part in message.walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert len([each for each in calendars if "METHOD:REQUEST" in each]) == 4
    visit.sign_in(member).go("meetings:show_meeting", meeting.pk)
    visit.page.get_by_role("link", name=re.compile("^Reply")).first.click()
    visit.tick("Yes")
    visit.press("Send the reply")
    visit.sees("Attending")
    visit.sign_in(people.secretary).go("meetings:show_replies", meeting.pk).sees("Attending")
    visit.sound(visit.page)


def build_the_agenda(visit, people, meeting):
    """An item for a member's paper, and a private one with a title for the public."""
    visit.go("meetings:add_item", meeting.pk)
    visit.fill("Title", "Knife crime")
    visit.tick("For decision")
    visit.choose("Who presents it?", str(people.member_seat(1).pk))
    visit.fill("How many minutes?", "20")
    visit.tick("Everybody: it is open")
    visit.sound(visit.page)
    visit.press("Save the item")
    visit.go("meetings:add_item", meeting.pk)
    visit.fill("Title", f"The {SECRET} case")
    visit.tick("For discussion")
    visit.fill("How many minutes?", "10")
    visit.tick("Only members: it is private")
    visit.press("Save the item")
    visit.sees("Enter why the item is private")
    visit.fill("Why is it private?", "It names a person")
    visit.fill("Public title", "A review")
    visit.press("Save the item")
    visit.sees(f"The {SECRET} case")
    visit.sound(visit.page)
    return AgendaItem.objects.get(title="Knife crime")


def bring_a_paper(visit, people, item):
    """The member whose item it is brings a Word paper, after one that can't be used."""
    visit.sign_in(people.member(1)).go("meetings:bring_paper", item.pk)
    visit.fill("Title of the paper", "Report on knives")
    visit.bring("File", "report.pdf", b"%PDF-1.7 cut short")
    visit.tick("OFFICIAL")
    visit.press("Bring the paper")
    visit.sees("The selected PDF is damaged or cut short.")
    assert visit.page.get_by_label("Title of the paper").input_value() == "Report on knives"
    visit.bring("File", "report.docx", docx("# Report\n\nKnives.\n"))
    visit.press("Bring the paper")
    visit.sees("Report on knives", "Word document")
    visit.sound(visit.page)


def circulate(visit, people, meeting):
    """The secretary looks once more, circulates, and sees the pack come to be."""
    private = AgendaItem.objects.get(public_title="A review")
    visit.sign_in(people.secretary).go("meetings:bring_paper", private.pk)
    visit.fill("Title of the paper", f"{SECRET} report")
    visit.bring("File", f"{SECRET}.pdf", pdf(1, words=SECRET))
    visit.tick("OFFICIAL-SENSITIVE")
    visit.press("Bring the paper")
    visit.go("meetings:circulate", meeting.pk).sees("What goes out", "A review")
    visit.sound(visit.page)
    visit.press("Circulate")
    visit.sees("Packs")
    wait_until(lambda: Pack.objects.filter(state="circulated").exists(), seconds=60)
    visit.go("meetings:show_pack", meeting.pk).sees("Pack 1: agenda and papers", "Pack for members")
    visit.sound(visit.page)


def everybody_reads_what_is_open(visit, meeting):
    """A resident, who has not signed in."""
    visit.page.context.clear_cookies()
    visit.go("meetings:show_meeting", meeting.pk).sees(
        "Knife crime", "Report on knives", "A review", "It names a person"
    )
    visit.does_not_see(SECRET)
    visit.sound(visit.page)
    pack = visit.page.request.get(visit.base + reverse("meetings:open_pack", args=[meeting.pk]))
    assert pack.status == 200
    assert pack.body().startswith(b"%PDF")
    members = visit.page.request.get(visit.base + reverse("meetings:members_pack", args=[meeting.pk]), max_redirects=0)
    assert members.status == 302


def run_the_meeting(visit, people, meeting, item):
    """Attendance, minutes, a decision and an action; not concluded while something is undecided."""
    visit.sign_in(people.secretary).go("meetings:open_meeting", meeting.pk)
    visit.page.get_by_label(re.compile("Open it today")).check()
    visit.page.get_by_role("button", name=re.compile("^Open the meeting")).click()
    visit.go("meetings:record_attendance", meeting.pk)
    for select in visit.page.locator("main select").all():
        present = select.locator("option", has_text="Present:")
        if present.count():
            select.select_option(present.first.get_attribute("value"))
    visit.sound(visit.page)
    visit.press("Save attendance")
    visit.sees("Quorum met")
    visit.go("meetings:write_minute", item.pk)
    visit.page.locator("main textarea").fill("The Commander presented the report.\n\nMembers welcomed it.")
    visit.sound(visit.page)
    visit.page.get_by_role("button", name=re.compile("^Save")).first.click()
    visit.go("meetings:conclude_meeting", meeting.pk).sees("Knife crime")
    visit.go("meetings:record_decision", item.pk)
    visit.tick("Agreed")
    visit.fill("The decision in words", "That the schools be visited.")
    visit.press("Record the decision")
    visit.go("meetings:raise_action", item.pk)
    visit.fill("What is to be done?", "Visit every school")
    visit.choose("Which seat owns it?", str(people.member_seat(1).pk))
    visit.fill_day(workdays.working_days_after(clock.today(), 20))
    visit.press("Raise the action point")
    for other in meeting.items.live().filter(purpose="decide").exclude(pk=item.pk):
        visit.go("meetings:record_decision", other.pk)
        visit.tick("Deferred to a later meeting")
        visit.fill("The decision in words", "That this be put off.")
        visit.press("Record the decision")
    visit.go("meetings:run_meeting", meeting.pk).sees("/001 Agreed: That the schools be visited.", "Visit every school")
    visit.sound(visit.page)
    visit.go("meetings:conclude_meeting", meeting.pk)
    visit.page.get_by_role("button", name=re.compile("^Conclude")).click()
    meeting.refresh_from_db()
    assert meeting.state == "concluded"


def publish_the_minutes(visit, people, meeting):
    """To the chair, cleared, and read by anybody as a draft; what is private is not in them."""
    visit.go("meetings:send_to_chair", meeting.pk)
    visit.page.locator("main form button").last.click()
    visit.page.context.clear_cookies()
    assert visit.page.request.get(visit.base + reverse("meetings:show_minutes", args=[meeting.pk])).status == 404
    visit.sign_in(people.chair).go("meetings:clear_minutes", meeting.pk)
    visit.sound(visit.page)
    visit.page.locator("main form button").last.click()
    visit.page.context.clear_cookies()
    visit.go("meetings:show_minutes", meeting.pk).sees("Draft minutes", "That the schools be visited.", "A review")
    visit.does_not_see(SECRET)
    visit.sound(visit.page)


def test_the_evidence_and_the_plan(people, visit, worker, settings):
    """The analyst loads figures; assessment and plan go to the Board by its decisions, and anybody reads them."""
    police = people.profile.police
    month = clock.today().replace(day=1)
    with worker(PORTAL_PROFILE=str(settings.PORTAL_PROFILE)):
        visit.sign_in(people.analyst).go("assessments:load_figures")
        data = street_file(month, police.force, police.lsoa_name_prefix)
        visit.bring("Police street file", file_name(month, police.slug), data)
        visit.press("Load the file")
        wait_until(lambda: visit.go("assessments:show_figures").page.locator("img, svg[role=img]").count(), seconds=40)
    visit.sees("no data", "so the two periods can’t be compared")
    visit.sound(visit.page)
    assessment = write_the_assessment(visit)
    plan = write_the_plan(visit, people, assessment)
    visit.page.context.clear_cookies()
    for name, pk in (("plans:show_plan", plan.pk), ("assessments:show_assessment", assessment.pk)):
        assert visit.page.request.get(visit.base + reverse(name, args=[pk])).status == 404


def write_the_assessment(visit):
    visit.go("assessments:start_assessment")
    visit.fill("Title", "Strategic assessment")
    visit.page.get_by_label("Prepared in the financial year").select_option(index=1)
    visit.page.get_by_label("Last month of figures").select_option(index=1)
    visit.press("Start the assessment")
    version = AssessmentVersion.objects.get()
    visit.go("assessments:write_finding", version.pk)
    visit.fill("Finding in one line", "Shoplifting rose")
    visit.fill("What we found", "It rose in every month.")
    visit.page.get_by_role("radio").first.check()
    visit.fill("What should the partnership do about it?", "Work with shops.")
    visit.sound(visit.page)
    visit.press("Save the finding")
    visit.go("assessments:put_before_board", version.pk)
    visit.press("Put it before the Board")
    visit.go("assessments:show_assessment", version.pk).sees("Before the Board", "Shoplifting rose")
    visit.sound(visit.page)
    return version


def write_the_plan(visit, people, assessment):
    visit.sign_in(people.secretary).go("plans:start_plan")
    visit.fill("Title", "Partnership plan")
    visit.press("Start the plan")
    version = PlanVersion.objects.get()
    visit.go("plans:write_theme", version.pk)
    visit.fill("Name of the theme", "Safer centres")
    visit.press("Add the theme")
    visit.go("plans:show_plan", version.pk).sees("Before it can go to the Board")
    visit.sound(visit.page)
    return version
