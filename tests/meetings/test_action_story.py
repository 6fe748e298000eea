"""An action point from raised to closed and opened again: who may, what is kept, and how its story reads."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.notices.models import Notice
from ccsp_portal.typeset.reading import texts_of
from ccsp_portal.workflow import NotOpen, Stale
from meetings.models import ActionPoint, ActionStep, Evidence, Minutes, Opening, ReadingCopy, Redating
from meetings.workflow import actions as acts
from meetings.workflow.copies import make_missing_copies
from meetings.workflow.evidence import attach_evidence
from meetings.workflow.minutes import write_minute
from meetings.workflow.records import raise_action, record_decision
from meetings.workflow.redating import agree_to_date, ask_for_date, postpone_action, refuse_date
from partners.models import Appointment
from tests.factories import make_meeting
from tests.meetings.conftest import boxes, text_of
from tests.meetings.files import picture, xlsx
from tests.meetings.pdfs import pdf, upload
from tests.meetings.running import HELD_ON, seat_of

DUE = date(2027, 4, 30)
LATER = DUE + timedelta(14)
READERS = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}


def asked(item, cast, text="Write to the schools", **fields):
    given = {"text": text, "owner": seat_of(cast.police_lead), "due_on": DUE} | fields
    return raise_action(item, **given, by=cast.secretary)


@pytest.fixture
def action(item, cast):
    return asked(item, cast)


def url(name, thing):
    return reverse(f"meetings:{name}", args=[thing.pk])


def told():
    return {(notice.recipient.name, notice.subject) for notice in Notice.objects.all()}


# ── what it comes from, and whose it is ──────────────────────────────────────────────────────────────────────────────


def test_it_keeps_whom_it_was_asked_of_and_passes_on_with_the_seat(action, cast, sign_in, clock_at):
    assert action.person == cast.police_lead
    Appointment.objects.filter(person=cast.police_lead).update(to_on=HELD_ON)
    with clock_at(HELD_ON + timedelta(1)):
        assert "The seat is vacant Asked of Daniel Okafor" in text_of(
            sign_in(cast.secretary).get(action.get_absolute_url())
        )
        Appointment.objects.create(seat=action.owner, person=cast.observer, from_on=HELD_ON + timedelta(1))
        page = text_of(sign_in(cast.observer).get(action.get_absolute_url()))
        assert "Held by Owen Bright Asked of Daniel Okafor, who held the seat then" in page
        assert acts.update_action(action, text="I take it on", by=cast.observer).updated_by == cast.observer


def test_it_keeps_the_paragraph_the_decision_and_its_supporters(item, cast, post, sign_in):
    write_minute(item, "The commander reported.\n\nMembers asked for a letter.", by=cast.secretary)
    decision = record_decision(item, outcome="agreed", text="That we write", by=cast.secretary)
    answers = {
        "text": "Write", "owner": seat_of(cast.police_lead).pk, "paragraph": "2", "decision": decision.pk,
        "supporters": [seat_of(cast.chair).pk], **boxes("due_on", DUE),
    }  # fmt: skip
    assert post(cast.secretary, url("raise_action", item), answers).status_code == 302
    action = ActionPoint.objects.get()
    assert (action.origin, action.decision, list(action.supporters.all())) == ("1.2", decision, [seat_of(cast.chair)])
    Minutes.objects.create(meeting=item.meeting)
    page = sign_in(cast.secretary).get(action.get_absolute_url()).content.decode()
    assert f'href="/meetings/{item.meeting_id}/minutes/#paragraph-1.2"' in page
    assert action.reference in text_of(sign_in(cast.secretary).get(decision.get_absolute_url()))


@pytest.mark.parametrize(
    ("due", "remark"),
    [
        (date(2027, 4, 30), ""),
        (date(2027, 5, 2), " 2 May 2027 is a Sunday."),
        (date(2027, 5, 3), " 3 May 2027 is a bank holiday: May Day."),
    ],
)
def test_a_day_on_which_nobody_works_is_taken_and_remarked_upon(item, cast, post, due, remark):
    answers = {"text": "Write", "owner": seat_of(cast.police_lead).pk, **boxes("due_on", due)}
    answer = post(cast.secretary, url("raise_action", item), answers)
    action = ActionPoint.objects.get()
    [said] = get_messages(answer.wsgi_request)
    assert (action.due_on, str(said)) == (due, f"The action point is raised as {action.reference}.{remark}")


def test_a_supporting_seat_updates_it_and_the_owner_alone_says_it_is_done(item, cast, post):
    action = asked(item, cast, supporters=[seat_of(cast.chair)])
    sent = {"text": "We helped", "stands": "done", "version": 1}
    assert post(cast.chair, url("update_action", action), sent).status_code == 302
    assert ActionPoint.objects.get().state == "open"
    with pytest.raises(PermissionDenied):
        acts.propose_completion(action, text="Done", by=cast.chair)


# ── closing, and opening again ───────────────────────────────────────────────────────────────────────────────────────


def test_who_says_it_is_done_waits_for_the_secretary_who_sends_it_back(action, cast, post):
    acts.propose_completion(action, text="All sent", by=cast.police_lead)
    with pytest.raises(NotOpen):
        acts.propose_completion(action, text="Again", by=cast.police_lead)
    assert post(cast.police_lead, url("send_back_action", action), {"reason": "x"}).status_code == 403
    assert post(cast.secretary, url("send_back_action", action), {"reason": ""}).status_code == 422
    assert post(cast.secretary, url("send_back_action", action), {"reason": "Two are left"}).status_code == 302
    fresh = ActionPoint.objects.get()
    assert (fresh.state, fresh.proposed_at) == ("open", None)
    assert ("Daniel Okafor", "Not complete yet: CCSP/2026/A001") in told()
    letter = Notice.objects.get(template="meetings/notices/action_sent_back.txt").text
    assert f"What was asked for: {action.text}\n\nWhat is still to be done: Two are left\n\nIt is due by " in letter


def test_a_meeting_closes_it_and_is_named(action, item, cast, post, sign_in):
    other = make_meeting(cast.secretary.appointments.get().seat.body, cast.secretary, day=date(2027, 1, 5))
    refused = post(cast.secretary, url("complete_action", action), {"meeting": other.pk})
    assert refused.status_code == 422
    answers = {"text": "All sent", "meeting": item.meeting_id}
    assert post(cast.secretary, url("complete_action", action), answers).status_code == 302
    fresh = ActionPoint.objects.get()
    assert (fresh.ended_at_meeting_id, fresh.ended_by) == (item.meeting_id, cast.secretary)
    page = text_of(sign_in(cast.police_lead).get(action.get_absolute_url()))
    assert "by the meeting CCSP Board, 11 March 2027" in page
    assert "marked it as complete, as decided by the meeting CCSP Board, 11 March 2027. “All sent”" in page


def test_it_is_opened_again_for_a_reason(action, cast, post):
    assert post(cast.secretary, url("reopen_action", action), {"reason": "x"}).status_code == 409
    acts.drop_action(action, reason="Overtaken", by=cast.chair)
    assert post(cast.secretary, url("reopen_action", action), {"reason": ""}).status_code == 422
    assert post(cast.secretary, url("reopen_action", action), {"reason": "It came back"}).status_code == 302
    fresh = ActionPoint.objects.get()
    assert (fresh.state, fresh.ended_at, fresh.ended_by) == ("open", None, None)
    assert [step.kind for step in fresh.steps.all()] == ["dropped", "reopened"]


def test_the_story_is_kept_for_good(action, cast):
    acts.update_action(action, text="Half are sent", by=cast.police_lead)
    with pytest.raises(DatabaseError), transaction.atomic():
        ActionStep.objects.update(text="None are sent")
    with pytest.raises(DatabaseError), transaction.atomic():
        ActionStep.objects.all().delete()


# ── RAG by hand ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_secretary_sets_the_rag_for_a_reason_until_the_next_update(action, cast, post, sign_in):
    answers = {"rag": "red", "reason": "The partner has left"}
    assert post(cast.chair, url("override_rag", action), answers).status_code == 403
    assert post(cast.secretary, url("override_rag", action), {"rag": "blue", "reason": "x"}).status_code == 422
    assert post(cast.secretary, url("override_rag", action), answers).status_code == 302
    page = text_of(sign_in(cast.observer).get(action.get_absolute_url()))
    assert "R Red" in page
    assert (
        "The RAG is set by hand: The partner has left Asha Patel, 11 March 2027. By the rule it would be green" in page
    )
    acts.update_action(action, text="A new partner is found", by=cast.police_lead)
    fresh = ActionPoint.objects.with_rag().get()
    assert (fresh.override, fresh.rag) == ("", "green")


def test_it_is_set_back_by_a_button_and_twice_is_once(action, cast, post):
    acts.override_rag(action, rag="amber", reason="Watch it", by=cast.secretary)
    for _ in range(2):
        assert post(cast.secretary, url("set_rag_back", action)).status_code == 302
    assert ActionPoint.objects.get().override == ""
    assert [step.kind for step in action.steps.all()] == ["overridden", "set back"]


# ── another date ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_owner_asks_for_another_date_and_the_secretary_agrees(action, cast, post):
    answers = {"text": "Schools are closed", "stands": "later", "version": 1, **boxes("due_on", LATER)}
    assert post(cast.police_lead, url("update_action", action), answers).status_code == 302
    assert ActionPoint.objects.get().due_on == DUE
    assert told() == {("Asha Patel", "Another date is asked for: CCSP/2026/A001")}
    assert post(cast.police_lead, url("answer_date", action), {"decision": "agree"}).status_code == 403
    assert post(cast.secretary, url("answer_date", action), {"decision": "agree"}).status_code == 302
    fresh = ActionPoint.objects.get()
    assert (fresh.due_on, fresh.first_due_on) == (LATER, DUE)
    assert ("Daniel Okafor", "Due by 14 May 2027 now: CCSP/2026/A001") in told()
    assert post(cast.secretary, url("answer_date", action), {"decision": "agree"}).status_code == 409


def test_the_owners_words_stay_the_owners_when_the_secretary_agrees(action, cast, sign_in):
    agree_to_date(ask_for_date(action, due_on=LATER, reason="Holidays", by=cast.police_lead), by=cast.secretary)
    agreed, asked = action.steps.order_by("-at", "-pk")
    assert (agreed.by, agreed.text, asked.by, asked.text) == (cast.secretary, "", cast.police_lead, "Holidays")
    page = text_of(sign_in(cast.police_lead).get(action.get_absolute_url()))
    assert page.count("“Holidays”") == 1


def test_a_refusal_needs_a_reason_and_leaves_the_date(action, cast, post, sign_in):
    ask_for_date(action, due_on=LATER, reason="Holidays", by=cast.police_lead)
    assert post(cast.chair, url("answer_date", action), {"decision": "refuse"}).status_code == 422
    assert post(cast.chair, url("answer_date", action), {"decision": "refuse", "answer": "No"}).status_code == 302
    assert ActionPoint.objects.get().due_on == DUE
    page = text_of(sign_in(cast.police_lead).get(action.get_absolute_url()))
    assert "refused to change the due date from 30 April 2027 to 14 May 2027. “No”" in page


def test_every_date_that_it_ever_had_is_kept(action, cast):
    days = [DUE + timedelta(7), DUE + timedelta(3), DUE]
    for day in days:
        postpone_action(action, due_on=day, reason=f"To {day}", by=cast.secretary)
    kept = list(Redating.objects.values_list("due_was", "due_on"))
    assert kept == [(DUE, days[0]), (days[0], days[1]), (days[1], DUE)]
    assert ActionPoint.objects.get().first_due_on == DUE


def test_a_question_is_overtaken_by_a_change_and_by_closing(action, cast):
    first = ask_for_date(action, due_on=LATER, reason="Holidays", by=cast.police_lead)
    with pytest.raises(ValidationError):
        ask_for_date(action, due_on=LATER + timedelta(1), reason="More", by=cast.police_lead)
    postpone_action(action, due_on=DUE + timedelta(2), reason="A little", by=cast.secretary)
    ask_for_date(action, due_on=LATER, reason="More", by=cast.police_lead)
    acts.complete_action(action, by=cast.secretary)
    assert set(Redating.objects.values_list("state", flat=True)) == {"overtaken", "agreed"}
    with pytest.raises(NotOpen):
        refuse_date(first, answer="No", by=cast.secretary)


def test_a_date_that_has_passed_is_not_agreed_to(action, cast, clock_at):
    redating = ask_for_date(action, due_on=LATER, reason="Holidays", by=cast.police_lead)
    with clock_at(LATER + timedelta(1)), pytest.raises(ValidationError, match="has passed"):
        agree_to_date(redating, by=cast.secretary)


@pytest.mark.parametrize("day", [HELD_ON - timedelta(1), DUE])
def test_the_past_and_the_same_day_are_refused_and_nothing_is_lost(action, cast, post, day):
    answers = {"text": "Schools are closed", "stands": "later", "version": 1, **boxes("due_on", day)}
    page = post(cast.police_lead, url("update_action", action), answers)
    assert page.status_code == 422
    assert page.context["form"]["text"].value() == "Schools are closed"
    with pytest.raises(Stale):
        ask_for_date(action, due_on=LATER, reason="x", version=7, by=cast.police_lead)


# ── evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_evidence_is_for_whoever_reads_the_action_point_from_a_seat(private_item, item, cast, sign_in):
    private = asked(private_item, cast)
    opened = asked(item, cast)
    hidden = attach_evidence(private, upload(pdf(1)), title="The Q7-letter", by=cast.police_lead)
    shown = attach_evidence(opened, upload(pdf(1)), title="The letter", by=cast.police_lead)
    assert Document.objects.get(pk=hidden.document_id).marking == "OFFICIAL-SENSITIVE"
    for name, person in cast.everybody.items():
        client = sign_in(person)
        outside = 302 if name == "public" else 404
        expected = 200 if name in READERS else outside
        assert client.get(url("download_evidence", hidden)).status_code == expected, name
        expected = outside if name in {"public", "former_member"} else 200
        assert client.get(url("download_evidence", shown)).status_code == expected, name
    assert Opening.objects.count() == len(READERS)


def test_evidence_is_attached_on_its_page(action, cast, post, sign_in):
    answers = {"title": "The letter", "file": upload(pdf(1))}
    assert post(cast.chair, url("attach_evidence", action), answers).status_code == 403
    assert post(cast.police_lead, url("attach_evidence", action), {"title": "x"}).status_code == 422
    answers = {"title": "The letter", "file": upload(pdf(1))}
    assert post(cast.police_lead, url("attach_evidence", action), answers).status_code == 302
    assert "The letter" in text_of(sign_in(cast.chair).get(action.get_absolute_url()))


SECRET = "Zephyrine"


def test_evidence_may_be_a_spreadsheet_or_a_photo_and_readers_get_a_copy_without_hidden_data(
    action, cast, post, sign_in
):
    table, photo = xlsx([["Street", "Lamps"], ["Foleshill", 12]], hidden_sheet=SECRET), picture()
    for title, file in (("Count", upload(table, "count.xlsx")), ("Lamps", upload(photo, "lamps.png"))):
        answers = {"title": title, "file": file}
        assert post(cast.police_lead, url("attach_evidence", action), answers).status_code == 302
    counted = Evidence.objects.get(title="Count")
    reader = sign_in(cast.chair)
    assert reader.get(url("download_evidence", counted)).status_code == 503
    assert "Count (its copy for readers is being made)" in text_of(reader.get(action.get_absolute_url()))
    make_missing_copies()
    assert "Count (PDF," in text_of(sign_in(cast.chair).get(action.get_absolute_url()))

    def given(person, evidence):
        answer = sign_in(person).get(url("download_evidence", evidence))
        return answer["Content-Type"], b"".join(answer.streaming_content)

    kind, data = given(cast.chair, counted)
    with pikepdf.open(io.BytesIO(data)) as opened:
        words = " ".join(texts_of(opened))
    assert (kind, "Foleshill" in words, SECRET in words) == ("application/pdf", True, False)
    for person in (cast.police_lead, cast.secretary):
        assert given(person, counted)[1] == table
    kind, data = given(cast.chair, Evidence.objects.get(title="Lamps"))
    assert (kind, data == photo) == ("image/png", False)


def test_who_works_on_it_reads_why_there_is_no_copy_for_readers(action, cast, sign_in):
    evidence = attach_evidence(action, upload(xlsx([["Lamps"]]), "count.xlsx"), title="Count", by=cast.police_lead)
    ReadingCopy.objects.create(document=evidence.document, made_at=clock.now(), problem="It has too many sheets.")
    said = "No copy for readers It has too many sheets."
    assert said in text_of(sign_in(cast.police_lead).get(action.get_absolute_url()))
    assert said not in text_of(sign_in(cast.chair).get(action.get_absolute_url()))


def test_a_file_that_cannot_be_used_says_what_to_do(action, cast, post):
    answers = {"title": "The letter", "file": upload(b"MZ not a paper", "letter.pdf")}
    page = post(cast.police_lead, url("attach_evidence", action), answers)
    assert page.status_code == 422
    assert "The selected file is named “.pdf”, but its content is not a PDF." in text_of(page)
    assert not Evidence.objects.exists()
