"""Other committees' calendars are read as they come, and what can't be read is said by its line."""

from datetime import date, datetime, time

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from ccsp_portal import clock
from ccsp_portal.calendar import read_csv, read_ics
from ccsp_portal.calendar.titles import committee_and_status

DATA = settings.BASE_DIR.parent / "shared" / "data"
REAL = DATA / "meetings" / "coventry_council_meetings_union.csv"
OUTLOOK = DATA / "ics" / "transcribed"
needs_real_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real open data is not beside this checkout")


def london(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=clock.LONDON)


@pytest.mark.parametrize(
    ("title", "committee", "status"),
    [
        ("Meeting ofAudit and Procurement Committeeon 22/06 at 2.00 pm", "Audit and Procurement Committee", ""),
        ("Meeting ofNot required, Councilon 14/07 at 2.00 pm - 6.00 pm", "Council", "not required"),
        ("Meeting ofCancelled, Planning Committeeon 16/07 at 2.00 pm", "Planning Committee", "cancelled"),
        ("Meeting of(If necessary), Councilon 14/07 at 2.00 pm - 6.00 pm", "Council", "if necessary"),
        ("NEW - Cabinet Member for City Services", "Cabinet Member for City Services", ""),
        ("Extraordinary Meeting,\xa0Council", "Council", ""),
        (
            "Education and Children's Services Scrutiny Board (2)",
            "Education and Children's Services Scrutiny Board (2)",
            "",
        ),
    ],
)
def test_a_title_tells_the_committee_and_whether_it_meets(title, committee, status):
    assert committee_and_status(title) == (committee, status)


@needs_real_data
def test_the_councils_real_calendar_is_read():
    events, problems = read_csv(REAL.read_bytes())
    assert len(events) == 33
    assert sorted(event.committee for event in events if not event.goes_ahead) == ["Council", "Planning Committee"]
    cabinet = [event for event in events if event.committee == "Cabinet"]
    assert [(event.starts_at, event.ends_at) for event in cabinet] == [
        (london(2026, 7, 7, 14), london(2026, 7, 7, 16)),
        (london(2026, 9, 1, 14), london(2026, 9, 1, 16)),
    ]
    assert problems[0] == "Line 9: “Test Apr 2026” is a test, so it was left out."
    assert len(problems) == 4


def test_a_table_that_somebody_typed_is_read():
    data = (
        "Committee,Date,Start,End,Title\nCabinet,10 December 2026,2.00 pm,4.30 pm,Budget\nCouncil,2026-12-11,14:00,,\n"
    )
    events, problems = read_csv(data.encode("utf-8-sig"))
    assert [(event.committee, event.title, event.starts_at, event.ends_at) for event in events] == [
        ("Cabinet", "Budget", london(2026, 12, 10, 14), london(2026, 12, 10, 16, 30)),
        ("Council", "Council", london(2026, 12, 11, 14), london(2026, 12, 11, 16)),
    ]
    assert problems == ["Line 3: it gives no end, so two hours are assumed."]


def test_a_bad_line_is_named_and_the_others_are_kept():
    lines = [
        "committee,date,start,end",
        "Cabinet,31 June 2026,2pm,",
        "Council,11 June 2026,2pm,1pm",
        ",1 June 2026,2pm,",
        "Board,1 June 2026,25:00,",
        "Cabinet,1 July 2026,9am,10am",
    ]
    events, problems = read_csv("\n".join(lines).encode())
    assert [event.starts_at for event in events] == [london(2026, 7, 1, 9)]
    assert problems == [
        "Line 2: “31 June 2026” is not a date like 22 June 2026, so it was left out.",
        "Line 3: it ends before it starts, so it was left out.",
        "Line 4: it names no committee, so it was left out.",
        "Line 5: “25:00” is not a time like 2.00 pm, so it was left out.",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The selected file is empty."),
        (b"  \r\n", "The selected file is empty."),
        (b"committee,date,start\n", "The selected file has no meetings that can be read."),
        (b"who,when\nCabinet,today\n", "must have the headings committee, date and start"),
        ("committee,date,start\nCaf\u00e9,1 July 2026,9am\n".encode("utf-16"), "is not written in UTF-8"),
        (b"committee,date,start\nCabinet,never,9am\n", "Line 2: \u201cnever\u201d is not a date"),
    ],
)
def test_a_csv_file_without_meetings_is_refused_with_what_to_do(data, sentence):
    with pytest.raises(ValidationError) as refusal:
        read_csv(data)
    assert sentence in refusal.value.messages[0]


