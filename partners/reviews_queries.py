"""What is read of the access reviews: whether this quarter's is done, and what the last one found that still stands."""

from django.db.models import Exists, Subquery

from partners.models import AccessReview, Appointment, Partnership, ReviewedAccount
from partners.workflow.reviews import reviews_of_this_quarter


def partnership_without_a_review():
    """The partnership, while nobody has reviewed this quarter who has access."""
    return Partnership.objects.filter(~Exists(reviews_of_this_quarter()))


def access_that_should_have_ended():
    """What the newest review said should end, of those who still hold a seat, or are to hold one; with the person."""
    newest = AccessReview.objects.order_by("-financial_year", "-quarter").values("pk")[:1]
    found = ReviewedAccount.objects.filter(review=Subquery(newest), verdict=ReviewedAccount.Verdict.TO_END)
    holding = Appointment.objects.lasting().values("person")
    return found.filter(person__in=holding).select_related("person").order_by("person__sort_key")
