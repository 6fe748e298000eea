"""Who may do what to the plan."""

from partners.models import Role
from partners.rules import EVERY_SEAT, allow, grant
from partners.standing import roles_of, seats_of
from plans.models import CommitmentWording


def promised_it(person, commitment) -> bool:
    """their seat owns the commitment, or they are the secretary"""
    if Role.SECRETARY in roles_of(person, commitment.governing_body_id()):
        return True
    return CommitmentWording.objects.filter(commitment=commitment, owner__in=seats_of(person)).exists()


PERMISSIONS = {
    "plans.start_plan": allow(Role.SECRETARY),
    "plans.write_plan": allow(Role.SECRETARY),
    "plans.put_before_board": allow(Role.SECRETARY),
    "plans.adopt_plan": allow(Role.SECRETARY),
    "plans.publish_plan": allow(Role.SECRETARY),
    "plans.report_progress": allow(*EVERY_SEAT, when=promised_it),
    "plans.see_history": allow(Role.SECRETARY, Role.AUDITOR),
}
grant(PERMISSIONS)
