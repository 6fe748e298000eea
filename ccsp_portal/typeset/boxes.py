"""Tables of papers in boxes of their own, which scroll where the window is narrow, by keyboard too."""

import re
from itertools import count

from django.utils.html import escape

TABLE = re.compile(r"<table\b[^>]*>|</table>")


class Boxes:
    """Puts a box around each table of one paper, which may come in several pieces. A table in a table is in its box."""

    def __init__(self, title: str):
        self.title, self.numbers, self.depth = title, count(1), 0

    def around_tables(self, html: str) -> str:
        """The piece, with a box around each table. It must be clean: nothing of it is checked."""
        return TABLE.sub(self._boxed, html)

    def _boxed(self, found):
        begins = not found[0].startswith("</")
        self.depth += 1 if begins else -1
        if begins and self.depth == 1:
            name = escape(f"Table {next(self.numbers)} of “{self.title}”")
            return f'<div class="portal-scroll" tabindex="0" role="region" aria-label="{name}">{found[0]}'
        return found[0] if begins or self.depth else f"{found[0]}</div>"
