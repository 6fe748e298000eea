"""Decisions get a number that no other gets, say whether they were quorate, and are read by whom they may be."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse

from ccsp_portal.history.reading import sentences_for
from ccsp_portal.workflow import Conflict, NotOpen, Stale
from meetings.models import Decision, Minutes, NumberSeries
from meetings.workflow.records import correct_decision, draw_number, record_decision
from meetings.workflow.session import conclude, declare_interest
from tests.factories import make_decision, make_item
from tests.meetings.conftest import text_of
from tests.meetings.running import AT_TWO, quorate, seat_of


def decide(item, by, **fields):
    return record_decision(item, **({"outcome": "agreed", "text": "The Board agreed."} | fields), by=by)


def test_a_decision_is_numbered_in_the_financial_year_of_the_meeting(item, cast, post):
    url = reverse("meetings:record_decision", args=[item.pk])
    for text in ("First", "Second"):
        assert post(cast.secretary, url, {"outcome": "agreed", "text": text}).status_code == 302
    references = Decision.objects.values_list("reference", "text", "decided_at")
    assert list(references) == [("CCSP/2026/001", "First", AT_TWO), ("CCSP/2026/002", "Second", AT_TWO)]


def test_a_number_that_was_not_used_goes_back(item, secretary):
    with pytest.raises(RuntimeError), transaction.atomic():
        draw_number(item.meeting, "decision")
        raise RuntimeError
    assert decide(item, secretary).reference == "CCSP/2026/001"


@pytest.mark.django_db(transaction=True)
def test_people_at_once_draw_every_number_once(item, secretary):
    def draw(_):
        try:
            return decide(item, secretary).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        drawn = sorted(people.map(draw, range(24)))
    assert drawn == [f"CCSP/2026/{number:03d}" for number in range(1, 25)]
    assert NumberSeries.objects.get().last == 24


def test_whether_it_was_quorate_is_kept_as_it_was_then(sitting_now, item, cast):
    assert not decide(item, cast.secretary).quorate
    quorate(sitting_now, cast)
    assert decide(item, cast.secretary).quorate
    declare_interest(sitting_now, seat_of(cast.chair), "A landlord", item=item, withdrew=True, by=cast.secretary)
    assert not decide(item, cast.secretary).quorate


def test_the_form_warns_when_there_is_no_quorum(item, cast, sign_in):
    page = text_of(sign_in(cast.secretary).get(reverse("meetings:record_decision", args=[item.pk])))
    assert "Not quorate: 0 present, 4 needed." in page


def test_words_and_an_outcome_are_asked_for_and_kept(item, cast, post):
    page = post(cast.secretary, reverse("meetings:record_decision", args=[item.pk]), {"text": "We agreed"})
    assert page.status_code == 422
    assert "Select what was decided" in text_of(page)
    assert page.context["form"]["text"].value() == "We agreed"


def test_only_the_secretary_records(item, cast, post):
    url = reverse("meetings:record_decision", args=[item.pk])
    for name, person in cast.everybody.items():
        if name != "secretary":
            expected = 302 if name == "public" else 403
            assert post(person, url, {"outcome": "agreed", "text": "x"}).status_code == expected, name
    assert not Decision.objects.exists()
    with pytest.raises(PermissionDenied):
        decide(item, cast.chair)


def test_nothing_is_decided_after_the_meeting(sitting_now, item, secretary):
    decide(item, secretary)
    conclude(sitting_now, by=secretary)
    with pytest.raises(NotOpen):
        decide(item, secretary)


def test_the_wording_is_corrected_and_the_earlier_one_is_in_history(item, secretary):
    decision = decide(item, secretary, text="Agred")
    corrected = correct_decision(decision, text="Agreed", version=1, by=secretary)
    assert (corrected.text, corrected.reference, corrected.version) == ("Agreed", "CCSP/2026/001", 2)
    assert "Agred" in str(sentences_for([corrected])[0])
    with pytest.raises(Stale):
        correct_decision(decision, text="Other", version=1, by=secretary)


def test_the_wording_stands_once_the_minutes_are_with_the_chair(sitting_now, item, secretary):
    decision = decide(item, secretary)
    Minutes.objects.create(meeting=sitting_now, state="with the chair")
    with pytest.raises(Conflict, match="“With the chair”"):
        correct_decision(decision, text="Other", version=1, by=secretary)


def test_a_stale_correction_shows_both(item, secretary, post):
    decision = decide(item, secretary)
    correct_decision(decision, text="Theirs <b>", version=1, by=secretary)
    mine = {"outcome": "agreed", "text": "Mine", "version": 1}
    page = post(secretary, reverse("meetings:correct_decision", args=[decision.pk]), mine)
    assert page.status_code == 409
    assert "Theirs &lt;b&gt;" in page.content.decode()
    assert page.context["form"]["text"].value() == "Mine"


@pytest.fixture
def minuted(sitting_now, item, private_item, cast):
    """An open decision and a private one, the minutes cleared."""
    decide(item, cast.secretary, text="=The Board adopted the plan")
    decide(private_item, cast.secretary, text="Nightjar goes on")
    Minutes.objects.create(meeting=sitting_now, state="cleared", cleared_at=AT_TWO, cleared_by=cast.chair)


def test_the_register_shows_each_reader_what_they_may_read(minuted, cast, sign_in):
    readers = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}
    secret = Decision.objects.get(text__startswith="Nightjar")
    for name, person in cast.everybody.items():
        client = sign_in(person)
        for address in (reverse("meetings:list_decisions"), reverse("meetings:export_decisions")):
            page = client.get(address).content.decode()
            assert "The Board adopted the plan" in page, name
            assert ("Nightjar" in page) is (name in readers), (name, address)
        status = client.get(reverse("meetings:show_decision", args=[secret.pk])).status_code
        assert status == (200 if name in readers else 404), name


def test_an_open_decision_is_public_only_with_its_minutes(minuted, cast, sign_in):
    Minutes.objects.update(state="draft")
    public = sign_in(cast.public)
    assert "There are no such decisions" in text_of(public.get(reverse("meetings:list_decisions")))
    for decision in Decision.objects.all():
        assert public.get(reverse("meetings:show_decision", args=[decision.pk])).status_code == 404


def test_the_register_is_searched_and_narrowed(minuted, cast, sign_in):
    client = sign_in(cast.secretary)
    for asked, count in (("words=nightjar", 1), ("outcome=deferred", 0), ("year=2026", 2), ("words=board+plan", 1)):
        page = client.get(f"{reverse('meetings:list_decisions')}?{asked}").context["page"]
        assert page.paginator.count == count, asked


def test_the_table_to_download_runs_no_formula(minuted, client):
    page = client.get(reverse("meetings:export_decisions")).content.decode()
    assert "'=The Board adopted the plan" in page


@pytest.mark.parametrize("decisions", [1, 3])
def test_what_the_register_costs(sitting_now, decisions, cast, sign_in, django_assert_num_queries):
    for _ in range(decisions):
        make_decision(make_item(sitting_now), cast.secretary)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(12):
        client.get(reverse("meetings:list_decisions"))
