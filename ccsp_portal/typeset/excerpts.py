"""Some pages of a bound file by themselves, with their numbers and the tags of what is on them.

PDF: ISO 32000-2 (structure trees: 14.7; page labels: 12.4.2).
"""

import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Pdf

from ccsp_portal.typeset.stamps import labels_of

DEEPEST = 400


def excerpt(pack: Pdf, keep: Iterable[int], title: str) -> bytes:
    """The sheets `keep` (the first is 0) of a file as a file: nothing else of it is in there. Changes `pack` itself."""
    kept = sorted(set(keep))
    names = labels_of(pack)
    for place in reversed(range(len(pack.pages))):
        if place not in set(kept):
            del pack.pages[place]
    _label(pack, [names[place] for place in kept])
    _drop_links(pack)
    _prune_tags(pack)
    for key in ("/Outlines", "/Names", "/Dests", "/OpenAction", "/PageMode"):
        if key in pack.Root:
            del pack.Root[key]
    _name(pack, title)
    out = io.BytesIO()
    pack.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _label(pack, names):
    labels: list = []
    for place, name in enumerate(names):
        labels += [place, Dictionary(P=pikepdf.String(name))]
    pack.Root.PageLabels = Dictionary(Nums=Array(labels))


def _drop_links(pack):
    """Links to pages that are not here would keep those in the file."""
    here = {page.obj.objgen for page in pack.pages}
    for page in pack.pages:
        notes = page.obj.get("/Annots")
        if notes is not None:
            page.obj.Annots = Array([note for note in notes if _stays(note, here)])


def _stays(note, here):
    where = note.get("/Dest")
    action = note.get("/A")
    if where is None and isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
        where = action.get("/D")
    if where is None:
        return True
    return isinstance(where, Array) and len(where) > 0 and _key(where[0]) in here


def _key(thing):
    return thing.objgen if isinstance(thing, pikepdf.Object) and thing.is_indirect else None


def _prune_tags(pack):
    """Keep the elements that have something on these pages; a tree that can't be followed goes as a whole."""
    root = pack.Root.get("/StructTreeRoot")
    if root is None:
        return
    pages = {page.obj.objgen for page in pack.pages}
    notes = {note.objgen for page in pack.pages for note in page.obj.get("/Annots", [])}
    try:
        root.K = _kept(root.get("/K"), None, pages, notes, 0)
        _keep_parents(root, pack)
        for key in ("/IDTree", "/ParentTreeNextKey"):
            if key in root:
                del root[key]
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RecursionError):
        del pack.Root["/StructTreeRoot"]


def _kept(kids, page, pages, notes, depth):
    """What of an element's kids (numbers of marked content, references, elements) is on the pages."""
    if depth > DEEPEST:
        raise RecursionError
    found = []
    for kid in list(kids) if isinstance(kids, Array) else [] if kids is None else [kids]:
        if not isinstance(kid, Dictionary):
            stays = page in pages
        else:
            own = _key(kid.Pg) if "/Pg" in kid else page
            if kid.get("/Type") == Name.OBJR:
                stays = own in pages and ("/Obj" not in kid or _key(kid.Obj) in notes or not _is_note(kid.Obj))
            elif kid.get("/Type") == Name.MCR:
                stays = own in pages
            else:
                stays = _prune(kid, own, pages, notes, depth)
        if stays:
            found.append(kid)
    return Array(found)


def _is_note(thing):
    return isinstance(thing, Dictionary) and "/Subtype" in thing and "/Rect" in thing


def _prune(element, page, pages, notes, depth):
    """Whether an element stays: with what is on the pages, or, where it never held anything, by its own page."""
    if "/K" not in element:
        return page in pages
    element.K = _kept(element.K, page, pages, notes, depth + 1)
    if "/Pg" in element and page not in pages:
        del element["/Pg"]
    return len(element.K) > 0


def _keep_parents(root, pack):
    if "/ParentTree" not in root:
        return
    wanted = set()
    for page in pack.pages:
        if "/StructParents" in page.obj:
            wanted.add(int(page.obj.StructParents))
        wanted |= {int(note.StructParent) for note in page.obj.get("/Annots", []) if "/StructParent" in note}
        for drawn in (page.obj.get("/Resources", Dictionary()).get("/XObject") or Dictionary()).values():
            wanted |= {int(drawn[key]) for key in ("/StructParents", "/StructParent") if key in drawn}
    old = NumberTree(root.ParentTree)
    numbers: list = []
    for key in sorted(wanted):
        if key in old:
            numbers += [key, old[key]]
    root.ParentTree = Dictionary(Nums=Array(numbers))


def _name(pack, title):
    """Its own title. It claims no standard: a heading may have stayed behind."""
    with pack.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        if "pdfuaid:part" in metadata:
            del metadata["pdfuaid:part"]
    pack.docinfo["/Title"] = title
