"""What can't wait for a meeting is put to all seats in writing, counted by the body's rule, and reported."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Conflict, NotOpen, Stale
from meetings.models import Decision, Meeting, PlannedItem, WrittenProcedure, WrittenReply
from meetings.queries.procedures import reports_for, standing_of_procedure
from meetings.workflow import procedures as acts
from meetings.workflow.reminders import remind
from meetings.workflow.scheduling import cancel, convene
from meetings.workflow.session import conclude
from partners.models import Appointment, MeetingPolicy
from tests.cast import make_person, make_seat
from tests.meetings.conftest import NOW, sitting, text_of
from tests.meetings.writing import draft, put, say, until, voters

pytestmark = pytest.mark.usefixtures("in_may")


def told(template):
    return {
        each.recipient.name: each.text for each in Notice.objects.filter(template=f"meetings/notices/{template}.txt")
    }


@pytest.fixture
def people(partnership, cast):
    return voters(partnership, cast)


def at(moment):
    return clock.set_to(moment)


def test_it_goes_out_when_the_chair_agrees_and_not_before(board, cast):
    drafted = draft(board, cast.secretary)
    asked = acts.ask_chair(drafted, by=cast.secretary)
    assert set(told("procedure_to_agree")) == {"Rosa Whitfield"}
    assert not told("procedure_opened")
    sent = acts.agree(asked, by=cast.chair)
    assert (sent.state, sent.opened_by, sent.quorum) == ("open", cast.chair, board.meeting_policy.quorum)
    # all seats but the auditor's, with deputies
    assert len(told("procedure_opened")) == 11
    assert "1. Close it from 10pm to 6am\n2. Report back in June" in told("procedure_opened")["Daniel Okafor"]


def test_the_chair_may_return_it_and_the_secretary_hears_why(board, cast):
    asked = acts.ask_chair(draft(board, cast.secretary), by=cast.secretary)
    returned = acts.return_to_secretary(asked, reason="It can wait until June.", by=cast.chair)
    assert (returned.state, returned.returned_reason) == ("draft", "It can wait until June.")
    assert "It can wait until June." in told("procedure_returned")["Asha Patel"]


def test_enough_agree_and_it_is_the_next_decision_in_the_register(board, cast, partnership, people):
    procedure = put(board, cast)
    say(procedure, partnership, people, chair="agree", police="agree", council="agree", probation="disagree")
    say(procedure, partnership, people, fire="abstain")
    closed = acts.close(procedure, by=cast.secretary)
    decision = Decision.objects.get()
    assert (decision.reference, decision.outcome, decision.quorate) == ("CCSP/2027/001", "agreed", True)
    assert (decision.votes_for, decision.votes_against, decision.votes_abstained) == (3, 1, 1)
    assert decision.text == "1. Close it from 10pm to 6am\n2. Report back in June"
    assert closed.account == (
        "Agreed by written procedure: 3 agreed, 1 did not, 1 abstained, 0 did not reply; quorum 4, 5 replied"
    )
    assert closed.account in told("procedure_closed")["Owen Bright"]


def test_a_tie_is_not_agreed_and_where_the_policy_says_so_the_chair_decides(board, cast, partnership, people):
    answers = {"chair": "agree", "police": "disagree", "council": "agree", "probation": "disagree", "fire": "abstain"}
    tied = put(board, cast)
    say(tied, partnership, people, **answers)
    assert acts.close(tied, by=cast.secretary).outcome == "not agreed"
    MeetingPolicy.objects.update(casting_vote=True)
    board.refresh_from_db()
    decided = put(board, cast)
    say(decided, partnership, people, **answers)
    assert acts.close(decided, by=cast.secretary).account.endswith("decided by the chair’s casting vote")


def test_with_too_few_replies_there_is_no_decision(board, cast, partnership, people):
    procedure = put(board, cast)
    say(procedure, partnership, people, chair="agree", council="agree")
    with at(until(8)):
        closed = acts.close(procedure, by=cast.secretary)
    assert (closed.outcome, Decision.objects.exists()) == ("no quorum", False)


def test_one_seat_that_votes_can_send_it_to_a_meeting_and_one_that_does_not_cannot(
    board, cast, partnership, people, sign_in
):
    procedure = put(board, cast)
    acts.reply(procedure, partnership.seats["housing"], "discuss", by=cast.housing_rep)
    with pytest.raises(Conflict):
        acts.close(procedure, by=cast.secretary)
    say(procedure, partnership, people, chair="agree", police="discuss")
    closed = acts.close(procedure, by=cast.secretary)
    assert (closed.outcome, Decision.objects.exists()) == ("to a meeting", False)
    planned = PlannedItem.objects.get()
    assert (planned.title, planned.state, planned.why) == (
        closed.title,
        "proposed",
        "A request: It could not be decided in writing",
    )
    page = text_of(sign_in(cast.police_lead).get(closed.get_absolute_url()))
    assert f"Proposed for another meeting of the Board: {closed.title}" in page
    assert planned.description.startswith(closed.text)
    assert planned.description.endswith("Recommendations\n1. Close it from 10pm to 6am\n2. Report back in June")
    page = sign_in(cast.police_lead).get(planned.get_absolute_url())
    assert "The written procedure, with its papers and replies" in text_of(page)
    assert closed.get_absolute_url() in page.content.decode()
    assert "1 seat asks to discuss it at a meeting" in closed.account


def test_it_can_be_closed_once_all_replied_or_at_the_deadline(board, cast, partnership, people):
    procedure = put(board, cast)
    say(procedure, partnership, people, chair="agree", police="agree", council="agree", probation="agree")
    with pytest.raises(Conflict, match="1 seat has not replied"):
        acts.close(procedure, by=cast.secretary)
    assert not told("procedure_to_close")
    say(procedure, partnership, people, fire="agree")
    assert "All seats have replied." in told("procedure_to_close")["Asha Patel"]
    assert acts.close(procedure, by=cast.secretary).outcome == "agreed"


def test_a_reply_can_be_changed_until_the_deadline_and_not_after(board, cast, partnership):
    procedure = put(board, cast)
    seat = partnership.seats["police"]
    acts.reply(procedure, seat, "agree", by=cast.police_lead)
    acts.reply(procedure, seat, "disagree", remark="Not without lights", by=cast.police_lead)
    assert list(WrittenReply.objects.values_list("answer", "remark")) == [("disagree", "Not without lights")]
    with at(procedure.closes_at - timedelta(seconds=1)):
        acts.reply(procedure, seat, "abstain", by=cast.police_lead)
    with at(procedure.closes_at), pytest.raises(Conflict, match="deadline has passed"):
        acts.reply(procedure, seat, "agree", by=cast.police_lead)


def test_a_deputy_replies_on_behalf_of_the_seat(board, cast, partnership):
    given = acts.reply(put(board, cast), partnership.seats["police"], "agree", by=cast.deputy)
    assert (given.replied_by, given.appointment.kind) == (cast.deputy, "deputy")


def test_a_deputy_never_changes_what_the_holder_replied_and_the_holder_may_change_the_deputy_s(
    board, cast, partnership, sign_in, post
):
    procedure, seat = put(board, cast), partnership.seats["police"]
    url = f"/meetings/written/{procedure.pk}/reply/{seat.pk}/"
    assert post(cast.deputy, url, {"answer": "agree", "version": "0"}).status_code == 302
    assert "Megan Price, replied for your seat: agree." in told("procedure_replied_for")["Daniel Okafor"]
    client = sign_in(cast.police_lead)
    assert "Megan Price replied for the seat: agree" in text_of(client.get(procedure.get_absolute_url()))
    assert "Megan Price replied for the seat: agree. What you send replaces it, remark and all." in text_of(
        client.get(url)
    )
    assert post(cast.police_lead, url, {"answer": "disagree", "version": "1"}).status_code == 302
    refused = "The holder of this seat has replied, so a deputy can’t change it."
    page = text_of(sign_in(cast.deputy).get(procedure.get_absolute_url()))
    assert f"Daniel Okafor replied for the seat: do not agree {refused}" in page
    assert "Change the reply" not in page
    page = post(cast.deputy, url, {"answer": "agree", "version": "2"})
    assert (page.status_code, refused in text_of(page)) == (409, True)
    with pytest.raises(Conflict, match="so a deputy can"):
        acts.reply(procedure, seat, "agree", by=cast.deputy)
    assert (WrittenReply.objects.get().answer, len(told("procedure_replied_for"))) == ("disagree", 1)


def test_the_letter_about_a_deputy_s_reply_says_nothing_of_what_is_private(board, cast, partnership):
    private = {"privacy": "private", "private_reason": "It names a victim", "public_title": "A safeguarding matter"}
    acts.reply(put(board, cast, **private), partnership.seats["police"], "disagree", by=cast.deputy)
    letter = told("procedure_replied_for")["Daniel Okafor"]
    assert "What they replied is on its page." in letter
    assert "do not agree" not in letter
    assert "underpass" not in letter


def test_a_deputy_may_say_otherwise_once_the_holder_who_replied_has_left(board, cast, partnership):
    procedure, seat = put(board, cast), partnership.seats["police"]
    acts.reply(procedure, seat, "disagree", by=cast.police_lead)
    Appointment.objects.filter(person=cast.police_lead).update(to_on=clock.today())
    with at(NOW + timedelta(days=1)):
        assert acts.reply(procedure, seat, "agree", by=cast.deputy).answer == "agree"
    assert not told("procedure_replied_for")


def test_of_two_at_once_the_second_sees_what_the_first_said(board, cast, partnership):
    procedure, seat = put(board, cast), partnership.seats["police"]
    acts.reply(procedure, seat, "agree", version=0, by=cast.deputy)
    with pytest.raises(Stale) as stale:
        acts.reply(procedure, seat, "disagree", version=0, by=cast.police_lead)
    assert (stale.value.theirs.answer, stale.value.yours["answer"]) == ("agree", "disagree")


def test_who_may_reply_and_for_what(board, cast, partnership):
    for name, person in cast.everybody.items():
        procedure = put(board, cast)
        for seat in partnership.seats.values():
            mine = person.is_authenticated and person.appointments.current().filter(seat=seat).exists()
            if mine and name != "auditor":
                acts.reply(procedure, seat, "abstain", by=person)
            else:
                with pytest.raises(PermissionDenied):
                    acts.reply(procedure, seat, "abstain", by=person)


def test_who_has_left_replies_no_more_and_what_they_said_does_not_count(board, cast, partnership, people):
    procedure = put(board, cast)
    say(procedure, partnership, people, fire="disagree")
    leaving = Appointment.objects.get(person=people["fire"])
    Appointment.objects.filter(pk=leaving.pk).update(to_on=clock.today())
    with at(NOW + timedelta(days=1)):
        people["fire"].__dict__.pop("_standing", None)
        with pytest.raises(PermissionDenied):
            acts.reply(procedure, partnership.seats["fire"], "agree", by=people["fire"])
        standing = standing_of_procedure(procedure)
        assert (standing.count.against, standing.voting_seats) == (0, 5)
        make_person("New Comer", partnership.seats["fire"], from_on=clock.today())
        standing = standing_of_procedure(procedure)
        assert [each.seat.title for each in standing.silent if each.outdated] == ["Operations commander"]


def test_a_seat_that_falls_vacant_is_not_waited_for(board, cast, partnership, people):
    procedure = put(board, cast)
    say(procedure, partnership, people, chair="agree", police="agree", council="agree", probation="agree")
    Appointment.objects.filter(person=people["fire"]).update(to_on=clock.today())
    with at(NOW + timedelta(days=1)):
        closed = acts.close(procedure, by=cast.secretary)
    assert closed.account.startswith("Agreed by written procedure: 4 agreed, 0 did not, 0 abstained, 0 did not reply")


def test_a_deadline_on_the_night_the_clocks_go_back_is_one_moment(board, cast, partnership):
    first = datetime(2027, 10, 31, 1, 30, tzinfo=clock.LONDON)
    second = first.replace(fold=1)
    with at(datetime(2027, 10, 25, 9, tzinfo=clock.LONDON)):
        procedure = put(board, cast, closes_at=second)
    with at(first + timedelta(0)):
        acts.reply(procedure, partnership.seats["police"], "agree", by=cast.police_lead)
    with at(second), pytest.raises(Conflict):
        acts.reply(procedure, partnership.seats["police"], "agree", by=cast.police_lead)


def test_a_body_without_rules_decides_nothing_in_writing(partnership):
    seat = make_seat(partnership.group, partnership.organisations["fire"], "secretary", role="secretary", voting=False)
    eve = make_person("Eve Long", seat)
    with pytest.raises(NotOpen, match="no rules for its meetings"):
        draft(partnership.group, eve)


def test_it_is_closed_once(board, cast, partnership, people):
    procedure = put(board, cast)
    say(procedure, partnership, people, chair="agree", police="agree", council="agree", probation="agree", fire="agree")
    acts.close(procedure, by=cast.secretary)
    with pytest.raises(NotOpen):
        acts.close(procedure, by=cast.secretary)
    assert Decision.objects.count() == 1


def test_the_numbers_of_meetings_and_procedures_are_one_series(board, cast, partnership, people):
    for number in (1, 2):
        procedure = put(board, cast)
        answers = dict.fromkeys(("chair", "police", "council", "probation", "fire"), "agree")
        say(procedure, partnership, people, **answers)
        acts.close(procedure, by=cast.secretary)
        assert procedure.decision.reference == f"CCSP/2027/00{number}"


def test_withdrawn_says_why_and_everybody_asked_hears_it(board, cast):
    procedure = put(board, cast)
    with pytest.raises(ValidationError):
        acts.withdraw(procedure, reason=" ", by=cast.secretary)
    acts.withdraw(procedure, reason="The lights are mended.", by=cast.secretary)
    assert "Why: The lights are mended." in told("procedure_withdrawn")["Daniel Okafor"]
    assert len(told("procedure_withdrawn")) == 11


def test_a_draft_is_withdrawn_in_silence(board, cast):
    acts.withdraw(draft(board, cast.secretary), reason="Not needed", by=cast.secretary)
    assert not Notice.objects.exists()


def test_only_silent_seats_are_reminded_and_once_each(board, cast, partnership):
    procedure = put(board, cast)
    acts.reply(procedure, partnership.seats["police"], "agree", by=cast.police_lead)
    with at(procedure.closes_at - timedelta(days=1)):
        remind()
        remind()
    reminded = Notice.objects.filter(template="meetings/notices/procedure_reminder.txt")
    assert sorted(each.recipient.name for each in reminded) == ["Rosa Whitfield", "Sam Tolland", "Tom Hargreaves"]


def test_at_the_deadline_the_secretary_is_told_once(board, cast):
    procedure = put(board, cast)
    with at(procedure.closes_at):
        remind()
        remind()
    assert "The deadline has passed." in told("procedure_to_close")["Asha Patel"]
    assert Notice.objects.filter(template="meetings/notices/procedure_to_close.txt").count() == 1


def closed(board, cast, partnership, people, **fields):
    procedure = put(board, cast, **fields)
    answers = dict.fromkeys(("chair", "police", "council", "probation", "fire"), "agree")
    say(procedure, partnership, people, **answers)
    return acts.close(procedure, by=cast.secretary)


def test_it_is_reported_to_the_next_meeting_alone_until_that_has_concluded(board, cast, partnership, people):
    june = convene(board, sitting(date(2027, 6, 10)), by=cast.secretary)
    september = convene(board, sitting(date(2027, 9, 9)), by=cast.secretary)
    procedure = closed(board, cast, partnership, people)
    assert [each.procedure for each in reports_for(june, cast.observer)] == [procedure]
    assert not reports_for(september, cast.observer)
    held = datetime(2027, 6, 10, 14, tzinfo=clock.LONDON)
    with at(held):
        Meeting.objects.filter(pk=june.pk).update(state="in session", circulated_at=NOW, opened_at=held)
        june.items.update(purpose="note")
        june = conclude(Meeting.objects.get(pk=june.pk), by=cast.secretary)
    procedure.refresh_from_db()
    assert procedure.reported_to == june
    with at(datetime(2027, 7, 1, 9, tzinfo=clock.LONDON)):
        assert [each.procedure for each in reports_for(june, cast.observer)] == [procedure]
        assert not reports_for(september, cast.observer)


def test_a_cancelled_meeting_hands_it_on(board, cast, partnership, people):
    june = convene(board, sitting(date(2027, 6, 10)), by=cast.secretary)
    september = convene(board, sitting(date(2027, 9, 9)), by=cast.secretary)
    procedure = closed(board, cast, partnership, people)
    june = cancel(june, reason="Elections", by=cast.secretary)
    assert not reports_for(june, cast.chair)
    assert [each.procedure for each in reports_for(september, cast.chair)] == [procedure]


def test_a_decision_is_of_an_item_or_of_a_procedure(board, cast, partnership, people):
    closed(board, cast, partnership, people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(procedure=None)


def test_one_by_written_procedure_is_not_reworded(board, cast, partnership, people, sign_in):
    decision = closed(board, cast, partnership, people).decision
    client = sign_in(cast.secretary)
    assert client.get(f"/meetings/decisions/{decision.pk}/correct/").status_code == 409
    assert client.get(f"/meetings/decisions/{decision.pk}/dissent/").status_code == 409
    assert WrittenProcedure.objects.get().decision == decision


def test_the_night_before_is_in_time(board, cast):
    with pytest.raises(ValidationError):
        draft(board, cast.secretary, closes_at=NOW)
    draft(board, cast.secretary, closes_at=until(0, time(23, 59)), short_notice_reason="The court sits tomorrow")


def test_what_was_counted_stays_as_it_was_whoever_sits_there_later(board, cast, partnership, people):
    procedure = closed(board, cast, partnership, people)
    Appointment.objects.filter(person=people["fire"]).update(to_on=clock.today())
    with at(NOW + timedelta(days=30)):
        make_person("New Comer", partnership.seats["fire"], from_on=clock.today())
        standing = standing_of_procedure(procedure)
        assert (standing.count.agreed, standing.silent) == (5, [])
