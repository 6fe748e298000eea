"""What a person is today follows from their appointments of today."""

from datetime import timedelta

import pytest

from ccsp_portal import clock
from partners.backend import AuthenticationBackend
from partners.models import Role
from partners.standing import forget_standing, roles_of

ROLES = {
    "secretary": {Role.SECRETARY},
    "chair": {Role.MEMBER, Role.CHAIR},
    "police_lead": {Role.MEMBER},
    "deputy": {Role.MEMBER},
    "council_officer": {Role.MEMBER},
    "housing_rep": {Role.ADVISER},
    "observer": {Role.OBSERVER},
    "councillor": {Role.ELECTED_MEMBER},
    "analyst": {Role.ANALYST},
    "pcc_officer": {Role.PCC_OFFICER},
    "auditor": {Role.AUDITOR},
    "two_seats": {Role.MEMBER},
    "former_member": set(),
    "public": set(),
}


def test_everybody_has_the_roles_of_their_seats_and_offices(cast):
    assert {name: set(roles_of(person)) for name, person in cast.everybody.items()} == ROLES


def test_a_role_holds_on_its_own_body_only(cast, partnership):
    assert roles_of(cast.secretary, partnership.board.pk) == {Role.SECRETARY}
    assert roles_of(cast.secretary, partnership.group.pk) == frozenset()


def test_access_that_ends_today_still_holds_today_and_not_tomorrow(cast):
    cast.police_lead.appointments.update(to_on=clock.today())
    assert roles_of(cast.police_lead) == {Role.MEMBER}
    with clock.set_to(clock.now() + timedelta(days=1)):
        assert roles_of(cast.police_lead) == frozenset()


def test_a_suspended_person_has_no_roles(cast):
    cast.secretary.is_active = False
    forget_standing(cast.secretary)
    assert roles_of(cast.secretary) == frozenset()
    assert not cast.secretary.has_perm("partners.invite")


@pytest.mark.parametrize("name", ROLES)
def test_only_the_secretary_may_invite(cast, name):
    assert cast.everybody[name].has_perm("partners.invite") is (name == "secretary")


def test_standing_costs_one_query_however_often_it_is_asked(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        roles_of(cast.two_seats)
        roles_of(cast.two_seats)


def test_who_is_signed_in_comes_with_their_standing_in_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        chair = AuthenticationBackend().get_user(cast.chair.pk)
        assert roles_of(chair) == {Role.MEMBER, Role.CHAIR}
    assert AuthenticationBackend().get_user(0) is None
