"""Reads of the notices page."""

from django.db.models import Q

from ccsp_portal.notices.models import Notice
from ccsp_portal.notices.sight import ABOUT_NOBODY_S_THING, in_sight_of


def found(person, words: str = "", state: str = ""):
    """Notices with the latest mail's state, the newest first, by words of the recipient's name or the subject.

    Who keeps the whole partnership is shown that there is a notice even where they may not read it, but finds none by
    its subject; a group's secretary is shown only what is about the group.
    """
    notices = Notice.objects.with_latest_mail().select_related("recipient").order_by("-written_at", "-pk")
    sees_all = person.has_perm("notices.see_all_notices")
    readable = in_sight_of(person) | ABOUT_NOBODY_S_THING if sees_all else in_sight_of(person)
    if not sees_all:
        notices = notices.filter(readable)
    if words:
        of_recipient = Q(recipient__name__icontains=words) | Q(address__icontains=words)
        notices = notices.filter(of_recipient | (Q(subject__icontains=words) & readable))
    return notices.filter(mail_state=state) if state else notices
