"""One box finds what its asker may read, and not so much as the number of the rest."""

from datetime import date

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.search import queries
from ccsp_portal.search.sources import SOURCES
from meetings.models import ActionPoint, AgendaItem, Minutes, MinuteText, Paper, PaperVersion
from tests.factories import make_decision, make_item, make_meeting, moment

SEARCH = "/search/"

pytestmark = pytest.mark.django_db


def minute(item, by, text):
    return MinuteText.objects.create(item=item, text=text, written_at=clock.now(), written_by=by)


def paper(item, by, title, **version):
    document = Document.objects.create(
        name="paper.pdf", media_type="application/pdf", size=1, sha256="0" * 64, uploaded_by=by, uploaded_at=clock.now()
    )
    made = Paper.objects.create(item=item, title=title)
    return PaperVersion.objects.create(
        paper=made, number=1, document=document, uploaded_at=clock.now(), uploaded_by=by, **version
    )


def action(item, by, text):
    return ActionPoint.objects.create(
        item=item,
        reference=f"TEST/A{item.pk}",
        text=text,
        owner=item.meeting.body.seats.first(),
        due_on=date(2027, 6, 1),
        first_due_on=date(2027, 6, 1),
        raised_at=clock.now(),
        raised_by=by,
    )


def everything_about(item, by, word):
    """Put a word wherever an item leaves words."""
    paper(item, by, f"{word} paper", published_at=clock.now())
    minute(item, by, f"The Board heard of {word}.")
    action(item, by, f"Write to {word}")
    make_decision(item, by, text=f"To help {word}")


def found(person, words):
    """The results' kinds, and the counts: both must keep a secret."""
    page, counts = queries.search(person, words)
    return sorted(row.name for row in page.object_list), counts


def test_everything_that_is_public_is_found(client, held, assessment, plan, secretary, words):
    everything_about(held.item, secretary, "Wobblestone")
    page = words(client.get(SEARCH, {"q": "wobblestone"}))
    assert "4 results for “wobblestone”" in page
    for kind in ("Paper, 10 December 2026", "Minutes, 10", "Decision, 10", "Action point, 10"):
        assert kind in page
    assert "Community Safety Plan" in words(client.get(SEARCH, {"q": "safety plan"}))
    assert "Commitment" in words(client.get(SEARCH, {"q": "promise"}))


def test_words_are_found_in_their_other_forms_and_marked(client, held, secretary):
    minute(held.item, secretary, "Burglaries & theft <fell in every ward")
    page = client.get(SEARCH, {"q": "burglary"}).content.decode()
    assert "<mark>Burglaries</mark> &amp; theft &lt;fell in every ward" in page


def test_a_decision_is_found_by_its_number(client, held, words):
    held.decision.reference = "CCSP/2026/014"
    held.decision.save()
    assert "1 result for" in words(client.get(SEARCH, {"q": "CCSP/2026/014"}))


@pytest.mark.parametrize(
    "name, sees",
    [
        ("secretary", True),
        ("chair", True),
        ("police_lead", True),
        ("deputy", True),
        ("housing_rep", True),
        ("two_seats", True),
        ("observer", False),
        ("councillor", False),
        ("analyst", False),
        ("pcc_officer", False),
        ("auditor", False),
        ("former_member", False),
        ("public", False),
    ],
)
def test_a_private_item_is_found_by_its_private_readers_alone(cast, held, name, sees):
    item = make_item(
        held.meeting, title="Zebra", description="zebra", privacy="private", private_reason="It names a zebra"
    )
    everything_about(item, cast.secretary, "zebra")
    kinds, counts = found(cast.everybody[name], "zebra")
    assert kinds == (["Action point", "Agenda item", "Decision", "Minutes", "Paper"] if sees else [])
    assert counts == ({"item": 1, "paper": 1, "minutes": 1, "decision": 1, "action": 1} if sees else {})


def test_a_private_item_is_found_by_its_public_title(cast, held):
    make_item(held.meeting, title="Zebra", privacy="private", public_title="A safeguarding matter")
    for person in (cast.public, cast.observer, cast.secretary):
        kinds = found(person, "safeguarding")[0]
        assert kinds == ([] if person == cast.secretary else ["Agenda item"])
    assert "Zebra" not in str([row.heading for row in queries.search(cast.public, "safeguarding")[0].object_list])


def test_the_public_does_not_find_what_waits_for_the_next_pack(cast, held):
    paper(held.item, cast.secretary, "A late zebra")
    for privacy in ("open", "private"):
        make_item(held.meeting, title="Zebra", privacy=privacy, number="", public_title="A zebra of some kind")
        AgendaItem.objects.filter(privacy="open", number="").update(public_title="")
    assert found(cast.public, "zebra")[1] == {}
    assert found(cast.observer, "zebra")[1] == {"item": 2, "paper": 1}


@pytest.mark.parametrize("state, kinds", [("draft", []), ("cleared", ["Decision", "Minutes"])])
def test_minutes_and_decisions_are_found_by_the_public_once_the_minutes_are_cleared(cast, held, state, kinds):
    Minutes.objects.filter(meeting=held.meeting).update(state=state)
    minute(held.item, cast.secretary, "The zebra was seen")
    make_decision(held.item, cast.secretary, text="To look after the zebra")
    assert found(cast.public, "zebra")[0] == kinds
    assert found(cast.secretary, "zebra")[0] == ["Decision", "Minutes"]


