"""A file is kept as it came, or refused with a sentence that says what to do."""

import hashlib
import io
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction

from ccsp_portal.documents.models import DOCX, ODT, PDF, Document
from ccsp_portal.documents.store import safe_name, store
from tests.meetings.files import drawn_in_itself

pytestmark = pytest.mark.django_db


def pdf(pages=2, **saving):
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    out = io.BytesIO()
    made.save(out, **saving)
    return out.getvalue()


def package(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def docx(**more):
    with_types = {"[Content_Types].xml": "<Types/>", "word__document.xml": "<document/>"}
    return package(**(with_types | more))


def odt():
    return package(mimetype=ODT, **{"content.xml": "<office/>"})


def bring(data, name="paper.pdf"):
    return store(SimpleUploadedFile(name, data), by=None)


@pytest.mark.parametrize(
    ("make", "name", "kind"), [(pdf, "paper.pdf", PDF), (docx, "paper.docx", DOCX), (odt, "paper.odt", ODT)]
)
def test_a_paper_is_kept_byte_for_byte_with_its_hash(make, name, kind):
    data = make()
    document = bring(data, name)
    with document.file.open("rb") as stored:
        assert stored.read() == data
    assert (document.media_type, document.size) == (kind, len(data))
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.scan_state == "not scanned"


def test_a_pdf_tells_its_pages():
    assert bring(pdf(pages=3)).facts == {"pages": 3, "tagged": False, "scanned": False, "looked_beside": True}


def test_a_pdf_that_draws_itself_without_end_is_looked_through_once():
    assert bring(drawn_in_itself(300)).facts == {"pages": 1, "tagged": False, "scanned": True, "looked_beside": True}


@pytest.mark.parametrize("answer", ["", " ", pikepdf.Array([])])
def test_a_form_in_which_nothing_was_filled_is_taken(answer):
    assert bring(left_to_draw(answer)).facts["pages"] == 1


def test_the_place_on_disk_tells_nothing_of_the_name():
    assert "secret" not in bring(pdf(), "secret.pdf").file.name


def layered(properties=None):
    """A PDF with a layer that is switched off, unless other `properties` of its layers are given."""
    made = pikepdf.new()
    made.add_blank_page()
    layer = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Notes"))
    made.Root.OCProperties = properties or pikepdf.Dictionary(
        OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
    )
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def scripted(place):
    """A PDF that runs a script when it is opened."""
    made = pikepdf.new()
    made.add_blank_page()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    if place == "opening":
        made.Root.OpenAction = script
    else:
        made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", script])))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def left_to_draw(answer="Alice", kind=pikepdf.Name.Tx):
    """A PDF form whose answers each program is to draw."""
    made = pikepdf.new()
    page = made.add_blank_page()
    above = made.make_indirect(pikepdf.Dictionary(FT=kind, V=answer, T="name"))
    field = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Parent=above, Rect=[0, 0, 9, 9])
    page.obj.Annots = pikepdf.Array([field])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([above]), NeedAppearances=True)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def corrupted():
    """A DOCX whose packed bytes are damaged, its directory whole."""
    data = bytearray(docx(padding="words " * 5_000))
    place = data.index(b"padding") + 20
    data[place : place + 20] = b"\xff" * 20
    return bytes(data)


def in_letters(encoding):
    """XML that says to be written in such letters."""
    return f'<?xml version="1.0" encoding="{encoding}"?><x/>'


