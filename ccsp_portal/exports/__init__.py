"""Tables as CSV and XLSX that open in a spreadsheet and start no formula there."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from ccsp_portal.exports.formulas import FORMULA_STARTS, neutralised
from ccsp_portal.exports.workbook import xlsx_response

__all__ = ["FORMULA_STARTS", "csv_response", "neutralised", "table_response", "xlsx_response"]


def csv_response(filename: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A table to download (RFC 4180), in UTF-8 with the mark by which Excel knows it. None is an empty cell."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(headings)
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return response


def table_response(kind: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The same table as `kind` says: "xlsx", or "csv", in which dates are written as 2027-03-30."""
    if kind == "xlsx":
        return xlsx_response(f"{name}.xlsx", headings, rows)
    return csv_response(f"{name}.csv", headings, rows)
