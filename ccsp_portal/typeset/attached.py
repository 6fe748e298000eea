"""What is attached to a paper, set as tagged PDF: spreadsheets as tables, and pictures with the words for them."""

import json
import tempfile
from pathlib import Path

from ccsp_portal.typeset.typesetting import ACCESSIBLE, NO_GLYPH, TEMPLATES, NotTypeset, compiled, typeset

# with more columns than this a table needs the page's long side, and small print
MOST_ON_A_NARROW_PAGE = 5


def tables_as_pdf(tables: list[dict], *, title: str) -> bytes:
    """Tables ({"name", "rows", "rows_left_out", "columns_left_out"}) as PDF. Raises NotTypeset."""
    columns = max((len(row) for table in tables for row in table["rows"][:1]), default=0)
    is_wide = columns > MOST_ON_A_NARROW_PAGE
    data = {
        "title": title,
        "wide": is_wide,
        "size": 7 if columns > 2 * MOST_ON_A_NARROW_PAGE else 9,
        "tables": [{"name": table["name"], "rows": table["rows"], "note": left_out(table)} for table in tables],
    }
    return typeset("tables.typ", data)


def left_out(table: dict) -> str:
    """A sentence about what a table has beyond what is shown of it; "" where all is shown."""
    parts = [
        f"{number:,} more {what}{'' if number == 1 else 's'}"
        for number, what in ((table["rows_left_out"], "row"), (table["columns_left_out"], "column"))
        if number
    ]
    if not parts:
        return ""
    return f"The file has {' and '.join(parts)} than are shown here."


def picture_as_pdf(picture: bytes, *, suffix: str, title: str, alt: str) -> bytes:
    """A picture (".png" or ".jpg") as PDF, `alt` being what it shows in words. Raises NotTypeset."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / f"picture{suffix}").write_bytes(picture)
        source = (TEMPLATES / "picture.typ").read_bytes()
        inputs = {"data": json.dumps({"title": title, "alt": alt, "suffix": suffix}, ensure_ascii=False)}
        try:
            return compiled(source, root, inputs, ACCESSIBLE)
        except NotTypeset as error:
            if NO_GLYPH not in str(error):
                raise
            return compiled(source, root, inputs, None)
