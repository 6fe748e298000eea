"""The access review: the secretary judges every account, once a quarter."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from ccsp_portal import clock, workdays
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, one_at_a_time
from partners.models import AccessReview, Appointment, Office, ReviewedAccount, User
from partners.models.reviews import quarter_in_words
from partners.workflow.suspensions import is_dormant, with_last_sign

NOBODY_S_SEAT = "No seat, office or invitation: they read what everybody reads"


@dataclass(frozen=True)
class Account:
    """An account as it is now: the person, a sentence for all that lets them in, and how they sign in."""

    person: User
    access: list[str]
    last_signed_in: object
    has_second_factor: bool
    is_dormant: bool


def quarter_of(day) -> tuple[int, int]:
    """The financial year of a day, and its quarter in it: April to June is 1."""
    return workdays.financial_year(day), (day.month - 4) % 12 // 3 + 1


def reviews_of_this_quarter():
    """One at most."""
    year, quarter = quarter_of(clock.today())
    return AccessReview.objects.filter(financial_year=year, quarter=quarter)


def review_of_this_quarter() -> AccessReview | None:
    return reviews_of_this_quarter().select_related("done_by").first()


def accounts() -> list[Account]:
    """Everybody who may sign in, by surname. Three queries, however many they are."""
    held = Prefetch("offices", Office.objects.lasting().select_related("body"), to_attr="held")
    places = Appointment.objects.lasting().select_related("seat__organisation", "seat__body")
    people = (
        with_last_sign(User.objects.people().filter(is_active=True))
        .annotate(
            has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))),
            guest_of=Count("item_invitations", filter=Q(item_invitations__ended_at__isnull=True)),
        )
        .prefetch_related(Prefetch("appointments", places.prefetch_related(held), to_attr="places"))
    )
    return [
        Account(
            person,
            _access(person),
            person.last_login and _day(person.last_login),
            person.has_factor,
            is_dormant(person),
        )
        for person in people.order_by("sort_key", "pk")
    ]


def _day(moment):
    return moment.astimezone(clock.LONDON).date()


def _access(person):
    said = [sentence for place in person.places for sentence in _by_right_of(place)]
    if person.guest_of:
        said.append(f"Invited to {person.guest_of} item{'' if person.guest_of == 1 else 's'} of meetings")
    return said or [NOBODY_S_SEAT]


def _by_right_of(place):
    until = f", until {place.to_on:%-d %B %Y}" if place.to_on else ""
    days = f"from {place.from_on:%-d %B %Y}{until}"
    yield f"{place.get_kind_display()}: {place.seat}, {place.seat.body.short_name}, {days}"
    for office in place.held:
        yield f"{office.get_kind_display()} of the {office.body.short_name}, from {office.from_on:%-d %B %Y}"


@transaction.atomic
def record_review(verdicts: dict[int, str], *, by) -> AccessReview:
    """Keep this quarter's review: a verdict on every account that there is, {person's id: verdict}, with its access.

    Raises Conflict where somebody reviewed the quarter meanwhile, and ValidationError where an account has no verdict.
    """
    if not by.has_perm("partners.review_access"):
        raise PermissionDenied("Only the Board’s secretary reviews who has access.")
    one_at_a_time("review of access")
    done = review_of_this_quarter()
    if done:
        raise Conflict(f"{done.done_by} has reviewed this quarter’s access. See it in the list of reviews.")
    found = accounts()
    missing = [each.person for each in found if each.person.pk not in verdicts]
    if missing:
        raise ValidationError({f"person_{person.pk}": f"Say whether {person}’s access is right" for person in missing})
    year, quarter = quarter_of(clock.today())
    with acting("review who has access", by):
        review = AccessReview.objects.create(financial_year=year, quarter=quarter, done_at=clock.now(), done_by=by)
        ReviewedAccount.objects.bulk_create(_judged(review, each, verdicts[each.person.pk]) for each in found)
    return review


def _judged(review, account, verdict):
    return ReviewedAccount(
        review=review,
        person=account.person,
        access=account.access,
        last_signed_in=account.last_signed_in,
        has_second_factor=account.has_second_factor,
        verdict=verdict,
    )


__all__ = ["Account", "accounts", "quarter_in_words", "quarter_of", "record_review", "review_of_this_quarter"]
