"""A mail as a message: plain text, an iCalendar part where there is one, and the headers of an automatic sender."""

from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from ccsp_portal.notices.models import Mail, Notice
from ccsp_portal.notices.personal import fill_in


def address_of(notice: Notice) -> str:
    """The recipient's address as it is now."""
    return notice.recipient.email if notice.recipient else notice.address


def build(mail: Mail, notices: list[Notice]) -> EmailMultiAlternatives:
    """The message of one or many notices to one person. Repeats of it carry the same Message-ID."""
    first = notices[0]
    more = len(notices) - 1
    subject = f"{first.subject}, and {more} more" if more else first.subject
    message = EmailMultiAlternatives(
        subject=subject,
        body=_text(notices),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address_of(first)],
        reply_to=[settings.DEFAULT_FROM_EMAIL],
        headers=_headers(mail),
    )
    for notice in notices:
        _add_calendar(message, notice)
        for enclosure in notice.enclosures.all():
            message.attach(enclosure.name, bytes(enclosure.data), enclosure.media_type)
    return message


def _text(notices):
    if len(notices) == 1:
        return _with_links(notices[0])
    return "\n\n".join(f"{notice.subject}\n\n{_with_links(notice)}" for notice in notices)


def _with_links(notice):
    return fill_in(notice.text, notice.recipient) if notice.recipient else notice.text


def _headers(mail):
    host = urlsplit(settings.PORTAL_BASE_URL).hostname
    return {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "List-Id": f"Notices from the portal <notices.{host}>",
        "List-Help": f"<{settings.PORTAL_BASE_URL}/>",
        "List-Owner": f"<mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}>",
    }


def _add_calendar(message, notice):
    """iMIP (RFC 6047): an alternative to the text, which says its method; and a file, for readers that know neither."""
    if notice.calendar is None:
        return
    data = bytes(notice.calendar.data)
    message.attach_alternative(data.decode(), f"text/calendar; method={notice.method}")
    message.attach(notice.calendar.name, data, "application/ics")
