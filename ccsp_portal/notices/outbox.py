"""The outbox: what people are to be told is written in the act's own transaction, and delivered after it."""

import logging
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import models, transaction
from django.db.models import QuerySet
from django.template import Context
from django.template.loader import get_template
from kombu.exceptions import OperationalError

from ccsp_portal import clock
from ccsp_portal.notices.models import Enclosure, Mail, Notice

logger = logging.getLogger(__name__)

OF_SUBJECT = object()
REPLACED = "Not sent: a later letter says this, and what has changed since."


@dataclass(frozen=True)
class Letter:
    """One fact for one person, as `put` takes it: its template, its once key, what it is about, who may read it."""

    template: str
    once: str
    subject_thing: models.Model | None = None
    sight: object = OF_SUBJECT
    context: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def put(
    recipients: Iterable,
    template: str,
    *,
    once: str,
    attachments: Iterable[tuple[str, str, bytes]] = (),
    calendar: bytes | Mapping[int, bytes] = b"",
    method: str = "",
    subject_thing: models.Model | None = None,
    sight: object = OF_SUBJECT,
    each: Mapping[int, Mapping] = MappingProxyType({}),
    wait: timedelta = timedelta(0),
    **context,
) -> list[Notice]:
    """Tell each recipient (a User), once for this `once` key; returns the notices written now, none for a repeat.

    `template` is a text whose first line is the subject. It is given `context`, `recipient`, `base_url`, and `url`, the
    full address of `subject_thing` where that has one. `attachments` are (name, media type, bytes). `calendar` is an
    iCalendar object, or one for each recipient by their id, of the `method` REQUEST, CANCEL or PUBLISH. `each` has more
    context for a recipient, by their id. The mail leaves after `wait`; until then `take_back` keeps it from leaving.

    At delivery a recipient must still see `sight`: a row, or ("app.model", pk), whose manager has `visible_to`.
    Without it `subject_thing` is asked for, if its manager can say; `sight=None` asks for nothing. The number of
    queries is the same for 1 and for 100 recipients.
    """
    thing = subject_thing if sight is OF_SUBJECT else sight
    shared = {"once_key": once, "sight": sight_key(thing), "method": method}
    context = {"base_url": settings.PORTAL_BASE_URL, "url": _full_address(subject_thing), **context}
    people = _untold({person.pk: person for person in recipients}, once)
    calendars = _store_calendars(calendar, people)
    notices = [
        _worded(
            template,
            {**context, **each.get(pk, {}), "recipient": person},
            recipient=person,
            calendar=calendars.get(pk),
            **shared,
        )
        for pk, person in people.items()
    ]
    return _write(notices, attachments, wait)


@transaction.atomic
def put_to_address(address: str, template: str, *, once: str, is_secret: bool = False, **context) -> list[Notice]:
    """Tell somebody who has no account, as `put` does; `is_secret` for a text with a personal link."""
    return put_to_addresses([(address, once, context)], template, is_secret=is_secret)


@transaction.atomic
def put_to_addresses(letters: Iterable[tuple[str, str, dict]], template: str, *, is_secret: bool = False):
    """The same to many addresses, each letter with its own `once` key and context: (address, once, context).

    The number of queries is the same for 1 and for 100 letters.
    """
    base = {"base_url": settings.PORTAL_BASE_URL}
    notices = [
        _worded(template, base | context, address=address, once_key=once, is_secret=is_secret)
        for address, once, context in letters
    ]
    return _write(notices, ())


@transaction.atomic
def rehearse(template: str, **context) -> None:
    """Do all that `put_to_address` does, and leave nothing behind: it takes as long, and tells nobody anything."""
    written = put_to_address("nobody@portal.invalid", template, once=f"rehearsal/{uuid.uuid4()}", **context)
    mails = Mail.objects.filter(pk__in=list(Mail.objects.filter(notices__in=written).values_list("pk", flat=True)))
    Mail.notices.through.objects.filter(notice__in=written).delete()
    mails.delete()
    Notice.objects.filter(pk__in=[notice.pk for notice in written]).delete()


@transaction.atomic
def put_digests(digests: Iterable[tuple[Any, Iterable[Letter], Iterable[Letter]]]):
    """Tell each person several facts in one message: (person, the letters that call for it, others to go along).

    Nothing is sent to whom none of the calling letters is new, and the others go along only then. Each letter is a
    notice of its own, with its own once key and sight. Returns the mails. The number of queries is the same for 1 and
    for 100 people.
    """
    digests = [(person, list(calling), list(others)) for person, calling, others in digests]
    keys = {letter.once for _, calling, others in digests for letter in [*calling, *others]}
    known = Notice.objects.filter(once_key__in=keys, recipient__in=[person.pk for person, _, _ in digests])
    told = set(known.values_list("recipient_id", "once_key"))
    batch, notices = uuid.uuid4(), []
    for person, calling, others in digests:
        new, along = ([each for each in some if (person.pk, each.once) not in told] for some in (calling, others))
        if new:
            notices += [_lettered(person, letter, batch) for letter in [*new, *along]]
    if not notices:
        return []
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    written: dict[int, list[Notice]] = {}
    for notice in Notice.objects.filter(batch=batch).order_by("pk"):
        written.setdefault(notice.recipient_id or 0, []).append(notice)
    mails = _write_mails(list(written.values()))
    transaction.on_commit(_tell_worker)
    return mails


