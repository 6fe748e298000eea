"""Twelve months against the twelve before, by crime type; a month without data says so, and is never zero."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Max, Sum

from assessments.comparison import Change
from assessments.models import MonthlyCount, PoliceFile
from assessments.months import months_after, months_ending

# a month with less than this share of a type's usual count was probably published incomplete
SHORT = 0.4
# below this usual count, a small month is chance
USUAL_COUNT_THAT_TELLS = 30


@dataclass(frozen=True)
class TypeRow:
    """One crime type (or all of them): its counts by month, None where there is no data, and the comparison."""

    crime_type: str
    counts: tuple[int | None, ...]
    now: int
    before: int
    change: Change | None


@dataclass(frozen=True)
class Figures:
    """`months` are 2n first days, oldest first: the n before, then the n that end with the last."""

    months: tuple[date, ...]
    rows: tuple[TypeRow, ...]
    total: TypeRow
    missing: tuple[date, ...]
    cautions: tuple[str, ...]

    @property
    def half(self) -> int:
        return len(self.months) // 2

    @property
    def refusal(self) -> str:
        """Why no comparison is drawn: empty when it is."""
        if not self.missing:
            return ""
        named = ", ".join(f"{month:%B %Y}" for month in self.missing[:3])
        more = f" and {len(self.missing) - 3} more" if len(self.missing) > 3 else ""
        return (
            f"There is no data for {named}{more}, so the two periods can’t be compared. Load the missing months first."
        )

    @property
    def known_before(self) -> int:
        """How many of the months before have data."""
        return self.half - sum(month in self.missing for month in self.months[: self.half])

    @property
    def known_now(self) -> int:
        """How many of the months shown have data."""
        return self.half - sum(month in self.missing for month in self.months[self.half :])

    @property
    def by_month(self):
        """Rows of a table by month, newest first: the month, then the counts of all types and of each type."""
        columns = zip(*(row.counts for row in (self.total, *self.rows)), strict=True)
        return list(zip(self.months, columns, strict=True))[::-1]


def last_loaded_month() -> date | None:
    """The latest month of which a file is loaded."""
    return PoliceFile.objects.in_force().aggregate(last=Max("month"))["last"]


def figures(last: date, count: int, main_force: str) -> Figures:
    """The figures of the `count` months that end with `last`, beside the `count` before them. Two queries.

    A month has data when the file of the area's own force is loaded: other forces' files add to it.
    """
    months = months_ending(last, 2 * count)
    loaded = set(
        PoliceFile.objects.in_force()
        .filter(force=main_force, month__range=(months[0], months[-1]))
        .values_list("month", flat=True)
    )
    counts = _counts_by_type(months)
    rows = tuple(_row(crime_type, by_month, months, loaded) for crime_type, by_month in sorted(counts.items()))
    everything = {month: sum(by_month.get(month, 0) for by_month in counts.values()) for month in months}
    missing = tuple(month for month in months if month not in loaded)
    return Figures(tuple(months), rows, _row("All types", everything, months, loaded), missing, _cautions(rows, months))


def _counts_by_type(months):
    counted = (
        MonthlyCount.objects.filter(month__range=(months[0], months[-1]), file__state=PoliceFile.State.LOADED)
        .values_list("crime_type", "month")
        .annotate(total=Sum("count"))
    )
    by_type = {}
    for crime_type, month, total in counted:
        by_type.setdefault(crime_type, {})[month] = total
    return by_type


def _row(crime_type, by_month, months, loaded):
    counts = tuple(by_month.get(month, 0) if month in loaded else None for month in months)
    half = len(months) // 2
    before, now = (sum(count or 0 for count in part) for part in (counts[:half], counts[half:]))
    return TypeRow(crime_type, counts, now, before, Change(now, before) if None not in counts else None)


def _cautions(rows, months):
    """Sentences about months in which a type has far fewer rows than usual: published short, not a fall."""
    return tuple(
        f"{month:%B %Y} has {count:,} of “{row.crime_type}”, where a usual month has {usual:,.0f}: "
        "it was probably published incomplete, so read it with caution."
        for row in rows
        if (usual := median([count for count in row.counts if count is not None] or [0])) >= USUAL_COUNT_THAT_TELLS
        for month, count in zip(months, row.counts, strict=True)
        if count is not None and count < usual * SHORT
    )


def coverage(last: date, count: int, main_force: str) -> list[tuple[date, PoliceFile | None]]:
    """The `count` months that end with `last`, newest first, each with the file loaded for it, or None. One query."""
    files = {
        file.month: file
        for file in PoliceFile.objects.in_force().filter(force=main_force, month__gt=months_after(last, -count))
    }
    return [(month, files.get(month)) for month in reversed(months_ending(last, count))]
