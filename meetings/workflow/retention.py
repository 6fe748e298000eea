"""Retention of what is held about meetings: who opened what, what calendars wrote, and private notes.

Minutes with their revisions, replies with their notes, and who opened a closed file are governed: none of it goes.
"""

from django.db.models import Q

from meetings.models import Meeting, PrivateNote, ReadMessage, Receipt
from partners.models import Removal, User
from partners.workflow.retention import CONTACT_DETAILS, DEVICES, LETTERS, NOWHERE, Rule, apply, midnight


def remove_what_is_past(*, by: User) -> int:
    """Remove all that is past its time, rule by rule: how many. Each rule's removal and its record are one whole."""
    return sum(apply(rule, by=by) for rule in RULES)


def are_receipts_kept(meeting: Meeting) -> bool:
    """Whether it is still held who opened the meeting's page and pack."""
    return meeting.ends_at >= midnight(RECEIPTS.first_day_kept)


def _remove_receipts(before):
    """Of meetings that are over, and not of who looked in since."""
    day = midnight(before)
    unread = [Q(**{column: None}) | Q(**{f"{column}__lt": day}) for column in ("page_read_at", "pack_read_at")]
    number, _ = Receipt.objects.filter(*unread, meeting__ends_at__lt=day).delete()
    return number


def _forget_senders(before):
    """Take out of the rows of old messages who sent them and what they wrote. What came of each stays."""
    old = ReadMessage.objects.filter(read_at__lt=midnight(before))
    return old.exclude(sender="", subject="", comment="").update(sender="", subject="", comment="")


def _remove_removed_notes(before):
    number, _ = PrivateNote.objects.filter(removed_at__lt=midnight(before)).delete()
    return number


def _remove_notes_of_leavers(_):
    """Of everybody whose contact details are gone, by their own rule."""
    number, _ = PrivateNote.objects.filter(person__email__endswith=NOWHERE).delete()
    return number


def _remove_notes(before):
    """On meetings that are over, and none that was written or changed since."""
    day = midnight(before)
    number, _ = PrivateNote.objects.filter(meeting__ends_at__lt=day, written_at__lt=day).delete()
    return number


RECEIPTS = Rule(
    Removal.What.RECEIPTS,
    "When you last opened the page and the pack of a meeting",
    "receipts_years",
    "the meeting, or after you opened them if that is later",
    _remove_receipts,
)
SENDERS = Rule(
    Removal.What.SENDERS,
    "The address, subject and words of a message that your calendar sent as a reply",
    "calendar_messages_days",
    "it came",
    _forget_senders,
)
REMOVED_NOTES = Rule(
    Removal.What.REMOVED_NOTES,
    "A note of your own that you removed",
    "removed_notes_days",
    "you removed it",
    _remove_removed_notes,
)
NOTES_OF_LEAVERS = Rule(
    Removal.What.NOTES_OF_LEAVERS,
    "All the notes that you made for yourself",
    "contact_details_years",
    "your last appointment ended",
    _remove_notes_of_leavers,
)
NOTES = Rule(
    Removal.What.NOTES,
    "A note that you made for yourself",
    "notes_years",
    "the meeting, or after you last changed it if that is later",
    _remove_notes,
)
# contact details come first: by them the notes of leavers are known
RULES = (CONTACT_DETAILS, DEVICES, LETTERS, RECEIPTS, SENDERS, REMOVED_NOTES, NOTES, NOTES_OF_LEAVERS)
