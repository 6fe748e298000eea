"""What is seen of a PDF, and nothing that stands beside it: no comments, files, scripts, or word of who wrote it.

PDF: ISO 32000-2 (annotations: 12.5; actions: 12.6; embedded files: 7.11.4; metadata: 14.3).
"""

import io

import pikepdf
from pikepdf import Array, Dictionary, Pdf, Stream

from ccsp_portal.typeset.jpegs import forget_camera

# what a link may do: go to an address, or to a place in the document
MAY_ACT = {"/URI", "/GoTo"}
# what objects carry beside what is seen: data about them, files attached to them, what a program kept for itself
UNSEEN = {"/Metadata", "/AF", "/PieceInfo", "/LastModified"}
# what the document itself may hold; all else acts, is data, or is kept for a program
KEPT = {
    *("/Type", "/Pages", "/Version", "/Extensions", "/Lang", "/MarkInfo", "/StructTreeRoot", "/Outlines", "/Dests"),
    *("/Names", "/PageLabels", "/PageMode", "/PageLayout", "/ViewerPreferences", "/OCProperties", "/OutputIntents"),
}


class UnusablePDF(Exception):
    """It is not built as a PDF should be."""


def beside_the_pages(pdf: Pdf) -> dict[str, int]:
    """What it holds beside what its pages show, by kind; nothing where it holds none. `pdf` is not to be saved then."""
    kinds = [_kind(note) for page in pdf.pages for note in _notes_on(page)]
    found = {
        "comments": sum(kind not in {"/Link", "/Widget", "/Popup", "/FileAttachment"} for kind in kinds),
        "attached_files": len(pdf.attachments) + kinds.count("/FileAttachment"),
        "metadata": int(
            "/Metadata" in pdf.Root
            or any(key != "/Title" for key in pdf.trailer.get("/Info", {}))
            or any(isinstance(thing, Stream) and forget_camera(thing) for thing in pdf.objects)
        ),
    }
    return {kind: number for kind, number in found.items() if number}


def leaves_answers_to_draw(pdf: Pdf) -> bool:
    """Whether it is a form with answers that each program draws in its own way (ISO 32000-2, 12.7.3)."""
    form = pdf.Root.get("/AcroForm")
    if not (isinstance(form, Dictionary) and form.get("/NeedAppearances")):
        return False
    fields = [note for page in pdf.pages for note in _notes_on(page) if _kind(note) == "/Widget"]
    return any(str(_of_field(each, "/FT")) in {"/Tx", "/Ch"} and _is_filled(_of_field(each, "/V")) for each in fields)


def _of_field(field, key):
    """The field's own, or what it has from the one above it."""
    return field.get(key, field.get("/Parent", Dictionary()).get(key))


def _is_filled(answer):
    return len(answer) > 0 if isinstance(answer, Array) else bool(str(answer or "").strip())


def only_what_is_seen(data: bytes, *, title: str = "") -> bytes:
    """The PDF with its pages, links, bookmarks, tags, title and language, and no more. Raises UnusablePDF.

    `title` is what it is called, where that is known: else it keeps its own.
    """
    try:
        with Pdf.open(io.BytesIO(data)) as pdf:
            return _cleaned(pdf, title)
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError, KeyError, RuntimeError) as error:
        raise UnusablePDF from error


def _cleaned(pdf, title):
    title, is_accessible = title or _title(pdf), claims_accessibility(pdf)
    flatten(pdf)
    for page in pdf.pages:
        clean(page)
    for key in set(pdf.Root.keys()) - KEPT:
        del pdf.Root[key]
    for key in set(pdf.Root.get("/Names", Dictionary()).keys()) - {"/Dests"}:
        del pdf.Root.Names[key]
    forget_unseen(pdf)
    for thing in pdf.objects:
        # a bookmark acts as a link does
        if isinstance(thing, Dictionary) and "/A" in thing and "/Title" in thing:
            keep_to_links(thing)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        if title:
            metadata["dc:title"] = title
        if is_accessible:
            metadata["pdfuaid:part"] = "1"
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _title(pdf):
    given = pdf.trailer.get("/Info", Dictionary()).get("/Title")
    if given is not None:
        return str(given)
    return str(pdf.open_metadata().get("dc:title") or "")


def flatten(source: Pdf) -> None:
    """Leave only what is printed: links, and what was filled into its forms.

    Comments tell what was thought, not what is submitted. The tags may name a thing still that no page shows any more,
    so it is emptied.
    """
    notes = [note for page in source.pages for note in _notes_on(page)]
    for page in source.pages:
        if "/Annots" in page.obj:
            page.obj.Annots = Array([note for note in _notes_on(page) if _kind(note) in {"/Link", "/Widget"}])
    if any(_kind(note) == "/Widget" for note in notes):
        # as well as can be, where the program that filled it in has left that to others
        source.generate_appearance_streams()
        source.flatten_annotations("all")
        for page in source.pages:
            if "/Annots" in page.obj:
                page.obj.Annots = Array([note for note in _notes_on(page) if _kind(note) == "/Link"])
    for note in notes:
        if _kind(note) != "/Link":
            for key in set(note.keys()) - {"/Type", "/Subtype", "/StructParent"}:
                del note[key]


def _notes_on(page):
    return [note for note in page.obj.get("/Annots", []) if isinstance(note, Dictionary)]


def _kind(note):
    return str(note.get("/Subtype"))


def claims_accessibility(source: Pdf) -> bool:
    """Whether it says that it holds to PDF/UA."""
    # the word itself: to read a paper's metadata as XML takes longer than to bind the paper in
    return "/Metadata" in source.Root and b"pdfuaid:part" in source.Root.Metadata.read_bytes()


def clean(page) -> None:
    """Take out what could act, and pictures of other pages that the page does not draw."""
    if "/XObject" in page.resources:
        page.remove_unreferenced_resources()
    for key in ("/AA", "/Thumb"):
        if key in page.obj:
            del page.obj[key]
    for note in page.obj.get("/Annots", []):
        keep_to_links(note)
        for key in ("/AA", "/PA"):
            if key in note:
                del note[key]


def keep_to_links(thing) -> None:
    """Take out what something does beyond going to an address, or a place in the document."""
    action = thing.get("/A")
    if action is not None and str(action.get("/S")) not in MAY_ACT:
        del thing["/A"]
    elif action is not None and "/Next" in action:
        del action["/Next"]


def forget_unseen(pack: Pdf) -> None:
    """Take out of every object what tells more than its page shows."""
    root = pack.Root.objgen
    for thing in pack.objects:
        if isinstance(thing, Stream):
            forget_camera(thing)
        if isinstance(thing, Dictionary | Stream) and thing.objgen != root:
            for key in UNSEEN & thing.keys():
                del thing[key]
