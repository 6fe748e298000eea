"""The home page: what each person must do, and by when."""

from datetime import date, timedelta

import pytest

from ccsp_portal import clock
from ccsp_portal.jobs.heartbeats import beat_heart
from ccsp_portal.jobs.models import Heartbeat, Job
from ccsp_portal.mailboxes import Imap
from ccsp_portal.notices import outbox
from ccsp_portal.notices.models import Mail
from meetings.models import ActionPoint, Meeting, Minutes, PaperVersion, Reply
from meetings.workflow.minutes import sign_minutes
from meetings.workflow.papers import bring_paper, bring_version
from meetings.workflow.read_replies import read_mailbox
from plans.models import CommitmentWording, PlanVersion
from tests.cast import PEOPLE
from tests.factories import make_decision, make_item, make_meeting
from tests.meetings.pdfs import pdf, upload
from tests.plans.conftest import commitment, draft, priority, recommendation  # noqa: F401

DAY = date(2027, 3, 11)


@pytest.fixture(autouse=True)
def _some_weeks_before(clock_at):
    with clock_at(date(2027, 2, 15)):
        yield


@pytest.fixture
def meeting(board, secretary):
    return make_meeting(board, secretary, day=DAY)


@pytest.fixture
def home(sign_in, words):
    def page(person):
        return words(sign_in(person).get("/home/"))

    return page


def make_action(meeting, seat, by, number=1, due_on=date(2027, 2, 1)):
    return ActionPoint.objects.create(
        item=make_item(meeting, title=f"Item {number}"),
        reference=f"CCSP/2026/A{number:03d}",
        text="Write to the schools",
        owner=seat,
        due_on=due_on,
        first_due_on=due_on,
        raised_at=clock.now(),
        raised_by=by,
    )


def reply(meeting, seat, by, answer="attending"):
    fields = {"answer": answer, "sequence": meeting.sequence, "replied_at": clock.now(), "replied_by": by}
    return Reply.objects.create(meeting=meeting, seat=seat, **fields)


@pytest.mark.parametrize("name", [*PEOPLE, "former_member"])
def test_everybody_who_signs_in_has_a_home_page(cast, sign_in, name):
    assert sign_in(cast.everybody[name]).get("/home/").status_code == 200


def test_the_public_is_asked_to_sign_in(client, db):
    assert client.get("/home/")["Location"] == "/account/sign-in/?next=/home/"


def test_with_nothing_to_do_it_says_so(home, observer):
    page = home(observer)
    assert "Nothing is waiting for you." in page
    assert "No meeting lies ahead." in page
    assert "No plan has been adopted yet." in page


def test_a_former_member_reads_what_they_can_and_what_to_do(home, former_member, meeting):
    page = home(former_member)
    assert "You hold no seat today" in page
    assert "secretary. What you did while you held one" in page
    assert "Next meeting" not in page


def test_a_member_is_asked_whether_they_will_come_until_they_have_answered(home, police_lead, partnership, meeting):
    asked = "Say whether you will come: CCSP Board, 11 March 2027"
    assert asked in home(police_lead)
    reply(meeting, partnership.seats["police"], police_lead)
    page = home(police_lead)
    assert asked not in page
    assert "Your answer: attending." in page


def test_nobody_is_asked_whether_they_will_come_to_a_meeting_that_was_opened_early(home, police_lead, board, secretary):
    make_meeting(board, secretary, day=DAY, state="in session", opened_at=clock.now())
    assert "Say whether you will come" not in home(police_lead)


def test_a_meeting_that_moved_asks_again(home, police_lead, partnership, meeting):
    reply(meeting, partnership.seats["police"], police_lead)
    type(meeting).objects.filter(pk=meeting.pk).update(sequence=1, asked_sequence=1)
    page = home(police_lead)
    assert "Say whether you will come" in page
    assert "Your answer" not in page


@pytest.mark.parametrize("name", ["deputy", "auditor"])
def test_who_does_not_answer_for_a_seat_is_not_asked(cast, home, meeting, name):
    assert "Say whether you will come" not in home(cast.everybody[name])


