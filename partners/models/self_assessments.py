"""The Board's yearly assessment of itself: what it agreed on each question."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from ccsp_portal.history.tracking import governed


@governed()
class SelfAssessment(models.Model):
    """What the Board agreed of itself in a financial year. It is never published."""

    year = models.PositiveSmallIntegerField("financial year", unique=True)
    agreed_on = models.DateField("day on which the Board agreed it")
    agreed_by = models.CharField("where it was agreed", max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "self-assessment"
        ordering = ["-year"]

    def __str__(self):
        return f"Self-assessment of April {self.year} to March {self.year + 1}"


@governed()
class SelfAssessmentAnswer(models.Model):
    """What the Board agreed on one question of the profile."""

    class Score(models.IntegerChoices):
        WEAK = 1, "1: not in place"
        PARTLY = 2, "2: partly in place"
        MOSTLY = 3, "3: mostly in place"
        STRONG = 4, "4: fully in place"

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.PROTECT, related_name="answers")
    # of the profile; a question that was struck from it stays here
    key = models.SlugField("key in the profile", max_length=60)
    # as the profile worded it in that year
    question = models.CharField(max_length=300)
    score = models.PositiveSmallIntegerField(
        choices=Score.choices, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    comment = models.CharField(max_length=1000)

    class Meta:
        verbose_name = "answer of a self-assessment"
        verbose_name_plural = "answers of self-assessments"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "key"], name="a_question_is_answered_once_a_year"),
        ]

    def __str__(self):
        return f"{self.question}: {self.score}"
