"""A plan goes from draft to everybody's eyes by way of the Board, and its promises can be followed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from ccsp_portal.workflow import NotOpen, Stale
from meetings.workflow.records import correct_decision
from plans.models import PlanVersion
from plans.queries.contents import contents, due_by
from plans.workflow import plan as acts
from plans.workflow import promises
from tests.factories import make_decision, make_item, make_meeting


def test_a_plan_lasts_three_years_from_1_april(draft):
    assert draft.plan.period == "April 2027 to March 2030"


def test_a_draft_that_lacks_something_is_told_what(draft, priority, secretary):
    with pytest.raises(ValidationError) as refusal:
        acts.put_before_board(draft, by=secretary)
    assert refusal.value.messages == [
        "“Fewer knives” has no measure: add how the partnership will know that it is being met.",
        "“Fewer knives” has no commitment: add what will be done, by whom and by when.",
    ]


def test_an_empty_draft_is_told_to_begin(draft, secretary):
    with pytest.raises(ValidationError, match="Write at least one priority"):
        acts.put_before_board(draft, by=secretary)


def test_a_plan_before_the_board_can_not_be_written_in(before_board, priority, secretary):
    with pytest.raises(NotOpen):
        acts.write_theme(before_board, name="Another", by=secretary)
    with pytest.raises(NotOpen):
        promises.rewrite_priority(priority, version=1, recommendations=[], by=secretary, title="Other")


def test_the_board_adopts_by_an_agreed_quorate_decision_about_this_plan_alone(before_board, decided, board, secretary):
    elsewhere = make_item(make_meeting(board, secretary, day=date(2027, 6, 10), state="in session"))
    others = [
        make_decision(decided.item, secretary, outcome="not agreed"),
        make_decision(decided.item, secretary, outcome="noted"),
        make_decision(decided.item, secretary, outcome="deferred"),
        make_decision(decided.item, secretary, quorate=False),
        make_decision(elsewhere, secretary),
    ]
    for other in others:
        with pytest.raises(ValidationError, match="while quorate, on an item about this plan"):
            acts.adopt(before_board, decision=other, by=secretary)
    adopted = acts.adopt(before_board, decision=decided, by=secretary)
    assert (adopted.state, adopted.adopted_by, len(adopted.sha256)) == ("adopted", decided, 64)
    [approval] = adopted.approvals.all()
    assert (approval.body, approval.approved_on, approval.decision) == (board, date(2027, 3, 18), decided)


def test_a_decision_that_was_superseded_adopts_nothing(before_board, decided, secretary):
    later = make_decision(decided.item, secretary, outcome="deferred")
    type(later).objects.filter(pk=later.pk).update(supersedes=decided)
    with pytest.raises(ValidationError, match="while quorate, on an item about this plan"):
        acts.adopt(before_board, decision=decided, by=secretary)


def test_what_was_decided_stands_once_a_plan_was_adopted_by_it(published, decided, secretary):
    with pytest.raises(ValidationError, match="A plan or an assessment rests on this decision"):
        correct_decision(decided, text="x", outcome="noted", version=decided.version, by=secretary)


def test_the_register_and_the_decision_say_that_the_plan_rests_on_it(published, decided, secretary, sign_in):
    client = sign_in(secretary)
    for address in ("/meetings/decisions/", decided.get_absolute_url()):
        page = client.get(address).content.decode()
        assert f'<a class="govuk-link" href="{published.get_absolute_url()}">{published}</a> was adopted by' in page
    assert f"{published} was adopted by it" in client.get("/meetings/decisions/decisions.csv").content.decode()


def test_the_same_words_have_the_same_hash_and_others_another(before_board, decided, secretary):
    first = acts.content_hash(before_board)
    assert acts.content_hash(PlanVersion.objects.get(pk=before_board.pk)) == first
    draft = acts.take_back(before_board, by=secretary)
    acts.write_summary(draft, summary="Safer.", version_read=draft.version, by=secretary)
    assert acts.content_hash(PlanVersion.objects.get(pk=draft.pk)) != first


@pytest.mark.parametrize("name", ["chair", "police_lead", "councillor", "analyst", "former_member", "auditor"])
def test_only_the_secretary_takes_the_plan_through_the_board(name, cast, before_board, decided):
    with pytest.raises(PermissionDenied):
        acts.adopt(before_board, decision=decided, by=cast.everybody[name])


def test_two_who_change_the_same_priority_are_told(priority, secretary, recommendation):
    words = {"recommendations": [recommendation], "by": secretary}
    promises.rewrite_priority(priority, version=1, title="First", **words)
    with pytest.raises(Stale) as stale:
        promises.rewrite_priority(priority, version=1, title="Second", **words)
    assert stale.value.theirs.title == "First"


def test_what_is_removed_can_be_put_back(draft, commitment, secretary):
    promises.remove(commitment, by=secretary)
    assert contents(draft).commitments == []
    promises.put_back(commitment, by=secretary)
    assert [wording.text for wording in contents(draft).commitments] == ["Visit every school"]


def test_a_commitment_is_late_from_the_day_after_it_was_promised_for(published, commitment, clock_at):
    def standing_on(day):
        with clock_at(day):
            return contents(published).commitments[0].standing

    assert standing_on(date(2027, 9, 30)) == "under way"
    assert standing_on(date(2027, 10, 1)) == "late"


def test_the_owner_reports_until_it_is_complete(published, commitment, police_lead, deputy, clock_at):
    promises.report_progress(commitment.commitment, text="Half done", complete=False, by=deputy)
    with clock_at(date(2027, 9, 1)):
        promises.report_progress(commitment.commitment, text="All done", complete=True, by=police_lead)
    commitment.commitment.refresh_from_db()
    assert (commitment.commitment.state, commitment.commitment.completed_on) == ("complete", date(2027, 9, 1))
    assert [report.text for report in commitment.commitment.progress.all()] == ["All done", "Half done"]


def test_a_commitment_reported_open_again_is_open(published, commitment, police_lead):
    for complete in (True, False):
        promises.report_progress(commitment.commitment, text="…", complete=complete, by=police_lead)
    commitment.commitment.refresh_from_db()
    assert (commitment.commitment.state, commitment.commitment.completed_on) == ("open", None)


@pytest.mark.parametrize("name", ["chair", "council_officer", "housing_rep", "councillor", "former_member"])
def test_nobody_reports_for_another_seat(name, cast, published, commitment):
    with pytest.raises(PermissionDenied):
        promises.report_progress(commitment.commitment, text="…", complete=False, by=cast.everybody[name])


def test_there_is_no_progress_on_a_plan_that_is_not_adopted(whole, commitment, police_lead):
    with pytest.raises(ValidationError, match="not adopted yet"):
        promises.report_progress(commitment.commitment, text="…", complete=False, by=police_lead)


def test_what_is_due_is_known_by_seat(published, commitment, partnership):
    day = date(2027, 9, 30)
    assert list(due_by(day)) == [commitment]
    assert list(due_by(day, seats=[partnership.seats["police"].pk])) == [commitment]
    assert list(due_by(day, seats=[partnership.seats["fire"].pk])) == []
    assert list(due_by(day - timedelta(days=1))) == []


def test_the_public_sees_a_plan_once_it_is_published(before_board, decided, secretary, cast):
    def seen():
        return PlanVersion.objects.visible_to(cast.public).exists()

    adopted = acts.adopt(before_board, decision=decided, by=secretary)
    assert not seen()
    acts.publish(adopted, by=secretary)
    assert seen()


def test_a_removed_priority_takes_its_promises_with_it_and_brings_them_back(whole, priority, commitment, secretary):
    [measure] = whole.measures.all()
    promises.remove(measure, by=secretary)
    promises.remove(priority, by=secretary)
    assert (contents(whole).themes, contents(whole).commitments) == ([], [])
    promises.put_back(priority, by=secretary)
    [(_, [shown])] = contents(whole).themes
    assert (shown.live_commitments, shown.live_measures) == ([commitment], [])


@pytest.mark.parametrize("size", [1, 3])
def test_the_contents_cost_five_queries_whatever_their_size(
    size, whole, priority, partnership, secretary, django_assert_num_queries
):
    for number in range(size - 1):
        due = {"owner": partnership.seats["fire"], "due_on": date(2028, 1, 31)}
        promises.write_commitment(priority, text=f"Also {number}", **due, by=secretary)
    with django_assert_num_queries(5):
        assert len(contents(whole).commitments) == size
