"""What a decision came to: outcomes, votes, dissent, who must act, what it supersedes, and what became of it."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.models import Decision, Dissent, Minutes
from meetings.workflow.records import (
    Votes,
    correct_decision,
    raise_action,
    record_decision,
    record_dissent,
    withdraw_dissent,
)
from meetings.workflow.session import declare_interest
from tests.factories import make_decision, make_item, make_meeting
from tests.meetings.conftest import text_of
from tests.meetings.running import AT_TWO, HELD_ON, quorate, seat_of

REGISTER = reverse("meetings:list_decisions")


def decide(item, cast, **fields):
    return record_decision(item, **({"outcome": "agreed", "text": "The Board agreed."} | fields), by=cast.secretary)


def page_of(decision):
    return reverse("meetings:show_decision", args=[decision.pk])


# ── outcomes ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("outcome", ["noted", "deferred", "not agreed", "agreed"])
def test_an_outcome_is_recorded_on_its_page(item, cast, post, sign_in, outcome):
    url = reverse("meetings:record_decision", args=[item.pk])
    assert post(cast.secretary, url, {"outcome": outcome, "text": "So it was."}).status_code == 302
    decision = Decision.objects.get()
    assert decision.outcome == outcome
    assert outcome.capitalize() in text_of(sign_in(cast.observer).get(page_of(decision)))


def test_what_is_referred_says_to_whom(item, cast, post, sign_in, partnership):
    url = reverse("meetings:record_decision", args=[item.pk])
    page = post(cast.secretary, url, {"outcome": "referred", "text": "To the group."})
    assert page.status_code == 422
    assert "Select to which body or organisation it is referred" in text_of(page)
    answers = {"outcome": "referred", "text": "To the group.", "referred_to": f"body:{partnership.group.pk}"}
    assert post(cast.secretary, url, answers).status_code == 302
    council = partnership.organisations["council"]
    answers["referred_to"] = f"organisation:{council.pk}"
    assert post(cast.secretary, url, answers).status_code == 302
    first, second = Decision.objects.all()
    assert (first.referred_to, second.referred_to) == (partnership.group, council)
    assert f"Referred to {council.name}" in text_of(sign_in(cast.observer).get(page_of(second)))


@pytest.mark.parametrize("fields", [{"outcome": "shelved"}, {"outcome": "referred"}, {"votes_for": 1}])
def test_the_database_refuses_what_must_never_be_true(item, cast, fields):
    decision = decide(item, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**fields)


@pytest.mark.parametrize("outcome", ["noted", "referred", "deferred", "not agreed"])
def test_only_what_was_agreed_binds(item, cast, partnership, outcome):
    agreed = decide(item, cast)
    Decision.objects.update(quorate=True)
    to = {"referred_to": partnership.group} if outcome == "referred" else {}
    decide(item, cast, outcome=outcome, **to)
    Decision.objects.update(quorate=True)
    assert list(Decision.objects.binding()) == [agreed]
    decide(item, cast, outcome="noted", supersedes=agreed)
    assert not Decision.objects.binding().exists()


# ── votes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(votes=st.tuples(*[st.integers(0, 5)] * 3), outcome=st.sampled_from(["agreed", "not agreed"]))
def test_there_are_never_more_votes_than_voting_seats_nor_is_agreed_what_was_voted_down(item, cast, votes, outcome):
    with transaction.atomic():
        quorate(item.meeting, cast)
        is_good = sum(votes) <= 4 and (outcome != "agreed" or votes[0] >= votes[1])
        try:
            decision = decide(item, cast, outcome=outcome, votes=Votes(*votes))
        except ValidationError:
            assert not is_good
        else:
            assert is_good
            assert decision.voting_seats == 4
        transaction.set_rollback(True)


def test_who_left_the_room_has_no_vote_and_advisers_have_none(sitting_now, item, cast):
    quorate(sitting_now, cast)
    declare_interest(sitting_now, seat_of(cast.chair), "A landlord", item=item, withdrew=True, by=cast.secretary)
    assert decide(item, cast, votes=Votes(3, 0, 0)).voting_seats == 3
    with pytest.raises(ValidationError, match="These are 4 votes, but 3 voting seats were present"):
        decide(item, cast, votes=Votes(3, 0, 1))


def test_the_form_says_what_is_wrong_with_a_vote_and_keeps_what_was_typed(sitting_now, item, cast, post):
    url = reverse("meetings:record_decision", args=[item.pk])
    answers = {"outcome": "agreed", "text": "Agreed", "votes_for": "3"}
    page = post(cast.secretary, url, answers)
    assert page.status_code == 422
    assert "Enter a number, 0 if there were none" in text_of(page)
    assert '<details class="govuk-details" open>' in page.content.decode()
    page = post(cast.secretary, url, answers | {"votes_against": "0", "votes_abstained": "0"})
    assert "No voting seat is recorded as present. Record attendance first" in text_of(page)
    quorate(sitting_now, cast)
    assert post(cast.secretary, url, answers | {"votes_against": "0", "votes_abstained": "1"}).status_code == 302
    assert Decision.objects.get().vote_in_words == "3 for, 0 against, 1 abstained, of 4 voting seats present"


# ── dissent, and who must act ────────────────────────────────────────────────────────────────────────────────────────


def test_a_seat_that_was_there_dissents_in_its_words_and_the_minutes_say_so(sitting_now, item, cast, post, sign_in):
    decision = decide(item, cast, must_act=[seat_of(cast.police_lead)])
    url = reverse("meetings:record_dissent", args=[decision.pk])
    with pytest.raises(ValidationError, match="Choose a seat that was there"):
        record_dissent(decision, seat=seat_of(cast.chair), words="Too soon", by=cast.secretary)
    quorate(sitting_now, cast)
    assert post(cast.chair, url, {"seat": seat_of(cast.chair).pk, "words": "x"}).status_code == 403
    assert post(cast.secretary, url, {"seat": seat_of(cast.chair).pk, "words": ""}).status_code == 422
    for words in ("Too soon", "Too soon by far"):
        assert post(cast.secretary, url, {"seat": seat_of(cast.chair).pk, "words": words}).status_code == 302
    assert Dissent.objects.get().words == "Too soon by far"
    page = text_of(sign_in(cast.observer).get(page_of(decision)))
    assert "(Rosa Whitfield) “Too soon by far”" in page
    assert "Who must act Local policing area commander, West Midlands Police" in page
    Minutes.objects.create(meeting=sitting_now, state="cleared", cleared_at=AT_TWO, cleared_by=cast.chair)
    public = sign_in(cast.public)
    for address in (page_of(decision), reverse("meetings:show_minutes", args=[sitting_now.pk])):
        words = text_of(public.get(address))
        assert "“Too soon by far”" in words
        assert "Rosa Whitfield" not in words
    assert post(cast.secretary, url, {"seat": seat_of(cast.chair).pk, "words": "x"}).status_code == 409


def test_a_dissent_is_taken_out_again(sitting_now, item, cast, post, sign_in):
    quorate(sitting_now, cast)
    dissent = record_dissent(decide(item, cast), seat=seat_of(cast.chair), words="Too soon", by=cast.secretary)
    url = reverse("meetings:withdraw_dissent", args=[dissent.pk])
    assert post(cast.chair, url).status_code == 403
    assert post(cast.secretary, url).status_code == 302
    assert "Too soon" not in text_of(sign_in(cast.secretary).get(page_of(dissent.decision)))
    withdraw_dissent(Dissent.objects.get(), by=cast.secretary)


# ── superseding ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_later_decision_supersedes_an_earlier_one_and_both_pages_show_it(item, cast, post, sign_in):
    first = decide(item, cast)
    url = reverse("meetings:record_decision", args=[item.pk])
    answers = {"outcome": "agreed", "text": "Otherwise", "supersedes": " ccsp/2026/001 "}
    assert post(cast.secretary, url, answers).status_code == 302
    second = Decision.objects.get(text="Otherwise")
    client = sign_in(cast.observer)
    assert "Superseded by CCSP/2026/002" in text_of(client.get(page_of(first)))
    assert "Supersedes CCSP/2026/001" in text_of(client.get(page_of(second)))
    for number, why in (("CCSP/2026/001", "superseded already, by CCSP/2026/002"), ("CCSP/9", "no decision CCSP/9")):
        page = post(cast.secretary, url, answers | {"supersedes": number})
        assert page.status_code == 422
        assert why in text_of(page)


def test_no_chain_comes_back_to_its_beginning(item, cast):
    first = decide(item, cast)
    second = decide(item, cast, supersedes=first)
    for earlier in (first, second):
        with pytest.raises(ValidationError):
            correct_decision(first, text="x", version=1, supersedes=earlier, by=cast.secretary)
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=first.pk).update(supersedes=earlier)


def test_a_correction_keeps_what_it_does_not_name(sitting_now, item, cast, post):
    quorate(sitting_now, cast)
    seat = seat_of(cast.police_lead)
    decision = decide(item, cast, votes=Votes(3, 1, 0), must_act=[seat])
    corrected = correct_decision(decision, text="Better words", version=1, by=cast.secretary)
    assert (corrected.votes_for, list(corrected.must_act.all())) == (3, [seat])
    url = reverse("meetings:correct_decision", args=[decision.pk])
    answers = {
        "outcome": "agreed",
        "text": "Best",
        "version": 2,
        "votes_for": 2,
        "votes_against": 1,
        "votes_abstained": 1,
    }
    assert post(cast.secretary, url, answers).status_code == 302
    fresh = Decision.objects.get()
    assert (fresh.votes_for, fresh.voting_seats, list(fresh.must_act.all())) == (2, 4, [])


# ── what became of it, and for whom ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def minuted(sitting_now, item, private_item, cast):
    """An open decision superseded by a private one, each with an action point; the minutes are cleared."""
    opened = decide(item, cast, text="Lamps are mended")
    secret = decide(private_item, cast, text="Nightjar goes on", supersedes=opened)
    for thing, text in ((opened, "Count the lamps"), (secret, "Move the Q7-witness")):
        owner = seat_of(cast.police_lead)
        raise_action(thing.item, text=text, owner=owner, due_on=HELD_ON, decision=thing, by=cast.secretary)
    Minutes.objects.create(meeting=sitting_now, state="cleared", cleared_at=AT_TWO, cleared_by=cast.chair)
    return opened


def test_the_public_sees_what_became_of_a_decision_as_far_as_it_may(minuted, cast, sign_in):
    page = text_of(sign_in(cast.public).get(page_of(minuted)))
    assert "Count the lamps" in page
    assert "Open" in page
    for address in (page_of(minuted), REGISTER, *map(reverse, ("meetings:export_decisions",))):
        words = sign_in(cast.public).get(address).content.decode()
        for secret in ("CCSP/2026/002", "Nightjar", "Q7-witness", "A002", "Superseded by CCSP"):
            assert secret not in words, (secret, address)
    assert "Superseded by CCSP/2026/002" in text_of(sign_in(cast.police_lead).get(REGISTER))


def test_the_workbook_holds_what_the_reader_may_read(minuted, cast, sign_in):
    def sheet(person):
        answer = sign_in(person).get(reverse("meetings:export_decisions_workbook"))
        with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
            return package.read("xl/worksheets/sheet1.xml").decode()

    assert "Lamps are mended" in sheet(cast.public)
    assert "Nightjar" not in sheet(cast.public)
    assert "Nightjar" in sheet(cast.chair)


def test_the_tables_say_of_each_decision_whether_it_is_private(minuted, cast, sign_in):
    client = sign_in(cast.chair)
    table = client.get(reverse("meetings:export_decisions")).content.decode().lstrip("\ufeff")
    private = {row["Decision"]: row["Private"] for row in csv.DictReader(io.StringIO(table))}
    assert private == {"Lamps are mended": "No", "Nightjar goes on": "Yes"}
    book = client.get(reverse("meetings:export_decisions_workbook")).content
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        assert ">Private<" in package.read("xl/worksheets/sheet1.xml").decode()


def test_the_register_is_narrowed_to_a_body(minuted, cast, sign_in):
    client = sign_in(cast.secretary)
    for query, count in (("body=board", 2), ("body=drugs-group", 2), ("outcome=noted", 0), ("body=board&year=2026", 2)):
        assert client.get(f"{REGISTER}?{query}").context["page"].paginator.count == count, query


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_page_of_the_register_costs_with_all_that_hangs_on_it(
    board, on_the_day, cast, count, sign_in, django_assert_num_queries
):
    for number in range(count):
        day = HELD_ON - timedelta(number)
        item = make_item(make_meeting(board, cast.secretary, day=day, state="in session", opened_at=AT_TWO))
        earlier = make_decision(item, cast.secretary)
        later = decide(item, cast, supersedes=earlier, must_act=[seat_of(cast.chair)])
        raise_action(item, text="x", owner=seat_of(cast.chair), due_on=HELD_ON, decision=later, by=cast.secretary)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(12):
        client.get(REGISTER)
    # who may take it back is told only where that can be: three more
    with django_assert_num_queries(16):
        client.get(page_of(later))
