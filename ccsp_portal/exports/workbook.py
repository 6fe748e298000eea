"""A table as an XLSX workbook (ECMA-376): one sheet, texts as texts, so that no cell is ever run as a formula.

Every text is written as an inline string, which a spreadsheet shows and never works out; one that begins like a formula
is marked as quoted besides (quotePrefix), so that it stays a text when somebody edits the cell.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse

from ccsp_portal.exports.formulas import FORMULA_STARTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# what XML 1.0 has no way to write
UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# the most that a cell may hold
LONGEST_CELL = 32_767
# day nought of a spreadsheet's calendar
DAY_NOUGHT = date(1899, 12, 30)
# how wide every column is, how many letters stand beside each other in it, and how high a line, and a row at most, is
WIDTH, LETTERS, LINE, HIGHEST = 24, 22, 15, 405
# which of the styles below a cell has
PLAIN, HEADING, QUOTED, DAY = range(4)
# the time that the files within are said to be of, so that the same table is the same bytes
FIXED = (1980, 1, 1, 0, 0, 0)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
        '<font><b/><sz val="11"/><name val="Arial"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="4">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
        '<alignment vertical="top" wrapText="1"/></xf>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1">'
        '<alignment vertical="top" wrapText="1"/></xf>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
        '<alignment vertical="top"/></xf>'
        "</cellXfs></styleSheet>"
    ),
}


def xlsx_response(filename: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A table to download as a workbook. None is an empty cell; dates are dates; numbers are numbers."""
    response = HttpResponse(workbook(filename.removesuffix(".xlsx"), headings, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def workbook(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The workbook's bytes: one sheet of that name, its headings kept in view."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in (PARTS | {"xl/workbook.xml": _book(name)}).items():
            package.writestr(zipfile.ZipInfo(part, FIXED), START + content, zipfile.ZIP_DEFLATED)
        sheet = zipfile.ZipInfo("xl/worksheets/sheet1.xml", FIXED)
        package.writestr(sheet, START + _sheet(headings, rows), zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _book(name):
    # a sheet's name has at most 31 characters, and none of these
    clean = re.sub(r"[\[\]:*?/\\']", " ", name)[:31] or "Table"
    sheet = f'<sheets><sheet name={_quoted(clean)} sheetId="1" r:id="rId1"/></sheets>'
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheet}</workbook>'


def _sheet(headings, rows):
    top = '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    columns = f'<cols><col min="1" max="{max(len(headings), 1)}" width="{WIDTH}" customWidth="1"/></cols>'
    lines = [_row(1, (_text(heading, HEADING) for heading in headings))]
    lines += [_row(number, map(_cell, row), _lines(row)) for number, row in enumerate(rows, start=2)]
    body = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'<worksheet xmlns="{MAIN}"><sheetViews>{top}</sheetView></sheetViews>{columns}{body}</worksheet>'


def _row(number, cells, lines=1):
    written = "".join(cell.format(place=f"{_column(place)}{number}") for place, cell in enumerate(cells))
    # LibreOffice gives a row one line unless told: the words of one would lie over the next
    height = f' ht="{min(lines * LINE, HIGHEST)}"' if lines > 1 else ""
    return f'<row r="{number}"{height}>{written}</row>'


def _lines(row):
    """How many lines the longest cell takes in its column, rather one too many."""
    texts = (cell.split("\n") for cell in row if isinstance(cell, str))
    return max((sum(1 + len(line) // LETTERS for line in text) for text in texts), default=1)


def _column(place):
    """ "A", "Z", "AA": the letters of the column in that place, counted from nought."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _cell(value):
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _text("Yes" if value else "No", PLAIN)
    if isinstance(value, int | float):
        return f'<c r="{{place}}" s="{PLAIN}"><v>{value}</v></c>'
    if isinstance(value, date) and not isinstance(value, datetime) and value > DAY_NOUGHT:
        return f'<c r="{{place}}" s="{DAY}"><v>{(value - DAY_NOUGHT).days}</v></c>'
    text = str(value)
    return _text(text, QUOTED if text.startswith(FORMULA_STARTS) else PLAIN)


def _text(text, style):
    clean = escape(UNWRITABLE.sub("", text)[:LONGEST_CELL]).replace("{", "{{").replace("}", "}}")
    return f'<c r="{{place}}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'


def _quoted(text):
    return '"' + escape(text, {'"': "&quot;"}) + '"'
