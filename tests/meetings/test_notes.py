"""What somebody notes for themselves is theirs alone, stays in its place, and goes when they remove it."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.once.tokens import new_token
from ccsp_portal.workflow import Stale
from meetings.models import PrivateNote
from meetings.tasks import remove_what_is_past
from meetings.workflow import papers
from meetings.workflow.exclusions import leave_out
from meetings.workflow.notes import remove_note, restore_note, write_note
from partners import held
from partners.models import User
from tests.meetings.conftest import NOW, text_of
from tests.meetings.packing import fill, out
from tests.meetings.pdfs import everything_in, pdf, upload

THOUGHT = "Ask why March is missing"


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def first(meeting, items, secretary):
    """Pages 1 and 2 on knives, 3 to 5 private, 6 the plan."""
    return out(meeting, secretary)


@pytest.fixture
def note(first, items, police_lead):
    return write_note(items[0], THOUGHT, page="2", by=police_lead)


@pytest.fixture
def read(meeting):
    return reverse("meetings:read_pack", args=[meeting.pk])


def form_of(item, page=""):
    return reverse("meetings:write_note", args=[item.pk]) + (f"?page={page}" if page else "")


def autosave_of(item, page=""):
    return reverse("meetings:save_note", args=[item.pk]) + f"?page={page}"


# ── in its place ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_note_is_made_on_a_page_and_stands_there(first, items, read, post, sign_in, police_lead):
    form = form_of(items[0], "2")
    assert "Your note on page 2" in text_of(sign_in(police_lead).get(form))
    answer = post(police_lead, form, {"text": THOUGHT, "version": 0})
    assert (answer.status_code, answer["Location"]) == (302, f"{read}#page-2")
    page = text_of(sign_in(police_lead).get(read))
    assert page.index("Page 2") < page.index(THOUGHT) < page.index("Page 3")
    assert "Your note: only you see it" in page


def test_a_note_on_an_item_stands_under_its_title(first, items, read, post, sign_in, police_lead):
    assert post(police_lead, form_of(items[2]), {"text": THOUGHT, "version": 0})["Location"] == f"{read}#item-3"
    page = text_of(sign_in(police_lead).get(read))
    assert page.index("3. The plan", page.index("Page 5")) < page.index(THOUGHT) < page.index("1200")


def test_a_note_on_a_page_of_a_word_paper_stands_above_its_words(first, items, read, sign_in, police_lead):
    write_note(items[2], THOUGHT, page="6", by=police_lead)
    page = text_of(sign_in(police_lead).get(read))
    assert page.index("Page 6") < page.index(THOUGHT) < page.index("1200")


def test_it_stays_with_its_page_when_the_papers_go_out_again(
    note, meeting, items, read, sign_in, police_lead, secretary
):
    papers.bring_version(items[0].papers.get(), upload(pdf(1, words="Second words")), by=secretary)
    papers.bring_paper(items[0], upload(pdf(1)), title="Late", by=secretary)
    out(meeting, secretary, "Corrected")
    page = text_of(sign_in(police_lead).get(read))
    assert page.index("Page 2") < page.index(THOUGHT) < page.index("Page 2A")
    # and beside the new version it says so
    assert "You noted something on the version before: page 2" in page


def test_it_stays_where_a_paper_was_when_that_is_withdrawn(note, items, read, sign_in, police_lead, secretary):
    papers.withdraw_paper(items[0].papers.get(), reason="It was wrong", by=secretary)
    page = text_of(sign_in(police_lead).get(read))
    assert page.index("ages 1 to 2: withdrawn") < page.index(THOUGHT)


def test_saving_again_what_is_there_leaves_no_trace_and_a_stale_save_shows_both(
    note, items, post, police_lead, django_assert_num_queries
):
    assert write_note(items[0], f" {THOUGHT} ", page="2", by=police_lead).version == 1
    write_note(items[0], "In another window", page="2", version=1, by=police_lead)
    with pytest.raises(Stale):
        write_note(items[0], "Here", page="2", version=1, by=police_lead)
    answer = post(police_lead, form_of(items[0], "2"), {"text": "Here", "version": 1})
    assert answer.status_code == 409
    assert "In another window" in text_of(answer)
    assert ">\nHere</textarea>" in answer.content.decode()
    assert post(police_lead, form_of(items[0], "2"), {"text": "Here", "version": 2}).status_code == 302
    assert PrivateNote.objects.get().text == "Here"


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Enter your note"), ("  ", "Enter your note"), ("x" * 10_001, "Your note must be 10000 characters or fewer")],
)
def test_what_can_not_be_kept_comes_back_with_what_to_do(first, items, post, police_lead, text, said):
    answer = post(police_lead, form_of(items[0], "2"), {"text": text, "version": 0})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not PrivateNote.objects.exists()


@pytest.mark.parametrize("page", ["3", "99", "2A", "i", "02", "-1", "x" * 300, "%00"])
def test_there_are_no_notes_on_pages_that_the_item_does_not_have(first, items, sign_in, police_lead, page):
    assert sign_in(police_lead).get(form_of(items[0], page)).status_code == 404
    with pytest.raises(PermissionDenied):
        write_note(items[0], THOUGHT, page=page, by=police_lead)


def test_a_double_click_is_one_note(first, items, sign_in, police_lead):
    client, token = sign_in(police_lead), new_token(police_lead)
    for _ in range(2):
        answer = client.post(form_of(items[0], "2"), {"form_token": token, "text": THOUGHT, "version": 0})
        assert answer.status_code == 302
    assert PrivateNote.objects.get().version == 1


# ── saved as it is typed ────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_saved_as_it_is_typed(first, items, post, police_lead):
    first_save = post(police_lead, autosave_of(items[0], "2"), {"text": "Ask", "version": 0})
    assert first_save.json() == {"state": "saved", "version": 1, "at": "10:00"}
    again = post(police_lead, autosave_of(items[0], "2"), {"text": THOUGHT, "version": 1})
    assert again.json()["version"] == 2
    # the answer was lost: the same is sent again
    assert post(police_lead, autosave_of(items[0], "2"), {"text": THOUGHT, "version": 1}).json()["version"] == 2
    assert PrivateNote.objects.get().text == THOUGHT


def test_saving_by_itself_never_empties_a_note_or_overwrites_another_window(note, items, post, police_lead):
    url = autosave_of(items[0], "2")
    empty = post(police_lead, url, {"text": "", "version": 1})
    assert (empty.status_code, empty.json()["state"]) == (422, "refused")
    stale = post(police_lead, url, {"text": "Other", "version": 0})
    assert (stale.status_code, stale.json()["state"]) == (409, "conflict")
    assert PrivateNote.objects.get().text == THOUGHT


# ── whose it is ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_may_read_an_item_may_make_notes_on_it_and_nobody_else(first, items, cast):
    for name, person in cast.everybody.items():
        if name == "public":
            continue
        write_note(items[0], THOUGHT, page="1", by=person)
        if name in {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}:
            write_note(items[1], THOUGHT, page="3", by=person)
        else:
            with pytest.raises(PermissionDenied):
                write_note(items[1], THOUGHT, page="3", by=person)


def test_nobody_else_opens_changes_or_removes_it(note, items, cast, sign_in, post):
    for name, person in cast.everybody.items():
        if name in {"police_lead", "public"}:
            continue
        assert THOUGHT not in sign_in(person).get(form_of(items[0], "2")).content.decode()
        for act in ("remove_note", "restore_note"):
            assert post(person, reverse(f"meetings:{act}", args=[note.pk])).status_code == 404
    note.refresh_from_db()
    assert (note.removed_at, note.text) == (None, THOUGHT)


def everything_about(meeting, items, note):
    """Every address at which something of the meeting, or of its people, is told."""
    names = [
        ("meetings:show_meeting", meeting.pk), ("meetings:read_pack", meeting.pk),
        ("meetings:members_pack", meeting.pk),
        ("meetings:open_pack", meeting.pk), ("meetings:offline_pack", meeting.pk), ("meetings:show_pack", meeting.pk),
        ("meetings:download_offline_pack", meeting.pk), ("meetings:show_history", meeting.pk),
        ("meetings:see_as", meeting.pk), ("meetings:show_replies", meeting.pk),
        ("meetings:show_item", items[0].pk), ("meetings:show_readers", items[0].pk),
        ("meetings:write_note", items[0].pk),
        ("partners:show_person", note.person_id), ("partners:export_card", note.person_id),
    ]  # fmt: skip
    plain = [
        "meetings:my_notes", "home:home", "home:list_history", "home:export_history", "partners:my_data",
        "partners:download_my_data", "partners:directory", "notices:list_notices", "public:feed",
        "home:list_failed_work",
    ]  # fmt: skip
    found = [reverse(name, args=[pk]) for name, pk in names] + [reverse(name) for name in plain]
    found += [f"{reverse('search:search')}?q=zqsecret", f"{reverse('meetings:my_notes')}?words=zqsecret"]
    as_them = {"who": note.person_id, "page": "papers"}
    seen = reverse("meetings:see_page_as", args=[meeting.pk])
    found += [f"{seen}?who={as_them['who']}&page={page}" for page in ("papers", "meeting")]
    return [*found, f"{reverse('meetings:download_offline_pack', args=[meeting.pk])}?notes=with"]


def test_it_is_in_no_byte_that_anybody_else_is_sent(first, meeting, items, cast, sign_in):
    note = write_note(items[0], "zqsecret thought", page="2", by=cast.police_lead)
    write_note(items[0], "zqsecret idea", by=cast.police_lead)
    removed = write_note(items[1], "zqsecret regret", page="3", by=cast.police_lead)
    remove_note(removed, by=cast.police_lead)
    addresses = everything_about(meeting, items, note)
    met = []
    for name, person in cast.everybody.items():
        client = sign_in(person)
        for url in addresses:
            answer = client.get(url)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            said = everything_in(body) if body.startswith(b"%PDF") else body
            said = said.replace(b"q=zqsecret", b"").replace(b'value="zqsecret"', b"")
            if b"zqsecret thought" in said or b"zqsecret idea" in said or b"zqsecret regret" in said:
                met.append((name, url.split("?")[0]))
    assert {name for name, _ in met} == {"police_lead"}
    assert {url for _, url in met} >= {
        reverse("meetings:read_pack", args=[meeting.pk]),
        reverse("meetings:my_notes"),
        reverse("partners:download_my_data"),
        reverse("meetings:download_offline_pack", args=[meeting.pk]),
    }


def test_no_history_is_kept_of_it(note):
    assert not hasattr(PrivateNote, "pgh_event_model")
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%privatenote%'")
        assert cursor.fetchall() == [("meetings_privatenote",)]


def test_it_is_told_to_who_asks_what_is_held_about_them(note, police_lead, chair):
    assert THOUGHT in json.dumps(held.everything(police_lead))
    assert THOUGHT not in json.dumps(held.everything(chair))


def test_who_is_left_out_of_an_item_keeps_their_own_words_and_reads_no_title(
    first, items, sign_in, police_lead, secretary
):
    write_note(items[1], "Their own words", page="3", by=police_lead)
    leave_out(items[1], police_lead, reason="Their firm is named", by=secretary)
    page = text_of(sign_in(police_lead).get(reverse("meetings:my_notes")))
    assert "Their own words" in page
    assert "A domestic homicide review, page 3" in page
    assert "PLANTED" not in page
    assert sign_in(police_lead).get(form_of(items[1], "3")).status_code == 404


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_my_notes_lists_and_searches_them(note, meeting, items, read, sign_in, police_lead):
    write_note(items[2], "Well put", page="6", by=police_lead)
    client, mine = sign_in(police_lead), reverse("meetings:my_notes")
    page = client.get(mine)
    assert "2 notes" in text_of(page)
    assert f'href="{read}#page-2"' in page.content.decode()
    found = text_of(client.get(mine, {"words": "march"}))
    assert (THOUGHT in found, "Well put" in found) == (True, False)
    assert "Well put" in text_of(client.get(mine, {"words": "the plan"}))
    assert "No note fits" in text_of(client.get(mine, {"words": "nothing"}))
    assert "2 notes" in text_of(client.get(mine, {"meeting": meeting.pk}))
    assert "2 notes" in text_of(client.get(mine, {"meeting": "x", "page": "x"}))
    assert "You have no notes" in text_of(sign_in(items[0].meeting.convened_by).get(mine))


def test_the_list_costs_the_same_with_one_note_and_with_three(
    note, items, sign_in, police_lead, django_assert_num_queries
):
    client, mine = sign_in(police_lead), reverse("meetings:my_notes")
    client.get(mine)
    with CaptureQueriesContext(connection) as once:
        client.get(mine)
    write_note(items[0], "Another", page="1", by=police_lead)
    write_note(items[2], "And another", by=police_lead)
    with django_assert_num_queries(len(once)):
        assert "3 notes" in text_of(client.get(mine))


# ── removed, and put back ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_removed_note_can_be_put_back(note, read, post, sign_in, police_lead):
    back = f"{read}#page-2"
    answer = post(police_lead, reverse("meetings:remove_note", args=[note.pk]), {"back": back})
    assert answer["Location"] == back
    assert THOUGHT not in text_of(sign_in(police_lead).get(read))
    assert "Removed notes" in text_of(sign_in(police_lead).get(reverse("meetings:my_notes")))
    post(police_lead, reverse("meetings:restore_note", args=[note.pk]))
    assert THOUGHT in text_of(sign_in(police_lead).get(read))


def test_put_back_where_there_is_another_it_stands_below_that_one(note, items, police_lead):
    remove_note(note, by=police_lead)
    write_note(items[0], "New", page="2", by=police_lead)
    restore_note(note, by=police_lead)
    assert PrivateNote.objects.get().text == f"New\n\n{THOUGHT}"


def test_going_back_leads_to_no_other_site(note, post, police_lead):
    for back in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = post(police_lead, reverse("meetings:remove_note", args=[note.pk]), {"back": back})
        assert answer["Location"] == reverse("meetings:my_notes")
        restore_note(note, by=police_lead)


# ── how long they are kept ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_removed_30_days_ago_is_deleted_for_good(note, items, police_lead):
    kept = write_note(items[0], "Kept", by=police_lead)
    remove_note(note, by=police_lead)
    with clock.set_to(NOW + timedelta(days=29)):
        remove_what_is_past()
    assert PrivateNote.objects.count() == 2
    with clock.set_to(NOW + timedelta(days=31)):
        remove_what_is_past()
    assert PrivateNote.objects.get() == kept


def test_the_notes_of_who_left_long_ago_go_with_their_contact_details(note, items, chair, police_lead):
    hers = write_note(items[0], "Hers", by=chair)
    User.objects.filter(pk=police_lead.pk).update(email="left-1@removed.invalid")
    remove_what_is_past()
    assert PrivateNote.objects.get() == hers


def test_the_database_refuses_a_note_that_says_nothing(first, items, police_lead):
    with pytest.raises(ValidationError):
        write_note(items[0], " ", by=police_lead)
