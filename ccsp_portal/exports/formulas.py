"""What a spreadsheet would take for a formula, and how it is kept from running."""

from typing import Any

# a spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutralised(cell: Any) -> Any:
    """The cell with an apostrophe before what a spreadsheet would run; numbers stay as they are."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
