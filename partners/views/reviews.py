"""The pages of the access review: every account judged, and what earlier reviews found."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ccsp_portal import clock
from ccsp_portal.exports import csv_response
from ccsp_portal.govuk.forms import PortalForm, Radios, offer
from ccsp_portal.once.decorator import once
from ccsp_portal.profile import current
from partners.models import AccessReview, ReviewedAccount, Suspension
from partners.reviews_queries import access_that_should_have_ended
from partners.views.asking import refuse
from partners.workflow import reviews

# the button that answers what is not answered
REST = "rest_is_right"
RIGHT, TO_END = ReviewedAccount.Verdict.RIGHT, ReviewedAccount.Verdict.TO_END


class ReviewForm(PortalForm):
    """A question about every account."""

    submit = "Keep the review"

    def __init__(self, *args, accounts, **kwargs):
        super().__init__(*args, **kwargs)
        self.accounts = accounts

    def rows(self):
        """Each account with its question."""
        return [(account, self[_name(account.person)]) for account in self.accounts]

    def verdicts(self):
        return {account.person.pk: self.cleaned_data[_name(account.person)] or RIGHT for account in self.accounts}

    @classmethod
    def about(cls, accounts, *, rest_is_right=False):
        """The form's class, with a question for each of these accounts; all are to be answered, unless the secretary
        says that the others are right."""
        questions = {
            _name(account.person): forms.ChoiceField(
                label=f"Is {account.person}’s access right?",
                choices=ReviewedAccount.Verdict.choices,
                widget=Radios(small=True, inline=True),
                required=not rest_is_right,
                error_messages={"required": f"Say whether {account.person}’s access is right"},
            )
            for account in accounts
        }
        return type("ReviewOfAccounts", (cls,), questions)


def _name(person):
    return f"person_{person.pk}"


def _only_who_may_see(request):
    if not request.user.has_perm("partners.see_reviews"):
        raise PermissionDenied("Only the Board’s secretary and its auditor see access reviews.")


@require_safe
def list_reviews(request):
    """The reviews of earlier quarters, and whether this one's is done."""
    _only_who_may_see(request)
    to_end = Count("accounts", filter=Q(accounts__verdict=TO_END))
    found = AccessReview.objects.select_related("done_by").annotate(number=Count("accounts"), to_end=to_end)
    context = {
        "reviews": [(reviews.quarter_in_words(each.financial_year, each.quarter), each) for each in found],
        "to_end": access_that_should_have_ended(),
        "suspended": Suspension.objects.suspended().select_related("person"),
        "this_quarter": reviews.quarter_in_words(*reviews.quarter_of(clock.today())),
        "is_due": reviews.review_of_this_quarter() is None,
        "may_review": request.user.has_perm("partners.review_access"),
    }
    return render(request, "partners/list_reviews.html", context)


@once
def review_access(request):
    """Every account on one page, to be judged."""
    if not request.user.has_perm("partners.review_access"):
        raise PermissionDenied("Only the Board’s secretary reviews who has access.")
    done = reviews.review_of_this_quarter()
    if done and request.method != "POST":
        return redirect("partners:show_review", done.pk)
    accounts = reviews.accounts()
    asked = ReviewForm.about(accounts, rest_is_right=REST in request.POST)
    form = asked.from_request(request, accounts=accounts)
    if form.is_bound and form.is_valid():
        try:
            review = reviews.record_review(form.verdicts(), by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The review is kept.")
            return redirect("partners:show_review", review.pk)
    quarter = reviews.quarter_in_words(*reviews.quarter_of(clock.today()))
    return offer(
        request, "partners/review_access.html", form, quarter=quarter, dormant_days=current().sign_in.dormant_days
    )


def _review(request, pk):
    _only_who_may_see(request)
    return get_object_or_404(AccessReview.objects.select_related("done_by"), pk=pk)


@require_safe
def show_review(request, pk):
    """What a review found, and said of each account."""
    review = _review(request, pk)
    judged = review.accounts.select_related("person").order_by("-verdict", "person__sort_key")
    context = {
        "review": review,
        "quarter": reviews.quarter_in_words(review.financial_year, review.quarter),
        "to_end": [each for each in judged if each.verdict == TO_END],
        "right": [each for each in judged if each.verdict == RIGHT],
        "number": len(judged),
        "may_review": request.user.has_perm("partners.review_access"),
    }
    return render(request, "partners/show_review.html", context)


@require_safe
def export_review(request, pk):
    """The same as a table."""
    review = _review(request, pk)
    rows = [
        (
            each.person.name,
            "; ".join(each.access),
            each.last_signed_in or "",
            "yes" if each.has_second_factor else "no",
            each.get_verdict_display(),
        )
        for each in review.accounts.select_related("person").order_by("person__sort_key")
    ]
    headings = ("Person", "What lets them in", "Last signed in", "Second factor", "Verdict")
    return csv_response(f"access-review-{review.financial_year}-{review.quarter}.csv", headings, rows)
