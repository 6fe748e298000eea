"""What a Word, OpenDocument or Excel file holds beside the text that is seen: changes, comments, hidden sheets.

ECMA-376 (docx, xlsx), ODF 1.3 (odt).
"""

import zipfile
from collections import Counter
from pathlib import PurePath
from xml.etree import ElementTree

from django.core.exceptions import ValidationError

# where Word and OpenDocument keep their text, and Excel its list of sheets
TEXTS = {"word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "content.xml", "xl/workbook.xml"}
COMMENTS = {"word/comments.xml"}
# no table that people make lies this deep in others; a reader of it would need more memory than there is
DEEPEST_TABLE = 20
CHANGES = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "changed-region"}
TABLES = {"tbl", "table"}
DAMAGED = "The selected file is damaged. Save it again and upload the new copy."


def beside_the_text(package: zipfile.ZipFile) -> dict[str, int]:
    """What is there, by kind, and how much of it. ValidationError where its text can't be read at all.

    So whoever brings it is told now, and not when the pack is made.
    """
    found: Counter[str] = Counter()
    names = package.namelist()
    try:
        for name in TEXTS & set(names):
            _count(package, name, found)
        for name in names:
            if name in COMMENTS or _is_sheets_comments(name):
                _count(package, name, found)
            elif name.endswith(".rels"):
                found["external_pictures"] += _external_pictures(package, name)
    # of letters that it says to be in and are not known with one of the last two
    except (ElementTree.ParseError, LookupError, ValueError):
        raise ValidationError(DAMAGED) from None
    return {kind: number for kind, number in found.items() if number}


def _is_sheets_comments(name):
    path = PurePath(name)
    return path.parts[0] == "xl" and "comments" in path.as_posix().lower() and path.suffix == ".xml"


def _count(package, name, found):
    """Count what is met, a part at a time: a long document is never whole in memory."""
    depth = 0
    with package.open(name) as part:
        # a bomb of entities stops at the parser's own limit: a test sends one
        for event, element in ElementTree.iterparse(part, events=("start", "end")):  # noqa: S314
            tag = element.tag.rsplit("}", 1)[-1]
            if tag in TABLES:
                depth += 1 if event == "start" else -1
                if depth > DEEPEST_TABLE:
                    raise ValidationError(
                        f"The selected file has tables inside tables, more than {DEEPEST_TABLE} deep. "
                        "Lay them out beside one another, or save the file as PDF, and upload that."
                    )
            if event == "end":
                found["tracked_changes"] += tag in CHANGES
                found["comments"] += tag in {"comment", "annotation", "threadedComment"}
                found["hidden_sheets"] += tag == "sheet" and element.get("state", "visible") != "visible"
                element.clear()


def _external_pictures(package, name):
    with package.open(name) as part:
        relations = [element for _, element in ElementTree.iterparse(part)]  # noqa: S314
    return sum(each.get("TargetMode") == "External" and each.get("Type", "").endswith("/image") for each in relations)
