"""Twelve months against the twelve before: what may honestly be said of two counts."""

from dataclasses import dataclass
from math import sqrt

# below this, a percentage of the earlier count says more than the counts can bear
TOO_FEW_FOR_PERCENT = 20
# the 95% point of the normal distribution
SIGNIFICANT = 1.96


@dataclass(frozen=True)
class Change:
    """`percent` is None where it would mislead; `beyond_chance`: the difference is larger than chance makes."""

    now: int
    before: int

    @property
    def difference(self) -> int:
        return self.now - self.before

    @property
    def percent(self) -> float | None:
        """(now - before) / before * 100; None where the earlier count is below 20."""
        if self.before < TOO_FEW_FOR_PERCENT:
            return None
        return self.difference / self.before * 100

    @property
    def z(self) -> float:
        """The difference of two Poisson counts in standard errors: (now - before) / sqrt(now + before)."""
        return self.difference / sqrt(self.now + self.before) if self.now + self.before else 0.0

    @property
    def beyond_chance(self) -> bool:
        return abs(self.z) >= SIGNIFICANT

    @property
    def words(self) -> str:
        """The change as a short clause: "up 12.3%", "down 4 (too few for a percentage)", "no change"."""
        if not self.difference:
            return "no change"
        direction = "up" if self.difference > 0 else "down"
        if self.percent is None:
            return f"{direction} {abs(self.difference):,} (too few for a percentage)"
        return f"{direction} {abs(self.percent):.1f}%"
