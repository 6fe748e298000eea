"""Reading a data.police.uk street file: what is refused, and what each row says.

Format: data.police.uk/about, "CSV columns"; oddities that are met in earnest: a byte order mark, both line endings,
ASB rows without a Crime ID (true repeats: never de-duplicated), rows without a location.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

HEADINGS = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
]
OTHER_KINDS = {"Outcome type": "outcomes", "Self-defined ethnicity": "stop and search"}
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


# the longest in use has 28
LONGEST_TYPE = 60


class UnusableFile(Exception):
    """The file can't be loaded; the message is a sentence that says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class StreetRow:
    line: int
    crime_id: str
    month: date
    force: str
    location: str
    lsoa_code: str
    lsoa_name: str
    crime_type: str
    outcome: str


def read_rows(file) -> Iterator[StreetRow]:
    """Every row of a binary `file`, in order, with its line. Raises UnusableFile at the first wrong one."""
    reader = csv.reader(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))
    try:
        headings = next(reader, None)
        _check_headings(headings)
        read = False
        for cells in reader:
            read = True
            yield _row(cells, reader.line_num)
        if not read:
            raise UnusableFile("The file has headings and no rows. Download the month again from data.police.uk.")
    except UnicodeDecodeError:
        raise UnusableFile("The file is not written in UTF-8. Save it as “CSV UTF-8”, or download it again.") from None
    except csv.Error as error:
        raise UnusableFile(
            f"Line {reader.line_num} can’t be read as CSV ({error}). Download the month again."
        ) from None


def _check_headings(headings):
    if not headings:
        raise UnusableFile("The file is empty. Download the month again from data.police.uk.")
    for heading, kind in OTHER_KINDS.items():
        if heading in headings:
            raise UnusableFile(f"This is a file of {kind}. Choose the file whose name ends in “-street.csv”.")
    missing = [heading for heading in HEADINGS if heading not in headings]
    if missing:
        raise UnusableFile(
            f"The file has no column “{missing[0]}”. Choose a street file from data.police.uk, unchanged."
        )
    extra = [heading for heading in headings if heading not in HEADINGS]
    if extra or headings != HEADINGS:
        what = f"a column “{extra[0]}” that street files don’t have" if extra else "its columns in another order"
        raise UnusableFile(f"The file has {what}. Choose a street file from data.police.uk, unchanged.")


def _row(cells, line):
    if len(cells) != len(HEADINGS):
        raise UnusableFile(
            f"Line {line} has {len(cells)} columns and should have {len(HEADINGS)}: it is cut short or was edited. "
            "Download the month again."
        )
    crime_id, month, _, falls_within, _, _, location, code, name, crime_type, outcome, _ = (c.strip() for c in cells)
    found = MONTH.fullmatch(month)
    if not found:
        raise UnusableFile(f"Line {line} gives the month as “{month}”. It should be like 2026-09.")
    if any("\0" in cell for cell in cells) or len(crime_type) > LONGEST_TYPE:
        raise UnusableFile(f"Line {line} can’t be read as a street file’s. Download the month again.")
    if not crime_type:
        raise UnusableFile(f"Line {line} has no crime type. Download the month again.")
    day = date(int(found[1]), int(found[2]), 1)
    return StreetRow(line, crime_id, day, falls_within, location, code, name, crime_type, outcome)
