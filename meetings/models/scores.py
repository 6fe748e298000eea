"""How grave a risk is: likelihood times impact, and the band that it falls into, worked out here and nowhere else.

The words of the five steps, and the bands unless the profile has others, are after the National Patient Safety Agency's
“A risk matrix for risk managers” (January 2008), which councils and health bodies share: 1 to 3 low, 4 to 6 moderate, 8
to 12 high, 15 to 25 extreme.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from ccsp_portal import profile

STEPS = range(1, 6)


class Likelihood(models.IntegerChoices):
    """How likely it is that the event comes within the next year."""

    RARE = 1, "1, rare"
    UNLIKELY = 2, "2, unlikely"
    POSSIBLE = 3, "3, possible"
    LIKELY = 4, "4, likely"
    ALMOST_CERTAIN = 5, "5, almost certain"


class Impact(models.IntegerChoices):
    """How bad it would be for the people of the area and for what the partnership is there to do."""

    NEGLIGIBLE = 1, "1, negligible"
    MINOR = 2, "2, minor"
    MODERATE = 3, "3, moderate"
    MAJOR = 4, "4, major"
    CATASTROPHIC = 5, "5, catastrophic"


LIKELIHOOD_GUIDANCE = {
    Likelihood.RARE: "Not expected for years: less than 1 chance in 50 within a year.",
    Likelihood.UNLIKELY: "It could come, but we don’t expect it: up to 1 in 5.",
    Likelihood.POSSIBLE: "It may well come at some time: up to an even chance.",
    Likelihood.LIKELY: "We expect it to come: up to 4 in 5.",
    Likelihood.ALMOST_CERTAIN: "It has begun, or hardly anything would prevent it: more than 4 in 5.",
}
IMPACT_GUIDANCE = {
    Impact.NEGLIGIBLE: "Hardly noticed, and put right in a day or two.",
    Impact.MINOR: "A service or a commitment slips by weeks; no lasting harm to anybody.",
    Impact.MODERATE: "A priority slips by a quarter, some people are harmed for a while, or the local press asks.",
    Impact.MAJOR: "A priority fails, somebody is seriously harmed, a duty is not met, or a regulator steps in.",
    Impact.CATASTROPHIC: "Somebody dies, many are seriously harmed, or a partner cannot carry out its duties.",
}


class Band(models.TextChoices):
    """The four bands, the gravest first; each is shown as a letter, a word and a colour."""

    EXTREME = "extreme", "Extreme"
    HIGH = "high", "High"
    MODERATE = "moderate", "Moderate"
    LOW = "low", "Low"


def starts() -> dict[Band, int]:
    """The lowest score of each band, the gravest first, as the profile says."""
    risk = profile.current().risk
    return {
        Band.EXTREME: risk.extreme_from,
        Band.HIGH: risk.high_from,
        Band.MODERATE: risk.moderate_from,
        Band.LOW: 1,
    }


def ranges() -> list[tuple[Band, int, int]]:
    """Each band with its lowest and its highest score, the gravest first."""
    highest, found = STEPS[-1] ** 2, []
    for band, lowest in starts().items():
        found.append((band, lowest, highest))
        highest = lowest - 1
    return found


def band_of(score: int) -> Band:
    """The band that a score falls into."""
    return next(band for band, lowest in starts().items() if score >= lowest)


def score_of(kind: str):
    """The score of a kind (inherent, residual, target) as an expression of a risk's columns."""
    return F(f"{kind}_likelihood") * F(f"{kind}_impact")


def step_field(words: str, choices) -> models.PositiveSmallIntegerField:
    """A column for one of the five steps."""
    bounds = [MinValueValidator(STEPS[0]), MaxValueValidator(STEPS[-1])]
    return models.PositiveSmallIntegerField(words, choices=choices.choices, validators=bounds)


def within_the_steps(*columns: str) -> Q:
    """That each of the columns is one of the five."""
    return Q(**{f"{column}__in": list(STEPS) for column in columns})


class Scored(models.Model):
    """The three scores: as if nothing was done about it, as things are, and as low as the body wants it."""

    inherent_likelihood = step_field("inherent likelihood", Likelihood)
    inherent_impact = step_field("inherent impact", Impact)
    residual_likelihood = step_field("residual likelihood", Likelihood)
    residual_impact = step_field("residual impact", Impact)
    target_likelihood = step_field("target likelihood", Likelihood)
    target_impact = step_field("target impact", Impact)

    class Meta:
        abstract = True

    @property
    def inherent_score(self) -> int:
        return self.inherent_likelihood * self.inherent_impact

    @property
    def residual_score(self) -> int:
        return self.residual_likelihood * self.residual_impact

    @property
    def target_score(self) -> int:
        return self.target_likelihood * self.target_impact

    @property
    def band(self) -> Band:
        """The band of the residual score: how it stands."""
        return band_of(self.residual_score)

    @property
    def inherent_band(self) -> Band:
        return band_of(self.inherent_score)

    @property
    def target_band(self) -> Band:
        return band_of(self.target_score)

    @property
    def is_above_appetite(self) -> bool:
        """Whether more is to be done about it than is done: its residual score is more than the body accepts."""
        return self.residual_score > profile.current().risk.appetite


KINDS = ("inherent", "residual", "target")
SCORES = tuple(f"{kind}_{part}" for kind in KINDS for part in ("likelihood", "impact"))
