"""Setting data as PDF/UA-1 with Typst. Data go in as data: no text of theirs can become code."""

import json
from pathlib import Path

import typst
from django.conf import settings

TEMPLATES = Path(__file__).parent / "templates"
FONTS = settings.BASE_DIR / "static" / "build" / "fonts"
# PDF/UA-1: ISO 14289-1
ACCESSIBLE = "ua-1"


class NotTypeset(Exception):
    """Typst could not set it; the message is Typst's own, for the log."""


def typeset(template: str, data: dict, *, standard: str | None = ACCESSIBLE) -> bytes:
    """A template ("pack.typ") filled with data, as PDF; `sys.inputs.data` holds the data as JSON. Raises NotTypeset."""
    source = (TEMPLATES / template).read_bytes()
    return compiled(source, TEMPLATES, {"data": json.dumps(data, ensure_ascii=False)}, standard)


def compiled(source: bytes, root: Path, inputs: dict[str, str], standard: str | None) -> bytes:
    """Typst source as PDF; it can read files under `root` and nothing else. Raises NotTypeset, also for a lost font."""
    try:
        pdf, warnings = typst.compile_with_warnings(
            source,
            root=str(root),
            font_paths=[str(FONTS)],
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
