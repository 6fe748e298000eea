"""Access reviews: each quarter, who may come in, and whether that is right. A review is evidence: it stays."""

from django.db import models
from django.db.models import Q

from ccsp_portal.history.tracking import governed


@governed()
class AccessReview(models.Model):
    """One quarter's review of every account, by the secretary."""

    # the quarter: 1 is April to June
    financial_year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField()
    done_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "access review"
        ordering = ["-financial_year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["financial_year", "quarter"], name="one_access_review_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="a_year_has_four_quarters"),
        ]

    def __str__(self):
        return f"Access review of {quarter_in_words(self.financial_year, self.quarter)}"


@governed()
class ReviewedAccount(models.Model):
    """What a review found about one account, and said of it: as it was then."""

    class Verdict(models.TextChoices):
        RIGHT = "right", "Right"
        TO_END = "to end", "Should end"

    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="accounts")
    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="reviews")
    # one sentence for each seat, office and invitation that let them in
    access = models.JSONField("what lets them in")
    last_signed_in = models.DateField(null=True, blank=True)
    has_second_factor = models.BooleanField("had a second factor")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)

    class Meta:
        verbose_name = "reviewed account"
        ordering = ["person__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], name="a_review_judges_an_account_once"),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_verdict_display()}"


def quarter_in_words(year: int, quarter: int) -> str:
    """ "October to December 2026" for the third quarter of the financial year 2026."""
    months = ("April to June", "July to September", "October to December", "January to March")
    return f"{months[quarter - 1]} {year + (quarter == 4)}"
