"""The papers as one file: everything that its reader may see and nothing else, and nothing to fetch."""

import base64
import hashlib
import io
import re
from datetime import date

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from meetings.models import ActionPoint, Minutes, MinuteText, Opening
from meetings.workflow import papers, procedures
from meetings.workflow.exclusions import leave_out
from meetings.workflow.guests import invite_to_item
from meetings.workflow.notes import write_note
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import NOW, text_of
from tests.meetings.files import snapped
from tests.meetings.packing import SECRET, fill, out
from tests.meetings.pdfs import pdf, upload
from tests.meetings.writing import put, say, voters

PRIVATE = {"privacy": "private", "private_reason": "It names a victim", "public_title": "A safeguarding matter"}
READS_PRIVATE = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def first(meeting, items, secretary):
    return out(meeting, secretary)


@pytest.fixture
def file(meeting):
    return reverse("meetings:download_offline_pack", args=[meeting.pk])


# what a camera wrote beside a picture
SNAPPED = "52.4068N 1.5197W"


def scan():
    """A page that is one picture, as a scanner makes it."""
    picture = io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(picture, "JPEG")
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    drawn = made.make_stream(
        snapped(picture.getvalue(), SNAPPED),
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=200, Height=280, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=drawn))
    page.obj.Contents = made.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def test_it_holds_what_the_reader_reads_with_the_packs_page_numbers(first, file, sign_in, police_lead):
    answer = sign_in(police_lead).get(file)
    assert answer["Content-Disposition"] == 'attachment; filename="ccsp-2027-06-10-pack-1.html"'
    page = answer.content.decode()
    for number in ("1", "2", "3", "4", "5", "6"):
        assert page.count(f'id="page-{number}"') == 1
    assert "First words" in page
    assert f"{SECRET} words" in page
    assert "<td>1200</td>" in page


def test_it_says_whose_it_is_when_it_was_made_and_of_which_pack(first, file, sign_in, police_lead):
    page = text_of_file(sign_in(police_lead).get(file))
    assert f"Private copy for {police_lead.name}." in page
    assert "Made at 10am on Tuesday 4 May 2027 from pack 1" in page
    assert f"{first.members_document.sha256}" in page
    # and on each private item
    assert page.count(f"Copy for {police_lead.name}, 10am on Tuesday 4 May 2027") == 1


def test_a_visitors_copy_is_public_and_names_nobody(first, file, client):
    page = text_of_file(client.get(file))
    assert "Public copy. Nothing in it is private." in page
    assert f"{first.open_document.sha256}" in page
    assert "A domestic homicide review" in page


