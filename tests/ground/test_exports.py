"""A table that is downloaded opens in a spreadsheet and starts nothing there."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal.exports import csv_response
from ccsp_portal.exports.workbook import workbook


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-3 of them", "@cmd", "\tx", "\r=x"])
def test_a_cell_that_would_run_is_kept_from_running(cell):
    [row] = csv_response("a.csv", ["A"], [[cell]]).content.decode("utf-8-sig").splitlines(keepends=True)[1:2] or [""]
    assert row.startswith(("'", "\"'"))


def test_words_numbers_and_nothing_stay_as_they_are():
    response = csv_response("figures.csv", ["Type", "Count", "Change"], [["Évans", -3, None]])
    assert response.content.decode("utf-8") == "\ufeffType,Count,Change\r\nÉvans,-3,\r\n"
    assert response["Content-Disposition"] == 'attachment; filename="figures.csv"'


def sheet_of(rows):
    with zipfile.ZipFile(io.BytesIO(workbook("table", ["A", "B"], rows))) as package:
        assert package.testzip() is None
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))  # noqa: S314 (our own)
        return ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))  # noqa: S314 (our own)


CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"


@given(st.text())
def test_any_text_is_a_text_in_a_workbook_and_never_a_formula(text):
    cells = list(sheet_of([[text]]).iter(CELL))[2:]
    assert not any(cell.findall(f"{CELL[:-1]}f") for cell in cells)
    if text:
        assert cells[0].get("t") == "inlineStr"


@pytest.mark.parametrize("text", ["=1+1", "+44", "-3 of them", "@cmd", "a {0} b {place}", "<b>&", "x" * 40_000])
def test_a_text_is_kept_as_it_is_and_quoted_where_it_would_run(text):
    cell = list(sheet_of([[text]]).iter(CELL))[2]
    assert "".join(cell.itertext()) == text[:32_767]
    assert cell.get("s") == ("2" if text[0] in "=+-@" else "0")


def test_numbers_dates_and_nothing_are_what_they_are():
    cells = list(sheet_of([[-3, date(2027, 3, 30)], [None, True]]).iter(CELL))[2:]
    assert ["".join(cell.itertext()) for cell in cells] == ["-3", "46476", "Yes"]
    assert [cell.get("r") for cell in cells] == ["A2", "B2", "B3"]


def test_a_row_is_as_high_as_its_longest_text_needs():
    rows = [["short", 1], ["x" * 50, "short"], ["a\nb", None], ["x" * 40_000, ""]]
    heights = [row.get("ht") for row in sheet_of(rows).iter(f"{CELL[:-1]}row")]
    assert heights == [None, None, "45", "30", "405"]


def test_the_same_table_is_the_same_bytes():
    assert workbook("t", ["A"], [[1]]) == workbook("t", ["A"], [[1]])
