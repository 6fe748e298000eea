"""The link in a reminder, by which an action point's owner says how it stands without signing in.

The link is signed and kept in no table. It says whose it is, for which action point, and until when; it is good for
that person at the address that they had, while their seat owes the action point, and for nothing else. What is private
is not behind it: a mailbox is one factor, and private items ask for two (docs/decisions).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from ccsp_portal import clock
from meetings.models import ActionPoint
from meetings.workflow.actions import UPDATE
from partners.models import User

SIGNER = Signer(sep=".", salt="link to an action point")
LASTS = timedelta(days=30)


@dataclass
class DeadLink(Exception):
    """The link does not work: why, in a sentence, and the action point's own page where that may help."""

    sentence: str
    action_id: int | None = None


def action_link(person: User, action: ActionPoint) -> str:
    """The full address by which the person, and nobody else, updates the action point for the next 30 days."""
    last_day = clock.today() + LASTS
    token = SIGNER.sign_object([person.pk, action.pk, last_day.toordinal(), _mailbox(person)])
    return settings.PORTAL_BASE_URL + reverse("meetings:update_by_link", args=[token])


def opened(token: str) -> tuple[User, ActionPoint]:
    """Whose link it is, and for which action point. Raises DeadLink for one that no longer works."""
    person_id, action_id, last_day, mailbox = _read(token)
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None or not constant_time_compare(mailbox, _mailbox(person)):
        raise DeadLink("This link no longer works. Sign in instead.", action_id)
    if clock.today() > date.fromordinal(last_day):
        raise DeadLink("This link has run out. The next reminder has a new one, or sign in instead.", action_id)
    visible = ActionPoint.objects.visible_to(person).select_related("item__meeting__body", "owner__organisation")
    action = visible.filter(pk=action_id).first()
    if action is None or not person.has_perm(UPDATE.permission, action):
        raise DeadLink("This link no longer works: the seat that owes the action point is not yours any more.")
    if action.is_ended:
        raise DeadLink(f"{action.reference} is closed already, so nothing more is asked of you.", action_id)
    return person, action


def _read(token):
    try:
        person, action, last_day, mailbox = SIGNER.unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        raise DeadLink("This link is not whole. Copy all of it from the letter, or sign in instead.") from None
    return person, action, last_day, mailbox


def _mailbox(person):
    """A mark of the address to which the link went: it ends when the person changes theirs."""
    return salted_hmac("the mailbox of a link", person.email).hexdigest()[:16]
