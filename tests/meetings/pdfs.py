"""Small PDFs and Word documents for tests to bring as papers."""

import io
import subprocess

import page
import pikepdf
import pypandoc
from django.core.files.uploadedfile import SimpleUploadedFile


def pdf(pages=1, words=""):
    """A PDF with so many pages, each saying `words`."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for _ in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = made.make_stream(f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode())
    if words:
        made.docinfo["/Author"] = words
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def docx(text):
    return made_by_pandoc(text, "docx")


def made_by_pandoc(text, kind):
    command = [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", kind, "--output", "-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def upload(data, name="paper.pdf"):
    return SimpleUploadedFile(name, data)


def everything_in(data):
    """All that a PDF holds, unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def trouble_in(data, *, accessible=True):
    """What is wrong with a PDF: its syntax, as qpdf finds it, and the rules of PDF/UA-1 that it breaks."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        found = [str(each) for each in opened.check_pdf_syntax()]
    if accessible:
        report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
        found += [str(each) for each in report.failures]
    return found
