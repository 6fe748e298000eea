"""What is attached to a paper: readers get what is seen of it, and nothing that stands beside it."""

import io
import re
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from PIL import Image

from ccsp_portal.documents.models import Document
from ccsp_portal.documents.tables import tables_of_xlsx
from ccsp_portal.typeset.reading import texts_of
from meetings.models import Attachment, PageRun, PaperVersion, ReadingCopy
from meetings.queries.files import SCANNED, UNTAGGED, remarks_on
from meetings.workflow import copies, papers, reports
from meetings.workflow.circulation import assemble, circulate
from tests.meetings.conftest import text_of
from tests.meetings.files import (
    SHEETS,
    locked,
    nested,
    odt,
    picture,
    repacked,
    reviewed,
    tracked,
    with_photograph,
    word,
    xlsx,
)
from tests.meetings.pdfs import docx, everything_in, pdf, upload
from tests.meetings.reporting import attached

SECRET = "Nightjar"


@pytest.fixture
def went_out(draft, police_lead, secretary):
    """A paper with every kind of file beside it, each with something that readers must not learn; in both packs."""
    files = (
        (upload(tracked(SECRET), "words.docx"), {}),
        (upload(odt(SECRET), "open.odt"), {}),
        (upload(with_photograph(SECRET), "photograph.docx"), {}),
        (
            upload(xlsx([["Ward", "Count"], ["Foleshill", 12]], hidden_sheet=SECRET, hidden_row=SECRET), "counts.xlsx"),
            {},
        ),
        (upload(picture("JPEG", SECRET), "map.jpg"), {"alt_text": "A red map."}),
        (upload(b"Ward,Count\nRadford,7\n", "counts.csv"), {}),
        (upload(pdf(1, "Attached"), "more.pdf"), {}),
    )
    for file, words in files:
        attached(draft, file, police_lead, **words)
    reports.submit_report(draft, by=police_lead)
    version = reports.accept_report(draft, by=secretary)
    pack = assemble(circulate(draft.item.meeting, by=secretary), step=lambda *said: None, hold=lambda: None)
    return version, pack


def test_tracked_changes_comments_and_what_is_hidden_are_in_no_output_for_readers(
    went_out, draft, client, sign_in, chair
):
    version, pack = went_out
    addresses = [
        reverse("meetings:show_paper", args=[version.paper_id]),
        reverse("meetings:download_paper", args=[version.pk]),
    ]
    for each in Attachment.objects.all():
        addresses += [
            reverse(f"meetings:{name}", args=[each.pk]) for name in ("read_attachment", "download_attachment")
        ]
    for reader in (None, chair):
        for address in addresses:
            answer = (sign_in(reader) if reader else client).get(address, follow=True)
            assert answer.status_code == 200, address
            assert SECRET not in _all_of(answer), address
    for document in (pack.members_document, pack.open_document):
        with document.file.open("rb") as stored:
            assert SECRET not in _all_in(stored.read())
    page = text_of(client.get(addresses[0]))
    assert "words" in page and "A red map." in client.get(addresses[0]).content.decode()


def _all_of(answer):
    """Everything that a response holds, unpacked, with its headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF"):
        return f"{answer.headers}{_all_in(body)}"
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            body = b"".join(package.read(name) for name in package.namelist())
    return f"{answer.headers}{body.decode(errors='replace')}"


def _all_in(pdf):
    """All that a PDF holds, and the words that its signs stand for: a subset of a font has numbers of its own."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        words = "".join("".join(texts_of(opened)).split())
    return everything_in(pdf).decode(errors="replace") + words


def test_nor_are_they_in_the_reader_the_search_or_what_is_printed_of_the_pack(went_out, client, sign_in, chair):
    version, _ = went_out
    meeting = version.paper.item.meeting_id
    pages = [
        reverse("meetings:read_pack", args=[meeting]),
        f"{reverse('meetings:pack_pages', args=[meeting])}?pages=1-9",
    ]
    for reader in (None, chair):
        for address in (*pages, f"{reverse('search:search')}?q={SECRET}deleted"):
            answer = (sign_in(reader) if reader else client).get(address)
            assert answer.status_code == 200, address
            found = _all_of(answer)
            assert SECRET not in found.replace(f"{SECRET}deleted", "") if "search" in address else SECRET not in found
    read = text_of(client.get(pages[0]))
    assert "Kept inserted words and shown" in read and "Picture: A red map." in read
    assert PageRun.objects.filter(html__contains=SECRET).count() == 0


