"""Tables as CSV that opens in a spreadsheet and starts no formula there."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

# a spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutralised(cell: Any) -> Any:
    """The cell with an apostrophe before what a spreadsheet would run; numbers stay as they are."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def csv_response(filename: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A table to download (RFC 4180), in UTF-8 with the mark by which Excel knows it. None is an empty cell."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(headings)
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return response
