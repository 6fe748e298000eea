"""Who takes the chair is asked of those who may preside, and says truly who has it afterwards."""

import pytest
from django.urls import reverse

from meetings.models import Attendance, Chairing
from meetings.workflow.chairing import take_chair
from meetings.workflow.presence import come, leave, take_over
from meetings.workflow.session import declare_interest
from tests.factories import make_item
from tests.meetings.conftest import text_of
from tests.meetings.running import quorate, seat_of

AGAIN = "then Rosa Whitfield is in the chair again"


@pytest.fixture
def items(sitting_now, cast):
    """Four items, the chair in the chair, and everybody who has no vote there too."""
    made = [make_item(sitting_now, title=f"Matter {n}", purpose="note") for n in range(1, 5)]
    quorate(sitting_now, cast)
    for person in (cast.secretary, cast.observer, cast.housing_rep, cast.councillor):
        come(made[0], person.appointments.get(), by=cast.secretary)
    return made


@pytest.fixture
def asked(cast, sign_in):
    return lambda item: sign_in(cast.secretary).get(reverse("meetings:take_chair", args=[item.pk]))


def chair_leaves(item, cast):
    leave(item, Attendance.objects.get(appointment__person=cast.chair), by=cast.secretary)


def test_only_who_votes_is_offered_and_nobody_is_chosen_beforehand(items, cast, asked, post):
    chair_leaves(items[2], cast)
    page = asked(items[3])
    form = page.context["form"]
    offered = {label.split(",")[0] for _, label in form.fields["seat"].choices}
    assert offered == {"Daniel Okafor", "Tom Hargreaves", "Sam Tolland"}
    assert form["seat"].initial is None
    page = post(cast.secretary, reverse("meetings:take_chair", args=[items[3].pk]))
    assert page.status_code == 422
    assert "Select who takes the chair" in text_of(page)


def test_where_nobody_there_votes_everybody_there_is_offered(items, cast, asked):
    Attendance.objects.update(voting=False)
    chair_leaves(items[2], cast)
    assert len(asked(items[3]).context["form"].fields["seat"].choices) == 7


def test_who_is_out_for_one_item_has_the_chair_again_after_it_and_who_has_left_has_not(items, sitting_now, cast, asked):
    declare_interest(sitting_now, seat_of(cast.chair), "A landlord", item=items[1], withdrew=True, by=cast.secretary)
    assert f"For item 2 only: {AGAIN}" in text_of(asked(items[1]))
    chair_leaves(items[1], cast)
    assert AGAIN not in text_of(asked(items[1]))
    assert AGAIN not in text_of(asked(items[3]))


def test_the_list_says_who_is_a_deputy_and_for_whom(items, cast, asked):
    megan = cast.deputy.appointments.get()
    take_over(items[2], megan, by=cast.secretary)
    form = asked(items[2]).context["form"]
    offered = [label for _, label in form.fields["seat"].choices]
    assert f"{megan.person}, {megan.seat} (deputy for Daniel Okafor)" in offered
    assert f"{cast.chair}, {seat_of(cast.chair)} (chair)" in offered
    assert [label for label in offered if "deputy" in label] == [
        f"{megan.person}, {megan.seat} (deputy for Daniel Okafor)"
    ]


@pytest.mark.parametrize(
    ("leaves", "said"),
    [
        (False, "It is taken back. Rosa Whitfield is in the chair for item 3 again."),
        (True, "It is taken back. Rosa Whitfield had the chair before, and is not there for item 3: say who takes it."),
    ],
)
def test_taking_it_back_says_truly_who_is_in_the_chair(items, cast, post, leaves, said):
    if leaves:
        chair_leaves(items[1], cast)
    taken = take_chair(items[2], Attendance.objects.get(appointment__person=cast.police_lead), by=cast.secretary)
    url = reverse("meetings:take_back_chairing", args=[taken.pk])
    assert said in text_of(post(cast.secretary, url, follow=True))


def test_taking_the_first_one_back_leaves_nobody(items, cast, post):
    url = reverse("meetings:take_back_chairing", args=[Chairing.objects.standing().get().pk])
    said = "It is taken back. Nobody is recorded in the chair now: say who takes it."
    assert said in text_of(post(cast.secretary, url, follow=True))
