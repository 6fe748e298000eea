"""Of a PDF readers get a copy of its pages: nothing that stands beside them, and nothing that a camera wrote."""

import io

import pikepdf
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.typeset.reading import texts_of
from meetings.models import ReadingCopy
from meetings.workflow import copies, papers
from meetings.workflow.circulation import assemble, circulate
from tests.meetings.conftest import text_of
from tests.meetings.files import (
    annotated,
    photographed,
    picture,
)
from tests.meetings.pdfs import everything_in, pdf, trouble_in, upload

SECRET = "Nightjar"


def test_readers_of_a_pdf_get_its_pages_without_notes_files_and_who_wrote_it(
    knives, police_lead, secretary, sign_in, chair
):
    brought = annotated(SECRET)
    assert brought.count(b"/Annots") and SECRET.encode() in everything_in(brought)
    version = papers.bring_paper(knives, upload(brought), title="Annotated", by=police_lead)
    page, file = version.paper.get_absolute_url(), reverse("meetings:download_paper", args=[version.pk])
    assert sign_in(chair).get(file).status_code == 503
    assert "A copy to download is being made." in text_of(sign_in(chair).get(page))
    copies.make_missing_copies()
    given = b"".join(sign_in(chair).get(file).streaming_content)
    assert SECRET.encode() not in everything_in(given)
    with pikepdf.open(io.BytesIO(given)) as opened:
        assert opened.docinfo["/Title"] == "Annotated"
        assert str(opened.Root.Lang) == "en-GB"
        assert [str(each.A.URI) for each in opened.pages[0].Annots] == ["https://example.org/more"]
        assert "Kept words, and more." in " ".join(texts_of(opened))
        assert b"pdfuaid:part" in opened.Root.Metadata.read_bytes()
    assert trouble_in(given, accessible=False) == []
    for person in (police_lead, secretary):
        assert b"".join(sign_in(person).get(file).streaming_content) == brought
        said = text_of(sign_in(person).get(page))
        assert "It has comments: readers get a copy without them." in said
        assert "It has files attached inside it: readers get a copy without them." in said


def test_the_pack_holds_no_note_that_the_tags_of_a_paper_name(knives, police_lead, secretary):
    papers.bring_paper(knives, upload(annotated(SECRET)), title="Annotated", by=police_lead)
    pack = assemble(circulate(knives.meeting, by=secretary), step=lambda *said: None, hold=lambda: None)
    with pack.members_document.file.open("rb") as stored:
        assert SECRET.encode() not in everything_in(stored.read())


def test_a_pdf_that_came_before_there_were_copies_of_pdfs_is_for_its_seat_until_it_has_one(
    knives, police_lead, sign_in, chair
):
    version = papers.bring_paper(knives, upload(annotated(SECRET)), title="Annotated", by=police_lead)
    Document.objects.update(facts={"pages": 1, "tagged": True})
    file = reverse("meetings:download_paper", args=[version.pk])
    waiting = sign_in(chair).get(file)
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "60")
    assert "A copy to download is being made." in text_of(sign_in(chair).get(version.paper.get_absolute_url()))
    assert sign_in(police_lead).get(file).status_code == 200
    copies.make_missing_copies()
    assert SECRET.encode() not in everything_in(b"".join(sign_in(chair).get(file).streaming_content))


def test_what_a_camera_wrote_in_a_picture_of_a_pdf_is_in_no_copy_and_the_picture_is_as_it_was(
    knives, police_lead, secretary, sign_in, chair
):
    brought = photographed(SECRET)
    assert brought.count(SECRET.encode()) == 4
    version = papers.bring_paper(knives, upload(brought), title="Photographs", by=police_lead)
    file = reverse("meetings:download_paper", args=[version.pk])
    assert sign_in(chair).get(file).status_code == 503
    copies.make_missing_copies()
    given = b"".join(sign_in(chair).get(file).streaming_content)
    pack = assemble(circulate(knives.meeting, by=secretary), step=lambda *said: None, hold=lambda: None)
    for made in (given, stored(pack.members_document), stored(pack.open_document)):
        assert SECRET.encode() not in everything_in(made)
        with pikepdf.open(io.BytesIO(made)) as opened:
            [seen] = [page.images for page in opened.pages if page.images]
            assert seen["/Camera"].read_raw_bytes() == picture("JPEG")
            assert seen["/Broken"].read_raw_bytes() == b"\xff\xd8 no picture"


def stored(document):
    with document.file.open("rb") as file:
        return file.read()


def test_a_pdf_of_which_no_copy_could_be_made_is_warned_of_before_it_goes_out(knives, police_lead, secretary, sign_in):
    version = papers.bring_paper(knives, upload(pdf()), title="Odd", by=police_lead)
    said = "It could not be read. Save it as PDF again and upload the new copy."
    page = reverse("meetings:circulate", args=[knives.meeting_id])
    warned = f"“Odd”: no copy of it could be made for its readers. {said}"
    assert warned not in text_of(sign_in(secretary).get(page))
    ReadingCopy.objects.create(document=version.document, made_at=clock.now(), problem=said)
    read = sign_in(secretary).get(page)
    assert warned in text_of(read)
    assert "can’t go into the pack" not in text_of(read)