def ics(*lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", ""]).encode()


def vevent(*lines):
    return ["BEGIN:VEVENT", "UID:1@x", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"]


def test_an_event_is_read_in_london_time():
    [event], problems = read_ics(
        ics(*vevent("SUMMARY:Cancelled, Cabinet", "DTSTART:20260707T130000Z", "DTEND:20260707T150000Z"))
    )
    assert (event.committee, event.status, problems) == ("Cabinet", "cancelled", [])
    assert (event.starts_at, event.ends_at) == (london(2026, 7, 7, 14), london(2026, 7, 7, 16))


def test_a_whole_day_lasts_the_day_and_an_event_without_an_end_two_hours():
    [day], _ = read_ics(ics(*vevent("SUMMARY:Away day", "DTSTART;VALUE=DATE:20260707")))
    assert (day.starts_at, day.ends_at) == (london(2026, 7, 7, 0), london(2026, 7, 8, 0))
    [short], _ = read_ics(ics(*vevent("SUMMARY:Cabinet", "DTSTART:20260707T140000")))
    assert (short.starts_at, short.ends_at) == (london(2026, 7, 7, 14), london(2026, 7, 7, 16))


def test_a_bad_property_is_named_and_the_rest_is_kept():
    bad = ["BEGIN:VEVENT", "UID:2@x", "SUMMARY:Council", "DTSTART:yesterday", "END:VEVENT"]
    good = vevent("SUMMARY:Cabinet", "DTSTART:20260707T140000")
    events, problems = read_ics(ics(*bad, *good))
    assert [event.committee for event in events] == ["Cabinet"]
    assert problems == [
        "“Council”: its DTSTART can’t be read, so it was left out of account.",
        "“Council”: it has no start, so it was left out.",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is not a calendar"),
        (b"%PDF-1.7", "is not a calendar"),
        ("BEGIN:VCALENDAR\r\nSUMMARY:Caf\u00e9".encode("latin-1"), "is not written in UTF-8"),
        (ics(), "has no events that can be read between"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "The selected file"),
    ],
)
def test_a_calendar_file_that_is_none_is_refused_with_what_to_do(data, sentence):
    with pytest.raises(ValidationError) as refusal:
        read_ics(data)
    assert sentence in refusal.value.messages[0]


@needs_real_data
def test_outlooks_repeating_events_are_followed_with_their_zone_and_exceptions():
    with clock.set_to(london(2011, 7, 1, 12)):
        weekly, _ = read_ics((OUTLOOK / "outlook14_gmt_weekly_recurrence.ics").read_bytes())
        daily, _ = read_ics((OUTLOOK / "outlook14_gmt_daily_exdate.ics").read_bytes())
    assert len(weekly) == len({event.uid for event in weekly}) == 34
    assert weekly[0].starts_at == london(2011, 6, 13, 16)
    days = [event.starts_at.date() for event in daily]
    assert len(days) == len(set(days))


@needs_real_data
def test_a_single_moved_occurrence_stands_by_itself():
    [event], _ = read_ics((OUTLOOK / "google_request_moved_occurrence_anonymised.ics").read_bytes())
    assert event.starts_at.astimezone(clock.LONDON) == datetime.combine(
        date(2025, 2, 18), time(18, 15), tzinfo=clock.LONDON
    )


def test_what_stands_twice_counts_once_and_what_is_broken_not_at_all():
    broken = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//\r\n"
        b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T100000\r\nDTSTART:20261203T100000\r\n"
        b"SUMMARY:Cabinet\r\nSUMMARY:Council\r\nEND:VEVENT\r\n"
        b"BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20261202T100000\r\nDTEND: 20261202T113000\r\nSUMMARY:Planning\r\n"
        b"END:VEVENT\r\n"
        b"BEGIN:VEVENT\r\nUID:3\r\nDTSTART:20261204T100000\r\nRRULE:FREQ=WEEKLY;BYDAY= TU\r\nSUMMARY:Licensing\r\n"
        b"DURATION:P999999999999999999W\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    events, problems = read_ics(broken)
    assert [(event.committee, event.starts_at, event.ends_at) for event in events] == [
        ("Cabinet", london(2026, 12, 1, 10), london(2026, 12, 1, 12)),
        ("Planning", london(2026, 12, 2, 10), london(2026, 12, 2, 12)),
        ("Licensing", london(2026, 12, 4, 10), london(2026, 12, 4, 12)),
    ]
    assert problems == [
        "“Planning”: its DTEND can’t be read, so it was left out of account.",
        "“Licensing”: its RRULE can’t be read, so it was left out of account.",
        "“Licensing”: its DURATION can’t be read, so it was left out of account.",
    ]
