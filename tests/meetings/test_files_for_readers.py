"""The files that readers take away: sound PDFs that hold to PDF/UA-1, and Word and OpenDocument files that agree."""

import io
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import pikepdf
import pytest

from ccsp_portal.typeset.reading import texts_of
from meetings.models import AgendaItem
from meetings.papers.minutes import Edition, minutes_data, printed_minutes
from meetings.workflow import agenda, papers
from meetings.workflow import minutes as acts
from partners.models import User
from tests.meetings.packing import WORDS, data, out
from tests.meetings.pdfs import docx, trouble_in, upload
from tests.meetings.publishing import kept, words_of

TITLE = "<b>Smith & Sons</b> *x* _y_ $z$ #set \u202bمرحبا بالعالم\u202c 🚓 ".ljust(200, "é")  # noqa: RUF001
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MACHINE = ("/tmp", "/root", "/home", "file://", "vbaProject")  # noqa: S108 (what is looked for)


def parts(file):
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        return {each.filename: opened.read(each) for each in opened.infolist()}


@pytest.fixture
def odd(unsent, item, secretary, chair):
    """Cleared minutes of an item with 200 signs in its title: markup, another direction, a picture."""
    AgendaItem.objects.filter(pk=item.pk).update(title=TITLE)
    User.objects.filter(pk=chair.pk).update(name="Rosa <i>&amp; Whitfield</i>")
    return acts.clear_minutes(acts.send_to_chair(unsent, by=secretary), by=chair)


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("for_members", [True, False])
def test_minutes_are_sound_and_hold_to_pdf_ua(cleared, for_members):
    assert trouble_in(data(kept(cleared, for_members=for_members))) == []


def test_minutes_with_a_sign_that_no_font_has_are_sound_all_the_same(odd):
    assert trouble_in(data(kept(odd)), accessible=False) == []


def test_a_pack_and_its_supplement_of_word_papers_are_sound_and_hold_to_pdf_ua(meeting, secretary):
    item = agenda.add_item(meeting, title="The plan", purpose="note", by=secretary)
    papers.bring_paper(item, upload(docx(WORDS), "plan.docx"), title="Plan", by=secretary)
    first = out(meeting, secretary)
    papers.bring_paper(item, upload(docx(WORDS), "more.docx"), title="More", by=secretary)
    second = out(meeting, secretary, "Late")
    for document in (first.open_document, first.members_document, second.open_document, second.members_supplement):
        assert trouble_in(data(document)) == [], document.name


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="pdfinfo and pdftotext (poppler-utils) are not installed")
def test_other_programs_read_the_minutes_too(cleared, tmp_path):
    file = tmp_path / "minutes.pdf"
    file.write_bytes(data(kept(cleared)))
    about = subprocess.run(["pdfinfo", file], capture_output=True, check=True, text=True).stdout
    assert re.search(r"^Title: +Minutes of Thursday 11 March 2027$", about, re.MULTILINE)
    assert re.search(rf"^Author: +{re.escape(cleared.meeting.body.name)}$", about, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", about, re.MULTILINE)
    said = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True).stdout
    assert "They spoke of plan." in said


# ── Word and OpenDocument ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_three_files_say_the_same(cleared):
    for for_members in (True, False):
        with pikepdf.open(io.BytesIO(data(kept(cleared, for_members=for_members)))) as opened:
            pdf = re.sub(r"\s+", " ", " ".join(texts_of(opened)))
        for kind in ("docx", "odt"):
            said = words_of(data(kept(cleared, kind, for_members=for_members)), kind)
            for words in ("They spoke of plan.", "They agreed on plan.", "Decided plan", "Who was there", "Present"):
                assert words in said, (kind, words)
                assert words in pdf, words
            assert ("They spoke of Q7-witness." in said) is for_members
            assert ("They spoke of Q7-witness." in pdf) is for_members


def test_a_word_file_has_real_headings_a_table_with_a_head_lists_and_is_in_british_english(cleared):
    inside = parts(data(kept(cleared, "docx")))
    document = ElementTree.fromstring(inside["word/document.xml"])  # noqa: S314 (our own)
    styles = [each.get(f"{W}val") for each in document.iter(f"{W}pStyle")]
    assert styles.count("Title") == 1
    # who was there, and the two items
    assert styles.count("Heading1") == 3
    # a decision, and its action points
    assert styles.count("Heading2") == 2
    assert len(list(document.iter(f"{W}tblHeader"))) == 1
    assert list(document.iter(f"{W}numPr"))
    assert b'w:val="en-GB"' in inside["word/styles.xml"]
    page = next(document.iter(f"{W}pgSz"))
    assert (page.get(f"{W}w"), page.get(f"{W}h")) == ("11906", "16838")


def test_an_opendocument_file_has_them_too(cleared):
    inside = parts(data(kept(cleared, "odt")))
    content = inside["content.xml"].decode()
    assert re.findall(r'text:outline-level="(\d)"', content) == ["1", "1", "2", "2", "1"]
    assert "<table:table-header-rows>" in content
    assert "<text:list " in content
    assert 'fo:page-width="21cm"' in inside["styles.xml"].decode()


@pytest.mark.parametrize(("kind", "about"), [("docx", "docProps/core.xml"), ("odt", "meta.xml")])
def test_a_file_says_of_itself_its_title_its_body_its_language_and_day_and_nothing_of_who_made_it(
    kind, about, cleared, cast
):
    inside = parts(data(kept(cleared, kind)))
    told = inside[about].decode()
    assert "Minutes of Thursday 11 March 2027" in told
    assert cleared.meeting.body.name in told
    assert "en-GB" in told
    assert "2027-03-11T14:05:00Z" in told
    assert "1970" not in told
    everything = " ".join(f"{name} {content.decode(errors='replace')}" for name, content in inside.items())
    for word in (*MACHINE, *(person.name for person in cast.everybody.values() if person.is_authenticated)):
        assert word not in everything, word


def test_what_is_made_twice_is_the_same_to_the_byte(cleared):
    edition = Edition(1, "draft", cleared.cleared_at)
    made = minutes_data(cleared, edition, for_members=False)
    for file in printed_minutes(cleared, made, edition, for_members=False):
        if file.kind != "pdf":
            assert file.data == data(kept(cleared, file.kind))


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_markup_other_directions_and_pictures_in_a_title_stay_what_they_are(kind, odd):
    file = data(kept(odd, kind, for_members=True))
    for name, content in parts(file).items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)  # noqa: S314 (our own)
    said = words_of(file, kind)
    assert "<b>Smith & Sons</b> *x* _y_ $z$ #set" in said
    assert "مرحبا بالعالم" in said
    assert "🚓" in said
    assert "Rosa <i>&amp; Whitfield</i>" in said


def test_a_sign_that_no_xml_holds_spoils_no_file(unsent, item, secretary, chair):
    AgendaItem.objects.filter(pk=item.pk).update(title="Bell\x07 and \ufffe more")
    cleared = acts.clear_minutes(acts.send_to_chair(unsent, by=secretary), by=chair)
    for kind in ("docx", "odt"):
        assert "Bell and more" in words_of(data(kept(cleared, kind)), kind)
