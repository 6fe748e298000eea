"""The table of who may do what, as a page shows it: read from every app's PERMISSIONS."""

from dataclasses import dataclass

from assessments.rules import PERMISSIONS as ASSESSMENTS
from ccsp_portal.jobs.rules import PERMISSIONS as JOBS
from meetings.rules import PERMISSIONS as MEETINGS
from partners.models import Role
from partners.rules import EVERY_SEAT, Allow
from partners.rules import PERMISSIONS as PARTNERS
from plans.rules import PERMISSIONS as PLANS

SECTIONS = (
    ("Meetings", MEETINGS),
    ("The strategic assessment", ASSESSMENTS),
    ("The plan", PLANS),
    ("Partners, notices and jobs", PARTNERS | JOBS),
)
# acts whose names say too little away from their app
WORDS = {
    "notices.send_again": "Send a notice again",
    "jobs.see_all": "See everybody's jobs",
    "jobs.retry_job": "Try a job again",
    "jobs.cancel_job": "Cancel a job",
    "partners.invite": "Invite a person to a seat",
    "meetings.see_readers": "See who could see an item",
}


INTRODUCTION = """A person's roles are those of the seats and offices that they hold today, on the body that the thing
belongs to. Who may *see* a thing is decided by its audience instead: see `partners/audience.py`.

This page is drawn from the `PERMISSIONS` tables that decide it, by `manage.py write_permissions`."""


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
    act = act[0].upper() + act[1:]
    if not isinstance(allowed, Allow):
        # a condition with no role: the ground floor knows of none
        return Row(act, "Everybody who signs in", allowed.fn.__doc__, frozenset(Role.values))
    return Row(act, _who(allowed.roles), allowed.words(), allowed.roles)


def as_markdown() -> str:
    """The whole table as docs/permissions.md holds it."""
    lines = ["# Who may do what", "", INTRODUCTION, ""]
    for name, rows in permissions_table():
        lines += [f"## {name}", "", "| Act | Who may | When |", "| --- | --- | --- |"]
        lines += [f"| {row.act} | {row.who} | {row.when or 'always'} |" for row in rows]
        lines.append("")
    return "\n".join(lines)


def _who(roles):
    """The roles in words: "Every seat", and any office beside; else each role in the order of the list of roles."""
    labels = ["Every seat"] if roles >= EVERY_SEAT else []
    rest = roles - EVERY_SEAT if labels else roles
    return ", ".join(labels + [label for value, label in Role.choices if value in rest])
