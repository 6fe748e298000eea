"""What the secretary must look after: machinery that does not work, and places that nobody fills."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, DateTimeField, F, Max, Q, Value
from django.db.models.functions import Cast, Concat

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import date_time
from ccsp_portal.jobs.heartbeats import is_alive
from ccsp_portal.jobs.models import Heartbeat, Job
from ccsp_portal.notices.models import Mail, Notice
from partners.interests_queries import people_to_confirm
from partners.models import Role
from partners.queries import authorities_without_a_holder, vacant_too_long
from partners.reviews_queries import access_that_should_have_ended, partnership_without_a_review
from partners.sharing_queries import (
    authorities_without_a_signature,
    authorities_without_an_officer,
    partnership_without_a_protocol,
    protocols_to_review,
)
from partners.standing import standing_of

# what failed longer ago than this has been seen, or is past mending
LOOKING_BACK = timedelta(days=30)
VACANT = "vacant seats"
# typed, for the database to set it beside moments
NEVER = Cast(None, DateTimeField())
# stands before the name of a responsible authority
UNSEATED = "unseated: "
UNFILLED = "{} is a responsible authority, and nobody holds a seat for it on the Board."
MEMBERS = {Role.MEMBER, Role.CHAIR, Role.VICE_CHAIR}
DEAD_BEAT = "The portal’s timetable is not running: reminders wait. Tell whoever looks after the portal."
DEAD_WORKER = (
    "The part of the portal that makes packs and sends notices is not running. What is asked of it is kept, and done "
    "once it is back. Tell whoever looks after the portal."
)
# a mail server that restarts is no trouble
MAILBOX_MAY_BE_SHUT_FOR = timedelta(minutes=15)
SHUT_MAILBOX = (
    "What people answer in their calendars has not been read since {moment}: the mailbox for replies does not "
    "work. Tell whoever looks after the portal."
)
# what is counted, what is said of one and of many, and the page that shows them
COUNTED = (
    ("failed work", "1 piece of work failed.", "{} pieces of work failed.", "home:list_failed_work"),
    ("failing notices", "1 notice is not delivered.", "{} notices are not delivered.", "notices:list_notices"),
)
# the same, of the records that the partnership keeps
KEPT = (
    ("no protocol", "No information-sharing protocol is kept here yet.", "", "partners:show_protocol"),
    ("reviews", "The review of the information-sharing protocol is overdue.", "", "partners:show_protocol"),
    (
        "unsigned",
        "1 responsible authority has not signed the information-sharing protocol.",
        "{} responsible authorities have not signed the information-sharing protocol.",
        "partners:show_protocol",
    ),
    (
        "no officer",
        "1 responsible authority has no liaison officer.",
        "{} responsible authorities have no liaison officer.",
        "partners:show_protocol",
    ),
    (
        "unconfirmed",
        "1 person has not confirmed their interests within a year.",
        "{} people have not confirmed their interests within a year.",
        "partners:list_interests",
    ),
    ("no access review", "The access review of this quarter is not done yet.", "", "partners:list_reviews"),
    (
        "should have ended",
        "The access of 1 person should have ended, as the last review found.",
        "The access of {} people should have ended, as the last review found.",
        "partners:list_reviews",
    ),
)


def counts() -> dict[str, tuple[int, datetime | None]]:
    """How many there are of each thing that the secretary must look after, and when the latest was. One query."""
    return {what: (number, latest) for what, number, latest in _counts()}


def gaps(found) -> list[str]:
    """Places on the partnership's bodies that nobody fills, in sentences; those that the law asks for come first."""
    unseated = sorted(what.removeprefix(UNSEATED) for what in found if what.startswith(UNSEATED))
    said = [UNFILLED.format(name) for name in unseated]
    number = found.get(VACANT, (0, None))[0]
    if number:
        said.append(f"{number} seat{' has' if number == 1 else 's have'} been vacant for more than 30 days.")
    return said


def unseated_for(person) -> list[str]:
    """The same for the Board's chair and members: the authorities without a holder, whom they may know how to win.

    One query, and none for the others.
    """
    if not any(each.on_board and each.role in MEMBERS for each in standing_of(person)):
        return []
    names = authorities_without_a_holder().values_list("name", flat=True)
    return [f"{UNFILLED.format(name)} If you know who should, tell the secretary." for name in names]


def troubles(found) -> list[tuple[str, str]]:
    """What is not working, of `counts`: a sentence each, and the name of the page that says more, or ""."""
    seen = {process: latest for process, (_, latest) in found.items()}
    said = [] if is_alive("beat", seen) else [(DEAD_BEAT, "")]
    # nothing that the worker does is seen while beat is dead
    if is_alive("beat", seen) and not is_alive("worker", seen):
        said.append((DEAD_WORKER, ""))
    return said + _shut_mailbox(said, seen.get("mailbox")) + _said(found, COUNTED)


def _shut_mailbox(is_said_why, read_at):
    """Where nothing worse explains it: that the mailbox, which is looked into every minute, is not read."""
    if settings.REPLIES_MAILBOX is None or is_said_why or read_at is None:
        return []
    if clock.now() - read_at < MAILBOX_MAY_BE_SHUT_FOR:
        return []
    return [(SHUT_MAILBOX.format(moment=date_time(read_at)), "")]


def records(found) -> list[tuple[str, str]]:
    """What is missing in the records that the partnership keeps: a sentence each, and the page where it is mended."""
    return _said(found, KEPT)


def _said(found, table):
    numbers = [(found.get(what, (0, None))[0], one, many, page) for what, one, many, page in table]
    return [(one if number == 1 else many.format(number), page) for number, one, many, page in numbers if number]


def failed_work():
    """Jobs that failed in the last 30 days and were not tried again since, the latest first."""
    since = clock.now() - LOOKING_BACK
    return Job.objects.filter(state=Job.State.FAILED, finished_at__gte=since).order_by("-finished_at", "-pk")


def _failing_notices():
    late = Q(mail_state=Mail.State.FAILED) | (Q(mail_state=Mail.State.WAITING) & ~Q(mail_error=""))
    return Notice.objects.filter(written_at__gte=clock.now() - LOOKING_BACK).with_latest_mail().filter(late)


def _unseated():
    authorities = authorities_without_a_holder().order_by()
    named = authorities.annotate(what=Concat(Value(UNSEATED), "name"), number=Value(0), latest=NEVER)
    return named.values_list("what", "number", "latest")


def _counts():
    alive = Heartbeat.objects.annotate(what=F("process"), number=Value(1), latest=F("seen_at"))
    return alive.values_list("what", "number", "latest").union(
        _tally(failed_work(), "failed work", "finished_at"),
        _tally(_failing_notices(), "failing notices", "written_at"),
        _tally(vacant_too_long(), VACANT, NEVER),
        _unseated(),
        _tally(partnership_without_a_protocol(), "no protocol", NEVER),
        _tally(protocols_to_review(), "reviews", NEVER),
        _tally(authorities_without_a_signature(), "unsigned", NEVER),
        _tally(authorities_without_an_officer(), "no officer", NEVER),
        _tally(people_to_confirm(), "unconfirmed", NEVER),
        _tally(partnership_without_a_review(), "no access review", NEVER),
        _tally(access_that_should_have_ended(), "should have ended", NEVER),
        all=True,
    )


def _tally(rows, what, moment):
    grouped = rows.order_by().annotate(what=Value(what)).values("what")
    return grouped.annotate(number=Count("pk"), latest=Max(moment)).values_list("what", "number", "latest")
