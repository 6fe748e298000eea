"""Accounts that nobody signs in to: warned, then suspended, until the secretary lets the person in again."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.profile import current as profile
from ccsp_portal.workflow import Conflict, one_at_a_time
from partners import letters
from partners.models import Dormancy, User
from partners.workflow.retention import NOWHERE
from partners.workflow.seats import is_last_secretary


def with_last_sign(people):
    """The people, each with `last_sign`: when they last signed in (or got the account), or were let in again."""
    made = User.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"), pgh_label="insert")
    let_in = Dormancy.objects.filter(person=OuterRef("pk"), suspended_at__isnull=False, ended_at__isnull=False)
    return people.annotate(
        last_sign=Greatest(
            Coalesce("last_login", Subquery(made.values("pgh_created_at")[:1])),
            Subquery(let_in.order_by("-ended_at").values("ended_at")[:1]),
        )
    )


def is_dormant(person) -> bool:
    """Whether nobody signed in to the account, of `with_last_sign`, for as many days as the profile allows."""
    if person.last_sign is None:
        return False
    quiet = clock.today() - person.last_sign.astimezone(clock.LONDON).date()
    return quiet.days >= profile().sign_in.dormant_days


@transaction.atomic
def suspend_dormant_accounts(*, by) -> int:
    """Warn who did not sign in for too long, and suspend whose time since the warning is over: how many of these.

    Who is the only secretary of a body is neither warned nor suspended: nobody could let them in again. It is safe to
    run again, and twice at once.
    """
    if not by.has_perm("partners.suspend_accounts"):
        raise PermissionDenied("The timetable suspends dormant accounts, by the rule in the profile.")
    one_at_a_time("suspension of dormant accounts")
    warned = Dormancy.objects.open().filter(suspended_at__isnull=True)
    with acting("sign in to a dormant account", by):
        warned.filter(person__last_login__gt=F("warned_at")).update(ended_at=clock.now(), ended_by=F("person"))
    over = warned.filter(open_until__lt=clock.today(), person__is_active=True).select_related("person")
    # asked one after the other: of two secretaries the second is the last once the first is suspended
    suspended = sum(_suspend(each, by) for each in over if not is_last_secretary(each.person))
    _warn(by)
    return suspended


def _suspend(dormancy, by) -> int:
    with acting("suspend the account", by):
        dormancy.suspended_at = clock.now()
        dormancy.save(update_fields=["suspended_at"])
        dormancy.person.is_active = False
        dormancy.person.save(update_fields=["is_active"])
    return 1


def _warn(by):
    facts = profile().sign_in
    latest = clock.now() - timedelta(days=facts.dormant_days - 1)
    people = with_last_sign(User.objects.people().filter(is_active=True)).filter(last_sign__lte=latest)
    people = people.exclude(pk__in=Dormancy.objects.open().values("person")).exclude(email__endswith=NOWHERE)
    with acting("warn of the suspension", by):
        for person in people.order_by("sort_key", "pk"):
            if is_dormant(person) and not is_last_secretary(person):
                until = clock.today() + timedelta(days=facts.suspension_notice_days)
                warned = Dormancy.objects.create(person=person, warned_at=clock.now(), open_until=until)
                letters.account_dormant(warned, facts.dormant_days)


@transaction.atomic
def let_in_again(person, *, by) -> Dormancy:
    """End the suspension of a person's account, and tell them. Raises Conflict where it is not suspended."""
    if not by.has_perm("partners.let_in_again"):
        raise PermissionDenied("Only the Board's secretary lets in again whose account is suspended.")
    suspended = Dormancy.objects.suspended().select_for_update(of=("self",)).filter(person=person).first()
    if suspended is None:
        raise Conflict(f"{person}'s account is not suspended. Somebody may have let them in meanwhile.")
    if person.email.endswith(NOWHERE):
        raise Conflict(f"{person} left long ago, and their address is removed. Invite them to a seat instead.")
    with acting("let in again", by):
        suspended.ended_at, suspended.ended_by = clock.now(), by
        suspended.save(update_fields=["ended_at", "ended_by"])
        person.is_active = True
        person.save(update_fields=["is_active"])
    letters.let_in_again(suspended)
    return suspended