AS_DAYS = f'<styleSheet xmlns="{SHEETS}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
DAYS = "".join(f'<c s="0"><v>{each}</v></c>' for each in ("46024", "9999999", "1e300", "1e999"))
OF_DAYS = f'<worksheet xmlns="{SHEETS}"><sheetData><row>{DAYS}</row></sheetData></worksheet>'


def test_the_seat_and_the_secretary_open_the_very_file(went_out, police_lead, secretary, sign_in):
    file = Attachment.objects.get(document__name="words.docx")
    for person in (police_lead, secretary):
        answer = sign_in(person).get(reverse("meetings:download_attachment", args=[file.pk]))
        assert f"{SECRET}comment" in _all_of(answer)


def test_changes_count_as_accepted_and_workbooks_are_tables(went_out, client):
    words, counts = (Attachment.objects.get(document__name=name) for name in ("words.docx", "counts.xlsx"))
    page = text_of(client.get(reverse("meetings:read_attachment", args=[words.pk])))
    assert "Kept inserted words" in page
    page = text_of(client.get(reverse("meetings:read_attachment", args=[counts.pk])))
    assert "Ward Count Foleshill 12" in page


def test_a_number_that_is_no_day_stays_the_number_where_days_are_shown():
    book = repacked(xlsx([]), {"xl/worksheets/sheet1.xml": OF_DAYS, "xl/styles.xml": AS_DAYS})
    assert tables_of_xlsx(book)[0]["rows"] == [["2 January 2026", "9999999", "1e+300", "inf"]]


def test_attachments_are_bound_in_after_their_paper(went_out):
    _, pack = went_out
    with pack.open_document.file.open("rb") as stored:
        inside = everything_in(stored.read())
    assert pack.untagged == ["more"]
    assert pack.open_pages >= 7
    assert b"A red map." in inside or "A red map.".encode("utf-16-be") in inside


def test_a_word_file_that_is_the_paper_is_read_on_the_web_and_its_readers_get_a_pdf(
    knives, police_lead, secretary, sign_in, chair
):
    version = papers.bring_paper(knives, upload(tracked(SECRET), "paper.docx"), title="In Word", by=police_lead)
    address, page = version.pk, reverse("meetings:show_paper", args=[version.paper_id])
    waiting = sign_in(chair).get(reverse("meetings:download_paper", args=[address]))
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "60")
    copies.make_missing_copies()
    read = sign_in(chair).get(reverse("meetings:download_paper", args=[address]))
    assert read["Content-Type"] == "application/pdf"
    assert SECRET not in _all_of(read)
    assert "Kept inserted words" in text_of(sign_in(chair).get(page))
    assert SECRET not in sign_in(chair).get(page).content.decode()
    assert "Its readers" not in text_of(sign_in(chair).get(page))
    assert "It has tracked changes: readers get a copy" in text_of(sign_in(secretary).get(page))
    own = sign_in(police_lead).get(reverse("meetings:download_paper", args=[address]))
    assert f"{SECRET}deleted" in _all_of(own)


def test_once_the_paper_is_withdrawn_its_pages_and_theirs_are_told_in_one_line(went_out, secretary, client):
    version, _ = went_out
    papers.withdraw_paper(version.paper, reason="Of another year", by=secretary)
    page = text_of(client.get(reverse("meetings:show_published", args=[version.paper.item.meeting_id])))
    told = page.partition("these are withdrawn: ")[2]
    assert re.match(r"Item 1: pages 1 to \d+, withdrawn at [^.]+\. Why: Of another year\.", told)
    assert told.count("withdrawn at") == 1


