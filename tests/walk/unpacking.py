"""What a file says once it is unpacked: a PDF's words, bones and metadata, and every part of a Word or ODT file."""

import io
import zipfile
from functools import lru_cache

import pikepdf

from ccsp_portal.typeset.reading import texts_of
from tests.meetings.pdfs import everything_in


@lru_cache(maxsize=512)
def unpacked(body: bytes) -> str:
    """All that can be read in it, names of its parts too; of what is no such file, the bytes as they are."""
    said = [body.decode(errors="replace")]
    if body.startswith(b"%PDF"):
        said += _of_pdf(body)
    elif body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            said += [f"{each.filename} {parts.read(each).decode(errors='replace')}" for each in parts.infolist()]
            said.append(parts.comment.decode(errors="replace"))
    return "\n".join(said)


def _of_pdf(body):
    try:
        with pikepdf.open(io.BytesIO(body)) as opened:
            words = " ".join(texts_of(opened))
        return [words, words.replace(" ", ""), everything_in(body).decode(errors="replace")]
    except pikepdf.PdfError:
        # the world's papers are no more than their words
        return []
