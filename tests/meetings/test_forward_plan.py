"""The forward plan: members propose, the secretary places, moves and declines, and what the law asks comes anyway."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import NotOpen, Stale
from meetings.models import AgendaItem, Meeting, PlannedItem
from meetings.tasks import propose_what_must_come
from meetings.workflow import agenda
from meetings.workflow import forward as acts
from meetings.workflow.forward import Slot
from meetings.workflow.scheduling import cancel, convene
from meetings.workflow.statutory import propose_what_must_come as propose_now
from tests.meetings.conftest import NOW, sitting, text_of

PLAN = "/meetings/forward/board/"
ANSWERS = {
    "title": "Knife crime",
    "purpose": "decide",
    "minutes_allotted": "20",
    "description": "",
    "ground": "request",
    "duty": "",
    "ground_text": "Asked for by the Panel",
    "slot": "2027-3",
    "privacy": "open",
    "private_reason": "",
    "public_title": "",
}


@pytest.fixture
def september(meeting, board, secretary):
    return convene(board, sitting(date(2027, 9, 9)), by=secretary)


@pytest.fixture
def propose(in_may, board, partnership, cast):
    def act(slot=Slot(year=2027, quarter=3), by=cast.police_lead, **fields):  # noqa: B008
        fields = {"ground": "request", "ground_text": "Asked for by the Panel", "title": "Knife crime"} | fields
        return acts.propose(board, slot, owner=partnership.seats["police"], by=by, **fields)

    return act


def told(template):
    return {
        each.recipient.name: each.text for each in Notice.objects.filter(template=f"meetings/notices/{template}.txt")
    }


def test_placing_a_proposal_leads_to_the_next_that_waits_and_at_last_to_the_plan(propose, post, secretary):
    first, second = propose(), propose(title="Burglary")
    answer = post(secretary, reverse("meetings:place_proposal", args=[first.pk]), {"slot": "2027-3"})
    assert answer["Location"] == reverse("meetings:place_proposal", args=[second.pk])
    [said] = get_messages(answer.wsgi_request)
    assert str(said).endswith("Next: “Burglary”.")
    answer = post(secretary, reverse("meetings:place_proposal", args=[second.pk]), {"slot": "2027-3"})
    assert answer["Location"] == PLAN


def test_who_places_it_on_an_agenda_that_is_out_learns_that_it_needs_a_supplement(
    propose, meeting, september, post, secretary, sign_in
):
    Meeting.objects.filter(pk=meeting.pk).update(state="circulated", circulated_at=NOW)
    planned = propose()
    place = reverse("meetings:place_proposal", args=[planned.pk])
    page = text_of(sign_in(secretary).get(place))
    assert "CCSP Board, 10 June 2027: its agenda is out, so the item goes out as a supplement" in page
    assert "CCSP Board, 9 September 2027 Q" in page
    [said] = get_messages(post(secretary, place, {"slot": f"meeting-{meeting.pk}"}).wsgi_request)
    assert str(said) == (
        "“Knife crime” is planned for CCSP Board, 10 June 2027. "
        "Its agenda is out: circulate a supplement from the meeting’s page."
    )


def test_a_member_proposes_on_the_page_and_the_secretary_is_told(in_may, post, cast, partnership):
    answer = post(cast.police_lead, PLAN + "propose/", ANSWERS | {"owner": partnership.seats["police"].pk})
    assert answer.status_code == 302
    planned = PlannedItem.objects.get()
    assert (planned.state, planned.year, planned.quarter, planned.proposed_by) == (
        "proposed",
        2027,
        3,
        cast.police_lead,
    )
    assert planned.appointment == cast.police_lead.appointments.get()
    assert set(told("proposed")) == {"Asha Patel"}


def test_a_quarter_in_which_a_meeting_was_held_is_offered_for_another(meeting, cast, sign_in):
    with clock.set_to(NOW.replace(month=6, day=12)):
        page = text_of(sign_in(cast.police_lead).get(PLAN + "propose/"))
    assert "Q1 of 2027/28: for a meeting that is still to be convened" in page
    assert "no meeting is convened yet" not in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Enter the title"),
        ({"slot": ""}, "Select when it should come"),
        ({"slot": "meeting-999"}, "Select"),
        ({"ground": "duty"}, "Select which duty"),
        ({"ground_text": ""}, "Enter which commitment, rule or request it is"),
        ({"minutes_allotted": "0"}, "Minutes must be between 1 and 480"),
        ({"privacy": "private"}, "Enter why the item is private"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(in_may, post, cast, partnership, changed, said):
    answers = ANSWERS | {"owner": partnership.seats["police"].pk} | changed
    page = post(cast.police_lead, PLAN + "propose/", answers)
    assert page.status_code == 422
    assert said in text_of(page)
    assert 'value="Asked for by the Panel"' in page.content.decode() or "ground_text" in changed
    assert not PlannedItem.objects.exists()


def test_who_may_propose(in_may, board, cast, partnership):
    for name, person in cast.everybody.items():
        if name in {"auditor", "former_member", "public"}:
            with pytest.raises(PermissionDenied):
                acts.propose(board, Slot(year=2027, quarter=3), owner=partnership.seats["police"], by=person, title="X",
                             ground="request", ground_text="Y")  # fmt: skip
        else:
            assert person.has_perm("meetings.propose_item", board), name


def test_placing_puts_it_on_the_agenda_and_tells_whoever_proposed_it(propose, meeting, secretary, partnership):
    placed = acts.place(propose(minutes_allotted=25), Slot(meeting), by=secretary)
    item = AgendaItem.objects.get()
    assert (placed.state, placed.item, item.meeting) == ("placed", item, meeting)
    assert (item.title, item.presenter, item.minutes_allotted) == ("Knife crime", partnership.seats["police"], 25)
    assert "It is planned for CCSP Board, 10 June 2027." in told("planned")["Daniel Okafor"]


def test_it_is_placed_once(propose, meeting, secretary):
    planned = propose()
    acts.place(planned, Slot(meeting), by=secretary)
    with pytest.raises(NotOpen):
        acts.place(planned, Slot(meeting), by=secretary)
    assert AgendaItem.objects.count() == 1


def test_in_a_quarter_it_waits_and_the_meeting_that_is_convened_there_takes_it_up(propose, board, secretary):
    placed = acts.place(propose(), Slot(year=2027, quarter=3), by=secretary)
    assert not AgendaItem.objects.exists()
    december = convene(board, sitting(date(2027, 12, 9)), by=secretary)
    placed.refresh_from_db()
    assert (placed.meeting, placed.item.meeting, placed.item.title) == (december, december, "Knife crime")


def test_it_moves_with_its_reason_and_its_agenda_item(propose, meeting, september, secretary):
    placed = acts.place(propose(), Slot(meeting), by=secretary)
    moved = acts.move(placed, Slot(september), reason="The figures come late.", by=secretary)
    assert list(moved.moves.values_list("from_words", "to_words", "reason", "moved_by__name")) == [
        ("CCSP Board, 10 June 2027", "CCSP Board, 9 September 2027", "The figures come late.", "Asha Patel")
    ]
    item = AgendaItem.objects.get()
    assert (item.meeting, item.withdrawn_at) == (september, None)


def test_back_in_a_quarter_it_comes_off_the_agenda_and_returns_as_the_same_item(propose, meeting, september, secretary):
    placed = acts.place(propose(), Slot(meeting), by=secretary)
    moved = acts.move(placed, Slot(year=2027, quarter=4), reason="Too early", by=secretary)
    assert not AgendaItem.objects.live().exists()
    acts.move(moved, Slot(september), reason="Wanted sooner", by=secretary)
    assert [(item.meeting, item.withdrawn_at) for item in AgendaItem.objects.all()] == [(september, None)]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_move_needs_a_reason(propose, meeting, september, secretary, reason):
    placed = acts.place(propose(), Slot(meeting), by=secretary)
    with pytest.raises(ValidationError):
        acts.move(placed, Slot(september), reason=reason, by=secretary)


def test_once_its_agenda_went_out_it_neither_moves_nor_is_withdrawn(propose, meeting, september, secretary):
    placed = acts.place(propose(), Slot(meeting), by=secretary)
    AgendaItem.objects.update(number="1")
    placed.refresh_from_db()
    for act in (
        lambda: acts.move(placed, Slot(september), reason="Later", by=secretary),
        lambda: acts.withdraw(placed, reason="Later", by=secretary),
    ):
        with pytest.raises(NotOpen, match="It is item 1 of an agenda that went out"):
            act()


def test_declining_says_why_and_tells_whoever_proposed_it(propose, secretary):
    declined = acts.decline(propose(), reason="For the officers", by=secretary)
    assert (declined.state, declined.reason) == ("declined", "For the officers")
    assert "For the officers" in told("planned")["Daniel Okafor"]
    with pytest.raises(NotOpen):
        acts.place(declined, Slot(year=2027, quarter=3), by=secretary)


def test_the_database_refuses_a_decline_without_a_reason(propose):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedItem.objects.filter(pk=propose().pk).update(state="declined")


def test_who_proposed_it_takes_it_back_until_it_is_placed(propose, cast, meeting):
    planned = propose()
    with pytest.raises(PermissionDenied):
        acts.withdraw(planned, reason="Mine", by=cast.council_officer)
    assert acts.withdraw(planned, reason="Settled otherwise", by=cast.police_lead).state == "withdrawn"
    placed = acts.place(propose(), Slot(meeting), by=cast.secretary)
    with pytest.raises(NotOpen, match="ask the secretary"):
        acts.withdraw(placed, reason="Settled otherwise", by=cast.police_lead)
    acts.withdraw(placed, reason="Settled otherwise", by=cast.secretary)
    assert not AgendaItem.objects.live().exists()


def test_two_who_change_it_at_once_are_told(propose, cast):
    planned = propose()
    acts.change(planned, version=1, title="Theirs", by=cast.secretary)
    with pytest.raises(Stale):
        acts.change(planned, version=1, title="Mine", by=cast.police_lead)


def test_a_cancelled_meeting_lets_its_items_go_to_its_quarter(propose, meeting, secretary):
    placed = acts.place(propose(), Slot(meeting), by=secretary)
    cancel(Meeting.objects.get(), reason="Snow", by=secretary)
    placed.refresh_from_db()
    assert (placed.state, placed.meeting, placed.year, placed.quarter) == ("placed", None, 2027, 1)
    assert placed.moves.get().reason == "The meeting was cancelled."


# ── what comes by itself ─────────────────────────────────────────────────────────────────────────────────────────────


def test_statutory_business_proposes_itself_once(in_may, board):
    propose_what_must_come()
    propose_what_must_come()
    found = PlannedItem.objects.order_by("year", "quarter").values_list("title", "duty", "year", "quarter")
    assert list(found) == [
        ("Review of the terms of reference, 2027/28", "", 2027, 1),
        ("Strategic Assessment 2027/28", "C05", 2027, 3),
        ("Revision of the partnership plan for 2028/29", "C14", 2027, 4),
        ("Review of the terms of reference, 2028/29", "", 2028, 1),
    ]
    assert set(PlannedItem.objects.values_list("owner__key", "state")) == {
        ("board-secretary", "proposed"),
        ("board-analyst", "proposed"),
    }


def test_what_was_declined_does_not_come_again(in_may, board, secretary):
    acts.decline(propose_now()[0], reason="Reviewed in March", by=secretary)
    assert propose_now() == []


def test_it_asks_for_the_meeting_that_is_convened_in_its_quarter(meeting):
    assert {each.meeting for each in propose_now() if each.title.endswith("2027/28") and not each.duty} == {meeting}


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_plan_shows_quarters_with_their_meetings_and_items(propose, meeting, sign_in, cast):
    acts.place(propose(title="Burglary"), Slot(meeting), by=cast.secretary)
    propose(title="Hate crime")
    page = text_of(sign_in(cast.observer).get(PLAN))
    assert "Q1 of 2027/28 April 2027 to June 2027 CCSP Board, 10 June 2027 Burglary On the agenda" in page
    assert "Q3 of 2027/28 October 2027 to December 2027 No meeting is convened yet. Hate crime Proposed" in page
    assert "A request: Asked for by the Panel" in page
    assert "Call for papers" not in page


def test_an_empty_plan_says_so(in_may, sign_in, secretary):
    assert "Nothing is planned yet." in text_of(sign_in(secretary).get(PLAN))


def test_it_narrows_to_words_owners_purposes_and_what_ended(propose, sign_in, cast, partnership):
    propose(title="Burglary")
    acts.decline(propose(title="A new logo"), reason="No", by=cast.secretary)
    client = sign_in(cast.secretary)
    assert "Burglary" in text_of(client.get(PLAN + "?words=burg"))
    assert "Nothing that is to come is like this." in text_of(client.get(PLAN + "?words=arson"))
    assert "Nothing that is to come" in text_of(client.get(PLAN + f"?owner={partnership.seats['fire'].pk}"))
    ended = text_of(client.get(PLAN + "?which=ended"))
    assert "A new logo" in ended and "Burglary" not in ended
    with clock.set_to(NOW + timedelta(days=400)):
        assert "Burglary" in text_of(client.get(PLAN + "?which=past"))


def test_a_private_item_is_for_those_who_may_read_it(propose, sign_in, cast):
    planned = propose(title="Nightjar", privacy="private", private_reason="It names people", public_title="A matter")
    page = reverse("meetings:show_planned_item", args=[planned.pk])
    for name, person in cast.everybody.items():
        sees = name in {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}
        client = sign_in(person)
        assert (client.get(page).status_code == 200) == sees, name
        assert (b"Nightjar" in client.get(PLAN).content) == sees, name
    assert "Nightjar" not in "".join(each.text + each.subject for each in Notice.objects.all())


def test_one_whose_agenda_item_was_made_private_is_for_those_who_may_read_that(propose, meeting, sign_in, cast):
    placed = acts.place(propose(title="Nightjar", description="Nightjar"), Slot(meeting), by=cast.secretary)
    why = {"privacy": "private", "private_reason": "It names people", "public_title": "A matter"}
    agenda.set_privacy(placed.item, version=placed.item.version, **why, by=cast.secretary)
    page = reverse("meetings:show_planned_item", args=[placed.pk])
    for name, person in cast.everybody.items():
        sees = name in {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}
        client = sign_in(person)
        assert (client.get(page).status_code == 200) == sees, name
        assert (b"Nightjar" in client.get(PLAN).content) == sees, name
    client = sign_in(cast.police_lead)
    assert "Nightjar On the agenda Private For decision" in text_of(client.get(PLAN))
    assert "On the agenda Private It names people. The public sees “A matter”." in text_of(client.get(page))


def test_one_made_private_on_an_agenda_that_went_out_is_private_when_it_waits_for_another(
    propose, meeting, september, sign_in, cast
):
    placed = acts.place(propose(title="Nightjar"), Slot(meeting), by=cast.secretary)
    why = {"privacy": "private", "private_reason": "It names people", "public_title": "A matter"}
    agenda.set_privacy(placed.item, version=placed.item.version, **why, by=cast.secretary)
    AgendaItem.objects.update(number="1")
    cancel(meeting, reason="Flood", by=cast.secretary)
    page = reverse("meetings:show_planned_item", args=[placed.pk])
    assert sign_in(cast.observer).get(page).status_code == 404
    moved = acts.move(PlannedItem.objects.get(), Slot(september), reason="It waited", by=cast.secretary)
    assert (moved.item.privacy, moved.item.public_title) == ("private", "A matter")


def test_the_public_reads_none_of_it_until_its_agenda_is_circulated(propose, meeting, sign_in, cast):
    acts.place(propose(), Slot(meeting), by=cast.secretary)
    client = sign_in(cast.public)
    assert client.get(PLAN).status_code == 302
    assert b"Knife crime" not in client.get(reverse("search:search") + "?q=knife").content


def test_the_secretary_is_asked_at_home_to_place_what_is_proposed(propose, meeting, sign_in, cast):
    propose()
    words = "Place or decline what is proposed for the forward plan of the Board: 1"
    assert words in text_of(sign_in(cast.secretary).get("/home/"))
    assert words not in text_of(sign_in(cast.chair).get("/home/"))


def test_what_is_proposed_waits_at_home_when_no_meeting_lies_ahead_too(propose, sign_in, cast):
    propose()
    propose(title="Burglary")
    assert not Meeting.objects.exists()
    page = sign_in(cast.secretary).get("/home/")
    assert "Place or decline what is proposed for the forward plan of the Board: 2" in text_of(page)
    assert f'href="{PLAN}"' in page.content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_what_it_costs(propose, meeting, sign_in, secretary, count, django_assert_num_queries):
    for number in range(count):
        propose(title=f"Item {number}")
    client = sign_in(secretary)
    client.get(PLAN)
    with django_assert_num_queries(6):
        client.get(PLAN)


def test_an_agenda_that_is_not_laid_out_yet_is_when_something_is_placed_on_it(propose, meeting, board, secretary):
    board.meeting_policy.standing_items = [{"key": "welcome", "title": "Welcome", "purpose": "note", "minutes": 5}]
    board.meeting_policy.save()
    acts.place(propose(), Slot(Meeting.objects.get()), by=secretary)
    assert [item.title for item in AgendaItem.objects.all()] == ["Welcome", "Knife crime"]
    assert agenda.lay_out(meeting, by=secretary) == []


def test_the_buttons_are_those_that_would_do_something(propose, meeting, sign_in, cast):
    planned = propose()
    page = reverse("meetings:show_planned_item", args=[planned.pk])

    def buttons(person):
        main = sign_in(person).get(page).content.decode().split("<main", 1)[1]
        return [word for word in ("Place", "Move", "Change", "Decline", "Withdraw") if f">{word}</a>" in main]

    assert buttons(cast.secretary) == ["Place", "Change", "Decline", "Withdraw"]
    assert buttons(cast.police_lead) == ["Change", "Withdraw"]
    assert buttons(cast.council_officer) == []
    acts.place(planned, Slot(meeting), by=cast.secretary)
    assert buttons(cast.secretary) == ["Move", "Withdraw"]
    assert buttons(cast.police_lead) == []
    AgendaItem.objects.update(number="1")
    assert buttons(cast.secretary) == []
