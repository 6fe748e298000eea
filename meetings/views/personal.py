"""A copy of a private file for one reader, with their name on each page."""

import io

import pikepdf

from ccsp_portal import clock
from ccsp_portal.documents.download import respond_bytes
from ccsp_portal.documents.models import Document
from ccsp_portal.govuk.templatetags.govuk import date_time
from ccsp_portal.typeset.stamps import stamp_name


def personal(document: Document, request):
    """The stored file, untouched, as a copy for this reader: their name stands at the head of each page."""
    if request.method == "HEAD":
        return respond_bytes(b"", document.name, document.media_type)
    with document.file.open("rb") as stored, pikepdf.open(stored) as master:
        return respond_bytes(named(master, request.user), document.name, document.media_type)


def named(pdf: pikepdf.Pdf, person) -> bytes:
    """The file's bytes with the person's name, and when they took the copy, on every page."""
    stamp_name(pdf, f"Copy for {person.name}, {date_time(clock.now())}")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
