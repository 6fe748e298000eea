"""Files that hold more than is seen: Word files with tracked changes and comments, workbooks, pictures, zip bombs."""

import io
import zipfile

from PIL import Image

from tests.meetings.pdfs import docx

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def repacked(data, parts):
    """A package with parts put in place of its own, or beside them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def word(body, **parts):
    """A Word file with this body (WordprocessingML)."""
    document = f'<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>'
    return repacked(docx("x"), {"word/document.xml": document, **parts})


def text(words):
    return f"<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>"


def tracked(secret):
    """A sentence with an insertion, a deletion and a comment; the secret stands in what readers must not learn."""
    body = (
        f'<w:p>{text("Kept ")}<w:ins w:id="1" w:author="{secret}author">{text("inserted")}</w:ins>'
        f'<w:del w:id="2" w:author="{secret}author"><w:r><w:delText>{secret}deleted</w:delText></w:r></w:del>'
        f'<w:commentRangeStart w:id="0"/>{text(" words")}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    comments = (
        f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0" w:author="{secret}who"><w:p>'
        f"{text(secret + 'comment')}</w:p></w:comment></w:comments>"
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{secret}creator</dc:creator></cp:coreProperties>'
    )
    return word(body, **{"word/comments.xml": comments, "docProps/core.xml": core})


def nested(depth):
    """A Word file with so many tables inside one another."""
    table = f"<w:p>{text('in')}</w:p>"
    for _ in range(depth):
        table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    return word(table)


def xlsx(rows, *, hidden_sheet="", hidden_row=""):
    """A workbook with a sheet of these rows (texts and numbers), and, where asked, a hidden sheet and a hidden row."""

    def cell(value):
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    def sheet(lines):
        return f'<worksheet xmlns="{SHEETS}"><sheetData>{lines}</sheetData></worksheet>'

    lines = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
    if hidden_row:
        lines += f'<row hidden="1">{cell(hidden_row)}</row>'
    state = 'state="hidden"'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="Counts" sheetId="1" r:id="r1"/><sheet name="Back" sheetId="2" r:id="r2" {state}/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="worksheets/sheet2.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet(lines),
        "xl/worksheets/sheet2.xml": sheet(f"<row>{cell(hidden_sheet)}</row>"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text_ in parts.items():
            package.writestr(name, text_)
    return out.getvalue()


def picture(kind="PNG", secret=""):
    """A red picture; what a camera would write beside a JPEG holds the secret."""
    out = io.BytesIO()
    made, more = Image.new("RGB", (60, 40), "red"), {}
    if secret:
        exif = Image.Exif()
        exif[0x010E] = secret
        more["exif"] = exif
    made.save(out, kind, **more)
    return out.getvalue()
