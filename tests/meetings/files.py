"""Files that hold more than is seen: Word files with tracked changes and comments, workbooks, pictures, zip bombs."""

import base64
import io
import zipfile

import pikepdf
from PIL import Image

from ccsp_portal.typeset.convert import to_pdf
from tests.meetings.pdfs import docx, made_by_pandoc

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


def hidden(words):
    """A run that Word shows to nobody who does not ask for it."""
    return f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{words}</w:t></w:r>"


def tracked(secret):
    """A sentence with an insertion, a deletion, a comment and hidden text, by itself and by its styles, and a hidden
    row; the secret stands in what readers must not learn."""
    body = (
        f'<w:p>{text("Kept ")}<w:ins w:id="1" w:author="{secret}author">{text("inserted")}</w:ins>'
        f'<w:del w:id="2" w:author="{secret}author"><w:r><w:delText>{secret}deleted</w:delText></w:r></w:del>'
        f'<w:commentRangeStart w:id="0"/>{text(" words")}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
        f'{hidden(secret + "vanished")}<w:r><w:rPr><w:rStyle w:val="Unseen"/></w:rPr><w:t>{secret}styled</w:t></w:r>'
        f'<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> and shown</w:t></w:r></w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="UnseenToo"/></w:pPr>{text(secret + "paragraph")}</w:p>'
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p>{text('A row')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p>{text(secret + 'row')}</w:p></w:tc></w:tr></w:tbl>"
    )
    vanish = "<w:rPr><w:vanish/></w:rPr></w:style>"
    styles = (
        f'<w:styles xmlns:w="{WORD}"><w:style w:type="character" w:styleId="Unseen">{vanish}'
        f'<w:style w:type="paragraph" w:styleId="Base">{vanish}'
        '<w:style w:type="paragraph" w:styleId="UnseenToo"><w:basedOn w:val="Base"/></w:style></w:styles>'
    )
    comments = (
        f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0" w:author="{secret}who"><w:p>'
        f"{text(secret + 'comment')}</w:p></w:comment></w:comments>"
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{secret}creator</dc:creator></cp:coreProperties>'
    )
    return word(body, **{"word/comments.xml": comments, "docProps/core.xml": core, "word/styles.xml": styles})


def annotated(secret):
    """A tagged PDF with a link, and the secret in a note that its tags name, in a file inside it, and as its author."""
    made = to_pdf(docx("# Words\n\nKept words, and [more](https://example.org/more)."), "docx", title="Words").pdf
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as opened:
        page = opened.pages[0]
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[100, 100, 120, 120],
            Contents=f"{secret}note",
            T=f"{secret}who",
            StructParent=900,
        )
        page.obj.Annots = pikepdf.Array([*page.obj.get("/Annots", []), opened.make_indirect(note)])
        tree = opened.Root.StructTreeRoot.K
        document = tree[0] if isinstance(tree, pikepdf.Array) else tree
        named = pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=page.obj.Annots[-1], Pg=page.obj)
        tag = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Annot, P=document, K=named)
        document.K.append(opened.make_indirect(tag))
        opened.attachments["inside.txt"] = f"{secret}inside".encode()
        opened.docinfo["/Author"] = f"{secret}author"
        with opened.open_metadata() as metadata:
            metadata["dc:creator"] = [f"{secret}creator"]
        opened.save(out)
    return out.getvalue()


def with_photograph(secret):
    """A Word file with a picture, beside which its camera wrote the secret."""
    seen = base64.b64encode(picture("JPEG", secret)).decode()
    return docx(f"![A red map](data:image/jpeg;base64,{seen})")


def odt(secret):
    """An OpenDocument text with a deletion, a comment, and text hidden by style, field, section and row."""
    made = made_by_pandoc("# Words\n\nKept words.\n\nXX\n", "odt")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        content = package.read("content.xml").decode()
    unseen = (
        '<style:style style:name="U1" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="U2" style:family="paragraph" style:parent-style-name="U1"/>'
    )
    deleted = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>'
        f"{secret}who</dc:creator></office:change-info><text:p>{secret}deleted</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    inside = (
        f'<text:span text:style-name="U1">{secret}span</text:span>'
        f'<text:hidden-text text:string-value="{secret}value" text:is-hidden="true">{secret}field</text:hidden-text>'
        f"<office:annotation><dc:creator>{secret}who</dc:creator><text:p>{secret}comment</text:p></office:annotation>"
    )
    after = (
        f'<text:p text:style-name="U2">{secret}paragraph</text:p>'
        f'<text:section text:name="S" text:display="none"><text:p>{secret}section</text:p></text:section>'
        f'<text:p>{secret}condition<text:hidden-paragraph text:is-hidden="true"/></text:p>'
    )
    for before, then in (
        ("<office:automatic-styles>", f"<office:automatic-styles>{unseen}"),
        ("<office:text>", f"<office:text>{deleted}"),
        ("XX", inside),
        ("</office:text>", f"{after}</office:text>"),
    ):
        assert before in content
        content = content.replace(before, then, 1)
    return repacked(made, {"content.xml": content})


