"""What the secretariat does about a notice: send it again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ccsp_portal.notices import outbox
from ccsp_portal.notices.models import Mail, Notice
from ccsp_portal.workflow import NotOpen, lock

ON_ITS_WAY = {Mail.State.WAITING, Mail.State.SENDING}


@transaction.atomic
def send_again(notice: Notice, *, by) -> Notice:
    """Send the notice in a new message. Refused while one is on its way, and once what it said is forgotten."""
    if not by.has_perm("notices.send_again", notice):
        raise PermissionDenied("You are not allowed to send notices again.")
    notice = lock(notice)
    if notice.mails.filter(state__in=ON_ITS_WAY).exists():
        raise NotOpen("You cannot send it again now: it is still on its way.")
    if notice.mails.filter(state=Mail.State.REPLACED).exists():
        raise NotOpen("You cannot send it: a later letter says this, and what has changed since.")
    if notice.is_secret and not notice.text:
        raise NotOpen(
            "You cannot send it again: it held a personal link, which is forgotten once sent. Make a new one."
        )
    if not notice.text:
        raise NotOpen("You cannot send it again: what it said is removed, since it is older than letters are kept.")
    outbox.send_again([notice])
    return notice
