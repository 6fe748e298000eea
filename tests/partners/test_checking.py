"""What cannot be taken back is said on a page of its own, and done once it is confirmed there."""

from datetime import date, timedelta

import pytest

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.once.tokens import new_token
from partners.models import Organisation
from partners.workflow import invitations
from tests.cast import PEOPLE
from tests.factories import make_meeting
from tests.home.test_home import make_action
from tests.partners.conftest import three_boxes


@pytest.fixture
def ends(partnership, police_lead):
    """The pages on which something ends, with the answers that they ask for."""
    today = three_boxes("last_day", clock.today())
    yesterday = three_boxes("last_day", clock.today() - timedelta(days=1))
    into = partnership.organisations["voluntary"].pk
    return {
        f"/partners/appointments/{police_lead.appointments.get().pk}/end/": {"when": "now", "version": 1},
        f"/partners/seats/{partnership.seats['housing'].pk}/end/": today,
        "/partners/organisations/housing/merge/": {"into": into, **yesterday},
    }


def test_nothing_ends_before_it_is_confirmed(sign_in, send, secretary, ends, partnership, words):
    client = sign_in(secretary)
    for page, answers in ends.items():
        answer = send(page, **answers)
        assert answer.status_code == 200
        assert "Check before you go on" in words(answer)
        assert b'name="confirmed" value="yes"' in answer.content
    assert not Organisation.objects.exclude(to_on=None).exists()
    for page, answers in ends.items():
        again = send(page, **answers, change="yes")
        assert again.status_code == 200
        assert "There is a problem" not in words(again)
        assert send(page, **answers, confirmed="yes").status_code == 302
    assert client.get("/partners/organisations/housing/").status_code == 200


def test_it_says_who_leaves_what_stays_and_who_is_not_asked_any_more(
    sign_in, send, secretary, police_lead, partnership, words
):
    seat = partnership.seats["police"]
    held = make_meeting(partnership.board, secretary, day=date(2026, 6, 11), state="concluded")
    make_action(held, seat, secretary)
    invitations.invite(seat, kind="deputy", email="n@police.example", name="Nia Rowe", by=secretary)
    sign_in(secretary)
    said = words(send(f"/partners/seats/{seat.pk}/end/", **three_boxes("last_day", clock.today())))
    today = short_date(clock.today())
    assert f"Daniel Okafor leaves the seat at the end of {today}." in said
    assert f"Megan Price leaves the seat at the end of {today}." in said
    assert "Nia Rowe’s invitation is withdrawn." in said
    assert "The seat “Local policing area commander” keeps 1 open action point, whoever sits in it." in said


def test_a_body_that_ends_names_the_meetings_ahead_of_it(sign_in, send, secretary, partnership, words):
    ahead = make_meeting(partnership.group, secretary, day=clock.today() + timedelta(days=40))
    sign_in(secretary)
    said = words(send("/partners/bodies/drugs-group/end/", **three_boxes("last_day", clock.today())))
    assert f"The meeting on {short_date(ahead.day)} is not called off by this: cancel it on its own page." in said


def test_at_once_is_a_choice_and_ends_what_the_person_may_do_today(sign_in, send, secretary, police_lead, words):
    page = f"/partners/appointments/{police_lead.appointments.get().pk}/end/"
    client = sign_in(secretary)
    assert "Give yesterday" not in words(client.get(page))
    said = words(send(page, when="now", version=1))
    assert "Daniel Okafor leaves the seat at once." in said
    assert "Megan Price stays, as the seat’s deputy." in said
    assert "What is their last day?" not in said
    answer = send(page, when="now", version=1, confirmed="yes")
    assert "Daniel Okafor has left the seat." in words(client.get(answer["Location"]))
    assert police_lead.appointments.get().to_on == clock.today() - timedelta(days=1)
    assert "Enter the last day" in words(
        send(f"/partners/appointments/{_other(secretary)}/end/", when="day", version=1)
    )


def _other(person):
    return person.appointments.get().pk


def test_a_button_pressed_twice_ends_it_once_and_says_so_twice(sign_in, send, secretary, police_lead):
    page = f"/partners/appointments/{police_lead.appointments.get().pk}/end/"
    sign_in(secretary)
    token = new_token(secretary)
    answers = {send(page, token=token, when="now", version=1, confirmed="yes")["Location"] for _ in range(2)}
    assert len(answers) == 1


def test_what_would_be_refused_is_refused_before_it_is_to_be_confirmed(sign_in, send, secretary, words):
    sign_in(secretary)
    answer = send(f"/partners/appointments/{_other(secretary)}/end/", when="now", version=1)
    assert answer.status_code == 422
    assert "Nobody would be secretary of the CCSP Board" in words(answer)
    assert secretary.appointments.get().to_on is None


@pytest.mark.parametrize("name", [*PEOPLE, "former_member"])
def test_only_a_secretary_is_asked_to_confirm(cast, sign_in, send, ends, name):
    sign_in(cast.everybody[name])
    expected = 200 if name == "secretary" else 403
    assert {send(page, **answers).status_code for page, answers in ends.items()} == {expected}
