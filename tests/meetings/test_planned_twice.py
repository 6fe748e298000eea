"""What stands by its number on one agenda while the forward plan has it in another quarter: no meeting fails by it."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.models import AgendaItem, Meeting, PlannedItem
from meetings.workflow import forward as acts
from meetings.workflow.carrying import carry_over
from meetings.workflow.forward import Slot
from meetings.workflow.scheduling import cancel, convene, schedule_year
from tests.meetings.conftest import NOW, sitting, text_of

DECEMBER = date(2027, 12, 9)


@pytest.fixture
def planned(meeting, board, partnership, secretary):
    """Knife crime: item 8 of June's agenda, which is out, and planned for the third quarter."""
    fields = {"ground": "request", "ground_text": "Asked for by the Panel", "title": "Knife crime"}
    planned = acts.propose(board, Slot(meeting), owner=partnership.seats["police"], by=secretary, **fields)
    planned = acts.place(planned, Slot(meeting), by=secretary)
    AgendaItem.objects.update(number="8")
    Meeting.objects.filter(pk=meeting.pk).update(state="circulated", circulated_at=NOW)
    PlannedItem.objects.update(meeting=None, year=2027, quarter=3)
    meeting.refresh_from_db()
    planned.refresh_from_db()
    return planned


def where(planned):
    planned.refresh_from_db()
    return (planned.meeting, planned.item and planned.item.meeting, planned.item and planned.item.number)


def page(name, planned):
    return reverse(f"meetings:{name}", args=[planned.pk])


def test_a_meeting_is_convened_in_its_quarter_and_the_plan_says_where_it_stands(planned, meeting, board, secretary):
    december = convene(board, sitting(DECEMBER), by=secretary)
    assert where(planned) == (meeting, meeting, "8")
    assert not december.items.filter(title="Knife crime").exists()
    assert planned.moves.get().reason == "It stands on that agenda already."


def test_so_is_a_year_and_an_extraordinary_meeting_leaves_it(planned, board, secretary):
    convene(board, sitting(DECEMBER), called_for="Floods", by=secretary)
    assert where(planned)[0] is None
    PlannedItem.objects.update(year=2028)
    assert len(schedule_year(board, 2028, [sitting(date(2028, 12, 7))], by=secretary)) == 1


def test_once_that_meeting_was_cancelled_it_is_planned_where_its_business_went(planned, meeting, board, secretary):
    september = convene(board, sitting(date(2027, 9, 9)), by=secretary)
    cancel(meeting, reason="Elections", by=secretary)
    carry_over(meeting, september, by=secretary)
    convene(board, sitting(DECEMBER), by=secretary)
    assert where(planned) == (september, september, "")
    assert AgendaItem.objects.filter(title="Knife crime").count() == 2


def test_where_its_business_went_nowhere_the_new_meeting_takes_it(planned, meeting, board, secretary):
    cancel(meeting, reason="Elections", by=secretary)
    december = convene(board, sitting(DECEMBER), by=secretary)
    assert where(planned) == (december, december, "")
    assert meeting.items.get(title="Knife crime").number == "8"


def test_the_secretary_moves_it_and_what_went_out_stays(planned, meeting, board, secretary, sign_in, post):
    september = convene(board, sitting(date(2027, 9, 9)), by=secretary)
    said = text_of(sign_in(secretary).get(page("show_planned_item", planned)))
    assert f"It stands on the agenda of {meeting} as item 8, and stays there" in said
    assert {"Move", "Withdraw"} <= set(said.split())
    answers = {"slot": str(september.pk), "reason": "It goes on"}
    form = sign_in(secretary).get(page("move_planned_item", planned)).context["form"]
    answers["slot"] = next(value for value, words in form.fields["slot"].choices if str(september) in str(words))
    assert post(secretary, page("move_planned_item", planned), answers).status_code == 302
    assert where(planned) == (september, september, "")
    assert meeting.items.live().get(title="Knife crime").number == "8"


def test_or_places_it_on_the_meeting_where_it_stands(planned, meeting, secretary):
    acts.move(planned, Slot(meeting), reason="It stands there", by=secretary)
    assert where(planned) == (meeting, meeting, "8")
    assert AgendaItem.objects.filter(title="Knife crime").count() == 1


def test_or_withdraws_it_and_the_agenda_that_went_out_keeps_it(planned, meeting, secretary, post):
    assert post(secretary, page("withdraw_proposal", planned), {"reason": "Dealt with"}).status_code == 302
    planned.refresh_from_db()
    assert planned.state == "withdrawn"
    assert meeting.items.live().filter(title="Knife crime").exists()
