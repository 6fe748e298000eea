"""The table of who may do what, as a page shows it: read from every app's PERMISSIONS."""

from dataclasses import dataclass

from assessments.rules import PERMISSIONS as ASSESSMENTS
from ccsp_portal.jobs.rules import PERMISSIONS as JOBS
from meetings.rules import PERMISSIONS as MEETINGS
from partners.audience import PRIVATE_READERS, Audience, audience
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
    "jobs.see_all": "See everybody’s jobs",
    "jobs.retry_job": "Try a job again",
    "jobs.cancel_job": "Cancel a job",
    "partners.invite": "Invite a person to a seat",
    "partners.revoke_invitation": "Withdraw an invitation",
    "partners.end_appointment": "End a person’s time in a seat, or hand the seat over",
    "partners.give_office": "Name the chair, vice chair or lead",
    "partners.arrange_cover": "Arrange cover for a secretary, and end it",
    "partners.remove_second_factor": "Turn off another person’s second factor",
    "partners.suspend_account": "Suspend another person’s account",
    "partners.let_in_again": "Let a person sign in again whose account is suspended",
    "partners.suspend_accounts": "Suspend accounts to which nobody signs in",
    "partners.remove_what_is_past": "Remove what is held longer than the profile says",
    "partners.change_address": "Change another person’s e-mail address",
    "partners.see_directory": "See who sits where, and how to reach them",
    "partners.see_protocol": "Read the information-sharing protocol",
    "partners.keep_protocol": "Keep the information-sharing protocol, and who signed it",
    "partners.declare_interests": "Declare interests",
    "partners.end_interest": "End an interest",
    "partners.see_register": "Read the register of interests",
    "partners.nudge_interests": "Remind people to confirm their interests",
    "partners.tick_own_induction": "Tick the steps of an induction",
    "partners.see_self_assessments": "Read the Board’s self-assessments",
    "partners.record_self_assessment": "Write down the Board’s self-assessment",
    "partners.see_duties": "Read what the law asks of the partnership",
    "partners.see_history": "Read the history of a body’s things",
    "partners.see_all_history": "Read the history of everything",
    "partners.review_access": "Review who has access, each quarter",
    "partners.see_reviews": "Read the access reviews",
    "partners.see_permissions": "Read this table",
    "partners.see_sign_ins": "See who signed in, and who was refused",
    "partners.edit_partnership": "Change the organisations, and set up bodies",
    "partners.edit_body": "Change how a body meets, and its terms of reference",
    "partners.edit_seats": "Add, change and end seats",
    "notices.see_notices": "See what people were told by e-mail",
    "notices.see_all_notices": "See the letters about people’s accounts too",
    "meetings.see_history": "Read the history of a meeting",
    "assessments.see_history": "Read the history of an assessment",
    "plans.see_history": "Read the history of a plan",
    "meetings.see_readers": "See who could see an item",
}


INTRODUCTION = """A person’s roles are those of the seats and offices that they hold today, on the body that the thing
belongs to. Who may see a thing is decided by its audience: the first table.

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


def sight_table() -> list[tuple[str, str]]:
    """What is open and what is private, each with who sees it: asked of `partners.audience` itself."""
    return [
        (words, SEEN_BY[audience(private=private, published=published)])
        for words, private, published in (
            ("What is open and has been published, such as papers once the agenda is circulated", False, True),
            ("What is open and has not been published yet", False, False),
            ("What is private, published or not. The public reads a public title and the reason", True, True),
        )
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
    lines += ["## Who sees what", "", "| What | Who sees it |", "| --- | --- |"]
    lines += [f"| {what} | {who} |" for what, who in sight_table()]
    lines.append("")
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


# who is in each circle of readers
SEEN_BY = {
    Audience.PUBLIC: "Everybody, without signing in",
    Audience.SEATS: "Everybody who holds a seat or an office of the body today, and its seats’ deputies",
    Audience.PRIVATE_READERS: f"On the body today, as holder or deputy of a seat: {_who(PRIVATE_READERS)}. "
    "Besides them, people whom the secretary or the chair invited to that very item",
}
