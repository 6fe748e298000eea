"""What is read of the access reviews: whether this quarter's is done, and what the last one found that still stands."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from ccsp_portal import clock
from partners.models import AccessReview, Appointment, Partnership, ReviewedAccount
from partners.workflow.reviews import reviews_of_this_quarter


def partnership_without_a_review():
    """The partnership, while nobody has reviewed this quarter who has access."""
    return Partnership.objects.filter(~Exists(reviews_of_this_quarter()))


def access_that_should_have_ended():
    """What the newest review said should end and still stands, with the person: they may sign in, and either hold a
    seat, now or later, or have left none since the review (so that only suspending the account ends it)."""
    newest = AccessReview.objects.order_by("-financial_year", "-quarter").values("pk")[:1]
    found = ReviewedAccount.objects.filter(review=Subquery(newest), verdict=ReviewedAccount.Verdict.TO_END)
    holding = Appointment.objects.lasting().values("person")
    # the day before too: a last day may be yesterday
    since = TruncDate(F("review__done_at") - timedelta(days=1), tzinfo=clock.LONDON)
    left = Exists(Appointment.objects.filter(person=OuterRef("person"), to_on__gte=OuterRef("since")))
    standing = found.annotate(since=since).filter(Q(person__in=holding) | ~left, person__is_active=True)
    return standing.select_related("person").order_by("person__sort_key")
