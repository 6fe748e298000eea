"""The table of who may do what, as a page shows it: read from every app's PERMISSIONS."""

from dataclasses import dataclass

from assessments.rules import PERMISSIONS as ASSESSMENTS
from meetings.rules import PERMISSIONS as MEETINGS
from partners.models import Role
from partners.rules import EVERY_SEAT
from partners.rules import PERMISSIONS as PARTNERS
from plans.rules import PERMISSIONS as PLANS

SECTIONS = (
    ("Meetings", MEETINGS),
    ("The strategic assessment", ASSESSMENTS),
    ("The plan", PLANS),
    ("Partners, notices and jobs", PARTNERS),
)
# acts whose names say too little away from their app
WORDS = {
    "notices.send_again": "Send a notice again",
    "jobs.see_all": "See everybody's jobs",
    "partners.invite": "Invite a person to a seat",
}


@dataclass(frozen=True)
class Row:
    """One act: what it is called, who may do it, and the condition where there is one."""

    act: str
    who: str
    when: str
    roles: frozenset[str]


def permissions_table(role: str = "") -> list[tuple[str, list[Row]]]:
    """The sections with their rows; with a role, only the acts that people in it may do."""
    return [
        (name, [row for row in map(_row, permissions.items()) if not role or role in row.roles])
        for name, permissions in SECTIONS
    ]


def _row(item):
    name, allowed = item
    act = WORDS.get(name) or name.split(".")[1].replace("_", " ")
    return Row(act[0].upper() + act[1:], _who(allowed.roles), allowed.words(), allowed.roles)


def _who(roles):
    """The roles in words: "Every seat", and any office beside; else each role in the order of the list of roles."""
    labels = ["Every seat"] if roles >= EVERY_SEAT else []
    rest = roles - EVERY_SEAT if labels else roles
    return ", ".join(labels + [label for value, label in Role.choices if value in rest])
