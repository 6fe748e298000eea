"""Storing files: checked, hashed, on disk before the row that names them."""

import hashlib
import re
import unicodedata
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import get_text_list

from ccsp_portal import clock
from ccsp_portal.documents.contents import facts_of
from ccsp_portal.documents.models import CSV, DOCX, JPEG, ODT, PDF, PNG, XLSX, Document
from ccsp_portal.documents.scanning import scan

LARGEST = 25 * 1024 * 1024
PAPER_KINDS = (PDF, DOCX, ODT)
# what a file may hold beside what its pages show, by what was learnt of it
UNSEEN = {
    "tracked_changes": "tracked changes",
    "comments": "comments",
    "hidden_text": "hidden text",
    "attached_files": "files inside it",
}
WITHOUT = "Accept the changes and remove the comments and what is hidden, or print it to a new PDF, and upload that."
ATTACHMENT_KINDS = (*PAPER_KINDS, XLSX, CSV, PNG, JPEG)


def store(
    upload, *, by, marking: str = Document.Marking.OFFICIAL, kinds=PAPER_KINDS, only_what_is_seen: bool = False
) -> Document:
    """Keep an uploaded file. ValidationError, in a sentence that says what to do, where it can't be used.

    At most 25 MB; the kind is told from the content; a virus that the scanner finds is refused. `only_what_is_seen`
    is for a file that its readers get as it came: one that holds more than its pages show is refused too.
    """
    if upload.size > LARGEST:
        raise ValidationError(
            f"The selected file must be 25 MB or smaller: it is {upload.size / 2**20:.0f} MB. "
            "Make its pictures smaller, or split it in two."
        )
    data = upload.read()
    media_type, facts = facts_of(data, upload.name, kinds)
    unseen = [words for fact, words in UNSEEN.items() if facts.get(fact)]
    if unseen and only_what_is_seen:
        raise ValidationError(
            f"The selected file has {get_text_list(unseen, 'and')}, which everybody who opens it could read. {WITHOUT}"
        )
    document = _document(data, upload.name, media_type, by, marking, facts)
    document.scan_state = scan(data)
    if document.is_infected:
        raise ValidationError("A virus was found in the selected file. Don’t open it; tell your IT team.")
    if document.scan_state != Document.ScanState.NOT_SCANNED:
        document.scanned_at = clock.now()
    return _keep(document, data)


def store_bytes(data: bytes, name: str, media_type: str, *, by, marking: str = "OFFICIAL", facts=None) -> Document:
    """Keep a file that the portal made, or whose content its owner has checked."""
    return _keep(_document(data, name, media_type, by, marking, {"made_here": True, **(facts or {})}), data)


def _document(data, name, media_type, by, marking, facts):
    return Document(
        name=safe_name(name),
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        marking=marking,
        facts=facts,
        uploaded_at=clock.now(),
        uploaded_by=by,
    )


def _keep(document, data):
    # a transaction that fails later leaves a file that nothing names: harmless, where the reverse would be a loss
    document.file.save(document.name, ContentFile(data), save=False)
    document.full_clean(exclude=["uploaded_by"])
    document.save()
    return document


def safe_name(name: str) -> str:
    """A file name without a folder, control characters, or what a header or a file system would trip over."""
    last = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    clean = re.sub(r'[\x00-\x1f\x7f"<>|:*?/\u202a-\u202e\u2066-\u2069]', "", last).strip(". ")
    stem, suffix = PurePath(clean).stem, PurePath(clean).suffix
    return f"{stem[: 150 - len(suffix)]}{suffix}" or "document"