def test_a_presenter_is_asked_for_the_paper_until_it_has_come(home, police_lead, council_officer, partnership, meeting):
    make_item(meeting, title="Knife crime", presenter=partnership.seats["police"])
    assert "Send the paper for “Knife crime”" in home(police_lead)
    assert "Knife crime" not in home(council_officer)


def test_a_paper_for_decision_is_late_until_the_meeting_begins_though_the_agenda_is_out(
    home, police_lead, partnership, meeting, clock_at
):
    make_item(meeting, title="Knife crime", presenter=partnership.seats["police"])
    make_item(meeting, title="Burglary", presenter=partnership.seats["police"], purpose="note")
    Meeting.objects.update(state="circulated", circulated_at=clock.now(), papers_due_on=date(2027, 2, 12))
    page = home(police_lead)
    assert "Send the paper for “Knife crime”: CCSP Board, 11 March 2027 Late since 12 February 2027" in page
    assert "Burglary" not in page
    with clock_at(DAY + timedelta(days=1)):
        assert "Knife crime" not in home(police_lead)


def test_a_late_action_says_since_when(home, police_lead, council_officer, partnership, board, secretary):
    held = make_meeting(board, secretary, day=date(2026, 12, 10), state="concluded")
    make_action(held, partnership.seats["police"], secretary)
    page = home(police_lead)
    assert "CCSP/2026/A001: Write to the schools" in page
    assert "Late since 1 February 2027" in page
    assert "Write to the schools" not in home(council_officer)


def test_a_private_item_s_action_is_shown_to_who_owes_it(home, police_lead, observer, partnership, board, secretary):
    held = make_meeting(board, secretary, day=date(2026, 12, 10), state="concluded")
    action = make_action(held, partnership.seats["observer"], secretary)
    type(action.item).objects.filter(pk=action.item_id).update(
        privacy="private", private_reason="It names people", public_title="A private matter"
    )
    assert "Write to the schools" not in home(observer)
    ActionPoint.objects.update(owner=partnership.seats["police"])
    assert "Write to the schools" in home(police_lead)


def test_the_secretary_is_led_from_agenda_to_circulation_to_conclusion(home, secretary, meeting, clock_at):
    assert "Build the agenda: CCSP Board, 11 March 2027" in home(secretary)
    make_item(meeting)
    assert "Circulate the agenda and papers: CCSP Board, 11 March 2027" in home(secretary)
    with clock_at(date(2027, 3, 12)):
        page = home(secretary)
    assert "Conclude the meeting: CCSP Board, 11 March 2027" in page
    assert "Late since 11 March 2027" in page


def test_what_comes_after_the_papers_went_out_is_the_secretary_s_to_circulate(home, secretary, chair, meeting):
    item = make_item(meeting)
    bring_paper(item, upload(pdf(1)), title="The late paper", by=secretary)
    Meeting.objects.update(state="circulated", circulated_at=clock.now())
    asked = "Circulate what came after the papers went out: CCSP Board, 11 March 2027"
    assert asked in home(secretary)
    assert asked not in home(chair)
    PaperVersion.objects.update(published_at=clock.now())
    assert asked not in home(secretary)


def test_a_version_that_another_replaced_is_not_to_be_circulated(home, secretary, meeting):
    version = bring_paper(make_item(meeting), upload(pdf(1)), title="The late paper", by=secretary)
    bring_version(version.paper, upload(pdf(2)), by=secretary)
    Meeting.objects.update(state="circulated", circulated_at=clock.now())
    PaperVersion.objects.filter(number=2).update(published_at=clock.now())
    assert "Circulate what came" not in home(secretary)


def test_what_a_person_must_do_stands_above_what_the_partnership_lacks(home, secretary, chair, meeting):
    page = home(secretary)
    assert page.index("What you must do") < page.index("Empty places") < page.index("Records to complete")
    page = home(chair)
    assert "Empty places" not in page or page.index("What you must do") < page.index("Empty places")


