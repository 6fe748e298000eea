"""Papers are bound into one PDF whose pages, links, bookmarks and tags hold, and which tells nothing of its sources."""

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsp_portal.typeset.packs import Part, UnusablePart, bind
from ccsp_portal.typeset.typesetting import typeset

ITEM = {"number": "7", "title": "Knife crime", "at": "2pm", "about": "For decision", "private": ""}
ITEM |= {"needs_paper": True, "held_back": ""}


def front(titles):
    """A front that lists the papers under one item."""

    def drawn(starts):
        listed = zip(titles, starts, strict=True)
        papers = [{"title": title, "page": page, "pages": f"sheet {page}", "note": ""} for title, page in listed]
        facts = {"title": "Board, 10 December 2026", "partnership": "CCSP", "kind": "Pack for members"}
        place = {"when": "Thursday 10 December 2026, 2pm", "venue": "Council House", "note": "", "reports": []}
        return typeset("pack.typ", {**facts, **place, "items": [{**ITEM, "papers": papers}]})

    return drawn


def untagged(pages=2, rotate=0, secret=""):
    made = pikepdf.new()
    for _ in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        page.obj.Rotate = rotate
    if secret:
        made.docinfo["/Author"] = secret
        made.attachments["secret.txt"] = secret.encode()
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=secret)
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = [secret]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def tagged():
    return typeset("pack.typ", {**FACTS, "items": []})


FACTS = {
    "title": "Paper",
    "partnership": "CCSP",
    "kind": "Paper",
    "when": "2026",
    "venue": "Here",
    "note": "",
    "reports": [],
}


def pack_of(*pdfs):
    parts = [Part(f"Paper {number}", f"{number}. Item", pdf) for number, pdf in enumerate(pdfs, 1)]
    return bind(front([part.title for part in parts]), parts, title="Board, 10 December 2026")


def opened(bound):
    return pikepdf.open(io.BytesIO(bound.pdf))