def text_of_file(answer):
    body = re.sub(r"<(style|script)>.*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body)).replace("&#x27;", "'")


def test_each_gets_what_their_pack_holds(first, file, sign_in, cast):
    for name, person in cast.everybody.items():
        answer = sign_in(person).get(file)
        assert answer.status_code == 200, name
        assert (SECRET in answer.content.decode()) == (name in READS_PRIVATE), name
        assert ('id="page-3"' in answer.content.decode()) == (name in READS_PRIVATE), name


def test_who_is_left_out_gets_it_without_the_item_and_a_guest_with_it(first, items, file, sign_in, cast):
    leave_out(items[1], cast.police_lead, reason="Their firm is named", by=cast.secretary)
    invite_to_item(items[1], cast.councillor, by=cast.secretary)
    assert SECRET.encode() not in sign_in(cast.police_lead).get(file).content
    page = sign_in(cast.councillor).get(file).content.decode()
    assert f"{SECRET} words" in page
    assert f"Copy for {cast.councillor.name}" in page


def test_before_there_is_a_pack_there_is_no_file(meeting, items, file, sign_in, police_lead):
    assert sign_in(police_lead).get(file).status_code == 404
    assert sign_in(police_lead).get(reverse("meetings:offline_pack", args=[meeting.pk])).status_code == 404


def test_pages_of_a_withdrawn_paper_are_not_in_it(first, items, file, client, secretary):
    papers.withdraw_paper(items[0].papers.get(), reason="It was wrong", by=secretary)
    page = text_of_file(client.get(file))
    assert "Pages 1 to 2: withdrawn." in page
    assert "First words" not in page


def test_a_scanned_page_is_in_it_as_its_picture(meeting, items, file, client, secretary):
    papers.bring_paper(items[0], upload(scan()), title="A scan", by=secretary)
    out(meeting, secretary)
    [drawn] = re.findall(r'src="data:image/jpeg;base64,(/9j/[^"]*)"', client.get(file).content.decode())
    assert SNAPPED.encode() not in base64.b64decode(drawn)


def test_it_fetches_nothing_and_only_its_own_script_may_run(first, file, sign_in, police_lead):
    page = sign_in(police_lead).get(file).content.decode()
    assert re.findall(r"""(?:src|href|action|data|poster)=["'](?!#|data:)[^"']*""", page) == []
    assert "url(" not in page
    assert "@import" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#x27;", "'")
    assert policy.startswith("default-src 'none'; img-src data:;")
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert f"script-src 'sha256-{base64_of(script)}'" in policy


def base64_of(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_own_notes_go_along_only_where_asked(first, items, file, meeting, sign_in, police_lead, chair):
    write_note(items[0], "Ask about March", page="2", by=police_lead)
    client = sign_in(police_lead)
    assert "Ask about March" not in client.get(file).content.decode()
    page = client.get(file, {"notes": "with"}).content.decode()
    assert page.index('id="page-2"') < page.index("Ask about March") < page.index('id="page-3"')
    assert "Ask about March" not in sign_in(chair).get(file, {"notes": "with"}).content.decode()
    offer = reverse("meetings:offline_pack", args=[meeting.pk])
    assert "Put my own notes in the file" in text_of(sign_in(police_lead).get(offer))
    assert "Put my own notes in the file" not in text_of(sign_in(chair).get(offer))


def test_its_page_says_what_it_holds_and_how_big_it_is(first, meeting, sign_in, cast):
    offer = reverse("meetings:offline_pack", args=[meeting.pk])
    page = text_of(sign_in(cast.police_lead).get(offer))
    assert re.search(r"The file has about \d+\.\d KB", page)
    assert "It holds private items" in page
    assert "It holds private items" not in text_of(sign_in(cast.observer).get(offer))


def make_action(item, number, **fields):
    due = {"due_on": date(2027, 7, 1), "first_due_on": date(2027, 7, 1)}
    raised = {"raised_at": NOW, "raised_by": item.meeting.convened_by}
    return ActionPoint.objects.create(item=item, reference=f"CCSP/2026/A{number:03d}", **due, **raised, **fields)


@pytest.fixture
def last_minutes(board, secretary, partnership, in_may):
    """The Board's meeting before, with a minute on an open and on a private item; cleared."""
    held = make_meeting(board, secretary, day=date(2027, 3, 11), state="concluded")
    known = make_item(held, title="Burglary", number="1")
    hidden = make_item(
        held, title=f"{SECRET} before", number="2", privacy="private", private_reason="It names people",
        public_title="A matter",
    )  # fmt: skip
    for item, words in ((known, "Burglary fell"), (hidden, f"{SECRET} was told")):
        MinuteText.objects.create(item=item, text=words, html=f"<p>{words}</p>", written_at=NOW, written_by=secretary)
    make_action(known, 1, text="Patrol more", owner=partnership.seats["police"])
    make_action(hidden, 2, text=f"{SECRET} to do", owner=partnership.seats["police"])
    return Minutes.objects.create(meeting=held, state="cleared", cleared_at=NOW, cleared_by=secretary), hidden


def test_the_last_minutes_and_the_action_log_are_in_it_as_far_as_each_may_read(
    last_minutes, first, file, sign_in, cast
):
    for name in ("police_lead", "observer", "public"):
        page = sign_in(cast.everybody[name]).get(file).content.decode()
        assert "Burglary fell" in page, name
        assert (f"{SECRET} was told" in page) == (name == "police_lead"), name
        assert (f"{SECRET} to do" in page) == (name == "police_lead"), name
        assert ("Action log" in page) == (name != "public"), name


def test_what_was_decided_between_meetings_is_in_it_as_far_as_each_may_read(
    first, file, board, partnership, sign_in, cast
):
    people = voters(partnership, cast)
    for text, more in (("To bid", {}), (f"{SECRET} bid", PRIVATE)):
        procedure = put(board, cast, title=text, **more)
        say(procedure, partnership, people, **dict.fromkeys(("chair", "police", "council", "probation"), "agree"))
        say(procedure, partnership, people, fire="agree")
        procedures.close(procedure, by=cast.secretary)
    for name in ("police_lead", "observer", "public"):
        page = sign_in(cast.everybody[name]).get(file).content.decode()
        words = page.split('<h2 id="reports">')[1]
        assert "To bid" in words, name
        assert "A safeguarding matter" in words or name == "police_lead", name
        assert (f"{SECRET} bid" in words) == (name == "police_lead"), name
        assert "Agreed by written procedure: 5 agreed" in words, name


def test_who_was_left_out_of_an_item_finds_nothing_of_what_came_of_it(last_minutes, first, items, file, sign_in, cast):
    leave_out_of(last_minutes, cast)
    leave_out(items[1], cast.police_lead, reason="Their firm is named", by=cast.secretary)
    assert SECRET not in sign_in(cast.police_lead).get(file).content.decode()


def leave_out_of(last_minutes, cast):
    fields = {"reason": "Their firm", "excluded_at": NOW, "excluded_by": cast.secretary}
    last_minutes[1].exclusions.create(person=cast.police_lead, **fields)


def test_taking_it_counts_as_reading_and_a_private_copy_is_noted_for_the_auditor(first, meeting, file, sign_in, cast):
    sign_in(cast.police_lead).get(file)
    assert meeting.receipts.get(person=cast.police_lead).pack_read_at == NOW
    assert Opening.objects.get().opened_by == cast.police_lead
    sign_in(cast.observer).get(file)
    assert Opening.objects.count() == 1


def test_it_costs_the_same_with_one_paper_and_with_three(
    first, meeting, items, file, secretary, sign_in, cast, django_assert_num_queries
):
    client = sign_in(cast.observer)
    client.get(file)
    with CaptureQueriesContext(connection) as once:
        client.get(file)
    for number in range(2):
        papers.bring_paper(items[0], upload(pdf(1, words="Words")), title=f"Late {number}", by=secretary)
    out(meeting, secretary, "Late")
    with django_assert_num_queries(len(once)):
        assert "Late 1" in client.get(file).content.decode()