def test_a_meeting_that_is_not_circulated_and_a_withdrawn_item_are_not_found(cast, board, held):
    draft = make_meeting(board, cast.secretary, day=date(2027, 3, 11))
    make_item(draft, title="Zebra")
    item = make_item(held.meeting, title="A second zebra")
    assert found(cast.public, "zebra")[1] == {"item": 1}
    assert found(cast.observer, "zebra")[1] == {"item": 2}
    AgendaItem.objects.filter(pk=item.pk).update(withdrawn_at=moment(date(2027, 1, 1)))
    assert found(cast.public, "zebra")[1] == {}


def test_a_plan_and_an_assessment_are_found_by_the_public_once_published(cast, plan, assessment):
    for version, state in ((plan, "adopted"), (assessment, "signed off")):
        type(version).objects.filter(pk=version.pk).update(state=state, summary="About a zebra")
    assert found(cast.public, "zebra or promise or strategic")[1] == {}
    assert found(cast.observer, "zebra")[1] == {"plan": 1, "assessment": 1}


def test_results_are_narrowed_by_kind_and_told_page_by_page(client, held, words):
    for number in range(24):
        make_item(held.meeting, title=f"Zebra {number}")
    first = words(client.get(SEARCH, {"q": "zebra", "kind": "item"}))
    assert "24 results for “zebra” in agenda items" in first
    second = client.get(SEARCH, {"q": "zebra", "kind": "item", "page": "2"})
    assert second.content.decode().count("<h3") == 4
    assert "Nothing was found for “zebra” in plans" in words(client.get(SEARCH, {"q": "zebra", "kind": "plan"}))


@pytest.mark.parametrize("query", ["", "   ", "the", "-zebra", '"', "!!!", "a & | b", "zebra\ue000x", "' OR 1=1 --"])
def test_an_odd_question_is_answered(client, held, query):
    assert client.get(SEARCH, {"q": query}).status_code == 200


def test_a_question_that_is_too_long_or_not_words_is_refused_in_words(client, held, words):
    assert "must be 200 characters or fewer" in words(client.get(SEARCH, {"q": "z" * 201}))
    for bad in ({"q": "z" * 201}, {"q": "ze\x00bra"}, {"q": "zebra", "kind": "nonsense"}):
        assert client.get(SEARCH, bad).status_code == 422


def test_nothing_found_says_what_to_do(client, held, words):
    said = words(client.get(SEARCH, {"q": "hippopotamus"}))
    assert "Nothing was found for “hippopotamus”" in said
    assert "sign in: you may be able to read more than the public" in said


@pytest.mark.parametrize("rows", [1, 10, 40])
def test_a_search_costs_the_same_whatever_it_finds(client, held, rows, django_assert_num_queries):
    for number in range(rows):
        make_item(held.meeting, title=f"Zebra {number}")
    with django_assert_num_queries(2):
        client.get(SEARCH, {"q": "zebra"})


def test_a_member_s_search_costs_their_session_and_standing_more(sign_in, secretary, held, django_assert_num_queries):
    make_item(held.meeting, title="Zebra")
    visitor = sign_in(secretary)
    with django_assert_num_queries(4):
        assert visitor.get(SEARCH, {"q": "zebra"})["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["public", "observer", "secretary", "former_member"])
def test_every_result_leads_to_a_page_that_its_reader_may_open(cast, sign_in, held, plan, assessment, name):
    everything_about(held.item, cast.secretary, "zebra")
    person = cast.everybody[name]
    visitor = sign_in(person)
    for word in ("zebra", "board", "strategic", "plan", "promise"):
        for row in queries.search(person, word)[0].object_list:
            assert visitor.get(reverse(row.page, args=[row.pk])).status_code == 200, row


def test_every_source_answers_for_everybody_in_the_cast(cast, held, plan, assessment):
    for person in cast.everybody.values():
        for source in SOURCES:
            assert source.columns(person).count() >= 0


# ── who is who ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_bodies_and_organisations_are_found_by_anybody_and_people_by_who_reads_the_directory(
    client, sign_in, cast, words
):
    page = client.get(SEARCH, {"q": "Drugs and Alcohol Delivery"})
    assert 'href="/partners/bodies/drugs-group/"' in page.content.decode()
    assert "Body, since 1 April 2020" in words(page)
    assert 'href="/partners/organisations/police/"' in client.get(SEARCH, {"q": "Midlands Police"}).content.decode()
    assert "Nothing was found" in words(client.get(SEARCH, {"q": "Okafor"}))
    found = sign_in(cast.chair).get(SEARCH, {"q": "Okafor"})
    assert f'href="/partners/people/{cast.police_lead.pk}/"' in found.content.decode()
    assert "Local policing area commander" in words(found)
    assert "Nothing was found" in words(sign_in(cast.former_member).get(SEARCH, {"q": "Okafor"}))
