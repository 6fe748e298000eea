"""No letter says what is private of an item: neither in its subject, nor in its text, nor in what is enclosed."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from ccsp_portal import clock
from ccsp_portal.notices.delivery import deliver
from ccsp_portal.notices.models import Notice
from meetings.models import ActionPoint, Advice, Meeting, Paper
from meetings.workflow import advice, agenda, chasing, forward, guests, preparing, reminders, reports
from meetings.workflow.circulation import assemble, circulate
from meetings.workflow.forward import Slot
from meetings.workflow.scheduling import reschedule
from tests.cast import make_person
from tests.factories import moment
from tests.meetings.conftest import sitting, text_of
from tests.meetings.reporting import whole
from tests.meetings.writing import draft as written_draft
from tests.meetings.writing import until

# why minutes were corrected, why a reply was not counted, and that the deadline has come
FOR_WHOEVER_IS_TOLD = {"minutes_corrected", "reply_not_counted", "procedure_to_close"}
LETTERS = Path(settings.BASE_DIR) / "templates/meetings/notices"
PLANTED = re.compile(r"planted-[\w-]+")
PRIVATE = {"privacy": "private", "private_reason": "Names people planted-reason", "public_title": "A case"}
OPEN = {"title": "planted-open", "ground_text": "Asked", "privacy": "open", "private_reason": "", "public_title": ""}
BY = date(2027, 5, 14)


@pytest.fixture
def case(meeting, secretary, partnership):
    """A private item of the police."""
    words = {"title": "planted-title", "description": "planted-description"}
    police = partnership.seats["police"]
    return agenda.add_item(meeting, **words, **PRIVATE, purpose="decide", presenter=police, by=secretary)


def written(case, by):
    return whole(case, by, title="planted-paper", marking="OFFICIAL-SENSITIVE", summary="planted-summary")


def sent(mail_server):
    """Every message that left, unpacked: its headers and each of its parts."""
    deliver()
    return [
        "\n".join(
            [str(each.message["Subject"])]
            + [part.get_content() for part in each.message.walk() if part.get_content_maintype() == "text"]
        )
        for each in mail_server.messages
    ]


def templates_sent():
    return {Path(each).stem for each in Notice.objects.values_list("template", flat=True)}


def subject_of(template, **recipient):
    return Notice.objects.filter(template__endswith=f"/{template}.txt", **recipient).first().subject


def test_the_letters_about_its_paper_name_it_by_its_public_title(
    case, police_lead, secretary, housing_rep, partnership, mail_server, sign_in
):
    """On its way to the secretary, to who is asked for advice, back to its seat, late, and accepted."""
    preparing.call_for_papers(case.meeting, by=secretary)
    guests.invite_to_item(case, make_person("Gwen Guest"), by=secretary)
    with clock.set_to(moment(date(2027, 5, 24))):
        reminders.remind()
    with clock.set_to(moment(date(2027, 6, 2))):
        chasing.chase_papers(case.meeting, by=secretary)
        report = written(case, police_lead)
        reports.submit_report(report, late_reason="planted-late", by=police_lead)
        [asked] = advice.ask_advice(
            report.paper,
            [partnership.seats["housing"]],
            wanted_by=date(2027, 6, 4),
            question="planted-question",
            by=secretary,
        )
    with clock.set_to(moment(date(2027, 6, 3))):
        reminders.remind()
        advice.give_advice(asked, view="unfavourable", text="planted-advice", by=housing_rep)
        reports.return_report(report, comments="planted-comments", by=secretary)
        report.refresh_from_db()
        reports.submit_report(report, late_reason="planted-late", by=police_lead)
        reports.accept_report(report, by=secretary)
        pack = assemble(circulate(case.meeting, by=secretary), step=lambda *said: None, hold=lambda: None)
        assert pack.state == "circulated"
        fresh = Meeting.objects.get(pk=case.meeting_id)
        reschedule(fresh, sitting(date(2027, 6, 17)), version=fresh.version, by=secretary)
    with clock.set_to(moment(date(2027, 6, 4))):
        messages = sent(mail_server)
    assert {
        *("call_for_papers", "invited_to_item", "paper_due", "chase_papers", "paper_submitted", "paper_returned"),
        *("paper_accepted", "advice_asked", "advice_due", "advice_given", "circulated", "convened", "rescheduled"),
    } <= templates_sent()
    assert not [found for message in messages for found in PLANTED.findall(message)]
    assert not [found for message in messages for found in re.findall("unfavourable", message)]
    assert subject_of("paper_submitted") == "To accept: A case"
    assert subject_of("paper_returned") == "Returned to you: A case"
    assert subject_of("paper_accepted") == "Accepted: A case"
    assert subject_of("advice_asked") == "Your advice, by 4 June 2027: A case"
    assert subject_of("advice_due") == "Due by 4 June 2027: your advice on A case"
    assert subject_of("advice_given").endswith(": A case")
    assert "planted" not in text_of(sign_in(secretary).get("/notices/"))


def test_the_letters_about_a_private_proposal_leave_out_why(meeting, board, police_lead, secretary, partnership):
    """Why it is moved, declined or withdrawn may say what it is about."""
    words = {"title": "planted-title", "ground": "request", "ground_text": "planted-ground", **PRIVATE}
    third, fourth = Slot(year=2027, quarter=3), Slot(year=2027, quarter=4)

    def propose():
        return forward.propose(board, third, owner=partnership.seats["police"], by=police_lead, **words)

    moved = forward.move(forward.place(propose(), third, by=secretary), fourth, reason="planted-move", by=secretary)
    forward.withdraw(moved, reason="planted-withdrawal", by=secretary)
    forward.decline(propose(), reason="planted-refusal", by=secretary)
    # open as a proposal, and private since it stands on an agenda
    placed = forward.place(
        forward.propose(board, third, owner=partnership.seats["police"], by=police_lead, **words | OPEN),
        Slot(meeting),
        by=secretary,
    )
    agenda.set_privacy(placed.item, version=placed.item.version, **PRIVATE, by=secretary)
    placed.refresh_from_db()
    forward.move(placed, third, reason="planted-move", by=secretary)
    told = Notice.objects.filter(template__endswith="/planned.txt")
    assert told.count() == 6
    private = told.exclude(subject__contains="planted-open").exclude(text__contains="planned for CCSP")
    assert not PLANTED.findall(" ".join(f"{each.subject} {each.text}" for each in private))
    said = [each.text for each in private.order_by("pk")]
    assert "It is withdrawn. Why is on its page." in said[2]
    assert "It is not taken onto the forward plan. Why is on its page." in said[3]


def test_no_letter_that_there_is_says_a_private_word(private_rows):
    """Each text is given rows with something planted in every private field, whichever of them it names."""
    said = {}
    for path in sorted(LETTERS.glob("*.txt")):
        why = "A slip" if path.stem in FOR_WHOEVER_IS_TOLD else "planted-why"
        text = render_to_string(f"meetings/notices/{path.name}", {**private_rows, "reason": why, "why": why})
        said[path.stem] = PLANTED.findall(text)
    assert len(said) > 50
    assert {stem: found for stem, found in said.items() if found} == {}


@pytest.fixture
def its_paper(case, police_lead, partnership):
    """Its paper as it was submitted late and returned, and the advice that is asked on it."""
    report = written(case, police_lead)
    submission = reports.submit_report(report, by=police_lead)
    submission.is_late, submission.late_reason, submission.comments = True, "planted-late", "planted-comments"
    seat = partnership.seats["housing"]
    question = "planted-question"
    asked = Advice(paper=report.paper, seat=seat, question=question, wanted_by=BY, view="favourable")
    paper = Paper(pk=1, item=case, title="planted-title", withdrawn_reason="planted-reason")
    return {"report": report, "submission": submission, "advice": asked, "paper": paper}


@pytest.fixture
def beside_it(case, police_lead, secretary, partnership, board, add_risk):
    """A proposal, a procedure, a risk and an action point, all private."""
    words = {"title": "planted-title", "description": "planted-description", "ground_text": "planted-ground", **PRIVATE}
    third, police = Slot(year=2027, quarter=3), partnership.seats["police"]
    planned = forward.propose(board, third, owner=police, ground="request", by=police_lead, **words)
    words = ("title", "text", "urgency", "recommendations", "short_notice_reason")
    secret = {name: f"planted-{name}" for name in words}
    procedure = written_draft(board, secretary, closes_at=until(1), **secret, **PRIVATE)
    procedure.returned_reason = procedure.withdrawn_reason = "planted-reason"
    risk = {name: f"planted-{name}" for name in ("title", "cause", "event", "effect")}
    return {
        "planned": planned,
        "shown": planned,
        "slot": third,
        "procedure": procedure,
        "risk": add_risk(**risk, privacy="private"),
        "action": ActionPoint(pk=1, item=case, reference="A001", text="planted-text", owner=police, due_on=BY),
    }


@pytest.fixture
def private_rows(case, its_paper, beside_it, police_lead, secretary, board):
    """What letters are given, all about something private."""
    return {
        **its_paper,
        **beside_it,
        "meeting": case.meeting,
        "held": case.meeting,
        "body": board,
        "item": case,
        "items": [case],
        "actions": [(beside_it["action"], "")],
        "is_private": True,
        "said": "It is declined",
        "owner": beside_it["action"].owner,
        "seat": beside_it["action"].owner,
        "recipient": police_lead,
        "by": secretary,
        "today": clock.today(),
    }