def everything_in(pdf):
    """All that a PDF holds, unpacked."""
    out = io.BytesIO()
    pdf.save(
        out,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.all,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue()


def test_the_contents_say_where_each_paper_begins_and_lead_there():
    bound = pack_of(untagged(3), tagged(), untagged(1))
    assert (bound.pages, bound.starts) == (6, [2, 5, 6])
    pack = opened(bound)
    links = [note for note in pack.pages[0].obj.Annots if "/Dest" in note]
    assert [str(link.Contents) for link in links] == ["Go to page 1", "Go to page 4", "Go to page 5"]
    assert [link.Dest[0].objgen for link in links] == [pack.pages[page - 1].obj.objgen for page in bound.starts]
    assert b"goto.invalid" not in everything_in(pack)


def test_bookmarks_lead_to_items_and_papers():
    with opened(pack_of(untagged(), tagged())).open_outline() as outline:
        found = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert found == [("Contents", []), ("1. Item", ["Paper 1"]), ("2. Item", ["Paper 2"])]


@pytest.mark.parametrize("title", ["李明", "ਪੰਜਾਬੀ", "ትግርኛ", "👩‍👩‍👧"])
def test_a_title_in_a_script_that_our_fonts_lack_does_not_stop_the_pack(title):
    pdf = typeset("pack.typ", {**FACTS, "items": [{**ITEM, "title": title, "papers": []}]})
    assert pdf.startswith(b"%PDF")
    assert b"pdfuaid" not in pdf


def test_papers_without_tags_are_named_and_the_pack_then_claims_nothing():
    bound = pack_of(untagged(), tagged())
    assert bound.untagged == ["Paper 1"]
    with opened(bound).open_metadata() as metadata:
        assert metadata.get("pdfuaid:part") is None


def test_a_pack_of_tagged_papers_is_tagged_throughout():
    pack = opened(pack_of(tagged(), tagged()))
    assert bool(pack.Root.MarkInfo.Marked)
    assert str(pack.Root.Lang).startswith("en")
    with pack.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    keys = [int(page.obj.StructParents) for page in pack.pages]
    parents = pikepdf.NumberTree(pack.Root.StructTreeRoot.ParentTree)
    assert len(set(keys)) == len(keys)
    assert all(key in parents for key in keys)


def test_nothing_of_a_papers_own_metadata_survives():
    bound = pack_of(untagged(secret="PLANTED"), untagged())
    assert b"PLANTED" not in everything_in(opened(bound))


def test_the_pack_has_its_own_title():
    pack = opened(pack_of(untagged()))
    assert str(pack.docinfo["/Title"]) == "Board, 10 December 2026"
    assert "/OpenAction" not in pack.Root


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_every_page_but_the_cover_is_stamped_once(rotate):
    pack = opened(pack_of(untagged(2, rotate=rotate)))
    stamps = [b"/Pagination" in _drawn(page) for page in pack.pages]
    assert stamps == [False, True, True]


def _drawn(page):
    page.contents_coalesce()
    return page.Contents.read_bytes()


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_no_page_is_lost_or_doubled(lengths):
    bound = pack_of(*(untagged(length) for length in lengths))
    cover = bound.pages - sum(lengths)
    assert bound.starts == [1 + cover + sum(lengths[:index]) for index in range(len(lengths))]
    assert len(opened(bound).pages) == bound.pages


def test_contents_of_two_pages_move_the_papers_on():
    parts = [Part(f"A rather long paper {number}", "Item", untagged(1)) for number in range(60)]
    bound = bind(front([part.title for part in parts]), parts, title="Long")
    assert bound.starts[0] == 1 + bound.pages - 60
    assert bound.starts[0] > 2


def planted():
    """A PDF that hides PLANTED wherever it can be hidden: in notes, attachments, and data about its objects."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    secret = made.make_stream(SECRET)
    comment = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="PLANTED", T="PLANTED"
    )
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="PLANTED")
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.com", Next=launch),
    )
    page.obj.Annots = pikepdf.Array([made.make_indirect(comment), made.make_indirect(link)])
    page.obj.AF = pikepdf.Array([made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="PLANTED"))])
    picture = made.make_stream(b"\0")
    for key, value in (("/Type", "/XObject"), ("/Subtype", "/Image"), ("/ColorSpace", "/DeviceGray")):
        picture[key] = pikepdf.Name(value)
    picture.Width = picture.Height = 1
    picture.BitsPerComponent = 8
    picture.Metadata = secret
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


SECRET = b"<x>PLANTED</x>"


def test_nothing_hidden_beside_what_is_seen_survives():
    pack = opened(pack_of(planted()))
    assert b"PLANTED" not in everything_in(pack)
    [link] = pack.pages[-1].obj.Annots
    assert str(link.A.URI) == "https://example.com"


def test_what_a_paper_took_along_from_a_page_that_was_cut_out_goes_no_further():
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    look = pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 99, 20])
    drawn, cut_out = made.make_stream(b"BT (Drawn) Tj ET", look), made.make_stream(b"BT (PLANTED) Tj ET", look)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=drawn, B=cut_out))
    page.contents_add(b"/A Do")
    out = io.BytesIO()
    made.save(out)
    bound = everything_in(opened(pack_of(out.getvalue())))
    assert b"Drawn" in bound
    assert b"PLANTED" not in bound


def test_what_was_filled_into_a_form_is_printed():
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    look = made.make_stream(b"BT (Filled in) Tj ET")
    look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 99, 20])
    field = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="name",
            V="Filled in",
            Rect=[72, 700, 171, 720],
            AP=pikepdf.Dictionary(N=look),
            F=4,
        )
    )
    page.obj.Annots = pikepdf.Array([field])
    made.Root.AcroForm = made.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array([field])))
    out = io.BytesIO()
    made.save(out)
    assert b"Filled in" in everything_in(opened(pack_of(out.getvalue())))


def test_what_was_filled_into_a_form_that_its_program_did_not_draw_is_printed_too():
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    widget = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Widget, "FT": pikepdf.Name.Tx, "F": 4}
    field = made.make_indirect(
        pikepdf.Dictionary(**widget, T="name", V="Alice", DA="/Helv 10 Tf 0 g", Rect=[72, 700, 171, 720])
    )
    page.obj.Annots = pikepdf.Array([field])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), NeedAppearances=True)
    out = io.BytesIO()
    made.save(out)
    assert b"Alice" in everything_in(opened(pack_of(out.getvalue())))


def test_a_paper_with_a_broken_list_of_notes_is_bound_in():
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    page.obj.Annots = pikepdf.Array([None])
    out = io.BytesIO()
    made.save(out)
    assert pack_of(out.getvalue()).pages == 2


def test_a_paper_that_is_no_pdf_is_named():
    with pytest.raises(UnusablePart) as unusable:
        pack_of(untagged(), b"nonsense")
    assert unusable.value.part.title == "Paper 2"


def test_a_tagged_paper_that_claims_nothing_leaves_the_pack_without_a_claim():
    with pikepdf.open(io.BytesIO(tagged())) as paper:
        with paper.open_metadata() as metadata:
            del metadata["pdfuaid:part"]
        out = io.BytesIO()
        paper.save(out)
    bound = pack_of(out.getvalue())
    assert bound.untagged == []
    with opened(bound).open_metadata() as metadata:
        assert metadata.get("pdfuaid:part") is None