def test_the_action_notes_are_the_secretary_s_to_send_until_they_went(home, secretary, chair, board):
    make_meeting(board, secretary, day=date(2027, 2, 11), state="concluded", notes_days=2)
    assert "Send the action notes: CCSP Board, 11 February 2027" in home(secretary)
    assert "action notes" not in home(chair)
    # clearing the minutes sends no notes
    Minutes.objects.create(
        meeting=Meeting.objects.get(), state="cleared", cleared_at=clock.now(), cleared_by=chair
    )  # fmt: skip
    assert "Send the action notes: CCSP Board, 11 February 2027" in home(secretary)
    assert "action notes" not in home(chair)
    Meeting.objects.update(notes_sent_at=clock.now(), notes_sent_by=secretary)
    assert "action notes" not in home(secretary)


def test_without_meetings_the_secretary_is_asked_to_schedule_them(home, secretary, chair):
    assert "meetings: none lies ahead" in home(secretary)
    assert "Schedule" not in home(chair)


def test_minutes_go_from_the_secretary_to_the_chair_and_to_the_next_meeting(home, secretary, chair, board):
    held = make_meeting(board, secretary, day=date(2027, 2, 11), state="concluded")
    assert "Send the minutes to the chair: CCSP Board, 11 February 2027" in home(secretary)
    minutes = Minutes.objects.create(meeting=held, state="with the chair")
    assert "Send the minutes" not in home(secretary)
    assert "Read and clear the minutes: CCSP Board, 11 February 2027" in home(chair)
    Minutes.objects.filter(pk=minutes.pk).update(state="cleared", cleared_at=clock.now(), cleared_by=chair)
    assert "Have the minutes approved by the next meeting" in home(secretary)
    assert "Read and clear" not in home(chair)
    approved = {"state": "approved", "approved_by_meeting": held, "approved_at": clock.now()}
    Minutes.objects.filter(pk=minutes.pk).update(**approved)
    assert "Sign the minutes: CCSP Board, 11 February 2027" in home(chair)
    assert "Have the chair sign the minutes: CCSP Board, 11 February 2027" in home(secretary)
    sign_minutes(Minutes.objects.get(), by=chair)
    assert "ign the minutes" not in home(chair) + home(secretary)


def test_the_secretary_and_the_chair_see_how_many_have_replied(
    home, secretary, chair, police_lead, partnership, meeting
):
    reply(meeting, partnership.seats["police"], police_lead, "apologies")
    make_item(meeting, presenter=partnership.seats["police"])
    said = "1 of 11 seats has replied. 1 paper is still to come."
    assert said in home(secretary)
    assert said in home(chair)
    assert "have replied" not in home(police_lead)


def test_the_owner_of_a_commitment_is_asked_how_it_goes_and_the_councillor_sees_that_it_is_late(
    home, police_lead, councillor, commitment, board, secretary, clock_at  # noqa: F811
):  # fmt: skip
    decision = make_decision(
        make_item(make_meeting(board, secretary, state="concluded", day=date(2027, 2, 4))), secretary
    )
    PlanVersion.objects.update(state="adopted", adopted_at=clock.now(), adopted_by=decision, sha256="0" * 64)
    with clock_at(date(2027, 9, 20)):
        assert "Report on the commitment: Visit every school" in home(police_lead)
        assert "0 commitments complete, 1 under way, 0 late" in home(councillor)
    with clock_at(date(2027, 10, 1)):
        assert "Late since 30 September 2027" in home(police_lead)
        page = home(councillor)
        assert "1 late" in page
        assert "Visit every school (West Midlands Police), late since 30 September 2027" in page


def test_an_analyst_is_reminded_of_the_draft(home, analyst, secretary, recommendation):  # noqa: F811
    version = recommendation.version_of
    assert "Publish what the Board signed off: 2026" in home(secretary)
    type(version).objects.update(state="draft", signed_off_at=None, signed_off_by=None)
    assert "Finish the draft: 2026" in home(analyst)


def test_a_dead_worker_or_beat_is_said_to_the_secretary_alone(home, secretary, chair):
    assert "timetable is not running" in home(secretary)
    beat_heart("beat")
    assert "makes packs and sends notices is not running" in home(secretary)
    assert "not running" not in home(chair)
    beat_heart("worker")
    assert "What is not working" not in home(secretary)
    Heartbeat.objects.filter(process="worker").update(seen_at=clock.now() - timedelta(minutes=5))
    assert "makes packs and sends notices is not running" in home(secretary)


