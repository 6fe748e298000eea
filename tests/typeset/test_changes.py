"""Readers of a Word file get nothing of what its tracked changes delete, wherever the mark stands, and all else."""

import pytest

from ccsp_portal.typeset.convert import to_html
from ccsp_portal.typeset.hidden import has_hidden
from tests.meetings.files import WORD, repacked, text
from tests.meetings.pdfs import docx

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DEL = '<w:del w:id="9" w:author="A. Writer"/>'
GONE = text("Secret")
IN_FORMULA = "<m:r><m:t>Secret</m:t></m:r>"
NOTE = '<w:r><w:footnoteReference w:id="7"/></w:r>'


def paragraph(content):
    return f"<w:p>{content}</w:p>"


def cell(content, marked=""):
    return f"<w:tc><w:tcPr>{marked}</w:tcPr>{paragraph(content)}</w:tc>"


def row(*cells, marked=""):
    return f"<w:tr><w:trPr>{marked}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows):
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{''.join(rows)}</w:tbl>"


def formula(content):
    return paragraph(f"<m:oMath>{content}<m:r><m:t>K</m:t></m:r></m:oMath>")


def word(body):
    document = f'<w:document xmlns:w="{WORD}" xmlns:m="{MATH}"><w:body>{body}</w:body></w:document>'
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="7">{paragraph(GONE)}</w:footnote></w:footnotes>'
    return repacked(docx("x[^1]\n\n[^1]: y"), {"word/document.xml": document, "word/footnotes.xml": notes})


KEPT = cell(text("Kept"))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(table(row(KEPT), row(cell(GONE), marked=DEL)), id="a row"),
        pytest.param(table(row(KEPT, cell(GONE, '<w:cellDel w:id="9"/>'))), id="a cell"),
        pytest.param(table(row(KEPT), row(cell(GONE, '<w:cellDel w:id="9"/>'))), id="all the cells of a row"),
        pytest.param(table(row(KEPT), row(cell(GONE, '<w:cellMerge w:id="9" w:vMerge="cont"/>'))), id="a merged cell"),
        pytest.param(table(row(KEPT), row(f"<w:tc>{table(row(cell(GONE)))}<w:p/></w:tc>", marked=DEL)), id="in a row"),
        pytest.param(table(row(cell(GONE), marked=DEL)) + paragraph(text("Kept")), id="the only row"),
        pytest.param(paragraph(f"<w:del>{GONE}</w:del>{text('Kept')}"), id="words"),
        pytest.param(paragraph(f"<w:moveFrom>{GONE}</w:moveFrom>{text('Kept')}"), id="words moved elsewhere"),
        pytest.param(paragraph(f"<w:ins><w:del>{GONE}</w:del></w:ins>{text('Kept')}"), id="words put in and deleted"),
        pytest.param(paragraph(f"<w:r><w:delText>Secret</w:delText></w:r>{text('Kept')}"), id="a deleted text alone"),
        pytest.param(paragraph(f"<w:r><w:rPr>{DEL}</w:rPr><w:t>Secret</w:t></w:r>{text('Kept')}"), id="a marked run"),
        pytest.param(
            paragraph(f"<w:del><w:sdt><w:sdtContent>{GONE}</w:sdtContent></w:sdt></w:del>{text('Kept')}"),
            id="a content control",
        ),
        pytest.param(paragraph(f"<w:del>{NOTE}</w:del>{text('Kept')}"), id="a footnote"),
        pytest.param(table(row(KEPT), row(cell(NOTE), marked=DEL)), id="a footnote in a row"),
        pytest.param(paragraph(text("Kept")) + formula(f"<w:del>{IN_FORMULA}</w:del>"), id="a part of a formula"),
        pytest.param(
            paragraph(text("Kept")) + formula(f"<m:r>{DEL}<m:t>Secret</m:t></m:r>"), id="a marked part of a formula"
        ),
        pytest.param(
            paragraph(text("Kept"))
            + formula(f"<m:f><m:fPr><m:ctrlPr>{DEL}</m:ctrlPr></m:fPr><m:num>{IN_FORMULA}</m:num><m:den/></m:f>"),
            id="a fraction",
        ),
    ],
)
def test_what_tracked_changes_delete_is_in_no_copy_and_is_not_said_to_be_hidden_as_well(body):
    data = word(body)
    page = to_html(data, "docx").replace("<em>", "").replace("</em>", "")
    assert "Secret" not in page
    assert "Kept" in page
    assert not has_hidden(data, "docx")


def test_rows_and_cells_put_in_stay_and_a_paragraph_whose_end_is_deleted_joins_the_next():
    ins = '<w:ins w:id="9" w:author="A. Writer"/>'
    put_in = table(row(KEPT, cell(text("Put in"), '<w:cellIns w:id="8"/>')), row(cell(text("New row")), marked=ins))
    joined = f"<w:p><w:pPr><w:rPr>{DEL}</w:rPr></w:pPr>{text('One')}</w:p>{paragraph(text('two'))}"
    page = " ".join(to_html(word(put_in + joined), "docx").split())
    assert "<td>Kept</td> <td>Put in</td>" in page
    assert "<td>New row</td>" in page
    assert "<p>One two</p>" in page


def test_a_table_of_which_nothing_is_left_is_no_table():
    assert "<table" not in to_html(word(table(row(cell(GONE), marked=DEL)) + paragraph(text("Kept"))), "docx")
