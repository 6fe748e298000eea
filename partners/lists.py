"""A list of people to invite, as a secretary pastes or uploads it: what stands in which line and column."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from ccsp_portal.exports import FORMULA_STARTS

# as many people as are asked at once
LONGEST = 1000
LARGEST = 1_000_000
DELIMITERS = ("\t", ";", ",")
# the line by which some files tell Excel what stands between their cells
EXCEL_S_OWN = re.compile(r"^sep=", re.IGNORECASE)
COLUMNS = ("name", "email", "body", "organisation", "seat", "kind", "from", "to")
# what else a column may be called
ALSO_CALLED = {
    "full name": "name",
    "e mail": "email",
    "email address": "email",
    "e mail address": "email",
    "group": "body",
    "organization": "organisation",
    "position": "seat",
    "as": "kind",
    "first day": "from",
    "last day": "to",
}
EXCEL, LIBRE_OFFICE, UTF_16 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Row:
    """One person's line: the number of the line it begins on, its cells by column, and what can't be read in it."""

    number: int
    cells: dict[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Reading:
    """The rows of a list, how many lines name nobody, and the columns that nothing is done with."""

    rows: list[Row]
    passed_over: int
    unused: list[str]


def decoded(data: bytes) -> tuple[str, bool]:
    """The text of an uploaded file, and whether its letters are certain: UTF-8 and UTF-16 are, Windows-1252 is not.

    Raises ValidationError for what is no text.
    """
    if data.startswith((EXCEL, LIBRE_OFFICE)):
        raise ValidationError("The selected file is a workbook. Save it as CSV UTF-8, and select that file.")
    if len(data) > LARGEST:
        raise ValidationError("The selected file is larger than 1 MB. Split it, and send one part after the other.")
    try:
        if data.startswith(UTF_16):
            return data.decode("utf-16"), True
        return data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), False
    except UnicodeDecodeError:
        raise ValidationError(
            "The selected file’s letters can’t be read. Save it as CSV UTF-8, and select that file."
        ) from None


def read_list(text: str) -> Reading:
    """The people of a list whose first line names the columns, between tabs, semicolons or commas.

    Raises ValidationError where columns are missing, nobody is named, or there are more than LONGEST.
    """
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    if len(text) > LARGEST:
        raise ValidationError("The list is larger than 1 MB. Split it, and send one part after the other.")
    if "\x00" in text:
        raise ValidationError("The list has hidden characters in it. Save it as CSV UTF-8, and try again.")
    lines = _numbered(text)
    if not lines:
        raise ValidationError("Paste the list, or select a file")
    (_, first), *others = lines
    columns = [_column(cell) for cell in first]
    _refuse_wrong(columns)
    if len(others) > LONGEST:
        raise ValidationError(
            f"The list has {len(others):,} people. At most {LONGEST:,} are invited at a time: split the list, and send "
            "one part after the other."
        )
    rows = [row for row in (_row(number, cells, columns) for number, cells in others) if row]
    if not rows:
        raise ValidationError("The list names nobody. Write one person a line, under the line that names the columns.")
    unused = [cell.strip() for cell, name in zip(first, columns, strict=True) if cell.strip() and name is None]
    return Reading(rows, len(others) - len(rows), unused)


def _numbered(text):
    """The lines that hold something, as cells, each with the number of the line it begins on."""
    head = next((line for line in text.splitlines() if line.strip() and not EXCEL_S_OWN.match(line)), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True)
    lines, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not EXCEL_S_OWN.match(cells[0]):
                lines.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as wrong:
        if "field larger" in str(wrong):
            raise ValidationError(
                f"A cell on line {begins} or after it has more than {csv.field_size_limit():,} characters. Shorten it, "
                "or take it out. Where no cell is so long, look for a quotation mark that is not closed."
            ) from None
        raise ValidationError(
            f"The list can’t be read from line {begins} on. Look there for a quotation mark too many, or too few."
        ) from None
    return lines


def _column(cell):
    """The column that a heading means, or None."""
    word = " ".join(cell.casefold().replace("-", " ").replace("_", " ").split())
    word = ALSO_CALLED.get(word, word)
    return word if word in COLUMNS else None


def _refuse_wrong(columns):
    missing = [name for name in ("name", "email", "body") if name not in columns]
    if "seat" not in columns and "organisation" not in columns:
        missing.append("organisation or seat")
    if missing:
        named = ", ".join(missing[:-1]) + " and " if len(missing) > 1 else ""
        raise ValidationError(
            f"The first line must name the columns, and these are missing: {named}{missing[-1]}. Write them as the "
            f"template does: {', '.join(COLUMNS)}."
        )
    twice = [name for name in COLUMNS if columns.count(name) > 1]
    if twice:
        raise ValidationError(f"Two columns are called {twice[0]}. Take one of them out.")


def _row(number, cells, columns):
    """The line's row; None for a line of the template in which nobody was named."""
    named = {name: " ".join(cell.split()) for name, cell in zip(columns, cells, strict=False) if name}
    if not named.get("name") and not named.get("email"):
        return None
    if any(cell.strip() for cell in cells[len(columns) :]):
        problem = (
            f"It has {len(cells)} cells, and the first line names {len(columns)} columns. Put what holds the "
            "character between cells in quotation marks."
        )
        return Row(number, named, problem)
    formula = next((name for name, cell in named.items() if cell.startswith(FORMULA_STARTS)), None)
    return Row(number, named, _no_formula(formula, named[formula]) if formula else "")


def _no_formula(name, cell):
    return f"Its {name} begins with “{cell[0]}”, as a spreadsheet’s formula does. Write the {name} itself."