def test_a_mailbox_for_replies_that_stays_shut_is_said(home, secretary, chair, settings):
    settings.REPLIES_MAILBOX = Imap("127.0.0.1", 1, "replies", "hush", tls="none")
    first, sentence = clock.now(), "answer in their calendars has not been read since midday on Monday 15 February 2027"
    for minutes, is_said in ((0, False), (14, False), (16, True)):
        with clock.set_to(first + timedelta(minutes=minutes)):
            beat_heart("beat")
            beat_heart("worker")
            read_mailbox()
            assert (sentence in home(secretary)) is is_said
            assert sentence not in home(chair)
    with clock.set_to(first + timedelta(minutes=30)):
        assert "timetable is not running" in home(secretary)
        assert sentence not in home(secretary)
        beat_heart("beat")
        beat_heart("worker")
        beat_heart("mailbox")
        assert "What is not working" not in home(secretary)


def test_a_mailbox_that_is_read_is_no_trouble(home, secretary, settings, imap):
    settings.REPLIES_MAILBOX = Imap("127.0.0.1", imap.port, "replies", "hush", tls="none")
    read_mailbox()
    assert Heartbeat.objects.get(process="mailbox").seen_at == clock.now()


def test_failed_work_and_notices_lead_to_the_pages_that_show_them(home, sign_in, words, secretary, chair):
    beat_heart("beat")
    beat_heart("worker")
    Job.objects.create(
        kind="x", subject="x", title="Making the pack", state="failed", error="Paper 3 is locked.",
        queued_at=clock.now(), finished_at=clock.now(), by=secretary,
    )  # fmt: skip
    outbox.put_to_address("a@b.example", "partners/notices/password_reset.txt", once="x")
    Mail.objects.update(state="failed", last_error="No such mailbox.")
    page = home(secretary)
    assert "1 piece of work failed." in page
    assert "1 notice is not delivered." in page
    listed = words(sign_in(secretary).get("/home/failed-work/"))
    assert "Making the pack" in listed
    assert "Paper 3 is locked." in listed
    assert sign_in(chair).get("/home/failed-work/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("secretary", 12), ("chair", 11), ("police_lead", 10), ("analyst", 10), ("councillor", 10), ("former_member", 3)],
)
def test_home_costs_the_same_whatever_its_size(
    cast, sign_in, partnership, board, django_assert_num_queries, rows, name, queries
):
    for number in range(rows):
        meeting = make_meeting(board, cast.secretary, day=date(2027, 3, 1) + timedelta(days=7 * number))
        make_item(meeting, presenter=partnership.seats["police"])
        held = make_meeting(board, cast.secretary, day=date(2026, 12, 10) + timedelta(days=number), state="concluded")
        make_action(held, partnership.seats["police"], cast.secretary, number)
    client = sign_in(cast.everybody[name])
    with django_assert_num_queries(queries):
        client.get("/home/")
    assert CommitmentWording.objects.count() == 0


@pytest.mark.parametrize("name", ["secretary", "chair", "police_lead"])
def test_every_task_leads_to_a_page_that_opens(cast, sign_in, partnership, board, meeting, name):
    make_item(meeting, presenter=partnership.seats["police"])
    held = make_meeting(board, cast.secretary, day=date(2027, 2, 11), state="concluded")
    make_action(held, partnership.seats["police"], cast.secretary)
    cleared = make_meeting(board, cast.secretary, day=date(2026, 12, 10), state="concluded")
    Minutes.objects.create(meeting=cleared, state="with the chair")
    client = sign_in(cast.everybody[name])
    tasks = client.get("/home/").context["to_do"]
    assert tasks
    assert {task.text: client.get(task.url).status_code for task in tasks} == {task.text: 200 for task in tasks}


def test_who_is_refused_is_told_why(home, chair, sign_in, words):
    refused = sign_in(chair).get("/home/failed-work/")
    assert refused.status_code == 403
    assert "Only the Board’s secretary sees everybody’s failed work." in words(refused)