def test_a_file_that_can_not_be_read_is_told_to_the_secretary_before_the_pack_is_asked_for(
    knives, police_lead, secretary, sign_in, chair
):
    broken = repacked(odt(SECRET), {"content.xml": "<office/>"})
    version = papers.bring_paper(knives, upload(broken, "open.odt"), title="Unread", by=police_lead)
    copies.make_copy(version.document)
    said = "It could not be read. Save it again, or as PDF, and upload the new copy."
    for page in (reverse("meetings:show_item", args=[knives.pk]), version.paper.get_absolute_url()):
        for person, sees in ((secretary, True), (police_lead, True), (chair, False)):
            assert (said in text_of(sign_in(person).get(page))) is sees, (page, person)
    circulating = sign_in(secretary).get(reverse("meetings:circulate", args=[knives.meeting_id]))
    assert f"“Unread” can’t go into the pack. {said}" in text_of(circulating)
    read = text_of(sign_in(chair).get(version.paper.get_absolute_url()))
    assert "This file can’t be shown here. Ask the secretary for it." in read
    assert "being made" not in read


def test_so_is_an_attachment_that_was_found_unreadable_after_its_paper_was_submitted(
    draft, police_lead, secretary, sign_in
):
    file = reports.attach(draft, upload(repacked(odt(SECRET), {"content.xml": "<office/>"}), "o.odt"), by=police_lead)
    reports.submit_report(draft, by=police_lead)
    reports.accept_report(draft, by=secretary)
    copies.make_copy(file.document)
    circulating = sign_in(secretary).get(reverse("meetings:circulate", args=[draft.item.meeting_id]))
    assert "“o” can’t go into the pack. It could not be read." in text_of(circulating)


def test_scripts_and_links_in_a_word_file_do_nothing_on_its_page(knives, police_lead, sign_in):
    bad = docx("[press](javascript:alert)\n\n`<script>`{=html}\n\n&lt;script&gt;alert(1)&lt;/script&gt;")
    version = papers.bring_paper(knives, upload(bad, "p.docx"), title="Bad", by=police_lead)
    copies.make_copy(version.document)
    page = sign_in(police_lead).get(version.paper.get_absolute_url()).content.decode().split("<main")[1]
    assert "javascript:" not in page
    assert "<script>alert" not in page


def test_pictures_on_other_sites_are_left_out_and_never_fetched(knives, police_lead):
    drawing = docx("![Seen](https://pictures.example/zq.png)")
    version = papers.bring_paper(knives, upload(drawing, "p.docx"), title="Pictures", by=police_lead)
    copy = copies.make_copy(version.document)
    assert copy.problem == ""
    assert "pictures.example" not in copy.html


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (nested(2000), "deep.docx", "tables inside tables"),
        (locked(pdf()), "locked.pdf", "locked with a password. Save it without one"),
        (b"GIF89a", "moving.gif", "must be a PDF"),
        (docx("x"), "a.docm", "Save it without macros, as .docx, and upload that."),
        (word("", **{"word/vbaProject.bin": "x"}), "b.docm", "Save it without macros, as .docx, and upload that."),
        (pdf(), "table.xlsx", "is named “.xlsx” but it is a PDF"),
        (picture()[:60], "cut.png", "The selected picture is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.xls", "an old Office file"),
        (b"", "empty.csv", "The selected file is empty"),
    ],
)
def test_a_file_that_can_not_be_used_is_refused_with_its_name_and_what_to_do(data, name, sentence, draft, police_lead):
    with pytest.raises(ValidationError) as refusal:
        reports.attach(draft, upload(data, name), by=police_lead)
    assert name in str(refusal.value)
    assert sentence in str(refusal.value)


def test_a_zip_bomb_and_macros_are_refused(draft, police_lead):
    bomb = word("", **{"word/media/big.bin": "0" * (300 * 2**20)})
    for data, sentence in ((bomb, "unpacks to far more"), (word("", **{"word/vbaProject.bin": "x"}), "has macros")):
        with pytest.raises(ValidationError, match=sentence):
            reports.attach(draft, upload(data, "a.docx"), by=police_lead)


