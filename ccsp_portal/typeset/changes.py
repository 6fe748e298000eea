"""What tracked changes in a Word file have marked as deleted, or as moved from where it stands.

ECMA-376, part 1, 17.13.5: a mark is around what it deletes, or in the properties of a row, a cell, a run or a part of a
formula. A paragraph whose end is so marked is left alone: its words have marks of their own, and pandoc joins the rest
to the next. Of a cell that was merged into the one above it, no words are seen.
"""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
# of the strict kind of file
W_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
AROUND = {f"{W}{name}" for name in ("del", "moveFrom", "delText", "delInstrText")}
MARKS = {f"{W}{name}" for name in ("del", "moveFrom", "cellDel")}
MERGED = f"{W}cellMerge"
CELL, ROW, TABLE = (f"{W}{name}" for name in ("tc", "tr", "tbl"))
# what holds nothing once all that it holds is gone
HOLDS = {CELL: ROW, ROW: TABLE}


def deletes(opened) -> None:
    """What has begun may delete what its properties stand in: the elements that are open, the innermost last."""
    element = opened[-1]
    # of a run in a formula the mark stands where another has its properties
    if len(opened) < 2 or not (_is_properties(opened[-2]) or opened[-2].name.endswith("/math r")):
        return
    marked = next((each for each in reversed(opened[:-1]) if not _is_properties(each)), None)
    if marked is None:
        return
    if element.name in MARKS and marked.name != f"{W}p":
        marked.deleted = True
    elif element.name == MERGED and "cont" in element.attributes.values():
        marked.emptied = True


def is_deleted(opened) -> bool:
    """Whether the innermost of them, which ends, goes when the changes are accepted."""
    element, around = opened[-1], opened[-2] if len(opened) > 1 else None
    if element.name in AROUND:
        return around is None or not _is_properties(around)
    if element.name in HOLDS:
        goes = element.deleted or (element.lost and not element.kept)
        holder = next((each for each in reversed(opened[:-1]) if each.name == HOLDS[element.name]), None)
        if holder:
            holder.lost, holder.kept = holder.lost or goes, holder.kept or not goes
        return goes
    if element.name == TABLE:
        return element.lost and not element.kept
    return element.deleted or bool(around and around.emptied and not _is_properties(element))


def _is_properties(element):
    return element.name.endswith("Pr")