def deep(depth):
    """So many runs inside one another."""
    run = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:x xmlns:w="{run}">{"<w:r>" * depth}{"</w:r>" * depth}</w:x>'


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [{ENTITIES}]><x>&e8;</x>'
OWNER_LOCKED = {"encryption": pikepdf.Encryption(owner="x", user="")}
REFUSED = {
    "empty": (b"", "paper.pdf", "The selected file is empty"),
    "text": (b"hello", "paper.txt", "must be a PDF (.pdf), Word document (.docx) or OpenDocument text (.odt)"),
    "locked": (pdf(encryption=pikepdf.Encryption(owner="x", user="y")), "paper.pdf", "locked with a password"),
    "locked for its owner": (pdf(**OWNER_LOCKED), "paper.pdf", "locked with a password"),
    "cut short": (pdf()[:400], "paper.pdf", "damaged or cut short"),
    "named as another kind": (docx(), "paper.pdf", "is named “.pdf” but it is a Word document"),
    "a PDF named as Word": (pdf(), "paper.docx", "is named “.docx” but it is a PDF"),
    "hidden layers": (layered(), "paper.pdf", "has hidden layers"),
    "no text that can be read": (docx(**{"word__document.xml": "<not xml"}), "paper.docx", "is damaged"),
    "a bomb of entities": (docx(**{"word__document.xml": BOMB}), "paper.docx", "is damaged"),
    "a script at its opening": (scripted("opening"), "paper.pdf", "runs a script when it is opened"),
    "a script with a name": (scripted("names"), "paper.pdf", "runs a script when it is opened"),
    "a form to be drawn": (left_to_draw(), "paper.pdf", "leaves it to each program to draw what was filled in"),
    "a choice to be drawn": (
        left_to_draw(pikepdf.Array(["A"]), pikepdf.Name.Ch),
        "paper.pdf",
        "leaves it to each program",
    ),
    "layers that are a number": (layered(pikepdf.Array([5])), "paper.pdf", "damaged or cut short"),
    "a number of layers": (layered(pikepdf.Dictionary(D=pikepdf.Dictionary(OFF=5))), "paper.pdf", "damaged or cut"),
    "letters that nobody knows": (docx(**{"word__document.xml": in_letters("foo")}), "paper.docx", "is damaged"),
    "letters that XML has not": (docx(**{"word__header1.xml": in_letters("shift_jis")}), "paper.docx", "is damaged"),
    "half a letter": (docx(**{"word__header1.xml": b"\xff\xfe<"}), "paper.docx", "is damaged"),
    "elements without end in one another": (docx(**{"word__header1.xml": deep(100_000)}), "paper.docx", "is damaged"),
    "damaged inside": (corrupted(), "paper.docx", "is damaged"),
    "no pages": (pdf(pages=0), "paper.pdf", "has no pages"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "paper.doc", "Save it as .docx"),
    "a renamed zip bomb": (docx(word__media=b"\0" * 60_000_000), "paper.docx", "unpacks to far more"),
    "any zip": (package(readme="x"), "paper.docx", "but its content is not a Word document. Open it where it was made"),
    "a text that is named as a PDF": (b"hello", "paper.pdf", "is named “.pdf”, but its content is not a PDF."),
    "half a zip": (docx()[:60], "paper.docx", "is damaged"),
    "macros": (docx(word__vbaProject__bin="x", **{"word__vbaProject.bin": "x"}), "paper.docx", "has macros"),
    "26 MB": (b"%PDF-1.7" + b"\0" * (26 * 2**20), "paper.pdf", "must be 25 MB or smaller: it is 26 MB"),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_can_not_be_used_is_refused_with_what_to_do(wrong):
    data, name, words = REFUSED[wrong]
    with pytest.raises(ValidationError) as refusal:
        bring(data, name)
    assert words in refusal.value.messages[0]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Papers\\Knife crime.pdf", "Knife crime.pdf"),
        ('a"b\r\n.pdf', "ab.pdf"),
        ("Adroddiad Siân.pdf", "Adroddiad Siân.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("...", "document"),
    ],
)
def test_a_file_name_is_made_safe(name, kept):
    assert safe_name(name) == kept


@pytest.mark.parametrize("change", ["sha256 = 'x'", "name = 'x'", "file = 'x'", "media_type = 'x'", "size = 1"])
def test_what_is_stored_can_not_be_changed_even_in_sql(change):
    document = bring(pdf())
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE documents_document SET {change} WHERE id = %s", [document.pk])  # noqa: S608


def test_a_document_is_never_deleted():
    with pytest.raises(ProgrammingError), transaction.atomic():
        bring(pdf()).delete()
