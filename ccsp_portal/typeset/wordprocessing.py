"""Word and OpenDocument files of what a template wrote: made by pandoc, sandboxed, in the manner of a file of ours."""

import io
import subprocess
import zipfile
from datetime import UTC, datetime
from typing import Literal

import pypandoc

from ccsp_portal.typeset.convert import PATIENCE
from ccsp_portal.typeset.typesetting import TEMPLATES, NotTypeset

Kind = Literal["docx", "odt"]
# what a file says of itself, where pandoc in its sandbox knows no day
ABOUT = {"docx": "docProps/core.xml", "odt": "meta.xml"}
NO_DAY = b"1970-01-01T00:00:00Z"
# the place in a zip that says when its parts were packed: the same for all, so that a file depends on its words alone
PACKED = (1980, 1, 1, 0, 0, 0)


def written(html: str, kind: Kind, *, title: str, author: str, at: datetime) -> bytes:
    """HTML, whose headings begin at h2, as a file in British English that names its title and its author.

    Headings, lists, tables with their head and links survive as what they are; `manner.docx` and `manner.odt` beside
    the templates say how they look. Raises NotTypeset.
    """
    command = [
        pypandoc.get_pandoc_path(),
        "--sandbox",
        *("--from", "html", "--to", kind, "--output", "-"),
        "--shift-heading-level-by=-1",
        f"--reference-doc={TEMPLATES / f'manner.{kind}'}",
        *(f"--metadata={name}={value}" for name, value in (("title", title), ("author", author), ("lang", "en-GB"))),
    ]
    try:
        done = subprocess.run(command, input=html.encode(), capture_output=True, timeout=PATIENCE, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NotTypeset(f"pandoc could not write {kind}: {error.stderr!r}") from error
    return _dated(done.stdout, ABOUT[kind], at)


def _dated(data, about, at):
    """The file, saying when it was made."""
    day = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == about:
                content = content.replace(NO_DAY, day)
            packed = zipfile.ZipInfo(part.filename, PACKED)
            packed.compress_type = part.compress_type
            new.writestr(packed, content)
    return out.getvalue()
