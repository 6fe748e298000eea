"""Inductions: a checklist for each seat-holder, ticked by themselves or by the secretary."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from ccsp_portal import clock
from ccsp_portal.workflow import Conflict
from partners.models import InductionStep
from partners.workflow import induction
from tests.partners.conftest import three_boxes


def checklist(person):
    return f"/partners/appointments/{person.appointments.first().pk}/checklist/"


def tick(person, *keys, by=None):
    return induction.tick_steps(person.appointments.first(), keys=keys, done_on=clock.today(), by=by or person)


def test_a_member_ticks_what_they_have_done_and_takes_a_slip_back(sign_in, send, police_lead, words, client):
    sign_in(police_lead)
    assert "Your induction" in words(client.get("/partners/account/"))
    answer = send(checklist(police_lead), keys=["prevent", "protocol"], **three_boxes("done_on", clock.today()))
    assert answer.status_code == 302
    page = words(client.get(checklist(police_lead)))
    day = f"{clock.today():%-d %B %Y}"
    assert f"Prevent training {day} Ticked by Daniel Okafor" in page
    assert "Inducted by the secretary Not yet" in page
    assert send(checklist(police_lead) + "prevent/back/").status_code == 302
    assert InductionStep.objects.filter(done_on__isnull=False).get().key == "protocol"
    tick(police_lead, "prevent")
    assert InductionStep.objects.filter(done_on__isnull=False).count() == 2


def test_the_secretary_ticks_for_a_member_and_sees_how_far_everybody_is(
    sign_in, send, secretary, police_lead, words, client
):
    sign_in(secretary)
    assert "Checklist" in words(client.get(f"/partners/seats/{police_lead.appointments.get().seat_id}/"))
    send(checklist(police_lead), keys=["safeguarding"], **three_boxes("done_on", clock.today()))
    assert "Ticked by Asha Patel" in words(client.get(checklist(police_lead)))
    page = words(client.get("/partners/inductions/"))
    assert "4 of 5: Read the body’s terms of reference; Read the information-sharing protocol" in page
    assert "Neil Marsden" not in page


def test_nobody_else_sees_or_ticks_anothers_checklist(cast, sign_in):
    page = checklist(cast.police_lead)
    opened = {name for name, person in cast.everybody.items() if sign_in(person).get(page).status_code == 200}
    assert opened == {"secretary", "police_lead"}
    with pytest.raises(PermissionDenied):
        tick(cast.police_lead, "prevent", by=cast.deputy)


@pytest.mark.parametrize(
    ("answers", "said"),
    [({}, "Tick what is done"), ({"keys": ["no-such"]}, "Select")],
)
def test_a_wrong_answer_is_refused_with_what_to_do(sign_in, send, police_lead, words, answers, said):
    sign_in(police_lead)
    answer = send(checklist(police_lead), **answers, **three_boxes("done_on", clock.today()))
    assert answer.status_code == 422
    assert said in words(answer)


def test_what_is_to_come_is_not_ticked_yet(police_lead):
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(ValidationError, match="Tick it once it is done"):
        induction.tick_steps(police_lead.appointments.get(), keys=["prevent"], done_on=tomorrow, by=police_lead)


def test_a_step_that_is_ticked_keeps_its_day_and_one_taken_back_is_not_taken_back_again(police_lead, secretary):
    (step,) = tick(police_lead, "prevent")
    assert tick(police_lead, "prevent", by=secretary) == []
    induction.take_back_step(step, by=police_lead)
    with pytest.raises(Conflict, match="not ticked any more"):
        induction.take_back_step(step, by=police_lead)


def test_the_induction_of_who_has_left_is_closed(former_member, secretary):
    with pytest.raises(Conflict, match="This appointment ended on"):
        tick(former_member, "prevent", by=secretary)


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_one_as_for_three(sign_in, cast, people, django_assert_num_queries):
    for person in (cast.police_lead, cast.observer, cast.analyst)[:people]:
        tick(person, "prevent", "protocol")
    client = sign_in(cast.secretary)
    client.get("/partners/inductions/")
    with django_assert_num_queries(5):
        client.get("/partners/inductions/")


def test_a_persons_page_leads_to_their_checklist_who_may_tick_it(sign_in, secretary, observer, police_lead):
    page, link = f"/partners/people/{police_lead.pk}/", f'href="{checklist(police_lead)}"'
    found = [link in sign_in(reader).get(page).content.decode() for reader in (secretary, police_lead, observer)]
    assert found == [True, True, False]
