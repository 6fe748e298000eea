"""What a file is, told from its content and not from its name; and whether it is one that we can use.

Nothing is unpacked: a zip bomb is known by its directory. PDF: ISO 32000-2. Packages: ECMA-376 (docx), ODF 1.3 (odt).
"""

import io
import zipfile
import zlib
from pathlib import PurePath

import pikepdf
from django.core.exceptions import ValidationError

from ccsp_portal.documents.models import (
    CSV,
    DOCX,
    EXTENSIONS,
    JPEG,
    KINDS_IN_WORDS,
    ODT,
    PDF,
    PICTURES,
    PNG,
    XLSX,
)
from ccsp_portal.documents.packages import beside_the_text
from ccsp_portal.documents.pictures import picture_facts
from ccsp_portal.typeset.faint import has_white_text
from ccsp_portal.typeset.hidden import UnreadablePackage, has_hidden
from ccsp_portal.typeset.seen import beside_the_pages, leaves_answers_to_draw

# texts in which something may be hidden
TEXTS = {DOCX: "docx", ODT: "odt"}
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_RATIO = 100
# under this, a file that packs well (an empty table, say) does no harm
SMALL_ENOUGH = 16 * 1024 * 1024
MOST_PARTS = 5_000
# a new name would not make another kind of these
MAY_HAVE_MACROS = {".docm", ".dotm", ".xlsm", ".xltm"}
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOOKS_LIKE = {
    OLD_WORD: "an old Office file (.doc, .xls) or one locked with a password. Save it as .docx or .xlsx without one",
    b"{\\rtf": "a rich text file. Save it as .docx or PDF",
    b"\x89PNG": "a picture. Put it in a document or save it as PDF",
    b"\xff\xd8\xff": "a picture. Put it in a document or save it as PDF",
}


def facts_of(data: bytes, name: str, kinds) -> tuple[str, dict]:
    """The media type of a file and what is worth knowing of it: {"pages": 12, "tagged": True} for a PDF.

    ValidationError, in a sentence that says what to do, where it is none of `kinds`, is damaged or locked, or its name
    claims another kind than its content.
    """
    if not data:
        raise ValidationError("The selected file is empty. Open it, check that it has content, and save it again.")
    media_type = _kind_of(data, name)
    if media_type not in kinds:
        raise ValidationError(_not_usable(data, name, kinds))
    _refuse_a_wrong_name(name, media_type)
    if media_type in PICTURES:
        return media_type, picture_facts(data)
    if media_type == CSV:
        return media_type, {}
    return media_type, _pdf_facts(data) if media_type == PDF else _package_facts(data, media_type)


def _kind_of(data, name):
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _package_kind(data)
    for start, kind in ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG)):
        if data.startswith(start):
            return kind
    # a table of texts has no sign of its own: it is one if it is called so and nothing in it says otherwise
    is_text = b"\0" not in data and not any(data.startswith(start) for start in LOOKS_LIKE)
    return CSV if is_text and PurePath(name).suffix.lower() == EXTENSIONS[CSV] else None


