"""What is to be said of a brought file: what readers get of it, and what is wrong with it for some of them."""

from ccsp_portal.documents.models import CSV, PDF, PICTURES, Document

# what was found in a PDF beside its pages
BESIDE_PAGES = {"comments", "attached_files", "metadata"}
OFFER = {
    "tracked_changes": "It has tracked changes: readers get a copy in which they are accepted.",
    "comments": "It has comments: readers get a copy without them.",
    "external_pictures": "It shows pictures that are kept on another site: they are left out of the readers’ copy.",
    "hidden_text": "It has hidden text: it is left out of the readers’ copy.",
    "attached_files": "It has files attached inside it: readers get a copy without them.",
    "hidden_sheets": "It has hidden sheets: they are left out of the readers’ copy.",
}
ONLY_YOURS = "Only the presenting seat and the secretary can open the file itself."
IN_WRITING = "Only the secretary and the chair can open the file itself."
SCANNED = (
    "It is a scan: its pages are pictures of text, which nobody can search and a screen reader cannot read. "
    "Bring the document that was scanned, or have its text recognised (OCR) and bring it again."
)
UNTAGGED = (
    "This PDF has no tags, so people who use a screen reader cannot follow it. Bring the Word or OpenDocument file "
    "instead, or save it as PDF again with “document structure tags for accessibility” ticked."
)
WHITE_TEXT = (
    "It has white text on white, which nobody sees in the file itself: readers of its copy see it as all other text. "
    "Take it out, or give it a colour, and bring the file again."
)


def is_picture(document: Document) -> bool:
    """Whether it says nothing to who can't see it."""
    return document.media_type in PICTURES


def is_given_as_it_is(document: Document) -> bool:
    """Whether readers get the very file until there is a copy: a CSV, a PDF of ours, and one that was looked through
    when it came and holds nothing beside its pages."""
    facts = document.facts
    is_bare = facts.get("made_here") or (facts.get("looked_beside") and not BESIDE_PAGES & facts.keys())
    return document.media_type == CSV or (document.media_type == PDF and bool(is_bare))


def remarks_on(document: Document, *, only: str = ONLY_YOURS) -> list[str]:
    """What the one who brought it, and the secretary, should know of a file: sentences that say what to do."""
    facts = document.facts
    said = [sentence for fact, sentence in OFFER.items() if facts.get(fact)]
    if said:
        said.append(only)
    if facts.get("white_text"):
        said.append(WHITE_TEXT)
    if document.media_type == PDF and not facts.get("made_here"):
        if facts.get("scanned"):
            said.append(SCANNED)
        elif facts.get("tagged") is False:
            said.append(UNTAGGED)
    return said
