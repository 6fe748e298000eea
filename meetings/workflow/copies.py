"""Reading copies: what readers get of a file that holds more than is seen. Made by the worker, and kept.

A CSV file is given as it is, and so is a PDF with nothing beside its pages until its copy is made. Of everything else
only those who work on it get the file itself.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q

from ccsp_portal import clock
from ccsp_portal.documents.models import CSV, DOCX, JPEG, ODT, PDF, PICTURES, XLSX, Document
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.documents.tables import UnreadableTable, tables_of_csv, tables_of_xlsx
from ccsp_portal.history.tracking import acting
from ccsp_portal.jobs import workflow as jobs
from ccsp_portal.typeset.attached import tables_as_pdf
from ccsp_portal.typeset.convert import UnusablePaper, to_html, to_pdf
from ccsp_portal.typeset.pictures import UnusablePicture, cleaned
from ccsp_portal.typeset.seen import UnusablePDF, only_what_is_seen
from ccsp_portal.typeset.typesetting import NotTypeset
from meetings.models import Evidence, ReadingCopy, WrittenPaper
from partners.models import User

KIND = "meetings.copy_for_readers"
TEXTS = {DOCX: "docx", ODT: "odt"}
TABLES = {XLSX: tables_of_xlsx, CSV: tables_of_csv}
AT_ONCE = 20
MADE_HERE = Q(media_type=PDF, facts__has_key="made_here")


def needs_copy(document: Document) -> bool:
    """Whether readers are given, or shown, something other than the file as it came."""
    return not (document.media_type == PDF and document.facts.get("made_here"))


def queue_copy(document: Document, *, by: User) -> None:
    """Have the worker make the copy, where readers need one; who brought it does not wait for it."""
    if needs_copy(document):
        title = f"A copy of “{document.name}” for readers"
        jobs.queue(KIND, document, once=f"copy of document {document.pk}", by=by, title=title)


def copy_of(document: Document) -> ReadingCopy | None:
    """The copy, if it is made."""
    return getattr(document, "copy", None)


def make_copy(document: Document) -> ReadingCopy:
    """The copy, made now if there is none; with its `problem` in a sentence where the file can't be read."""
    found = ReadingCopy.objects.filter(document=document).first()
    if found:
        return found
    with document.file.open("rb") as stored:
        data = stored.read()
    try:
        fields = _converted(document, data)
    except (UnusablePaper, UnreadableTable) as reason:
        fields = {"problem": str(reason)}
    except UnusablePicture:
        fields = {"problem": "The picture is damaged. Save it again and upload the new copy."}
    except UnusablePDF:
        fields = {"problem": "It could not be read. Save it as PDF again and upload the new copy."}
    except NotTypeset:
        fields = {"problem": "It could not be converted. Save it as PDF and upload that instead."}
    try:
        with transaction.atomic(), acting("copy for readers", User.objects.timetable()):
            return ReadingCopy.objects.create(document=document, made_at=clock.now(), **fields)
    except IntegrityError:
        # another worker was quicker
        return ReadingCopy.objects.get(document=document)


def make_missing_copies() -> None:
    """Copies of what was brought before there were copies, a few at a time."""
    evidence = Evidence.objects.filter(withdrawn_at__isnull=True).values("document")
    written = WrittenPaper.objects.filter(withdrawn_at__isnull=True).values("document")
    brought = Q(paper_versions__isnull=False) | Q(attachments__isnull=False) | Q(pk__in=evidence) | Q(pk__in=written)
    waiting = Document.objects.filter(brought, copy__isnull=True).exclude(MADE_HERE).distinct()
    for document in waiting.order_by("pk")[:AT_ONCE]:
        make_copy(document)


def _converted(document, data):
    kind, stem = document.media_type, document.name.rpartition(".")[0] or document.name
    if kind in TEXTS:
        pdf = to_pdf(data, TEXTS[kind], title=stem)
        html = to_html(data, TEXTS[kind])
        return {"html": html, "file": _kept(document, pdf.pdf, f"{stem}.pdf", PDF, {"tagged": pdf.is_accessible})}
    if kind in TABLES:
        tables = TABLES[kind](data)
        return {"tables": tables, "file": _kept(document, tables_as_pdf(tables, title=stem), f"{stem}.pdf", PDF)}
    if kind == PDF:
        facts = {name: document.facts[name] for name in ("pages", "tagged") if name in document.facts}
        return {"file": _kept(document, only_what_is_seen(data, title=_title_of(document)), document.name, PDF, facts)}
    if kind in PICTURES:
        clean = cleaned(data, kind="JPEG" if kind == JPEG else "PNG")
        return {"file": _kept(document, clean, document.name, kind)}
    return {}


def _title_of(document):
    """What it is called here: its own title may tell readers what nobody meant them to know."""
    version = document.paper_versions.select_related("paper").first()
    if version:
        return version.paper.title
    evidence = Evidence.objects.filter(document=document)
    named = document.attachments.first() or document.written_papers.first() or evidence.first()
    return named.title if named else ""


def _kept(document, data, name, media_type, facts=None):
    return store_bytes(data, name, media_type, by=None, marking=document.marking, facts=facts)