def _package_kind(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse_a_bomb(package)
            names = set(package.namelist())
            if "word/document.xml" in names and "[Content_Types].xml" in names:
                return DOCX
            if "xl/workbook.xml" in names and "[Content_Types].xml" in names:
                return XLSX
            if "mimetype" in names and package.read("mimetype")[:100].strip() == ODT.encode():
                return ODT
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise ValidationError("The selected file is damaged. Save it again and upload the new copy.") from None
    return None


def _refuse_a_bomb(package):
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if (
        len(parts) > MOST_PARTS
        or unpacked > LARGEST_UNPACKED
        or (unpacked / packed > LARGEST_RATIO and unpacked > 2**24)
    ):
        raise ValidationError(
            "The selected file unpacks to far more than a document would. Save it as PDF and upload that."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise ValidationError("The selected file is locked with a password. Save it without one and upload it again.")


def _not_usable(data, name, kinds):
    wanted = _listed([f"{KINDS_IN_WORDS[kind]} ({EXTENSIONS[kind]})" for kind in kinds])
    claimed = PurePath(name).suffix.lower()
    for start, words in LOOKS_LIKE.items():
        if data.startswith(start):
            return f"The selected file is {words}."
    for kind in kinds:
        if claimed == EXTENSIONS[kind]:
            return (
                f"The selected file is named “{claimed}”, but its content is not {_one(KINDS_IN_WORDS[kind])}. "
                f"Open it where it was made, and save it again as a {wanted}."
            )
    return f"The selected file must be a {wanted}."


def _one(kind):
    return f"{'an' if kind[0] in 'EO' else 'a'} {kind}"


def _listed(words):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _refuse_a_wrong_name(name, media_type):
    claimed = PurePath(name).suffix.lower()
    if claimed != EXTENSIONS[media_type] and (claimed, media_type) != (".jpeg", JPEG):
        kind, suffix = KINDS_IN_WORDS[media_type], EXTENSIONS[media_type]
        if claimed in MAY_HAVE_MACROS:
            raise ValidationError(
                f"The selected file is named “{claimed}”, so it may have macros in it. "
                f"Save it without macros, as {suffix}, and upload that."
            )
        raise ValidationError(
            f"The selected file is named “{claimed or 'without an ending'}” but it is {_one(kind)}. "
            f"Give it a name that ends in {suffix} and upload it again."
        )


def _pdf_facts(data):
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise ValidationError(LOCKED)
            pages = len(pdf.pages)
            tagged = "/StructTreeRoot" in pdf.Root
            if pdf.get_warnings():
                raise ValidationError(DAMAGED)
            if _has_hidden_layers(pdf):
                raise ValidationError(HIDDEN)
            if _runs_something(pdf):
                raise ValidationError(RUNS)
            if leaves_answers_to_draw(pdf):
                raise ValidationError(UNDRAWN)
            scanned = _is_scanned(pdf)
            beside = beside_the_pages(pdf)
    except pikepdf.PasswordError:
        raise ValidationError(LOCKED) from None
    # a thing of another kind than it should be is met with one of the last two
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, AttributeError):
        raise ValidationError(DAMAGED) from None
    if not pages:
        raise ValidationError("The selected PDF has no pages. Save it again and upload the new copy.")
    return {"pages": pages, "tagged": tagged, "scanned": scanned, "looked_beside": True, **beside}


def _is_scanned(pdf):
    """Whether no page has a font, so that it shows pictures of text: nothing to search, or for a screen reader."""
    seen = set[tuple[int, int]]()
    return not any(_draws_with(page.obj.get("/Resources"), "/Font", seen) for page in pdf.pages) and any(
        _draws_with(page.obj.get("/Resources"), "/XObject", seen) for page in pdf.pages
    )


def _draws_with(resources, kind, seen, deeper=3):
    """Whether a page, or a form that it draws and that was not `seen` yet, has things of a kind."""
    if not isinstance(resources, pikepdf.Dictionary):
        return False
    if resources.get(kind):
        return True
    drawn = resources.get("/XObject", pikepdf.Dictionary())
    for each in drawn.values() if deeper and isinstance(drawn, pikepdf.Dictionary) else ():
        if isinstance(each, pikepdf.Stream) and each.objgen not in seen:
            # a form may draw itself
            seen.add(each.objgen)
            if _draws_with(each.get("/Resources"), kind, seen, deeper - 1):
                return True
    return False


def _has_hidden_layers(pdf):
    """Whether some of it is switched off (ISO 32000-2, 8.11.4): nobody would know what was submitted."""
    layers = pdf.Root.get("/OCProperties", pikepdf.Dictionary())
    settings = layers.get("/D", pikepdf.Dictionary()) if isinstance(layers, pikepdf.Dictionary) else None
    off = settings.get("/OFF", pikepdf.Array()) if isinstance(settings, pikepdf.Dictionary) else None
    if not isinstance(off, pikepdf.Array):
        raise ValidationError(DAMAGED)
    return str(settings.get("/BaseState", "/ON")) == "/OFF" or len(off) > 0


def _runs_something(pdf):
    """Whether opening it runs a script or starts a program (ISO 32000-2, 12.6.4)."""
    opening, names = pdf.Root.get("/OpenAction"), pdf.Root.get("/Names")
    runs = isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) in {"/JavaScript", "/Launch"}
    return runs or (isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names)


RUNS = (
    "The selected PDF runs a script when it is opened. "
    "Print it to a new PDF, so that it holds only what you see, and upload that."
)
HIDDEN = (
    "The selected PDF has hidden layers, which others could switch on. "
    "Print it to a new PDF, so that it holds only what you see, and upload that."
)
UNDRAWN = (
    "The selected PDF is a form that leaves it to each program to draw what was filled in. "
    "Print it to a new PDF, so that everybody sees the same, and upload that."
)
LOCKED = "The selected PDF is locked with a password. Save it without one and upload it again."
DAMAGED = "The selected PDF is damaged or cut short. Save it again as PDF and upload the new copy."


def _is_broken(package):
    try:
        return package.testzip() is not None
    except (zlib.error, zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        return True


def _package_facts(data, media_type):
    """What a package holds beside what is seen: {"tracked_changes": 2, "comments": 1}; nothing where it holds none."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if _is_broken(package):
            raise ValidationError("The selected file is damaged. Save it again and upload the new copy.")
        if any(PurePath(name).name.lower() == "vbaproject.bin" for name in package.namelist()):
            raise ValidationError("The selected file has macros in it. Save it without macros and upload it again.")
        facts = beside_the_text(package)
    try:
        if media_type in TEXTS and has_hidden(data, TEXTS[media_type]):
            facts["hidden_text"] = 1
        if media_type == DOCX and has_white_text(data):
            facts["white_text"] = 1
    except UnreadablePackage:
        raise ValidationError("The selected file is damaged. Save it again and upload the new copy.") from None
    return facts