def test_of_ten_files_dropped_at_once_the_good_ones_are_kept_and_of_each_other_it_is_said_why(draft, police_lead, post):
    files = [upload(pdf(), f"good{number}.pdf") for number in range(8)]
    files += [upload(b"%PDF-1.7 cut", "cut.pdf"), upload(b"MZ", "run.exe")]
    page = post(police_lead, reverse("meetings:attach", args=[draft.paper_id]), {"files": files})
    assert page.status_code == 422
    said = text_of(page)
    assert "cut.pdf: The selected PDF is damaged" in said
    assert "run.exe: The selected file must be a PDF" in said
    assert draft.attachments.count() == 8
    assert "8 files are attached." in page.content.decode()


def test_a_picture_needs_words_before_its_paper_is_submitted(draft, police_lead):
    attached(draft, upload(picture(), "map.png"), police_lead)
    with pytest.raises(ValidationError, match="describe what the picture shows"):
        reports.submit_report(draft, by=police_lead)


def test_a_removed_attachment_stays_with_what_was_submitted(submitted, draft, police_lead, secretary):
    reports.return_report(submitted, comments="Add the map", by=secretary)
    submitted.refresh_from_db()
    file = attached(submitted, upload(pdf(), "map.pdf"), police_lead)
    second = reports.submit_report(submitted, by=police_lead)
    reports.return_report(submitted, comments="And take it off", by=secretary)
    reports.remove_attachment(file, by=police_lead)
    assert second.content["attachments"][0]["pk"] == file.pk
    assert not submitted.attachments.live().exists()


def test_a_scan_and_a_pdf_without_tags_are_flagged_to_their_seat_and_the_secretary(knives, police_lead, sign_in, chair):
    scan = io.BytesIO()
    Image.new("L", (300, 400), 200).save(scan, "PDF")
    for data, remark in ((scan.getvalue(), SCANNED), (pdf(2, "Words"), UNTAGGED)):
        version = papers.bring_paper(knives, upload(data), title="Flagged", by=police_lead)
        assert remarks_on(version.document) == [remark]
        page = version.paper.get_absolute_url()
        assert remark in text_of(sign_in(police_lead).get(page))
        assert remark not in text_of(sign_in(chair).get(page))


def test_a_long_table_is_shown_up_to_its_limit_and_says_so(draft, police_lead, sign_in):
    rows = "\n".join(f"Ward {number},{number}" for number in range(350))
    file = attached(draft, upload(f"Ward,Count\n{rows}".encode(), "long.csv"), police_lead)
    page = text_of(sign_in(police_lead).get(reverse("meetings:read_attachment", args=[file.pk])))
    assert "The file has 151 more rows than are shown here." in page
    assert "Ward 198" in page and "Ward 199" not in page


def test_an_attachment_to_a_draft_is_for_its_seat_and_the_secretary(draft, police_lead, cast, sign_in):
    file = attached(draft, upload(pdf(), "map.pdf"), police_lead)
    url = reverse("meetings:download_attachment", args=[file.pk])
    seen = {who for who, person in cast.everybody.items() if sign_in(person).get(url).status_code == 200}
    assert seen == {"secretary", "police_lead", "deputy"}


def test_a_copy_is_made_once(draft, police_lead):
    file = reports.attach(draft, upload(docx("# A"), "a.docx"), by=police_lead)
    first = copies.make_copy(file.document)
    assert copies.make_copy(file.document) == first
    assert ReadingCopy.objects.count() == 1
    assert Document.objects.count() == 2
    assert PaperVersion.objects.count() == 0


def test_changes_and_comments_in_an_open_document_are_not_said_to_be_hidden_text_as_well(draft, police_lead):
    found = [remarks_on(attached(draft, upload(each, "o.odt"), police_lead).document) for each in (reviewed(), odt(""))]
    changes, comments, hidden = (
        "It has tracked changes: readers get a copy in which they are accepted.",
        "It has comments: readers get a copy without them.",
        "It has hidden text: it is left out of the readers’ copy.",
    )
    assert [[words for words in said if words.startswith("It has")] for said in found] == [
        [changes, comments],
        [changes, comments, hidden],
    ]
