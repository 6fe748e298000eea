"""Spreadsheets as rows of texts, as far as people read them: what is hidden in one stays there.

ECMA-376, part 1, 18 (xlsx); RFC 4180 (CSV).
"""

import csv
import io
import zipfile
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, LONGEST_CELL = 200, 20, 20, 500
# 18.8.30: the built-in formats of dates; and the letters by which others are known
DATES = {14, 15, 16, 17, 22}
# 18.8.31: of each of its four kinds of values it shows nothing
SHOWS_NOTHING = ";;;"
DAY_NUMBERS_BEGIN = datetime(1899, 12, 30)


class UnreadableTable(Exception):
    """It can't be read as a table; the message is a sentence that says what to do."""


@dataclass
class Table:
    """One sheet: its first rows as texts, and how many rows and columns it has beyond them."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    rows_left_out: int = 0
    columns_left_out: int = 0

    def add(self, cells: list[str]) -> None:
        if len(self.rows) == MOST_ROWS:
            self.rows_left_out += any(cells)
            return
        self.columns_left_out = max(self.columns_left_out, len(cells) - MOST_COLUMNS)
        self.rows.append([cell[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]])

    def as_data(self) -> dict:
        """Without empty rows at its end, every row as wide as the widest: what JSON holds."""
        while self.rows and not any(self.rows[-1]):
            self.rows.pop()
        width = max(map(len, self.rows), default=0)
        self.rows = [row + [""] * (width - len(row)) for row in self.rows]
        return asdict(self)


def tables_of_csv(data: bytes) -> list[dict]:
    """The one table of a CSV file, in whichever of the usual encodings it is, with commas, semicolons or tabs."""
    text = _decoded(data)
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = "excel"
    table = Table("")
    try:
        for row in csv.reader(io.StringIO(text), dialect):
            table.add(row)
    except csv.Error:
        raise UnreadableTable(
            "It could not be read as a table. Save it again as CSV and upload the new copy."
        ) from None
    return [table.as_data()]


def _decoded(data):
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def tables_of_xlsx(data: bytes) -> list[dict]:
    """The sheets of an Excel workbook that are not hidden, each without its hidden rows and columns."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            texts, formats = _shared_texts(package), _formats(package)
            return [_sheet(package, name, part, texts, formats) for name, part in [*_sheets(package)][:MOST_SHEETS]]
    except (ElementTree.ParseError, LookupError, ValueError, zipfile.BadZipFile):
        raise UnreadableTable("It could not be read. Save it again, or as CSV, and upload the new copy.") from None


def _parsed(package, name):
    # the size of what a package unpacks to was checked when it was brought
    return ElementTree.fromstring(package.read(name))  # noqa: S314


def _sheets(package):
    """The name and the part of each sheet that is shown, in order."""
    relations = _parsed(package, "xl/_rels/workbook.xml.rels")
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for sheet in _parsed(package, "xl/workbook.xml").iter(f"{MAIN}sheet"):
        if sheet.get("state", "visible") == "visible":
            target = targets[sheet.get(RELATION)]
            yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared_texts(package):
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    return [_text_in(each) for each in _parsed(package, "xl/sharedStrings.xml").iter(f"{MAIN}si")]


def _text_in(element):
    # a reading aid (rPh) is not part of the text
    runs = [element, *element.findall(f"{MAIN}r")]
    return "".join(found.text or "" for run in runs for found in run.findall(f"{MAIN}t"))


@dataclass(frozen=True)
class Formats:
    """The numbers of those cell styles that show a number as a day, and of those that show nothing."""

    dates: frozenset[int] = frozenset()
    nothing: frozenset[int] = frozenset()


def _formats(package):
    if "xl/styles.xml" not in package.namelist():
        return Formats()
    styles = _parsed(package, "xl/styles.xml")
    own = {int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in styles.iter(f"{MAIN}numFmt")}
    dates = DATES | {
        number for number, code in own.items() if any(sign in code.lower() for sign in ("yy", "dd", "mmm"))
    }
    nothing = {number for number, code in own.items() if code.replace(" ", "") == SHOWS_NOTHING}
    cells = styles.find(f"{MAIN}cellXfs")
    formats = [int(each.get("numFmtId", 0)) for each in (cells if cells is not None else ())]
    return Formats(
        *(frozenset(place for place, each in enumerate(formats) if each in these) for these in (dates, nothing))
    )


def _sheet(package, name, part, texts, formats):
    table, hidden = Table(name), set()
    with package.open(part) as opened:
        for _, element in ElementTree.iterparse(opened):  # noqa: S314
            if element.tag == f"{MAIN}col" and _is_hidden(element, "width"):
                hidden |= set(range(int(element.get("min", 1)) - 1, min(int(element.get("max", 1)), 16_384)))
            elif element.tag == f"{MAIN}row":
                if not _is_hidden(element, "ht"):
                    table.add(_cells(element, hidden, texts, formats))
                element.clear()
    return table.as_data()


def _is_hidden(element, size):
    """Whether a row or a column is hidden: said to be, or with no height or width at all."""
    return element.get("hidden") in {"1", "true"} or float(element.get(size, 1)) == 0


def _cells(row, hidden, texts, formats):
    found = {}
    for place, cell in enumerate(row.findall(f"{MAIN}c")):
        column = _column(cell.get("r", "")) if cell.get("r") else place
        if column not in hidden and column < 16_384:
            found[column] = _shown(cell, texts, formats)
    last = max((column for column, text in found.items() if text), default=-1)
    return [found.get(column, "") for column in range(last + 1) if column not in hidden]


def _column(reference):
    number = 0
    for sign in reference:
        if not sign.isalpha():
            break
        number = number * 26 + ord(sign.upper()) - 64
    return number - 1


def _shown(cell, texts, formats):
    kind, value, style = cell.get("t", "n"), cell.findtext(f"{MAIN}v") or "", int(cell.get("s", 0))
    if style in formats.nothing:
        return ""
    if kind == "s":
        return texts[int(value)] if value else ""
    if kind == "inlineStr":
        inline = cell.find(f"{MAIN}is")
        return _text_in(inline) if inline is not None else ""
    if kind == "b":
        return "Yes" if value == "1" else "No"
    if kind == "n" and value:
        return (style in formats.dates and _day(float(value))) or f"{float(value):.10g}"
    return value


def _day(number):
    """The day that a number stands for; "" where it is too large for one."""
    try:
        moment = DAY_NUMBERS_BEGIN + timedelta(days=number)
    except OverflowError:
        return ""
    day = f"{moment.day} {moment:%B %Y}"
    return f"{day}, {moment:%H:%M}" if number % 1 else day
