"""The link in a reminder, by which an action point's owner says how it stands without signing in.

It is good for thirty days, for that person at the address that they had, while their seat owes the action point, and
for nothing else. What is private is not behind it: a mailbox is one factor, and private items ask for two
(docs/decisions).
"""

from dataclasses import dataclass
from datetime import timedelta

from ccsp_portal import clock
from ccsp_portal.notices.personal import marked_address, read_token
from meetings.models import ActionPoint
from meetings.workflow.actions import UPDATE
from partners.models import User

PURPOSE = "action"
LASTS = timedelta(days=30)


@dataclass
class DeadLink(Exception):
    """The link does not work: why, in a sentence, and the action point's own page where that may help."""

    sentence: str
    action_id: int | None = None


def action_link(action: ActionPoint) -> str:
    """The address by which whoever the letter is to, and nobody else, updates the action point for the next 30 days."""
    last_day = clock.today() + LASTS
    return marked_address("meetings:update_by_link", PURPOSE, action.pk, last_day.toordinal())


def opened(token: str) -> tuple[User, ActionPoint]:
    """Whose link it is, and for which action point. Raises DeadLink for one that no longer works."""
    read = read_token(token, PURPOSE)
    if read is None:
        raise DeadLink(
            "This link no longer works. It may have been cut short, or your address has changed. Sign in instead."
        )
    person, (action_id, last_day) = read
    if not 0 <= last_day - clock.today().toordinal() <= LASTS.days:
        raise DeadLink("This link has run out. The next reminder has a new one, or sign in instead.", action_id)
    visible = ActionPoint.objects.visible_to(person).select_related("item__meeting__body", "owner__organisation")
    action = visible.filter(pk=action_id).first()
    if action is None or not person.has_perm(UPDATE.permission, action):
        raise DeadLink("This link no longer works: the seat that owes the action point is not yours any more.")
    if action.is_ended:
        raise DeadLink(f"{action.reference} is closed already, so nothing more is asked of you.", action_id)
    return person, action
