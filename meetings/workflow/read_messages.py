"""What the secretary does about messages from calendars that did not count: each is dealt with once, or reopened."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict
from meetings.models import ReadMessage, SettledMessage
from partners.models import User


@transaction.atomic
def settle_message(message: ReadMessage, *, note: str = "", by: User) -> SettledMessage:
    """Say that a message is dealt with, and in a few words how. Conflict where it counted, or somebody said so before.

    Raises ValidationError.
    """
    message, settled = _locked(message, by)
    if message.outcome == ReadMessage.Outcome.COUNTED:
        raise Conflict("This message has counted as a reply: there is nothing to deal with.")
    if settled and not settled.is_reopened:
        raise Conflict(f"{settled.settled_by} has already marked this message as dealt with.")
    settled = settled or SettledMessage(message=message)
    settled.note, settled.settled_at, settled.settled_by, settled.is_reopened = note.strip(), clock.now(), by, False
    settled.full_clean()
    with acting("mark as dealt with", by):
        settled.save()
    return settled


@transaction.atomic
def reopen_message(message: ReadMessage, *, by: User) -> None:
    """It is to be dealt with after all; saying so again changes nothing."""
    _, settled = _locked(message, by)
    if settled and not settled.is_reopened:
        settled.is_reopened = True
        with acting("reopen", by):
            settled.save(update_fields=["is_reopened"])


def _locked(message, by):
    """The message, for one act at a time, and what was done about it so far."""
    message = ReadMessage.objects.select_for_update(of=["self"]).select_related("meeting").get(pk=message.pk)
    if not by.has_perm("meetings.settle_message", message):
        raise PermissionDenied
    return message, SettledMessage.objects.filter(message=message).select_related("settled_by").first()
