"""The plan's pages, for the secretary who writes it and for everybody who reads it."""

from datetime import date

import pytest
from django.urls import reverse

from plans.models import CommitmentWording, Plan, PlanVersion
from plans.workflow import plan as acts
from plans.workflow import promises
from tests.meetings.conftest import text_of


def page_of(version):
    return reverse("plans:show_plan", args=[version.pk])


def test_the_secretary_writes_a_plan_page_by_page(secretary, sign_in, send, recommendation, partnership):
    sign_in(secretary)
    send(reverse("plans:start_plan"), title="Safer Coventry", first_year="2027", years="3")
    version = PlanVersion.objects.get()
    send(reverse("plans:write_theme", args=[version.pk]), name="Serious violence")
    theme = version.plan.themes.get()
    send(
        reverse("plans:write_priority", args=[version.pk]),
        theme=theme.pk,
        title="Fewer knives",
        text="Because they kill.",
        recommendations=[recommendation.pk],
    )
    priority = version.priorities.get()
    measure = {"name": "Knife crime", "source": "Police", "direction": "down", "baseline": "412", "target": "350"}
    send(reverse("plans:write_measure", args=[priority.pk]), **measure)
    due = {"due_on-day": "30", "due_on-month": "9", "due_on-year": "2027"}
    owner = partnership.seats["police"].pk
    answer = send(reverse("plans:write_commitment", args=[priority.pk]), text="Visit every school", owner=owner, **due)
    assert answer.status_code == 302
    answer = send(reverse("plans:put_before_board", args=[version.pk]))
    assert answer.url == reverse("plans:put_on_agenda", args=[version.pk])
    version.refresh_from_db()
    assert version.state == "before the board"


def test_a_draft_that_lacks_something_stays_a_draft(secretary, sign_in, send, draft, words):
    sign_in(secretary)
    answer = send(reverse("plans:put_before_board", args=[draft.pk]))
    assert answer.status_code == 422
    assert "Write at least one priority before you put the plan before the Board." in words(answer)


def test_a_commitment_after_the_plans_last_day_is_refused_and_nothing_typed_is_lost(
    secretary, sign_in, send, priority, partnership
):
    sign_in(secretary)
    due = {"due_on-day": "1", "due_on-month": "4", "due_on-year": "2030"}
    owner = partnership.seats["police"].pk
    answer = send(reverse("plans:write_commitment", args=[priority.pk]), text="Visit schools", owner=owner, **due)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "must be 31 March 2030 or earlier" in page
    assert "Visit schools" in page
    assert not CommitmentWording.objects.exists()


def test_the_second_of_two_plans_for_the_same_years_is_refused(secretary, sign_in, send, draft):
    sign_in(secretary)
    answer = send(reverse("plans:start_plan"), title="Safer Coventry", first_year="2027", years="3")
    assert (answer.status_code, Plan.objects.count()) == (422, 1)


def test_a_stale_change_shows_both_texts(secretary, sign_in, send, priority, recommendation):
    sign_in(secretary)
    promises.rewrite_priority(priority, version=1, title="Theirs", recommendations=[recommendation], by=secretary)
    answers = {"theme": priority.theme_id, "title": "Mine", "recommendations": [recommendation.pk], "version": "1"}
    answer = send(reverse("plans:rewrite", args=["priority", priority.pk]), **answers)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page


def test_what_was_removed_is_offered_back(secretary, sign_in, send, whole, commitment):
    sign_in(secretary)
    answer = send(reverse("plans:remove", args=["commitment", commitment.pk]))
    assert answer.url == reverse("plans:put_back", args=["commitment", commitment.pk])
    send(answer.url)
    commitment.refresh_from_db()
    assert commitment.removed_at is None


def test_a_double_click_on_publish_publishes_once(secretary, sign_in, send, before_board, decided):
    adopted = acts.adopt(before_board, decision=decided, by=secretary)
    sign_in(secretary)
    answer = send(reverse("plans:publish_plan", args=[adopted.pk]))
    assert answer.status_code == 302
    assert send(reverse("plans:publish_plan", args=[adopted.pk])).status_code == 409


@pytest.mark.parametrize(
    ("name", "seen"), [("public", 404), ("housing_rep", 200), ("councillor", 200), ("former_member", 404)]
)
def test_a_draft_is_for_seat_holders(name, seen, cast, sign_in, draft):
    assert sign_in(cast.everybody[name]).get(page_of(draft)).status_code == seen


@pytest.mark.parametrize("name", ["public", "councillor", "former_member"])
def test_everybody_reads_a_published_plan_and_what_is_late(name, cast, sign_in, published, clock_at, words):
    client = sign_in(cast.everybody[name])
    with clock_at(date(2027, 10, 9)):
        whole, late = client.get(page_of(published)), client.get(page_of(published), {"late": "1"})
    assert "West Midlands Police, by 30 September 2027 Late by 9 days" in words(whole)
    assert "Visit every school" in words(late)
    assert "Knife crime" in words(whole)
    assert "Knife crime" not in words(late)


def test_the_public_sees_no_name_of_who_reported(published, commitment, police_lead, client, words):
    promises.report_progress(commitment.commitment, text="Half the schools", complete=False, by=police_lead)
    seen = words(client.get(reverse("plans:show_commitment", args=[commitment.pk])))
    assert "Half the schools" in seen
    assert police_lead.name not in seen


def test_only_the_owner_is_offered_to_report(published, commitment, cast, sign_in):
    page = reverse("plans:show_commitment", args=[commitment.pk])
    assert "Report progress" in sign_in(cast.police_lead).get(page).content.decode()
    assert "Report progress" not in sign_in(cast.housing_rep).get(page).content.decode()
    assert cast.housing_rep and sign_in(cast.housing_rep).get(f"{page}progress/").status_code == 403


@pytest.mark.parametrize("size", [1, 3])
def test_the_plan_costs_the_same_whatever_its_size(
    size, published, priority, partnership, commitment, client, django_assert_num_queries
):
    for number in range(size - 1):
        again = CommitmentWording.objects.get(pk=commitment.pk)
        other = type(again.commitment).objects.create(priority=again.commitment.priority)
        again.pk, again.commitment, again.text = None, other, f"Also {number}"
        again.save()
    with django_assert_num_queries(7):
        assert client.get(page_of(published)).status_code == 200


def test_a_plan_whose_decision_turns_out_to_be_without_a_quorum_says_so_to_everybody(
    before_board, decided, secretary, client
):
    version = acts.publish(acts.adopt(before_board, decision=decided, by=secretary), by=secretary)
    page = reverse("plans:show_plan", args=[version.pk])
    said = "Taken without a quorum A later meeting may have to confirm it."
    first = client.get(page)
    assert said not in text_of(first)
    decided.quorate = False
    decided.save()
    again = client.get(page, headers={"If-None-Match": first.get("ETag", "")})
    assert (again.status_code, said in text_of(again)) == (200, True)
