"""Reads of the notices page."""

from django.db.models import Q

from ccsp_portal.notices.models import Notice


def found(words: str = "", state: str = ""):
    """Notices with the latest mail's state, the newest first, by words of the recipient's name or the subject."""
    notices = Notice.objects.with_latest_mail().select_related("recipient").order_by("-written_at", "-pk")
    if words:
        notices = notices.filter(
            Q(recipient__name__icontains=words) | Q(address__icontains=words) | Q(subject__icontains=words)
        )
    return notices.filter(mail_state=state) if state else notices
