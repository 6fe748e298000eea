"""Who may do what to the partnership: the table, and the words in which every app writes its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import rules

from partners.models import Appointment, Role
from partners.standing import roles_of, standing_of

SECRETARY = Role.SECRETARY
CHAIR = Role.CHAIR
EVERY_SEAT = frozenset(value for value, _ in Role.of_seats())

READERS_OF_SELF_ASSESSMENTS = (SECRETARY, Role.MEMBER, Role.ADVISER, Role.AUDITOR)


@dataclass(frozen=True)
class Allow:
    """An act is allowed to people in these roles on the thing's body and, where there is one, if `when` holds.

    `when(person, thing) -> bool` is a named function whose docstring is a clause: the table is drawn from it.
    """

    roles: frozenset[str]
    when: Callable | None = None

    def words(self) -> str:
        return (self.when.__doc__ or "").strip().rstrip(".").replace("'", "’") if self.when else ""

    def __call__(self, person, thing=None) -> bool:
        body_id = thing.governing_body_id() if hasattr(thing, "governing_body_id") else None
        if not self.roles & roles_of(person, body_id):
            return False
        return self.when is None or self.when(person, thing)


def allow(*roles: str, when: Callable | None = None) -> Allow:
    return Allow(frozenset(roles), when)


def grant(permissions: Mapping[str, Allow]):
    """Make a table of permissions hold: `user.has_perm("meetings.circulate_pack", meeting)` then asks it."""
    for name, permission in permissions.items():
        rules.set_perm(name, rules.predicate(permission, name=name))


def is_own(person, thing) -> bool:
    """it is their own"""
    return thing is not None and getattr(thing, "person_id", None) == person.pk


def is_not_their_own_cover(person, thing) -> bool:
    """it is not their own cover"""
    return getattr(thing, "kind", None) != Appointment.Kind.DEPUTY or not is_own(person, thing)


def reads_on_the_board(person, thing) -> bool:
    """their seat is on the Board"""
    return any(each.role in READERS_OF_SELF_ASSESSMENTS and each.on_board for each in standing_of(person))


def of_the_board(person, thing) -> bool:
    """they are the Board's secretary"""
    return any(standing.role == SECRETARY and standing.on_board for standing in standing_of(person))


def on_the_board(person, thing) -> bool:
    """their seat is on the Board"""
    return any(each.role in {SECRETARY, Role.AUDITOR} and each.on_board for each in standing_of(person))


PERMISSIONS = {
    "partners.invite": allow(SECRETARY),
    "partners.revoke_invitation": allow(SECRETARY),
    "partners.end_appointment": allow(SECRETARY),
    "partners.let_last_longer": allow(SECRETARY, when=is_not_their_own_cover),
    "partners.give_office": allow(SECRETARY),
    "partners.arrange_cover": allow(SECRETARY),
    "partners.remove_second_factor": allow(SECRETARY, when=of_the_board),
    "partners.suspend_account": allow(SECRETARY, when=of_the_board),
    "partners.let_in_again": allow(SECRETARY, when=of_the_board),
    "partners.suspend_accounts": allow(Role.TIMETABLE),
    "partners.remove_what_is_past": allow(Role.TIMETABLE),
    "partners.change_address": allow(SECRETARY, when=of_the_board),
    "partners.see_directory": allow(*EVERY_SEAT),
    "partners.see_protocol": allow(*EVERY_SEAT),
    "partners.keep_protocol": allow(SECRETARY, when=of_the_board),
    "partners.declare_interests": allow(*EVERY_SEAT),
    "partners.end_interest": allow(*EVERY_SEAT, when=is_own),
    "partners.see_register": allow(SECRETARY, Role.AUDITOR, when=on_the_board),
    "partners.nudge_interests": allow(SECRETARY, when=of_the_board),
    "partners.tick_own_induction": allow(*EVERY_SEAT, when=is_own),
    "partners.see_self_assessments": allow(*READERS_OF_SELF_ASSESSMENTS, when=reads_on_the_board),
    "partners.record_self_assessment": allow(SECRETARY, when=of_the_board),
    "partners.see_duties": allow(*EVERY_SEAT),
    "partners.see_history": allow(SECRETARY, Role.AUDITOR),
    "partners.see_all_history": allow(SECRETARY, Role.AUDITOR, when=on_the_board),
    "partners.review_access": allow(SECRETARY, when=of_the_board),
    "partners.see_reviews": allow(SECRETARY, Role.AUDITOR, when=on_the_board),
    "partners.see_permissions": allow(SECRETARY, Role.AUDITOR),
    "partners.see_sign_ins": allow(SECRETARY, Role.AUDITOR, when=on_the_board),
    "partners.edit_partnership": allow(SECRETARY, when=of_the_board),
    "partners.edit_body": allow(SECRETARY),
    "partners.edit_seats": allow(SECRETARY),
    "notices.see_notices": allow(SECRETARY),
    "notices.see_all_notices": allow(SECRETARY, when=of_the_board),
    "notices.send_again": allow(SECRETARY),
    "jobs.see_all": allow(SECRETARY, when=of_the_board),
}
grant(PERMISSIONS)