def reviewed():
    """An OpenDocument text with a deletion and a comment, as LibreOffice writes them, and nothing that is hidden."""
    made = made_by_pandoc("# Words\n\nKept words XX.\n", "odt")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        content = package.read("content.xml").decode()
    deleted = (
        '<text:tracked-changes><text:changed-region xml:id="ct9" text:id="ct9"><text:deletion><office:change-info>'
        "<dc:creator>A. Writer</dc:creator><dc:date>2026-11-01T10:00:00</dc:date></office:change-info>"
        "<text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    comment = "<office:annotation><dc:creator>A. Writer</dc:creator><text:p>Hm.</text:p></office:annotation>"
    changed = '<text:change text:change-id="ct9"/>'
    content = content.replace("<office:text>", f"<office:text>{deleted}").replace("XX", comment + changed)
    return repacked(made, {"content.xml": content})


def nested(depth):
    """A Word file with so many tables inside one another."""
    table = f"<w:p>{text('in')}</w:p>"
    for _ in range(depth):
        table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    return word(table)


def xlsx(rows, *, hidden_sheet="", hidden_row=""):
    """A workbook with a sheet of these rows (texts and numbers), and, where asked, a hidden sheet and a hidden row,
    with a hidden column, a row without height and a cell in a format that shows nothing, which say the same."""

    def cell(value, more=""):
        if isinstance(value, str):
            return f'<c t="inlineStr"{more}><is><t>{value}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    def sheet(lines):
        columns = '<cols><col min="5" max="6" hidden="1"/></cols>' if hidden_row else ""
        return f'<worksheet xmlns="{SHEETS}">{columns}<sheetData>{lines}</sheetData></worksheet>'

    lines = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
    if hidden_row:
        lines += f'<row hidden="1">{cell(hidden_row)}</row><row ht="0">{cell(hidden_row)}</row>'
        in_column, as_nothing = ' r="E9"', ' r="A9" s="1"'
        lines += f'<row r="9">{cell(hidden_row, as_nothing)}{cell(hidden_row, in_column)}</row>'
    state = 'state="hidden"'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="Counts" sheetId="1" r:id="r1"/><sheet name="Back" sheetId="2" r:id="r2" {state}/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="worksheets/sheet2.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{SHEETS}"><numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet(lines),
        "xl/worksheets/sheet2.xml": sheet(f"<row>{cell(hidden_sheet)}</row>"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text_ in parts.items():
            package.writestr(name, text_)
    return out.getvalue()


def locked(data):
    """A PDF that asks for a password."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return out.getvalue()


def snapped(jpeg, secret):
    """The JPEG as a camera writes it: the secret stands in Exif, XMP and a comment, and after its end."""
    beside = b"".join(
        bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2) + data
        for marker, data in (
            (0xE1, b"Exif\0\0GPS " + secret.encode()),
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + secret.encode()),
            (0xFE, secret.encode()),
        )
    )
    return jpeg[:2] + beside + jpeg[2:] + secret.encode()


def photographed(secret):
    """A PDF of a page with a photograph beside which the secret stands, and one that is none."""
    pictures = {"Camera": snapped(picture("JPEG"), secret), "Broken": b"\xff\xd8 no picture"}
    made, out = pikepdf.new(), io.BytesIO()
    page = made.add_blank_page()
    page.Contents = made.make_stream(b"/Camera Do /Broken Do")
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
    for name, data in pictures.items():
        page.Resources.XObject[f"/{name}"] = made.make_stream(
            data,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=30,
            Height=40,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB,
            Filter=pikepdf.Name.DCTDecode,
        )
    made.save(out)
    return out.getvalue()


def scan(pages):
    """A PDF of so many pages, each a picture and no text."""
    made = pikepdf.new()
    seen = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=30, Height=40, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray,
    )  # fmt: skip
    image = made.make_stream(bytes(range(240)) * 5, seen)
    for _ in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.obj.Contents = made.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def drawn_in_itself(times):
    """A PDF with a form that draws itself so many times, under as many names."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    form = made.make_stream(" ".join(f"/F{each} Do" for each in range(times)).encode())
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 1, 1])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({f"/F{each}": form for each in range(times)}))
    page.obj.Resources, page.obj.Contents = form.Resources, made.make_stream(b"/F0 Do")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def picture(kind="PNG", secret=""):
    """A red picture; what a camera would write beside it holds the secret."""
    out = io.BytesIO()
    made, more = Image.new("RGB", (60, 40), "red"), {}
    if secret:
        exif = Image.Exif()
        exif[0x010E] = secret
        more["exif"] = exif
    made.save(out, kind, **more)
    return out.getvalue()
