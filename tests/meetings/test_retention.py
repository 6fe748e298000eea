"""What is held for a time only goes when the profile says, with a record; what is governed stays whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Enclosure, Notice
from meetings.models import MinuteRevision, Opening, PrivateNote, ReadMessage, Receipt, Reply
from meetings.tasks import remove_what_is_past as by_itself
from meetings.workflow.notes import remove_note, write_note
from meetings.workflow.replies import record_reading, reply
from meetings.workflow.retention import LETTERS, RECEIPTS, RULES, remove_what_is_past
from partners.models import Removal, SignIn, User
from partners.workflow.retention import apply, years_before
from tests.meetings.conftest import NOW, text_of
from tests.meetings.packing import fill, out

# all that is held in these tests was written on 4 May 2027, about the meeting of 10 June 2027
WRITTEN, MET = NOW.date(), date(2027, 6, 10)
SECRET = "PLANTED"


@pytest.fixture
def timetable(db):
    return User.objects.timetable()


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def held(meeting, items, secretary, police_lead, partnership):
    """One of each that goes, and of much that stays."""
    out(meeting, secretary)
    reply(meeting, partnership.seats["police"], "apologies", note="On leave", by=police_lead)
    record_reading(meeting, police_lead)
    ReadMessage.objects.create(
        key="a", read_at=NOW, outcome="noted", reason="It names no meeting.", sender="a@b.example", comment=SECRET
    )
    SignIn.objects.create(
        person=police_lead, at=NOW, way="password", outcome="let in", address="192.0.2.7", device="Firefox"
    )
    write_note(items[0], SECRET, page="2", by=police_lead)
    remove_note(write_note(items[0], SECRET, by=police_lead), by=police_lead)
    Opening.objects.create(
        meeting=meeting,
        document=meeting.packs.first().members_document,
        name="Pack",
        opened_by=police_lead,
        opened_at=NOW,
    )


def night_of(day):
    """Twenty past three in the morning, as the timetable has it."""
    return clock.set_to(datetime(day.year, day.month, day.day, 3, 20, tzinfo=clock.LONDON))


def removed():
    return dict(Removal.objects.values_list("what", "number"))


def rows():
    """How many rows each table has."""
    tables = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return {model._meta.label: model._base_manager.count() for model in tables}


def changed(before):
    return {name: number - before[name] for name, number in rows().items() if number != before[name]}


@pytest.mark.parametrize(
    ("what", "last_day"),
    [
        ("removed notes", WRITTEN + timedelta(days=30)),
        ("senders", WRITTEN + timedelta(days=90)),
        ("devices", WRITTEN + timedelta(days=365)),
        ("receipts", date(2029, 6, 10)),
        ("notes", date(2033, 6, 10)),
    ],
)
def test_each_stays_to_its_last_day_and_goes_the_night_after(held, timetable, what, last_day):
    with night_of(last_day):
        remove_what_is_past(by=timetable)
    assert what not in removed()
    with night_of(last_day + timedelta(days=1)):
        remove_what_is_past(by=timetable)
    assert removed()[what] == 1


def test_the_29th_of_february_has_a_day_in_every_year():
    assert years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)
    assert years_before(date(2028, 2, 29), 4) == date(2024, 2, 29)


def test_nothing_goes_before_its_time(held, timetable):
    before = rows()
    assert remove_what_is_past(by=timetable) == 0
    assert changed(before) == {}


def test_seven_years_later_what_is_past_is_gone_and_nothing_else_was_touched(held, meeting, timetable, police_lead):
    before = rows()
    with night_of(date(2034, 6, 11)):
        remove_what_is_past(by=timetable)
    past = removed()
    # who left before these tests began goes by a rule of their own
    assert past.pop("contact details") == 1
    assert past.pop("letters") == Notice.objects.count() > 0
    assert past == {"devices": 1, "receipts": 1, "senders": 1, "removed notes": 1, "notes": 1}
    gone = changed(before)
    # that somebody left long ago is written into their history
    assert gone.pop("partners.UserEvent") == 1
    assert {name: number for name, number in gone.items() if number < 0} == {
        "meetings.Receipt": -1,
        "meetings.PrivateNote": -2,
        "notices.Enclosure": -before["notices.Enclosure"],
        "account.EmailAddress": -1,
    }
    assert {name: number for name, number in gone.items() if number > 0} == {
        "partners.Removal": 7,
        "partners.RemovalEvent": 7,
    }
    assert Reply.objects.get().note == "On leave"
    assert Opening.objects.get().opened_by == police_lead
    message = ReadMessage.objects.get()
    assert (message.sender, message.comment, message.reason) == ("", "", "It names no meeting.")


def test_a_second_run_finds_nothing_and_leaves_no_record(held, timetable):
    with night_of(date(2029, 6, 11)):
        by_itself()
        before = rows()
        by_itself()
        assert remove_what_is_past(by=timetable) == 0
    assert changed(before) == {}


def test_a_letter_six_years_old_says_no_more_what_it_said_but_that_it_was_written(
    held, timetable, sign_in, post, secretary
):
    later = Notice.objects.first()
    Notice.objects.filter(pk=later.pk).update(written_at=NOW + timedelta(days=1))
    subjects = sorted(Notice.objects.exclude(pk=later.pk).values_list("subject", flat=True))
    assert Enclosure.objects.exists()
    with night_of(date(2033, 5, 4)):
        assert apply(LETTERS, by=timetable) == 0
    with night_of(date(2033, 5, 5)):
        assert apply(LETTERS, by=timetable) == len(subjects)
    assert sorted(Notice.objects.filter(text="", calendar=None).values_list("subject", flat=True)) == subjects
    assert later.text and Notice.objects.get(pk=later.pk).text == later.text
    assert set(Enclosure.objects.values_list("pk", flat=True)) <= {later.calendar_id}
    old = Notice.objects.exclude(pk=later.pk).first()
    page = sign_in(secretary).get(reverse("notices:show_notice", args=[old.pk]))
    assert "What it said is removed: it is older than letters are kept." in text_of(page)
    assert post(secretary, reverse("notices:send_again", args=[old.pk])).status_code == 409


def test_who_looked_in_since_is_kept_as_long_after_that(held, meeting, timetable, police_lead):
    with clock.set_to(NOW + timedelta(days=400)):
        record_reading(meeting, police_lead, pack=True)
    with night_of(date(2029, 6, 11)):
        assert apply(RECEIPTS, by=timetable) == 0
    with night_of(date(2030, 6, 11)):
        assert apply(RECEIPTS, by=timetable) == 1


def test_a_note_that_was_changed_since_is_kept_as_long_after_that(held, items, timetable, police_lead):
    with clock.set_to(NOW + timedelta(days=400)):
        write_note(items[0], "Still true", page="2", version=1, by=police_lead)
    with night_of(date(2033, 6, 11)):
        remove_what_is_past(by=timetable)
    assert PrivateNote.objects.get().text == "Still true"


def test_no_table_of_which_rows_go_has_a_history():
    for model in (Receipt, PrivateNote, ReadMessage):
        assert not hasattr(model, "pgh_event_model")
    for model in (Opening, Reply, MinuteRevision):
        assert hasattr(model, "pgh_event_model")


def test_a_night_that_is_cut_short_removes_and_records_both_or_neither(held, timetable):
    with night_of(date(2029, 6, 11)):
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            apply(RECEIPTS, by=timetable)
            raise KeyboardInterrupt
        assert (Receipt.objects.count(), removed()) == (1, {})
        assert apply(RECEIPTS, by=timetable) == 1
    assert (Receipt.objects.count(), removed()) == (0, {"receipts": 1})


@pytest.mark.django_db(transaction=True)
def test_two_at_once_remove_it_once(held, timetable):
    def run(_):
        try:
            with night_of(date(2029, 6, 11)):
                return apply(RECEIPTS, by=User.objects.timetable())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == [0, 1]
    assert removed() == {"receipts": 1}


def test_only_the_timetable_removes(held, cast):
    for name, person in cast.everybody.items():
        if name != "public":
            with pytest.raises(PermissionDenied):
                remove_what_is_past(by=person)
    assert removed() == {}


def test_the_auditor_reads_in_the_history_how_much_went_and_from_before_when(held, timetable, sign_in, auditor):
    with night_of(date(2029, 6, 11)):
        remove_what_is_past(by=timetable)
    page = text_of(sign_in(auditor).get("/home/history/?kind=partners.removal"))
    assert "The timetable removed what is past its time: the removal “Records of who opened a meeting’s page" in page
    assert "and pack, from before 11 June 2027: 1”" in page


def test_pages_say_that_it_is_no_longer_kept_who_opened_them(held, meeting, timetable, sign_in, secretary):
    replies, pack = (reverse(f"meetings:{page}", args=[meeting.pk]) for page in ("show_replies", "show_pack"))
    assert "Not yet" in text_of(sign_in(secretary).get(replies))
    with night_of(date(2029, 6, 11)):
        remove_what_is_past(by=timetable)
        client = sign_in(secretary)
        assert "Not yet" not in text_of(client.get(replies))
        assert "No longer kept" in text_of(client.get(replies))
        assert "It is no longer kept who opened the papers of this meeting." in text_of(client.get(pack))


def test_the_privacy_notice_says_the_profiles_figures(client, partnership, settings, tmp_path):
    notice = reverse("public:privacy")
    page = text_of(client.get(notice))
    for rule in RULES:
        assert f"{rule.held} {rule.lasts}" in page
    assert "the pack of a meeting 2 years after the meeting, or after you opened them if that is later" in page
    path = tmp_path / "ours.toml"
    text = settings.PORTAL_PROFILE.read_text()
    for here, there in (("receipts_years = 2", "receipts_years = 1"), ("notes_days = 30", "notes_days = 14")):
        assert here in text
        text = text.replace(here, there)
    path.write_text(text)
    settings.PORTAL_PROFILE = path
    assert [rule.period for rule in RULES] == [
        "2 years",
        "365 days",
        "6 years",
        "1 year",
        "90 days",
        "14 days",
        "6 years",
        "2 years",
    ]
    with clock.set_to(clock.now() + timedelta(hours=1)):
        assert "the pack of a meeting 1 year after the meeting" in text_of(client.get(notice))


def test_pages_of_notes_and_messages_say_the_profiles_figures(held, sign_in, police_lead, secretary, settings):
    settings.REPLIES_ADDRESS = "replies@ccsp.example"
    page = text_of(sign_in(police_lead).get(reverse("meetings:my_notes")))
    assert "It is deleted 6 years after the meeting, or after you last changed it if that is later." in page
    assert "Each is deleted for good 30 days after you removed it." in page
    assert "is removed after 90 days" in text_of(sign_in(secretary).get(reverse("meetings:list_read_messages")))
