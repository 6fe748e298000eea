"""Accounts are suspended when nobody signs in to them, after a warning, or by the secretary; and are let in again."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.profile import current as profile
from ccsp_portal.workflow import Conflict, one_at_a_time
from partners import letters
from partners.models import Suspension, User
from partners.workflow.retention import NOWHERE
from partners.workflow.seats import is_last_secretary


def with_last_sign(people):
    """The people, each with `last_sign`: when they last signed in (or got the account), or were let in again."""
    made = User.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"), pgh_label="insert")
    let_in = Suspension.objects.filter(person=OuterRef("pk"), suspended_at__isnull=False, ended_at__isnull=False)
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
    warned = Suspension.objects.open().filter(suspended_at__isnull=True)
    with acting("sign in to a dormant account", by):
        warned.filter(person__last_login__gt=F("warned_at")).update(ended_at=clock.now(), ended_by=F("person"))
    over = warned.filter(open_until__lt=clock.today(), person__is_active=True).select_related("person")
    # asked one after the other: of two secretaries the second is the last once the first is suspended
    suspended = sum(_suspend(each, by) for each in over if not is_last_secretary(each.person))
    _warn(by)
    return suspended


def _suspend(suspension, by) -> int:
    with acting("suspend the account", by):
        suspension.suspended_at = clock.now()
        suspension.full_clean()
        suspension.save()
        suspension.person.is_active = False
        suspension.person.save(update_fields=["is_active"])
    return 1


def _warn(by):
    facts = profile().sign_in
    latest = clock.now() - timedelta(days=facts.dormant_days - 1)
    people = with_last_sign(User.objects.people().filter(is_active=True)).filter(last_sign__lte=latest)
    people = people.exclude(pk__in=Suspension.objects.open().values("person")).exclude(email__endswith=NOWHERE)
    with acting("warn of the suspension", by):
        for person in people.order_by("sort_key", "pk"):
            if is_dormant(person) and not is_last_secretary(person):
                until = clock.today() + timedelta(days=facts.suspension_notice_days)
                warned = Suspension.objects.create(person=person, warned_at=clock.now(), open_until=until)
                letters.account_dormant(warned, facts.dormant_days)


@transaction.atomic
def suspend_account(person, *, reason, by) -> Suspension:
    """Close a person's account at once, for a reason; they are told, and their seats stay as they are.

    Raises ValidationError for one's own account and for a body's last secretary, and Conflict where it is suspended.
    """
    if not by.has_perm("partners.suspend_account"):
        raise PermissionDenied("Only the Board’s secretary suspends an account.")
    if by.pk == person.pk:
        raise ValidationError("This is your own account. Another secretary of the Board can suspend it.")
    one_at_a_time("suspension of dormant accounts")
    person.refresh_from_db()
    if not person.is_active:
        raise Conflict(f"{person}’s account is suspended already. Somebody may have done it meanwhile.")
    if is_last_secretary(person):
        raise ValidationError(
            f"{person} is the last secretary of a body, and nobody else could look after it. Invite another secretary "
            "to it first, and come back once they have accepted."
        )
    suspension = Suspension.objects.open().filter(person=person).first() or Suspension(person=person)
    suspension.person, suspension.reason = person, " ".join(reason.split())
    _suspend(suspension, by)
    letters.account_suspended(suspension, by)
    return suspension


@transaction.atomic
def let_in_again(person, *, by) -> Suspension:
    """End the suspension of a person's account, and tell them. Raises Conflict where it is not suspended."""
    if not by.has_perm("partners.let_in_again"):
        raise PermissionDenied("Only the Board’s secretary lets in again whose account is suspended.")
    suspended = Suspension.objects.suspended().select_for_update(of=("self",)).filter(person=person).first()
    if suspended is None:
        raise Conflict(f"{person}’s account is not suspended. Somebody may have let them in meanwhile.")
    if person.email.endswith(NOWHERE):
        raise Conflict(f"{person} left long ago, and their address is removed. Invite them to a seat instead.")
    with acting("let in again", by):
        suspended.ended_at, suspended.ended_by = clock.now(), by
        suspended.save(update_fields=["ended_at", "ended_by"])
        person.is_active = True
        person.save(update_fields=["is_active"])
    letters.let_in_again(suspended)
    return suspended
