"""Which sheets of a file somebody means by "12-14, 12A"."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list

from ccsp_portal.typeset.page_numbers import PageNumber, parse

HOW = "Enter page numbers such as 12, 12A or 12-14."


def sheets_asked(asked: str, labels: list[str]) -> list[int]:
    """The sheets (the first is 0) of the pages asked for. ValidationError, in a sentence, for what is none.

    A range may pass over pages that this file does not hold.
    """
    numbers = numbers_in(labels)
    if not asked.strip():
        raise ValidationError(HOW)
    found: set[int] = set()
    for part in asked.replace("\u2013", "-").split(","):
        first, last = _ends(part)
        within = {place for place, number in numbers.items() if first <= number <= last}
        if not within:
            raise ValidationError(f"There is no page {part.strip()[:20]} in this file. {_span(numbers)}")
        found |= within
    return sorted(found)


def numbers_in(labels: list[str]) -> dict[int, PageNumber]:
    """The numbered pages of a file, by the sheet on which each is."""
    return {place: number for place, label in enumerate(labels) if (number := parse(label))}


def example_of(numbers: Iterable[PageNumber]) -> str:
    """How to ask for pages, by these: "1-2 or 1, 13A"; "" where there are none."""
    numbers = sorted(numbers)
    if len(numbers) < 3:
        return " or ".join(str(number) for number in numbers)
    odd = next((number for number in reversed(numbers) if number.letters), numbers[-1])
    return f"{numbers[0]}-{numbers[1]} or {numbers[0]}, {odd}"


def _ends(part) -> tuple[PageNumber, PageNumber]:
    asked = part.split("-")
    ends = [number for end in asked if (number := parse(end))]
    if len(asked) > 2 or len(ends) < len(asked):
        raise ValidationError(f"“{part.strip()[:20]}” is no page number. {HOW}")
    return min(ends), max(ends)


def _span(numbers):
    if not numbers:
        return "It has no numbered pages."
    runs: list[list[PageNumber]] = []
    for number in sorted(numbers.values()):
        last = runs[-1][-1] if runs else None
        if last and number in {PageNumber(last.whole + 1), PageNumber(last.whole, last.letters + 1)}:
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = [f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"Its pages are {get_text_list(spans, 'and')}."