def _lettered(person, letter, batch):
    thing = letter.subject_thing if letter.sight is OF_SUBJECT else letter.sight
    context = {"base_url": settings.PORTAL_BASE_URL, "url": _full_address(letter.subject_thing), **letter.context}
    fields = {"once_key": letter.once, "sight": sight_key(thing), "batch": batch}
    return _worded(letter.template, {**context, "recipient": person}, recipient=person, **fields)


@transaction.atomic
def take_back(notices: QuerySet[Notice]) -> int:
    """Keep those of the notices from leaving whose mail still waits, as a later one says it all: how many mails.

    One that is being sent meanwhile is let go.
    """
    waiting = Mail.objects.filter(notices__in=notices, state=Mail.State.WAITING)
    held = list(waiting.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    return Mail.objects.filter(pk__in=held).update(state=Mail.State.REPLACED, last_error=REPLACED)


@transaction.atomic
def send_again(notices: Iterable[Notice]) -> list[Mail]:
    """Send each notice in a message of its own, with a new Message-ID: mail servers drop one that they have seen."""
    mails = _write_mails([[notice] for notice in notices])
    transaction.on_commit(_tell_worker)
    return mails


def sight_key(thing) -> str:
    """ "meetings.agendaitem:12" for a row or a pair; "" for nothing, and for a row whose manager cannot tell."""
    if thing is None:
        return ""
    if isinstance(thing, tuple):
        label, pk = thing
        return f"{label.lower()}:{pk}"
    if not hasattr(type(thing)._default_manager, "visible_to"):
        return ""
    return f"{thing._meta.label_lower}:{thing.pk}"


def _untold(people, once):
    told = Notice.objects.filter(once_key=once, recipient_id__in=people).values_list("recipient_id", flat=True)
    return {pk: person for pk, person in people.items() if pk not in set(told)}


def _worded(template, context, **fields):
    subject, text = render(template, context)
    return Notice(template=template, subject=subject[:300], text=text, written_at=clock.now(), **fields)


def render(template: str, context: dict) -> tuple[str, str]:
    """A text template's first line, and the rest: plain text, nothing escaped for HTML."""
    found: Any = get_template(template)
    text = found.template.render(Context(context, autoescape=False)).strip()
    subject, _, body = text.partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def _full_address(thing):
    return settings.PORTAL_BASE_URL + thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""


def _store_calendars(calendar, people):
    """The stored calendar object of each recipient, by their id; one that is for all is stored once."""
    if not calendar or not people:
        return {}
    if isinstance(calendar, Mapping):
        stored = {pk: _calendar(data) for pk, data in calendar.items() if pk in people}
        Enclosure.objects.bulk_create(stored.values())
        return stored
    one = _calendar(calendar)
    one.save()
    return dict.fromkeys(people, one)


def _calendar(data):
    return Enclosure(name="invite.ics", media_type="text/calendar", data=data)


def _write(notices, attachments, wait=timedelta(0)):
    """Store what has not been told before, with its enclosures and a mail for each."""
    if not notices:
        return []
    batch = uuid.uuid4()
    for notice in notices:
        notice.batch = batch
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    written = list(Notice.objects.filter(batch=batch).order_by("pk"))
    if written:
        _enclose(written, attachments)
        _write_mails([[notice] for notice in written], wait)
        transaction.on_commit(_tell_worker)
    return written


def _enclose(notices, attachments):
    enclosures = [Enclosure(name=name, media_type=kind, data=data) for name, kind, data in attachments]
    if enclosures:
        Enclosure.objects.bulk_create(enclosures)
        link = Notice.enclosures.through
        links = [link(notice=notice, enclosure=one) for notice in notices for one in enclosures]
        link.objects.bulk_create(links)


def _write_mails(bundles, wait=timedelta(0)):
    """A message for each bundle of one person's notices."""
    now = clock.now()
    mails = Mail.objects.bulk_create(Mail(next_try_at=now + wait, written_at=now) for _ in bundles)
    link = Mail.notices.through
    pairs = [(mail, notice) for mail, bundle in zip(mails, bundles, strict=True) for notice in bundle]
    link.objects.bulk_create(link(mail=mail, notice=notice) for mail, notice in pairs)
    return mails


def _tell_worker():
    """Have the worker deliver at once; without a broker, beat has it done as soon as both are back."""
    try:
        current_app.send_task("notices.deliver")
    except (OperationalError, OSError) as reason:
        logger.warning("The worker could not be told of new notices (%s): beat will tell it.", reason)
