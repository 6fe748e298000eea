"""Setting data as PDF/UA-1 with Typst. Data go in as data: no text of theirs can become code."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

TEMPLATES = Path(__file__).parent / "templates"
FONTS = settings.BASE_DIR / "static" / "build" / "fonts"
Standard = Literal["ua-1"]
# PDF/UA-1: ISO 14289-1
ACCESSIBLE: Standard = "ua-1"


# its own hints can't tell bytes from a path
typeset_with_warnings: Any = typst.compile_with_warnings


# what Typst says of a sign that PDF/UA does not let it leave out
NO_GLYPH = "could not be displayed"


class NotTypeset(Exception):
    """Typst could not set it; the message is Typst's own, for the log."""


def typeset(template: str, data: dict, *, standard: Standard | None = ACCESSIBLE) -> bytes:
    """A template ("pack.typ") filled with data, as PDF; `sys.inputs.data` holds the data as JSON. Raises NotTypeset.

    A sign that no font of ours has stands as an empty box, and the PDF then claims no standard.
    """
    source = (TEMPLATES / template).read_bytes()
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return compiled(source, TEMPLATES, inputs, standard)
    except NotTypeset as error:
        if NO_GLYPH not in str(error):
            raise
        return compiled(source, TEMPLATES, inputs, None)


@cache
def fonts() -> typst.Fonts:
    """The portal's fonts: to read them takes longer than to set a page."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def compiled(source: bytes, root: Path, inputs: dict[str, str], standard: Standard | None) -> bytes:
    """Typst source as PDF; it can read files under `root` and nothing else. Raises NotTypeset, also for a lost font."""
    try:
        pdf, warnings = typeset_with_warnings(
            source,
            root=str(root),
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=[standard] if standard else [],
            package_path=str(root),
            package_cache_path=str(root),
        )
    except typst.TypstError as error:
        raise NotTypeset(str(error)) from error
    lost = [str(warning) for warning in warnings if "unknown font" in str(warning)]
    if lost:
        raise NotTypeset(lost[0])
    return pdf
