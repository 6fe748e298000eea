"""Who may do what to the figures and the strategic assessment."""

from partners.models import Role
from partners.rules import EVERY_SEAT, allow, grant

PERMISSIONS = {
    "assessments.see_figures": allow(*EVERY_SEAT),
    "assessments.load_figures": allow(Role.ANALYST, Role.SECRETARY),
    "assessments.start_assessment": allow(Role.ANALYST, Role.SECRETARY),
    "assessments.write_finding": allow(Role.ANALYST),
    "assessments.put_before_board": allow(Role.ANALYST, Role.SECRETARY),
    "assessments.sign_off": allow(Role.SECRETARY),
    "assessments.publish": allow(Role.SECRETARY),
    "assessments.see_history": allow(Role.SECRETARY, Role.AUDITOR),
}
grant(PERMISSIONS)
