"""How mail gets out.

What a killed worker does to it: an attempt is first written down and committed ("being sent", with a time at which it
counts as lost). Then, in a second transaction that holds the row's lock, the message goes to the mail server and the
row becomes "sent". Killed before the server's yes, nothing went out; killed between its yes and our commit, the
attempt is taken for lost two minutes later and the message is sent once more, with the same Message-ID: at most one
repeat for each kill. Several workers share the outbox: each passes over the rows that another has locked.
"""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q

from ccsp_portal import clock
from ccsp_portal.notices.message import address_of, build
from ccsp_portal.notices.models import Mail, Notice
from ccsp_portal.notices.sight import readable_by

LOST_AFTER = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
MOST_ATTEMPTS = 10
MOST_AT_ONCE = 500
NO_SIGHT = "Not sent: they are no longer allowed to see what it is about."
NO_ACCESS = "Not sent: they may no longer sign in."

logger = logging.getLogger(__name__)


class Refused(Exception):
    """The mail server refuses this message for good: trying again is no use."""


def deliver() -> int:
    """Send what is due, as many as the mail server takes; returns how many went out.

    A server that cannot be reached costs no mail an attempt: all wait, and say why.
    """
    if not _due().exists():
        return 0
    server = get_connection()
    sent = 0
    try:
        for _ in range(MOST_AT_ONCE):
            # does nothing while it is open; before a mail is taken, so that a server that is away costs none an attempt
            server.open()
            mail = _take()
            if mail is None:
                break
            sent += _send(mail, server)
    except (OSError, smtplib.SMTPException) as reason:
        logger.warning("The mail server cannot be reached (%s): the mail waits.", reason)
        _due().update(last_error=f"The mail server cannot be reached: {reason}")
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.close()
    return sent


def _due():
    unsent = Q(state=Mail.State.WAITING) | Q(state=Mail.State.SENDING)
    return Mail.objects.filter(unsent, next_try_at__lte=clock.now())


@transaction.atomic
def _take():
    """Write down an attempt at the mail that has waited longest, or give None."""
    given_up = _due().filter(attempts__gte=MOST_ATTEMPTS)
    given_up.update(state=Mail.State.FAILED, last_error=f"Sending it was cut short {MOST_ATTEMPTS} times.")
    mail = _due().select_for_update(skip_locked=True).order_by("next_try_at", "written_at").first()
    if mail is not None:
        mail.state, mail.attempts, mail.next_try_at = Mail.State.SENDING, mail.attempts + 1, clock.now() + LOST_AFTER
        mail.save(update_fields=["state", "attempts", "next_try_at"])
    return mail


@transaction.atomic
def _send(mail, server) -> bool:
    """Make the attempt, unless another has taken it over; whether the message went out. Holds the row meanwhile."""
    ours = Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING, attempts=mail.attempts)
    mail = ours.select_for_update(skip_locked=True).first()
    if mail is None:
        return False
    try:
        return _post(mail, server)
    except Refused as reason:
        _end(mail, Mail.State.FAILED, str(reason))
    except (OSError, smtplib.SMTPException) as reason:
        _wait(mail, f"The mail server did not take it: {reason}")
        with suppress(OSError, smtplib.SMTPException):
            server.close()
    return False


def _post(mail, server):
    notices = list(mail.notices.select_related("recipient", "calendar").prefetch_related("enclosures").order_by("pk"))
    seen = [notice for notice in notices if not why_withheld(notice)]
    if not seen:
        _end(mail, Mail.State.WITHHELD, why_withheld(notices[0]))
        return False
    _hand_over(build(mail, seen), server, address_of(seen[0]))
    mail.sent_at = clock.now()
    _end(mail, Mail.State.SENT, "")
    Notice.objects.filter(mails=mail, is_secret=True).update(text="")
    return True


def why_withheld(notice: Notice) -> str:
    """Why its recipient may not have the notice now, in a sentence; "" if they may."""
    person = notice.recipient
    if person is None:
        return ""
    if not person.is_active or person.email.endswith(".invalid"):
        return NO_ACCESS
    return "" if notice in readable_by(person, [notice]) else NO_SIGHT


def _hand_over(message, server, address):
    """Give the message to the server. Raises Refused for what will never go, OSError or SMTPException for the rest."""
    try:
        server.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        _refuse_for_good(code, words, "The mail server does not know the address", address)
        raise
    except smtplib.SMTPDataError as refusal:
        _refuse_for_good(refusal.smtp_code, refusal.smtp_error, "The mail server refused the message", address)
        raise
    except (ValueError, smtplib.SMTPNotSupportedError) as refusal:
        raise Refused("The address or the subject cannot be used in a mail. Correct it and send again.") from refusal


def _refuse_for_good(code, words, what, address):
    if code >= 500:
        words = words.decode(errors="replace") if isinstance(words, bytes) else words
        raise Refused(f"{what}: {code} {words}".replace(address, "the address"))


def _wait(mail, error):
    """Put it off: a minute, then twice as long each time, at most four hours; given up after ten attempts."""
    if mail.attempts >= MOST_ATTEMPTS:
        _end(mail, Mail.State.FAILED, error)
        return
    mail.state, mail.last_error = Mail.State.WAITING, error
    mail.next_try_at = clock.now() + min(FIRST_WAIT * 2 ** (mail.attempts - 1), LONGEST_WAIT)
    mail.save(update_fields=["state", "last_error", "next_try_at"])


def _end(mail, state, error):
    mail.state, mail.last_error = state, error
    mail.save(update_fields=["state", "last_error", "sent_at"])
